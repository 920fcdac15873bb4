"""By which words a problem is found."""

from __future__ import annotations

from typing import Any

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.search.searchable import Parts, declare_searchable, joined
from netzwerkstatt.problems.kinds import PROBLEM


def declare() -> None:
    """Make problems known to the search, at start."""
    declare_searchable(PROBLEM.code, words, read=read)


def read(entries: Any) -> Any:
    """Entries with their problems and what was tried."""
    return entries.select_related("problem").prefetch_related("problem__attempts")


def words(entry: Entry) -> Parts:
    """Who is affected, what was tried and how it went."""
    tried = [joined(attempt.text, attempt.result) for attempt in entry.problem.attempts.all()]
    return Parts(summary=entry.problem.affected, text=joined(*tried))
