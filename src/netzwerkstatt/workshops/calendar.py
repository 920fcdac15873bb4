"""A workshop in a calendar: from its beginning as long as its phases take."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.ui import calendars
from netzwerkstatt.workshops.models import Phase, Workshop


def minutes_of(workshops: Iterable[Workshop]) -> dict[int, int]:
    """How long each takes, by its phases. One query."""
    rows = Phase.objects.filter(workshop__in=list(workshops)).order_by().values_list("workshop")
    return dict(rows.annotate(Sum("minutes")))


def event_of(workshop: Workshop, minutes: int) -> Any:
    """The event; the whole day where no clock time is known, struck out where it was called off. It has a day."""
    starts = workshop.starts_at
    day = workshop.day
    begins: date | datetime = starts or day  # type: ignore[assignment]  # only workshops with a day come here
    event = calendars.day_event(
        workshop.public_id, title=workshop.title, begins=begins, url=workshop.entry.get_absolute_url(),
        made=workshop.entry.created_at, sequence=workshop.sequence,
    )  # fmt: skip
    if starts and minutes:
        event.add("dtend", starts + timedelta(minutes=minutes))
    event.add("status", "CANCELLED" if workshop.is_called_off else "CONFIRMED")
    if said := "\n\n".join(_said(workshop)):
        event.add("description", said)
    if place := ", ".join(part for part in (workshop.place, str(workshop.entry.city or "")) if part):
        event.add("location", place)
    calendars.organised_by(event, str(workshop.entry.city or workshop.title))
    return event


def _said(workshop: Workshop) -> list[str]:
    if workshop.is_called_off:
        return [_("Does not take place: %(why)s") % {"why": workshop.called_off_why}]
    return [text for text in (workshop.question, workshop.practical) if text]


def calendar_file(workshop: Workshop) -> bytes | None:
    """The file to take into a calendar; None without a day. One query."""
    if workshop.day is None:
        return None
    event = event_of(workshop, minutes_of([workshop]).get(workshop.pk, 0))
    return calendars.file_of(event, method=calendars.CANCEL if workshop.is_called_off else calendars.PUBLISH)
