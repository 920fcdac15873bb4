"""A laptop in a hall, in the middle of a test: an empty installation for as long as it lasts, then all is as before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction

KEPT = {"contenttypes", "migrations"}


@contextmanager
def on_a_laptop(settings: Any) -> Iterator[None]:
    """Within, the database is empty and the settings are those of a room server."""
    settings.ROOM = True
    connection.check_constraints()
    try:
        with transaction.atomic():
            _empty()
            yield
            connection.check_constraints()
            raise _Over
    except _Over:
        pass
    finally:
        settings.ROOM = False


class _Over(Exception):
    """The hall is closed."""


def _empty() -> None:
    tables = [
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.app_label not in KEPT
    ]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        for table in tables:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - names of our own
        for statement in connection.ops.sequence_reset_by_name_sql(
            no_style(), [{"table": table, "column": "id"} for table in tables]
        ):
            cursor.execute(statement)
        for _name, sql in triggers:
            cursor.execute(sql)
