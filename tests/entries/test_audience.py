"""The page on who may see an item, and the actions behind it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries import actions, thread
from netzwerkstatt.foundation.entries.models import Audience, Entry, Visibility
from netzwerkstatt.foundation.entries.writing import create_entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.network.models import City, Organisation, OrganisationKind, Role
from netzwerkstatt.problems.actions import name_problem
from tests.conftest import Invite, SmallAlliance, last_event


@pytest.fixture(autouse=True)
def in_english(settings: Any) -> None:
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def kim(invite: Invite, hettstedt: City) -> Person:
    return invite("Kim", Role.CITY_COORDINATOR, city=hettstedt)


@pytest.fixture
def odo(invite: Invite, saalfeld: City) -> Person:
    return invite("Odo", Role.CITY_MEMBER, city=saalfeld)


@pytest.fixture
def problem(kim: Person, hettstedt: City) -> Entry:
    return name_problem(actor=kim, city=hettstedt, statement="The young leave", affected="16 to 25").entry


@pytest.fixture
def browser(kim: Person) -> Client:
    client = Client(headers={"sec-fetch-site": "same-origin"})
    client.force_login(kim)
    return client


def test_a_city_keeps_a_problem_to_itself_and_opens_it_again(problem: Entry, browser: Client, odo: Person) -> None:
    page = f"/e/{problem.public_id}/audience"
    shown = browser.get(problem.get_absolute_url()).content.decode()
    assert page in shown

    answer = browser.post(page, {"visibility": "city"}, follow=True)
    assert answer.status_code == 200
    assert last_event().type == "entry.opened_to"
    assert Client().get(problem.get_absolute_url()).status_code == 404
    assert not Entry.objects.visible_to(odo).exists()
    assert "for the city" in browser.get(problem.get_absolute_url()).content.decode()

    browser.post(page, {"visibility": "public"})
    assert Client().get(problem.get_absolute_url()).status_code == 200


def test_a_name_is_added_and_taken_away(problem: Entry, browser: Client, odo: Person) -> None:
    page = f"/e/{problem.public_id}/audience"
    browser.post(page, {"visibility": "city"})
    tomorrow = clock.today() + timedelta(days=1)
    answer = browser.post(f"{page}/show", {"person": odo.pk, "until": tomorrow.isoformat()}, follow=True)
    assert "Odo" in answer.content.decode()
    assert Entry.objects.visible_to(odo).exists()

    shown = Audience.objects.get()
    browser.post(f"{page}/{shown.pk}/stop")
    browser.post(f"{page}/{shown.pk}/stop")
    assert not Entry.objects.visible_to(odo).exists()
    assert last_event().type == "entry.no_longer_shown"


@pytest.mark.parametrize(
    ("sent", "said"),
    [({}, "one person or one organisation"), ({"person": "odo", "until": "2020-01-01"}, "This day is over")],
)
def test_a_name_that_does_not_hold_is_said_at_the_form(
    problem: Entry, browser: Client, odo: Person, sent: dict[str, Any], said: str
) -> None:
    data = {key: odo.pk if value == "odo" else value for key, value in sent.items()}
    answer = browser.post(f"/e/{problem.public_id}/audience/show", data)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not Audience.objects.exists()


def test_only_the_day_changes_when_a_name_is_shown_again(problem: Entry, kim: Person, odo: Person) -> None:
    first = actions.show_to(actor=kim, entry=problem, person=odo)
    again = actions.show_to(actor=kim, entry=problem, person=odo, until=clock.today())
    assert first.pk == again.pk
    assert Audience.objects.get().until == clock.today()


def test_an_organisation_is_shown_it(problem: Entry, kim: Person, saalfeld: City) -> None:
    bakery = Organisation.objects.create(name={"de": "Bäckerei Krume"}, kind=OrganisationKind.BUSINESS, city=saalfeld)
    actions.show_to(actor=kim, entry=problem, organisation=bakery)
    assert last_event().payload["organisation"] == bakery.pk
    with pytest.raises(Invalid):
        actions.show_to(actor=kim, entry=problem, organisation=bakery, person=kim)


def test_the_origin_of_what_everybody_reads_stays_open(problem: Entry, kim: Person, hettstedt: City) -> None:
    project = create_entry(kind="project", title="A guide for returning", author=kim, city=hettstedt)
    thread.link(project, thread.DERIVED_FROM, problem, by=kim)
    with pytest.raises(Invalid, match="A guide for returning"):
        actions.open_to(actor=kim, entry=problem, visibility=Visibility.CITY)
    problem.refresh_from_db()
    assert problem.visibility == Visibility.PUBLIC


def test_nobody_decides_for_another_city(problem: Entry, odo: Person, alliance: SmallAlliance) -> None:
    for person in (odo, alliance.coordinator):
        with pytest.raises(NotAllowed):
            actions.open_to(actor=person, entry=problem, visibility=Visibility.CITY)


def test_what_a_workshop_made_is_not_kept_this_way(kim: Person, hettstedt: City) -> None:
    idea = create_entry(kind="idea", title="An idea", author=kim, city=hettstedt)
    with pytest.raises(NotAllowed):
        actions.open_to(actor=kim, entry=idea, visibility=Visibility.CITY)


def test_a_place_it_has_not_is_refused(kim: Person) -> None:
    nowhere = create_entry(kind="problem", title="Everywhere", author=kim)
    for place in (Visibility.CITY, Visibility.NETWORK):
        with pytest.raises(Invalid):
            actions.open_to(actor=kim, entry=nowhere, visibility=place)
