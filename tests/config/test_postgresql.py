"""Few ways to the database: a connection that the server has ended is noticed without asking before each page, and what
ends a transaction goes with its COMMIT.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from netzwerkstatt.foundation.events.models import Stream

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no connection that can end"),
]

ADD = "INSERT INTO events_stream (name, head) VALUES (%s, 0)"


@pytest.fixture
def another() -> Any:
    made = connections.create_connection("default")
    made.settings_dict = {**made.settings_dict, "CONN_HEALTH_CHECKS": True}
    made.ensure_connection()
    yield made
    made.close()


def test_a_quiet_connection_is_asked_once_in_half_a_minute(another: Any) -> None:
    with CaptureQueriesContext(another) as asked:
        assert all(another.is_usable() for _page in range(5))
    assert another._asked_at > 0
    assert len(asked) <= 1


def test_one_that_the_server_ended_is_not_used_again(another: Any) -> None:
    assert another.is_usable()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [another.connection.info.backend_pid])
    assert not another.is_usable()


def test_after_an_error_it_is_asked_again(another: Any) -> None:
    assert another.is_usable()
    before, another.errors_occurred = another._asked_at, True
    assert another.is_usable()
    assert another._asked_at > before


@pytest.mark.django_db(transaction=True)
def test_what_is_sent_with_the_commit_is_there_after_it_and_not_before() -> None:
    with transaction.atomic():
        connection.send_with_commit(ADD, ["last"])  # type: ignore[attr-defined]
        assert not Stream.objects.exists()
    assert Stream.objects.filter(name="last").exists()
    with transaction.atomic(), transaction.atomic():
        connection.send_with_commit(ADD, ["inside"])  # type: ignore[attr-defined]
        assert Stream.objects.filter(name="inside").exists()


def _write(first: str, *, last: str, then: Exception | None = None) -> None:
    with transaction.atomic():
        Stream.objects.create(name=first)
        connection.send_with_commit(ADD, [last])  # type: ignore[attr-defined]
        if then:
            raise then


@pytest.mark.django_db(transaction=True)
def test_what_fails_with_the_commit_undoes_everything_and_the_connection_goes_on() -> None:
    Stream.objects.create(name="there")
    with pytest.raises(IntegrityError):
        _write("before", last="there")
    assert not Stream.objects.filter(name="before").exists()
    with pytest.raises(ZeroDivisionError):
        _write("never", last="at all", then=ZeroDivisionError())
    with transaction.atomic():
        Stream.objects.create(name="after")
    assert set(Stream.objects.values_list("name", flat=True)) == {"there", "after"}
