"""The years of many territories: levels of the year, the year, quantiles, what is kept; eight lanes at a time.

Lanes are the trajectories of one territory or, where there is one trajectory only, eight territories. What is kept stands
in rows, one for each trajectory of each territory, so that the rows of the lanes follow each other either way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numba import njit

from netzwerkstatt.engines.demography import backends
from netzwerkstatt.engines.demography.arrays import Floats
from netzwerkstatt.engines.demography.compiled import drawn, lanes, levels, measures
from netzwerkstatt.engines.demography.compiled.octets import turn
from netzwerkstatt.engines.demography.compiled.quantiles import order, row_quantiles

if TYPE_CHECKING:
    from netzwerkstatt.engines.demography.trajectories import Out, Plan

CHUNK = 1000
"""Trajectories together where no quantiles are asked for: the second cache holds their state."""


class Rates(NamedTuple):
    """What is expected, (K or 1, T or 1, cells) each, ages within sexes."""

    lost: Floats
    fertility: Floats  # (…, A+1)
    boys: Floats  # (…, 1)
    arriving: Floats
    leaving: Floats
    net: Floats
    spread: Floats
    separation: Floats


def go(plan: Plan, out: Out) -> None:
    """Fill `out`, territories side by side."""
    count, _, ages = plan.population.shape
    cells, rows = 2 * ages, count * out.trajectories
    shares = plan.ratio / (1.0 + plan.ratio)
    separation = plan.separation if plan.has[4] else np.full((1, 1, cells), 0.5)
    flat = [
        values.reshape(*values.shape[:2], -1)
        for values in (
            plan.lost, plan.fertility, shares[..., None], plan.arriving, plan.leaving, plan.net, plan.spread, separation,
        )
    ]  # fmt: skip
    own = any(len(values) > 1 for values in flat)
    plan = plan._replace(population=plan.population.reshape(count, cells))
    out = out._replace(
        last=out.last.reshape(rows if out.keeps_last else 0, cells),
        births=out.births.reshape(rows if out.keeps_detail else 0, ages),
        deaths=out.deaths.reshape(rows if out.keeps_detail else 0, cells),
        events=out.events.reshape(rows if out.keeps_detail else 0, plan.lost.shape[1], 5),
        stored=out.stored.reshape(rows if out.stores else 0, (plan.lost.shape[1] + 1) * cells),
    )
    rates = Rates(*flat)
    if out.trajectories > 1 or plan.drawn:
        backends.in_parts(count, lambda begin, end: _trajectories(begin, end, plan, rates, out))
    else:
        backends.in_parts(
            -(-count // 8),
            lambda begin, end: _territories(
                begin * 8, min(end * 8, count), plan, rates, _tiles(rates) if own else None, out
            ),
            least=16,
        )


def _tiles(rates: Rates) -> tuple[Floats, ...]:
    return tuple(np.empty((values.shape[2], 8)) for values in rates)


@njit(nogil=True, cache=True)
def _aligned(size):
    """Room that begins with a line of the cache: an octet that lies across two takes twice as long."""
    room = np.zeros(size + 8)
    first = (64 - room.ctypes.data % 64) % 64 // 8
    return room[first : first + size]


@njit(nogil=True, cache=True)
def _row(values, k, t):
    return values[k if values.shape[0] > 1 else 0, t if values.shape[1] > 1 else 0]


@njit(nogil=True, cache=True)
def _of_year(rates, k, t):
    return (
        _row(rates.lost, k, t),
        _row(rates.fertility, k, t),
        _row(rates.boys, k, t),
        _row(rates.arriving, k, t),
        _row(rates.leaving, k, t),
        _row(rates.net, k, t),
        _row(rates.spread, k, t),
        _row(rates.separation, k, t),
    )


@njit(nogil=True, cache=True)
def _trajectories(begin, end, plan, rates, out):
    """All years of the territories `begin` … `end` - 1, one after the other; lanes are trajectories."""
    cells, years, count = plan.population.shape[1], rates.lost.shape[1], out.trajectories
    ages = cells // 2
    summing = out.levels.size > 0
    chunk = count if summing else min(count, CHUNK)
    size = (chunk + 7) // 8 * 8
    state, births, deaths = _aligned(size * cells), _aligned(ages * 8), _aligned(cells * 8)
    factors, walked, totals = np.empty((5, size)), np.empty((6, size)), np.zeros((5, size))
    keys = np.zeros(size, np.uint64)
    by_age = summing and out.wants[2]
    apart = size + 16 if by_age else 8
    singles = np.empty((cells, apart), np.float32)
    sums, values = np.zeros((out.starts.size - 1, size)), np.zeros((out.above.size, size))
    single, ranks = np.empty(count if summing else 0, np.float32), np.empty(count if summing else 0, np.int32)
    standard = np.empty(out.levels.size)
    held, exposed, dying = np.empty((2, ages)), np.empty((2, ages)), np.empty((2, ages))
    born, died = np.empty(ages), np.empty(cells)
    wants = np.array([out.wants[0], False, by_age or out.stores])
    for k in range(begin, end):
        for low in range(0, count, chunk):
            width = min(count, low + chunk) - low
            blocks = (width + 7) // 8
            row = k * count + low
            levels.fill_keys(plan.keys[k], low, keys)
            _start(plan.population, k, 0, state, blocks, cells, factors, walked)
            if out.stores:
                for r in range(width):
                    for cell in range(cells):
                        out.stored[row + r, cell] = np.float32(plan.population[k, cell])
            if summing:
                _first_bands(k, plan.population, state, out, sums, values)
            for t in range(years):
                levels.step(factors, walked, plan, keys, k, low, t, 0, width)
                expected = _of_year(rates, k, t)
                wants[1] = out.keeps_detail and t == years - 1
                for block in range(blocks):
                    lane, at = block * 8, block * 8 * cells
                    column, lanes_ = lane if by_age else 0, min(8, width - block * 8)
                    if plan.drawn:
                        for j in range(lanes_):
                            _take(state, at + j, held)
                            drawn.year(
                                held, expected, factors, lane + j, plan.even, plan.has, totals, born, died, exposed,
                                dying, keys[lane + j], t,
                            )  # fmt: skip
                            _put(state, at + j, held)
                            births[j::8], deaths[j::8] = born, died
                        if wants[2]:
                            _narrow(state, at, singles, column, lanes_)
                    else:
                        lanes.year(
                            state, at, expected, factors, lane, plan.even, plan.has, wants, totals, births, deaths,
                            singles, column, apart,
                        )  # fmt: skip
                    if summing:
                        measures.weigh(state, at, out.starts, out.cells, out.weights, sums, lane)
                    if out.stores:
                        _store(singles, column, out.stored, row + lane, lanes_, (t + 1) * cells)
                    if t == years - 1:
                        _keep(out, row + lane, lanes_, state, at, births, deaths)
                if out.keeps_detail:
                    for event in range(5):
                        out.events[row : row + width, t, event] = totals[event, :width]
                if summing:
                    _sum_up(k, t, state, singles, totals, out, single, ranks, standard, sums, values)


@njit(nogil=True, cache=True)
def _start(population, k, step, state, blocks, cells, factors, walked):
    """The first state: of territory `k` in all lanes, or of `step` territories on for each lane; levels before any walk."""
    for block in range(blocks):
        for cell in range(cells):
            for j in range(8):
                state[(block * cells + cell) * 8 + j] = population[min(k + j * step, population.shape[0] - 1), cell]
    walked[:] = 0.0
    factors[:] = 1.0
    factors[lanes.NET] = 0.0


@njit(nogil=True, cache=True)
def _take(state, at, held):
    for sex in range(2):
        for x in range(held.shape[1]):
            held[sex, x] = state[at + (sex * held.shape[1] + x) * 8]


@njit(nogil=True, cache=True)
def _put(state, at, held):
    for sex in range(2):
        for x in range(held.shape[1]):
            state[at + (sex * held.shape[1] + x) * 8] = held[sex, x]


@njit(nogil=True, cache=True)
def _narrow(state, at, singles, column, count):
    for cell in range(singles.shape[0]):
        for j in range(count):
            singles[cell, column + j] = np.float32(state[at + cell * 8 + j])


@njit(nogil=True, cache=True)
def _store(singles, column, stored, row, count, place):
    """The year of `count` lanes, each into its own row of `stored` from `place` on."""
    cells, apart, step = singles.shape[0], singles.shape[1], stored.shape[1]
    done = cells // 8 * 8 if count == 8 else 0
    for cell in range(0, done, 8):
        turn(singles, column + cell * apart, apart, stored, row * step + place + cell, step)
    for cell in range(done, cells):
        for j in range(count):
            stored[row + j, place + cell] = singles[cell, column + j]


@njit(nogil=True, cache=True)
def _keep(out, row, count, state, at, births, deaths):
    """The last year of `count` lanes, each in its own row."""
    for j in range(count):
        if out.keeps_last:
            for cell in range(out.last.shape[1]):
                out.last[row + j, cell] = state[at + cell * 8 + j]
        if out.keeps_detail:
            out.births[row + j] = births[j::8]
            out.deaths[row + j] = deaths[j::8]


@njit(nogil=True, cache=True)
def _first_bands(k, population, state, out, sums, values):
    """Nothing varies before the first year: each quantile is the value itself."""
    if out.wants[2]:
        ages = out.population.shape[3]
        for cell in range(population.shape[1]):
            out.population[k, 0, cell // ages, cell % ages, :] = population[k, cell]
    measures.weigh(state, 0, out.starts, out.cells, out.weights, sums, 0)
    measures.divide(sums, out.above, out.under, values)
    for i in range(values.shape[0]):
        out.measured[k, 0, i, :] = values[i, 0]


@njit(nogil=True, cache=True)
def _sum_up(k, t, state, singles, totals, out, single, ranks, standard, sums, values):
    """Quantiles of all cells, measures and events at the end of year t."""
    count = out.trajectories
    if out.wants[2]:
        cells, ages = singles.shape[0], singles.shape[0] // 2
        for sex in range(2):
            standard[:] = out.standard
            for x in range(ages - 1, -1, -1):
                row = singles[sex * ages + x, :count]  # persons are never below nought: their bits are in order
                row_quantiles(
                    row, row.view(np.int32), state, (sex * ages + x) * 8, cells * 8, out.levels, standard,
                    out.population[k, t + 1, sex, x],
                )  # fmt: skip
    standard[:] = out.standard
    measures.divide(sums, out.above, out.under, values)
    for i in range(values.shape[0]):
        order(values[i, :count], single, ranks)
        row_quantiles(single, ranks, values[i], 0, 8, out.levels, standard, out.measured[k, t + 1, i])
    for event in range(5):
        order(totals[event, :count], single, ranks)
        row_quantiles(single, ranks, totals[event], 0, 8, out.levels, standard, out.happened[k, t, event])


@njit(nogil=True, cache=True)
def _territories(begin, end, plan, rates, tiles, out):
    """The one trajectory of the territories `begin` … `end` - 1; lanes are territories.

    `tiles`: room for the rates of eight, (…, 8) each, where territories have their own; None where they share them.
    """
    cells, years = plan.population.shape[1], rates.lost.shape[1]
    ages = cells // 2
    state, births, deaths = _aligned(8 * cells), _aligned(ages * 8), _aligned(cells * 8)
    factors, walked, totals = np.empty((5, 8)), np.empty((6, 8)), np.zeros((5, 8))
    keys, key = np.zeros(8, np.uint64), np.zeros(1, np.uint64)
    singles = np.empty((cells, 8), np.float32)
    sums, values = np.zeros((out.starts.size - 1, 8)), np.zeros((out.above.size, 8))
    summing = out.levels.size > 0
    wants = np.array([out.wants[0], False, out.stores])
    for k in range(begin, end, 8):
        width = min(8, end - k)
        for j in range(width):
            levels.fill_keys(plan.keys[k + j], 0, key)
            keys[j] = key[0]
        _start(plan.population, k, 1, state, 1, cells, factors, walked)
        if out.stores:
            _narrow(state, 0, singles, 0, width)
            _store(singles, 0, out.stored, k, width, 0)
        if summing:
            _one_band(k, 0, width, state, totals, out, sums, values)
        for t in range(years):
            for j in range(width):
                levels.step(factors, walked, plan, keys, k + j, 0, t, j, j + 1)
            wants[1] = out.keeps_detail and t == years - 1
            if tiles is None:
                lanes.year(
                    state, 0, _of_year(rates, 0, t), factors, 0, plan.even, plan.has, wants, totals, births, deaths,
                    singles, 0, 8,
                )  # fmt: skip
            else:
                _lay(rates, k, t, tiles)
                lanes.year(
                    state, 0, tiles, factors, 0, plan.even, plan.has, wants, totals, births, deaths, singles, 0, 8
                )
            if out.stores:
                _store(singles, 0, out.stored, k, width, (t + 1) * cells)
            if out.keeps_detail:
                for j in range(width):
                    out.events[k + j, t] = totals[:, j]
            if summing:
                _one_band(k, t + 1, width, state, totals, out, sums, values)
        _keep(out, k, width, state, 0, births, deaths)


@njit(nogil=True, cache=True)
def _lay(rates, k, t, tiles):
    """Fill `tiles` with the rates of the territories `k` … `k` + 7 in year t, or with those that they share."""
    for which in range(8):
        values, tile = rates[which], tiles[which]
        for j in range(8):
            row = _row(values, min(k + j, values.shape[0] - 1), t)
            for cell in range(row.size):
                tile[cell, j] = row[cell]


@njit(nogil=True, cache=True)
def _one_band(k, step, width, state, totals, out, sums, values):
    """Of one trajectory each quantile is its value."""
    ages = out.population.shape[3]
    measures.weigh(state, 0, out.starts, out.cells, out.weights, sums, 0)
    measures.divide(sums, out.above, out.under, values)
    for j in range(width):
        for cell in range(2 * ages):
            out.population[k + j, step, cell // ages, cell % ages, :] = state[cell * 8 + j]
        for i in range(values.shape[0]):
            out.measured[k + j, step, i, :] = values[i, j]
        if step > 0:
            for event in range(5):
                out.happened[k + j, step - 1, event, :] = totals[event, j]
