"""Demography: how many people of which age live where, and how many will."""

from netzwerkstatt.engines.demography.arrays import Misfit
from netzwerkstatt.engines.demography.cohort import CohortProjection, project_cohorts

__all__ = ["CohortProjection", "Misfit", "project_cohorts"]
