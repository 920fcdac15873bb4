"""Who decides on an entry: who wrote it, and who answers for its city or network."""

from __future__ import annotations

from typing import Any

import rules

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.network.rules import coordinates_network, releases_for_city


def entry_of(subject: Any) -> Entry | None:
    """The entry of a thing that has one, or the entry itself."""
    found = getattr(subject, "entry", subject)
    return found if isinstance(found, Entry) else None


@rules.predicate
def wrote_it(person: Any, subject: Any = None) -> bool:
    """Is the author."""
    entry = entry_of(subject)
    return entry is not None and person is not None and entry.author_id == person.pk


@rules.predicate
def can_be_kept(person: Any, subject: Any = None) -> bool:
    """Of a kind whose visibility is chosen; what is made in a workshop or released follows rules of its own."""
    entry = entry_of(subject)
    return entry is not None and entry.about.may_be_kept


decides_on_entry = wrote_it | releases_for_city | coordinates_network
shows_entry = can_be_kept & decides_on_entry
