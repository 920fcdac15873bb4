"""Demography: how many people of which age live where, and how many will."""

from netzwerkstatt.engines.demography.arrays import Misfit
from netzwerkstatt.engines.demography.cohort import CohortProjection, project_cohorts
from netzwerkstatt.engines.demography.trajectories import (
    Assumptions,
    Bands,
    Measures,
    Walk,
    bands_in_batches,
    project_trajectories,
)

__all__ = [
    "Assumptions",
    "Bands",
    "CohortProjection",
    "Measures",
    "Misfit",
    "Walk",
    "bands_in_batches",
    "project_cohorts",
    "project_trajectories",
]
