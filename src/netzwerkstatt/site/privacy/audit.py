"""The log as the data-protection officer reads it: who opened it and why, filters, pages by key, the file."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from netzwerkstatt.evidence.export import BOM, harmless
from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.kinds import KINDS
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.guard import SHREDDED
from netzwerkstatt.foundation.events.log import EVENT_TYPES
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.events.shredding import names_in, somebody, told

STREAM = "audit"
OPENED = "audit.opened"
OPEN_FOR = timedelta(hours=1)
OPENINGS_SHOWN = 20
PEOPLE_AT_MOST = 20
ON_A_PAGE = 40
COLUMNS = ["time", "event", "sentence", "person", "item", "stream", "number", "details"]


@dataclass(frozen=True)
class Opening:
    """One officer looks into the log for an hour, and says why."""

    who: str
    at: datetime
    reason: str

    @property
    def until(self) -> datetime:
        return self.at + OPEN_FOR


def opening_of(person: Any) -> Opening | None:
    """The opening under which this officer may look now."""
    since = clock.now() - OPEN_FOR
    return next((_opening(e) for e in _openings().filter(actor=person, at__gt=since)[:1]), None)


def openings() -> list[Opening]:
    """Who looked lately, and why; the latest first."""
    return [_opening(event) for event in _openings()[:OPENINGS_SHOWN]]


def _openings() -> QuerySet[Event]:
    return Event.objects.filter(stream=STREAM, type=OPENED).select_related("actor").order_by("-number")


def _opening(event: Event) -> Opening:
    return Opening(event.actor.name if event.actor else somebody(), event.at, event.payload["reason"])


@dataclass(frozen=True)
class Filters:
    """Which events are asked for; what is empty asks for nothing."""

    since: date | None = None
    until: date | None = None
    kind: str = ""
    person: str = ""
    item: str = ""

    def events(self) -> QuerySet[Event]:
        """They, the latest first, with who did it."""
        found = Event.objects.select_related("actor").order_by("-at", "-id")
        if self.since:
            found = found.filter(at__gte=_midnight(self.since))
        if self.until:
            found = found.filter(at__lt=_midnight(self.until + timedelta(days=1)))
        if self.kind:
            found = found.filter(type=self.kind)
        if self.person:
            found = found.filter(_of_people(self.person))
        if self.item:
            found = found.filter(_of_item(self.item))
        return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _of_people(words: str) -> Q:
    """Events in which somebody of this name or address acts, or is told of."""
    named = Q(name__icontains=words) | Q(email__iexact=words)
    people = list(Person.objects.filter(named).order_by("name", "pk").values_list("pk", flat=True)[:PEOPLE_AT_MOST])
    keys = sorted({key for type_ in EVENT_TYPES.values() for key in type_.personal})
    told_of = (Q(**{f"payload__{key}": person}) for key in keys for person in people)
    return reduce(or_, told_of, Q(actor__in=people))


def _of_item(words: str) -> Q:
    """Events of the item with this number ("B-142"), public id, or address."""
    wanted = words.strip().rstrip("/").split("/")[-1].split("?")[0]
    if number := re.fullmatch(r"([A-Za-z]{1,4})-0*(\d{1,9})", wanted):
        prefix = number[1].upper()
        kinds = [kind.code for kind in KINDS.values() if kind.prefix == prefix]
        ids = list(Entry.objects.filter(kind__in=kinds, number=int(number[2])).values_list("public_id", flat=True))
        return Q(entry__in=ids)
    return Q(entry=wanted) | Q(stream=wanted)


@dataclass(frozen=True)
class Row:
    """One event as it is read: when, a sentence, the item where the reader may see it, and what else is known."""

    event: Event
    sentence: str
    item: Entry | None
    details: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Shown:
    """One page of events, and the keys of its neighbours (None: there is none)."""

    rows: list[Row]
    newer: int | None
    older: int | None


def page(filters: Filters, viewer: Person, *, before: int | None = None, after: int | None = None) -> Shown:
    """The page behind the event `before`, or in front of `after`; at most seven queries."""
    found = filters.events()
    if after and (mark := Event.objects.filter(pk=after).first()):
        nearest = found.filter(Q(at__gt=mark.at) | Q(at=mark.at, pk__gt=mark.pk)).order_by("at", "id")
        events = list(nearest[: ON_A_PAGE + 1])
        more, events = len(events) > ON_A_PAGE, events[:ON_A_PAGE][::-1]
        return Shown(rows_of(events, viewer), events[0].pk if more else None, events[-1].pk if events else None)
    mark = Event.objects.filter(pk=before).first() if before else None
    if mark:
        found = found.filter(Q(at__lt=mark.at) | Q(at=mark.at, pk__lt=mark.pk))
    events = list(found[: ON_A_PAGE + 1])
    more, events = len(events) > ON_A_PAGE, events[:ON_A_PAGE]
    newer = events[0].pk if mark and events else None
    return Shown(rows_of(events, viewer), newer, events[-1].pk if more else None)


def rows_of(events: list[Event], viewer: Person | None) -> list[Row]:
    """The events with names in place of keys, and with the items that the viewer may see; three queries."""
    people = dict(Person.objects.filter(pk__in=names_in(events)).values_list("pk", "name"))
    ids = {event.entry for event in events if event.entry}
    items = {entry.public_id: entry for entry in Entry.objects.visible_to(viewer).filter(public_id__in=ids)}
    return [Row(event, told(event), items.get(event.entry), _details(event, people)) for event in events]


def _details(event: Event, people: dict[int, str]) -> tuple[tuple[str, str], ...]:
    personal = EVENT_TYPES[event.type].personal if event.type in EVENT_TYPES else ()
    return tuple((key, _said(value, people if key in personal else {})) for key, value in event.payload.items())


def _said(value: Any, people: dict[int, str]) -> str:
    if value == SHREDDED:
        return somebody()
    if isinstance(value, int) and value in people:
        return people[value]
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def csv_lines(events: Iterable[Event]) -> Iterator[str]:
    """Semicolons and a byte order mark, so that a German spreadsheet opens it; one line per event."""
    yield BOM + _line(COLUMNS)
    for event in events:
        person = event.actor.name if event.actor else ""
        details = json.dumps(event.payload, ensure_ascii=False, sort_keys=True)
        at = timezone.localtime(event.at).isoformat(timespec="seconds")
        yield _line([at, event.type, told(event), person, event.entry, event.stream_id, str(event.number), details])


def _line(cells: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerow(harmless(cell) for cell in cells)
    return text.getvalue()
