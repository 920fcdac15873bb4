"""Reads of inquiries for pages and for the desk."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from netzwerkstatt.foundation.entries.desk import Task, Waiting, each
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.rules import standing
from netzwerkstatt.ideas.inquiries.models import AskedCity, Experience, Inquiry, InquiryAnswer

ANSWERED = Count("asked", filter=Q(asked__state=AskedCity.State.ANSWERED))


def open_inquiries(viewer: Any) -> QuerySet[Inquiry]:
    """What can be answered now, the next due first. Two queries, whatever the number."""
    found = Inquiry.objects.visible_to(viewer).filter(state=Inquiry.State.OPEN)
    rows: QuerySet[Inquiry] = _counted(found).order_by("due", "pk")
    return rows


def own_inquiries(viewer: Any) -> QuerySet[Inquiry]:
    """What the viewer's cities asked, the newest first. Two queries."""
    found = Inquiry.objects.visible_to(viewer).filter(entry__city__in=standing(viewer).cities)
    rows: QuerySet[Inquiry] = _counted(found).order_by("-pk")
    return rows


def experiences(viewer: Any) -> QuerySet[Experience]:
    """What was summed up, the newest first. Two queries."""
    rows: QuerySet[Experience] = Experience.objects.visible_to(viewer).with_entry()
    return rows.annotate(answered=_answered_of_experience()).order_by("-pk")


def _counted(found: Any) -> Any:
    return found.with_entry().annotate(answered=ANSWERED, cities=Count("asked"))


def _answered_of_experience() -> Count:
    return Count("inquiry__asked", filter=Q(inquiry__asked__state=AskedCity.State.ANSWERED))


def asked_cities(inquiry: Inquiry) -> list[AskedCity]:
    """All cities asked with what came of it, in the order of their names. One query."""
    return list(
        AskedCity.objects.filter(inquiry=inquiry)
        .select_related("city__network__state", "answer__entry")
        .order_by("city__name")
    )


def answers_to(inquiry: Inquiry, viewer: Any) -> list[InquiryAnswer]:
    """What the cities answered, as far as the viewer may see it, in the order of arrival. Two queries."""
    rows = (
        InquiryAnswer.objects.visible_to(viewer)
        .filter(asked__inquiry=inquiry)
        .with_place("asked__city__network__state")
    )
    return with_pointed(list(rows.order_by("pk")), viewer)


def with_pointed(answers: list[InquiryAnswer], viewer: Any) -> list[InquiryAnswer]:
    """The answers with `pointed`: the item each points to, or None where the viewer may not see it. One query."""
    wanted = [answer.points_to_id for answer in answers if answer.points_to_id]
    seen = {entry.pk: entry for entry in Entry.objects.visible_to(viewer).filter(pk__in=wanted)} if wanted else {}
    for answer in answers:
        answer.pointed = seen.get(answer.points_to_id or 0)
    return answers


def asked_of(inquiry: Inquiry, viewer: Any) -> AskedCity | None:
    """What the inquiry asks of a city the viewer speaks for; one that has not answered first.

    One query, kept with the inquiry as it was read: page and offers ask for it.
    """
    cities = standing(viewer).cities
    if not cities:
        return None
    known: dict[frozenset[int], AskedCity | None] = inquiry.__dict__.setdefault("_asked_of", {})
    if cities not in known:
        known[cities] = _asked_of(inquiry, cities)
    return known[cities]


def _asked_of(inquiry: Inquiry, cities: frozenset[int]) -> AskedCity | None:
    rows = AskedCity.objects.filter(inquiry=inquiry, city__in=cities).select_related("city", "answer__entry")
    return min(rows, key=lambda one: (one.state == AskedCity.State.ANSWERED, one.pk), default=None)


def cities_that_answered(experience: Experience) -> list[AskedCity]:
    """Those an experience comes from. One query."""
    rows = AskedCity.objects.filter(inquiry=experience.inquiry_id, state=AskedCity.State.ANSWERED)
    return list(rows.select_related("city__network__state").order_by("city__name"))


def waiting_for(person: Any) -> list[Waiting]:
    """Inquiries a person's cities have not answered, and own ones that wait to be summed up."""
    cities = standing(person).cities
    if not cities:
        return []
    return [Waiting(_to_answer(cities), each(_asked)), Waiting(_to_sum_up(cities), each(_ready))]


def _to_answer(cities: Any) -> QuerySet[AskedCity]:
    asked = AskedCity.objects.filter(
        city__in=cities,
        state=AskedCity.State.ASKED,
        inquiry__state=Inquiry.State.OPEN,
        inquiry__entry__deleted_at__isnull=True,
        inquiry__entry__hidden_at__isnull=True,
    ).select_related("inquiry__entry__city")
    return asked.order_by("inquiry__due", "pk")[:20]


def _asked(one: AskedCity) -> Task:
    return Task(
        stage="transfer",
        title=one.inquiry.title,
        meta=_("%(city)s asks the other cities") % {"city": one.inquiry.entry.city},
        verb=pgettext("inquiry", "Answer"),
        url=reverse("inquiries:give-answer", args=[one.inquiry.public_id]),
        due=one.inquiry.due,
    )


def _to_sum_up(cities: Any) -> QuerySet[Inquiry]:
    waiting = Count("asked", filter=Q(asked__state=AskedCity.State.ASKED))
    own = Inquiry.objects.filter(
        state=Inquiry.State.OPEN, entry__city__in=cities, entry__deleted_at__isnull=True
    ).annotate(answered=ANSWERED, waiting=waiting)
    ready = own.filter(Q(due__lt=clock.today()) | Q(waiting=0)).select_related("entry").order_by("due", "pk")
    return ready[:20]


def _ready(one: Any) -> Task:
    return Task(
        stage="transfer",
        title=one.title,
        meta=ngettext("%(n)d city has answered", "%(n)d cities have answered", one.answered) % {"n": one.answered},
        verb=_("Sum up") if one.answered else _("Close"),
        url=reverse("inquiries:sum-up", args=[one.public_id]) if one.answered else one.get_absolute_url(),
        due=one.due,
    )
