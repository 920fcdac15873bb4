"""By which words inquiries, answers and experiences are found."""

from __future__ import annotations

from typing import Any

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.search.searchable import Parts, declare_searchable, joined
from netzwerkstatt.ideas.inquiries.kinds import ANSWER, EXPERIENCE, INQUIRY


def declare() -> None:
    """Make them known to the search, at start."""
    declare_searchable(INQUIRY.code, _inquiry, read=lambda entries: entries.select_related("inquiry"))
    declare_searchable(ANSWER.code, _answer, read=lambda entries: entries.select_related("inquiryanswer"))
    declare_searchable(EXPERIENCE.code, _experience, read=_with_experience)


def _with_experience(entries: Any) -> Any:
    return entries.select_related("experience")


def _inquiry(entry: Entry) -> Parts:
    return Parts(summary=entry.inquiry.context)


def _answer(entry: Entry) -> Parts:
    return Parts(text=entry.inquiryanswer.text)


def _experience(entry: Entry) -> Parts:
    found = entry.experience
    return Parts(summary=found.works, text=joined(found.fails, found.where, found.contact))
