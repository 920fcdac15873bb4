"""When a person was here: one row, read with the number of her unread notices, written at most once an hour."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.prepared import Prepared
from netzwerkstatt.foundation.notifications.models import Notice, Reader

AN_HOUR = timedelta(hours=1)


def unread_here(person: Person) -> int:
    """How many notices are unread, for the header; notes that the person is here. One query, and one write an hour."""
    row = _UNREAD.first((), person.pk)
    if row is None:
        return 0
    unread, seen_at, kept = row
    _note(person, seen_at, known=kept is not None)
    return int(unread)


def _unread(person: int) -> QuerySet[Person, tuple[Any, ...]]:
    mine = Notice.objects.filter(person=OuterRef("pk"), read_at__isnull=True).order_by()
    number = mine.values("person").annotate(number=Count("pk")).values("number")
    return (
        Person.objects.filter(pk=person)
        .annotate(unread=Coalesce(Subquery(number, output_field=IntegerField()), 0))
        .values_list("unread", "reader__seen_at", "reader__pk")
    )


_UNREAD = Prepared[tuple[Any, ...]](_unread)


def _note(person: Person, seen_at: datetime | None, *, known: bool) -> None:
    """A visit begins after an hour of silence: what was the last sight of her becomes her last visit."""
    now = clock.now()
    if seen_at is not None and now - seen_at < AN_HOUR:
        return
    if not known:
        Reader.objects.bulk_create([Reader(person=person)], ignore_conflicts=True)
    stale = Q(seen_at__isnull=True) | Q(seen_at__lte=now - AN_HOUR)
    Reader.objects.filter(stale, person=person).update(last_visit=seen_at, seen_at=now)
