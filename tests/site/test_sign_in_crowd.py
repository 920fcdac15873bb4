"""A town hall behind one address: a hundred and fifty people come in within three minutes, and nobody stops them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from netzwerkstatt.foundation.accounts.models import Allowance, Person
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.workshops.models import Participant, Workshop
from tests.workshops.conftest import *  # noqa: F403

pytestmark = pytest.mark.django_db
TOWN_HALL = "198.51.100.7"
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def phone() -> Client:
    return Client(headers={"sec-fetch-site": "same-origin"}, REMOTE_ADDR=TOWN_HALL)


def test_a_hundred_and_fifty_people_join_from_one_address_in_three_minutes(running: Workshop) -> None:
    """Every second one mistypes first; every third comes by the code in the address."""
    inside = 0
    for number in range(150):
        with clock.telling(NOON + timedelta(seconds=1.2 * number)):
            client = phone()
            if number % 3 == 0:
                assert client.get("/join", {"code": running.code}).status_code == 200
            if number % 2:
                assert client.post("/join", {"code": "000000"}).status_code == 200
            answer = client.post("/join", {"code": running.code})
            assert answer.status_code == 302, number
            inside += client.get(answer.headers["Location"]).status_code == 200
    assert inside == 150
    running.refresh_from_db()
    assert running.people == 150
    assert TOWN_HALL not in str(list(Allowance.objects.values_list("key", flat=True)))


def test_all_of_them_at_the_same_moment(running: Workshop) -> None:
    """Half of them type the digits, half photograph the square."""
    ways = [{"code": running.code}, {"key": running.key}]
    with clock.telling(NOON):
        answers = [phone().post("/join", ways[number % 2]).status_code for number in range(150)]
    assert answers == [302] * 150
    assert Participant.objects.count() == 150


def test_sixty_officials_sign_in_from_one_address_at_once(officer_of_hettstedt: Person) -> None:
    cache.clear()
    given = {"login": officer_of_hettstedt.email, "password": "a long password"}
    assert [phone().post("/sign-in", given).status_code for _ in range(60)] == [302] * 60


def test_who_guesses_codes_is_stopped_in_the_form_and_in_the_address(running: Workshop) -> None:
    with clock.telling(NOON):
        for number in range(150):
            phone().post("/join", {"code": f"{number:06}"})
            phone().get("/join", {"code": f"{number:06}"})
        assert phone().post("/join", {"code": running.code}).status_code == 429
        assert phone().get("/join", {"code": running.code}).status_code == 429
        elsewhere = Client(headers={"sec-fetch-site": "same-origin"}, REMOTE_ADDR="203.0.113.5")
        assert elsewhere.post("/join", {"code": running.code}).status_code == 302


def test_guessing_from_very_many_addresses_stops_who_guesses_and_nobody_else(
    running: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    from netzwerkstatt.workshops.views import coming_in as guests

    monkeypatch.setattr(guests, "WRONG_CODES_IN_TOTAL", guests.limits.Limit("wrong-codes", 40, timedelta(minutes=1)))
    with clock.telling(NOON):
        for number in range(60):
            guesser = Client(headers={"sec-fetch-site": "same-origin"}, REMOTE_ADDR=f"203.0.113.{number % 8}")
            guesser.post("/join", {"code": f"{number:06}"})
        assert guesser.post("/join", {"code": running.code}).status_code == 429
        assert phone().post("/join", {"code": running.code}).status_code == 302
