"""A problem that files can hang on, and a shelf of each test's own."""

from __future__ import annotations

import pytest

from netzwerkstatt.foundation.network.models import Role
from netzwerkstatt.problems.actions import name_problem


@pytest.fixture(autouse=True)
def shelf(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path / "attachments"


@pytest.fixture
def jana(officer_of_hettstedt):
    return officer_of_hettstedt


@pytest.fixture
def citizen(invite, hettstedt):
    return invite("Selma Citizen", Role.CITIZEN, city=hettstedt)


@pytest.fixture
def problem(jana, hettstedt):
    return name_problem(actor=jana, city=hettstedt, statement="Young women leave", affected="Those of 16 to 25")


@pytest.fixture
def entry(problem):
    return problem.entry
