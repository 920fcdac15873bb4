"""Whom recommendations concern: who follows them, the Lands that are asked for an answer, who releases drafts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.network.models import Role, State
from netzwerkstatt.foundation.network.queries import current_memberships
from netzwerkstatt.foundation.network.rules import standing
from netzwerkstatt.foundation.notifications.notify import declare_notice, remind
from netzwerkstatt.foundation.notifications.rounds import declare_dates
from netzwerkstatt.foundation.notifications.telling import sentence, tells, the_day
from netzwerkstatt.foundation.notifications.whom import followers, followers_and_origins
from netzwerkstatt.recommendations import events
from netzwerkstatt.recommendations.models import RELEASED, Address

ANSWER = "recommendations.answer"
DAYS_BEFORE = (14, 3)


def declare() -> None:
    """At start."""
    declare_notice(ANSWER, _("Answers that a Land is asked for"))
    tells(
        events.RELEASED,
        ministries_asked,
        _("%(who)s released this recommendation; your Land is asked for an answer."),
        kind=ANSWER,
        waits=True,
        url=_where_to_answer,
        makes_follow=True,
    )
    tells(events.RELEASED, followers_and_origins, _("%(who)s released this recommendation."))
    tells(events.SOURCE_ADDED, followers, _("The recommendation rests on one thing more."))
    tells(events.ANSWERED, followers_and_origins, _("%(who)s answered in the name of a Land."))
    declare_dates(ANSWER, remind_of_answers)


def ministries_asked(event: Event, entry: Entry) -> Iterable[Person]:
    """Who sits in a ministry of a Land that the recommendation is addressed to. One query."""
    return _ministry_of(State.objects.filter(addresses__recommendation=entry.pk))


def remind_of_answers() -> None:
    """Two weeks and three days before its day, an answer that is not there yet. A query, and one for each Land asked."""
    latest = clock.today() + timedelta(days=max(DAYS_BEFORE))
    waiting = Address.objects.filter(
        answer__isnull=True, due__lte=latest, due__gte=clock.today(), recommendation__entry__state=RELEASED
    ).select_related("state", "recommendation__entry")
    for address in waiting:
        for person in _ministry_of(State.objects.filter(pk=address.state_id)):
            _remind(address, person)


def _remind(address: Address, person: Person) -> None:
    days = min(before for before in DAYS_BEFORE if (address.due - clock.today()).days <= before)
    text = _("%(land)s is asked for an answer by %(day)s.")
    remind(
        timezone.make_aware(datetime.combine(address.due - timedelta(days=days), time(7))),
        person,
        key=f"answer-{address.pk}-{days}",
        kind=ANSWER,
        about=address.recommendation.entry,
        text=sentence(text, land=address.state, day=the_day(address.due)),
        url=_answer_url(address.recommendation.entry, address.state),
    )


def _ministry_of(states: QuerySet[State]) -> QuerySet[Person]:
    roles = current_memberships().filter(role=Role.MINISTRY, state__in=states)
    return Person.objects.filter(pk__in=roles.order_by().values("person"), is_active=True)


def _where_to_answer(event: Event, entry: Entry, person: Person) -> str:
    lands = State.objects.filter(pk__in=standing(person).states, addresses__recommendation=entry.pk)
    land = lands.first()
    return _answer_url(entry, land) if land else entry.get_absolute_url()


def _answer_url(entry: Entry, land: State) -> str:
    """The page asks who is not signed in to do so, and leads back."""
    return reverse("recommendations:give-answer", args=[entry.public_id, land.code])
