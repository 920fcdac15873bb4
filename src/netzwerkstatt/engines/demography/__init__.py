"""Demography: how many people of which age live where, and how many will."""

from netzwerkstatt.engines.demography.arrays import Misfit
from netzwerkstatt.engines.demography.cohort import CohortProjection, project_cohorts
from netzwerkstatt.engines.demography.control_totals import Control, Unreachable
from netzwerkstatt.engines.demography.housing import housing_inflow
from netzwerkstatt.engines.demography.plans import Expectations, Measures, Walk
from netzwerkstatt.engines.demography.regions import Exchange, RegionalProjection, project_regions
from netzwerkstatt.engines.demography.trajectories import Bands, bands_in_batches, project_trajectories

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
