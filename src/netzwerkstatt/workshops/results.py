"""What the room of workshops has to show for a year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from netzwerkstatt.foundation.entries.results import (
    MOST,
    PEOPLE,
    Account,
    Found,
    Line,
    Measure,
    Scope,
    line_of,
    register_account,
)
from netzwerkstatt.foundation.network.models import Membership
from netzwerkstatt.workshops.models import Invitation, Workshop

SOON = timedelta(days=10)

HELD = Measure(
    "workshops", gettext_lazy("Workshops held"),
    gettext_lazy("Workshops whose day lies in the year and that took place. Confidential meetings are not counted."),
    order=10, ledger=True, key=True,
)  # fmt: skip
IN_TIME = Measure(
    "protocols-in-time", gettext_lazy("Protocols released within ten days"),
    gettext_lazy("Workshops held whose protocol was first released at most ten days after their day."), order=15,
)  # fmt: skip
ACROSS = Measure(
    "experts-across", gettext_lazy("Visits of experts from other Länder"),
    gettext_lazy("Invited people who said that they come to a workshop held in the year, and who belong to networks of other Länder only. Each workshop counts anew; nobody is named."),
    order=35, unit=PEOPLE,
)  # fmt: skip


def read(scope: Scope) -> Mapping[str, Found]:
    """Two queries."""
    over = (Workshop.State.CLOSED, Workshop.State.RELEASED)
    rows = Workshop.objects.filter(scope.seen(), scope.within("day"), is_confidential=False, state__in=over)
    read_with = rows.select_related("entry__city").annotate(first=Min("records__released_at"))
    found = list(read_with.order_by("-day", "-pk")[:MOST])
    visits = _visits(found)
    people, ideas = sum(one.people for one in found), sum(one.ideas for one in found)
    in_the_room = ngettext("%(n)d person in the room", "%(n)d people in the room", people) % {"n": people}
    thought_of = ngettext("%(n)d idea", "%(n)d ideas", ideas) % {"n": ideas}
    note = f"{in_the_room}, {thought_of}" if found else ""
    return {
        HELD.name: Found(tuple(_line(one) for one in found), note),
        IN_TIME.name: Found(tuple(_line(one) for one in found if _is_in_time(one)), of=len(found)),
        ACROSS.name: Found(tuple(_visited(one, visits[one.pk]) for one in found if one.pk in visits)),
    }


def _visits(workshops: list[Any]) -> dict[int, int]:
    """How many people of other Länder came to each, where there were any. One query."""
    theirs = Membership.objects.filter(person=OuterRef("person"))
    home = OuterRef("workshop__entry__network__state")
    at_home = Exists(theirs.filter(Q(network__state=home) | Q(city__network__state=home)))
    somewhere = Exists(theirs.filter(Q(network__isnull=False) | Q(city__isnull=False)))
    came = Invitation.objects.filter(~at_home, somewhere, workshop__in=workshops, answer=Invitation.Answer.COMES)
    return dict(came.order_by().values_list("workshop").annotate(Count("person", distinct=True)))


def _is_in_time(workshop: Any) -> bool:
    """Its first record came within ten days; a later correction takes nothing from that."""
    return workshop.first is not None and localtime(workshop.first).date() <= workshop.day + SOON


def _line(workshop: Workshop) -> Line:
    released = workshop.is_released
    people = ngettext("%(n)d person", "%(n)d people", workshop.people) % {"n": workshop.people}
    ideas = ngettext("%(n)d idea", "%(n)d ideas", workshop.ideas) % {"n": workshop.ideas}
    return line_of(
        workshop.entry, on=workshop.day, effect=f"{people}, {ideas}", state="ok" if released else "wait",
        words=_("released") if released else _("protocol in the making"),
    )  # fmt: skip


def _visited(workshop: Workshop, people: int) -> Line:
    effect = ngettext("%(n)d person of another Land", "%(n)d people of other Länder", people) % {"n": people}
    return line_of(workshop.entry, on=workshop.day, effect=effect, counts=people, words=_("took place"))


def register() -> None:
    """At start."""
    register_account(Account("workshops", (HELD, IN_TIME, ACROSS), read))
