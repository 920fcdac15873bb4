"""Assumptions about the future, each with its unit and source: what a projection draws its paths from.

One set holds for one moment: it may use nothing that was not known then. `END_OF_2015` was frozen before the hindcast
(`bench/hindcast`) was scored; whatever projects with it can say how wrong it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from netzwerkstatt.engines.demography.arrays import Floats, Misfit
from netzwerkstatt.engines.demography.time_series import NORMAL, AutoRegression, RandomWalk, accumulate


@dataclass(frozen=True, slots=True)
class Assumptions:
    """`fertility` is the TFR, births per woman. `mortality` moves the common time index k of Li–Lee, whose `base` is the
    middle of its jump-off years. `migration` is the country's net migration per 1,000 inhabitants and year; `own_phi` and `own_sigma`
    (per 1,000 and year) let a place's net migration depart from what is expected of it. `census_common` and
    `census_own` are standard deviations, in per cent of the population, of the step that a census makes between the
    population carried forward and the one counted, ten years after the last census. `sources` has one entry per field.
    """

    year: int
    fertility: AutoRegression
    mortality: RandomWalk
    base: float
    migration: AutoRegression
    own_phi: float
    own_sigma: float
    census_common: float
    census_own: float
    sources: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Paths:
    """Paths that all places share: `fertility` TFR, `mortality` index k, `migration` per 1,000 – each (N, T)."""

    fertility: Floats
    mortality: Floats
    migration: Floats


def central(assumptions: Assumptions, years: int) -> Paths:
    """The central paths (1, years), one, two … years after the year of the assumptions."""
    ahead = np.arange(1, years + 1, dtype=np.float64) + assumptions.year - assumptions.base
    return Paths(
        assumptions.fertility.expected(years)[None],
        (assumptions.mortality.drift * ahead)[None],
        assumptions.migration.expected(years)[None],
    )


def draw(assumptions: Assumptions, years: int, trajectories: int, seed: int) -> Paths:
    """`trajectories` random paths of `years` years; the same seed gives the same bits, however they are used later.

    Normal shocks for fertility and mortality (and for mortality's uncertain drift), Student's t for migration where
    its process has fat tails.
    """
    if years < 1 or trajectories < 1:
        raise Misfit("years, trajectories", "numbers of at least 1", f"{years}, {trajectories}")
    chance = np.random.Generator(np.random.Philox(seed))
    births, deaths = chance.standard_normal((2, trajectories, years))
    drift = chance.standard_normal(trajectories)
    fat = assumptions.migration.freedom
    shape = (trajectories, years)
    moves = chance.standard_normal(shape) if fat == NORMAL else chance.standard_t(fat, shape)
    middle = central(assumptions, years)
    walk = assumptions.mortality
    ahead = np.arange(1, years + 1) + assumptions.year - assumptions.base
    index = middle.mortality + walk.sigma * np.cumsum(deaths, axis=1) + walk.drift_error * drift[:, None] * ahead
    return Paths(np.maximum(assumptions.fertility.paths(births), 0.3), index, assumptions.migration.paths(moves))


def own_departures(assumptions: Assumptions, years: int, trajectories: int, seed: int) -> Floats:
    """What one place's net migration departs from the expected by, per 1,000 inhabitants (N, T); `seed` is the place's own."""
    chance = np.random.Generator(np.random.Philox(seed))
    shocks = chance.standard_normal((trajectories, years))
    return assumptions.own_sigma * accumulate(shocks, assumptions.own_phi)


def frozen(sources: dict[str, str]) -> Mapping[str, str]:
    return MappingProxyType(dict(sources))


_ROWS_1971 = "Destatis 12411-0006 and 12612-0001, residual method, 1971–2015 (to 1989 the West; 1990 and the census year 2011 left out)"

END_OF_2015 = Assumptions(
    year=2015,
    fertility=AutoRegression(start=1.5026, level=1.63582, phi=0.98465, sigma=0.04466),
    mortality=RandomWalk(start=0.0, drift=-1.95045, sigma=2.30933, drift_error=0.59627),
    base=2014.0,
    migration=AutoRegression(start=14.41043, level=2.2615, phi=0.6, sigma=1.88229, freedom=4.0),
    own_phi=0.69771,
    own_sigma=2.66499,
    census_common=0.74395,
    census_own=0.90653,
    sources=frozen(
        {
            "fertility": "Destatis 12612-0008 (births per woman by age, 1972–2015): AR(1) by maximum likelihood around the "
            "tempo-adjusted total of 2006–2015 (Bongaarts & Feeney 1998, equation 1)",
            "mortality": "Destatis 12613-0004 and 12411-0006, 2000–2015: Li & Lee (2005) for both sexes, random walk with drift",
            "base": "middle of 2013–2015, whose mean rates are the jump-off, as in the office's table 2013/15",
            "migration": _ROWS_1971 + ": AR(1) with Student's t (4), phi and start by forecast errors 1981–2015",
            "own_phi": "Destatis 12411-0012, residual method: median AR(1) of the sixteen Länder's departures, 1996–2014",
            "own_sigma": "Regionaldatenbank 12411-04-01-4, 12411-04-02-4, 12711-04-02-4: what the flows of 2015 have beyond what "
            "they share with the change of 2011–2014, taken as the stationary spread",
            "census_common": "Destatis 12411-0012: the step of the census of 2011, after 24 years, taken for ten",
            "census_own": "as own_sigma: what the change of 2011–2014 has beyond what it shares with the flows, and the Länder's "
            "spread in the step of 2011, taken for ten years",
        }
    ),
)
"""Frozen before the hindcast was scored: nothing in it rests on a figure after 31 December 2015."""
