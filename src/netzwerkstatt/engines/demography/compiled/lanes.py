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
def _moved(into, held, leaving, arriving, net, spread, out, come, shift, has):
    """`into` = `held` after moves of one age; how many of the lanes fell below nought. The two are different rows."""
    below = 0
    if has[0] or has[1]:
        for r in range(into.size):
            share = leaving * out[r]
            share = min(1.0, share)
            into[r] = held[r] * (1.0 - share) + arriving * come[r]
        if has[3]:
            for r in range(into.size):
                moved = into[r] + (net + spread * shift[r])
                into[r] = moved
                below += moved < 0.0
        elif has[2]:
            for r in range(into.size):
                moved = into[r] + net
                into[r] = moved
                below += moved < 0.0
    elif has[3]:
        for r in range(into.size):
            moved = held[r] + (net + spread * shift[r])
            into[r] = moved
            below += moved < 0.0
    elif has[2]:
        for r in range(into.size):
            moved = held[r] + net
            into[r] = moved
            below += moved < 0.0
    else:
        for r in range(into.size):
            into[r] = held[r]
    return below


@njit(nogil=True, cache=True)
def _lifted(row, unmoved, share, mortality, balance):
    """Where `row` fell below nought it keeps 0.0005 persons, or as many as had been there without moves, if less."""
    for r in range(row.size):
        if row[r] < 0.0:
            kept = min(unmoved[r] - unmoved[r] * min(share * mortality[r], 1.0), LEAST)
            balance[r] += kept - row[r]
            row[r] = kept


@njit(nogil=True, cache=True)
def _lifted_at_end(row, held, leaving, arriving, out, come, has, balance):
    """At the end of the year a cell keeps 0.0005 persons, or what it held before net migration, if that was less."""
    for r in range(row.size):
        before = held[r]
        if has[0] or has[1]:
            before = before * (1.0 - min(leaving * out[r], 1.0)) + arriving * come[r]
        kept = min(before, LEAST)
        if row[r] < kept:
            balance[r] += kept - row[r]
            row[r] = kept


@njit(nogil=True, cache=True)
def _count_leaving(departures, held, leaving, out):
    for r in range(held.size):
        share = leaving * out[r]
        departures[r] += held[r] * (min(1.0, share))


@njit(nogil=True, cache=True)
def _died(dead, aged, feeders, share, mortality):
    for r in range(feeders.size):
        risk = share * mortality[r]
        risk = min(1.0, risk)
        gone = feeders[r] * risk
        dead[r] = gone
        aged[r] = feeders[r] - gone


@njit(nogil=True, cache=True)
def _added(total, values):
    for r in range(values.size):
        total[r] += values[r]


@njit(nogil=True, cache=True)
def _bore(born, now, row, rate, fecundity):
    for r in range(born.size):
        born[r] += (rate * fecundity[r]) * (now[r] + row[r]) * 0.5


