"""The years of many territories, one territory after the other: walk of the levels, year, quantiles, what is kept."""

from __future__ import annotations

import numpy as np
from numba import njit

from netzwerkstatt.engines.demography.chance import GOLDEN
from netzwerkstatt.engines.demography.compiled import lanes
from netzwerkstatt.engines.demography.compiled.quantiles import row_quantiles

LANES = 256
"""Trajectories side by side where no quantiles are asked for: their state stays in the second cache."""

_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_S27, _S30, _S31 = np.uint64(27), np.uint64(30), np.uint64(31)


@njit(nogil=True, cache=True)
def _keys(key, keys):
    """`chance.key(…, trajectory)` for all trajectories of a territory."""
    for r in range(keys.size):
        bits = (key ^ np.uint64(r)) * _FIRST + GOLDEN
        bits = (bits ^ (bits >> _S30)) * _FIRST
        bits = (bits ^ (bits >> _S27)) * _SECOND
        keys[r] = bits ^ (bits >> _S31)


@njit(nogil=True, cache=True)
def run(begin, end, plan, out):
    """All years of the territories `begin` … `end` - 1, one after the other; what is asked for is written into `out`."""
    years, cells, count = plan.lost.shape[1], plan.population.shape[2], out.trajectories
    room, small = np.empty((9, LANES)), np.empty((4, cells))
    factors, walked, totals = np.ones((5, count)), np.zeros((6, count)), np.zeros((5, count))
    keys = np.empty(count, np.uint64)
    single, order = np.empty(count, np.float32), np.empty(count, np.int32)
    standard = np.empty(out.levels.size)
    weighted, values = np.empty((out.weights.shape[0], count)), np.empty((out.above.size, count))
    own_state, own_births, own_deaths = (
        np.empty((2, cells, count)),
        np.empty((cells, count)),
        np.empty((2, cells, count)),
    )
    sums = out.levels.size > 0
    whole = sums or plan.drawn
    has, own, wants = plan.has, plan.own, out.wants.copy()
    for k in range(begin, end):
        state = out.last[k] if out.keeps_last else own_state
        births = out.births[k] if out.keeps_detail else own_births
        deaths = out.deaths[k] if out.keeps_detail else own_deaths
        _keys(plan.keys[k], keys)
        walked[:] = 0.0
        factors[:] = 1.0
        factors[lanes.NET] = 0.0
        for sex in range(2):
            for x in range(cells):
                state[sex, x, :] = plan.population[k, sex, x]
                if out.stores:
                    out.stored[k, 0, sex, x, :] = np.float32(plan.population[k, sex, x])
                if sums and out.wants[2]:
                    out.population[k, 0, sex, x, :] = plan.population[k, sex, x]
        if sums:
            _measure(state, out, weighted, values)
            for i in range(values.shape[0]):
                out.measured[k, 0, i, :] = values[i, 0]
        for low in range(0, count, count if whole else LANES):
            high = count if whole else min(count, low + LANES)
            for t in range(years):
                wants[1] = (
                    out.wants[1] and t == years - 1
                )  # births by age and deaths by period are kept of the last year
                lost = plan.lost[k if own[0] else 0, t]
                fertility = plan.fertility[k if own[1] else 0, t]
                ratio = plan.ratio[k if own[2] else 0, t]
                arriving = plan.arriving[k if own[3] else 0, t if has[0] else 0]
                leaving = plan.leaving[k if own[4] else 0, t if has[1] else 0]
                net = plan.net[k if own[5] else 0, t if has[2] else 0]
                spread = plan.spread[k if own[6] else 0, t if has[3] else 0]
                parts = plan.separation[k if own[7] else 0, t if has[4] else 0]
                for lo in range(low, high, LANES):
                    hi = min(high, lo + LANES)
                    lanes.levels(
                        factors, walked, plan.mode, plan.place, plan.walk, plan.common, plan.crisis, keys, k, t, lo, hi
                    )
                    if not plan.drawn:
                        lanes.year(
                            state, lost, fertility, ratio, arriving, leaving, net, spread, parts, factors, plan.even, has,
                            totals, births, deaths, wants, room, lo, hi,
                        )  # fmt: skip
                if plan.drawn:
                    lanes.drawn_year(
                        state, lost, fertility, ratio, arriving, leaving, net, spread, parts, factors, plan.even, has,
                        totals, births, deaths, small, keys, t,
                    )  # fmt: skip
                if out.stores:
                    for sex in range(2):
                        for x in range(cells):
                            stored, row = out.stored[k, t + 1, sex, x], state[sex, x]
                            for r in range(low, high):
                                stored[r] = np.float32(row[r])
                if out.keeps_detail:
                    out.events[k, t, :, low:high] = totals[:, low:high]
                if sums:
                    _sum_up(k, t, state, totals, out, single, order, standard, weighted, values)


@njit(nogil=True, cache=True)
def _sum_up(k, t, state, events, out, single, order, standard, weighted, values):
    """Quantiles of all cells, measures and events at the end of year t."""
    levels = out.levels
    if out.wants[2]:
        for sex in range(2):
            standard[:] = out.standard
            for x in range(state.shape[1] - 1, -1, -1):
                row_quantiles(state[sex, x], levels, standard, single, order, out.population[k, t + 1, sex, x])
    standard[:] = out.standard
    _measure(state, out, weighted, values)
    for i in range(values.shape[0]):
        row_quantiles(values[i], levels, standard, single, order, out.measured[k, t + 1, i])
    if out.wants[0]:
        for e in range(events.shape[0]):
            row_quantiles(events[e], levels, standard, single, order, out.happened[k, t, e])


@njit(nogil=True, cache=True)
def _measure(state, out, weighted, values):
    """Σ numerator·P / Σ denominator·P for each measure and trajectory; no denominator: the sum alone."""
    for w in range(weighted.shape[0]):
        _weighted(state, out.weights[w], weighted[w])
    for i in range(values.shape[0]):
        if out.under[i] < 0:
            values[i] = weighted[out.above[i]]
        else:
            _divided(weighted[out.above[i]], weighted[out.under[i]], values[i])


@njit(nogil=True, cache=True)
def _divided(above, under, into):
    for r in range(into.size):
        into[r] = above[r] / under[r] if under[r] != 0.0 else 0.0


@njit(nogil=True, cache=True)
def _weighted(state, weights, into):
    into[:] = 0.0
    for sex in range(2):
        for x in range(state.shape[1]):
            weight = weights[sex, x]
            if weight != 0.0:
                row = state[sex, x]
                for r in range(into.size):
                    into[r] += weight * row[r]
