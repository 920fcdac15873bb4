"""A year of one territory for many trajectories at once, with NumPy alone; `compiled.lanes` does the same.

State (2, A+1, R) persons by sex, age and trajectory. A trajectory differs from what is expected by five levels of each
year: factors on mortality (cohort deaths 1 − S), fertility, in-moves and out-moves, and a shift of net migration.

Moves of a year with timing "even", h = ½ at both ends; with "end", all at the end:

    adj = P·(1 − h·o) + h·I + h·M       o out-moves per person present, I in-moves, M net migration, both in persons
    N   = aged·(1 − h·o) + h·I + h·M    so out-moves never exceed who is there; what a year's events are: `EVENTS`

A net migration leaves 0.0005 persons in each cell, as in `cohort`.

With whole persons each flow is drawn: deaths and out-moves binomial, births and in-moves Poisson, and a net migration that
is not whole is rounded up or down by chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from netzwerkstatt.engines.demography import chance
from netzwerkstatt.engines.demography.arrays import FEMALE, MALE, Floats
from netzwerkstatt.engines.demography.cohort import LEAST, by_period

LEVELS = ("mortality", "fertility", "in_migration", "out_migration", "net_migration")
EVENTS = ("births", "deaths", "in_migration", "out_migration", "net_migration")
MORTALITY, FERTILITY, IN, OUT, NET = range(5)
BIRTHS, DEATHS, ARRIVALS, DEPARTURES, BALANCE = range(5)

_DRAWN = 2**32


class Year(NamedTuple):
    """What is expected of one year in one territory; arrays (2, A+1), `fertility` (A+1,)."""

    lost: Floats
    fertility: Floats
    ratio: float
    arriving: Floats | None
    leaving: Floats | None
    net: Floats | None
    spread: Floats | None
    separation: Floats | None
    even: bool


@dataclass(frozen=True, slots=True)
class After:
    """A territory a year later: state (2, A+1, R), events (5, R), births (A+1, R), period deaths (2, A+1, R)."""

    state: Floats
    events: Floats
    births: Floats
    deaths: Floats


def year(state: Floats, expected: Year, factors: Floats, dice: Dice | None = None) -> After:
    """Take `state` a year further with the levels `factors` (5, R); in whole persons where there are `dice`."""
    events = np.zeros((5, state.shape[-1]))
    part = 0.5 if expected.even else 1.0
    lost = np.minimum(expected.lost[..., None] * factors[MORTALITY], 1.0)
    moves = _Moves(expected, factors, part, events, dice)
    exposed = moves.first(state) if expected.even else state

    feeders = np.empty_like(state)
    feeders[:, 1:] = exposed[:, :-1]
    feeders[:, -1] += exposed[:, -1]
    feeders[:, 0] = 0.0
    gone = feeders * lost if dice is None else dice.binomial(feeders, lost, 0)
    aged = feeders - gone
    women, after = aged[FEMALE], aged
    if expected.even:
        after = moves.made(aged, half=1, first=1)
        women = np.maximum(after[FEMALE], 0.0)

    births = (expected.fertility[:, None] * factors[FERTILITY]) * (exposed[FEMALE] + women) * 0.5
    births[0] = 0.0
    if dice is not None:
        births = dice.births(births)
    born = np.zeros(state.shape[-1])
    for age in range(len(births) - 1, 0, -1):
        born += births[age]
    share = expected.ratio / (1.0 + expected.ratio)
    boys = born * share if dice is None else dice.boys(born, share, state.shape[1])
    for sex, babies in ((MALE, boys), (FEMALE, born - boys)):
        gone[sex, 0] = (
            babies * lost[sex, 0] if dice is None else dice.infants(babies, lost[sex, 0], sex, state.shape[1])
        )
        after[sex, 0] = babies - gone[sex, 0]
    if expected.even:
        after[:, :1] = moves.made(after[:, :1], half=1, last=1)
    else:
        after = moves.made(after, half=1)
    after = moves.left(after)

    events[BIRTHS], events[DEATHS] = born, gone.sum(axis=(0, 1))
    deaths = np.empty_like(state)
    parts = None if expected.separation is None else expected.separation[:, None, :]
    by_period(np.moveaxis(gone, 1, -1), parts, np.moveaxis(deaths, 1, -1))
    return After(after, events, births, deaths)


class _Moves:
    """The moves of a year, made in two halves or at its end, and counted."""

    def __init__(self, expected: Year, factors: Floats, part: float, events: Floats, dice: Dice | None) -> None:
        self.expected, self.factors, self.part, self.events, self.dice = expected, factors, part, events, dice

    def first(self, state: Floats) -> Floats:
        """`state` after the first half of the moves; where more would leave than there are, some few stay."""
        after = self.made(state, half=0)
        short = after < 0.0
        if not short.any():
            return after
        stays = np.where(short, np.minimum(state, LEAST), after)
        self.events[BALANCE] += (stays - after).sum(axis=(0, 1))
        return stays

    def left(self, state: Floats) -> Floats:
        """`state` at the end of the year, with what a net migration leaves behind in each cell."""
        if self.expected.net is None or self.dice is not None:
            return state
        after = np.maximum(state, LEAST)
        self.events[BALANCE] += (after - state).sum(axis=(0, 1))
        return after

    def made(self, held: Floats, *, half: int, first: int = 0, last: int | None = None) -> Floats:
        """`held` after the moves of the ages from `first` to before `last`; net migration may leave less than nobody."""
        rows = slice(first, last)
        after = held.copy()
        after[:, rows] = self._of(held[:, rows], half, rows)
        return after

    def _of(self, held: Floats, half: int, rows: slice) -> Floats:
        expected, factors, part, dice = self.expected, self.factors, self.part, self.dice
        if expected.leaving is not None:
            share = np.minimum(part * expected.leaving[:, rows, None] * factors[OUT], 1.0)
            gone = held * share if dice is None else dice.binomial(held, share, 3 + half, rows)
            self.events[DEPARTURES] += gone.sum(axis=(0, 1))
            held = held - gone
        if expected.arriving is not None:
            come = part * expected.arriving[:, rows, None] * factors[IN]
            come = come if dice is None else dice.poisson(come, 1 + half, rows)
            self.events[ARRIVALS] += come.sum(axis=(0, 1))
            held = held + come
        if expected.net is None:
            return held
        flow = np.broadcast_to(part * expected.net[:, rows, None], held.shape)
        if expected.spread is not None:
            flow = flow + part * expected.spread[:, rows, None] * factors[NET]
        if dice is not None:
            flow = np.maximum(dice.whole(flow, 7 + half, rows), -held)
        self.events[BALANCE] += flow.sum(axis=(0, 1))
        return held + flow


class Dice:
    """The chance of one territory and year: `keys` (R,) where the streams of its trajectories begin."""

    def __init__(self, keys: chance.Bits, when: int, ages: int) -> None:
        self.keys, self.when, self.ages = keys, when, ages

    def _uniform(self, kind: int, sexes: npt.ArrayLike, ages: npt.ArrayLike) -> Floats:
        place = _DRAWN + ((self.when * 9 + kind) * 2 + np.asarray(sexes)) * self.ages + np.asarray(ages)
        return chance.uniform(self.keys, place[..., None])

    def _cells(self, kind: int, rows: slice) -> Floats:
        return self._uniform(kind, np.arange(2)[:, None], np.arange(self.ages)[rows][None])

    def binomial(self, held: Floats, share: Floats, kind: int, rows: slice = slice(None)) -> Floats:
        """How many of `held` (2, ages, R) die (kind 0) or leave (3, 4)."""
        return chance.binomial(held, share, self._cells(kind, rows))

    def poisson(self, mean: Floats, kind: int, rows: slice) -> Floats:
        """How many come (kinds 1, 2)."""
        return chance.poisson(np.broadcast_to(mean, (2, mean.shape[1], len(self.keys))), self._cells(kind, rows))

    def whole(self, flow: Floats, kind: int, rows: slice) -> Floats:
        """A net migration in whole persons, as expected on average (kinds 7, 8)."""
        return np.asarray(np.floor(flow + self._cells(kind, rows)))

    def births(self, mean: Floats) -> Floats:
        """Children (A+1, R) by age of the mother."""
        return chance.poisson(mean, self._uniform(5, 1, np.arange(self.ages)))

    def boys(self, born: Floats, share: float, ages: int) -> Floats:
        """How many of the children (R,) are boys."""
        return chance.binomial(born, np.full(born.shape, share), self._uniform(6, 0, 0))

    def infants(self, babies: Floats, share: Floats, sex: int, ages: int) -> Floats:
        """How many of a year's children (R,) die before its end."""
        return chance.binomial(babies, share, self._uniform(0, sex, 0))
