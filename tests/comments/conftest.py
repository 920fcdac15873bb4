"""A problem to talk about, and people who do."""

from __future__ import annotations

import pytest

from netzwerkstatt.foundation.network.models import Role
from netzwerkstatt.problems.actions import name_problem


@pytest.fixture
def jana(officer_of_hettstedt):
    return officer_of_hettstedt


@pytest.fixture
def ole(officer_of_saalfeld):
    return officer_of_saalfeld


@pytest.fixture
def citizen(invite, hettstedt):
    return invite("Selma Citizen", Role.CITIZEN, city=hettstedt)


@pytest.fixture
def problem(jana, hettstedt):
    return name_problem(actor=jana, city=hettstedt, statement="Young women leave", affected="Those of 16 to 25")


@pytest.fixture
def entry(problem):
    return problem.entry
