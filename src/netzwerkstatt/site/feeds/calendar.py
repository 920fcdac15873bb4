"""What has a day as a calendar (iCalendar, RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Sum
from django.http import HttpResponse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.workshops.models import Phase, Workshop

PRODUCT = "-//Netzwerkstatt//Calendar//EN"
OFTEN = timedelta(hours=12)


def calendar(title: str, events: Iterable[Event]) -> HttpResponse:
    """The answer to a calendar that follows this address; it looks again twice a day."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", title)
    made.add("refresh-interval", OFTEN)
    for event in events:
        made.add_component(event)
    made.add_missing_timezones()
    return HttpResponse(made.to_ical(), content_type="text/calendar; charset=utf-8")


def workshop_event(workshop: Workshop, minutes: int) -> Event:
    """A workshop: from its beginning as long as its phases take; the whole day where no clock time is known."""
    starts = workshop.starts_at
    day = workshop.day
    begins: date | datetime = starts or day  # type: ignore[assignment]  # only workshops with a day come here
    event = _event(workshop.public_id, workshop.entry, workshop.title, begins)
    if starts and minutes:
        event.add("dtend", starts + timedelta(minutes=minutes))
    if workshop.question:
        event.add("description", workshop.question)
    if place := ", ".join(part for part in (workshop.place, str(workshop.entry.city or "")) if part):
        event.add("location", place)
    return event


def answer_event(address: Any) -> Event:
    """The day until which a Land is asked to answer."""
    entry = address.recommendation.entry
    title = _("%(land)s is asked to answer: %(title)s") % {"land": address.state, "title": entry.title}
    return _event(f"{entry.public_id}-{address.state.code}", entry, title, address.due)


def minutes_of(workshops: Iterable[Workshop]) -> dict[int, int]:
    """How long each takes, by its phases. One query."""
    rows = Phase.objects.filter(workshop__in=list(workshops)).order_by().values_list("workshop")
    return dict(rows.annotate(Sum("minutes")))


def _event(name: str, entry: Entry, title: str, begins: date | datetime) -> Event:
    """The same bytes as long as nothing changes, so that a calendar that asks again need not read again."""
    event = Event()
    event.add("uid", f"{name}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("dtstamp", entry.created_at)
    event.add("summary", title)
    event.add("dtstart", begins)
    event.add("url", settings.BASE_URL + entry.get_absolute_url())
    return event
