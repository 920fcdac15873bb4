"""Reads of the problems room; each a fixed, small number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, When
from django.urls import reverse
from django.utils.translation import gettext as _

from netzwerkstatt.evidence import queries as evidence
from netzwerkstatt.evidence.models import EvidenceCard, ScenarioEntry
from netzwerkstatt.evidence.profiles.queries import latest_projections
from netzwerkstatt.evidence.scenarios.drawing import finding_of
from netzwerkstatt.foundation.entries.desk import Task, Waiting, each
from netzwerkstatt.foundation.entries.models import Link, LinkKind
from netzwerkstatt.foundation.events.together import read_together
from netzwerkstatt.foundation.network.models import City, Role
from netzwerkstatt.foundation.network.rules import standing
from netzwerkstatt.foundation.ui.formatting import ago_days
from netzwerkstatt.problems.models import Attempt, Problem, Verdict

ON_A_CITYS_PAGE = 5
ON_A_PROBLEM = 100
MARKS = {Verdict.HELPED: "ok", Verdict.HARDLY: "minus", Verdict.STOPPED: "off"}


@dataclass(frozen=True)
class ShownAttempt:
    """An attempt with the mark that goes with its verdict."""

    text: str
    result: str
    mark: str
    words: str


@dataclass(frozen=True)
class SomeProblems:
    """The newest problems, and how many there are in all."""

    problems: list[Problem]
    more: int
    url: str = ""


def _resting_on_evidence() -> Exists:
    return Exists(Link.objects.filter(target=OuterRef("entry"), kind=LinkKind.SUPPORTED_BY))


def problems(*, viewer: Any, land: str = "", theme: str = "", city: str = "", text: str = "") -> QuerySet[Problem]:
    """Problems that this viewer may see, the newest first; by letters of the Land, slug of theme and city,
    words.
    """
    found = Problem.objects.visible_to(viewer).with_entry().order_by("-entry__created_at", "-entry_id")
    if land:
        found = found.filter(entry__city__network__state__code=land)
    if theme:
        found = found.filter(entry__themes__slug=theme)
    if city:
        found = found.filter(entry__city__slug=city)
    for word in text.split()[:8]:
        found = found.filter(Q(entry__title__icontains=word) | Q(affected__icontains=word))
    return found.annotate(
        evidence_count=Count("entry__links_in", filter=Q(entry__links_in__kind=LinkKind.SUPPORTED_BY), distinct=True)
    )


def problems_of_city(city: City, viewer: Any) -> SomeProblems | None:
    """What a city's page shows of this room; None where the city has named nothing. Three queries."""
    found = Problem.objects.visible_to(viewer).filter(entry__city=city).with_entry()
    shown = list(found.order_by("-entry__created_at", "-entry_id")[:ON_A_CITYS_PAGE])
    if not shown:
        return None
    more = found.count() - len(shown) if len(shown) == ON_A_CITYS_PAGE else 0
    return SomeProblems(shown, more, f"{reverse('problems:list')}?city={city.slug}")


def problems_resting_on(card: EvidenceCard, viewer: Any) -> SomeProblems | None:
    """Problems that rest on a card, the oldest first; None where there is none. Two queries."""
    found = (
        Problem.objects.visible_to(viewer)
        .with_entry()
        .filter(entry__links_in__source=card.entry, entry__links_in__kind=LinkKind.SUPPORTED_BY)
        .order_by("entry__created_at", "entry_id")
    )
    shown = list(found[:20])
    return SomeProblems(shown, 0) if shown else None


@dataclass(frozen=True)
class Discussed:
    """A scenario as a problem's page shows it: what comes of it, in one sentence, empty while it is computed."""

    scenario: ScenarioEntry
    finding: str


def scenarios_discussed(problem: Problem, viewer: Any) -> list[Discussed] | None:
    """Scenarios that are discussed in a problem, the newest first; None where there is none. One query."""
    found = (
        ScenarioEntry.objects.visible_to(viewer)
        .with_entry()
        .select_related("projection", "usual")
        .filter(entry__links_in__source=problem.entry)
        .order_by("-entry__created_at", "-entry_id")
    )
    return [Discussed(one, finding_of(one)) for one in found[:ON_A_CITYS_PAGE]] or None


