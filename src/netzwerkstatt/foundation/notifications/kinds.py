"""Kinds of notices: what a person can choose about on her page of settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from netzwerkstatt.foundation.events.errors import Text


@dataclass(frozen=True)
class Enclosure:
    """A file that goes with a mail."""

    name: str
    content: bytes
    content_type: str


@dataclass(frozen=True)
class NoticeKind:
    """A kind of notice; `label` stands on the page of settings.

    `encloses(notice)` gives the file that goes with its mail, made anew when the mail goes, or None.
    """

    code: str
    label: Text
    encloses: Callable[[Any], Enclosure | None] | None = None


KINDS: dict[str, NoticeKind] = {}


def declare_notice(kind: str, label: Text, *, encloses: Callable[[Any], Enclosure | None] | None = None) -> NoticeKind:
    """A room says that it tells people something of this kind. Raises `ValueError` for a kind that is there already."""
    if kind in KINDS:
        raise ValueError(f"notices of kind {kind} are declared twice")
    KINDS[kind] = NoticeKind(kind, label, encloses)
    return KINDS[kind]
