"""The page: everything in the address, few queries, nothing typed breaks it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from netzwerkstatt.foundation.entries.kinds import KINDS
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.search import index
from netzwerkstatt.ideas.writing import create_ideas
from tests.search import corpus

NASTY = [
    "wort " * 2500, '"', '""', "-", "- -", "-Haus", "AND OR NOT NEAR(", "title:haus", "haus*", "(haus", "haus & !bus",
    "<script>alert(1)</script>", "'; DROP TABLE search_document; --", "😀😀", "\u202e\u200b", "der die das", "a", "مرحبا 北京",
    "%", "_", "\\", "9" * 400, "x" * 10_000, ":*", "<->", "{title} : haus", "^haus", "haus + bus",
]  # fmt: skip


def get(query: dict[str, Any], client: Client | None = None) -> Any:
    return (client or Client(headers={"accept-language": "en"})).get("/library", query)


@pytest.mark.parametrize("typed", NASTY)
def test_whatever_is_typed_gets_an_answer(alliance: Any, typed: str):
    assert get({"q": typed}).status_code == 200
    assert (
        get({"q": typed, "kind": typed, "theme": typed, "land": typed, "page": typed[:30], "sort": typed}).status_code
        == 200
    )


@pytest.mark.once
def test_a_page_costs_a_bounded_number_of_queries(sentences: Any):
    def queries(query: dict[str, Any]) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert get(query).status_code == 200
        return len(captured)

    for query in (
        {"q": "Haus"},
        {},
        {"q": "Stadt", "kind": "idea"},
        {"q": "Nachtbuss Bibliotek"},
        {"q": "Quantencomputer Zuglinie"},
    ):
        few = queries(query)
        assert few <= 20, query
    before = queries({"q": "Haus"})
    home = Entry.objects.get(kind="workshop")
    create_ideas(home=home, written=[(f"Ein Haus mit {n} Zimmern", None) for n in range(60)], at=corpus.BEGAN)
    index.rebuild(again=True)
    assert queries({"q": "Haus"}) <= before


def test_a_hit_of_every_kind_is_shown_also_of_those_beside_the_cycle(alliance: Any, hettstedt: Any):
    made = [
        Entry.objects.create(kind=kind, title=f"Zwiebelturm {kind}", city=hettstedt, network=hettstedt.network)
        for kind in KINDS
    ]
    index.refresh([entry.pk for entry in made])
    pages = [get({"q": "Zwiebelturm", "page": str(page)}) for page in (1, 2)]
    assert {page.status_code for page in pages} == {200}
    html = "".join(page.content.decode() for page in pages)
    assert [entry.kind for entry in made if entry.public_id not in html] == []


@pytest.mark.once
def test_hits_are_marked_counted_and_paged(sentences: Any):
    page = get({"q": "Haus"}).content.decode()
    assert "<mark>" in page
    assert 'name="kind" value="idea"' in page
    assert "page=2" in page
    assert get({"q": "Haus", "page": 2}).content != get({"q": "Haus"}).content


@pytest.mark.once
def test_what_is_chosen_can_be_taken_away_one_by_one(sentences: Any):
    page = get({"q": "Haus", "kind": "idea", "land": "ST"}).content.decode()
    assert 'href="/library?q=Haus&amp;land=ST"' in page
    assert 'href="/library?q=Haus&amp;kind=idea"' in page


def test_nothing_found_says_so_and_offers_what_was_meant(sentences: Any):
    page = get({"q": "Nachtbos Mehrgenerationenhaus"}).content.decode()
    assert "Nothing about" in page
    assert "Did you mean" in page
    assert "q=Mehrgenerationenhaus" in page


@pytest.mark.once
def test_filters_that_leave_nothing_lead_back_to_all_hits(sentences: Any):
    page = get({"q": "Nachtbus", "kind": "project"}).content.decode()
    assert "Without filters there is 1 hit." in page


@pytest.mark.once
def test_only_stop_words_or_signs_get_a_clear_answer(sentences: Any):
    assert "stand in almost every text" in get({"q": "der die das"}).content.decode()
    assert "Letters or digits are needed" in get({"q": "😀"}).content.decode()


@pytest.mark.once
def test_what_was_typed_is_escaped(sentences: Any):
    assert "<script>alert" not in get({"q": "<script>alert(1)</script>Haus"}).content.decode()


def test_every_page_leads_to_the_search(alliance: Any):
    page = Client().get("/cities/").content.decode()
    assert 'href="/library" data-search-link' in page
    assert "ui/js/search.js" in page
