"""A year of one territory for many trajectories at once: for each age a row, trajectories innermost.

A row is 8 kB for a thousand trajectories; what a year needs of it stays in the first cache. The same steps as
`lanes.Plain`, in the same order.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from netzwerkstatt.engines.demography.cohort import LEAST
from netzwerkstatt.engines.demography.compiled.chance import binomial, central, outer, poisson, uniform

MORTALITY, FERTILITY, IN, OUT, NET = range(5)
BIRTHS, DEATHS, ARRIVALS, DEPARTURES, BALANCE = range(5)

_LEFT, _RIGHT = 0.075, 0.925


@njit(nogil=True, cache=True)
def levels(factors, walked, mode, place, walk, common, crisis, keys, territory, year, lo, hi):
    """The levels of this year, for lanes lo … hi: 1 where nothing varies, given ones, or one more step of their walk."""
    for kind in range(5):
        if mode[kind] == 0:
            continue
        if mode[kind] == 1:
            which = place[kind, 0] if place[kind, 1] == 1 else place[kind, 0] + territory
            for r in range(lo, hi):
                factors[kind, r] = common[which, year, r]
            continue
        slot, storm = place[kind, 0], place[kind, 2]
        persistence, shared = walk[kind, territory, 0], walk[kind, territory, 1]
        alone, spread = walk[kind, territory, 2], walk[kind, territory, 3]
        for r in range(lo, hi):
            factors[kind, r] = uniform(keys[r], year * 5 + kind)
        for r in range(lo, hi):
            p = factors[kind, r]
            walked[5, r] = p
            factors[kind, r] = central(p - 0.5)
        for r in range(lo, hi):
            p = walked[5, r]
            if p < _LEFT or p > _RIGHT:
                factors[kind, r] = outer(p)
        for r in range(lo, hi):
            shock = crisis[storm, year, r] * (shared * common[slot, year, r] + alone * factors[kind, r])
            walked[kind, r] = persistence * walked[kind, r] + spread * shock
        if kind == NET:
            for r in range(lo, hi):
                factors[kind, r] = walked[kind, r]
        else:
            for r in range(lo, hi):
                factors[kind, r] = np.exp(walked[kind, r])


@njit(nogil=True, cache=True)
def _add_moves(row, lo, hi, share, arriving, net, spread, factors, has):
    """Put half (or all) of a year's moves of one age on a row; True where it fell below nought."""
    if has[1]:
        for r in range(lo, hi):
            row[r] = row[r] * (1.0 - min(share * factors[OUT, r], 1.0))
    if has[0]:
        for r in range(lo, hi):
            row[r] = row[r] + arriving * factors[IN, r]
    below = 0
    if has[3]:
        for r in range(lo, hi):
            moved = row[r] + (net + spread * factors[NET, r])
            row[r] = moved
            below += moved < 0.0
    elif has[2]:
        for r in range(lo, hi):
            moved = row[r] + net
            row[r] = moved
            below += moved < 0.0
    return below > 0


