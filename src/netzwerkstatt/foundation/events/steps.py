"""Changes that follow each other in one statement where the database can: each way to it is a tenth of a small post."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.db import connection

from netzwerkstatt.foundation.events import log

IF: Final = "{if}"
"""Stands in the SQL of a step where its condition belongs: it goes on only after the one before it."""

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Step:
    """A statement that returns a row for each row it changed; `least` are so many that the next step is taken.

    Its SQL has `IF` in its condition, unless it is the first one, and names each column that it returns once.
    """

    sql: str
    params: Sequence[Any]
    least: int = 1


def take(*steps: Step) -> list[Rows]:
    """Take these steps one after the other; the rows of each, none of those that were not taken.

    One statement on PostgreSQL, one for each step on SQLite. Called inside an action: whoever finds fewer rows than
    needed raises, and all of it is undone.
    """
    if connection.vendor == "postgresql":
        return _at_once(steps)
    found: list[Rows] = [[] for _step in steps]
    with connection.cursor() as cursor:
        for place, step in enumerate(steps):
            cursor.execute(step.sql.replace(IF, "TRUE"), step.params)
            names = [column[0] for column in cursor.description]
            found[place] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
            if len(found[place]) < step.least:
                break
    return found


def take_as_a_whole(*steps: Step, told: log.Occurrence, counted: str) -> list[Rows] | None:
    """All of these steps, and the event that tells of them, as everything the running action does: one statement that
    is a transaction by itself. The column `counted` of the last step's row stands in the event's payload.

    None where that cannot be – on SQLite, inside another transaction, after another statement – or where a step changed
    too little: then nothing has happened, `take` goes the long way and says what is wrong. Whoever gets rows is done:
    what stands here stays, whatever the action would do after it.
    """
    unit = log.current_unit()
    if connection.vendor != "postgresql" or unit is None or unit.occurrences:
        return None
    sql = _whole(_forms(steps), counted)
    params = [value for step in steps for value in step.params]
    row = connection.ask_alone(sql, [*params, *log.values_of(told)])  # type: ignore[attr-defined]
    return list(row[: len(steps)]) if row else None


def _at_once(steps: Sequence[Step]) -> list[Rows]:
    """Each step reads how many rows the one before returned, which makes the database take them in this order."""
    with connection.cursor() as cursor:
        cursor.execute(_joined(_forms(steps)), [value for step in steps for value in step.params])
        return list(cursor.fetchone())


_Forms = tuple[tuple[str, int], ...]


def _forms(steps: Sequence[Step]) -> _Forms:
    return tuple((step.sql, step.least) for step in steps)


@cache
def _joined(steps: _Forms) -> str:
    parts, _condition = _chained(steps)
    return f"WITH {', '.join(parts)} SELECT {', '.join(_rows(steps))}"


@cache
def _whole(steps: _Forms, counted: str) -> str:
    """Where the event was not written, the division ends the statement, and nothing of it happened."""
    parts, condition = _chained(steps)
    last = f"step{len(steps) - 1}"
    parts += log.numbered(condition, f"jsonb_build_object('{counted}', (SELECT {counted} FROM {last}))")  # noqa: S608 - own words
    return f"WITH {', '.join(parts)} SELECT {', '.join(_rows(steps))}, 1 / (SELECT COUNT(*) FROM told)"  # noqa: S608 - own words


def _chained(steps: _Forms) -> tuple[list[str], str]:
    """The steps by name, each with its condition, and the condition of what follows them."""
    parts, condition = [], "TRUE"
    for place, (sql, least) in enumerate(steps):
        parts.append(f"step{place} AS ({sql.replace(IF, condition)})")
        condition = f"(SELECT COUNT(*) FROM step{place}) >= {least}"  # noqa: S608 - own words
    return parts, condition


def _rows(steps: _Forms) -> list[str]:
    return [f"(SELECT COALESCE(json_agg(s), '[]') FROM step{place} s)" for place in range(len(steps))]  # noqa: S608 - own words
