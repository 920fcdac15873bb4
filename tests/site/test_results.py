"""What a year has brought: every number with its items, as the viewer may see them."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries import results
from netzwerkstatt.foundation.entries.models import Entry, Visibility
from netzwerkstatt.foundation.entries.results import Account, Found, Measure, Scope
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.models import City
from netzwerkstatt.problems.actions import name_problem
from netzwerkstatt.projects.models import BudgetLine, Expense, Funding, Hearing, Partner, Project, Stage
from netzwerkstatt.site import context
from netzwerkstatt.workshops.models import Workshop
from tests.conftest import SmallAlliance
from tests.documents.reading import joined, read_pages

pytestmark = pytest.mark.django_db
YEAR = clock.today().year


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "en", "sec-fetch-site": "same-origin"})


def _project(city: City, title: str) -> Project:
    entry = Entry.objects.create(kind="project", title=title, city=city, network=city.network)
    return Project.objects.create(
        entry=entry, aim="A", first_step="F", first_step_by="J", first_step_due=date(YEAR, 12, 31)
    )


def _workshop(city: City, title: str, day: date, **more: Any) -> Workshop:
    entry = Entry.objects.create(kind="workshop", title=title, city=city, network=city.network)
    return Workshop.objects.create(entry=entry, day=day, **{"state": Workshop.State.CLOSED, **more})


@pytest.fixture
def full_year(alliance: SmallAlliance, officer_of_hettstedt: Person) -> Project:
    """A year of Hettstedt with something behind most numbers, and as much of Saalfeld that is none of it."""
    for city in (alliance.hettstedt, alliance.saalfeld):
        project = _project(city, f"Guide of {city}")
        elsewhere = alliance.goerlitz
        Partner.objects.create(project=project, city=elsewhere, answer=Partner.Answer.CARRIES)
        BudgetLine.objects.create(project=project, purpose="Post", cents=1_234_500)
        BudgetLine.objects.create(project=project, purpose="Rent", cents=100_000, kind="yearly")
        Expense.objects.create(project=project, purpose="Post", cents=70_050, spent_on=date(YEAR, 6, 1))
        Expense.objects.create(project=project, purpose="Post", cents=9_999, spent_on=date(YEAR - 1, 6, 1))
        Funding.objects.create(project=project, source="Land", cents=667_250, state="granted")
        Funding.objects.create(project=project, source="Bund", cents=999_900, state="applied")
        Hearing.objects.create(project=project, held_on=date(YEAR, 1, 2), groups="Clubs", heads=17, format="Talk")
        Hearing.objects.create(project=project, held_on=date(YEAR - 1, 1, 2), groups="Clubs", heads=90, format="Talk")
        _workshop(city, f"Evening in {city}", date(YEAR, 1, 3), people=38, ideas=47)
        _workshop(city, f"Not yet in {city}", date(YEAR, 1, 4), state=Workshop.State.PLANNED)
        _workshop(city, f"Before in {city}", date(YEAR - 1, 12, 31), people=9)
    name_problem(actor=officer_of_hettstedt, city=alliance.hettstedt, statement="=cmd|no club", affected="Many")
    return Project.objects.get(entry__city=alliance.hettstedt)


def _numbers(scope: Scope) -> dict[str, int]:
    return {one.measure.name: one.found.amount for one in results.results(scope)}


def test_the_numbers_of_a_city_count_what_they_say_and_nothing_of_another_place_or_year(
    full_year: Project, alliance: SmallAlliance
):
    found = _numbers(Scope(YEAR, None, city=alliance.hettstedt))
    assert found == {
        "workshops": 1, "protocols-in-time": 0, "projects": 1, "projects-ended": 0, "projects-across": 1,
        "carried-by": 0, "heard": 17, "experts-across": 0, "answers-across": 0, "costs": 1_334_500, "spent": 70_050, "granted": 667_250,
        "problems": 1, "evidence": 0, "recommendations": 0, "answers-in-time": 0, "adopted": 0, "methods": 0,
    }  # fmt: skip
    before = _numbers(Scope(YEAR - 1, None, city=alliance.hettstedt))
    assert {name: n for name, n in before.items() if n} == {"workshops": 1, "heard": 90, "spent": 9_999}
    assert _numbers(Scope(YEAR, None))["projects"] == 2
    assert _numbers(Scope(YEAR, None, network=alliance.saalfeld.network))["costs"] == 1_334_500
    for stage in (Stage.STOPPED, Stage.FAILED):
        Project.objects.filter(pk=full_year.pk).update(stage=stage, lesson="Ask first", closed_on=date(YEAR, 3, 3))
        found = _numbers(Scope(YEAR, None, city=alliance.hettstedt))
        assert (found["projects"], found["projects-ended"]) == (1, 1), f"{stage} is a result"


def test_every_number_leads_to_its_items_and_says_what_it_counts(
    client: Client, full_year: Project, alliance: SmallAlliance
):
    query = f"?city={alliance.hettstedt.slug}"
    page = client.get(f"/results/{YEAR}{query}").content.decode()
    links = set(re.findall(rf'href="(/results/{YEAR}/[a-z-]+\?city=[a-z-]+)"', page))
    assert len(links) == len(results.measures()) - 1, "all but the agreements, which a visitor does not see"
    for link in links:
        items = client.get(link)
        assert items.status_code == 200, link
        assert "None in this year" in items.content.decode() or "<tbody><tr>" in items.content.decode()
    assert "13,345" in page
    assert "38 people in the room, 47 ideas" in page
    costs = client.get(f"/results/{YEAR}/costs{query}").content.decode()
    assert full_year.get_absolute_url() in costs
    assert "Planned, not spent" in costs
    assert client.get(f"/results/{YEAR}/nothing{query}").status_code == 404


def test_only_what_the_viewer_may_see_is_counted(
    client: Client, full_year: Project, alliance: SmallAlliance, officer_of_hettstedt: Person
):
    Entry.objects.filter(pk=full_year.pk).update(visibility=Visibility.CITY)
    address = f"/results/{YEAR}/projects?city={alliance.hettstedt.slug}"
    assert "Guide of" not in client.get(address).content.decode()
    assert _numbers(Scope(YEAR, None, city=alliance.hettstedt))["heard"] == 0
    table = f"/results/{YEAR}.csv?city={alliance.hettstedt.slug}"
    assert "Guide of" not in client.get(table).content.decode()
    client.force_login(officer_of_hettstedt)
    assert "Guide of" in client.get(address).content.decode()
    assert "Guide of" in client.get(table).content.decode()
    assert "Agreements kept" in client.get(f"/results/{YEAR}").content.decode()


def test_the_table_has_a_line_for_each_item_and_no_formula(client: Client, full_year: Project, alliance: SmallAlliance):
    answer = client.get(f"/results/{YEAR}.csv?city={alliance.hettstedt.slug}")
    assert f'filename="results-{alliance.hettstedt.slug}-{YEAR}.csv"' in answer["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    by_number = {row["number"]: row for row in rows}
    assert by_number["costs"]["euro"] == "13345,00"
    assert by_number["heard"]["counts"] == "17"
    assert by_number["problems"]["title"] == "'=cmd|no club"
    assert by_number["projects"]["address"].endswith(full_year.get_absolute_url())


def test_the_document_holds_what_everybody_may_see_and_is_accessible(
    client: Client, full_year: Project, alliance: SmallAlliance, officer_of_hettstedt: Person
):
    hidden = _project(alliance.hettstedt, "Among ourselves")
    Entry.objects.filter(pk=hidden.pk).update(visibility=Visibility.CITY)
    query = f"?city={alliance.hettstedt.slug}"
    assert client.get(f"/results/{YEAR}.pdf{query}").status_code == 302
    assert client.post(f"/results/{YEAR}/pdf{query}").status_code == 302, "visitors are asked to sign in"
    client.force_login(officer_of_hettstedt)
    assert client.post(f"/results/{YEAR}/pdf{query}")["Location"] == f"/results/{YEAR}{query}#files"
    made = client.get(f"/results/{YEAR}.pdf{query}")
    assert made["Content-Type"] == "application/pdf"
    assert b"pdfuaid" in made.content
    from netzwerkstatt.foundation.documents.models import Rendering

    kept = Rendering.objects.get().content
    pages = [joined([page]) for page in read_pages(made.content)]
    blocks = json.loads(kept)["blocks"]
    for heading, _words, table in zip(blocks, blocks[1:], blocks[2:], strict=False):
        if table["type"] == "table":
            assert any(joined([heading["text"]]) in page and joined(table["rows"][0]) in page for page in pages), (
                f"{heading['text']} stands apart from its table"
            )
    assert "Guide of" in kept
    assert "Among ourselves" not in kept
    client.post(f"/results/{YEAR}/pdf{query}")
    assert Rendering.objects.count() == 1, "the same content is the same document"


def test_an_empty_year_says_so_and_a_place_or_year_that_is_none_is_not_there(client: Client, alliance: SmallAlliance):
    page = client.get(f"/results/{YEAR - 3}?city={alliance.hettstedt.slug}")
    assert f"Nothing is written down for {YEAR - 3}" in page.content.decode()
    for address in (
        f"/results/{YEAR}?city=nowhere",
        f"/results/{YEAR}?network=nowhere",
        "/results/1800",
        "/results/3000",
    ):
        assert client.get(address).status_code == 404
    chosen = client.get(f"/results/?place=city.{alliance.hettstedt.slug}&year={YEAR - 1}")
    assert chosen["Location"] == f"/results/{YEAR - 1}?city={alliance.hettstedt.slug}"
    assert client.get("/results/?place=all.&year=x")["Location"] == f"/results/{YEAR}"


@pytest.mark.once
def test_the_page_asks_at_most_twenty_questions_however_much_a_year_holds(
    client: Client,
    full_year: Project,
    alliance: SmallAlliance,
    officer_of_hettstedt: Person,
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(context, "number_waiting", lambda _viewer: 0)
    address = f"/results/{YEAR}?city={alliance.hettstedt.slug}"
    for number in range(12):
        few = _asked(client, address)
        _project(alliance.hettstedt, f"Project {number}")
        _workshop(alliance.hettstedt, f"Workshop {number}", date(YEAR, 2, 3))
    assert _asked(client, address) == few
    assert few <= 20
    client.force_login(officer_of_hettstedt)
    _asked(client, address)  # the first page of a visit notes that she was here
    assert _asked(client, address) <= 21, "with who it is, what she may see, what is new to her, and the agreements"


def _asked(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_a_room_registers_its_numbers_once():
    with pytest.raises(ValueError, match="twice"):
        results.register_account(Account("projects", (), lambda scope: {}))
    with pytest.raises(ValueError, match="twice"):
        results.register_account(
            Account("other", (Measure("projects", "", "", 1),), lambda scope: {"projects": Found()})
        )
