"""Who may delete an item: its author, or whoever releases for its city."""

from __future__ import annotations

from typing import Any

import rules

from netzwerkstatt.foundation.network.rules import releases_for_city
from netzwerkstatt.foundation.versions.erasing import can_be_deleted


@rules.predicate
def is_author(person: Any, subject: Any) -> bool:
    """Wrote it, under the own name."""
    entry = getattr(subject, "entry", subject)
    return person is not None and entry is not None and entry.author_id == getattr(person, "pk", None)


@rules.predicate
def is_of_a_kind_that_goes(person: Any, subject: Any) -> bool:
    """Its room says what is erased with it."""
    entry = getattr(subject, "entry", subject)
    return entry is not None and can_be_deleted(entry.kind)


may_delete = is_of_a_kind_that_goes & (is_author | releases_for_city)
