"""A connection that the server has ended is noticed before a page uses it, without asking before each page."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no connection that can end"),
]


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
