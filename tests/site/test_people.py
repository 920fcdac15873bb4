"""Who can be asked about what: profiles, and the list that partners of the alliance share."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.network import actions
from netzwerkstatt.foundation.network.directory import partner, partners
from netzwerkstatt.foundation.network.models import Membership, Role
from netzwerkstatt.foundation.network.people import Known, Reach, update_profile
from tests.conftest import Invite, SmallAlliance

pytestmark = pytest.mark.django_db


def browser(person: Person | None = None) -> Client:
    client = Client(headers={"accept-language": "en", "sec-fetch-site": "same-origin"})
    if person:
        client.force_login(person)
    return client


def says(person: Person, words: str = "", **more: Any) -> Person:
    return update_profile(actor=person, name=person.name, function="", expertise=words, language="", **more)


@pytest.fixture
def jana(officer_of_hettstedt: Person) -> Person:
    return officer_of_hettstedt


# ── the list ────────────────────────────────────────────────────────────────


def test_people_are_found_by_theme_land_language_and_words(
    alliance: SmallAlliance, jana: Person, officer_of_saalfeld: Person, expert_of_goerlitz: Person
) -> None:
    says(jana, "Rückkehr und Ärzte", known=Known(themes=[alliance.youth], languages=["de", "pl"]))
    says(officer_of_saalfeld, "Nahversorgung", known=Known(languages=["de"]))
    everybody = {alliance.coordinator, jana, officer_of_saalfeld, expert_of_goerlitz}
    assert set(partners()) == everybody
    assert list(partners(theme="youth")) == [jana]
    assert set(partners(land="ST")) == {jana}
    assert set(partners(land="SN")) == {expert_of_goerlitz}
    assert list(partners(language="pl")) == [jana]
    assert list(partners(words="RÜCKKEHR ärzte")) == [jana]
    assert list(partners(words="youth")) == [jana], "the name of a theme finds who is asked about it"
    assert list(partners(words="rückkehr nahversorgung")) == []
    assert list(partners(words="jana", theme="youth", land="ST", language="de")) == [jana]
    assert not partners(words="100%_")


def test_only_who_works_in_the_alliance_today_is_listed(
    alliance: SmallAlliance, jana: Person, ministry_of_st: Person, invite: Invite, hettstedt: Any
) -> None:
    citizen = invite("Cito Yen", Role.CITIZEN, city=hettstedt)
    gone = invite("Gone Away", Role.CITY_MEMBER, city=hettstedt)
    actions.end_membership(actor=alliance.coordinator, membership=Membership.objects.get(person=gone))
    closed = invite("Clo Sed", Role.CITY_MEMBER, city=hettstedt)
    Person.objects.filter(pk=closed.pk).update(is_active=False)
    assert set(partners()) == {alliance.coordinator, jana}
    for person in (citizen, gone, closed, ministry_of_st):
        assert partner(person.pk) is None
        assert browser(jana).get(f"/people/{person.pk}").status_code == 404


def test_only_partners_see_people(jana: Person, ministry_of_st: Person, invite: Invite, hettstedt: Any) -> None:
    for person in (ministry_of_st, invite("Cito Yen", Role.CITIZEN, city=hettstedt)):
        for address in ("/people", f"/people/{jana.pk}"):
            answer = browser(person).get(address)
            assert answer.status_code == 403
            assert jana.email not in answer.content.decode()
    assert browser().get("/people").headers["Location"].startswith("/sign-in")


def test_more_people_need_no_more_queries(
    jana: Person, invite: Invite, hettstedt: Any, alliance: SmallAlliance
) -> None:
    client = browser(jana)

    def queries(address: str = "/people?q=o") -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    def add(first: int, last: int) -> None:
        for number in range(first, last):
            person = invite(f"Olaf Number {number}", Role.CITY_MEMBER, city=hettstedt)
            says(person, "Open", known=Known(themes=[alliance.youth], languages=["de", "en"]))

    add(0, 2)
    queries()
    few = queries()
    add(2, 25)
    assert queries() == few
    assert few - queries("/imprint") <= 9, "what the list costs beside the frame of every page"


@pytest.mark.parametrize(
    "query",
    ["q=%27%3B--", "land=9999999999999999999", "theme=x", "speaks=xx", "page=-1", "page=x", "q=" + "wort%20" * 400],
)
def test_a_strange_question_is_answered(jana: Person, query: str) -> None:
    assert browser(jana).get(f"/people?{query}").status_code == 200


def test_a_filter_that_is_set_can_be_taken_away(alliance: SmallAlliance, jana: Person) -> None:
    page = browser(jana).get(f"/people?q=nobody&theme={alliance.youth.pk}").content.decode()
    assert f'href="?theme={alliance.youth.pk}"' in page
    assert 'href="?q=nobody"' in page
    assert "Nobody found" in page


# ── one person ──────────────────────────────────────────────────────────────


def test_a_number_is_shown_only_where_a_call_is_welcome(jana: Person, officer_of_saalfeld: Person) -> None:
    says(jana, reach=Reach(phone="03999 555010", call_hours="Tuesdays", calls_welcome=True))
    page = browser(officer_of_saalfeld).get(f"/people/{jana.pk}").content.decode()
    assert "A call is welcome" in page
    assert "tel:03999555010" in page
    assert "Tuesdays" in page
    says(jana, reach=Reach(phone="03999 555010", call_hours="Tuesdays", calls_welcome=False))
    page = browser(officer_of_saalfeld).get(f"/people/{jana.pk}").content.decode()
    assert "555010" not in page
    assert "Tuesdays" not in page


def test_what_people_write_is_text(jana: Person, officer_of_saalfeld: Person) -> None:
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    says(jana, evil, reach=Reach(phone=evil[:40], calls_welcome=True))
    for address in ("/people", f"/people/{jana.pk}"):
        page = browser(officer_of_saalfeld).get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_who_cannot_be_asked_says_until_when(jana: Person, officer_of_saalfeld: Person) -> None:
    day = clock.today() + timedelta(days=9)
    says(jana, reach=Reach(availability="later", available_from=day))
    assert "can be asked again from" in browser(officer_of_saalfeld).get(f"/people/{jana.pk}").content.decode()
    says(jana, reach=Reach(availability="away", available_from=day))
    jana.refresh_from_db()
    assert jana.available_from is None


# ── my profile ──────────────────────────────────────────────────────────────


def test_a_profile_is_filled_in_and_seen(alliance: SmallAlliance, jana: Person) -> None:
    client = browser(jana)
    given = {
        "name": "Jana Wernicke", "function": "City planning", "expertise": "Coming back", "language": "de",
        "themes": [alliance.youth.pk], "speaks": ["pl", "de"], "calls_welcome": "on", "phone": "03999 1",
        "call_hours": "in the morning", "availability": "open",
    }  # fmt: skip
    answer = client.post("/desk/profile", given)
    assert answer.headers["Location"] == f"/people/{jana.pk}"
    assert client.cookies["language"].value == "de"
    found = partner(jana.pk)
    assert found
    assert (found.function, found.phone, found.calls_welcome) == ("City planning", "03999 1", True)
    assert [one.theme for one in found.known] == [alliance.youth]  # type: ignore[attr-defined]
    assert [one.code for one in found.spoken_languages.all()] == ["de", "pl"]
    event = Event.objects.filter(type="person.changed").latest("id")
    assert set(event.payload["fields"]) >= {"function", "phone", "themes", "languages"}
    assert "03999" not in str(event.payload)

    before = Event.objects.count()
    client.post("/desk/profile", given)
    assert Event.objects.count() == before, "the same once more is no change"


def test_what_is_missing_is_said_at_its_field(jana: Person) -> None:
    page = browser(jana).post(
        "/desk/profile", {"name": "Jana", "calls_welcome": "on", "availability": "later", "speaks": ["xx"]}
    )
    assert page.status_code == 200
    page = browser(jana).post("/desk/profile", {"name": "Jana", "calls_welcome": "on", "availability": "later"})
    html = page.content.decode()
    assert "Which number shall they call?" in html
    assert "From which day on?" in html
    with pytest.raises(Invalid):
        says(jana, reach=Reach(calls_welcome=True))


def test_the_database_holds_it_too(jana: Person) -> None:
    for wrong in ({"calls_welcome": True, "phone": ""}, {"availability": "later"}, {"available_from": clock.today()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Person.objects.filter(pk=jana.pk).update(**wrong)
