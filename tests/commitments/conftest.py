"""A project-like item to promise something on, and people who do."""

from __future__ import annotations

import pytest
from django.test import Client

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


@pytest.fixture
def browser():
    def of(person=None):
        client = Client(headers={"sec-fetch-site": "same-origin", "accept-language": "en"})
        if person:
            client.force_login(person)
        return client

    return of
