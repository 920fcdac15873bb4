"""What most tests begin with is worked out once in each process; from then on its statements are repeated.

An alliance made by two dozen actions takes 60 ms, its statements alone take three. Only inside a test's transaction:
where a test commits, everything is done as it is done for people.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from django.db import connection

Made = TypeVar("Made")

_CHANGES: Final = ("INSERT", "UPDATE", "DELETE", "WITH")


@dataclass(frozen=True)
class _Recording:
    counters: Mapping[str, int]
    statements: list[tuple[str, Any]]
    made: bytes


_recordings: dict[str, _Recording] = {}


def remembered(name: str, make: Callable[[], Made]) -> Made:
    """What `make` gives back, and in the database what it wrote: the same keys, the same moments, each time.

    `make` must depend on nothing but what is remembered before it, and the database must hold nothing else.
    """
    if name not in _recordings:
        before = _counters()
        statements: list[tuple[str, Any]] = []
        with connection.execute_wrapper(_listening(statements)):
            made = make()
        moved = {key: before.get(key, 0) for key, value in _counters().items() if value != before.get(key, 0)}
        _recordings[name] = _Recording(moved, statements, pickle.dumps(made))
        return made
    recording = _recordings[name]
    with connection.cursor() as cursor:
        _set_back(cursor, recording.counters)
        _repeat(cursor, recording.statements)
    again: Made = pickle.loads(recording.made)  # noqa: S301 - made above
    return again


def _listening(statements: list[tuple[str, Any]]) -> Callable[..., Any]:
    def listen(execute: Callable[..., Any], sql: str, params: Any, *rest: Any) -> Any:
        many, _context = rest
        if sql.lstrip().upper().startswith(_CHANGES):
            statements.extend((sql, each) for each in (params if many else [params]))
        return execute(sql, params, *rest)

    return listen


def _counters() -> dict[str, int]:
    """By table or sequence the last number that was given out."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
        else:
            cursor.execute("SELECT sequencename, COALESCE(last_value, 0) FROM pg_sequences WHERE schemaname = 'public'")
        return dict(cursor.fetchall())


def _set_back(cursor: Any, counters: Mapping[str, int]) -> None:
    if connection.vendor == "sqlite":
        cursor.executemany("DELETE FROM sqlite_sequence WHERE name = %s", [(name,) for name in counters])
        cursor.executemany("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", list(counters.items()))
    elif counters:
        each = ", ".join("setval(%s::text::regclass, %s, %s)" for _ in counters)
        cursor.execute(
            f"SELECT {each}",
            [part for name, last in counters.items() for part in (f'"{name}"', max(last, 1), last > 0)],
        )


def _repeat(cursor: Any, statements: list[tuple[str, Any]]) -> None:
    if connection.vendor == "sqlite":
        for sql, params in statements:
            cursor.execute(sql, params)
    else:
        with connection.connection.pipeline():  # one journey instead of a hundred
            for sql, params in statements:
                cursor.cursor.execute(sql, params)
