"""Who may attach something to an item: its author and who speaks for its city, unless a room says otherwise."""

from __future__ import annotations

from typing import Any

import rules
from rules.predicates import Predicate

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.network.rules import speaks_for_city

_of_kind: dict[str, Predicate] = {}


def register_may_attach(kind: str, rule: Predicate) -> None:
    """For entries of this kind, `rule` (person, entry) says who attaches, renames and removes. At start."""
    if kind in _of_kind:
        raise ValueError(f"who may attach to {kind} is said twice")
    _of_kind[kind] = rule


@rules.predicate
def wrote_it(person: Any, entry: Any) -> bool:
    """Is the author of the entry."""
    return entry.author_id is not None and entry.author_id == getattr(person, "pk", None)


@rules.predicate
def may_attach(person: Any, subject: Any) -> bool:
    """May attach files to this entry, or change an attachment of it."""
    entry = getattr(subject, "entry", subject)
    if not isinstance(entry, Entry) or not getattr(person, "is_authenticated", False):
        return False
    return bool(_of_kind.get(entry.kind, wrote_it | speaks_for_city).test(person, entry))
