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

from collections.abc import Sequence
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
    """A territory a year later: state (2, A+1, R), events (5, R), births (A+1, R) and period deaths (2, A+1, R), where details
    are wanted.
    """

    state: Floats
    events: Floats
    births: Floats
    deaths: Floats


def year(
    state: Floats, expected: Year, levels: Sequence[Floats | float], dice: Dice | None = None, *, detailed: bool = True
) -> After:
    """Take `state` a year further with the five `levels`, (R,) each or one for all; in whole persons where there are `dice`."""
    ages, count = state.shape[1:]
    events = np.zeros((5, count))
    lost = np.minimum(expected.lost[..., None] * levels[MORTALITY], 1.0)
    moves = _Moves(expected, levels, events, dice)
    exposed = moves.first(state) if expected.even else state

    after = np.empty(state.shape)
    after[:, 1:] = exposed[:, :-1]
    after[:, -1] += exposed[:, -1]
    after[:, 0] = 0.0
    gone = after * lost if dice is None else dice.binomial(after, lost, 0)
    after -= gone
    if expected.even:
        moves.make(after, half=1, rows=slice(1, None))

    fertile = np.flatnonzero(expected.fertility)
    bearing = slice(fertile[0], fertile[-1] + 1) if fertile.size else slice(0)
    women = exposed[FEMALE, bearing] + np.maximum(after[FEMALE, bearing], 0.0)
    children = (expected.fertility[bearing, None] * levels[FERTILITY]) * women * 0.5
    if dice is not None:
        children = dice.births(children, bearing)
    born = children.sum(axis=0)
    share = expected.ratio / (1.0 + expected.ratio)
    boys = born * share if dice is None else dice.boys(born, share)
    for sex, babies in ((MALE, boys), (FEMALE, born - boys)):
        gone[sex, 0] = babies * lost[sex, 0] if dice is None else dice.infants(babies, lost[sex, 0], sex)
        after[sex, 0] = babies - gone[sex, 0]
    moves.make(after, half=1, rows=slice(1) if expected.even else slice(None))
    moves.leave(after)

    events[BIRTHS], events[DEATHS] = born, gone.sum(axis=(0, 1))
    births, deaths = np.zeros((ages if detailed else 0, count)), np.empty((2, ages if detailed else 0, count))
    if detailed:
        births[bearing] = children
        parts = None if expected.separation is None else expected.separation[:, None, :]
        by_period(np.moveaxis(gone, 1, -1), parts, np.moveaxis(deaths, 1, -1))
    return After(after, events, births, deaths)


class _Moves:
    """The moves of a year, made in two halves or at its end, and counted in `events`."""

    def __init__(self, expected: Year, levels: Sequence[Floats | float], events: Floats, dice: Dice | None) -> None:
        self.expected, self.levels, self.events, self.dice = expected, levels, events, dice
        self.part = 0.5 if expected.even else 1.0

    def first(self, state: Floats) -> Floats:
        """`state` after the first half of the moves; where more would leave than there are, some few stay."""
        after = state.copy()
        self.make(after, half=0, rows=slice(None))
        if self.expected.net is None or after.min() >= 0.0:
            return after
        stays = np.where(after < 0.0, np.minimum(state, LEAST), after)
        self.events[BALANCE] += (stays - after).sum(axis=(0, 1))
        return stays

    def leave(self, state: Floats) -> None:
        """What a net migration leaves behind in each cell of `state` at the end of the year."""
        if self.expected.net is None or self.dice is not None or state.min() >= LEAST:
            return
        self.events[BALANCE] += np.maximum(LEAST - state, 0.0).sum(axis=(0, 1))
        np.maximum(state, LEAST, out=state)

    def make(self, state: Floats, *, half: int, rows: slice) -> None:
        """Make the moves of these ages in `state`; net migration may leave less than nobody."""
        expected, levels, part, events, dice = self.expected, self.levels, self.part, self.events, self.dice
        held = state[:, rows]
        if expected.leaving is not None:
            share = np.minimum(part * expected.leaving[:, rows, None] * levels[OUT], 1.0)
            gone = held * share if dice is None else dice.binomial(held, share, 3 + half, rows)
            events[DEPARTURES] += gone.sum(axis=(0, 1))
            held -= gone
        if expected.arriving is not None:
            come = part * expected.arriving[:, rows, None] * levels[IN]
            come = come if dice is None else dice.poisson(come, 1 + half, rows)
            events[ARRIVALS] += come.sum(axis=(0, 1))
            held += come
        if expected.net is None:
            return
        flow = part * expected.net[:, rows, None]
        if expected.spread is not None:
            flow = flow + part * expected.spread[:, rows, None] * levels[NET]
        if dice is not None:
            flow = np.maximum(dice.whole(flow, 7 + half, rows), -held)
        events[BALANCE] += flow.sum(axis=(0, 1))
        held += flow


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
        return chance.poisson(mean, self._cells(kind, rows))

    def whole(self, flow: Floats, kind: int, rows: slice) -> Floats:
        """A net migration in whole persons, as expected on average (kinds 7, 8)."""
        return np.asarray(np.floor(flow + self._cells(kind, rows)))

    def births(self, mean: Floats, rows: slice) -> Floats:
        """Children (ages, R) by age of the mother."""
        return chance.poisson(mean, self._uniform(5, 1, np.arange(self.ages)[rows]))

    def boys(self, born: Floats, share: float) -> Floats:
        """How many of the children (R,) are boys."""
        return chance.binomial(born, np.asarray(share), self._uniform(6, 0, 0))

    def infants(self, babies: Floats, share: Floats, sex: int) -> Floats:
        """How many of a year's children (R,) die before its end."""
        return chance.binomial(babies, share, self._uniform(0, sex, 0))
