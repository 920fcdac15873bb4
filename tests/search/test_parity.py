"""Both databases find the same and show the same first ten: each is held against one stored list.

`python -m tests.search.expected` would be a second way to be wrong: the list is written by `NEW_EXPECTED=1`, read by a
person, and then holds for SQLite and PostgreSQL alike.
"""

from __future__ import annotations

import json
import os

from netzwerkstatt.foundation.search.queries import matching
from tests.search import corpus

STORED = corpus.HERE / "expected.json"


def test_every_question_finds_the_same_and_shows_the_same_first_ten(sentences):
    found = {}
    for text in corpus.QUESTIONS:
        answer = corpus.ask(text)
        of_titles, of_all = (set(matching(answer.question, title=title)) for title in ("all", ""))
        assert of_titles <= of_all, f"titles say of {text} what texts do not"
        found[text] = [answer.total, *(sentences.get(hit.entry_id or 0, -1) for hit in answer.documents)]
    if os.environ.get("NEW_EXPECTED"):
        lines = ",\n".join(f"{json.dumps(text, ensure_ascii=False)}: {numbers}" for text, numbers in found.items())
        STORED.write_text("{\n" + lines + "\n}\n", "utf-8")
    assert found == json.loads(STORED.read_text("utf-8"))


def test_what_people_look_for_is_there(sentences):
    def first(text: str) -> str:
        answer = corpus.ask(text)
        assert answer.documents, text
        return corpus.SENTENCES[sentences[answer.documents[0].entry_id or 0]]

    for text, held in {
        "Strasse": "traß", "Muller": "M", "Mehrgen": "Mehrgenerationenhaus", "Nachtbuss": "Nachtbus",
        "Krankenhuas": "Krankenhaus", "Bibliotek": "Bibliothek", "leerstände": "Leerst", "zurückkehren": "zurückkehren",
        '"alle zweihundert Meter"': "alle zweihundert Meter", "Lasten-Rad": "Lastenrad", "Ärzte": "Ärzte",
    }.items():  # fmt: skip
        assert held in first(text), (text, first(text))


def test_haus_finds_the_mehrgenerationenhaus_and_not_only_by_its_beginning(sentences):
    every = set()
    for page in range(1, 6):
        every |= {sentences.get(hit.entry_id or 0, -1) for hit in corpus.ask("Haus", page=page).documents}
    held = {number for number, sentence in enumerate(corpus.SENTENCES) if "Mehrgenerationenhaus" in sentence}
    assert held
    assert held <= every


def test_all_three_spellings_of_a_name_find_one_another(sentences):
    found = [{hit.pk for hit in corpus.ask(name).documents} for name in ("Müller", "Mueller", "Muller")]
    assert len(found[0]) == 3
    assert found[0] == found[1] == found[2]


def test_a_word_with_a_minus_is_left_out(sentences):
    without = corpus.ask("Schule -Grundschule")
    assert without.total
    assert all("Grundschule" not in title for title in corpus.titles(without))
