"""Changes that follow each other: each only after the one before, in one statement or in several."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from netzwerkstatt.foundation.events.log import EVENT_TYPES, EventType, Occurrence, record, unit_of_work
from netzwerkstatt.foundation.events.models import Event, Stream
from netzwerkstatt.foundation.events.steps import IF, Rows, Step, take, take_as_a_whole

pytestmark = pytest.mark.django_db


def adding(*names: str, least: int = 1) -> Step:
    """New streams with these names; those that are there are left alone."""
    values = ", ".join(["(%s, 0)"] * len(names))
    return Step(
        f"INSERT INTO events_stream (name, head) SELECT * FROM (VALUES {values}) AS v WHERE {IF}"  # noqa: S608 - own words
        " ON CONFLICT (name) DO NOTHING RETURNING name, head",
        names,
        least,
    )


def raising(name: str) -> Step:
    sql = f"UPDATE events_stream SET head = head + 1 WHERE name = %s AND {IF} RETURNING head"  # noqa: S608 - own words
    return Step(sql, [name])


def test_each_is_taken_and_its_rows_come_back() -> None:
    Stream.objects.create(name="known", head=6)
    with CaptureQueriesContext(connection) as asked:
        assert take(adding("one", "two", least=2), raising("known"), adding("three")) == [
            [{"name": "one", "head": 0}, {"name": "two", "head": 0}],
            [{"head": 7}],
            [{"name": "three", "head": 0}],
        ]
    assert len(asked) == (1 if connection.vendor == "postgresql" else 3)


def test_after_one_that_changed_too_little_none_is_taken() -> None:
    Stream.objects.create(name="one", head=0)
    assert take(adding("one", "two", least=2), raising("one"), adding("three")) == [
        [{"name": "two", "head": 0}],
        [],
        [],
    ]
    assert dict(Stream.objects.values_list("name", "head")) == {"one": 0, "two": 0}


def test_one_alone_is_a_statement_like_any_other() -> None:
    assert take(adding("one")) == [[{"name": "one", "head": 0}]]
    assert take(adding("one")) == [[]]


# ---------------------------------------------------------------- all of it, with its event, as one statement


@pytest.fixture
def told() -> Iterator[Occurrence]:
    of_tests = EventType("test.raised", "raised", plain=("by", "head"))
    yield Occurrence(of_tests, "of tests", "", None, {"by": 1})
    del EVENT_TYPES["test.raised"]


def whole(told: Occurrence, *names: str) -> list[Rows] | None:
    return take_as_a_whole(adding(*names, least=len(names)), raising("known"), told=told, counted="head")


def streams() -> dict[str, int]:
    return dict(Stream.objects.values_list("name", "head"))


@pytest.mark.django_db(transaction=True)
def test_steps_and_their_event_are_one_transaction_and_nothing_stays_of_half_of_them(told: Occurrence) -> None:
    Stream.objects.create(name="known", head=6)
    is_one = connection.vendor == "postgresql"
    with CaptureQueriesContext(connection) as asked, unit_of_work():
        found = whole(told, "one", "two")
    if not is_one:
        assert found is None
        assert not asked.captured_queries[1:-1], "nothing but BEGIN and COMMIT"
        return
    assert found == [[{"name": "one", "head": 0}, {"name": "two", "head": 0}], [{"head": 7}]]
    assert [one["sql"][:4] for one in asked if one["sql"] not in {"BEGIN", "COMMIT"}] == ["WITH"]
    event = Event.objects.get()
    assert (event.stream_id, event.number, event.payload) == ("of tests", 1, {"by": 1, "head": 7})
    before = streams()
    with unit_of_work():
        assert whole(told, "two", "three") is None, "one of them was there"
        assert streams() == before
    with unit_of_work():
        Stream.objects.create(name="first")
        assert whole(told, "four") is None, "something was sent before"
    with unit_of_work(), unit_of_work():
        assert whole(told, "four") is None, "another transaction is around it"
    with unit_of_work():
        record(told)
        assert whole(told, "four") is None, "there is more to tell"
    assert whole(told, "four") is None, "nothing is running"
    assert streams() == before | {"first": 0, "of tests": 2}
