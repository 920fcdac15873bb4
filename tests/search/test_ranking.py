"""The order of hits, rule by rule, without a database."""

from __future__ import annotations

import datetime

from netzwerkstatt.foundation.search.documents import tokens
from netzwerkstatt.foundation.search.question import understand
from netzwerkstatt.foundation.search.ranking import Candidate, ranked

OLD = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
NEW = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
PARTS = {"rathaus": ("rat", "haus")}


def document(
    key: int, title: str = "Etwas", *, summary: str = "", text: str = "", comments: str = "", at=OLD
) -> Candidate:
    words = " ".join(
        f"{name} {tokens(said, PARTS, english=False)}".strip()
        for name, said in (("xs", summary), ("xb", text), ("xc", comments))
    )
    return Candidate(key, tokens(title, PARTS, english=False), words, at)


def test_the_title_counts_more_than_the_summary_the_text_and_the_comments():
    said = [
        document(4, comments="Ein Haus"),
        document(3, text="Ein Haus"),
        document(2, summary="Ein Haus"),
        document(1, "Ein Haus hier"),
    ]
    assert ranked(understand("Haus"), said) == [1, 2, 3, 4]


def test_the_word_itself_counts_more_than_its_stem_a_compound_and_a_beginning():
    said = [
        document(4, "Der Hausierer"),
        document(3, "Das Rathaus"),
        document(2, "Die Häuser"),
        document(1, "Das Haus dort"),
    ]
    assert ranked(understand("Haus"), said) == [1, 2, 3, 4]


def test_of_two_alike_the_newer_one_comes_first():
    assert ranked(understand("Haus"), [document(1, "Ein Haus da"), document(2, "Ein Haus da", at=NEW)]) == [2, 1]


def test_newer_is_worth_less_than_a_better_place():
    assert ranked(understand("Haus"), [document(1, text="Ein Haus", at=NEW), document(2, summary="Ein Haus")]) == [2, 1]


def test_a_title_that_is_just_the_word_comes_first():
    assert ranked(understand("Haus"), [document(1, "Haus am See", at=NEW), document(2, "Haus")]) == [2, 1]


def test_the_order_does_not_depend_on_the_order_it_was_read_in():
    said = [document(key, "Ein Haus", text="Haus " * (key % 3)) for key in range(20)]
    assert ranked(understand("Haus"), said) == ranked(understand("Haus"), said[::-1])
