"""By which words an idea is found."""

from __future__ import annotations

from typing import Any

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.search.searchable import Parts, declare_searchable, joined
from netzwerkstatt.ideas.kinds import IDEA


def declare() -> None:
    """Make ideas known to the search, at start."""
    declare_searchable(IDEA, words, read=read)


def read(entries: Any) -> Any:
    """Entries with their ideas and the clusters of those."""
    return entries.select_related("idea__cluster")


def words(entry: Entry) -> Parts:
    """All of the idea, where its title is only the beginning; the name of its cluster."""
    idea = entry.idea
    return Parts(text=joined("" if idea.is_whole else idea.text, idea.cluster.title if idea.cluster else ""))
