"""The demo sends nothing: its mails are files, and its people read theirs on a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from pathlib import Path

BETWEEN = b"-" * 79 + b"\n"
MOST = 30


@dataclass(frozen=True)
class WrittenMail:
    """A mail that became a file."""

    subject: str
    at: datetime | None
    text: str


def mails_to(address: str, data: Path) -> list[WrittenMail]:
    """The latest mails to this address, the youngest first."""
    found = []
    for path in sorted((data / "mail").glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True):
        mails = [part for part in path.read_bytes().split(BETWEEN) if part.strip()]
        found += [mail for part in reversed(mails) if (mail := _read(part, address))]
        if len(found) >= MOST:
            break
    return found[:MOST]


def _read(raw: bytes, address: str) -> WrittenMail | None:
    message = message_from_bytes(raw, policy=policy.default)
    if address.lower() not in str(message["To"]).lower():
        return None
    body = message.get_body(("plain",))
    text = body.get_content() if body else ""
    return WrittenMail(str(message["Subject"]), _date(str(message["Date"])), text)


def _date(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