@njit(nogil=True, cache=True)
def year(
    state,
    lost,
    fertility,
    ratio,
    arriving,
    leaving,
    net,
    spread,
    parts,
    factors,
    even,
    has,
    events,
    births,
    deaths,
    want,
    room,
    lo,
    hi,
):
    """Take `state` (2, A+1, R) of one territory a year further, lanes lo … hi.

    `has` = in, out, net, spread of net, separation; `want` = totals of events, births by age and period deaths.
    """
    ages = state.shape[1]
    last = ages - 1
    part = 0.5 if even else 1.0
    moving = has[0] or has[1] or has[2]
    now, below, dead, later, born, alone = room[0], room[1], room[2], room[3], room[4], room[5]
    for r in range(lo, hi):
        born[r] = 0.0
    if want[0]:
        events[:, lo:hi] = 0.0
    for sex in range(1, -1, -1):
        for x in range(last, 0, -1):
            row, under = state[sex, x], state[sex, x - 1]
            if x == last:
                for r in range(lo, hi):
                    now[r] = row[r]
                if even and moving:
                    if want[0]:
                        _count_moves(
                            events,
                            now,
                            lo,
                            hi,
                            part,
                            leaving[sex, x],
                            arriving[sex, x],
                            net[sex, x],
                            spread[sex, x],
                            factors,
                            has,
                        )
                    if _add_moves(
                        now,
                        lo,
                        hi,
                        part * leaving[sex, x],
                        part * arriving[sex, x],
                        part * net[sex, x],
                        part * spread[sex, x],
                        factors,
                        has,
                    ):
                        for r in range(lo, hi):
                            if now[r] < 0.0:
                                kept = min(row[r], LEAST)
                                events[BALANCE, r] += kept - now[r]
                                now[r] = kept
            for r in range(lo, hi):
                below[r] = under[r]
            if even and moving:
                if want[0]:
                    _count_moves(
                        events,
                        below,
                        lo,
                        hi,
                        part,
                        leaving[sex, x - 1],
                        arriving[sex, x - 1],
                        net[sex, x - 1],
                        spread[sex, x - 1],
                        factors,
                        has,
                    )
                if _add_moves(
                    below,
                    lo,
                    hi,
                    part * leaving[sex, x - 1],
                    part * arriving[sex, x - 1],
                    part * net[sex, x - 1],
                    part * spread[sex, x - 1],
                    factors,
                    has,
                ):
                    for r in range(lo, hi):
                        if below[r] < 0.0:
                            kept = min(under[r], LEAST)
                            events[BALANCE, r] += kept - below[r]
                            below[r] = kept
            share = lost[sex, x]
            if x == last:
                for r in range(lo, hi):
                    feeders = below[r] + now[r]
                    gone = feeders * min(share * factors[MORTALITY, r], 1.0)
                    unmoved = under[r] + row[r]
                    alone[r] = unmoved
                    dead[r] = gone
                    row[r] = feeders - gone
            else:
                for r in range(lo, hi):
                    gone = below[r] * min(share * factors[MORTALITY, r], 1.0)
                    alone[r] = under[r]
                    dead[r] = gone
                    row[r] = below[r] - gone
            if even and moving:
                if want[0]:
                    _count_moves(
                        events,
                        row,
                        lo,
                        hi,
                        part,
                        leaving[sex, x],
                        arriving[sex, x],
                        net[sex, x],
                        spread[sex, x],
                        factors,
                        has,
                    )
                if _add_moves(
                    row,
                    lo,
                    hi,
                    part * leaving[sex, x],
                    part * arriving[sex, x],
                    part * net[sex, x],
                    part * spread[sex, x],
                    factors,
                    has,
                ):
                    for r in range(lo, hi):
                        if row[r] < 0.0:
                            kept = min(alone[r] - alone[r] * min(share * factors[MORTALITY, r], 1.0), LEAST)
                            events[BALANCE, r] += kept - row[r]
                            row[r] = kept
            if sex == 1 and fertility[x] != 0.0:
                rate = fertility[x]
                if want[1]:
                    for r in range(lo, hi):
                        children = (rate * factors[FERTILITY, r]) * (now[r] + row[r]) * 0.5
                        births[x, r] = children
                        born[r] += children
                else:
                    for r in range(lo, hi):
                        born[r] += (rate * factors[FERTILITY, r]) * (now[r] + row[r]) * 0.5
            elif sex == 1 and want[1]:
                for r in range(lo, hi):
                    births[x, r] = 0.0
            if want[0]:
                for r in range(lo, hi):
                    events[DEATHS, r] += dead[r]
            if want[1]:
                early = parts[sex, x] if has[4] else 0.5
                before = parts[sex, x - 1] if has[4] else 0.5
                if x == last:
                    for r in range(lo, hi):
                        deaths[sex, x, r] = dead[r] * (1.0 - before)
                else:
                    for r in range(lo, hi):
                        deaths[sex, x, r] = dead[r] * (1.0 - before) + later[r] * early
            if moving and not even:
                _end(state, events, factors, lo, hi, sex, x, arriving, leaving, net, spread, has, want)
            now, below = below, now
            dead, later = later, dead
        if sex == 1:
            if want[0]:
                for r in range(lo, hi):
                    events[BIRTHS, r] = born[r]
            if want[1]:
                for r in range(lo, hi):
                    births[0, r] = 0.0
        # the year's children
        boys = ratio / (1.0 + ratio)
        row = state[sex, 0]
        share = lost[sex, 0]
        for r in range(lo, hi):
            male = born[r] * boys
            babies = male if sex == 0 else born[r] - male
            gone = babies * min(share * factors[MORTALITY, r], 1.0)
            dead[r] = gone
            row[r] = babies - gone
        if want[0]:
            for r in range(lo, hi):
                events[DEATHS, r] += dead[r]
        if want[1]:
            early = parts[sex, 0] if has[4] else 0.5
            for r in range(lo, hi):
                deaths[sex, 0, r] = dead[r] + later[r] * early
        if moving and not even:
            _end(state, events, factors, lo, hi, sex, 0, arriving, leaving, net, spread, has, want)
        elif moving:
            for r in range(lo, hi):
                alone[r] = row[r]
            if want[0]:
                _count_moves(
                    events,
                    row,
                    lo,
                    hi,
                    part,
                    leaving[sex, 0],
                    arriving[sex, 0],
                    net[sex, 0],
                    spread[sex, 0],
                    factors,
                    has,
                )
            if _add_moves(
                row,
                lo,
                hi,
                part * leaving[sex, 0],
                part * arriving[sex, 0],
                part * net[sex, 0],
                part * spread[sex, 0],
                factors,
                has,
            ):
                for r in range(lo, hi):
                    if row[r] < 0.0:
                        kept = min(alone[r], LEAST)
                        events[BALANCE, r] += kept - row[r]
                        row[r] = kept


