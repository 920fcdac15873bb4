"""A contribution, its author, somebody who reads it, and those who moderate its place."""

from __future__ import annotations

from typing import Any

import pytest

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.network.models import City, Role
from netzwerkstatt.problems.actions import name_problem
from tests.conftest import Invite


@pytest.fixture
def author(invite: Invite, hettstedt: City) -> Person:
    return invite("Anton Autor", Role.CITY_MEMBER, city=hettstedt)


@pytest.fixture
def reader(invite: Invite, saalfeld: City) -> Person:
    return invite("Lena Leserin", Role.CITY_MEMBER, city=saalfeld)


@pytest.fixture
def network_coordinator(invite: Invite, hettstedt: City) -> Person:
    return invite("Nele Netz", Role.NETWORK_COORDINATOR, network=hettstedt.network)


@pytest.fixture
def contribution(author: Person, hettstedt: City) -> Entry:
    problem: Any = name_problem(
        actor=author, city=hettstedt, statement="Everybody is an idiot here", affected="All of you"
    )
    entry: Entry = problem.entry
    return entry


@pytest.fixture(autouse=True)
def _pages_in_english(settings: Any) -> None:
    """What pages and notices say is asked for in the words of the code."""
    settings.LANGUAGE_CODE = "en"
