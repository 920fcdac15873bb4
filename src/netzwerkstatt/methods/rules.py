"""Who may make and change methods, and tell how they went."""

from __future__ import annotations

from typing import Any

import rules

from netzwerkstatt.foundation.entries.rules import wrote_it
from netzwerkstatt.foundation.network.rules import (
    coordinates_network,
    is_alliance_coordinator,
    is_partner,
    releases_for_city,
)
from netzwerkstatt.methods.models import MethodUse

makes_methods = is_partner
"""Whoever works in the alliance."""

edits_method = is_partner & (wrote_it | releases_for_city | coordinates_network | is_alliance_coordinator)
"""Wrote it, answers for its city or network, or for the alliance."""

records_use = is_partner
reads_uses = is_partner
"""What was told is read in the alliance; everybody sees the numbers that come of it."""


@rules.predicate
def told_it(person: Any, use: Any) -> bool:
    """Is the one who told it."""
    teller = use.person_id if isinstance(use, MethodUse) else None
    return teller is not None and teller == getattr(person, "pk", None)


changes_use = is_partner & told_it
