"""Reports about mails that did not arrive (delivery status notifications, RFC 3464), and the mailboxes they lie in.

A report counts only where it names a mail that we sent: by our own mark or the Message-ID in the headers it returns. Both
are random, so nobody can declare somebody else's address dead.
"""

from __future__ import annotations

import imaplib
import mailbox
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote, urlsplit

from netzwerkstatt.foundation.notifications.models import Mailing
from netzwerkstatt.foundation.notifications.reach import STATUS, is_gone, mark_bounced
from netzwerkstatt.foundation.notifications.sending import MARK

LARGEST = 2_000_000


@dataclass(frozen=True)
class Report:
    """What one report says: which mail (its names in the world), what became of it, and the status (RFC 3463)."""

    names: frozenset[str]
    action: str
    status: str

    @property
    def is_failure(self) -> bool:
        """The mail did not arrive, for good ("delayed" means that the server is still trying)."""
        return self.action == "failed" and self.status[:1] in {"4", "5"}


class UnknownMailbox(Exception):
    """The setting names a mailbox that cannot be read."""


def take_in(raw: bytes) -> bool:
    """Read one message; says whether it was a report that counted. Never raises for what strangers send."""
    report = read_report(raw)
    if report is None or not report.is_failure:
        return False
    mailing = Mailing.objects.filter(message_id__in=report.names).select_related("person").first()
    return mailing is not None and mark_bounced(mailing, report.status, hard=is_gone(report.status))


def read_report(raw: bytes) -> Report | None:
    """The report in a message, or None where it is none: an answer from a holiday, a newsletter, nonsense."""
    if len(raw) > LARGEST:
        return None
    try:
        return _report_in(message_from_bytes(raw, policy=policy.default))
    except (ValueError, LookupError, AttributeError, TypeError):
        return None  # the parser stumbles over some of what is sent


def _report_in(message: Message[Any, Any]) -> Report | None:
    status = next((part for part in message.walk() if part.get_content_type() == "message/delivery-status"), None)
    if status is None:
        return None
    fields: dict[str, str] = {}
    for block in status.walk():
        for name in ("Action", "Status", "Diagnostic-Code"):
            if value := block.get(name):
                fields.setdefault(name, str(value).strip())
    code = _status(fields.get("Status", ""), fields.get("Diagnostic-Code", ""))
    return Report(frozenset(_names(message)), fields.get("Action", "").lower().split(";")[0].strip(), code)


def _status(status: str, diagnostic: str) -> str:
    """The more telling of the two: many servers say 5.0.0, and the reason only in their words."""
    own, said = STATUS.search(status), STATUS.search(diagnostic)
    if own and own.group(0)[1:] != ".0.0":
        return own.group(0)
    return said.group(0) if said else own.group(0) if own else "5.0.0"


def _names(message: Message[Any, Any]) -> Iterator[str]:
    """The Message-ID and our own mark in the headers that were returned, whole or as text."""
    for part in message.walk():
        if part.get_content_type() == "message/rfc822":
            for inner in cast("Iterable[Message[Any, Any]]", part.iter_parts() if hasattr(part, "iter_parts") else []):
                yield from _of_headers(inner)
        elif part.get_content_type() == "text/rfc822-headers":
            yield from _of_headers(message_from_bytes(cast("bytes", part.get_payload(decode=True) or b"")))


def _of_headers(headers: Message[Any, Any]) -> Iterator[str]:
    if found := str(headers.get("Message-ID", "")).strip():
        yield found
    if mark := str(headers.get(MARK, "")).strip():
        yield from Mailing.objects.filter(message_id__startswith=f"<{mark}@").values_list("message_id", flat=True)[:1]


def read_bounces(address: str) -> tuple[int, int]:
    """Read what is new in a mailbox (`maildir:/…`, `mbox:/…`, `imaps://user:password@host/INBOX`): messages, and reports that counted.

    What was read is marked as read and stays. Raises `UnknownMailbox`, `OSError`, `imaplib.IMAP4.error`.
    """
    parts = urlsplit(address)
    reader: Callable[[str], Iterator[bytes]] | None = {
        "maildir": _maildir,
        "mbox": _mbox,
        "imap": _imap,
        "imaps": _imap,
    }.get(parts.scheme)
    if reader is None:
        raise UnknownMailbox(parts.scheme or "—")
    messages = counted = 0
    for raw in reader(address):
        messages += 1
        counted += take_in(raw)
    return messages, counted


def _path(address: str) -> Path:
    path = Path(unquote(urlsplit(address).path))
    if not path.exists():
        raise UnknownMailbox(str(path))
    return path


def _maildir(address: str) -> Iterator[bytes]:
    box = mailbox.Maildir(_path(address), create=False)
    for key, message in list(box.iteritems()):
        if "S" in message.get_flags():
            continue
        yield message.as_bytes()
        message.set_subdir("cur")
        message.add_flag("S")
        box[key] = message


def _mbox(address: str) -> Iterator[bytes]:
    box = mailbox.mbox(_path(address), create=False)
    box.lock()
    try:
        for key, message in list(box.iteritems()):
            if "R" in message.get_flags():
                continue
            yield message.as_bytes()
            message.add_flag("RO")
            box[key] = message
        box.flush()
    finally:
        box.unlock()
        box.close()


def _imap(address: str) -> Iterator[bytes]:
    parts = urlsplit(address)
    kind = imaplib.IMAP4_SSL if parts.scheme == "imaps" else imaplib.IMAP4
    port = parts.port or (993 if parts.scheme == "imaps" else 143)
    with kind(parts.hostname or "localhost", port, timeout=30) as box:
        box.login(unquote(parts.username or ""), unquote(parts.password or ""))
        box.select(unquote(parts.path.strip("/")) or "INBOX")
        _answer, found = box.uid("SEARCH", "UNSEEN")
        for uid in (found[0] or b"").decode().split():
            _answer, data = box.uid("FETCH", uid, "(BODY.PEEK[])")
            for item in data:
                if isinstance(item, tuple):
                    yield item[1]
            box.uid("STORE", uid, "+FLAGS", "(\\Seen)")
        with suppress(imaplib.IMAP4.error):
            box.close()
