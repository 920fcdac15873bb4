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
    most,
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
def _lifted(held, limit, kept, balance):
    """A cell that would fall below `limit` has `kept`; so much less has left."""
    balance = balance + where_less(held, limit, kept - held, 0.0)
    return where_less(held, limit, kept, held), balance


@njit(nogil=True, cache=True)
def _moved(held, share, arrivals, leaves, comes, departed):
    """`held` after the out-moves and the in-moves, and how many departed in all."""
    if leaves:
        gone = held * share
        held = held - gone
        departed = departed + gone
    if comes:
        held = held + arrivals
    return held, departed


def _made(known=None, *, counting=True):
    """The year for numba. `known`: which moves there are (in, out, net, spread) in the course of an "even" year without
    details, if that is known before – with totals or without (`counting`); else each cell asks, and takes twice as long.
    """
    asked = known is None
    in_, out_, net_, spread_ = (False,) * 4 if asked else known

    @njit(nogil=True, cache=True)
    def year(state, begin, end, rates, levels, through, has, want, totals, births, deaths, singles):
        lost, fertility, boys, arriving, leaving, net, spread, separation = rates
        comes, leaves = (has[0], has[1]) if asked else (in_, out_)
        moves, strays = (has[2], has[3]) if asked else (net_, spread_)
        counts, details = (want[0], want[1]) if asked else (counting, False)
        singly, even = want[2], through if asked else True
        lanes, ages, apart = levels.shape[1], fertility.shape[0], singles.shape[1]
        last, cells, part = ages - 1, 2 * ages, 0.5 if even else 1.0
        nought = splat(0.0)
        for block in range(begin, end):
            lane = block * 8
            mortality, fecundity = load(levels, MORTALITY * lanes + lane), load(levels, FERTILITY * lanes + lane)
            come, out = load(levels, IN * lanes + lane), load(levels, OUT * lanes + lane)
            stray = load(levels, NET * lanes + lane)
            born, died, arrived, departed, wished, balance = nought, nought, nought, nought, nought, nought
            for sex in range(1, -1, -1):
                first = sex * ages
                base = (block * cells + first) * 8
                exposed, later, share, arrivals, flow = nought, nought, nought, nought, nought
                for x in range(last, -1, -1):
                    # age x at the start of the year: its moves, and then who will be x + 1 at the end
                    cell = first + x
                    start = load(state, base + x * 8)
                    held = start
                    next_share, next_arrivals, next_flow = nought, nought, nought
                    if leaves:
                        next_share = least((part * rate(leaving, cell)) * out, 1.0)
                    if comes:
                        next_arrivals = (part * rate(arriving, cell)) * come
                        arrived = arrived + next_arrivals
                    if moves:
                        next_flow = nought + part * rate(net, cell)
                        if strays:
                            next_flow = next_flow + (part * rate(spread, cell)) * stray
                        wished = wished + next_flow
                    if even:
                        held, departed = _moved(held, next_share, next_arrivals, leaves, comes, departed)
                        if moves:
                            held = held + next_flow
                            if any_below(held, 0.0):
                                held, balance = _lifted(held, 0.0, least(start, LEAST), balance)
                    if x < last:
                        feeders = held
                        if x == last - 1:
                            feeders = held + exposed
                        risk = least(rate(lost, cell + 1) * mortality, 1.0)
                        dead = feeders * risk
                        after = feeders - dead
                        if counts:
                            died = died + dead
                        if details:
                            period = dead * (1.0 - rate(separation, cell))
                            if x < last - 1:
                                period = period + later * rate(separation, cell + 1)
                            store(deaths, (block * cells + cell + 1) * 8, period)
                            later = dead
                        if even:
                            after, departed = _moved(after, share, arrivals, leaves, comes, departed)
                            if moves:
                                after = after + flow
                        if sex == 1:
                            bearing = rate(fertility, x + 1)
                            if some(bearing) or details:
                                women = most(after, 0.0) if moves else after
                                children = (bearing * fecundity) * (exposed + women) * 0.5
                                born = born + children
                                if details:
                                    store(births, (block * ages + x + 1) * 8, children)
                        if not even:
                            after, departed = _moved(after, share, arrivals, leaves, comes, departed)
                            if moves:
                                after = after + flow
                        if moves:
                            if counts and any_below(after, LEAST):
                                balance = balance + where_less(after, LEAST, LEAST - after, 0.0)
                            after = most(after, LEAST)
                        store(state, base + (x + 1) * 8, after)
                        if singly:
                            store_single(singles, (cell + 1) * apart + lane, after)
                    exposed, share, arrivals, flow = held, next_share, next_arrivals, next_flow
                # the year's children: their second half of the moves, or the end's
                male = born * rate(boys, 0)
                babies = male if sex == 0 else born - male
                dead = babies * least(rate(lost, first) * mortality, 1.0)
                after = babies - dead
                if counts:
                    died = died + dead
                if details:
                    store(deaths, (block * cells + first) * 8, dead + later * rate(separation, first))
                after, departed = _moved(after, share, arrivals, leaves, comes, departed)
                if moves:
                    after = after + flow
                    if counts and any_below(after, LEAST):
                        balance = balance + where_less(after, LEAST, LEAST - after, 0.0)
                    after = most(after, LEAST)
                store(state, base, after)
                if singly:
                    store_single(singles, first * apart + lane, after)
            if details:
                store(births, block * ages * 8, nought)
            if counts:
                times = 2.0 if even else 1.0
                store(totals, BIRTHS * lanes + lane, born)
                store(totals, DEATHS * lanes + lane, died)
                store(totals, ARRIVALS * lanes + lane, arrived * times)
                store(totals, DEPARTURES * lanes + lane, departed)
                store(totals, BALANCE * lanes + lane, wished * times + balance)

    return year


_any_moves = _made()
_net_alone = _made((False, False, True, False), counting=False)
_both_ways = _made((True, True, False, False))


@njit(nogil=True, cache=True)
def year(state, begin, end, rates, levels, even, has, want, totals, births, deaths, singles):
    """Take the octets of lanes `begin` … `end` - 1 of `state` a year further, and fill what is wanted.

    `state` (octets, cells, 8), flat. `rates`: lost, fertility, share of boys, arriving, leaving, net, spread, separation –
    each (cells,), or (cells, 8) where the eight of the only octet have their own. `levels` and `totals` (5, lanes).
    `has` in, out, net, spread. `want`: `totals`; `births` (octets, ages, 8) and period `deaths` (octets, cells, 8), flat;
    the new state in single precision, `singles` (cells, lanes or more).
    """
    if even and has[0] and has[1] and not (has[2] or want[1]):
        _both_ways(state, begin, end, rates, levels, even, has, want, totals, births, deaths, singles)
    elif even and has[2] and not (has[0] or has[1] or has[3] or want[0] or want[1]):
        _net_alone(state, begin, end, rates, levels, even, has, want, totals, births, deaths, singles)
    else:
        _any_moves(state, begin, end, rates, levels, even, has, want, totals, births, deaths, singles)
