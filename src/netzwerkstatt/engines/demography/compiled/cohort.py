"""`cohort.plain` for numba: one element of the batch after the other, ages innermost."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from numba import njit, types

from netzwerkstatt.engines.demography import backends
from netzwerkstatt.engines.demography.arrays import Floats
from netzwerkstatt.engines.demography.cohort import LEAST, Inputs, Outputs
from netzwerkstatt.engines.demography.compiled import inner

_NOTHING = np.zeros((1, 1, 1, 1))


def _read(axes):
    return types.Array(types.float64, axes, "C", readonly=True)


def _written(axes):
    return types.Array(types.float64, axes, "C")


def fill(inputs: Inputs, outputs: Outputs) -> None:
    """Fill `outputs`, parts of the batch side by side; the same bits as `cohort.plain`."""
    count = math.prod(inputs.batch)
    net, parts = inputs.net_migration, inputs.separation
    given = [
        _flat(inputs.population, 2, inputs.batch),
        _flat(inputs.survival, 3, inputs.batch),
        _flat(inputs.fertility, 2, inputs.batch),
        _flat(inputs.sex_ratio, 1, inputs.batch),
        _flat(_NOTHING[0] if net is None else net, 3, inputs.batch),
        _flat(_NOTHING[0] if parts is None else parts, 3, inputs.batch),
    ]
    values, places = [one for one, _ in given], np.stack([place for _, place in given])
    written = [
        _rows(one, inputs.batch, count)
        for one in (outputs.population, outputs.births, outputs.cohort_deaths, outputs.period_deaths)
    ]
    cut = outputs.net_migration is not None
    booked = _rows(outputs.net_migration, inputs.batch, count) if outputs.net_migration is not None else _NOTHING

    def work(begin: int, end: int) -> None:
        _fill(begin, end, places, *values, net is not None, parts is not None, inputs.even, *written, booked, cut)

    backends.in_parts(count, work, least=1 + 100_000 // (inputs.years * 2 * inputs.ages))


def _flat(values: Floats, own: int, batch: tuple[int, ...]) -> tuple[Floats, npt.NDArray[np.int64]]:
    """`values` with one leading axis, and for each element of the batch the row that is its own."""
    lead = values.shape[: values.ndim - own]
    rows = np.ascontiguousarray(values).reshape(math.prod(lead), *values.shape[values.ndim - own :])
    place = np.zeros(batch, np.int64) + np.arange(len(rows), dtype=np.int64).reshape(lead or (1,) * len(batch))
    return rows, place.ravel()


def _rows(values: Floats, batch: tuple[int, ...], count: int) -> Floats:
    return values.reshape(count, *values.shape[len(batch) :])


@inner()
def _sum_of_ages(values, sums):
    sums[:] = 0.0
    full = values.size // 8 * 8
    for lowest in range(0, full, 8):
        for k in range(8):
            sums[k] += values[lowest + k]
    for x in range(full, values.size):
        sums[x - full] += values[x]
    return ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]))


@inner()
def _book(booked, net, even, start, exposed, aged, after):
    for sex in range(2):
        for x in range(booked.shape[1]):
            if even:
                half = 0.5 * net[sex, x]
                first = half if start[sex, x] + half >= 0.0 else exposed[sex, x] - start[sex, x]
                second = half if aged[sex, x] + half >= LEAST else after[sex, x] - aged[sex, x]
                booked[sex, x] = first + second
            else:
                stays = aged[sex, x] + net[sex, x] >= LEAST
                booked[sex, x] = net[sex, x] if stays else after[sex, x] - aged[sex, x]


@inner()
def _by_period(cohort, separation, has_separation, period):
    ages = cohort.size
    period[0] = cohort[0]
    if has_separation:
        for x in range(1, ages):
            period[x] = cohort[x] * (1.0 - separation[x - 1])
        for x in range(ages - 1):
            period[x] += cohort[x + 1] * separation[x]
    else:
        for x in range(1, ages):
            period[x] = cohort[x] * 0.5
        for x in range(ages - 1):
            period[x] += cohort[x + 1] * 0.5


@njit(
    types.void(
        types.int64,
        types.int64,
        types.Array(types.int64, 2, "C"),
        _read(3),
        _read(4),
        _read(3),
        _read(2),
        _read(4),
        _read(4),
        types.boolean,
        types.boolean,
        types.boolean,
        _written(4),
        _written(3),
        _written(4),
        _written(4),
        _written(4),
        types.boolean,
    ),
    nogil=True,
    cache=True,
)
def _fill(
    begin,
    end,
    places,
    populations,
    survivals,
    fertilities,
    ratios,
    nets,
    separations,
    has_net,
    has_separation,
    even,
    persons,
    births,
    cohort_deaths,
    period_deaths,
    booked,
    cut,
):
    years, ages = survivals.shape[1], survivals.shape[3]
    last = ages - 1
    exposed, aged = np.empty((2, ages)), np.empty((2, ages))
    sums = np.empty(8)
    for n in range(begin, end):
        persons[n, 0] = populations[places[0, n]]
        for year in range(years):
            start, after = persons[n, year], persons[n, year + 1]
            survival, deaths = survivals[places[1, n], year], cohort_deaths[n, year]
            net = nets[places[4, n], year] if has_net else nets[0, 0]
            for sex in range(2):
                if has_net and even:
                    for x in range(ages):
                        moved = start[sex, x] + 0.5 * net[sex, x]
                        exposed[sex, x] = moved if moved >= 0.0 else min(start[sex, x], LEAST)
                else:
                    for x in range(ages):
                        exposed[sex, x] = start[sex, x]
                for x in range(1, ages):
                    deaths[sex, x] = exposed[sex, x - 1] * (1.0 - survival[sex, x])
                    aged[sex, x] = exposed[sex, x - 1] - deaths[sex, x]
                feeders = exposed[sex, last - 1] + exposed[sex, last]
                deaths[sex, last] = feeders * (1.0 - survival[sex, last])
                aged[sex, last] = feeders - deaths[sex, last]

            fertility, born = fertilities[places[2, n], year], births[n, year]
            born[0] = 0.0
            for x in range(1, ages):
                women = max(aged[1, x] + 0.5 * net[1, x], 0.0) if has_net and even else aged[1, x]
                born[x] = fertility[x] * (exposed[1, x] + women) * 0.5
            total = _sum_of_ages(born, sums)
            ratio = ratios[places[3, n], year]
            boys = total * (ratio / (1.0 + ratio))
            for sex in range(2):
                babies = boys if sex == 0 else total - boys
                deaths[sex, 0] = babies * (1.0 - survival[sex, 0])
                aged[sex, 0] = babies - deaths[sex, 0]
                for x in range(ages):
                    after[sex, x] = aged[sex, x]
                    if has_net:
                        after[sex, x] = max(aged[sex, x] + (0.5 * net[sex, x] if even else net[sex, x]), LEAST)
            if cut:
                _book(booked[n, year], net, even, start, exposed, aged, after)
            for sex in range(2):
                _by_period(
                    deaths[sex],
                    separations[places[5, n], year, sex] if has_separation else sums,
                    has_separation,
                    period_deaths[n, year, sex],
                )
