"""What has a day for one person: workshops she comes to or runs, what she promised, what her city's projects owe."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.commitments.models import PENDING, Commitment
from netzwerkstatt.foundation.entries.models import Entry, visible_q
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.rules import standing
from netzwerkstatt.foundation.notifications.letters import hash_of
from netzwerkstatt.foundation.notifications.models import CalendarKey
from netzwerkstatt.foundation.ui.calendars import day_event
from netzwerkstatt.projects.models import Funding, Profile, Project, Step
from netzwerkstatt.recommendations.models import RELEASED, Address
from netzwerkstatt.site.feeds.calendar import answer_event
from netzwerkstatt.workshops.calendar import event_of, minutes_of
from netzwerkstatt.workshops.models import Invitation, Workshop

MOST = 200
PAST = timedelta(days=92)


def whose(token: str) -> Person | None:
    """The person of this address, as long as it holds. One query."""
    found = CalendarKey.objects.filter(token_hash=hash_of(token), person__is_active=True).select_related("person")
    key = found.first()
    return key.person if key else None


def events_of(person: Person) -> list[Any]:
    """Everything with a day that concerns her, in her language, from three months ago on. Nine queries."""
    with translation.override(person.language or settings.LANGUAGE_CODE):
        return [*_workshops(person), *_promised(person), *_of_projects(person), *_answers(person)]


def _workshops(person: Person) -> list[Any]:
    came = Invitation.objects.filter(person=person).exclude(answer=Invitation.Answer.DECLINES)
    mine = Q(facilitator=person) | Q(pk__in=came.values("workshop")) | Q(entry__city__in=standing(person).cities)
    rows = Workshop.objects.filter(mine, visible_q(person, "entry__"), day__gte=clock.today() - PAST)
    found = list(rows.select_related("entry__city").distinct().order_by("day", "pk")[:MOST])
    minutes = minutes_of(found)
    return [event_of(one, minutes.get(one.pk, 0)) for one in found]


def _promised(person: Person) -> list[Any]:
    rows = Commitment.objects.filter(
        Q(entry__in=Entry.objects.visible_to(person)), person=person, state__in=PENDING, hidden_at__isnull=True
    )
    return [
        day_event(
            one.public_id,
            title=one.what,
            begins=one.due,
            url=one.get_absolute_url(),
            made=timezone.make_aware(datetime.combine(one.made_on, time())),
        )
        for one in rows.order_by("due", "pk")[:MOST]
    ]


def _of_projects(person: Person) -> list[Any]:
    """First steps, measures and milestones, funding to apply for, Steckbriefe to look at again."""
    cities = standing(person).cities
    if not cities:
        return []
    theirs = Project.objects.visible_to(person).filter(entry__city__in=cities)
    found = [
        _of(one, "first", _("First step: %(what)s") % {"what": one.first_step}, one.first_step_due)
        for one in theirs.filter(first_step_done_on__isnull=True).select_related("entry").order_by("pk")[:MOST]
    ]
    lines: Any = {"project__in": theirs}
    steps = Step.objects.filter(done_on__isnull=True, **lines).select_related("project__entry")
    found += [_of(one.project, f"step-{one.pk}", one.what, one.due) for one in steps.order_by("due", "pk")[:MOST]]
    funding = Funding.objects.filter(state=Funding.State.PLANNED, apply_until__isnull=False, **lines)
    for paid in funding.select_related("project__entry").order_by("apply_until", "pk")[:MOST]:
        title = _("Apply for funding: %(source)s") % {"source": paid.source}
        found.append(_of(paid.project, f"funding-{paid.pk}", title, paid.apply_until))
    reviews = Profile.objects.filter(review_on__isnull=False, **lines).select_related("project__entry")
    for one in reviews.order_by("review_on", "pk")[:MOST]:
        title = _("Look at the Steckbrief again: %(title)s") % {"title": one.project.title}
        found.append(_of(one.project, "review", title, one.review_on))
    return found


def _of(project: Project, name: str, title: str, due: Any) -> Any:
    return day_event(
        f"{project.public_id}-{name}", title=title, begins=due, url=project.get_absolute_url(),
        made=project.entry.created_at,
    )  # fmt: skip


def _answers(person: Person) -> list[Any]:
    """Until when her ministry is asked to answer."""
    states = standing(person).states
    if not states:
        return []
    rows = Address.objects.filter(
        state__in=states, recommendation__entry__state=RELEASED, due__gte=clock.today() - PAST
    )
    seen = rows.filter(recommendation__entry__in=Entry.objects.visible_to(person))
    found = seen.select_related("recommendation__entry", "state").order_by("due", "pk")[:MOST]
    return [answer_event(one) for one in found]


def address_of(token: str) -> str:
    """The whole address, to copy into a calendar."""
    return settings.BASE_URL + reverse("feeds:mine", args=[token])
