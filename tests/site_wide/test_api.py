"""The public API over one of everything: what it says is what its description says, and nothing that is hidden."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import validate

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.models import Entry, Visibility
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.models import Role
from netzwerkstatt.site.api import limiting
from netzwerkstatt.site.api.collections import COLLECTIONS
from tests.site_wide.test_queries import _multiplied
from tests.site_wide.world import VISITOR, World

MOST = 8
"""Queries of one answer."""


@pytest.fixture(autouse=True)
def _full_buckets() -> None:
    limiting.forget_all()


def _described(client: Client) -> dict[str, Any]:
    described: dict[str, Any] = client.get("/api/v1/openapi.json").json()
    return described


def _faults(described: dict[str, Any], path: str, answer: Any) -> list[str]:
    """Where an answer is not what the description promises for its address and status."""
    content = described["paths"][path]["get"]["responses"][str(answer.status_code)]["content"]
    schema = {**content["application/json"]["schema"], "components": described["components"]}
    checker = Draft202012Validator(schema, format_checker=FormatChecker())
    return [f"{path}: {list(one.absolute_path)} {one.message}" for one in checker.iter_errors(answer.json())]


def _everything(client: Client) -> dict[str, Any]:
    """Every list with every item, every protocol and every thread that a visitor reaches, by address."""
    lists = {f"/api/v1/{one.path}": client.get(f"/api/v1/{one.path}?limit=100") for one in COLLECTIONS}
    found = dict(lists)
    for one in COLLECTIONS:
        for item in lists[f"/api/v1/{one.path}"].json()["items"]:
            key = item.get("id") or item["slug"]
            found[f"/api/v1/{one.path}/{key}"] = client.get(f"/api/v1/{one.path}/{key}")
            if not one.by_slug:
                found[f"/api/v1/threads/{key}"] = client.get(f"/api/v1/threads/{key}")
            if item.get("has_protocol"):
                found[f"/api/v1/workshops/{key}/protocol"] = client.get(f"/api/v1/workshops/{key}/protocol")
    return found


def _pattern(address: str) -> str:
    parts = address.split("/")
    return "/".join([*parts[:4], "{key}", *parts[5:]]) if len(parts) > 4 else address


def test_every_answer_is_what_the_description_promises_and_every_promise_is_met_by_an_answer(world: World):
    client = world.client(VISITOR)
    described = _described(client)
    validate(described)
    answers = _everything(client)

    assert {_pattern(address) for address in answers} == set(described["paths"])
    assert all(answer.status_code == 200 for answer in answers.values())
    assert [f for address, answer in answers.items() for f in _faults(described, _pattern(address), answer)] == []
    for wrong in (
        "/api/v1/problems/none",
        "/api/v1/cities/none",
        "/api/v1/threads/none",
        "/api/v1/workshops/none/protocol",
    ):
        assert client.get(wrong).status_code == 404
        assert _faults(described, _pattern(wrong), client.get(wrong)) == []
    for wrong in (
        "limit=0",
        "limit=many",
        "limit=101",
        "city=nowhere",
        "theme=none",
        "land=XX",
        "network=x",
        "after=x",
    ):
        answer = client.get(f"/api/v1/problems?{wrong}")
        assert answer.status_code == 422, wrong
        assert wrong.partition("=")[0] in answer.json()["detail"]
        assert _faults(described, "/api/v1/problems", answer) == []


def test_a_recommendation_comes_with_its_paragraphs_what_they_rest_on_and_the_answer(world: World):
    client = world.client(VISITOR)
    items = client.get("/api/v1/recommendations").json()["items"]

    assert [one["title"] for one in items] == ["Not answered yet", "Make coming back possible"], "no drafts"
    answered = items[1]
    assert [ground["kind"] for ground in answered["paragraphs"][0]["rests_on"]] == ["evidence", "project"]
    assert answered["addressees"][0]["land"] == "ST"
    assert answered["addressees"][0]["answer"]["stances"] == [{"paragraph": 1, "position": "accepted", "words": ""}]
    assert items[0]["addressees"][0]["answer"] is None
    assert [one["kind"] for one in answered["came_from"]] == ["project", "evidence"] or answered["came_from"]
    thread = client.get(f"/api/v1/threads/{answered['id']}").json()
    assert {"evidence", "problem", "workshop", "idea", "project"} <= {
        one.get("nw:kind") for one in thread["entity"].values()
    }


def test_no_answer_names_a_person(world: World):
    said = "\n".join(answer.content.decode() for answer in _everything(world.client(VISITOR)).values())
    names = [word for name in Person.objects.values_list("name", flat=True) for word in (name,)]
    addresses = list(Person.objects.values_list("email", flat=True))
    assert names
    assert [word for word in (*names, *addresses) if word in said] == []


def test_what_is_kept_hidden_or_deleted_is_absent_from_every_answer_also_for_those_who_may_see_it(world: World):
    entries = list(Entry.objects.visible_to(None).exclude(kind__in=("answer", "amendment", "method", "experience")))
    read = {one.path for one in COLLECTIONS if not one.by_slug}
    open_before = _everything(world.client(VISITOR))
    assert {address.split("/")[3] for address in open_before} >= read
    third = len(entries) // 3
    for some, change in (
        (entries[:third], {"visibility": Visibility.CITY}),
        (entries[third : 2 * third], {"hidden_at": clock.now()}),
        (entries[2 * third :], {"deleted_at": clock.now()}),
    ):
        Entry.objects.filter(pk__in=[one.pk for one in some]).update(**change)

    for who in (VISITOR, Role.CITY_COORDINATOR, Role.ALLIANCE_COORDINATOR):
        client = world.client(who)
        answers = [client.get(f"/api/v1/{path}?limit=100") for path in read]
        assert [len(answer.json()["items"]) for answer in answers] == [0] * len(read)
        gone = [
            client.get(address)
            for address in open_before
            if address.split("/")[3] in {*read, "threads"} and len(address.split("/")) > 4
        ]
        assert {answer.status_code for answer in gone} == {404}
        said = "\n".join(answer.content.decode() for answer in (*answers, *gone))
        assert [one.title for one in entries if one.title in said or one.public_id in said] == []


def test_a_hidden_source_leaves_its_recommendation_protocol_and_thread_without_a_name(world: World):
    client = world.client(VISITOR)
    evidence = Entry.objects.get(kind="evidence")
    workshop = next(one for one in client.get("/api/v1/workshops").json()["items"] if one["has_protocol"])
    idea = Entry.objects.filter(kind="idea", home__public_id=workshop["id"]).first()
    assert idea is not None
    Entry.objects.filter(pk__in=[evidence.pk, idea.pk]).update(hidden_at=clock.now())

    released = client.get("/api/v1/recommendations").json()["items"][0]
    assert [ground["kind"] for ground in released["paragraphs"][0]["rests_on"]] == ["project"]
    protocol = client.get(f"/api/v1/workshops/{workshop['id']}/protocol").json()
    assert protocol["withheld"] == 1
    said = json.dumps([released, protocol, client.get(f"/api/v1/threads/{released['id']}").json()])
    assert evidence.public_id not in said
    assert idea.public_id not in said
    assert evidence.title not in said


def test_no_answer_asks_the_database_more_with_many_rows_than_with_one(world: World):
    client = world.client(VISITOR)
    few = {one.path: _asked(client, f"/api/v1/{one.path}?limit=1") for one in COLLECTIONS}
    _multiplied()
    many = {one.path: _asked(client, f"/api/v1/{one.path}?limit=100") for one in COLLECTIONS}

    assert {path: (few[path], n) for path, n in many.items() if n > few[path] + 1} == {}
    assert {path: n for path, n in many.items() if n > MOST} == {}


def _asked(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
