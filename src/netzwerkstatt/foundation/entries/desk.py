"""What a room says is waiting for a person: the rows of my desk."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from netzwerkstatt.foundation.events.together import read_together


@dataclass(frozen=True)
class Task:
    """One thing that waits for a person. `stage` gives icon and colour, `verb` is the label of the way there."""

    stage: str
    title: str
    meta: str
    verb: str
    url: str
    due: date | None = None


@dataclass(frozen=True)
class Waiting:
    """What a room asks the database for a person's desk, bounded, and what it makes of the rows.

    Rooms say it and do not ask: so the desk asks for all of them at once. `tasks` asks nothing more.
    """

    rows: QuerySet[Any, Any]
    tasks: Callable[[list[Any]], list[Task]]


def tasks_of(waiting: Iterable[Waiting]) -> list[Task]:
    """The tasks of all of them, in their order. One query, whatever their number."""
    asked = list(waiting)
    found = read_together(*(one.rows for one in asked))
    return [task for one, rows in zip(asked, found, strict=True) for task in one.tasks(rows)]


def each(task: Callable[[Any], Task]) -> Callable[[list[Any]], list[Task]]:
    """A task for each row."""
    return lambda rows: [task(row) for row in rows]
