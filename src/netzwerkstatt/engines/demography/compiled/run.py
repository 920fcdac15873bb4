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
from netzwerkstatt.engines.demography.compiled.octets import pour, settle, turn
from netzwerkstatt.engines.demography.compiled.quantiles import ROOM, order, row_quantiles

if TYPE_CHECKING:
    from netzwerkstatt.engines.demography.plans import Out, Plan

CHUNK, TOGETHER = 128, 16
"""Lanes together where no quantiles are asked for, and octets together where they are: the second cache holds them."""

LINE = 16
"""Numbers in single precision in a line of memory."""


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
    cells, paths = 2 * ages, count * out.trajectories
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
        last=out.last.reshape(paths if out.keeps_last else 0, cells),
        births=out.births.reshape(paths if out.keeps_detail else 0, ages),
        deaths=out.deaths.reshape(paths if out.keeps_detail else 0, cells),
        events=out.events.reshape(paths if out.keeps_detail else 0, plan.lost.shape[1], 5),
        stored=out.stored.reshape(paths if out.stores else 0, (plan.lost.shape[1] + 1) * cells),
    )
    rates = Rates(*flat)
    if out.trajectories > 1 or plan.drawn:
        backends.in_parts(count, lambda begin, end: _trajectories(begin, end, plan, rates, out))
    else:
        backends.in_parts(
            -(-count // CHUNK),
            lambda begin, end: _territories(
                begin * CHUNK, min(end * CHUNK, count), plan, rates, _tiles(rates, own), out
            ),
        )


def _tiles(rates: Rates, own: bool) -> tuple[Floats, ...]:
    return tuple(np.empty((values.shape[2] if own else 0, 8)) for values in rates)


@njit(nogil=True, cache=True)
def _aligned(size):
    """Room that begins with a line of the cache: an octet that lies across two takes twice as long."""
    room = np.zeros(size + 8)
    first = (64 - room.ctypes.data % 64) % 64 // 8
    return room[first : first + size]


@njit(nogil=True, cache=True)
def _singles(cells, size):
    """Room for `size` lanes in single precision; rows begin with a line, but not all of them in the same part of the cache."""
    apart = (size + 31) // 16 * 16
    if apart % 256 == 0:
        apart += 16
    return _aligned(cells * apart // 2).view(np.float32).reshape(cells, apart)


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
    straight = out.stores and not (summing or plan.drawn)
    size = (chunk + 7) // 8 * 8
    courses = np.empty((years if straight else 0, 5, size))
    state, births, deaths = _aligned(size * cells), _aligned(size * ages), _aligned(size * cells)
    factors, walked, totals = np.empty((5, size)), np.empty((6, size)), np.zeros((5, size))
    keys = np.zeros(size, np.uint64)
    by_age = summing and out.wants[2]
    singles = _singles(cells, size)
    page = _aligned(8 * (years + 1) * cells + LINE // 2 if straight else 0).view(np.float32)
    sums, values = np.zeros((len(out.rows), size)), np.zeros((out.above.size, size))
    groups = _aligned(out.weighing.edges.size * 8)
    single = _aligned(count if summing else 0).view(np.float32)[:count]
    ranks = _aligned(count if summing else 0).view(np.int32)[:count]
    places = np.arange(count).astype(np.int32)
    room = np.empty((3, 2, ages))
    found = np.empty((2, ROOM), np.int32)
    guesses = np.empty((cells + out.above.size + 5, 2, out.levels.size))
    guesses[:] = out.guesses
    wants = np.array([out.wants[0], False, by_age])
    for k in range(begin, end):
        for low in range(0, count, chunk):
            width = min(count, low + chunk) - low
            blocks = (width + 7) // 8
            row = k * count + low
            levels.fill_keys(plan.keys[k], low, keys)
            _start(plan.population, k, 0, state, blocks, factors, walked)
            if out.stores and not straight:
                _store(state, cells, out.stored, row, width, 0)
            if summing:
                _first_bands(k, plan.population, state, out, groups, sums, values)
            if straight:
                for t in range(years):
                    levels.step(factors, walked, plan, keys, k, low, t, 0, width)
                    courses[t] = factors
                _store_years(
                    state, row, width, k, plan, rates, courses, totals, births, deaths, singles, page, out.stored
                )
                continue
            for t in range(years):
                levels.step(factors, walked, plan, keys, k, low, t, 0, width)
                expected = _of_year(rates, k, t)
                wants[1] = out.keeps_detail and t == years - 1
                if plan.drawn:
                    drawn.year(
                        state, width, expected, factors, plan.even, plan.has, totals, births, deaths, keys, t, room
                    )
                    if wants[2]:
                        _narrow(state, blocks, singles)
                else:
                    for part in range(0, blocks, TOGETHER):
                        upto = min(blocks, part + TOGETHER)
                        lanes.year(
                            state, part, upto, expected, factors, plan.even, plan.has, wants, totals, births, deaths,
                            singles,
                        )  # fmt: skip
                        if summing:
                            measures.weigh(state, part, upto, cells, out.weighing, groups, sums)
                if out.stores:
                    _store(state, cells, out.stored, row, width, (t + 1) * cells)
                if out.keeps_detail:
                    _note(totals, out.events, row, width, t)
                if summing:
                    if plan.drawn:
                        measures.weigh(state, 0, blocks, cells, out.weighing, groups, sums)
                    _sum_up(k, t, state, singles, totals, out, single, ranks, places, guesses, found, sums, values)
            _keep(out, row, width, state, births, deaths)
    if straight:
        settle()


@njit(nogil=True, cache=True)
def _start(population, k, step, state, blocks, factors, walked):
    """The first state: of territory `k` in all lanes, or of `step` territories on for each lane; levels before any walk."""
    cells = population.shape[1]
    for block in range(blocks):
        for cell in range(cells):
            for j in range(8):
                territory = min(k + (block * 8 + j) * step, population.shape[0] - 1)
                state[(block * cells + cell) * 8 + j] = population[territory, cell]
    walked[:] = 0.0
    factors[:] = 1.0
    factors[lanes.NET] = 0.0


@njit(nogil=True, cache=True)
def _store_years(state, row, width, k, plan, rates, courses, totals, births, deaths, singles, page, stored):
    """All years of two octets, then of the next two: what they leave in `page` is written once, as a stream past the caches.

    `page` holds the rows of sixteen lanes as they will stand in `stored`; numbers before them make its lines begin where
    those of memory do.
    """
    cells, step, flat = plan.population.shape[1], stored.shape[1], stored.reshape(-1)
    even, has, wants = plan.even, plan.has, np.zeros(3, np.bool_)
    for lane in range(0, width, 16):
        start, begin, end = (row + lane) * step, lane // 8, (min(width, lane + 16) + 7) // 8
        first = (stored.ctypes.data // 4 + start) % LINE
        for octet in range(begin, end):
            _page(state, octet, cells, page, first + (octet - begin) * 8 * step, step)
        for t in range(courses.shape[0]):
            expected = _of_year(rates, k, t)
            lanes.year(state, begin, end, expected, courses[t], even, has, wants, totals, births, deaths, singles)
            for octet in range(begin, end):
                _page(state, octet, cells, page, first + ((octet - begin) * 8) * step + (t + 1) * cells, step)
        last = first + min(16, width - lane) * step
        whole = last // LINE * LINE
        for at in range(LINE, whole, LINE):
            pour(page, at, flat, start - first + at)
        for at in range(first, min(LINE, last)):
            flat[start - first + at] = page[at]
        for at in range(max(whole, LINE), last):
            flat[start - first + at] = page[at]


@njit(nogil=True, cache=True)
def _page(state, octet, cells, page, at, step):
    """An octet in single precision: its lanes in rows, `step` from each other."""
    done = cells // 8 * 8
    for cell in range(0, done, 8):
        turn(state, (octet * cells + cell) * 8, page, at + cell, step)
    for cell in range(done, cells):
        for j in range(8):
            page[at + j * step + cell] = np.float32(state[(octet * cells + cell) * 8 + j])


@njit(nogil=True, cache=True)
def _narrow(state, blocks, singles):
    """`state` in single precision, cell by cell."""
    cells = singles.shape[0]
    for block in range(blocks):
        for cell in range(cells):
            for j in range(8):
                singles[cell, block * 8 + j] = np.float32(state[(block * cells + cell) * 8 + j])


@njit(nogil=True, cache=True)
def _store(state, cells, stored, row, width, place):
    """The year of the first `width` lanes, each into its own row of `stored` from `row` on, from `place` on."""
    for lane in range(width):
        first = lane // 8 * 8 * cells + lane % 8
        for cell in range(cells):
            stored[row + lane, place + cell] = np.float32(state[first + cell * 8])


@njit(nogil=True, cache=True)
def _note(totals, events, row, count, t):
    """The events of year t of `count` lanes."""
    for r in range(count):
        for event in range(5):
            events[row + r, t, event] = totals[event, r]


@njit(nogil=True, cache=True)
def _keep(out, row, count, state, births, deaths):
    """The last year of `count` lanes, each in its own row."""
    for r in range(count):
        if out.keeps_last:
            _lane(state, r, out.last[row + r])
        if out.keeps_detail:
            _lane(births, r, out.births[row + r])
            _lane(deaths, r, out.deaths[row + r])


@njit(nogil=True, cache=True)
def _lane(octets, lane, into):
    first = lane // 8 * 8 * into.size + lane % 8
    for cell in range(into.size):
        into[cell] = octets[first + cell * 8]


@njit(nogil=True, cache=True)
def _first_bands(k, population, state, out, groups, sums, values):
    """Nothing varies before the first year: each quantile is the value itself."""
    if out.wants[2]:
        ages = out.population.shape[3]
        for cell in range(population.shape[1]):
            out.population[k, 0, cell // ages, cell % ages, :] = population[k, cell]
    measures.weigh(state, 0, sums.shape[1] // 8, population.shape[1], out.weighing, groups, sums)
    measures.divide(sums, out.above, out.under, values)
    for i in range(values.shape[0]):
        out.measured[k, 0, i, :] = values[i, 0]


@njit(nogil=True, cache=True)
def _sum_up(k, t, state, singles, totals, out, single, ranks, places, guesses, found, sums, values):
    """Quantiles of all cells, measures and events at the end of year t; `guesses` of each go on from year to year."""
    count, cells, ages = out.trajectories, singles.shape[0], singles.shape[0] // 2
    if out.wants[2]:
        for cell in range(cells):
            row = singles[cell, :count]  # persons are never below nought: their bits are in order
            row_quantiles(
                row, row.view(np.int32), places, state, cell * 8, cells * 8, out.levels, guesses[cell], found,
                out.population[k, t + 1, cell // ages, cell % ages],
            )  # fmt: skip
    measures.divide(sums, out.above, out.under, values)
    for i in range(values.shape[0]):
        order(values[i, :count], single, ranks)
        row_quantiles(
            single, ranks, places, values[i], 0, 8, out.levels, guesses[cells + i], found, out.measured[k, t + 1, i]
        )
    for event in range(5):
        order(totals[event, :count], single, ranks)
        row_quantiles(
            single, ranks, places, totals[event], 0, 8, out.levels, guesses[cells + values.shape[0] + event],
            found, out.happened[k, t, event],
        )  # fmt: skip


@njit(nogil=True, cache=True)
def _territories(begin, end, plan, rates, tiles, out):
    """The one trajectory of the territories `begin` … `end` - 1; lanes are territories.

    `tiles`: room for the rates of eight, (…, 8) each, where territories have their own; (0, 8) where they share them.
    """
    own = tiles[0].size > 0
    cells, years = plan.population.shape[1], rates.lost.shape[1]
    size = 8 if own else CHUNK
    state, births, deaths = _aligned(size * cells), _aligned(size * cells // 2), _aligned(size * cells)
    factors, walked, totals = np.empty((5, size)), np.empty((6, size)), np.zeros((5, size))
    keys, key = np.zeros(size, np.uint64), np.zeros(1, np.uint64)
    singles = _singles(cells, size)
    sums, values = np.zeros((len(out.rows), size)), np.zeros((out.above.size, size))
    groups = _aligned(out.weighing.edges.size * 8)
    summing = out.levels.size > 0
    wants = np.array([out.wants[0], False, False])
    for k in range(begin, end, size):
        width = min(size, end - k)
        blocks = (width + 7) // 8
        for j in range(width):
            levels.fill_keys(plan.keys[k + j], 0, key)
            keys[j] = key[0]
        _start(plan.population, k, 1, state, blocks, factors, walked)
        if out.stores:
            _store(state, cells, out.stored, k, width, 0)
        if summing:
            _one_band(k, 0, width, state, totals, out, groups, sums, values)
        for t in range(years):
            if plan.mode.any():
                for j in range(width):
                    levels.step(factors, walked, plan, keys, k + j, 0, t, j, j + 1)
            wants[1] = out.keeps_detail and t == years - 1
            if not own:
                shared = _of_year(rates, 0, t)
                lanes.year(
                    state, 0, blocks, shared, factors, plan.even, plan.has, wants, totals, births, deaths, singles
                )
            else:
                _lay(rates, k, t, tiles)
                lanes.year(state, 0, 1, tiles, factors, plan.even, plan.has, wants, totals, births, deaths, singles)
            if out.stores:
                _store(state, cells, out.stored, k, width, (t + 1) * cells)
            if out.keeps_detail:
                _note(totals, out.events, k, width, t)
            if summing:
                _one_band(k, t + 1, width, state, totals, out, groups, sums, values)
        _keep(out, k, width, state, births, deaths)


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
def _one_band(k, step, width, state, totals, out, groups, sums, values):
    """Of one trajectory each quantile is its value."""
    ages, cells = out.population.shape[3], out.rows.shape[1] * out.rows.shape[2]
    measures.weigh(state, 0, (width + 7) // 8, cells, out.weighing, groups, sums)
    measures.divide(sums, out.above, out.under, values)
    for j in range(width):
        for cell in range(2 * ages):
            into = out.population[k + j, step, cell // ages, cell % ages]
            into[:] = state[(j // 8 * cells + cell) * 8 + j % 8]
        for i in range(values.shape[0]):
            out.measured[k + j, step, i, :] = values[i, j]
        if step > 0:
            for event in range(5):
                out.happened[k + j, step - 1, event, :] = totals[event, j]
