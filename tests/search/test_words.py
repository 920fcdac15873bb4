"""Words, compounds and spellings, without a database."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from netzwerkstatt.foundation.search import compounds
from netzwerkstatt.foundation.search.excerpts import excerpt
from netzwerkstatt.foundation.search.matching import Group, Phrase, Token, as_constant, fts5, tsquery
from netzwerkstatt.foundation.search.question import MOST_WORDS, understand
from netzwerkstatt.foundation.search.spelling import distance, trigrams
from netzwerkstatt.foundation.search.words import folded, keys


def test_umlauts_and_sharp_s_are_folded_both_ways():
    assert folded("Straße") == folded("Strasse") == folded("STRASSE")
    assert folded("Müller") == folded("Mueller") == folded("Muller")
    assert folded("Häuser") == folded("Haeuser")
    assert folded("neue Bauer".split()[1]) == "bauer"  # noqa: SIM905 - the vowel before keeps the e


def test_a_word_and_its_forms_have_one_stem():
    for forms in (("Haus", "Häuser", "Häusern", "Haeuser"), ("Leerstand", "Leerstände"), ("Kind", "Kinder", "Kindern")):
        assert len({keys(form).german for form in forms}) == 1
    assert keys("recommendations").english == keys("recommendation").english


@given(st.text())
def test_whatever_is_written_becomes_small_letters_and_digits_of_ascii(text):
    for key in keys(text):
        assert key == "" or (key.isascii() and key.isalnum() and key == key.lower())


def test_a_compound_is_found_by_its_parts():
    learnt = {"generationen": "generation"}
    assert compounds.split("mehrgenerationenhaus", learnt)[-1] == "haus"
    assert "generation" in compounds.split("mehrgenerationenhaus", learnt)
    assert compounds.split("mehrgenerationenhauser", learnt)[-1] == "haus"
    assert compounds.split("arbeitsplatz", {}) == ("arbeit", "platz")
    assert compounds.split("wohnungsbau", {}) == ("wohnung", "bau")
    assert compounds.split("rufbus", {}) == ("ruf", "bus")


def test_what_is_no_compound_stays_whole():
    for word in ("verein", "gemeinde", "bewerbung", "zeitung", "arbeiten"):
        assert compounds.split(folded(word), {}) == (), word


@given(st.text("abcde", max_size=8), st.text("abcde", max_size=8))
def test_the_distance_is_symmetric_and_zero_only_for_the_same_word(one, other):
    assert distance(one, other, 3) == distance(other, one, 3)
    assert (distance(one, other, 3) == 0) == (one == other)


@given(st.text("abcdefgh", min_size=5, max_size=12), st.data())
def test_one_typing_error_is_one_away_and_keeps_most_trigrams(word, data):
    at = data.draw(st.integers(0, len(word) - 2))
    for wrong in (
        word[:at] + word[at + 1 :],
        word[:at] + "x" + word[at:],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    ):
        assert distance(word, wrong, 1) <= 1
        assert len(trigrams(word) & trigrams(wrong)) >= len(trigrams(wrong)) - 4


def test_a_question_is_understood():
    question = understand('Bürger:innen "am Wochenende" -Haus Ideen-Werkstatt und')
    assert [one.typed for one in question.wanted] == ["Bürgerinnen", "“am Wochenende”", "Ideen-Werkstatt"]
    assert [one.typed for one in question.avoided] == ["Haus"]
    assert question.common == ("und",)


def test_long_questions_are_cut_and_say_so():
    question = understand(" ".join(f"wort{n}" for n in range(5000)))
    assert len(question.wanted) == MOST_WORDS
    assert question.cut


@given(st.text())
def test_nothing_that_is_typed_is_an_error_or_reaches_the_databases_as_an_operator(text):
    question = understand(text)
    for group in [*question.groups, *(one.avoided() for one in question.avoided)]:
        for token in group.any:
            names = token.tokens if isinstance(token, Phrase) else (token.text,)
            assert all(name.isascii() and name.isalnum() for name in names)


def test_the_same_groups_are_written_for_both_databases():
    groups = [Group((Token("whaus", begins=True), Token("dhaus"))), Group((Phrase(("wam", "wende")),))]
    assert fts5(groups) == '("whaus"* OR "dhaus") AND ("wam wende")'
    assert tsquery(groups) == "('whaus':* | 'dhaus') & (('wam' <-> 'wende'))"


def test_an_excerpt_marks_what_was_found_and_escapes_the_rest():
    text = (
        "Vorher steht <b>viel</b>. " * 10
        + "Im Mehrgenerationenhaus & im Haus <script> wird gekocht. "
        + "Danach auch. " * 20
    )
    shown = excerpt(text, understand("Häuser"))
    assert "<mark>Haus</mark>" in shown
    assert "<mark>Mehrgenerationenhaus</mark>" in shown
    assert "&lt;script&gt;" in shown
    assert "<script>" not in shown
    assert len(shown) < 400


@given(st.text(max_size=400), st.text(max_size=20))
def test_an_excerpt_holds_no_markup_but_its_marks(text, typed):
    shown = str(excerpt(text, understand(typed)))
    assert "<" not in shown.replace("<mark>", "").replace("</mark>", "")


def test_only_letters_and_digits_of_tokens_come_to_stand_in_the_sql_itself() -> None:
    assert as_constant("('wa':* | 'db')") == ("'(''wa'':* | ''db'')'::tsquery", [])
    for other in ("'w\\'", "'wä'", "'w%s'", "'w';", '"w"', "", "'W'\n"):
        assert as_constant(other) == ("%s::tsquery", [other])
