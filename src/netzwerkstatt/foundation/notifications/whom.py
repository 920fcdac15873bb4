"""Whom an event concerns: what rooms name when they declare `tells`."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db.models import Q

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.notifications.models import Follow

Whom = Callable[[Event, Entry], Iterable[Person]]


def followers(event: Event, entry: Entry) -> Iterable[Person]:
    """Who follows the item, what it lives in, its city or one of its themes – but did not stop following it. One query."""
    return _following(entry, [entry.pk, entry.home_id])


def followers_and_origins(event: Event, entry: Entry) -> Iterable[Person]:
    """The same, and who follows what it came from: they hear what came of it. Two queries."""
    sources = entry.links_in.values_list("source_id", flat=True)
    return _following(entry, [entry.pk, entry.home_id, *sources])


def author(event: Event, entry: Entry) -> Iterable[Person]:
    """Who made the item."""
    return Person.objects.filter(pk=entry.author_id) if entry.author_id else ()


def person_in(field: str) -> Whom:
    """The person whose key stands in this field of the event's payload."""

    def find(event: Event, entry: Entry) -> Iterable[Person]:
        return Person.objects.filter(pk=event.payload.get(field))

    return find


def _following(entry: Entry, entries: Iterable[int | None]) -> Iterable[Person]:
    hears = Q(entry__in=[pk for pk in entries if pk]) | Q(theme__in=entry.theme_list)
    if entry.city_id:
        hears |= Q(city=entry.city_id)
    stopped = Follow.objects.filter(entry=entry, wanted=False).values("person")
    follows = Follow.objects.filter(hears, wanted=True).exclude(person__in=stopped)
    return Person.objects.filter(pk__in=follows.values("person"), is_active=True)
