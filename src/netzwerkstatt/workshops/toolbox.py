"""Methods of the toolbox in the plan of a workshop, and afterwards the question how they went."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.methods import queries, rules
from netzwerkstatt.methods.method import Method, length
from netzwerkstatt.workshops.models import Phase, Workshop
from netzwerkstatt.workshops.phases.kind import KINDS
from netzwerkstatt.workshops.plans import PhasePlan


def methods_of(phases: Iterable[Phase], viewer: Any) -> dict[str, Method]:
    """The methods of these phases that the viewer may see, by key. At most two queries."""
    return queries.find_all((phase.method for phase in phases), viewer)


def must_be_there(plans: Sequence[PhasePlan], viewer: Any, rows: Iterable[Phase] = ()) -> None:
    """Raises `Invalid` for a method that the viewer does not find in the toolbox and that stands in none of the rows."""
    wanted = {plan.method for plan in plans} - {row.method for row in rows} - {""}
    if wanted - set(queries.find_all(wanted, viewer)):
        raise Invalid({"method": _("This method is not in the toolbox.")})


def without_hidden(plans: Sequence[PhasePlan], viewer: Any) -> list[PhasePlan]:
    """The plans without methods that the viewer may not see: whoever kept a plan may see more than who begins with it."""
    found = queries.find_all((plan.method for plan in plans), viewer)
    return [plan if plan.method in found else replace(plan, method="") for plan in plans]


def choices_for(kind: str, viewer: Any, chosen: str = "") -> list[Any]:
    """What can be chosen for a phase of this kind: first the methods that are good for it, then all others."""
    fit = KINDS[kind].fit
    good: list[tuple[str, str]] = []
    others: list[tuple[str, str]] = []
    for one in queries.for_picker(viewer):
        choice = (one.key, f"{one.title} – {length(one.minutes)}")
        (good if fit in one.kinds else others).append(choice)
    if chosen and chosen not in dict([*good, *others]):
        kept = queries.find(chosen, viewer)
        good.insert(0, (chosen, kept.title if kept else _("A method that you cannot see")))
    return [
        ("", _("None in particular")),
        *([(_("Good for this kind of phase"), good)] if good else []),
        *([(_("All others"), others)] if others else []),
    ]


def suggested(phase: Phase, method: Method | None) -> int | None:
    """The minutes the toolbox suggests for it, where they differ from the planned ones and fit into a phase."""
    if method is None:
        return None
    minutes = queries.suggested_minutes(method)
    return minutes if minutes != phase.minutes and 1 <= minutes <= 600 else None


@dataclass(frozen=True)
class ToTell:
    """A method that was used in a workshop, and the page on which to tell how it went."""

    method: Method
    url: str


def to_tell(workshop: Workshop, phases: Sequence[Phase], methods: Mapping[str, Method], viewer: Any) -> list[ToTell]:
    """Which of these methods were used in a workshop that is over, and this viewer has not told of. At most one query."""
    used: dict[str, int] = {}
    for phase in phases:
        if phase.method and phase.opened_at:
            used[phase.method] = used.get(phase.method, 0) + _took(phase)
    if not used or not workshop.is_over or not rules.records_use.test(viewer, None):
        return []
    told = queries.told_in(workshop.entry, viewer)
    return [ToTell(methods[key], _page(workshop, key, used[key])) for key in used if key in methods and key not in told]


def _took(phase: Phase) -> int:
    """How long it really was, where that can be; a phase left open over lunch took what was planned."""
    if phase.opened_at and phase.closed_at:
        minutes = round((phase.closed_at - phase.opened_at).total_seconds() / 60)
        if 1 <= minutes <= 3 * phase.minutes:
            return minutes
    return phase.minutes + phase.extended


def _page(workshop: Workshop, key: str, minutes: int) -> str:
    known = {"in": workshop.public_id, "minutes": minutes} | ({"people": workshop.people} if workshop.people else {})
    return f"{reverse('methods:record-use', args=[key])}?{urlencode(known)}"