@njit(nogil=True, cache=True)
def _end(state, events, factors, lo, hi, sex, x, arriving, leaving, net, spread, has, want):
    """All moves of the year at its end; what stays is at least 0.0005 persons, or what there was if that was less."""
    row = state[sex, x]
    if want[0]:
        _count_moves(
            events, row, lo, hi, 1.0, leaving[sex, x], arriving[sex, x], net[sex, x], spread[sex, x], factors, has
        )
    if has[1]:
        for r in range(lo, hi):
            row[r] = row[r] * (1.0 - min(leaving[sex, x] * factors[OUT, r], 1.0))
    if has[0]:
        for r in range(lo, hi):
            row[r] = row[r] + arriving[sex, x] * factors[IN, r]
    if has[2] or has[3]:
        shift = spread[sex, x] if has[3] else 0.0
        for r in range(lo, hi):
            kept = min(row[r], LEAST)
            moved = row[r] + (net[sex, x] + shift * factors[NET, r])
            if moved < kept:
                events[BALANCE, r] += kept - moved
                moved = kept
            row[r] = moved


@njit(nogil=True, cache=True)
def _count_moves(events, row, lo, hi, part, leaving, arriving, net, spread, factors, has):
    if has[1]:
        for r in range(lo, hi):
            events[DEPARTURES, r] += row[r] * min(part * leaving * factors[OUT, r], 1.0)
    if has[0]:
        for r in range(lo, hi):
            events[ARRIVALS, r] += part * arriving * factors[IN, r]
    if has[3]:
        for r in range(lo, hi):
            events[BALANCE, r] += part * net + part * spread * factors[NET, r]
    elif has[2]:
        for r in range(lo, hi):
            events[BALANCE, r] += part * net


