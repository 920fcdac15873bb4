"""A method as pages, plans and other rooms see it, whether it came with the software or is the alliance's own."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from netzwerkstatt.foundation.ui.formatting import number
from netzwerkstatt.methods.vocabulary import Conflict, Demand, Goal, Group, PhaseFit, Skill, Spread, Stage

if TYPE_CHECKING:
    from netzwerkstatt.methods.models import OwnMethod


@dataclass(frozen=True)
class Step:
    """One thing that is done: what, how, how long; `part` counts the days or weeks of a long method."""

    title: str
    text: str
    minutes: int
    part: int = 1


@dataclass(frozen=True)
class Method:
    """A way of working together.

    key: the slug of a method that came with the software, the public id of an own one; workshops keep it. people:
    from and to, `people_to` is None where any number will do. minutes_from, minutes_to: the time together. `stages`,
    `goals`, `groups`, `kinds` and `demands` hold the codes of `vocabulary.py`.
    """

    key: str
    title: str
    purpose: str
    fits: str
    people_from: int
    people_to: int | None
    minutes_from: int
    minutes_to: int
    steps: tuple[Step, ...]
    stages: tuple[str, ...]
    goals: tuple[str, ...]
    groups: tuple[str, ...]
    kinds: tuple[str, ...]
    demands: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    origin: str = ""
    online: bool = False
    conflict: int = Conflict.BEARS
    skill: int = Skill.ANYONE
    staff: int = 1
    spread: str = ""
    number: int = 0
    based_on: str = ""
    own: OwnMethod | None = field(default=None, compare=False, repr=False)

    @property
    def is_own(self) -> bool:
        """The alliance made it; else it came with the software."""
        return self.own is not None

    @property
    def minutes(self) -> int:
        """What its steps take together, as it is written."""
        return sum(step.minutes for step in self.steps)

    @property
    def people(self) -> str:
        """5–40, or: from 15."""
        if self.people_to is None:
            return _("from %(n)s people") % {"n": number(self.people_from)}
        if self.people_from == self.people_to:
            return ngettext("%(n)s person", "%(n)s people", self.people_to) % {"n": number(self.people_to)}
        return _("%(low)s–%(high)s people") % {"low": number(self.people_from), "high": number(self.people_to)}

    @property
    def time(self) -> str:
        """30–40 min, or in hours and days."""
        return span(self.minutes_from, self.minutes_to)

    @cached_property
    def parts(self) -> list[tuple[int, list[Step]]]:
        """Its steps by day or week; one part where it is done in one go."""
        return [(part, list(steps)) for part, steps in groupby(self.steps, key=lambda step: step.part)]

    def part_name(self, part: int) -> str:
        """Day 2, week 3; nothing where it is done in one go."""
        if not self.spread:
            return ""
        return (_("Week %(n)d") if self.spread == Spread.WEEK else _("Day %(n)d")) % {"n": part}

    @property
    def stage_words(self) -> list[str]:
        return [str(Stage(code).label) for code in self.stages]

    @property
    def goal_words(self) -> list[str]:
        return [str(Goal(code).label) for code in self.goals]

    @property
    def group_words(self) -> list[str]:
        return [str(Group(code).label) for code in self.groups]

    @property
    def kind_words(self) -> list[str]:
        return [str(PhaseFit(code).label) for code in self.kinds]

    @property
    def demand_words(self) -> list[str]:
        return [str(Demand(code).label) for code in self.demands]

    @property
    def conflict_words(self) -> str:
        return str(Conflict(self.conflict).label)

    @property
    def skill_words(self) -> str:
        return str(Skill(self.skill).label)

    @property
    def staff_words(self) -> str:
        return ngettext("%(n)d person facilitates", "%(n)d people facilitate", self.staff) % {"n": self.staff}

    def get_absolute_url(self) -> str:
        return reverse("methods:method", args=[self.key])


def span(low: int, high: int) -> str:
    """Two lengths as people say them: 30–40 min, 1½–3 h, 2–4 days."""
    unit, divisor = _unit_of(high)
    first, last = _in(low, divisor), _in(high, divisor)
    return f"{last} {unit}" if first == last else f"{first}–{last} {unit}"


def length(minutes: int) -> str:
    """One length as people say it: 45 min, 2 h 15 min."""
    if minutes < 120:
        return _("%(n)s min") % {"n": number(minutes)}
    hours, rest = divmod(minutes, 60)
    return _("%(h)s h %(m)d min") % {"h": number(hours), "m": rest} if rest else _("%(h)s h") % {"h": number(hours)}


def _unit_of(minutes: int) -> tuple[str, int]:
    if minutes < 120:
        return _("min"), 1
    return _("h"), 60


def _in(minutes: int, divisor: int) -> str:
    if divisor == 1:
        return number(minutes)
    halves = round(minutes / (divisor / 2))
    whole, half = divmod(halves, 2)
    return f"{number(whole) if whole else ''}{'½' if half else ''}" or "0"
