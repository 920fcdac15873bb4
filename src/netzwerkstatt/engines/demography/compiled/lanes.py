"""A year of one territory for eight trajectories at once, or of eight territories for one trajectory of each.

The state is (cells, 8), ages within sexes, and stays in the first cache. The steps are those of `demography.lanes`, in the
same order; what a cell needs of the one a year younger is carried on in registers, from the oldest down.
"""

from __future__ import annotations

from netzwerkstatt.engines.demography.cohort import LEAST
from netzwerkstatt.engines.demography.compiled import inner
from netzwerkstatt.engines.demography.compiled.octets import (
    any_below,
    least,
    load,
    most,
    pour,
    rate,
    some,
    splat,
    store,
    store_single,
    turn,
    where_less,
    wide,
)

LINE = 16
"""Numbers in single precision in a line of memory."""

NEXT, UPTO, SHIFT, PAGE, FIRST, STEP = range(6)
"""Marks of a stream: the next line that goes to memory, the first that may not, how much further each goes; which of two pages
is being filled while the other one goes, where its first row begins, and how far its rows are apart (nought: nothing is stored).
"""

MORTALITY, FERTILITY, IN, OUT, NET = range(5)
BIRTHS, DEATHS, ARRIVALS, DEPARTURES, BALANCE = range(5)


@inner()
def _lifted(held, limit, kept, balance):
    """A cell that would fall below `limit` has `kept`; so much less has left."""
    balance = balance + where_less(held, limit, kept - held, 0.0)
    return where_less(held, limit, kept, held), balance


@inner()
def _moved(held, share, arrivals, leaves, comes, departed):
    """`held` after the out-moves and the in-moves, and how many departed in all."""
    if leaves:
        gone = held * share
        held = held - gone
        departed = departed + gone
    if comes:
        held = held + arrivals
    return held, departed


@inner()
def rows(octets, octet, size, count, into, at, step):
    """The first `count` lanes of an octet of `size` cells, each into its own row: from `into[at]` on, `step` from each other."""
    done = size // 8 * 8 if count == 8 else 0
    for cell in range(0, done, 8):
        turn(octets, (octet * size + cell) * 8, into, at + cell, step)
    for cell in range(done, size):
        for j in range(count):
            into[at + j * step + cell] = octets[(octet * size + cell) * 8 + j]


@inner()
def send(page, flat, marks, upto):
    """Let the lines of `page` go that come before `upto`."""
    for line in range(marks[NEXT], upto, LINE):
        pour(page, line, flat, line + marks[SHIFT])
    marks[NEXT] = max(marks[NEXT], upto)


@inner()
def _first(values, k, t):
    """Where the rates of territory `k` in year t begin, counted flat; those of eight territories stand for themselves."""
    if values.ndim == 2:
        return 0
    return ((k if values.shape[0] > 1 else 0) * values.shape[1] + (t if values.shape[1] > 1 else 0)) * values.shape[2]


@inner()
def _within(begin, end, rates, k, since, until, courses):
    """Whether nobody's risk and nobody's share of leaving exceeds 1: then no cell need be asked."""
    peak, farewell = rates[8], rates[9]
    lanes, nought = courses.shape[2], splat(0.0)
    for t in range(since, until):
        risk, leaving = rate(peak, _first(peak, k, t)), rate(farewell, _first(farewell, k, t))
        for block in range(begin, end):
            course = (t - since) * 5 * lanes + block * 8
            mortality, out = load(courses, course + MORTALITY * lanes), load(courses, course + OUT * lanes)
            if any_below(nought - risk * mortality, -1.0) or any_below(nought - leaving * out, -1.0):
                return False
    return True


