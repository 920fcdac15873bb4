"""Events stay as they are; only who it was can be taken out of them, and then they still read well."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events.guard import SHREDDED, NeverChangedError
from netzwerkstatt.foundation.events.log import EVENT_TYPES, EventType, record
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.events.shredding import shred, told

GRANTED = EVENT_TYPES.get("test.granted") or EventType(
    "test.granted", "gave a role", personal=("person", "why"), plain=("role", "places")
)
RAN_IN = EVENT_TYPES.get("test.ran_in") or EventType("test.ran_in", "somebody ran in", whole=True)
SOURCES = Path(__file__).resolve().parents[2] / "src" / "netzwerkstatt"


@dataclass(frozen=True)
class Thing:
    stream: str = "thing"
    public_id: str = "abc"


@pytest.fixture
def jana(db: None) -> Person:
    return Person.objects.create_user("jana@example.org", name="Jana Wernicke")


@pytest.fixture
def kora(db: None) -> Person:
    return Person.objects.create_user("kora@example.org", name="Kora Dinator")


def grant(actor: Person | None, person: Any, why: str = "") -> Event:
    record(GRANTED(Thing(), actor, person=person, why=why, role="mayor", places=["one", {"a": 1.5}]))
    return Event.objects.latest("id")


CHANGES = [
    "type = 'test.other'", "number = 99", "at = '2020-01-01 00:00:00+00:00'", "entry = 'other'", "payload = '{}'",
    """payload = '{"person": 1, "why": "because", "role": "operator", "places": []}'""",
    """payload = '{"person": "somebody else"}'""",
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_refuses_to_change_an_event(kora: Person, jana: Person, change: str) -> None:
    event = grant(kora, jana.pk)
    with pytest.raises(DatabaseError, match="final"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE events_event SET {change} WHERE id = %s", [event.pk])  # noqa: S608 - from the list above
    kept = Event.objects.get(pk=event.pk)
    assert (kept.type, kept.payload, kept.actor) == (event.type, event.payload, kora)


def test_the_database_refuses_another_actor_and_to_delete(kora: Person, jana: Person) -> None:
    event = grant(kora, jana.pk)
    for statement, given in [
        ("UPDATE events_event SET actor_id = %s WHERE id = %s", [jana.pk, event.pk]),
        ("DELETE FROM events_event WHERE id = %s", [event.pk]),
    ]:
        with pytest.raises(DatabaseError, match="final"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, given)
    with pytest.raises(NeverChangedError):
        event.delete()


def test_who_leaves_is_taken_out_and_nobody_else(kora: Person, jana: Person) -> None:
    of_jana = grant(kora, jana.pk, why="Jana knows the town")
    by_jana = grant(jana, kora.pk, why="Kora leads")
    assert shred(jana) == 2

    of_jana.refresh_from_db()
    by_jana.refresh_from_db()
    assert of_jana.actor == kora
    assert of_jana.payload == {"person": SHREDDED, "why": SHREDDED, "role": "mayor", "places": ["one", {"a": 1.5}]}
    assert by_jana.actor is None
    assert by_jana.payload["person"] == kora.pk
    assert by_jana.payload["why"] == "Kora leads"
    assert shred(jana) == 0, "nothing is left to shred"


@pytest.mark.parametrize("value", ["Jana Wernicke", "jana@example.org"])
def test_names_and_addresses_are_found_too(kora: Person, jana: Person, value: str) -> None:
    event = grant(kora, value)
    shred(jana)
    event.refresh_from_db()
    assert event.payload["person"] == SHREDDED


def test_words_without_a_person_beside_them_belong_to_who_wrote_them(kora: Person, jana: Person) -> None:
    event = grant(jana, None, why="I move to Görlitz")
    shred(kora)
    event.refresh_from_db()
    assert event.payload["why"] == "I move to Görlitz"
    shred(jana)
    event.refresh_from_db()
    assert (event.actor, event.payload["why"]) == (None, SHREDDED)


def test_the_sentence_still_reads_well(kora: Person, jana: Person) -> None:
    event = grant(jana, kora.pk)
    assert told(event) == "Jana Wernicke gave a role"
    shred(jana)
    event.refresh_from_db()
    assert told(event) == "Somebody gave a role"
    with translation.override("de"):
        assert told(event).startswith("Jemand ")
    record(RAN_IN(Thing()))
    assert told(Event.objects.latest("id")) == "Somebody ran in"


def test_an_account_can_go_without_its_events(jana: Person) -> None:
    event = grant(jana, None)
    jana.delete()
    event.refresh_from_db()
    assert event.actor is None


def test_shredding_costs_the_same_number_of_queries_for_many_events(
    kora: Person, jana: Person, django_assert_max_num_queries: Any
) -> None:
    for _ in range(40):
        grant(kora, jana.pk)
    with django_assert_max_num_queries(5):
        assert shred(jana) == 40


# ---------------------------------------------------------------- what is personal is declared


def test_a_payload_key_that_nobody_declared_is_refused() -> None:
    with pytest.raises(TypeError, match=r"test\.granted: say of the payload's address"):
        GRANTED(Thing(), None, address="x")


def test_no_key_is_both_personal_and_plain() -> None:
    assert not [name for name, type_ in EVENT_TYPES.items() if set(type_.personal) & set(type_.plain)]


LIKE_A_PERSON = {"person", "people_ids", "author", "by", "email", "address", "who", "guest", "name_of", "reason", "why"}
# What only sounds personal, each with what it holds.
NOT_A_PERSON: dict[tuple[str, str], str] = {
    ("audit.opened", "reason"): "why the log was opened stays, without names: that is what it is asked for",
}


def test_a_key_that_sounds_like_a_person_is_personal() -> None:
    suspicious = {
        (name, key) for name, type_ in EVENT_TYPES.items() for key in type_.plain if key in LIKE_A_PERSON
    } - set(NOT_A_PERSON)
    assert not suspicious


def test_every_key_that_the_rooms_record_is_declared() -> None:
    declared = {type_.name: {*type_.personal, *type_.plain} for type_ in EVENT_TYPES.values()}
    recorded = list(_recorded())
    assert len(recorded) > 30, "the walk finds the places where rooms record"
    known = set().union(*declared.values())
    assert not [(place, key) for place, keys in recorded for key in keys if key not in known]


def _recorded() -> Iterator[tuple[str, list[str]]]:
    """Every `record(TYPE(subject, actor, key=…))` in the product: where it stands, and its keys."""
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "record":
                for made in node.args:
                    if isinstance(made, ast.Call):
                        yield f"{path.name}:{node.lineno}", [word.arg for word in made.keywords if word.arg]
