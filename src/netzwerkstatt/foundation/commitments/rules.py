"""Who makes commitments, sees them and changes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import rules

from netzwerkstatt.foundation.commitments.models import Commitment, Reply
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.entries.rules import wrote_it
from netzwerkstatt.foundation.network.rules import (
    coordinates_network,
    is_alliance_coordinator,
    is_partner,
    speaks_for_city,
)

sees_commitments = is_partner
"""Whoever works in the alliance, on items that she may see."""

makes_commitments = is_partner
"""For herself; for others only who runs the item."""

_runners: dict[str, Callable[[Any, Entry], bool]] = {}


def declare_runner(kind: str, runs: Callable[[Any, Entry], bool]) -> None:
    """Whoever `runs(person, entry)` says runs items of this kind, too: a room knows functions that end with the item."""
    _runners[kind] = runs


@rules.predicate
def runs_it_for_its_room(person: Any, subject: Any) -> bool:
    """Has a function in the item's own room: facilitates the workshop in which the idea came up."""
    entry = subject.entry if isinstance(subject, Commitment) else subject
    runs = _runners.get(entry.kind) if isinstance(entry, Entry) else None
    return runs is not None and runs(person, entry)


runs_item = is_partner & (
    wrote_it | speaks_for_city | coordinates_network | is_alliance_coordinator | runs_it_for_its_room
)
"""Wrote the item or speaks for its city, coordinates its network or the alliance, or has a function that its room
knows: names others, too."""


@rules.predicate
def is_named(person: Any, commitment: Any) -> bool:
    """Is the one who does it."""
    named = commitment.person_id if isinstance(commitment, Commitment) else None
    return named is not None and named == getattr(person, "pk", None)


@rules.predicate
def made_it(person: Any, commitment: Any) -> bool:
    """Wrote the commitment down."""
    author = commitment.author_id if isinstance(commitment, Commitment) else None
    return author is not None and author == getattr(person, "pk", None)


@rules.predicate
def has_not_answered(person: Any, commitment: Any) -> bool:
    """The commitment waits for the one who is named."""
    return isinstance(commitment, Commitment) and commitment.reply == Reply.WAITING and commitment.is_pending


directs_commitment = is_partner & (made_it | runs_item)
"""Words it, names who does it."""

changes_commitment = is_partner & (is_named | made_it | runs_item)
"""Says that it is done, postponed, dropped, taken up again."""

answers_commitment = is_partner & is_named
