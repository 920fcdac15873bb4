"""By which words recommendations and the answers to them are found."""

from __future__ import annotations

from typing import Any

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.search.searchable import Parts, declare_searchable, joined
from netzwerkstatt.recommendations.kinds import ANSWER, RECOMMENDATION


def declare() -> None:
    """Make both known to the search, at start."""
    declare_searchable(RECOMMENDATION.code, words_of_recommendation, read=with_paragraphs)
    declare_searchable(ANSWER.code, words_of_answer, read=with_answer)


def with_paragraphs(entries: Any) -> Any:
    """Entries with their paragraphs."""
    return entries.prefetch_related("paragraphs")


def words_of_recommendation(entry: Entry) -> Parts:
    """All paragraphs."""
    paragraphs = sorted(entry.paragraphs.all(), key=lambda paragraph: paragraph.number)
    return Parts(text=joined(*(paragraph.text for paragraph in paragraphs)))


def with_answer(entries: Any) -> Any:
    """Entries with the answer and the Land that gave it."""
    return entries.select_related("answer__address__state")


def words_of_answer(entry: Entry) -> Parts:
    """What the Land says, to the whole and to each paragraph."""
    answer = entry.answer
    stances = [stance.words for stance in answer.by_paragraph.values()]
    return Parts(text=joined(answer.text, *stances, answer.address.state))
