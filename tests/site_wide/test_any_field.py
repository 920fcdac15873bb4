"""Any field at any address: what nobody asked for is answered with a page, never with a fault."""

from __future__ import annotations

from http.cookies import SimpleCookie
from typing import Any
from uuid import uuid4

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection
from django.http import QueryDict
from django.test import Client

from netzwerkstatt.foundation.network.models import Role
from tests.site_wide.test_access import PAGES, WRITERS
from tests.site_wide.test_input import NASTY, ROLES
from tests.site_wide.walk import undone
from tests.site_wide.world import GUEST, VISITOR, World

pytestmark = pytest.mark.usefixtures("nothing_waits")

SENDERS = (VISITOR, GUEST, Role.CITY_COORDINATOR, Role.ALLIANCE_COORDINATOR, Role.MINISTRY)
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
    "words",
    "persons",
    "sheets",
    "table",
    "which",
    "into",
    "note",
    "seen",
    "open",
    "at",
]


# What forms do with words is tried in test_input.py; here it is about what no form would send.
UNASKED = [NASTY[label] for label in ("nul", "markup", "long", "numbers")] + ["[]", "-1", str(uuid4())]
TURN = 0 if connection.vendor == "sqlite" else 1
"""The two databases try different values in each field."""


def test_no_address_breaks_over_fields_that_it_did_not_ask_for(world: World):
    """Each address meets all of the values, another one in each field; those who are heard there take turns."""
    broken = []
    clients = {who: world.client(who) for who in SENDERS}
    cookies = {who: client.cookies.output(header="", sep=";") for who, client in clients.items()}
    for number, (name, (readers, _answer)) in enumerate(PAGES.items()):
        heard = [who for who in SENDERS if who in WRITERS.get(name, readers)]
        if not heard:
            continue
        who = heard[(number + TURN) % len(heard)]
        clients[who].raise_request_exception = False
        sent = {one: UNASKED[(place + number + TURN) % len(UNASKED)] for place, one in enumerate(BAG)}
        with undone():
            answer = clients[who].post(world.url(name), sent)
        clients[who].cookies = SimpleCookie(cookies[who])
        if answer.status_code >= 500:
            broken.append(f"{who} at {name}")
    assert not broken


ODD = {"minus": "-1", "a key beyond all numbers": "7.99999999999999999999", "beyond all numbers": "9" * 30}
ODD |= {label: NASTY[label] for label in ("nul", "right to left")}
if connection.vendor == "sqlite":  # what a page makes of them is the same everywhere
    ODD |= {label: NASTY[label] for label in ("markup", "quotes")}


def test_no_address_breaks_over_a_query_that_makes_no_sense(world: World, monkeypatch: pytest.MonkeyPatch):
    broken = []
    listening = set()
    monkeypatch.setattr(WSGIRequest, "GET", property(_heard))
    clients = {who: world.client(who) for who in ROLES}
    for name, (readers, _answer) in PAGES.items():
        client = next((client for who, client in clients.items() if who in readers), clients[VISITOR])
        client.raise_request_exception = False
        address = world.url(name).split("?")[0]
        asked = _asked(client.get(address))
        if asked:
            listening.add(name)
        for label, value in ODD.items() if asked else ():
            answer = client.get(address, dict.fromkeys(asked, value))
            asked |= _asked(answer)
            if answer.status_code >= 500:
                broken.append(f"{name}, {label}")
    assert not broken
    assert listening >= {"problems:list", "search:library", "evidence:upload", "workshops:plan"}


class Listening(QueryDict):
    """Remembers which names a page asks its query for."""

    def __init__(self, *given: Any, **options: Any) -> None:
        self.asked: set[str] = set()
        super().__init__(*given, **options)
        self.asked.clear()

    def __getitem__(self, key: str) -> Any:
        self.asked.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self.asked.add(str(key))
        return super().__contains__(key)

    def getlist(self, key: str, default: Any = None) -> Any:
        self.asked.add(key)
        return super().getlist(key, default)


def _heard(request: WSGIRequest) -> Listening:
    heard: Listening = request.__dict__.setdefault("heard", Listening(request.META.get("QUERY_STRING", "")))
    return heard


def _asked(answer: Any) -> set[str]:
    return set(answer.wsgi_request.GET.asked)


def test_an_address_with_a_zero_byte_is_refused_before_a_database_sees_it(world: World):
    for path in ("/workshops/%00", "/ideas/a%00b", "/w/%00/dots", "/setup/%00", "/problems/?q=%00", "/e/%00"):
        assert Client().get(path).status_code in {400, 404}, path
