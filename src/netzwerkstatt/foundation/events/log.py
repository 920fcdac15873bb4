"""Event types, and `record`: the only way into the log.

An event's number comes from its stream's counter row, taken as the last statement of the transaction: reading
"id greater than the last" from a serial loses events under concurrent writers, a counter taken early serialises them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Protocol

from django.db import connection, transaction

from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Text
from netzwerkstatt.foundation.events.models import Event


class Subject(Protocol):
    """What an event is about: it has a stream, and a public id where it is an entry."""

    @property
    def stream(self) -> str: ...
    @property
    def public_id(self) -> str: ...


@dataclass(frozen=True)
class Occurrence:
    """One thing that is about to be recorded. `at` is given where it happened elsewhere and is told here later."""

    type: EventType
    stream: str
    entry: str
    actor: Any
    payload: dict[str, Any]
    at: datetime | None = None


@dataclass(frozen=True)
class EventType:
    """A kind of event: its name, what people read after the actor's name ("named the problem"), what its payload holds.

    `personal` names payload keys with a person's key, or with words about a person; they can be shredded. `plain` names
    the others. A key that is neither is refused, so that nobody adds personal data unawares. With `whole` the text is
    a sentence of its own ("somebody came in").
    """

    name: str
    text: Text
    personal: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    whole: bool = False

    def __post_init__(self) -> None:
        if self.name in EVENT_TYPES:
            raise ValueError(f"event type {self.name} is declared twice")
        EVENT_TYPES[self.name] = self

    def __call__(self, subject: Subject, actor: Any = None, **payload: Any) -> Occurrence:
        if undeclared := set(payload) - {*self.personal, *self.plain}:
            keys = ", ".join(sorted(undeclared))
            raise TypeError(f"event {self.name}: say of the payload's {keys} whether it is personal=(…) or plain=(…)")
        person = actor if getattr(actor, "is_authenticated", False) else None
        return Occurrence(self, subject.stream, subject.public_id, person, payload)


EVENT_TYPES: dict[str, EventType] = {}


@dataclass
class UnitOfWork:
    """What the running transaction has to record at its end, and which rows it made."""

    occurrences: list[Occurrence] = field(default_factory=list)
    made: set[tuple[str, int]] = field(default_factory=set)


_current: ContextVar[UnitOfWork | None] = ContextVar("unit_of_work", default=None)


def current_unit() -> UnitOfWork | None:
    """The unit of work of the running action, or None outside of one."""
    return _current.get()


@contextmanager
def unit_of_work() -> Iterator[UnitOfWork]:
    """One transaction; what was recorded in it is written as its last statements. Nested use joins the outer one."""
    if outer := _current.get():
        recorded = len(outer.occurrences)
        try:
            with transaction.atomic():
                yield outer
        except BaseException:
            del outer.occurrences[recorded:]  # undone: whoever goes on without it tells nothing of it
            raise
        return
    unit = UnitOfWork()
    token = _current.set(unit)
    try:
        with transaction.atomic():
            yield unit
            for occurrence in unit.occurrences:
                _append(occurrence)
    finally:
        _current.reset(token)


def record(occurrence: Occurrence) -> None:
    """Append the event to its stream, in the same transaction as the change it tells of."""
    if unit := _current.get():
        unit.occurrences.append(occurrence)
        return
    with transaction.atomic():
        _append(occurrence)


def _append(occurrence: Occurrence) -> None:
    """By hand: every change there is waits for this – one statement where the database can, else two."""
    values = values_of(occurrence)
    if connection.vendor == "postgresql":
        connection.send_with_commit(_NUMBERED, values)  # type: ignore[attr-defined]
        return
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, values[:1])
        cursor.execute(_EVENT, [*cursor.fetchone(), *values[1:]])


def values_of(occurrence: Occurrence) -> list[Any]:
    """What the statement that appends it takes: its stream, and its row without the number."""
    payload = Event._meta.get_field("payload").get_db_prep_save(occurrence.payload, connection)  # noqa: SLF001
    at = connection.ops.adapt_datetimefield_value(occurrence.at or clock.now())
    actor = occurrence.actor.pk if occurrence.actor else None
    return [occurrence.stream, occurrence.type.name, at, occurrence.entry, actor, payload]


def numbered(condition: str, more: str) -> list[str]:
    """The parts `taken` and `told` of a statement of PostgreSQL: the stream's next number, and the event that has it,
    where `condition` holds; `more` is what the payload has besides.
    """
    return [
        f"taken AS (INSERT INTO events_stream (name, head) SELECT %s, 1 WHERE {condition} {_ONE_ON})",
        f"told AS ({_COLUMNS} SELECT name, head, %s, %s, %s, %s, %s || {more} FROM taken RETURNING number)",  # noqa: S608 - own words
    ]


_ONE_ON: Final = "ON CONFLICT (name) DO UPDATE SET head = events_stream.head + 1 RETURNING name, head"
_NEXT: Final = f"INSERT INTO events_stream (name, head) VALUES (%s, 1) {_ONE_ON}"  # noqa: S608 - own words
_COLUMNS: Final = "INSERT INTO events_event (stream_id, number, type, at, entry, actor_id, payload)"
_EVENT: Final = f"{_COLUMNS} VALUES (%s, %s, %s, %s, %s, %s, %s)"
_NUMBERED: Final = f"WITH taken AS ({_NEXT}) {_COLUMNS} SELECT name, head, %s, %s, %s, %s, %s FROM taken"  # noqa: S608 - own words
