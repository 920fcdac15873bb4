"""A page asks the database about as often with many rows as with one: every page of the house, with few and with many."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.test import Client

from netzwerkstatt.evidence.importing import changes
from netzwerkstatt.foundation.comments.models import Comment
from netzwerkstatt.foundation.entries.models import Entry, OfAKind, new_public_id
from netzwerkstatt.foundation.events.guard import NeverChangedError
from netzwerkstatt.foundation.network.models import Membership, Role
from netzwerkstatt.foundation.network.queries import the_alliance
from tests.site_wide.test_access import PAGES
from tests.site_wide.world import VISITOR, World

MOST = 20
MORE = {"workshops:workshop": 22, "results:year": 21, "site:city": 22}
"""Single pages, no lists, that many rooms stand on; lists have no exception."""
COPIES = 15
"""As many as a list shows at once: a query for each row is seen."""

WALKERS = [Role.CITY_COORDINATOR, Role.ALLIANCE_COORDINATOR, VISITOR]
"""Each opens what those before may not: whoever is signed in sees more of a page, and asks more."""
COPIED = {
    "problems.Problem", "ideas.Idea", "workshops.Workshop", "projects.Project", "evidence.EvidenceCard",
    "comments.Comment", "commitments.Commitment", "notifications.Notice",
    "network.Membership", "network.Theme", "surveys.Survey", "events.Event",
}  # fmt: skip
"""Of these there are many in the second walk."""


@pytest.mark.once
def test_no_page_asks_more_with_many_rows_than_with_one(world: World):
    clients = {who: world.client(who) for who in WALKERS}
    visits = [
        (who, name)
        for name, (meant, _answer) in PAGES.items()
        if (who := next((one for one in WALKERS if one in meant), None))
    ]
    few = {(who, name): _asked(clients[who], world.url(name)) for who, name in visits}
    made = _multiplied()
    many = {key: _asked(clients[key[0]], world.url(key[1])) for key, n in few.items() if n}
    grown = {key: (few[key], n) for key, n in many.items() if n > few[key] + 3}
    over = {key: n for found in (few, many) for key, n in found.items() if n > MORE.get(key[1], MOST)}
    faults = {"not copied": COPIED - made, "more with more rows (few, many)": grown, f"more than {MOST}": over}
    assert not any(faults.values()), "\n".join(f"{what}: {those}" for what, those in faults.items())


def _asked(client: Client, address: str) -> int:
    """How often the page asks; 0 for what is no page for this person."""
    caches["of-this-process"].clear()
    the_alliance()  # what every page of every person knows; what waits for this one is counted
    changes.any_changed()
    asked = 0

    def counted(execute: Callable[..., Any], *given: Any) -> Any:
        nonlocal asked
        asked += 1
        return execute(*given)

    with connection.execute_wrapper(counted):
        response = client.get(address)
    is_page = response.status_code == 200 and response["Content-Type"].startswith("text/html")
    return asked if is_page else 0


def _multiplied() -> set[str]:
    """These rows as often as a list is long, where the database lets a copy in; which kinds those were."""
    made = set()
    for label in COPIED:
        for row in list(apps.get_model(label)._default_manager.order_by("pk"))[:3]:
            if sum(_is_copied(row) for _copy in range(COPIES)) == COPIES:
                made.add(label)
    return made


def _is_copied(row: Any) -> bool:
    try:
        with transaction.atomic():
            _copy(row)
    except (IntegrityError, NeverChangedError, ValidationError):
        return False
    return True


def _copy(row: models.Model) -> models.Model:
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    if isinstance(row, OfAKind):
        values["entry_id"] = _copy(row.entry).pk
    if isinstance(row, Membership):
        values["person_id"] = _copy(row.person).pk
    for field in row._meta.concrete_fields:
        if field.primary_key and isinstance(field, models.AutoField | models.BigAutoField):
            del values[field.attname]
        elif field.attname == "public_id":
            values["public_id"] = new_public_id()
        elif field.attname == "number" and (isinstance(row, Entry) or values["number"]):
            values["number"] = secrets.randbelow(30_000) + 1_000 if values["number"] else values["number"]
        elif field.unique and not field.is_relation and not field.null:
            values[field.attname] = _new(field)
        elif field.unique and field.null and not field.is_relation:
            values[field.attname] = None
    if isinstance(row, Comment):  # a thread of its own
        values |= {"thread_id": values["public_id"], "position": 0, "parent_id": None}
    made = type(row)(**values)
    made.save(force_insert=True)
    return made


def _new(field: models.Field[Any, Any]) -> Any:
    if isinstance(field, models.UUIDField):
        return uuid4()
    if isinstance(field, models.CharField):
        return secrets.token_hex(20)[: field.max_length]
    return secrets.randbelow(30_000) + 1_000
