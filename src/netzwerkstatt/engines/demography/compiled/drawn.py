"""A year in whole persons: each death, birth and move is drawn (`chance`), one trajectory after the other."""

from __future__ import annotations

import numpy as np

from netzwerkstatt.engines.demography.compiled import inner
from netzwerkstatt.engines.demography.compiled.chance import binomial, poisson, uniform
from netzwerkstatt.engines.demography.compiled.lanes import (
    ARRIVALS,
    BALANCE,
    BIRTHS,
    DEATHS,
    DEPARTURES,
    FERTILITY,
    IN,
    MORTALITY,
    NET,
    OUT,
)


@inner()
def year(state, width, rates, levels, even, has, totals, births, deaths, keys, when, room):
    """As `lanes.year`, shared rates, for the first `width` lanes; `keys` theirs, `room` (3, 2, ages) to work in."""
    held = room[0]
    ages = held.shape[1]
    for lane in range(width):
        first = lane // 8 * 16 * ages + lane % 8
        for cell in range(2 * ages):
            held[cell // ages, cell % ages] = state[first + cell * 8]
        born = births[lane // 8 * 8 * ages + lane % 8 :: 8][:ages]
        died = deaths[first::8][: 2 * ages]
        _one(held, rates, levels, lane, even, has, totals, born, died, room[1], room[2], keys[lane], when)
        for cell in range(2 * ages):
            state[first + cell * 8] = held[cell // ages, cell % ages]


@inner()
def _one(held, rates, levels, lane, even, has, totals, births, deaths, exposed, dying, start, when):
    """Take one trajectory, `held` (2, ages), a year further; `start` is its key."""
    lost, fertility, boys, _, _, _, _, separation = rates
    ages = held.shape[1]
    last = ages - 1
    for event in range(5):
        totals[event, lane] = 0.0
    for sex in range(2):
        for x in range(ages):
            exposed[sex, x] = held[sex, x]
            if even:
                exposed[sex, x] = _moved(held[sex, x], 0, sex, x, ages, rates, levels, lane, has, totals, start, when)
    for sex in range(2):
        for x in range(1, ages):
            feeders = exposed[sex, x - 1] + exposed[sex, x] if x == last else exposed[sex, x - 1]
            share = min(lost[sex * ages + x] * levels[MORTALITY, lane], 1.0)
            gone = binomial(feeders, share, uniform(start, _place(when, 0, sex, x, ages))) if feeders > 0.0 else 0.0
            dying[sex, x] = gone
            held[sex, x] = feeders - gone
            if even:
                held[sex, x] = _moved(held[sex, x], 1, sex, x, ages, rates, levels, lane, has, totals, start, when)
    born = 0.0
    births[0] = 0.0
    for x in range(1, ages):
        children = 0.0
        if fertility[x] != 0.0:
            mean = (fertility[x] * levels[FERTILITY, lane]) * (exposed[1, x] + held[1, x]) * 0.5
            children = poisson(mean, uniform(start, _place(when, 5, 1, x, ages)))
        births[x] = children
        born += children
    male = binomial(born, boys[0], uniform(start, _place(when, 6, 0, 0, ages)))
    totals[BIRTHS, lane] = born
    for sex in range(2):
        babies = male if sex == 0 else born - male
        share = min(lost[sex * ages] * levels[MORTALITY, lane], 1.0)
        dying[sex, 0] = binomial(babies, share, uniform(start, _place(when, 0, sex, 0, ages)))
        held[sex, 0] = babies - dying[sex, 0]
        for x in range(1 if even else ages):
            held[sex, x] = _moved(held[sex, x], 1, sex, x, ages, rates, levels, lane, has, totals, start, when)
        for x in range(ages):
            cell = sex * ages + x
            totals[DEATHS, lane] += dying[sex, x]
            deaths[cell] = dying[sex, x] * (1.0 - separation[cell - 1]) if x > 0 else dying[sex, x]
            if x < last:
                deaths[cell] += dying[sex, x + 1] * separation[cell]


@inner()
def _place(when, kind, sex, x, ages):
    """A counter of its own for each thing drawn; those of the levels lie below."""
    return 4294967296 + ((when * 9 + kind) * 2 + sex) * ages + x


@inner()
def _moved(held, half, sex, x, ages, rates, levels, lane, has, totals, start, when):
    """`held` persons of one cell after its out-moves, in-moves and net migration of this half of the year, or of all of it."""
    _, _, _, arriving, leaving, net, spread, _ = rates
    cell = sex * ages + x
    if has[1]:
        share = min(leaving[cell] * levels[OUT, lane], 1.0)
        gone = binomial(held, share, uniform(start, _place(when, 3 + half, sex, x, ages))) if held > 0.0 else 0.0
        totals[DEPARTURES, lane] += gone
        held -= gone
    if has[0] and arriving[cell] > 0.0:
        come = poisson(arriving[cell] * levels[IN, lane], uniform(start, _place(when, 1 + half, sex, x, ages)))
        totals[ARRIVALS, lane] += come
        held += come
    if has[2]:
        mean = net[cell] + (spread[cell] * levels[NET, lane] if has[3] else 0.0)
        moved = max(np.floor(mean + uniform(start, _place(when, 7 + half, sex, x, ages))), -held)
        totals[BALANCE, lane] += moved
        held += moved
    return held
