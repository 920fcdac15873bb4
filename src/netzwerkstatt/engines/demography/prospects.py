"""What may come: how fertility, mortality and migration move, each number with its unit and source.

One set holds for one moment: it may use nothing that was not known then. `END_OF_2015` was frozen before the hindcast
(`bench/hindcast`) was scored; `END_OF_2024` comes from the same program and newer figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from netzwerkstatt.engines.demography.arrays import Floats, Misfit
from netzwerkstatt.engines.demography.time_series import NORMAL, AutoRegression, RandomWalk, accumulate


@dataclass(frozen=True, slots=True)
class Prospects:
    """`fertility` is the TFR, births per woman. `mortality` moves the common time index k of Li–Lee, whose `base` is the
    middle of its jump-off years; `response` is how much ln of a death rate moves per unit of k, on average over the
    deaths. `migration` is the country's net migration per 1,000 inhabitants and year; `own_phi` and `own_sigma`
    (per 1,000 and year) let a place's net migration depart from what is expected of it. `census_common` and
    `census_own` are standard deviations, in per cent of the population, of the step that a census makes between the
    population carried forward and the one counted, ten years after the last census. `sources` has one entry per field.
    """

    year: int
    fertility: AutoRegression
    mortality: RandomWalk
    base: float
    response: float
    migration: AutoRegression
    own_phi: float
    own_sigma: float
    census_common: float
    census_own: float
    level_error: float
    own_births: float
    sources: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Paths:
    """Paths that all places share: `fertility` TFR, `mortality` index k, `migration` per 1,000 – each (N, T)."""

    fertility: Floats
    mortality: Floats
    migration: Floats


def central(prospects: Prospects, years: int) -> Paths:
    """The central paths (1, years), one, two … years after the year of the prospects."""
    ahead = np.arange(1, years + 1, dtype=np.float64) + prospects.year - prospects.base
    return Paths(
        prospects.fertility.expected(years)[None],
        (prospects.mortality.drift * ahead)[None],
        prospects.migration.expected(years)[None],
    )


def draw(prospects: Prospects, years: int, trajectories: int, seed: int) -> Paths:
    """`trajectories` random paths of `years` years; the same seed gives the same bits, however they are used later.

    Normal shocks for fertility and mortality (and for mortality's uncertain drift), Student's t for migration where
    its process has fat tails.
    """
    if years < 1 or trajectories < 1:
        raise Misfit("years, trajectories", "numbers of at least 1", f"{years}, {trajectories}")
    chance = np.random.Generator(np.random.Philox(seed))
    births, deaths = chance.standard_normal((2, trajectories, years))
    drift = chance.standard_normal(trajectories)
    fat = prospects.migration.freedom
    shape = (trajectories, years)
    moves = chance.standard_normal(shape) if fat == NORMAL else chance.standard_t(fat, shape)
    middle = central(prospects, years)
    walk = prospects.mortality
    ahead = np.arange(1, years + 1) + prospects.year - prospects.base
    index = middle.mortality + walk.sigma * np.cumsum(deaths, axis=1) + walk.drift_error * drift[:, None] * ahead
    return Paths(np.maximum(prospects.fertility.paths(births), 0.3), index, prospects.migration.paths(moves))


def levels(prospects: Prospects, years: int, trajectories: int, seed: int) -> dict[str, Floats]:
    """The same paths as levels (1, trajectories, years) for `project_trajectories`, around what its expectations say.

    "fertility" and "mortality" are factors on the central path's; "net_migration" is a shift per 1,000 inhabitants, so
    that `net_spread` is the persons by age and sex of one more migrant per 1,000.
    """
    paths, middle = draw(prospects, years, trajectories, seed), central(prospects, years)
    return {
        "mortality": np.exp(prospects.response * (paths.mortality - middle.mortality))[None],
        "fertility": (paths.fertility / middle.fertility)[None],
        "net_migration": (paths.migration - middle.migration)[None],
    }


def own_departures(prospects: Prospects, years: int, trajectories: int, seed: int) -> Floats:
    """What one place's net migration departs from the expected by, per 1,000 inhabitants (N, T); `seed` is the place's own."""
    chance = np.random.Generator(np.random.Philox(seed))
    shocks = chance.standard_normal((trajectories, years))
    return prospects.own_sigma * accumulate(shocks, prospects.own_phi)


def level_errors(process: AutoRegression, error: float, years: int, trajectories: int, seed: int) -> Floats:
    """What paths (N, T) are off by because the level they return to is known within this standard error only."""
    chance = np.random.Generator(np.random.Philox(seed)).standard_normal((trajectories, 1))
    return np.asarray(chance * error * (1 - process.phi ** np.arange(1, years + 1)))


def own_births(sigma: float, births: float, years: int, trajectories: int, seed: int) -> Floats:
    """Factors (N, T) on one place's births: its ratio to the country's rates is known from so many, and strays by `sigma` a year."""
    chance = np.random.Generator(np.random.Philox(seed))
    known, strayed = chance.standard_normal((trajectories, 1)), chance.standard_normal((trajectories, years))
    return np.asarray(np.exp(known / np.sqrt(births) + sigma * np.cumsum(strayed, axis=1)))


def frozen(sources: dict[str, str]) -> Mapping[str, str]:
    return MappingProxyType(dict(sources))


_ROWS_1971 = "Destatis 12411-0006 and 12612-0001, residual method, 1971–2015 (to 1989 the West; 1990 and the census year 2011 left out)"

END_OF_2015 = Prospects(
    year=2015,
    fertility=AutoRegression(start=1.5026, level=1.63582, phi=0.98465, sigma=0.04466),
    mortality=RandomWalk(start=0.0, drift=-1.95045, sigma=2.30933, drift_error=0.59627),
    base=2014.0,
    response=0.006894,
    migration=AutoRegression(start=14.41043, level=2.2615, phi=0.6, sigma=1.88229, freedom=4.0),
    own_phi=0.69771,
    own_sigma=2.66499,
    census_common=1.15252,
    census_own=1.40439,
    level_error=1.01486,
    own_births=0.014451,
    sources=frozen(
        {
            "fertility": "Destatis 12612-0008 (births per woman by age, 1972–2015): AR(1) by maximum likelihood around the "
            "tempo-adjusted total of 2006–2015 (Bongaarts & Feeney 1998, equation 1)",
            "mortality": "Destatis 12613-0004 and 12411-0006, 2000–2015: Li & Lee (2005) for both sexes, random walk with drift",
            "response": "as mortality: the common age pattern, weighted by the deaths of 2015",
            "base": "middle of 2013–2015, whose mean rates are the jump-off, as in the office's table 2013/15",
            "migration": _ROWS_1971 + ": AR(1) with Student's t (4), phi and start by forecast errors 1981–2015",
            "level_error": "as migration: the standard error of an AR(1)'s mean over its years (Brockwell & Davis 1991, section 7.1)",
            "own_births": "Destatis 12411-0012 and 12612-0008, 1996–2015: births of the sixteen Länder to those of the country's rates, "
            "median spread five and nine years ahead as a random walk",
            "own_phi": "Destatis 12411-0012, residual method: median AR(1) of the sixteen Länder's departures, 1996–2014",
            "own_sigma": "Regionaldatenbank 12411-04-01-4, 12411-04-02-4, 12711-04-02-4: what the flows of 2015 have beyond what "
            "they share with the change of 2011–2014, taken as the stationary spread",
            "census_common": "Destatis 12411-0012: the step of the census of 2011, after 24 years, taken for ten with the root of time",
            "census_own": "as own_sigma: what the change of 2011–2014 has beyond what it shares with the flows, and the Länder's "
            "spread in the step of 2011, taken for ten years with the root of time",
        }
    ),
)
"""Frozen before the hindcast was scored: nothing in it rests on a figure after 31 December 2015."""

END_OF_2024 = Prospects(
    year=2024,
    fertility=AutoRegression(start=1.3525, level=1.58687, phi=0.97623, sigma=0.04735),
    mortality=RandomWalk(start=0.0, drift=-2.0972, sigma=2.4176, drift_error=0.54059),
    base=2023.0,
    response=0.00735046,
    migration=AutoRegression(start=7.79046, level=2.597, phi=0.6, sigma=1.93284, freedom=4.0),
    own_phi=END_OF_2015.own_phi,
    own_sigma=END_OF_2015.own_sigma,
    census_common=END_OF_2015.census_common,
    census_own=END_OF_2015.census_own,
    level_error=0.96642,
    own_births=END_OF_2015.own_births,
    sources=frozen(
        {
            **END_OF_2015.sources,
            "fertility": "Destatis 12612-0008 (births per woman by age, 1972–2024): AR(1) by maximum likelihood around the "
            "tempo-adjusted total of 2015–2024 (Bongaarts & Feeney 1998, equation 1)",
            "mortality": "Destatis 12613-0004 and 12411-0006, 2000–2020: Li & Lee (2005) for both sexes, random walk with drift",
            "response": "as mortality: the common age pattern, weighted by the deaths of 2020",
            "base": "middle of 2022–2024: the jump-off is the office's table 2022/24 (12621-0001)",
            "migration": "Destatis 12411-0006, 12411-0012 and 12612-0001, residual method, 1971–2022 (1990 and 2011 left out): AR(1) "
            "with Student's t (4), phi by forecast errors; the start is what 2022 leads to expect of 2024, as newer populations stand on another census",
        }
    ),
)
"""The same by the same program from the newest figures at hand (`python -m bench.hindcast --today` derives them again)."""
