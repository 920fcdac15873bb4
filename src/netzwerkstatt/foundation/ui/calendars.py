"""What has a day as a calendar (iCalendar, RFC 5545): one file to keep, or an address to follow."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText

PRODUCT = "-//Netzwerkstatt//Calendar//EN"
OFTEN = timedelta(hours=12)
PUBLISH, CANCEL = "PUBLISH", "CANCEL"
CONTENT_TYPE = "text/calendar; charset=utf-8"


def day_event(name: str, *, title: str, begins: date | datetime, url: str, made: datetime, sequence: int = 0) -> Any:
    """One event, known by `name` for good; `url` without the host. A date alone is the whole day.

    The same bytes as long as nothing changes, so that a calendar that asks again need not read again. A calendar takes
    it for newer where `sequence` is higher.
    """
    event = Event()
    event.add("uid", f"{name}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("dtstamp", made)
    event.add("sequence", sequence)
    event.add("summary", title)
    event.add("dtstart", begins)
    event.add("url", settings.BASE_URL + url)
    return event


def organised_by(event: Any, name: str) -> None:
    """Whose event it is, as RFC 5546 asks of a file that is sent. Answers go by the page, not by the calendar."""
    organiser = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    organiser.params["CN"] = vText(name)
    event.add("organizer", organiser)


def file_of(event: Any, *, method: str = PUBLISH) -> bytes:
    """One event as a file to take into a calendar; with CANCEL the calendar strikes it out."""
    return _bytes([event], method)


def calendar_of(title: str, events: Iterable[Any]) -> bytes:
    """Events as a calendar that one follows; it looks again twice a day."""
    return _bytes(events, PUBLISH, title)


def _bytes(events: Iterable[Any], method: str, title: str = "") -> bytes:
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", method)
    if title:
        made.add("x-wr-calname", title)
        made.add("refresh-interval", OFTEN)
    for event in events:
        made.add_component(event)
    made.add_missing_timezones()
    return bytes(made.to_ical())