def _made(known=None, *, counting=True):
    """The years for numba. `known`: which moves there are (in, out, net, spread) in the course of "even" years without
    details and with all shares within 1, if that is known before – with totals or without (`counting`); else each cell
    asks, and takes twice as long. Without totals, a line of an earlier page may go with every second cell: memory then writes while the
    years are computed.
    """
    asked = known is None
    in_, out_, net_, spread_ = (False,) * 4 if asked else known

    @inner()
    def years(
        state,
        begin,
        end,
        rates,
        k,
        since,
        at,
        until,
        courses,
        through,
        has,
        want,
        totals,
        births,
        deaths,
        singles,
        stream,
    ):
        lost, fertility, boys, arriving, leaving, net, spread, separation = rates[:8]
        comes, leaves = (has[0], has[1]) if asked else (in_, out_)
        moves, strays = (has[2], has[3]) if asked else (net_, spread_)
        counts, details = (want[0], want[1]) if asked else (counting, False)
        singly, even, storing = want[2] and counting, through if asked else True, not counting
        lanes, ages, apart = courses.shape[2], singles.shape[0] // 2, singles.shape[1]
        last, cells, nought = ages - 1, 2 * ages, splat(0.0)
        page, flat, marks, filled = stream
        line, ready, shift = marks[NEXT], marks[UPTO], marks[SHIFT]
        sent, lines = line, (ready - line) // LINE
        for block in range(begin, end):
            for t in range(at, until):
                lane = block * 8
                course = (t - since) * 5 * lanes + lane
                mortality, fecundity = (
                    load(courses, course + MORTALITY * lanes),
                    load(courses, course + FERTILITY * lanes),
                )
                come, out = load(courses, course + IN * lanes), load(courses, course + OUT * lanes)
                stray = load(courses, course + NET * lanes)
                dying, bears, joins = _first(lost, k, t), _first(fertility, k, t), _first(arriving, k, t)
                goes, flows, strayed, parts = (
                    _first(leaving, k, t),
                    _first(net, k, t),
                    _first(spread, k, t),
                    _first(separation, k, t),
                )
                born, died, arrived, departed, wished, balance = nought, nought, nought, nought, nought, nought
                for sex in range(1, -1, -1):
                    first = sex * ages
                    base = (block * cells + first) * 8
                    exposed, later, share, arrivals, flow = nought, nought, nought, nought, nought
                    for x in range(last, -1, -1):
                        # age x at the start of the year: its moves, and then who will be x + 1 at the end
                        cell = first + x
                        if storing and x & 1 == 1 and line < ready:
                            pour(page, line, flat, line + shift)
                            line += LINE
                        start = load(state, base + x * 8)
                        held = start
                        next_share, next_arrivals, next_flow = nought, nought, nought
                        if leaves:
                            next_share = rate(leaving, goes + cell) * out
                            if asked:
                                next_share = least(next_share, 1.0)
                        if comes:
                            next_arrivals = rate(arriving, joins + cell) * come
                            arrived = arrived + next_arrivals
                        if moves:
                            next_flow = wide(rate(net, flows + cell))
                            if strays:
                                next_flow = next_flow + rate(spread, strayed + cell) * stray
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
                            risk = rate(lost, dying + cell + 1) * mortality
                            if asked:
                                risk = least(risk, 1.0)
                            dead = feeders * risk
                            after = feeders - dead
                            if counts:
                                died = died + dead
                            if details:
                                period = dead * (1.0 - rate(separation, parts + cell))
                                if x < last - 1:
                                    period = period + later * rate(separation, parts + cell + 1)
                                store(deaths, (block * cells + cell + 1) * 8, period)
                                later = dead
                            if even:
                                after, departed = _moved(after, share, arrivals, leaves, comes, departed)
                                if moves:
                                    after = after + flow
                            if sex == 1:
                                bearing = rate(fertility, bears + x + 1)
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
                    male = born * rate(boys, _first(boys, k, t))
                    babies = male if sex == 0 else born - male
                    dead = babies * least(rate(lost, dying + first) * mortality, 1.0)
                    after = babies - dead
                    if counts:
                        died = died + dead
                    if details:
                        store(deaths, (block * cells + first) * 8, dead + later * rate(separation, parts + first))
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
                if storing and marks[STEP] > 0:
                    marks[NEXT] = line
                    send(page, flat, marks, sent + lines * (t + 1 - at) // (until - at) * LINE)
                    line = marks[NEXT]
                    rows(state, block, cells, 8, filled, marks[FIRST] + (t + 1 - since) * cells, marks[STEP])

    return years


_any_moves = _made()
_net_alone = _made((False, False, True, False), counting=False)
_both_ways = _made((True, True, False, False))


@inner()
def years(state, begin, end, rates, k, since, until, courses, even, has, want, totals, births, deaths, singles, stream):
    """Take the octets of lanes `begin` … `end` - 1 of `state` through the years `since` … `until` - 1, and fill what is wanted.

    `state` (octets, cells, 8), flat. `rates`: lost, fertility, share of boys; arriving, leaving, net, spread of one half of an
    "even" year or of the whole; separation; the greatest of lost and of leaving – (K or 1, T or 1, cells) each, or (cells, 8)
    where the eight of the only octet have their own. `courses` (years, 5, lanes) levels from `since` on, `totals` (5, lanes). `has` in, out, net, spread. `want`: `totals`; `births` (octets, ages, 8) and period `deaths`
    (octets, cells, 8), flat; the new state in single precision, `singles` (cells, lanes or more).
    `stream`: a page that goes to memory meanwhile, where to, its marks, and the page that is filled with the years of one octet.
    """
    quick = even and not (has[3] or want[1]) and _within(begin, end, rates, k, since, until, courses)
    if quick and has[2] and not (has[0] or has[1] or want[0]):
        _net_alone(
            state, begin, end, rates, k, since, since, until, courses, even, has, want, totals, births, deaths, singles, stream
        )  # fmt: skip
        return
    page, flat, marks, filled = stream
    sent, lines, cells = marks[NEXT], (marks[UPTO] - marks[NEXT]) // LINE, singles.shape[0]
    for t in range(since, until):
        if quick and has[0] and has[1] and not has[2]:
            _both_ways(
                state, begin, end, rates, k, since, t, t + 1, courses, even, has, want, totals, births, deaths, singles, stream
            )  # fmt: skip
        else:
            _any_moves(
                state, begin, end, rates, k, since, t, t + 1, courses, even, has, want, totals, births, deaths, singles, stream
            )  # fmt: skip
        if marks[STEP] > 0:
            send(page, flat, marks, sent + lines * (t + 1 - since) // (until - since) * LINE)
            rows(state, begin, cells, 8, filled, marks[FIRST] + (t + 1 - since) * cells, marks[STEP])
