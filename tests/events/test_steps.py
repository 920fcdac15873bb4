"""Changes that follow each other: each only after the one before, in one statement or in several."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from netzwerkstatt.foundation.events.models import Stream
from netzwerkstatt.foundation.events.steps import IF, Step, take

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
