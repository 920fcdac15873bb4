"""Feeds and calendars: what everybody may read, in words that other programs understand."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.commitments.actions import commit
from netzwerkstatt.foundation.entries.models import Entry, Visibility
from netzwerkstatt.foundation.entries.writing import create_entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.models import City
from netzwerkstatt.foundation.notifications.models import CalendarKey
from netzwerkstatt.ideas.models import Idea
from netzwerkstatt.problems.actions import name_problem
from netzwerkstatt.projects.actions import close_project, found_project, note_resolution, plan_step
from netzwerkstatt.workshops.models import Invitation, Workshop
from tests.conftest import SmallAlliance

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "en"})


def problem(actor: Person, city: City, statement: str, **more: Any) -> Entry:
    return name_problem(actor=actor, city=city, statement=statement, affected="Many", **more).entry


def _entries(answer: Any) -> list[ET.Element]:
    return list(ET.fromstring(answer.content).iter(f"{ATOM}entry"))  # noqa: S314 – our own feed


def titles(client: Client, name: str, *args: str) -> list[str]:
    answer = client.get(reverse(f"feeds:{name}", args=args))
    assert answer["Content-Type"].startswith("application/atom+xml")
    return [str(one.findtext(f"{ATOM}title")) for one in _entries(answer)]


def workshop(city: City, title: str, day: date | None, begins: time | None = None, **more: Any) -> Workshop:
    entry = Entry.objects.create(kind="workshop", title=title, city=city, network=city.network, **more)
    return Workshop.objects.create(entry=entry, day=day, begins=begins, state=Workshop.State.PLANNED, place="Town hall")


def days(client: Client, address: str) -> dict[str, Any]:
    calendar = Calendar.from_ical(client.get(address).content)
    return {str(event["summary"]): event for event in calendar.walk("VEVENT")}


def test_the_feed_of_a_city_and_of_a_theme_hold_what_belongs_there_the_youngest_first(
    client: Client, alliance: SmallAlliance, officer_of_hettstedt: Person, officer_of_saalfeld: Person
) -> None:
    problem(officer_of_hettstedt, alliance.hettstedt, "Clubs <find> nobody", themes=[alliance.youth])
    problem(officer_of_saalfeld, alliance.saalfeld, "No doctor")

    assert titles(client, "alliance") == ["Problem: No doctor", "Problem: Clubs <find> nobody"]
    assert titles(client, "city", alliance.saalfeld.slug) == ["Problem: No doctor"]
    assert titles(client, "theme", alliance.youth.slug) == ["Problem: Clubs <find> nobody"]
    assert titles(client, "recommendations") == []
    assert client.get("/feeds/cities/nowhere.atom").status_code == 404


def test_a_feed_holds_nothing_that_only_some_may_see_also_for_those_who_may(
    client: Client, hettstedt: City, officer_of_hettstedt: Person
) -> None:
    kept = problem(officer_of_hettstedt, hettstedt, "Among ourselves")
    Entry.objects.filter(pk=kept.pk).update(visibility=Visibility.CITY)
    gone = problem(officer_of_hettstedt, hettstedt, "Gone")
    Entry.objects.filter(pk=gone.pk).update(deleted_at=clock.now())
    workshop(hettstedt, "Closed doors", date(2031, 5, 2), visibility=Visibility.CITY)
    client.force_login(officer_of_hettstedt)

    assert titles(client, "alliance") == titles(client, "city", hettstedt.slug) == []
    assert days(client, reverse("feeds:days")) == days(client, reverse("feeds:city-days", args=[hettstedt.slug])) == {}


def test_an_entry_keeps_its_id_when_its_title_changes_and_a_reader_asks_again_for_nothing(
    client: Client, hettstedt: City, officer_of_hettstedt: Person
) -> None:
    entry = problem(officer_of_hettstedt, hettstedt, "First words")
    before = client.get(reverse("feeds:alliance"))
    assert client.get(reverse("feeds:alliance"), headers={"if-none-match": before["ETag"]}).status_code == 304

    Entry.objects.filter(pk=entry.pk).update(title="Better words")

    after = client.get(reverse("feeds:alliance"), headers={"if-none-match": before["ETag"]})
    ids = [[one.findtext(f"{ATOM}id") for one in _entries(page)] for page in (before, after)]
    assert ids[0] == ids[1] == [f"http://testserver/e/{entry.public_id}"]
    assert not client.cookies


def test_a_workshop_stands_in_the_calendar_with_its_hours_or_for_the_whole_day_and_moves(
    client: Client, hettstedt: City, saalfeld: City
) -> None:
    with_hours = workshop(hettstedt, "What brings you back?", date(2031, 5, 2), time(9, 30))
    with_hours.phases.create(number=1, kind="collect", title="Collect", minutes=90)
    workshop(saalfeld, "All day", date(2031, 6, 1))
    workshop(saalfeld, "Without a day", None)

    found = days(client, reverse("feeds:days"))
    event = found["What brings you back?"]

    assert set(found) == {"What brings you back?", "All day"}
    assert event["dtstart"].dt.isoformat() == "2031-05-02T09:30:00+02:00"
    assert event["dtend"].dt.isoformat() == "2031-05-02T11:00:00+02:00"
    assert (str(event["uid"]), str(event["location"])) == (f"{with_hours.public_id}@testserver", "Town hall, Hettstedt")
    assert found["All day"]["dtstart"].dt == date(2031, 6, 1)
    assert set(days(client, reverse("feeds:city-days", args=[hettstedt.slug]))) == {"What brings you back?"}

    Workshop.objects.filter(pk=with_hours.pk).update(day=date(2031, 5, 3))
    moved = days(client, reverse("feeds:days"))["What brings you back?"]
    assert (moved["uid"], moved["dtstart"].dt.day) == (event["uid"], 3)


def test_a_project_is_followed_from_outside_with_what_happened_and_nothing_that_is_planned(
    client: Client, alliance: SmallAlliance, officer_of_hettstedt: Person
):
    idea = Idea.objects.create(entry=create_entry(kind="idea", title="A guide", author=None), text="A guide")
    project = found_project(
        actor=officer_of_hettstedt, city=alliance.hettstedt, title="Guide", aim="Come back", ideas=[idea],
        first_step="Ask", first_step_by="Jana", first_step_due=clock.today() + timedelta(days=9),
    )  # fmt: skip
    said: Any = {"actor": officer_of_hettstedt, "project": project}
    plan_step(**said, kind="milestone", what="Ten advised", due=clock.today() + timedelta(days=30))
    note_resolution(**said, decided_on=date(2020, 5, 1), body="Council", what="Half a post")
    close_project(**said, stage="stopped", lesson="Ask first")
    address = client.get(project.get_absolute_url()).content.decode().split("/feeds/projects/")[1].split('"')[0]
    assert titles(client, "project", address.removesuffix(".atom")) == ["stopped", "Founded", "Council: Half a post"]
    Entry.objects.filter(pk=project.pk).update(visibility=Visibility.CITY)
    client.force_login(officer_of_hettstedt)
    assert client.get(f"/feeds/projects/{address}").status_code == 404
    assert "/feeds/projects/" not in client.get(project.get_absolute_url()).content.decode()


def test_feeds_and_calendar_ask_the_database_as_often_for_one_as_for_many(
    client: Client, hettstedt: City, alliance: SmallAlliance, officer_of_hettstedt: Person
) -> None:
    addresses = [reverse("feeds:alliance"), reverse("feeds:theme", args=[alliance.youth.slug]), reverse("feeds:days")]

    def counted() -> list[int]:
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            found.append(len(asked))
        return found

    problem(officer_of_hettstedt, hettstedt, "One", themes=[alliance.youth])
    workshop(hettstedt, "One", date(2031, 5, 2), time(9, 30))
    few = counted()
    for number in range(8):
        problem(officer_of_hettstedt, hettstedt, f"Problem {number}", themes=[alliance.youth])
        workshop(hettstedt, f"Workshop {number}", date(2031, 5, 2), time(9, 30)).phases.create(
            number=1, kind="collect", title="Collect", minutes=5
        )

    assert counted() == few
    assert max(few) <= 8


def test_the_page_names_every_address_and_each_of_them_answers(client: Client, alliance: SmallAlliance) -> None:
    page = client.get(reverse("feeds:overview")).content.decode()

    addresses = [reverse("feeds:alliance"), reverse("feeds:recommendations"), reverse("feeds:days"),
                 reverse("feeds:theme", args=[alliance.youth.slug]), reverse("feeds:city", args=[alliance.goerlitz.slug]),
                 reverse("feeds:city-days", args=[alliance.goerlitz.slug])]  # fmt: skip
    for address in addresses:
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200


def test_the_own_calendar_holds_the_own_days_at_a_secret_address_that_can_be_ended(
    client: Client, alliance: SmallAlliance, officer_of_hettstedt: Person, officer_of_saalfeld: Person
) -> None:
    Person.objects.filter(pk=officer_of_hettstedt.pk).update(language="en")
    hers = workshop(alliance.hettstedt, "Ours", date(2031, 2, 4), time(13))
    workshop(alliance.goerlitz, "Theirs", date(2031, 2, 4))
    asked = workshop(alliance.goerlitz, "Asked to", date(2031, 2, 5))
    Invitation.objects.create(workshop=asked, person=officer_of_hettstedt, why="x")
    idea = create_entry(kind="idea", title="One idea", author=None)
    Idea.objects.create(entry=idea, text="One idea")
    found_project(
        actor=officer_of_hettstedt, city=alliance.hettstedt, title="A guide", aim="Better", ideas=[idea],
        first_step="Ask the bank", first_step_by="Jana", first_step_due=date(2031, 3, 1),
    )  # fmt: skip
    commit(
        actor=officer_of_hettstedt, entry=hers.entry, what="Bring the figures", person=officer_of_hettstedt,
        due=date(2031, 4, 1),
    )  # fmt: skip
    client = Client(headers={"sec-fetch-site": "same-origin", "accept-language": "en"})
    assert client.post("/feeds/mine", {"do": "make"}).status_code == 302
    client.force_login(officer_of_hettstedt)
    page = client.post("/feeds/mine", {"do": "make"}).content.decode()
    address = page.split("<code>")[1].split("</code>")[0].split("testserver")[1]
    calendars = Client()
    assert set(days(calendars, address)) == {"Ours", "Asked to", "First step: Ask the bank", "Bring the figures"}
    assert "no-store" in calendars.get(address)["Cache-Control"]
    assert address not in str(list(CalendarKey.objects.values_list()))
    client.post("/feeds/mine", {"do": "make"})
    assert calendars.get(address).status_code == 404
    client.post("/feeds/mine", {"do": "end"})
    assert not CalendarKey.objects.exists()