def scenarios_to_choose(problem: Problem, viewer: Any, text: str = "") -> QuerySet[ScenarioEntry]:
    """Scenarios that are not yet discussed in this problem: those of its own city first."""
    found: QuerySet[ScenarioEntry] = ScenarioEntry.objects.visible_to(viewer).with_entry()
    for word in text.split()[:8]:
        found = found.filter(Q(entry__title__icontains=word) | Q(place__icontains=word))
    own = Case(When(entry__city=problem.entry.city_id, then=0), default=1)
    return found.exclude(entry__links_in__source=problem.entry).order_by(own, "-entry__created_at", "-entry_id")


def sliders_of(problem: Problem) -> str:
    """Where a scenario of the problem's city is made; its profile where nobody had a middle path computed. One query."""
    city = problem.entry.city
    if city is None:
        return reverse("evidence:places")
    page = "evidence:what-if" if latest_projections([city.ags]) else "evidence:profile"
    return reverse(page, args=[city.ags])


def problems_around(scenario: ScenarioEntry, viewer: Any) -> SomeProblems | None:
    """Problems in which a scenario is discussed, the oldest first; None where there is none. One query."""
    found = (
        Problem.objects.visible_to(viewer)
        .with_entry()
        .filter(entry__links_out__target=scenario.entry)
        .order_by("entry__created_at", "entry_id")
    )
    shown = list(found[:20])
    return SomeProblems(shown, 0) if shown else None


def problems_to_choose(scenario: ScenarioEntry, viewer: Any, cities: Iterable[int]) -> QuerySet[Problem]:
    """Problems of these cities in which a scenario is not yet discussed, the newest first."""
    found: QuerySet[Problem] = Problem.objects.visible_to(viewer).with_entry().filter(entry__city__in=list(cities))
    return found.exclude(entry__links_out__target=scenario.entry).order_by("-entry__created_at", "-entry_id")


def told_of(problem: Problem, *, viewer: Any) -> dict[str, Any]:
    """`cards` it rests on and `attempts` at it, each in its order. One query."""
    cards, attempts = read_together(
        evidence.cards_under(problem.entry, viewer=viewer)[:ON_A_PROBLEM], _attempts(problem)
    )
    return {"cards": [evidence.shown(card) for card in cards], "attempts": [_shown(attempt) for attempt in attempts]}


def attempts_of(problem: Problem) -> list[ShownAttempt]:
    """What was tried, in the order in which it was told. One query."""
    return [_shown(attempt) for attempt in _attempts(problem)]


def _attempts(problem: Problem) -> QuerySet[Attempt]:
    return Attempt.objects.filter(problem=problem).order_by("position")[:ON_A_PROBLEM]


def _shown(attempt: Attempt) -> ShownAttempt:
    if not attempt.verdict:
        return ShownAttempt(attempt.text, attempt.result, "open", _("not assessed"))
    verdict = Verdict(attempt.verdict)
    return ShownAttempt(attempt.text, attempt.result, MARKS[verdict], str(verdict.label))


def waiting_for(person: Any) -> list[Waiting]:
    """A city's coordinator: own problems that rest on no evidence yet."""
    cities = {scope for role, scope in standing(person).roles if role == Role.CITY_COORDINATOR}
    if not cities:
        return []
    bare = (
        Problem.objects.visible_to(person)
        .filter(~_resting_on_evidence(), entry__city__in=cities)
        .select_related("entry__city")
        .order_by("entry__created_at")
    )
    return [Waiting(bare[:20], each(_evidence_missing))]


def _evidence_missing(problem: Problem) -> Task:
    return Task(
        stage="problem",
        title=problem.title,
        meta=_("%(city)s, named %(when)s: a figure with its source is missing")
        % {"city": problem.entry.city, "when": ago_days(problem.entry.created_at)},
        verb=_("Add evidence"),
        url=support_url(problem),
    )


def support_url(problem: Problem) -> str:
    """Where evidence is added to a problem."""
    return reverse("problems:support", args=[problem.public_id])
