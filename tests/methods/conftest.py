"""An own method, and people who may and may not touch it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.network.models import City, Role
from netzwerkstatt.methods.actions import Content, Told, make_method
from netzwerkstatt.methods.method import Step
from netzwerkstatt.methods.models import OwnMethod

CONTENT = Content(
    title="Bench talk",
    purpose="Hear people where they sit anyway.",
    people_from=2,
    people_to=6,
    steps=(Step("Sit down", "On the bench before the bakery.", 10), Step("Ask", "What is missing here?", 20)),
    stages=("diagnose",),
    goals=("hear",),
    groups=("elders",),
    kinds=("questions",),
    risks="Rain\nToo many questions",
)


def told(minutes: int = 40, **more: Any) -> Told:
    """How something went yesterday."""
    given = {"on": datetime.date(2025, 5, 6), "people": 8, "minutes": minutes, "verdict": "again", **more}
    return Told(**given)


@pytest.fixture
def colleague(invite: Callable[..., Person], saalfeld: City) -> Person:
    return invite("Ole Brandt", Role.CITY_COORDINATOR, city=saalfeld)


@pytest.fixture
def citizen(invite: Callable[..., Person], hettstedt: City) -> Person:
    return invite("Berta Burger", Role.CITIZEN, city=hettstedt)


@pytest.fixture
def bench(officer_of_hettstedt: Person, hettstedt: City) -> OwnMethod:
    return make_method(actor=officer_of_hettstedt, content=CONTENT, city=hettstedt)
