"""What each room does away with when an item is deleted, and what keeps an item from being deleted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events.errors import Text

EVERY_KIND = "every kind"


@dataclass(frozen=True)
class Erasure:
    """What a room erases of an item, inside the transaction that deletes it.

    kind: a kind of entry – only kinds with an erasure can be deleted – or `EVERY_KIND` for what all of them have
    (comments, attachments). says: what goes, on the page that asks before; empty for a kind's own fields.
    """

    kind: str
    name: str
    erase: Callable[[Entry], None]
    says: Text = ""


IsLasting = Callable[[Sequence[Entry]], set[int]]

_erasures: dict[tuple[str, str], Erasure] = {}
_lasting: dict[str, IsLasting] = {}


def declare_erasure(erasure: Erasure) -> None:
    """A room says what it erases. Raises `ValueError` for a second one of the same kind and name."""
    if (erasure.kind, erasure.name) in _erasures:
        raise ValueError(f"{erasure.name} of {erasure.kind} is erased twice")
    _erasures[erasure.kind, erasure.name] = erasure


def declare_lasting(kind: str, is_lasting: IsLasting) -> None:
    """A room says which of its items stand for good once released; what they rest on cannot be deleted.

    `is_lasting(entries)` gives the ids of those among entries of this kind. At most one query, please.
    """
    if kind in _lasting:
        raise ValueError(f"{kind} is declared lasting twice")
    _lasting[kind] = is_lasting


def can_be_deleted(kind: str) -> bool:
    """The room of this kind says what it erases."""
    return any(of == kind for of, _name in _erasures)


def erasures_of(kind: str) -> list[Erasure]:
    """What goes with an item of this kind: what all have, then its own."""
    return [erasure for (of, _name), erasure in _erasures.items() if of in {EVERY_KIND, kind}]


def lasting_among(entries: Sequence[Entry]) -> set[int]:
    """Ids of those that are released and stay; a query per kind that is there."""
    found: set[int] = set()
    for kind, is_lasting in _lasting.items():
        if some := [entry for entry in entries if entry.kind == kind]:
            found |= is_lasting(some)
    return found
