import dataclasses
import datetime
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netzwerkstatt.foundation.documents.blocks import (
    QR,
    Document,
    Figure,
    Heading,
    InvalidDocumentError,
    List,
    NumberedParagraph,
    Paragraph,
    Run,
    Signature,
    Signatures,
    Step,
    Table,
    Thread,
    ThreadMark,
    canonical,
    sha256_of,
)
from tests.documents import samples

text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
runs = st.builds(
    Run, text, st.booleans(), st.booleans(), st.sampled_from(["", "https://a.example/?b=c", "mailto:a@b.c"])
)
words = text | st.lists(runs, max_size=3).map(tuple)
marks = st.lists(st.builds(ThreadMark, text, text, text, text, st.booleans(), text), max_size=3).map(tuple)
qr = st.builds(QR, st.just("https://a.example/x"), text)
paragraphs = st.builds(Paragraph, words, text)
tables = st.integers(1, 3).flatmap(
    lambda width: st.builds(
        Table,
        text,
        st.tuples(*[text] * width),
        st.lists(st.tuples(*[text] * width), max_size=3).map(tuple),
        st.lists(st.integers(0, width - 1), max_size=width).map(tuple),
    )
)
blocks = st.one_of(
    st.builds(Heading, text, text, st.integers(1, 3)),
    st.builds(Step, text, text, text, text),
    paragraphs,
    st.builds(NumberedParagraph, text, words, marks, text),
    tables,
    st.builds(Figure, st.just("<svg/>"), text.filter(str.strip), text, text, text),
    st.builds(List, st.lists(words, max_size=3).map(tuple), st.booleans()),
    st.builds(Thread, marks, st.lists(paragraphs | qr, max_size=2).map(tuple)),
    st.builds(Signatures, st.lists(st.builds(Signature, text, text, text), max_size=2).map(tuple)),
    qr,
)
documents = st.builds(
    Document,
    title=text.filter(str.strip),
    kind_label=text,
    number=text,
    dated=st.dates(),
    facts=st.lists(st.tuples(text, text), max_size=2).map(tuple),
    blocks=st.lists(blocks, max_size=5).map(tuple),
)


@given(documents)
def test_every_document_survives_the_way_to_json_and_back(document):
    stored = json.loads(canonical(document.to_json()))

    assert Document.from_json(stored) == document
    assert sha256_of(stored) == sha256_of(document.to_json())


def test_the_samples_survive_it_too():
    for document in (samples.recommendation(), samples.every_block()):
        assert Document.from_json(json.loads(canonical(document.to_json()))) == document


def test_the_canonical_form_is_sorted_and_narrow_and_readable():
    assert canonical({"b": "Görlitz", "a": [1, None]}) == '{"a":[1,null],"b":"Görlitz"}'.encode()


def test_one_changed_letter_changes_the_fingerprint():
    document = samples.recommendation()
    other = dataclasses.replace(document, subtitle=document.subtitle + ".")

    assert document.fingerprint != other.fingerprint
    assert dataclasses.replace(document, checksum="4f2a").fingerprint == "4f2a"


@pytest.mark.parametrize(
    ("build", "said"),
    [
        (lambda: Figure("<svg/>", "  ", "Saldo"), "no text for those who do not see it"),
        (lambda: Figure("kein Bild", "ein Bild", "Saldo"), "not a drawing"),
        (lambda: Figure('<!DOCTYPE x [<!ENTITY a "b">]><svg>&a;</svg>', "ein Bild", "Saldo"), "where entities hide"),
        (lambda: Table("Netze", ("a", "b"), (("1", "2"), ("1",))), "2 columns, its row 2 has 1"),
        (lambda: Table("Netze", (), ()), "no header"),
        (lambda: Heading("zu tief", level=4), "level 1 to 3, not 4"),
        (lambda: Run("klick", link="javascript:alert(1)"), "not an address"),
        (lambda: QR("netzwerkstatt.example"), "not an address"),
        (lambda: Document(" ", "Probe", "X-1", datetime.date(2026, 1, 1)), "has a title"),
        (lambda: Document("Titel", "Probe", "X-1", datetime.date(2026, 1, 1), language='de"'), "not a language tag"),
        (lambda: Document("Titel", "Probe", "X-1", datetime.date(2026, 1, 1), address="file:///x"), "not an address"),
    ],
)
def test_what_cannot_be_printed_for_everybody_is_refused_when_it_is_built(build, said):
    with pytest.raises(InvalidDocumentError, match=said):
        build()


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"title": "x"},
        {**samples.recommendation().to_json(), "blocks": [{"type": "unknown"}]},
        {**samples.recommendation().to_json(), "blocks": [{"type": "paragraph", "text": "x", "extra": 1}]},
        {**samples.recommendation().to_json(), "dated": "gestern"},
        {**samples.recommendation().to_json(), "surplus": True},
    ],
)
def test_stored_content_that_is_no_document_is_named_as_such(stored):
    with pytest.raises(InvalidDocumentError):
        Document.from_json(stored)
