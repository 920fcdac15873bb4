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
from netzwerkstatt.engines.demography.compiled import drawn, inner, lanes, levels, measures
from netzwerkstatt.engines.demography.compiled.lanes import FIRST, LINE, NEXT, PAGE, SHIFT, STEP, UPTO, rows, send
from netzwerkstatt.engines.demography.compiled.octets import settle
from netzwerkstatt.engines.demography.compiled.quantiles import ROOM, find_quantiles, order, read_quantiles

if TYPE_CHECKING:
    from netzwerkstatt.engines.demography.plans import Out, Plan

NOUGHT, ONE, EIGHT = np.int64(0), np.int64(1), np.int64(8)
"""For calls: numba compiles a function once more for each whole number that is written where it is called."""

CHUNK, TOGETHER = 128, 16
"""Lanes together where no quantiles are asked for, and octets together where they are: the second cache holds them."""


class Rates(NamedTuple):
    """What is expected, (K or 1, T or 1, cells) each, ages within sexes; moves of half a year where they come in halves."""

    lost: Floats
    fertility: Floats  # (…, A+1)
    boys: Floats  # (…, 1)
    arriving: Floats
    leaving: Floats
    net: Floats
    spread: Floats
    separation: Floats
    peak: Floats  # (…, 1) the greatest of `lost`
    farewell: Floats  # (…, 1) the greatest of `leaving`


