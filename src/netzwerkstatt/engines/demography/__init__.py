"""Demography: how many people of which age live where, and how many will."""

from netzwerkstatt.engines.demography.arrays import Misfit
from netzwerkstatt.engines.demography.cohort import CohortProjection, project_cohorts
from netzwerkstatt.engines.demography.regions import (
    Control,
    Exchange,
    RegionalProjection,
    Unreachable,
    housing_inflow,
    project_regions,
)
from netzwerkstatt.engines.demography.trajectories import (
    Bands,
    Expectations,
    Measures,
    Walk,
    bands_in_batches,
    project_trajectories,
)

__all__ = [
    "Bands",
    "CohortProjection",
    "Control",
    "Exchange",
    "Expectations",
    "Measures",
    "Misfit",
    "RegionalProjection",
    "Unreachable",
    "Walk",
    "bands_in_batches",
    "housing_inflow",
    "project_cohorts",
    "project_regions",
    "project_trajectories",
]
