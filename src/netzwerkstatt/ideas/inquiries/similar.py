"""What was asked before: inquiries and experiences that share words with a new question."""

from __future__ import annotations

from typing import Any

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.search.matching import Group, Matches, Token
from netzwerkstatt.foundation.search.models import Document, Shelf
from netzwerkstatt.foundation.search.queries import seen_by
from netzwerkstatt.foundation.search.question import Wanted, understand
from netzwerkstatt.ideas.inquiries.kinds import EXPERIENCE, INQUIRY

MOST = 5
CANDIDATES = 100
OF_EVERY_QUESTION = frozenset(
    {
        "jemand", "hat", "haben", "habt", "gibt", "kennt", "kennen", "wer", "weiss", "erfahrung", "erfahrungen", "stadt", "staedte",
        "stadte", "anyone", "anybody", "has", "have", "know", "knows", "experience", "experiences", "who", "city", "cities",
    }
)  # fmt: skip
"""Words that inquiries are made of: they say nothing about what is asked."""


def asked_before(question: str, viewer: Any) -> list[Entry]:
    """Experiences and inquiries that share two words with the question (one, where it has but one), nearest first.

    At most three queries, however much was asked. The search reads compounds and word forms.
    """
    wanted = [one for one in understand(question).wanted if one.itself.word not in OF_EVERY_QUESTION]
    if not wanted:
        return []
    anything = Group(tuple(dict.fromkeys(token for one in wanted for token in one.group.any)))
    shelves = Shelf.objects.filter(kind__in=[EXPERIENCE.code, INQUIRY.code])
    found = Document.objects.filter(Matches([anything]), seen_by(viewer), shelf__in=shelves)
    rows = found.order_by("-id").values_list("entry", "shelf__kind", "text__title", "text__words")[:CANDIDATES]
    least = min(2, len(wanted))
    scored = []
    for pk, kind, title, words in rows:
        there = set(f"{title} {words}".split())
        number = sum(_occurs(one, there) for one in wanted)
        if number >= least:
            scored.append((-number, kind != EXPERIENCE.code, -pk))
    nearest = [-pk for *_rank, pk in sorted(scored)[:MOST]]
    known = Entry.objects.select_related("city__network__state").in_bulk(nearest)
    return [known[pk] for pk in nearest]


def _occurs(one: Wanted, there: set[str]) -> bool:
    return any(isinstance(token, Token) and _stands(token, there) for token in one.group.any)


def _stands(token: Token, there: set[str]) -> bool:
    return token.text in there or (token.begins and any(word.startswith(token.text) for word in there))
