"""Any field at any address: what nobody asked for is answered with a page, never with a fault."""

from __future__ import annotations

from http.cookies import SimpleCookie
from uuid import uuid4

from django.test import Client

from netzwerkstatt.foundation.network.models import Role
from tests.site_wide.test_access import PAGES, WRITERS
from tests.site_wide.test_input import NASTY, ROLES, TRIED
from tests.site_wide.walk import undone
from tests.site_wide.world import GUEST, VISITOR, World

BAG = [
    "text",
    "title",
    "name",
    "code",
    "q",
    "set",
    "phase",
    "do",
    "idea",
    "ideas",
    "cluster",
    "person",
    "why",
    "answer",
    "stance_1",
    "text_1",
    "base",
    "state",
    "due",
    "origin",
    "project",
    "projects",
    "city",
    "themes",
    "theme",
    "day",
    "begins",
    "place",
    "minutes",
    "dots",
    "client_id",
    "email",
    "login",
    "password",
    "token",
    "next",
    "language",
    "appearance",
    "public_id",
    "number",
    "ref",
    "file",
    "retrieved_on",
    "statement",
    "affected",
    "evidence",
    "card",
    "cards",
    "comes",
    "rests_on",
    "first_step",
]


def test_no_address_breaks_over_fields_that_it_did_not_ask_for(world: World):
    broken = []
    for who in (VISITOR, GUEST, Role.CITY_COORDINATOR, Role.ALLIANCE_COORDINATOR, Role.MINISTRY):
        client = world.client(who)
        client.raise_request_exception = False
        cookies = client.cookies.output(header="", sep=";")
        for name, (readers, _answer) in PAGES.items():
            if who not in WRITERS.get(name, readers):
                continue
            for label, value in (TRIED | {"a list": "[]", "minus": "-1", "an id": str(uuid4())}).items():
                with undone():
                    answer = client.post(world.url(name), dict.fromkeys(BAG, value))
                client.cookies = SimpleCookie(cookies)
                if answer.status_code >= 500:
                    broken.append(f"{who} at {name}, {label}")
    assert not broken


QUERIES = [
    "page",
    "at",
    "after",
    "order",
    "q",
    "cluster",
    "land",
    "theme",
    "code",
    "territory",
    "ref",
    "rows",
    "window",
    "card",
    "project",
    "problem",
    "idea",
    "workshop",
    "from",
    "unfold",
    "format",
    "next",
    "sent",
    "year",
    "state",
]
ODD = {"minus": "-1", "a key beyond all numbers": "7.99999999999999999999", "beyond all numbers": "9" * 30}


def test_no_address_breaks_over_a_query_that_makes_no_sense(world: World):
    broken = []
    clients = {who: world.client(who) for who in ROLES}
    for name, (readers, _answer) in PAGES.items():
        client = next((client for who, client in clients.items() if who in readers), clients[VISITOR])
        client.raise_request_exception = False
        for label, value in (
            ODD | {label: NASTY[label] for label in ("markup", "quotes", "nul", "right to left")}
        ).items():
            answer = client.get(world.url(name).split("?")[0], dict.fromkeys(QUERIES, value))
            if answer.status_code >= 500:
                broken.append(f"{name}, {label}")
    assert not broken


def test_an_address_with_a_zero_byte_is_refused_before_a_database_sees_it(world: World):
    for path in ("/workshops/%00", "/ideas/a%00b", "/w/%00/dots", "/setup/%00", "/problems/?q=%00", "/e/%00"):
        assert Client().get(path).status_code in {400, 404}, path
