"""The public API as a program meets it: page by page, again and again, from elsewhere."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory, override_settings

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.network.models import City
from netzwerkstatt.problems.actions import name_problem
from netzwerkstatt.site.api import limiting
from tests.conftest import SmallAlliance

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _full_buckets() -> None:
    limiting.forget_all()


@pytest.fixture
def problems(alliance: SmallAlliance, officer_of_hettstedt: Person, officer_of_saalfeld: Person) -> list[str]:
    """Five problems, the youngest first."""
    for number in range(5):
        here = number % 2 == 0
        name_problem(
            actor=officer_of_hettstedt if here else officer_of_saalfeld,
            city=alliance.hettstedt if here else alliance.saalfeld,
            statement=f"Problem {number}", affected="Many", themes=[alliance.youth] if number == 3 else [],
        )  # fmt: skip
    return [f"Problem {number}" for number in (4, 3, 2, 1, 0)]


def titles(answer: Any) -> list[str]:
    return [one["title"] for one in answer.json()["items"]]


def test_a_list_is_read_page_by_page_and_what_is_added_meanwhile_moves_nothing(
    client: Client, problems: list[str], hettstedt: City, officer_of_hettstedt: Person
):
    first = client.get("/api/v1/problems?limit=2")
    name_problem(actor=officer_of_hettstedt, city=hettstedt, statement="Meanwhile", affected="Many")
    second = client.get(first.json()["next"])
    third = client.get(second.json()["next"])

    assert titles(first) + titles(second) + titles(third) == problems
    assert first["Link"] == f'<{first.json()["next"]}>; rel="next"'
    assert third.json()["next"] is None
    assert "Link" not in third
    assert titles(client.get("/api/v1/problems"))[0] == "Meanwhile"


def test_networks_and_cities_are_read_by_their_key(client: Client, alliance: SmallAlliance):
    cities = [one["slug"] for one in client.get("/api/v1/cities").json()["items"]]
    first = client.get("/api/v1/cities?limit=1").json()

    assert cities == sorted(cities)
    assert [one["slug"] for one in client.get(first["next"]).json()["items"]] == cities[1:2]
    assert client.get(f"/api/v1/cities/{alliance.hettstedt.slug}").json()["ags"] == alliance.hettstedt.ags


def test_a_list_is_narrowed_by_city_network_land_and_theme_also_on_its_next_page(
    client: Client, problems: list[str], alliance: SmallAlliance
):
    here = ["Problem 4", "Problem 2", "Problem 0"]
    assert titles(client.get(f"/api/v1/problems?city={alliance.hettstedt.slug}")) == here
    assert titles(client.get(f"/api/v1/problems?network={alliance.hettstedt.network.slug}")) == here
    assert titles(client.get("/api/v1/problems?land=ST")) == here
    assert titles(client.get(f"/api/v1/problems?theme={alliance.youth.slug}")) == ["Problem 3"]
    assert titles(client.get(f"/api/v1/problems?theme={alliance.youth.slug}&land=ST")) == []
    first = client.get("/api/v1/problems?land=ST&limit=2").json()
    assert titles(client.get(first["next"])) == here[2:]


def test_what_did_not_change_is_not_sent_again(
    client: Client, problems: list[str], hettstedt: City, officer_of_hettstedt: Person
):
    first = client.get("/api/v1/problems")
    again = client.get("/api/v1/problems", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"

    name_problem(actor=officer_of_hettstedt, city=hettstedt, statement="New", affected="Many")
    changed = client.get("/api/v1/problems", headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_the_last_change_is_told_as_soon_as_nothing_older_can_follow(
    client: Client, problems: list[str], monkeypatch: pytest.MonkeyPatch
):
    assert "Last-Modified" not in client.get("/api/v1/problems")
    now = clock.now() + timedelta(minutes=2)
    monkeypatch.setattr(clock, "now", lambda: now)
    answer = client.get("/api/v1/problems")
    since = answer["Last-Modified"]
    assert client.get("/api/v1/problems", headers={"if-modified-since": since}).status_code == 304
    latest = Event.objects.latest("at")
    Event.objects.create(
        stream=latest.stream, number=latest.number + 1, type="problem.named", at=latest.at + timedelta(seconds=30)
    )
    assert client.get("/api/v1/problems", headers={"if-modified-since": since}).status_code == 200


def test_pages_of_other_sites_may_ask_and_nobody_may_write(client: Client, problems: list[str]):
    asked = client.options("/api/v1/problems", headers={"origin": "https://elsewhere.example"})
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
    assert "If-None-Match" in asked["Access-Control-Allow-Headers"]
    answer = client.get("/api/v1/problems", headers={"origin": "https://elsewhere.example"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
    head = client.head("/api/v1/problems")
    assert (head.status_code, head.content, head["Content-Length"]) == (200, b"", str(len(answer.content)))
    assert (
        client.post("/api/v1/problems", {"title": "x"}, headers={"origin": "https://elsewhere.example"}).status_code
        == 405
    )
    assert not answer.cookies


def test_who_asks_without_measure_is_told_when_to_go_on_and_others_are_not_concerned(
    client: Client, problems: list[str], monkeypatch: pytest.MonkeyPatch
):
    moment = 1000.0
    monkeypatch.setattr(limiting.time, "monotonic", lambda: moment)
    monkeypatch.setattr(limiting, "BURST", 3)
    assert [client.get("/api/v1/themes").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = client.get("/api/v1/themes")
    assert refused["Retry-After"] == "1"
    assert refused.json()["title"] == "Too many requests."
    assert client.get("/api/v1/themes", REMOTE_ADDR="192.0.2.7").status_code == 200
    moment += 0.11
    assert client.get("/api/v1/themes").status_code == 200


def test_one_line_has_one_bucket_whatever_address_it_takes_and_memory_has_an_end(monkeypatch: pytest.MonkeyPatch):
    def asked(address: str) -> HttpRequest:
        return RequestFactory().get("/", REMOTE_ADDR=address)

    monkeypatch.setattr(limiting, "BURST", 2)
    assert [limiting.spend(asked(f"2001:db8::{n}")) for n in range(2)] == [0, 0]
    assert limiting.spend(asked("2001:db8::ffff"))
    monkeypatch.setattr(limiting, "MOST_ADDRESSES", 50)
    for number in range(200):
        limiting.spend(asked(f"198.51.100.{number}"))
    assert len(limiting._full_at) <= 50


def test_the_way_in_names_every_collection_and_the_licence(client: Client, alliance: SmallAlliance):
    way_in = client.get("/api/v1/").json()
    assert way_in["licence"] is None
    assert all(client.get(address).status_code == 200 for address in way_in["collections"].values())
    with override_settings(DATA_LICENCE="dl-de/by-2-0"):
        assert client.get("/api/v1/").json()["licence"]["url"] == "https://www.govdata.de/dl-de/by-2-0"
        page = client.get("/api/").content.decode()
    assert 'href="https://www.govdata.de/dl-de/by-2-0"' in page
    assert client.get("/api/v1/nowhere/at/all").json()["status"] == 404


def test_the_page_for_people_explains_every_field_in_their_language_and_runs_no_script_of_others(client: Client):
    page = client.get("/api/", headers={"accept-language": "de"})
    text = page.content.decode()
    assert "/api/v1/recommendations" in text
    assert "Die Zahl als Text" in text
    assert "cdn" not in text
    assert "script-src 'self'" in page["Content-Security-Policy"]
