"""Two people change one text: what each wrote is there, and what they disagree on is shown to them."""

from __future__ import annotations

import random
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netzwerkstatt.engines.words.comparing import Agreed, Conflict, Piece, differences, merge

WORDS = ["der", "die", "Stadt", "Land", "zahlt", "Bus", "und", "20", "Ü", "ab-"]
SPACES = [" ", " ", " ", "  ", "\n", "\n\n", ". ", ", ", "-", "", "\t"]

texts = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(SPACES)), max_size=25).map(
    lambda pairs: "".join(word + space for word, space in pairs)
)
anything = st.one_of(texts, st.text(max_size=60))


BASE = [f"w{n}" for n in range(20)]
places = st.sets(st.integers(0, 19))


def spread(marks: str, gone: set[int], added: set[int]) -> list[str]:
    """The base without the words at some places, and with new ones of this side before others."""
    said: list[str] = []
    for place, word in enumerate(BASE):
        said += [f"{marks}{place}"] * (place in added)
        said += [word] * (place not in gone)
    return said


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


@given(anything, anything)
def test_who_changed_nothing_changes_nothing(base: str, x: str) -> None:
    assert merge(base, base, x).text == x
    assert merge(base, x, base).text == x


@given(anything, anything)
def test_the_same_change_twice_is_one_change(base: str, x: str) -> None:
    assert merge(base, x, x).text == x


@given(anything, anything, anything)
def test_the_sides_can_be_exchanged(base: str, x: str, y: str) -> None:
    there, back = merge(base, x, y), merge(base, y, x)
    exchanged = [Conflict(p.base, p.mine, p.theirs) if isinstance(p, Conflict) else p for p in back.parts]
    assert list(there.parts) == exchanged


@given(anything, anything, anything)
def test_no_word_that_somebody_added_is_lost(base: str, x: str, y: str) -> None:
    merged = merge(base, x, y)
    said = [p.text if isinstance(p, Agreed) else f"{p.theirs}\0{p.mine}" for p in merged.parts]
    found = "\0".join(said)
    for side in (x, y):
        for word in set(words(side)) - set(words(base)):
            assert word in found


@given(places, places, places, places)
def test_with_words_that_stand_once_nothing_is_lost_and_what_was_taken_out_is_gone(
    their_gone: set[int], their_new: set[int], my_gone: set[int], my_new: set[int]
) -> None:
    theirs, mine = spread("t", their_gone, their_new), spread("m", my_gone, my_new)
    merged = merge(" ".join(BASE), " ".join(theirs), " ".join(mine))
    agreed = {word for part in merged.parts if isinstance(part, Agreed) for word in words(part.text)}
    disputed = {word for c in merged.conflicts for word in words(f"{c.theirs} {c.mine}")}
    for side in (theirs, mine):
        assert set(side) - set(BASE) <= agreed | disputed
    assert not {BASE[place] for place in their_gone | my_gone} & agreed
    assert set(theirs) & set(mine) <= agreed | disputed


@given(anything, anything)
def test_a_comparison_holds_both_texts_to_the_last_space(old: str, new: str) -> None:
    pieces = differences(old, new)
    assert "".join(p.same + p.gone for p in pieces) == old
    assert "".join(p.same + p.new for p in pieces) == new


@given(anything, anything, anything)
def test_a_conflict_is_one_where_both_wrote_something_else(base: str, x: str, y: str) -> None:
    for conflict in merge(base, x, y).conflicts:
        assert conflict.theirs != conflict.mine


def test_changes_in_two_sentences_meet_without_a_question() -> None:
    base = "Jede Stadt benennt eine Person.\n\nDas Land zahlt."
    merged = merge(base, base.replace("Stadt", "Stadt über 10 000"), base.replace("zahlt", "zahlt die Hälfte"))
    assert merged.text == "Jede Stadt über 10 000 benennt eine Person.\n\nDas Land zahlt die Hälfte."
    assert [change.new.strip() for change in merged.came_in] == ["über 10 000"]


def test_only_the_words_they_differ_on_are_asked_for() -> None:
    base = "Die Länder fördern sechs Wochen Probewohnen, wenn ein Praktikum nachgewiesen ist."
    merged = merge(base, base.replace("sechs", "acht"), base.replace("sechs", "zwölf"))
    assert merged.conflicts == (Conflict("sechs", "acht", "zwölf"),)
    assert merged.decided(["zehn"]) == base.replace("sechs", "zehn")
    with pytest.raises(ValueError, match="as many"):
        _ = merged.text


def test_who_deletes_what_the_other_rewrites_is_asked() -> None:
    merged = merge("Eins. Zwei. Drei.", "Eins. Drei.", "Eins. Zwei mal zwei. Drei.")
    assert "mal zwei" in " ".join(conflict.mine for conflict in merged.conflicts)


def test_line_breaks_and_paragraphs_stay() -> None:
    base = "Eins\n\n- zwei\n- drei\n"
    assert merge(base, base + "- vier\n", base.replace("Eins", "Null")).text == "Null\n\n- zwei\n- drei\n- vier\n"


def test_a_rewritten_sentence_reads_as_one_change() -> None:
    pieces = differences("Der alte Mann, der liest.", "Die junge Frau, der liest.")
    assert [(p.gone, p.new) for p in pieces if p.gone or p.new] == [("Der alte Mann", "Die junge Frau")]


@pytest.mark.parametrize(("kind", "limit"), [("prose", 0.03), ("unlike", 0.03), ("repeated", 0.1), ("marks", 0.1)])
def test_the_longest_texts_are_merged_at_once(kind: str, limit: float) -> None:
    """Four thousand characters of prose in 30 ms; what nobody writes (one letter, only marks) is no way to stop us."""
    vocabulary = [f"wort{n}" for n in range(400)] + ["der", "die", "und"] * 60

    def prose(step: int) -> str:
        return " ".join(vocabulary[n * step % len(vocabulary)] for n in range(900))[:4000]

    base = prose(7)
    some = base.split(" ")
    three = {
        "prose": (base, " ".join(w if n % 50 else "neu" for n, w in enumerate(some)), base.replace("und", "sowie")),
        "unlike": (base, prose(11), prose(13)),
        "repeated": ("a " * 2000, "a b " * 1000, "b a a " * 666),
        "marks": ("." * 4000, ".," * 2000, ",." * 2000),
    }[kind]
    took = []
    for _ in range(5):
        begun = time.process_time()
        merge(*three)
        took.append(time.process_time() - begun)
    assert min(took) < limit


@given(texts)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert "".join(piece.gone + piece.new for piece in differences(text, text)) == ""


def test_a_changed_word_is_one_word_that_went_and_one_that_came() -> None:
    assert differences("The bus comes late.", "The train comes late.") == (
        Piece(same="The "), Piece(gone="bus", new="train"), Piece(same=" comes late."),
    )  # fmt: skip


def test_two_thousand_words_take_less_than_fifty_milliseconds_whatever_changed() -> None:
    chance = random.Random(7)  # noqa: S311 - no secret hangs on it
    often = ["der", "die", "das", "und", "in", "zu", "den", "von", "mit", "ist"]
    seldom = [f"wort{n}" for n in range(700)]

    def text() -> list[str]:
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


def _seconds(old: str, new: str) -> float:
    began = time.perf_counter()
    differences(old, new)
    return time.perf_counter() - began
