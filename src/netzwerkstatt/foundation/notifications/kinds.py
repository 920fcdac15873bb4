"""Kinds of notices: what a person can choose about on her page of settings."""

from __future__ import annotations

from dataclasses import dataclass

from netzwerkstatt.foundation.events.errors import Text


@dataclass(frozen=True)
class NoticeKind:
    """A kind of notice; `label` stands on the page of settings."""

    code: str
    label: Text


KINDS: dict[str, NoticeKind] = {}


def declare_notice(kind: str, label: Text) -> NoticeKind:
    """A room says that it tells people something of this kind. Raises `ValueError` for a kind that is there already."""
    if kind in KINDS:
        raise ValueError(f"notices of kind {kind} are declared twice")
    KINDS[kind] = NoticeKind(kind, label)
    return KINDS[kind]
