"""What became of a workshop: which months are asked about now, and whom the question reaches. Reads only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from netzwerkstatt.foundation.events import clock
from netzwerkstatt.workshops.models import Echo, Workshop

A_WEEK = timedelta(days=7)
A_MONTH = timedelta(days=31)


def due_on(day: date, months: int) -> date:
    """So many months after a day; the last of the month where there is no such day."""
    year, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + year, month + 1, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return min(first.replace(day=1) + timedelta(days=day.day - 1), last)


def asked_now(workshop: Workshop, written: list[Echo]) -> int | None:
    """About which months the host is asked today: the latest that have passed and nobody wrote about, or None."""
    if not workshop.is_released or workshop.day is None or workshop.is_confidential:
        return None
    known = {one.months for one in written}
    passed = [months for months in Echo.MONTHS if due_on(workshop.day, months) <= clock.today() and months not in known]
    return passed[-1] if passed else None


def to_ask() -> Iterator[tuple[Workshop, int, datetime]]:
    """Workshops about which somebody is asked within a week, or was within a month, and when. Two queries."""
    today = clock.today()
    earliest = today - timedelta(days=366) - A_MONTH - A_WEEK
    rows = Workshop.objects.filter(
        Q(state=Workshop.State.RELEASED, is_confidential=False), day__gte=earliest, entry__deleted_at__isnull=True
    )
    for workshop in rows.select_related("entry__author", "facilitator").prefetch_related("echoes"):
        known = {one.months for one in workshop.echoes.all()}
        for months in Echo.MONTHS:
            day: Any = workshop.day
            when = due_on(day, months)
            if months not in known and today - A_MONTH <= when <= today + A_WEEK:
                yield workshop, months, timezone.make_aware(datetime.combine(when, time(7)))
