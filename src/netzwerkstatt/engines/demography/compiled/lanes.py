"""A year of one territory for eight trajectories at once, or of eight territories for one trajectory of each.

The state is (cells, 8), ages within sexes, and stays in the first cache. The steps are those of `demography.lanes`, in the
same order; what a cell needs of the one a year younger is carried on in registers, from the oldest down.
"""

from __future__ import annotations

from numba import njit

from netzwerkstatt.engines.demography.cohort import LEAST
from netzwerkstatt.engines.demography.compiled.octets import (
    any_below,
    least,
    load,
    rate,
    some,
    splat,
    store,
    store_single,
    where_less,
)

MORTALITY, FERTILITY, IN, OUT, NET = range(5)
BIRTHS, DEATHS, ARRIVALS, DEPARTURES, BALANCE = range(5)


@njit(nogil=True, cache=True)
def _lifted(held, kept, balance):
    """A cell that would fall below nought has `kept`; so much less has left."""
    balance = balance + where_less(held, 0.0, kept - held, 0.0)
    return where_less(held, 0.0, kept, held), balance


@njit(nogil=True, cache=True)
def year(state, blocks, rates, levels, even, has, want, totals, births, deaths, singles):
    """Take the first `blocks` octets of lanes of `state` a year further, and fill what is wanted.

    `state` (blocks, cells, 8), flat. `rates`: lost, fertility, share of boys, arriving, leaving, net, spread, separation –
    each (cells,), or (cells, 8) where the eight of the only block have their own. `levels` and `totals` (5, lanes).
    `has` in, out, net, spread. `want`: `totals`; `births` (blocks, ages, 8) and period `deaths` (blocks, cells, 8), flat;
    the new state in single precision, `singles` (cells, lanes or more).
    """
    lost, fertility, boys, arriving, leaving, net, spread, separation = rates
    comes, leaves, moves, strays = has[0], has[1], has[2], has[3]
    counts, details, singly = want[0], want[1], want[2]
    lanes, ages, apart = levels.shape[1], fertility.shape[0], singles.shape[1]
    last, cells, part = ages - 1, 2 * ages, 0.5 if even else 1.0
    for block in range(blocks):
        lane = block * 8
        mortality, fecundity = load(levels, MORTALITY * lanes + lane), load(levels, FERTILITY * lanes + lane)
        come, out = load(levels, IN * lanes + lane), load(levels, OUT * lanes + lane)
        stray = load(levels, NET * lanes + lane)
        nought = splat(0.0)
        born, died, arrived, departed, asked, balance = nought, nought, nought, nought, nought, nought
        for sex in range(1, -1, -1):
            first = sex * ages
            base = (block * cells + first) * 8
            top = load(state, base + last * 8)
            exposed, later, share, arrivals, flow = nought, nought, nought, nought, nought
            for x in range(last, -2, -1):
                # age x + 1 at the end of the year out of age x at its start; the open age's own comes first, newborns last
                feeders, unmoved, held = nought, nought, nought
                next_share, next_arrivals, next_flow = nought, nought, nought
                if x >= 0:
                    cell = first + x
                    held = load(state, base + x * 8)
                    unmoved = held
                    if leaves:
                        next_share = least((part * rate(leaving, cell)) * out, 1.0)
                    if comes:
                        next_arrivals = (part * rate(arriving, cell)) * come
                        arrived = arrived + next_arrivals
                    if moves:
                        next_flow = nought + part * rate(net, cell)
                        if strays:
                            next_flow = next_flow + (part * rate(spread, cell)) * stray
                        asked = asked + next_flow
                    if even:
                        if leaves:
                            gone = held * next_share
                            held = held - gone
                            departed = departed + gone
                        if comes:
                            held = held + next_arrivals
                        if moves:
                            held = held + next_flow
                            if any_below(held, 0.0):
                                held, balance = _lifted(held, least(unmoved, LEAST), balance)
                    feeders = held
                    if x == last - 1:
                        feeders, unmoved = held + exposed, unmoved + top
                else:
                    male = born * rate(boys, 0)
                    feeders = male if sex == 0 else born - male
                if x < last:
                    cell = first + x + 1
                    risk = least(rate(lost, cell) * mortality, 1.0)
                    dead = feeders * risk
                    after = feeders - dead
                    if counts:
                        died = died + dead
                    if details:
                        period = dead
                        if x >= 0:
                            period = dead * (1.0 - rate(separation, cell - 1))
                        if x + 1 < last:
                            period = period + later * rate(separation, cell)
                        store(deaths, (block * cells + cell) * 8, period)
                        later = dead
                    if even:
                        if leaves:
                            gone = after * share
                            after = after - gone
                            departed = departed + gone
                        alone = unmoved - unmoved * risk if x >= 0 else feeders - dead
                        if comes:
                            after = after + arrivals
                        if moves:
                            after = after + flow
                            if any_below(after, 0.0):
                                after, balance = _lifted(after, least(alone, LEAST), balance)
                    if x >= 0 and sex == 1:
                        bearing = rate(fertility, x + 1)
                        if details or some(bearing):
                            children = (bearing * fecundity) * (exposed + after) * 0.5
                            born = born + children
                            if details:
                                store(births, (block * ages + x + 1) * 8, children)
                    if not even:
                        if leaves:
                            gone = after * share
                            after = after - gone
                            departed = departed + gone
                        if comes:
                            after = after + arrivals
                        if moves:
                            kept = least(after, LEAST)
                            after = after + flow
                            if any_below(after, kept):
                                balance = balance + where_less(after, kept, kept - after, 0.0)
                                after = where_less(after, kept, kept, after)
                    store(state, base + (x + 1) * 8, after)
                    if singly:
                        store_single(singles, cell * apart + lane, after)
                exposed, share, arrivals, flow = held, next_share, next_arrivals, next_flow
        if details:
            store(births, block * ages * 8, nought)
        if counts:
            times = 2.0 if even else 1.0
            store(totals, BIRTHS * lanes + lane, born)
            store(totals, DEATHS * lanes + lane, died)
            store(totals, ARRIVALS * lanes + lane, arrived * times)
            store(totals, DEPARTURES * lanes + lane, departed)
            store(totals, BALANCE * lanes + lane, asked * times + balance)
