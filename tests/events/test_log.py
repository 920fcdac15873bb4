"""One change, one event; numbers without gap or double, whoever writes at the same time."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from rules.predicates import always_allow, always_deny

from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.guard import NeverChangedError
from netzwerkstatt.foundation.events.log import EVENT_TYPES, EventType, record
from netzwerkstatt.foundation.events.models import Event, Stream

HAPPENED = EVENT_TYPES.get("test.happened") or EventType("test.happened", "something happened", plain=("note",))


@dataclass(frozen=True)
class Thing:
    stream: str = "thing"
    public_id: str = "abc"


@action(rule=always_allow)
def do_it(*, actor: Any, thing: Thing, fail: bool = False) -> None:
    record(HAPPENED(thing, actor, note="done"))
    Stream.objects.get_or_create(name="made-by-the-action")
    if fail:
        raise Invalid({"note": "no"})


@action(rule=always_deny, refusal="Only Hettstedt may change this.")
def do_not(*, actor: Any, thing: Thing) -> None:
    record(HAPPENED(thing, actor))


@pytest.mark.django_db
def test_an_action_leaves_one_numbered_event() -> None:
    do_it(actor=None, thing=Thing())
    do_it(actor=None, thing=Thing())

    events = Event.objects.filter(stream="thing").order_by("number")
    assert [(e.number, e.type, e.entry, e.payload) for e in events] == [
        (1, "test.happened", "abc", {"note": "done"}),
        (2, "test.happened", "abc", {"note": "done"}),
    ]
    assert Stream.objects.get(name="thing").head == 2


@pytest.mark.django_db(transaction=True)
def test_an_action_that_fails_leaves_nothing() -> None:
    with pytest.raises(Invalid):
        do_it(actor=None, thing=Thing(), fail=True)
    assert not Event.objects.exists()
    assert not Stream.objects.exists()


@pytest.mark.django_db
def test_a_refused_action_says_who_may_and_records_nothing() -> None:
    with pytest.raises(NotAllowed, match="Only Hettstedt"):
        do_not(actor=None, thing=Thing())
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_an_event_is_never_changed() -> None:
    do_it(actor=None, thing=Thing())
    event = Event.objects.get()
    event.type = "test.other"
    with pytest.raises(NeverChangedError):
        event.save()


PARTIAL = {
    "events_event": {"actor_id": "events_of_an_actor"},
    "workshops_contribution": {
        "person_id": "workshops_written_by_person",
        "table_id": "workshops_written_at_table",
        "idea_id": "workshops_written_about",
    },
}


@pytest.mark.django_db
@pytest.mark.parametrize("table", PARTIAL)
def test_what_is_written_most_stands_in_few_indexes(table: str) -> None:
    with connection.cursor() as cursor:
        made = connection.introspection.get_constraints(cursor, table)
    alone = {name: one["columns"][0] for name, one in made.items() if one["index"] and len(one["columns"]) == 1}
    for column, index in PARTIAL[table].items():
        assert [name for name, begins in alone.items() if begins == column] == [index]
    assert "stream_id" not in alone.values()


def test_an_action_takes_keywords_only_the_actor_first() -> None:
    with pytest.raises(TypeError, match="keywords only"):
        action(rule=always_allow)(lambda thing: None)


@pytest.mark.django_db(transaction=True)
def test_eight_writers_leave_no_gap_and_no_double_number() -> None:
    failures: list[BaseException] = []

    def write() -> None:
        try:
            for _ in range(15):
                do_it(actor=None, thing=Thing())
        except BaseException as failure:  # noqa: BLE001 - told below
            failures.append(failure)
        finally:
            connection.close()

    writers = [threading.Thread(target=write) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert failures == []
    assert list(Event.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 121))