@njit(nogil=True, cache=True)
def _only_net(row, under, below, mortality, share, before, after):
    """One age with net migration alone, in one pass; how many lanes fell below nought (then it has to be done again)."""
    fell = 0
    for r in range(row.size):
        held = under[r] + before
        below[r] = held
        risk = share * mortality[r]
        risk = min(1.0, risk)
        moved = (held - held * risk) + after
        row[r] = moved
        fell += (held < 0.0) | (moved < 0.0)
    return fell


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
    `room` (9, lanes): rows of an even and of an odd age take turns, so that no two names stand for one row.
    """
    last, size = state.shape[1] - 1, hi - lo
    part = 0.5 if even else 1.0
    moving = has[0] or has[1] or has[2]
    plain = even and has[2] and not (has[0] or has[1] or has[3] or want[0] or want[1])
    mortality, fecundity = factors[MORTALITY, lo:hi], factors[FERTILITY, lo:hi]
    come, out, shift = factors[IN, lo:hi], factors[OUT, lo:hi], factors[NET, lo:hi]
    born, aged, unmoved, feeders = room[4, :size], room[5, :size], room[6, :size], room[7, :size]
    gone, balance, dying = events[DEPARTURES, lo:hi], events[BALANCE, lo:hi], events[DEATHS, lo:hi]
    for r in range(size):
        born[r] = 0.0
        gone[r] = 0.0
        balance[r] = 0.0
        dying[r] = 0.0
    for sex in range(1, -1, -1):
        for x in range(last, 0, -1):
            row, under = state[sex, x, lo:hi], state[sex, x - 1, lo:hi]
            now, below = room[x & 1, :size], room[(x - 1) & 1, :size]
            dead, later = room[2 + (x & 1), :size], room[2 + ((x + 1) & 1), :size]
            if (
                plain
                and x < last
                and not _only_net(row, under, below, mortality, lost[sex, x], 0.5 * net[sex, x - 1], 0.5 * net[sex, x])
            ):
                if sex == 1 and fertility[x] != 0.0:
                    _bore(born, now, row, fertility[x], fecundity)
                continue
            if even and moving:
                if x == last:
                    if has[1] and want[0]:
                        _count_leaving(gone, row, 0.5 * leaving[sex, x], out)
                    if _moved(
                        now,
                        row,
                        0.5 * leaving[sex, x],
                        0.5 * arriving[sex, x],
                        0.5 * net[sex, x],
                        0.5 * spread[sex, x],
                        out,
                        come,
                        shift,
                        has,
                    ):
                        _lifted(now, row, 0.0, mortality, balance)
                if has[1] and want[0]:
                    _count_leaving(gone, under, 0.5 * leaving[sex, x - 1], out)
                if _moved(
                    below,
                    under,
                    0.5 * leaving[sex, x - 1],
                    0.5 * arriving[sex, x - 1],
                    0.5 * net[sex, x - 1],
                    0.5 * spread[sex, x - 1],
                    out,
                    come,
                    shift,
                    has,
                ):
                    _lifted(below, under, 0.0, mortality, balance)
            else:
                if x == last:
                    for r in range(size):
                        now[r] = row[r]
                for r in range(size):
                    below[r] = under[r]
            share = lost[sex, x]
            if x == last:
                for r in range(size):
                    feeders[r] = below[r] + now[r]
                    unmoved[r] = under[r] + row[r]
                _died(dead, aged, feeders, share, mortality)
            else:
                _died(dead, aged, below, share, mortality)
            if even and moving:
                if has[1] and want[0]:
                    _count_leaving(gone, aged, 0.5 * leaving[sex, x], out)
                if _moved(
                    row,
                    aged,
                    0.5 * leaving[sex, x],
                    0.5 * arriving[sex, x],
                    0.5 * net[sex, x],
                    0.5 * spread[sex, x],
                    out,
                    come,
                    shift,
                    has,
                ):
                    _lifted(row, unmoved if x == last else under, share, mortality, balance)
            else:
                for r in range(size):
                    row[r] = aged[r]
            if sex == 1 and fertility[x] != 0.0:
                rate = fertility[x]
                if want[1]:
                    children = births[x, lo:hi]
                    for r in range(size):
                        children[r] = (rate * fecundity[r]) * (now[r] + row[r]) * 0.5
                    _added(born, children)
                else:
                    _bore(born, now, row, rate, fecundity)
            elif sex == 1 and want[1]:
                births[x, lo:hi] = 0.0
            if want[0]:
                _added(dying, dead)
            if want[1]:
                _by_period(deaths[sex, x, lo:hi], dead, later, parts, sex, x, last, has[4])
            if moving and not even:
                if has[1] and want[0]:
                    _count_leaving(gone, aged, leaving[sex, x], out)
                _moved(row, aged, leaving[sex, x], arriving[sex, x], net[sex, x], spread[sex, x], out, come, shift, has)
                if has[2]:
                    _lifted_at_end(row, aged, leaving[sex, x], arriving[sex, x], out, come, has, balance)
        # the year's children
        row, dead, later = state[sex, 0, lo:hi], room[2, :size], room[3, :size]
        boys = ratio / (1.0 + ratio)
        for r in range(size):
            male = born[r] * boys
            feeders[r] = male if sex == 0 else born[r] - male
        _died(dead, aged, feeders, lost[sex, 0], mortality)
        if want[0]:
            _added(dying, dead)
        if want[1]:
            births[0, lo:hi] = 0.0
            _by_period(deaths[sex, 0, lo:hi], dead, later, parts, sex, 0, last, has[4])
        if has[1] and want[0]:
            _count_leaving(gone, aged, part * leaving[sex, 0], out)
        fell = _moved(
            row,
            aged,
            part * leaving[sex, 0],
            part * arriving[sex, 0],
            part * net[sex, 0],
            part * spread[sex, 0],
            out,
            come,
            shift,
            has,
        )
        if even and fell:
            _lifted(row, aged, 0.0, mortality, balance)
        if has[2] and not even:
            _lifted_at_end(row, aged, leaving[sex, 0], arriving[sex, 0], out, come, has, balance)
    if want[0]:
        arrivals = arriving.sum() if has[0] else 0.0
        asked = net.sum() if has[2] else 0.0
        asked_shift = spread.sum() if has[3] else 0.0
        for r in range(size):
            events[BIRTHS, lo + r] = born[r]
            events[ARRIVALS, lo + r] = arrivals * come[r]
            balance[r] += asked + asked_shift * shift[r]


@njit(nogil=True, cache=True)
def _by_period(period, dead, later, parts, sex, x, last, has_parts):
    """Deaths at completed age x: the later part of those who would have been x, the earlier of those a year older."""
    before = 0.0 if x == 0 else (parts[sex, x - 1] if has_parts else 0.5)
    early = 0.0 if x == last else (parts[sex, x] if has_parts else 0.5)
    late = 1.0 - before
    if x == last:
        for r in range(period.size):
            period[r] = dead[r] * late
    else:
        for r in range(period.size):
            period[r] = dead[r] * late + later[r] * early


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
