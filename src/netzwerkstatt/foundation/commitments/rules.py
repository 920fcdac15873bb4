"""Who makes commitments, sees them and changes them."""

from __future__ import annotations

from typing import Any

import rules

from netzwerkstatt.foundation.commitments.models import Commitment, Reply
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

runs_item = is_partner & (wrote_it | speaks_for_city | coordinates_network | is_alliance_coordinator)
"""Wrote the item or speaks for its city, coordinates its network or the alliance: names others, too."""


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