@njit(nogil=True, cache=True)
def drawn_year(
    state,
    lost,
    fertility,
    ratio,
    arriving,
    leaving,
    net,
    spread,
    parts,
    factors,
    even,
    has,
    events,
    births,
    deaths,
    room,
    keys,
    when,
):
    """A year in whole persons: each death, birth and move is drawn (`chance`). All lanes, one after the other."""
    ages = state.shape[1]
    last = ages - 1
    part = 0.5 if even else 1.0
    events[:, :] = 0.0
    births[0] = 0.0
    exposed = room
    for r in range(state.shape[2]):
        start = keys[r]
        for sex in range(2):
            for x in range(ages):
                exposed[sex, x] = state[sex, x, r]
                if even:
                    exposed[sex, x] = _drawn_moves(
                        exposed[sex, x],
                        part,
                        0,
                        sex,
                        x,
                        r,
                        arriving,
                        leaving,
                        net,
                        spread,
                        factors,
                        has,
                        events,
                        start,
                        when,
                    )
        for sex in range(2):
            for x in range(1, ages):
                feeders = exposed[sex, x - 1] + exposed[sex, x] if x == last else exposed[sex, x - 1]
                share = min(lost[sex, x] * factors[MORTALITY, r], 1.0)
                gone = binomial(feeders, share, uniform(start, _place(when, 0, sex, x, ages))) if feeders > 0.0 else 0.0
                room[2 + sex, x] = gone
                state[sex, x, r] = feeders - gone
                if even:
                    state[sex, x, r] = _drawn_moves(
                        state[sex, x, r],
                        part,
                        1,
                        sex,
                        x,
                        r,
                        arriving,
                        leaving,
                        net,
                        spread,
                        factors,
                        has,
                        events,
                        start,
                        when,
                    )
        born = 0.0
        for x in range(1, ages):
            children = 0.0
            if fertility[x] != 0.0:
                mean = (fertility[x] * factors[FERTILITY, r]) * (exposed[1, x] + state[1, x, r]) * 0.5
                children = poisson(mean, uniform(start, _place(when, 5, 1, x, ages)))
            births[x, r] = children
            born += children
        male = binomial(born, ratio / (1.0 + ratio), uniform(start, _place(when, 6, 0, 0, ages)))
        events[BIRTHS, r] = born
        for sex in range(2):
            babies = male if sex == 0 else born - male
            share = min(lost[sex, 0] * factors[MORTALITY, r], 1.0)
            gone = binomial(babies, share, uniform(start, _place(when, 0, sex, 0, ages)))
            room[2 + sex, 0] = gone
            state[sex, 0, r] = babies - gone
            if even:
                state[sex, 0, r] = _drawn_moves(
                    state[sex, 0, r],
                    part,
                    1,
                    sex,
                    0,
                    r,
                    arriving,
                    leaving,
                    net,
                    spread,
                    factors,
                    has,
                    events,
                    start,
                    when,
                )
            else:
                for x in range(ages):
                    state[sex, x, r] = _drawn_moves(
                        state[sex, x, r],
                        part,
                        1,
                        sex,
                        x,
                        r,
                        arriving,
                        leaving,
                        net,
                        spread,
                        factors,
                        has,
                        events,
                        start,
                        when,
                    )
            for x in range(ages):
                gone = room[2 + sex, x]
                events[DEATHS, r] += gone
                before = 0.0 if x == 0 else (parts[sex, x - 1] if has[4] else 0.5)
                deaths[sex, x, r] = gone * (1.0 - before)
                if x < last:
                    deaths[sex, x, r] += room[2 + sex, x + 1] * (parts[sex, x] if has[4] else 0.5)


@njit(nogil=True, cache=True)
def _place(when, kind, sex, x, ages):
    """A counter of its own for each thing drawn; those of the levels lie below."""
    return 4294967296 + ((when * 9 + kind) * 2 + sex) * ages + x


@njit(nogil=True, cache=True)
def _drawn_moves(held, part, half, sex, x, r, arriving, leaving, net, spread, factors, has, events, start, when):
    ages = arriving.shape[1]
    if has[1]:
        share = min(part * leaving[sex, x] * factors[OUT, r], 1.0)
        gone = binomial(held, share, uniform(start, _place(when, 3 + half, sex, x, ages))) if held > 0.0 else 0.0
        events[DEPARTURES, r] += gone
        held -= gone
    if has[0] and arriving[sex, x] > 0.0:
        come = poisson(part * arriving[sex, x] * factors[IN, r], uniform(start, _place(when, 1 + half, sex, x, ages)))
        events[ARRIVALS, r] += come
        held += come
    if has[2] or has[3]:
        mean = part * net[sex, x] + (part * spread[sex, x] * factors[NET, r] if has[3] else 0.0)
        moved = max(np.floor(mean + uniform(start, _place(when, 7 + half, sex, x, ages))), -held)
        events[BALANCE, r] += moved
        held += moved
    return held
