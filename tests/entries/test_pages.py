"""The pages every item has: the address that stays, its whole thread, and the thread for other programs."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.models import Entry, Visibility
from netzwerkstatt.foundation.entries.writing import create_entry
from netzwerkstatt.foundation.network.models import City
from netzwerkstatt.problems.actions import name_problem

PAGES = ["/e/{}", "/e/{}/thread", "/e/{}/thread.prov.json"]


def browser(language: str = "en", person: Person | None = None) -> Client:
    client = Client(headers={"accept-language": language})
    if person is not None:
        client.force_login(person)
    return client


@pytest.fixture
def problem(officer_of_hettstedt: Person, hettstedt: City) -> Entry:
    return name_problem(
        actor=officer_of_hettstedt, city=hettstedt, statement="Young people <leave>", affected="Those of 16 to 25"
    ).entry


def a_chain(length: int, city: City) -> Entry:
    """So many projects, each adapted from the one before; gives the last."""
    last = create_entry(kind="project", title="project 0", author=None, city=city)
    for number in range(1, length):
        item = create_entry(kind="project", title=f"project {number}", author=None, city=city)
        thread.link(item, thread.ADAPTS, last)
        last = item
    return last


def test_the_address_that_stays_leads_to_the_page(problem: Entry) -> None:
    answer = browser().get(f"/e/{problem.public_id}")
    assert (answer.status_code, answer["Location"]) == (302, problem.get_absolute_url())
    assert browser().get(answer["Location"]).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_pages_of_an_item_are_only_read(page: str, problem: Entry) -> None:
    client = Client(headers={"sec-fetch-site": "same-origin"})
    assert client.post(page.format(problem.public_id)).status_code == 405


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", ['<html lang="de"', "Woher „Young people &lt;leave&gt;“ kommt", "Als PROV-JSON"]),
        ("en", ['<html lang="en"', "Where “Young people &lt;leave&gt;” comes from", "As PROV-JSON"]),
    ],
)
def test_the_whole_thread_is_told_in_both_languages(language: str, words: list[str], problem: Entry) -> None:
    card = create_entry(kind="evidence", title="Births fall", author=None)
    thread.link(problem, thread.SUPPORTED_BY, card)
    answer = browser(language).get(f"/e/{problem.public_id}/thread")
    assert answer.status_code == 200
    page = answer.content.decode()
    for expected in [*words, "Births fall", f"/e/{problem.public_id}/thread.prov.json"]:
        assert expected in page
    assert "<leave>" not in page


def test_the_thread_comes_as_a_file_for_other_programs(problem: Entry) -> None:
    answer = browser().get(f"/e/{problem.public_id}/thread.prov.json")
    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Disposition"] == f'attachment; filename="{problem.public_id}.prov.json"'
    entity = answer.json()["entity"][f"item:{problem.public_id}"]
    assert (entity["prov:label"], entity["nw:number"]) == ("Young people <leave>", "PB-1")


@pytest.mark.parametrize("page", PAGES)
def test_what_one_may_not_see_is_not_there(
    page: str, problem: Entry, officer_of_hettstedt: Person, officer_of_saalfeld: Person
) -> None:
    Entry.objects.filter(pk=problem.pk).update(visibility=Visibility.CITY)
    address = page.format(problem.public_id)
    assert browser(person=officer_of_hettstedt).get(address).status_code in {200, 302}
    for viewer in (None, officer_of_saalfeld):
        answer = browser(person=viewer).get(address)
        assert answer.status_code == 404
        assert "Young people" not in answer.content.decode()
    assert browser().get(page.format("0000nothing0")).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_what_was_deleted_is_not_there_for_anybody(page: str, problem: Entry, officer_of_hettstedt: Person) -> None:
    Entry.objects.filter(pk=problem.pk).update(deleted_at=timezone.now())
    assert browser(person=officer_of_hettstedt).get(page.format(problem.public_id)).status_code == 404


def test_a_page_of_a_visitor_shows_a_gap_and_no_word_of_it(problem: Entry, hettstedt: City) -> None:
    card = create_entry(kind="evidence", title="Births fall", author=None)
    thread.link(problem, thread.SUPPORTED_BY, card)
    project = create_entry(kind="project", title="Rooms", author=None, city=hettstedt)
    thread.link(project, thread.DERIVED_FROM, problem)
    Entry.objects.filter(pk=problem.pk).update(visibility=Visibility.CITY)

    page = browser().get(f"/e/{project.public_id}/thread").content.decode()
    assert "Births fall" in page
    assert "Young people" not in page
    assert problem.public_id not in page


@pytest.mark.parametrize("page", PAGES[1:])
def test_a_long_thread_costs_no_more_queries_than_a_short_one(page: str, hettstedt: City) -> None:
    def cost(length: int) -> int:
        last = a_chain(length, hettstedt)
        with CaptureQueriesContext(connection) as queries:
            answer = browser().get(page.format(last.public_id))
        assert "project 0" in answer.content.decode()
        return len(queries)

    assert cost(2) == cost(30)


def test_a_thread_longer_than_a_page_says_so(hettstedt: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thread, "CAP", 5)
    last = a_chain(8, hettstedt)
    page = browser().get(f"/e/{last.public_id}/thread").content.decode()
    assert "longer than one page can show" in page
    assert "project 6" in page
