"""The cohort component method: from one 31 December to the next, by single years of age and sex.

Equations as in the United Nations' `ccmppWPP::project_ccmpp_z_by_z` and the core CCM of bayesPop (R), for ages 0..A
(A open) and one step of one year. h is one half (migration "even") or nought ("end"), P persons, S survivorship ratios
*into* an age, M net migrants, f births per woman:

    adj  = P + h·M                                   half of the migrants are there from the start
    D[x] = adj[x−1]·(1 − S[x])        0 < x < A      deaths of those who would be x at the end: by cohort
    D[A] = (adj[A−1] + adj[A])·(1 − S[A])            one ratio for both feeders of the open group
    N[x] = adj[x−1] − D[x] + h·M[x]                  N[A] = adj[A−1] + adj[A] − D[A] + h·M[A]
    B[a] = f[a]·(adj[a] + N[a])/2                    women; both ends of the year
    N[0] = B·(1 − D-share) + h·M[0]                  boys B·r/(1+r), girls the rest; r male per female
    "end": N += M, after births and deaths
    d[x] = D[x]·(1 − c[x−1]) + D[x+1]·c[x]           deaths by period: completed age at death
    d[0] = D[0] + D[1]·c[0]                          d[A] = D[A]·(1 − c[A−1])

Where more would leave than there are. bayesPop never lets a cell end below 0.0005 persons and books what is missing as
migration; so does this one, and where no migration is given nothing is lifted: empty cells stay empty then. Half of the
migrants who are there from the start leave at least 0.0005 persons, or what the cell held, if that was less – both
programs let it fall below nought there, and count negative deaths and births. The result names the migration that took
place, so that persons at the end are persons at the start plus births, minus deaths, plus this migration, always.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from netzwerkstatt.engines.demography import backends
from netzwerkstatt.engines.demography.arrays import FEMALE, MALE, Floats, Misfit, array

MigrationTiming: TypeAlias = Literal["even", "end"]

LEAST = 0.0005
"""Persons whom migration leaves behind in each cell; as bayesPop (ccmppWPP and Abacus: in those that it would empty)."""

_TIMINGS = ("even", "end")


@dataclass(frozen=True, slots=True, eq=False)
class CohortProjection:
    """What `project_cohorts` computed; arrays are float64 and cannot be written to. Axis of sex: 0 male, 1 female.

    `population` (…, T+1, 2, A+1) persons at the end of each year, first the given one.
    `births` (…, T, A+1) live births by age of the mother.
    `cohort_deaths` (…, T, 2, A+1) deaths by the age that would have been reached at the end of the year
    (index 0: born in the year). `period_deaths` (…, T, 2, A+1) deaths by completed age.
    `net_migration` (…, T, 2, A+1) persons: what was given, less what could not leave because nobody was there, and so
    much more that 0.0005 persons are left.
    `sex_ratio_at_birth` (…, T) as given.
    """

    population: Floats
    births: Floats
    cohort_deaths: Floats
    period_deaths: Floats
    net_migration: Floats
    sex_ratio_at_birth: Floats

    @property
    def births_by_sex(self) -> Floats:
        """Live births (…, T, 2): boys B·r/(1+r), girls the rest."""
        total = self.births.sum(axis=-1)
        boys = total * (self.sex_ratio_at_birth / (1.0 + self.sex_ratio_at_birth))
        return np.stack((boys, total - boys), axis=-1)


@dataclass(frozen=True, slots=True)
class Inputs:
    """Checked arrays of one computation; `batch` is the shape that all leading axes give together."""

    batch: tuple[int, ...]
    population: Floats
    survival: Floats
    fertility: Floats
    sex_ratio: Floats
    net_migration: Floats | None
    separation: Floats | None
    even: bool

    @property
    def years(self) -> int:
        """T, the number of one-year steps."""
        return int(self.survival.shape[-3])

    @property
    def ages(self) -> int:
        """A+1, the number of ages, the open one included."""
        return int(self.population.shape[-1])


@dataclass(frozen=True, slots=True)
class Outputs:
    """The arrays that a kernel fills, all of the full batch; `net_migration` only where there is one."""

    population: Floats
    births: Floats
    cohort_deaths: Floats
    period_deaths: Floats
    net_migration: Floats | None


def project_cohorts(
    population: npt.ArrayLike,
    survival: npt.ArrayLike,
    fertility: npt.ArrayLike,
    sex_ratio_at_birth: npt.ArrayLike,
    net_migration: npt.ArrayLike | None = None,
    *,
    migration_timing: MigrationTiming = "even",
    separation: npt.ArrayLike | None = None,
) -> CohortProjection:
    """Project a population T years ahead by single years of age and sex, the last age open.

    `population` (…, 2, A+1): persons at the start, index 0 male, 1 female, A ≥ 1.
    `survival` (…, T, 2, A+1): survivorship ratios *into* the age, 0 … 1; index 0 from birth to age 0 at the year's end,
    the last into the open group from both its feeders (L0/l0, L[x]/L[x−1], T[A]/T[A−1] of a life table).
    `fertility` (…, T, A+1): births per woman and year; none at age 0.
    `sex_ratio_at_birth`: male per female births, a scalar or (…, T), 0.1 … 10.
    `net_migration` (…, T, 2, A+1): persons, more in than out is positive; none where left out.
    `migration_timing`: "even" – half of the migrants from the start of the year, exposed to dying and giving birth, half
    at its end; "end" – all at the end, after births and deaths.
    `separation` (…, T, 2, A+1): c[x], the part of the deaths between the ages x and x+1 at the two ends of a year that
    fall before the birthday (c[A] is not used); one half where left out.

    Leading axes (territories, trajectories, groups …) are broadcast against each other. Numbers are float64 and the same
    bits however the batch is cut. Raises `Misfit` (a ValueError) with argument, axis and expected shape for a wrong shape,
    a number that is not finite, or one out of range. Source of the equations: see this module.
    """
    inputs = _checked(population, survival, fertility, sex_ratio_at_birth, net_migration, migration_timing, separation)
    outputs = _empty(inputs)
    _kernel(inputs)(inputs, outputs)
    migration = outputs.net_migration
    if migration is None:
        given = np.zeros(()) if inputs.net_migration is None else inputs.net_migration
        migration = np.broadcast_to(given, outputs.cohort_deaths.shape)
    ratio = np.broadcast_to(inputs.sex_ratio, outputs.births.shape[:-1])
    return CohortProjection(
        *map(
            _frozen,
            (outputs.population, outputs.births, outputs.cohort_deaths, outputs.period_deaths, migration, ratio),
        )
    )


def _checked(
    population: npt.ArrayLike,
    survival: npt.ArrayLike,
    fertility: npt.ArrayLike,
    sex_ratio_at_birth: npt.ArrayLike,
    net_migration: npt.ArrayLike | None,
    migration_timing: str,
    separation: npt.ArrayLike | None,
) -> Inputs:
    if migration_timing not in _TIMINGS:
        raise Misfit("migration_timing", "one of 'even', 'end'", repr(migration_timing))
    people = array("population", population, (2, "A+1"), low=0.0)
    ages = people.shape[-1]
    if ages < 2:
        raise Misfit("population", "at least two ages (A ≥ 1; shape (…, 2, A+1))", "one", axis=-1)
    ratios = array("survival", survival, ("T", 2, ages), low=0.0, high=1.0)
    years = ratios.shape[-3]
    rates = array("fertility", fertility, (years, ages), low=0.0, high=1.0)
    if np.any(rates[..., 0]):
        raise Misfit("fertility", "no births at age 0 (the axis of ages begins at birth)", "some", axis=-1)
    boys = _per_year("sex_ratio_at_birth", sex_ratio_at_birth, years)
    net = None if net_migration is None else array("net_migration", net_migration, (years, 2, ages))
    parts = None if separation is None else array("separation", separation, (years, 2, ages))
    return Inputs(
        batch=batch_of(
            population=people.shape[:-2],
            survival=ratios.shape[:-3],
            fertility=rates.shape[:-2],
            sex_ratio_at_birth=boys.shape[:-1],
            net_migration=() if net is None else net.shape[:-3],
            separation=() if parts is None else parts.shape[:-3],
        ),
        population=people,
        survival=ratios,
        fertility=rates,
        sex_ratio=boys,
        net_migration=net,
        separation=parts,
        even=migration_timing == "even",
    )


def _per_year(argument: str, values: npt.ArrayLike, years: int) -> Floats:
    """(…, T); a scalar holds for each year."""
    found = array(argument, values, (), low=0.1, high=10.0)
    if found.ndim == 0:
        return np.full(years, float(found))
    return array(argument, found, (years,))


def batch_of(**leading: tuple[int, ...]) -> tuple[int, ...]:
    """The shape that these leading axes give together; `Misfit` names the argument that does not go with the others."""
    batch: tuple[int, ...] = ()
    for argument, shape in leading.items():
        for back, size in enumerate(reversed(shape), start=1):
            other = batch[-back] if back <= len(batch) else 1
            if size != other and 1 not in {size, other}:
                expected = f"leading axes that broadcast against {batch}, that is 1 or {other}"
                raise Misfit(argument, expected, f"{shape}", axis=len(shape) - back)
        batch = np.broadcast_shapes(batch, shape)
    return batch


def _empty(inputs: Inputs) -> Outputs:
    batch, years, ages = inputs.batch, inputs.years, inputs.ages
    net = inputs.net_migration
    return Outputs(
        population=np.empty((*batch, years + 1, 2, ages)),
        births=np.empty((*batch, years, ages)),
        cohort_deaths=np.empty((*batch, years, 2, ages)),
        period_deaths=np.empty((*batch, years, 2, ages)),
        net_migration=None if net is None else np.empty((*batch, years, 2, ages)),
    )


def _frozen(values: Floats) -> Floats:
    values.flags.writeable = False
    return values


def _kernel(inputs: Inputs) -> Callable[[Inputs, Outputs], None]:
    if backends.choose(cells=math.prod(inputs.batch) * inputs.years * 2 * inputs.ages) == "numpy":
        return plain
    from netzwerkstatt.engines.demography.compiled import cohort

    return cohort.fill


def plain(inputs: Inputs, outputs: Outputs) -> None:
    """Fill `outputs` with NumPy alone, a year at a time, all of the batch at once."""
    outputs.population[..., 0, :, :] = inputs.population
    for year in range(inputs.years):
        _year(inputs, outputs, year)


def _year(inputs: Inputs, outputs: Outputs, year: int) -> None:
    start, deaths = outputs.population[..., year, :, :], outputs.cohort_deaths[..., year, :, :]
    after, births = outputs.population[..., year + 1, :, :], outputs.births[..., year, :]
    lost = 1.0 - inputs.survival[..., year, :, :]
    net = None if inputs.net_migration is None else inputs.net_migration[..., year, :, :]
    half = None if net is None or not inputs.even else 0.5 * net
    begin = _Moved(start, None) if half is None else _move(start, half, 0.0, np.minimum(start, LEAST))
    exposed = begin.persons

    feeders = exposed[..., -2] + exposed[..., -1]
    deaths[..., 1:] = exposed[..., :-1] * lost[..., 1:]
    deaths[..., -1] = feeders * lost[..., -1]
    aged = np.zeros_like(after)
    aged[..., 1:] = exposed[..., :-1] - deaths[..., 1:]
    aged[..., -1] = feeders - deaths[..., -1]
    women = aged[..., FEMALE, :]
    if half is not None:
        women = np.maximum(women + half[..., FEMALE, :], 0.0)

    births[...] = inputs.fertility[..., year, :] * (exposed[..., FEMALE, :] + women) * 0.5
    births[..., 0] = 0.0
    total = sum_of_ages(births)
    ratio = inputs.sex_ratio[..., year]
    boys = total * (ratio / (1.0 + ratio))
    for sex, born in ((MALE, boys), (FEMALE, total - boys)):
        deaths[..., sex, 0] = born * lost[..., sex, 0]
        aged[..., sex, 0] = born - deaths[..., sex, 0]

    end = _Moved(aged, None) if net is None else _move(aged, net if half is None else half, LEAST, LEAST)
    after[...] = end.persons
    if outputs.net_migration is not None and end.flow is not None:
        outputs.net_migration[..., year, :, :] = end.flow if begin.flow is None else begin.flow + end.flow
    parts = None if inputs.separation is None else inputs.separation[..., year, :, :]
    by_period(deaths, parts, outputs.period_deaths[..., year, :, :])


@dataclass(frozen=True, slots=True)
class _Moved:
    persons: Floats
    flow: Floats | None


def _move(held: Floats, flow: Floats, limit: float, keep: Floats | float) -> _Moved:
    """`held` persons after `flow`; a cell that would fall below `limit` has `keep`, and less has flowed."""
    after = held + flow
    short = after < limit
    if not short.any():
        return _Moved(after, flow)
    after = np.where(short, keep, after)
    return _Moved(after, np.where(short, after - held, flow))


def sum_of_ages(values: Floats) -> Floats:
    """The sum over the last axis in an order that does not depend on anything but the age, eight ages side by side."""
    sums = np.zeros((*values.shape[:-1], 8))
    for lowest in range(0, values.shape[-1], 8):
        part = values[..., lowest : lowest + 8]
        sums[..., : part.shape[-1]] += part
    four = sums[..., 0::2] + sums[..., 1::2]
    two = four[..., 0::2] + four[..., 1::2]
    return np.asarray(two[..., 0] + two[..., 1])


def by_period(cohort: Floats, separation: Floats | None, period: Floats) -> None:
    """Write into `period` (…, A+1) the deaths by completed age that belong to `cohort` deaths (…, A+1)."""
    early: Floats | float = 0.5 if separation is None else separation[..., :-1]
    period[..., 0] = cohort[..., 0]
    period[..., 1:] = cohort[..., 1:] * (1.0 - early)
    period[..., :-1] += cohort[..., 1:] * early
