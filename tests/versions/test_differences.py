"""Both texts can be read out of one; nothing is lost; it is quick."""

from __future__ import annotations

import random
import time

from hypothesis import given
from hypothesis import strategies as st

from netzwerkstatt.foundation.versions.differences import Part, differences, has_changes

WORDS = st.lists(st.sampled_from(["und", "die", "der", "Stadt", "Bus", "geht", "nicht", "\n\n", "2026"]), max_size=60)


def read(parts, *kinds):
    return "".join(part.text for part in parts if part.kind in kinds).split()


@given(WORDS, WORDS)
def test_the_old_and_the_new_text_can_be_read_out_of_the_differences(old, new):
    before, after = " ".join(old), " ".join(new)
    parts = differences(before, after)
    assert read(parts, "same", "del") == before.split()
    assert read(parts, "same", "ins") == after.split()
    assert has_changes(differences(before, before)) is False


def test_a_changed_word_is_one_word_that_went_and_one_that_came():
    assert differences("The bus comes late.", "The train comes late.") == [
        Part("same", "The "), Part("del", "bus "), Part("ins", "train "), Part("same", "comes late. "),
    ]  # fmt: skip


def test_two_thousand_words_take_less_than_fifty_milliseconds_whatever_changed():
    chance = random.Random(7)  # noqa: S311 - no secret hangs on it
    often = ["der", "die", "das", "und", "in", "zu", "den", "von", "mit", "ist"]
    seldom = [f"wort{n}" for n in range(700)]

    def text():
        return [chance.choice(often if chance.random() < 0.4 else seldom) for _ in range(2000)]

    old = text()
    few = [word if chance.random() > 0.02 else "anders" for word in old]
    many = [word if chance.random() > 0.3 else "anders" for word in old]
    cases = {
        "few": few,
        "many": many,
        "another text": text(),
        "sorted": sorted(old),
        "two words": ["ja", "nein"] * 1000,
    }
    for name, new in cases.items():
        best = min(_seconds(" ".join(old), " ".join(new)) for _ in range(3))
        assert best < 0.05, name
    assert min(_seconds("ja nein " * 1000, "nein ja ja " * 660) for _ in range(3)) < 0.05


def _seconds(old, new):
    began = time.perf_counter()
    differences(old, new)
    return time.perf_counter() - began
