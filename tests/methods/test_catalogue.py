"""The methods that come with the software: all there, complete in both languages, and their minutes add up."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from netzwerkstatt.methods.catalogue import LANGUAGES, SORTED, WORDS, raw_files, shipped
from netzwerkstatt.methods.vocabulary import Goal, Group, PhaseFit, Spread, Stage

LISTS = ("materials", "risks", "variants")
NAMES_WITHOUT_TRANSLATION = {"Nine Whys", "Persona", "Barcamp", "Fishbowl", "Brainwriting 6-3-5", "Charrette"}


def test_there_are_forty_and_each_has_its_own_number() -> None:
    assert sorted(raw["number"] for raw in raw_files().values()) == list(range(1, 41))


@pytest.mark.parametrize("slug", sorted(raw_files()))
def test_a_method_is_complete_in_both_languages(slug: str) -> None:
    raw = raw_files()[slug]
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", slug)
    assert len(slug) <= 40
    for language in LANGUAGES:
        words = raw[language]
        assert set(words) == set(WORDS)
        assert all(words[name] for name in WORDS)
        assert all(all(line.strip() == line and line for line in words[name]) for name in LISTS)
        assert len(words["purpose"]) <= 120
        assert words["purpose"].endswith(".")
        assert len(words["risks"]) >= 2
    for name in LISTS:
        assert len(raw["de"][name]) == len(raw["en"][name])
    for row in raw["steps"]:
        assert len(row) in {5, 6}
        assert all(isinstance(text, str) and text for text in row[1:5])
        assert row[2] != row[4]
    assert raw["de"]["purpose"] != raw["en"]["purpose"]
    if raw["de"]["name"] not in NAMES_WITHOUT_TRANSLATION:
        assert raw["de"]["name"] != raw["en"]["name"]


@pytest.mark.parametrize("slug", sorted(raw_files()))
def test_the_minutes_of_the_steps_fit_the_stated_time(slug: str) -> None:
    raw = raw_files()[slug]
    low, high = raw["minutes"]
    assert low <= sum(row[0] for row in raw["steps"]) <= high
    assert all(row[0] >= 1 for row in raw["steps"])
    parts = [row[5] if len(row) > 5 else 1 for row in raw["steps"]]
    assert parts == sorted(parts)
    assert (max(parts) > 1) <= (raw.get("spread") in Spread.values)


@pytest.mark.parametrize("slug", sorted(raw_files()))
def test_a_method_speaks_the_vocabulary_and_says_for_whom_it_is(slug: str) -> None:
    raw = raw_files()[slug]
    for name, known in SORTED.items():
        assert set(raw[name]) <= set(known.values)
        assert len(set(raw[name])) == len(raw[name])
    assert raw["stages"]
    assert raw["goals"]
    assert raw["groups"]
    assert raw["kinds"]
    low, high = raw["people"]
    assert low >= 1
    assert high == 0 or low <= high


def test_every_answer_to_the_four_questions_finds_something() -> None:
    methods = list(shipped().values())
    for known, name in ((Goal, "goals"), (Stage, "stages"), (Group, "groups"), (PhaseFit, "kinds")):
        missing = set(known.values) - {code for method in methods for code in getattr(method, name)}
        assert not missing


def test_methods_are_read_in_the_language_of_the_page() -> None:
    with translation.override("de"):
        assert shipped()["headstand"].title == "Kopfstand"
        assert shipped()["headstand"].steps[0].title == "Frage umdrehen"
    with translation.override("en"):
        assert shipped()["headstand"].title == "Headstand"
    with translation.override("pl"):
        assert shipped()["headstand"].title == "Headstand"
