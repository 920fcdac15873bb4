"""Changes that follow each other in one statement where the database can: each way to it is a tenth of a small post."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.db import connection

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


def _at_once(steps: Sequence[Step]) -> list[Rows]:
    """Each step reads how many rows the one before returned, which makes the database take them in this order."""
    with connection.cursor() as cursor:
        cursor.execute(
            _joined(tuple((step.sql, step.least) for step in steps)),
            [value for step in steps for value in step.params],
        )
        return list(cursor.fetchone())


@cache
def _joined(steps: tuple[tuple[str, int], ...]) -> str:
    parts, condition = [], "TRUE"
    for place, (sql, least) in enumerate(steps):
        parts.append(f"step{place} AS ({sql.replace(IF, condition)})")
        condition = f"(SELECT COUNT(*) FROM step{place}) >= {least}"  # noqa: S608 - own words
    rows = [f"(SELECT COALESCE(json_agg(s), '[]') FROM step{place} s)" for place in range(len(steps))]  # noqa: S608 - own words
    return f"WITH {', '.join(parts)} SELECT {', '.join(rows)}"
