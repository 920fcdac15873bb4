"""Which methods fit: what cannot be done is left out, the rest is put in order, each with its reasons. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from netzwerkstatt.foundation.ui.formatting import number
from netzwerkstatt.methods.method import Method, length
from netzwerkstatt.methods.queries import Experience
from netzwerkstatt.methods.sheet import drawn_small
from netzwerkstatt.methods.vocabulary import Conflict, Goal, Group, Skill, Stage

BEST = 3


@dataclass(frozen=True)
class Wish:
    """The four questions, and what must be kept to: people and time, who facilitates, online, what not everybody can do, dispute."""

    goal: str = ""
    stage: str = ""
    group: str = ""
    people: int | None = None
    minutes: int | None = None
    staff: int | None = None
    text: str = ""
    online: bool = False
    without: tuple[str, ...] = ()
    conflict: bool = False
    easy: bool = False

    @property
    def asks(self) -> bool:
        """Something is asked for."""
        return self != Wish()


@dataclass(frozen=True)
class Match:
    """A method that fits, and why."""

    method: Method
    experience: Experience
    reasons: tuple[str, ...]
    score: float

    @property
    def drawing(self) -> SafeString:
        """The course as bars."""
        return drawn_small(self.method)

    @property
    def practice(self) -> str:
        """How long it takes in practice."""
        return length(self.experience.suggested)


@dataclass(frozen=True)
class Matches:
    """The answer: the best ones, one that goes quite another way, all others – and what was left out, by reason."""

    best: list[Match] = field(default_factory=list)
    contrast: Match | None = None
    others: list[Match] = field(default_factory=list)
    left_out: list[tuple[str, int]] = field(default_factory=list)

    @property
    def contrasts(self) -> list[Match]:
        """The one that goes another way, for a list."""
        return [self.contrast] if self.contrast else []

    @property
    def number(self) -> int:
        return len(self.best) + len(self.others) + (self.contrast is not None)


def match(methods: Sequence[Method], experiences: Mapping[str, Experience], wish: Wish) -> Matches:
    """Hard limits first: people, time, who facilitates, online, what not everybody can do, dispute. Then the order by what was wished.

    Of goal and stage one must hold, where they were asked for; the group alone makes a method better, not fitting.
    """
    fitting: list[Match] = []
    out: dict[str, int] = {}
    for method in methods:
        if hindered := _hindrance(method, experiences[method.key], wish):
            out[hindered] = out.get(hindered, 0) + 1
        elif found := _answers(method, experiences[method.key], wish):
            fitting.append(found)
    order = sorted(fitting, key=lambda one: (-one.score, one.method.number or 1000, one.method.title))
    if not (wish.goal or wish.stage or wish.group):
        return Matches(others=order, left_out=_by_number(out))
    best, rest = order[:BEST], order[BEST:]
    contrast = _contrast(best, rest)
    return Matches(best, contrast, [one for one in rest if one is not contrast], _by_number(out))


def _hindrance(method: Method, experience: Experience, wish: Wish) -> str:
    """Why it cannot be done at all; "" where it can."""
    checks = (
        (wish.people is not None and wish.people < method.people_from, _("needs more people")),
        (
            wish.people is not None and method.people_to is not None and wish.people > method.people_to,
            _("for fewer people"),
        ),
        (wish.minutes is not None and _shortest(method, experience) > wish.minutes, _("takes longer")),
        (wish.staff is not None and method.staff > wish.staff, _("needs more people to facilitate")),
        (wish.online and not method.online, _("only in one room")),
        (bool(set(wish.without) & set(method.demands)), _("asks for what not everybody can do")),
        (wish.conflict and method.conflict < Conflict.MADE_FOR, _("not made for a dispute")),
        (wish.easy and method.skill > Skill.ANYONE, _("needs practice in facilitating")),
    )
    return next((reason for holds, reason in checks if holds), "")


def _shortest(method: Method, experience: Experience) -> int:
    """The least it takes: as written, unless practice says that it takes longer."""
    return max(method.minutes_from, experience.suggested) if experience.is_enough else method.minutes_from


def _answers(method: Method, experience: Experience, wish: Wish) -> Match | None:
    wanted = [
        (wish.stage, method.stages, 3.0, _("for %(stage)s"), "stage", dict(Stage.choices)),
        (wish.goal, method.goals, 3.0, _("helps to %(goal)s"), "goal", dict(Goal.choices)),
        (wish.group, method.groups, 2.0, _("suits %(group)s"), "group", dict(Group.choices)),
    ]
    asked = [one for one in wanted if one[0]]
    held = [one for one in asked if one[0] in one[1]]
    if asked and not _is_wanted(method, wish):
        return None
    score = sum(weight + (codes[0] == code) for code, codes, weight, *_rest in held)
    reasons = [words % {name: labels[code]} for code, _codes, _weight, words, name, labels in held]
    reasons += _kept_limits(method, experience, wish)
    if experience.is_enough:
        score += (experience.again - experience.never) / experience.uses
        if wish.asks and experience.again > experience.never:
            counted = {"again": experience.again, "n": experience.uses}
            text = ngettext(
                "%(again)d of %(n)d uses: gladly again", "%(again)d of %(n)d uses: gladly again", experience.uses
            )
            reasons.append(text % counted)
    return Match(method, experience, tuple(reasons), score)


def _is_wanted(method: Method, wish: Wish) -> bool:
    """It answers what was asked for: goal or stage, or the group where only that was asked."""
    if wish.stage or wish.goal:
        return wish.stage in method.stages or wish.goal in method.goals
    return wish.group in method.groups


def _kept_limits(method: Method, experience: Experience, wish: Wish) -> list[str]:
    reasons = []
    if wish.people is not None:
        reasons.append(_("%(range)s: you are %(n)s") % {"range": method.people, "n": number(wish.people)})
    if wish.minutes is not None:
        planned = length(experience.suggested)
        reasons.append(_("%(length)s of your %(time)s") % {"length": planned, "time": length(wish.minutes)})
    if wish.conflict:
        reasons.append(_("good where people are at odds"))
    return reasons


def _contrast(best: Sequence[Match], rest: Sequence[Match]) -> Match | None:
    """Of the others that fit, the one that shares least with the best: other kinds of phases, other demands."""
    if not best:
        return None
    usual = {code for one in best for code in (*one.method.kinds, *one.method.demands)}

    def distance(one: Match) -> float:
        own = {*one.method.kinds, *one.method.demands}
        return len(own - usual) - 0.5 * len(own & usual)

    return max(rest, key=lambda one: (distance(one), one.score), default=None)


def _by_number(out: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(out.items(), key=lambda pair: (-pair[1], pair[0]))
