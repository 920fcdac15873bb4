"""Figures by which one sees whether a project works; each ties the project to the card it rests on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.texts.plain import one_line
from netzwerkstatt.projects import events, rules
from netzwerkstatt.projects.actions.founding import SPEAKERS
from netzwerkstatt.projects.actions.planning import write_line
from netzwerkstatt.projects.models import Indicator, Project


@action(rule=rules.may_write, refusal=SPEAKERS)
def set_indicator(
    *,
    actor: Person,
    project: Project,
    what: str,
    unit: str,
    card: Entry,
    baseline: Decimal,
    target: Decimal,
    target_on: date,
    now: Decimal | None = None,
    now_on: date | None = None,
    line: Indicator | None = None,
    edition: int = 0,
    client_id: UUID | None = None,
) -> Indicator:
    """What is counted, from which figure it starts, where it shall be until when, and where it is now.

    The project rests on the card from then on. Records `project.indicator_set`. Raises `Invalid` for a card that is not
    there for the actor, a target that is the baseline, a day of today's value that is ahead or missing;
    `ChangedMeanwhile` where somebody else changed it.
    """
    seen = Entry.objects.visible_to(actor).filter(pk=card.pk, kind="evidence").first()
    if seen is None:
        raise Invalid({"card": _("This is not there, or not for you to see.")})
    if target == baseline:
        raise Invalid({"target": _("The target is where it stands already.")})
    if (now is None) != (now_on is None):
        raise Invalid({"now_on": _("A value of today needs its day, and a day its value.")})
    if now_on is not None and now_on > clock.today():
        raise Invalid({"now_on": _("This day is still ahead.")})
    said = {
        "what": one_line(what, "what", longest=240),
        "unit": one_line(unit, "unit", longest=60),
        "card": seen,
        "baseline": _within(baseline, "baseline"),
        "target": _within(target, "target"),
        "target_on": target_on,
        "now": None if now is None else _within(now, "now"),
        "now_on": now_on,
    }
    made = write_line(Indicator, actor, project, line, edition, client_id, said, events.INDICATOR_SET)
    thread.link(project.entry, thread.SUPPORTED_BY, seen, by=actor)
    return made


def _within(value: Decimal, field: str) -> Decimal:
    if not -Indicator.MOST < value < Indicator.MOST or value != round(value, 2):
        raise Invalid({field: _("Please write a number with at most two places.")})
    return value