def go(plan: Plan, out: Out) -> None:
    """Fill `out`, territories side by side."""
    count, _, ages = plan.population.shape
    cells, paths = 2 * ages, count * out.trajectories
    shares, part = plan.ratio / (1.0 + plan.ratio), 0.5 if plan.even else 1.0
    separation = plan.separation if plan.has[4] else np.full((1, 1, cells), 0.5)
    flat = [
        values.reshape(*values.shape[:2], -1)
        for values in (
            plan.lost, plan.fertility, shares[..., None], part * plan.arriving, part * plan.leaving, part * plan.net,
            part * plan.spread, separation, plan.lost.max(axis=(2, 3))[..., None],
            part * plan.leaving.max(axis=(2, 3))[..., None],
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


@inner()
def _aligned(size):
    """Room that begins with a line of the cache: an octet that lies across two takes twice as long."""
    room = np.zeros(size + 8)
    first = (64 - room.ctypes.data % 64) % 64 // 8
    return room[first : first + size]


@inner()
def _singles(cells, size):
    """Room for `size` lanes in single precision; rows begin with a line, but not all of them in the same part of the cache."""
    apart = (size + 31) // 16 * 16
    if apart % 256 == 0:
        apart += 16
    return _aligned(cells * apart // 2).view(np.float32).reshape(cells, apart)


@inner()
def _row(values, k, t):
    return values[k if values.shape[0] > 1 else 0, t if values.shape[1] > 1 else 0]


@inner()
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
    straight = not (summing or plan.drawn or out.keeps_detail)
    size = (chunk + 7) // 8 * 8
    courses = np.empty((years if straight else 0, 5, size))
    detailed = size if out.keeps_detail or plan.drawn else 0
    state, births, deaths = _aligned(size * cells), _aligned(detailed * ages), _aligned(detailed * cells)
    course, walked, totals = np.empty((1, 5, size)), np.empty((6, size)), np.zeros((5, size))
    factors, keys = course[0], np.zeros(size, np.uint64)
    by_age = summing and out.wants[2]
    singles = _singles(cells, size if by_age else 0)
    pages, marks = _pages((years + 1) * cells if straight and out.stores else 0), np.zeros(6, np.int64)
    flat = out.stored.reshape(-1)
    stream = (pages[0], flat, np.zeros(6, np.int64), pages[1])
    sums, values = np.zeros((len(out.rows), size)), np.zeros((out.above.size, size))
    groups = _aligned(out.weighing.edges.size * 8)
    single = _aligned(count if summing else 0).view(np.float32)[:count]
    ranks = _aligned(count if summing else 0).view(np.int32)[:count]
    places = np.arange(count).astype(np.int32)
    room = np.empty((3, 2, ages))
    found = np.empty((2, ROOM), np.int32)
    guesses = np.empty((cells + out.above.size + 5, 2, out.levels.size))
    for row in range(guesses.shape[0]):
        for i in range(2):
            for q in range(guesses.shape[2]):
                guesses[row, i, q] = out.guesses[i, q]
    spots = np.empty((cells, out.levels.size, 2), np.int32)
    wants = np.array([out.wants[0], False, by_age])
    for k in range(begin, end):
        for low in range(0, count, chunk):
            width = min(count, low + chunk) - low
            blocks = (width + 7) // 8
            row = k * count + low
            levels.fill_keys(plan.keys[k], low, keys)
            _start(plan.population, k, NOUGHT, state, blocks, factors, walked)
            if out.stores and not straight:
                _store(state, cells, out.stored, row, width, NOUGHT)
            if summing:
                _first_bands(k, plan.population, state, out, groups, sums, values)
            if straight:
                for t in range(years):
                    levels.step(factors, walked, plan, keys, k, low, t, NOUGHT, width)
                    for kind in range(5):
                        for lane in range(size):
                            courses[t, kind, lane] = factors[kind, lane]
                for octet in range(blocks):
                    if out.stores:
                        _store_years(
                            state, octet, (row + octet * 8) * out.stored.shape[1], min(8, width - octet * 8), k, plan,
                            rates, courses, wants, totals, births, deaths, singles, pages, flat, marks,
                        )  # fmt: skip
                    else:
                        lanes.years(
                            state, octet, octet + 1, rates, k, NOUGHT, years, courses, plan.even, plan.has, wants,
                            totals, births, deaths, singles, stream,
                        )  # fmt: skip
                _keep(out, row, width, state, births, deaths)
                continue
            for t in range(years):
                levels.step(factors, walked, plan, keys, k, low, t, NOUGHT, width)
                wants[1] = out.keeps_detail and t == years - 1
                if plan.drawn:
                    expected = _of_year(rates, k, t)
                    drawn.year(
                        state, width, expected, factors, plan.even, plan.has, totals, births, deaths, keys, t, room
                    )
                    if wants[2]:
                        _narrow(state, blocks, singles)
                else:
                    for part in range(0, blocks, TOGETHER):
                        upto = min(blocks, part + TOGETHER)
                        lanes.years(
                            state, part, upto, rates, k, t, t + 1, course, plan.even, plan.has, wants, totals, births,
                            deaths, singles, stream,
                        )  # fmt: skip
                        if summing:
                            measures.weigh(state, part, upto, cells, out.weighing, groups, sums)
                if out.stores:
                    _store(state, cells, out.stored, row, width, (t + 1) * cells)
                if out.keeps_detail:
                    _note(totals, out.events, row, width, t)
                if summing:
                    if plan.drawn:
                        measures.weigh(state, NOUGHT, blocks, cells, out.weighing, groups, sums)
                    _sum_up(
                        k, t, state, singles, totals, out, single, ranks, places, guesses, found, spots, sums, values
                    )
            _keep(out, row, width, state, births, deaths)
    if straight and out.stores:
        send(pages[1 - marks[PAGE]], flat, marks, marks[UPTO])
        settle()


@inner()
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


@inner()
def _pages(step):
    """Two pages, each for the rows of eight lanes as they will stand in memory; numbers before them make their lines begin
    where those of memory do.
    """
    size = (8 * step + 2 * LINE - 1) // LINE * LINE
    return _aligned(size).view(np.float32)[: 2 * size].reshape(2, size)


@inner()
def _store_years(
    state, octet, start, count, k, plan, rates, courses, wants, totals, births, deaths, singles, pages, flat, marks
):
    """All years of one octet; those of its first `count` lanes are stored, in rows from `flat[start]` on.

    They go by a page and past the caches, line by line while the years of the next octet are computed: a page at once, and
    the processor would do nothing but wait for memory.
    """
    cells, years = plan.population.shape[1], courses.shape[0]
    step = (years + 1) * cells
    filled, gone = pages[marks[PAGE]], pages[1 - marks[PAGE]]
    first = (flat.ctypes.data // 4 + start) % LINE
    marks[FIRST], marks[STEP] = first, step
    rows(state, octet, cells, 8, filled, first, step)
    lanes.years(
        state, octet, octet + 1, rates, k, NOUGHT, years, courses, plan.even, plan.has, wants, totals, births, deaths,
        singles, (gone, flat, marks, filled),
    )  # fmt: skip
    send(gone, flat, marks, marks[UPTO])
    last = first + count * step
    whole = max(last // LINE * LINE, LINE)
    for at in range(first, min(LINE, last)):
        flat[start - first + at] = filled[at]
    for at in range(whole, last):
        flat[start - first + at] = filled[at]
    marks[NEXT], marks[UPTO], marks[SHIFT], marks[PAGE] = LINE, whole, start - first, 1 - marks[PAGE]


@inner()
def _narrow(state, blocks, singles):
    """`state` in single precision, cell by cell."""
    cells = singles.shape[0]
    for block in range(blocks):
        for cell in range(cells):
            for j in range(8):
                singles[cell, block * 8 + j] = np.float32(state[(block * cells + cell) * 8 + j])


@inner()
def _store(state, cells, stored, row, width, place):
    """The year of the first `width` lanes, each into its own row of `stored` from `row` on, from `place` on."""
    step, flat = stored.shape[1], stored.reshape(-1)
    for lane in range(0, width, 8):
        rows(state, lane // 8, cells, min(8, width - lane), flat, (row + lane) * step + place, step)


@inner()
def _note(totals, events, row, count, t):
    """The events of year t of `count` lanes."""
    for r in range(count):
        for event in range(5):
            events[row + r, t, event] = totals[event, r]


@inner()
def _keep(out, row, count, state, births, deaths):
    """The last year of `count` lanes, each in its own row."""
    if out.keeps_last:
        _store(state, out.last.shape[1], out.last, row, count, NOUGHT)
    if out.keeps_detail:
        _store(births, out.births.shape[1], out.births, row, count, NOUGHT)
        _store(deaths, out.deaths.shape[1], out.deaths, row, count, NOUGHT)


@inner()
def _first_bands(k, population, state, out, groups, sums, values):
    """Nothing varies before the first year: each quantile is the value itself."""
    if out.wants[2]:
        ages = out.population.shape[3]
        for cell in range(population.shape[1]):
            out.population[k, 0, cell // ages, cell % ages, :] = population[k, cell]
    measures.weigh(state, NOUGHT, sums.shape[1] // 8, population.shape[1], out.weighing, groups, sums)
    measures.divide(sums, out.above, out.under, values)
    for i in range(values.shape[0]):
        out.measured[k, 0, i, :] = values[i, 0]


@inner()
def _sum_up(k, t, state, singles, totals, out, single, ranks, places, guesses, found, spots, sums, values):
    """Quantiles of all cells, measures and events at the end of year t; `guesses` of each go on from year to year."""
    count, cells, ages, wanted = out.trajectories, singles.shape[0], singles.shape[0] // 2, out.levels
    if out.wants[2]:
        into = out.population[k, t + 1]
        for cell in range(cells):
            row = singles[cell, :count]  # persons are never below nought: their bits are in order
            find_quantiles(
                row, row.view(np.int32), places, state, cell * 8, cells * 8, wanted, guesses[cell], found, spots[cell],
                into[cell // ages, cell % ages],
            )  # fmt: skip
        for cell in range(cells):
            read_quantiles(count, state, cell * 8, cells * 8, wanted, spots[cell], into[cell // ages, cell % ages])
    measures.divide(sums, out.above, out.under, values)
    for i in range(values.shape[0]):
        _quantiles(
            values[i, :count],
            single,
            ranks,
            places,
            wanted,
            guesses[cells + i],
            found,
            spots[0],
            out.measured[k, t + 1, i],
        )
    for event in range(5):
        _quantiles(
            totals[event, :count], single, ranks, places, wanted, guesses[cells + values.shape[0] + event], found,
            spots[0], out.happened[k, t, event],
        )  # fmt: skip


@inner()
def _quantiles(row, single, ranks, places, wanted, guesses, found, spots, into):
    """The quantiles of one row of numbers that may be below nought."""
    order(row, single, ranks)
    find_quantiles(single, ranks, places, row, NOUGHT, EIGHT, wanted, guesses, found, spots, into)
    read_quantiles(row.size, row, NOUGHT, EIGHT, wanted, spots, into)


@njit(nogil=True, cache=True)
def _territories(begin, end, plan, rates, tiles, out):
    """The one trajectory of the territories `begin` … `end` - 1; lanes are territories.

    `tiles`: room for the rates of eight, (…, 8) each, where territories have their own; (0, 8) where they share them.
    """
    own = tiles[0].size > 0
    cells, years = plan.population.shape[1], rates.lost.shape[1]
    size = 8 if own else CHUNK
    state, births, deaths = _aligned(size * cells), _aligned(size * cells // 2), _aligned(size * cells)
    course, walked, totals = np.empty((1, 5, size)), np.empty((6, size)), np.zeros((5, size))
    factors = course[0]
    keys, key = np.zeros(size, np.uint64), np.zeros(1, np.uint64)
    singles = _singles(cells, size)
    sums, values = np.zeros((len(out.rows), size)), np.zeros((out.above.size, size))
    groups = _aligned(out.weighing.edges.size * 8)
    summing = out.levels.size > 0
    wants = np.array([out.wants[0], False, False])
    nothing = np.zeros(0, np.float32)
    stream = (nothing, out.stored.reshape(-1), np.zeros(6, np.int64), nothing)
    for k in range(begin, end, size):
        width = min(size, end - k)
        blocks = (width + 7) // 8
        for j in range(width):
            levels.fill_keys(plan.keys[k + j], NOUGHT, key)
            keys[j] = key[0]
        _start(plan.population, k, ONE, state, blocks, factors, walked)
        if out.stores:
            _store(state, cells, out.stored, k, width, NOUGHT)
        if summing:
            _one_band(k, NOUGHT, width, state, totals, out, groups, sums, values)
        for t in range(years):
            if plan.mode.any():
                for j in range(width):
                    levels.step(factors, walked, plan, keys, k + j, NOUGHT, t, j, j + 1)
            wants[1] = out.keeps_detail and t == years - 1
            if not own:
                lanes.years(
                    state, NOUGHT, blocks, rates, NOUGHT, t, t + 1, course, plan.even, plan.has, wants, totals, births,
                    deaths, singles, stream,
                )  # fmt: skip
            else:
                _lay(rates, k, t, tiles)
                lanes.years(
                    state, 0, 1, tiles, 0, t, t + 1, course, plan.even, plan.has, wants, totals, births, deaths, singles,
                    stream,
                )  # fmt: skip
            if out.stores:
                _store(state, cells, out.stored, k, width, (t + 1) * cells)
            if out.keeps_detail:
                _note(totals, out.events, k, width, t)
            if summing:
                _one_band(k, t + 1, width, state, totals, out, groups, sums, values)
        _keep(out, k, width, state, births, deaths)


@inner()
def _lay(rates, k, t, tiles):
    """Fill `tiles` with the rates of the territories `k` … `k` + 7 in year t, or with those that they share."""
    for which in range(len(tiles)):
        values, tile = rates[which], tiles[which]
        for j in range(8):
            row = _row(values, min(k + j, values.shape[0] - 1), t)
            for cell in range(row.size):
                tile[cell, j] = row[cell]


@inner()
def _one_band(k, step, width, state, totals, out, groups, sums, values):
    """Of one trajectory each quantile is its value."""
    ages, cells = out.population.shape[3], out.rows.shape[1] * out.rows.shape[2]
    measures.weigh(state, NOUGHT, (width + 7) // 8, cells, out.weighing, groups, sums)
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
