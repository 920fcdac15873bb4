"""What feeds and calendars show: what everybody may read, each in a fixed number of queries."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q

from netzwerkstatt.foundation.entries.kinds import cycle
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.models import City, Theme
from netzwerkstatt.recommendations.models import RELEASED, Address
from netzwerkstatt.workshops.models import Workshop

MOST = 50
PAST = timedelta(days=366)


def newest(*, city: City | None = None, theme: Theme | None = None, kind: str = "") -> list[Entry]:
    """The fifty youngest steps of the cycle that everybody may read; drafts have no place here. Two queries.

    Single ideas come by the hundred and are left out: their workshop is the step.
    """
    kinds = [kind] if kind else [one.code for one in cycle() if not one.folds]
    found = Entry.objects.visible_to(None).filter(kind__in=kinds).exclude(state="draft")
    if city:
        found = found.filter(city=city)
    if theme:
        found = found.filter(themes=theme)
    shown = found.select_related("city__network__state", "network__state").prefetch_related("themes")
    return list(shown.order_by("-created_at", "-pk")[:MOST])


def workshops_with_a_day(city: City | None = None) -> list[Workshop]:
    """Public workshops that have a day, from a year ago on. One query."""
    found = Workshop.objects.visible_to(None).filter(day__gte=clock.today() - PAST)
    if city:
        found = found.filter(entry__city=city)
    return list(found.select_related("entry__city").order_by("day", "begins", "pk"))


def answers_due() -> list[Any]:
    """Until which day which Land is asked to answer a released recommendation. One query."""
    released = Q(recommendation__entry__state=RELEASED, due__gte=clock.today() - PAST)
    visible = Entry.objects.visible_to(None).filter(kind="recommendation")
    found = Address.objects.filter(released, recommendation__entry__in=visible)
    return list(found.select_related("recommendation__entry", "state").order_by("due", "pk"))
