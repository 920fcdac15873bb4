"""A problem of Hettstedt, and workshops about it at every stage, made by the same actions as real ones."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.network.models import City
from netzwerkstatt.ideas.models import Idea
from netzwerkstatt.problems.actions import name_problem
from netzwerkstatt.workshops import actions
from netzwerkstatt.workshops.models import Phase, PhaseKind, Workshop
from netzwerkstatt.workshops.plans import PhasePlan
from tests.workshops.room import phase_of, say

FOUR = [
    PhasePlan(PhaseKind.COLLECT, "Collect ideas", "What would bring you back?", 30, taboo_free=True),
    PhasePlan(PhaseKind.CLUSTER, "Cluster", "What belongs together?", 20),
    PhasePlan(PhaseKind.DOTS, "Weigh", "What should we go on with?", 10, 5),
    PhasePlan(PhaseKind.DECIDE, "Choose", "Which ideas do we take further?", 20),
]


@pytest.fixture
def problem(officer_of_hettstedt: Person, hettstedt: City, alliance: Any) -> Any:
    return name_problem(
        actor=officer_of_hettstedt,
        city=hettstedt,
        statement="Young women leave after school",
        affected="Those between 16 and 25",
        themes=[alliance.youth],
    )


@pytest.fixture
def requested(problem: Any, officer_of_hettstedt: Person) -> Workshop:
    workshop = actions.request_workshop(
        actor=officer_of_hettstedt,
        problem=problem,
        title="What brings you back?",
        question="What would bring you back?",
    )
    actions.set_phases(actor=officer_of_hettstedt, workshop=workshop, phases=FOUR)
    return workshop


@pytest.fixture
def planned(requested: Workshop, officer_of_hettstedt: Person) -> Workshop:
    return actions.plan_workshop(
        actor=officer_of_hettstedt,
        workshop=requested,
        day=date(2027, 2, 4),
        begins=time(13, 0),
        place="Saigerhütte",
    )


@pytest.fixture
def running(planned: Workshop, officer_of_hettstedt: Person) -> Workshop:
    return actions.start_workshop(actor=officer_of_hettstedt, workshop=planned)


@pytest.fixture
def collecting(running: Workshop, officer_of_hettstedt: Person) -> Phase:
    """The phase in which ideas are collected, open."""
    return actions.open_phase(actor=officer_of_hettstedt, phase=phase_of(running, PhaseKind.COLLECT))


@pytest.fixture
def revealed(collecting: Phase, officer_of_hettstedt: Person) -> list[Idea]:
    """Three ideas that everybody sees."""
    say(collecting, ["A rehearsal room", "A late train", "Ask us first"])
    actions.close_phase(actor=officer_of_hettstedt, phase=collecting)
    return actions.reveal(actor=officer_of_hettstedt, phase=collecting)


@pytest.fixture
def voting(revealed: list[Idea], running: Workshop, officer_of_hettstedt: Person) -> Phase:
    """The vote, open."""
    return actions.open_phase(actor=officer_of_hettstedt, phase=phase_of(running, PhaseKind.DOTS))


@pytest.fixture
def closed(running: Workshop, revealed: list[Idea], officer_of_hettstedt: Person) -> Workshop:
    """One idea is chosen."""
    return actions.choose_ideas(actor=officer_of_hettstedt, workshop=running, ideas=revealed[:1])


@pytest.fixture
def released(closed: Workshop, officer_of_hettstedt: Person) -> Workshop:
    return actions.release_workshop(actor=officer_of_hettstedt, workshop=closed)
