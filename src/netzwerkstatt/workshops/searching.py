"""By which words a workshop is found; its ideas are found by themselves."""

from __future__ import annotations

from typing import Any

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.search.searchable import Parts, declare_searchable, joined
from netzwerkstatt.workshops.models import Format


def declare() -> None:
    """Make both formats known to the search, at start."""
    for kind in Format.values:
        declare_searchable(str(kind), words, read=read)


def read(entries: Any) -> Any:
    """Entries with their workshops and clusters."""
    return entries.select_related("workshop").prefetch_related("clusters")


def words(entry: Entry) -> Parts:
    """The question to everybody, the place, and under which names the ideas were put together."""
    workshop = entry.workshop
    clusters = sorted(entry.clusters.all(), key=lambda cluster: cluster.pk) if workshop.is_released else []
    return Parts(summary=workshop.question, text=joined(*(cluster.title for cluster in clusters), workshop.place))
