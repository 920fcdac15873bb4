"""A city's middle path and one scenario, with few futures, for tests that need them but not their figures."""

from unittest.mock import patch
from uuid import uuid4

import numpy as np

from netzwerkstatt.evidence import adapter
from netzwerkstatt.evidence.models import Territory
from netzwerkstatt.evidence.profiles.actions import question
from netzwerkstatt.evidence.profiles.tasks import compute
from netzwerkstatt.evidence.scenarios.actions import make_scenario
from netzwerkstatt.evidence.standards import germany, grouped
from tests.evidence import places

_PROJECT = adapter.project


def few(basis, scenario, **_more):
    """Forty futures, no single persons."""
    return _PROJECT(basis, scenario, trajectories=40, whole=False)


def futures_of(*, actor, city):
    """The place, its middle path as the worker leaves it, and a scenario of forty homes a year."""
    Territory.objects.get_or_create(
        key=city.ags,
        defaults={"name": str(city), "folded": str(city).casefold(), "level": Territory.Level.MUNICIPALITY},
    )
    counts = np.array([places.people(places.TOWN, 2024)] * 2, dtype=float)
    leaving = grouped(germany().schedule * counts) / grouped(counts)
    basis = adapter.Basis(
        key=city.ags, name=str(city), year=2024, people=counts, leaving=leaving, net=np.zeros((2, 6)), past=4.7,
        estimated=True, methods=("fitted",), sources=("Office\t12411-02-03-5\tdl-de/by-2-0",), care=0.33, care_year=2015,
    )  # fmt: skip
    with patch.object(adapter, "project", few):
        usual, _new = question(basis, adapter.Scenario())
        compute.func(usual.pk)
        usual.refresh_from_db()
        scenario = make_scenario(
            actor=actor, usual=usual, scenario=adapter.Scenario(dwellings=40), title="Forty homes a year",
            reasons="The old works", client_id=uuid4(),
        )  # fmt: skip
        compute.func(scenario.projection_id)
    return usual, scenario
