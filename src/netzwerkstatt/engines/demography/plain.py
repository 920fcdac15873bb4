"""The years of many territories with NumPy alone: levels of the year, the year, quantiles, what is kept.

`compiled.run` does the same. A territory's trajectories go side by side, `TOGETHER` at a time where no quantiles of single
ages are wanted: so many of a year stay in the second cache.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from netzwerkstatt.engines.demography import backends, chance, lanes
from netzwerkstatt.engines.demography.arrays import Floats
from netzwerkstatt.engines.demography.plans import Out, Plan

TOGETHER = 500


def go(plan: Plan, out: Out) -> None:
    """Fill `out`, territories side by side."""

    def work(begin: int, end: int) -> None:
        for k in range(begin, end):
            _Territory(plan, out, k).go()

    backends.in_parts(len(plan.population), work)


def quantiles(values: Floats, levels: Floats) -> Floats:
    """(…, Q) of values (…, R) at the rising `levels` (Q,), linear between neighbours in rank as `numpy.quantile`."""
    ordered, last = np.sort(values, axis=-1), values.shape[-1] - 1
    place = levels * last
    rank = np.clip(place.astype(np.int64), 0, max(last - 1, 0))
    share, low, high = place - rank, ordered[..., rank], ordered[..., np.minimum(rank + 1, last)]
    gap = high - low
    return np.asarray(np.where(share < 0.5, low + gap * share, high - gap * (1.0 - share)))


class _Territory:
    def __init__(self, plan: Plan, out: Out, k: int) -> None:
        self.plan, self.out, self.k = plan, out, k
        self.years = plan.lost.shape[1]
        self.expected = list(self._expected())
        summed = out.trajectories if out.levels.size else 0
        self.measured = np.empty((len(out.above), self.years + 1, summed))
        self.happened = np.empty((5, self.years, summed))

    def go(self) -> None:
        """All trajectories of the territory, and their quantiles."""
        out, k = self.out, self.k
        by_age = out.levels.size > 0 and out.wants[2]
        together = out.trajectories if by_age else TOGETHER
        for low in range(0, out.trajectories, together):
            self._some(slice(low, min(out.trajectories, low + together)))
        if out.levels.size:
            out.measured[k] = np.moveaxis(quantiles(self.measured, out.levels), 0, 1)
            out.happened[k] = np.moveaxis(quantiles(self.happened, out.levels), 0, 1)

    def _some(self, which: slice) -> None:
        plan, out, k = self.plan, self.out, self.k
        count = which.stop - which.start
        state = np.repeat(plan.population[k][..., None], count, axis=-1)
        keys = chance.key_of(plan.keys[k], np.arange(which.start, which.stop))
        walked: list[Floats | float] = [0.0] * 5
        self._note(0, which, state)
        for t in range(self.years):
            levels = self._levels(t, which, keys, walked)
            dice = lanes.Dice(keys, t, state.shape[1]) if plan.drawn else None
            detailed = out.keeps_detail and t == self.years - 1
            after = lanes.year(state, self.expected[t], levels, dice, detailed=detailed)
            state = after.state
            self._note(t + 1, which, state)
            if out.levels.size:
                self.happened[:, t, which] = after.events
            if out.keeps_detail:
                out.events[k, which, t] = after.events.T
            if detailed:
                out.births[k, which], out.deaths[k, which] = _by_lane(after.births), _by_lane(after.deaths)
        if out.keeps_last:
            out.last[k, which] = _by_lane(state)

    def _note(self, t: int, which: slice, state: Floats) -> None:
        out, k = self.out, self.k
        if out.stores:
            out.stored[k, which, t] = _by_lane(state)
        if not out.levels.size:
            return
        if out.wants[2]:
            out.population[k, t] = quantiles(state, out.levels)
        sums = self._sums(state.reshape(-1, state.shape[-1]))
        for i, (above, under) in enumerate(zip(out.above, out.under, strict=True)):
            if under < 0:
                self.measured[i, t, which] = sums[above]
            else:
                below = sums[under]
                self.measured[i, t, which] = np.divide(sums[above], below, out=np.zeros_like(below), where=below != 0.0)

    def _sums(self, cells: Floats) -> Floats:
        """(n, R) the weighted sums of the rows of weights: those of age groups from sums of the groups."""
        edges, shares, varied, weights = self.out.weighing
        groups = np.empty((len(edges) - 1, cells.shape[1]))
        for i, (first, last) in enumerate(pairwise(edges)):
            np.add.reduce(cells[first:last], axis=0, out=groups[i])
        found: Floats = np.einsum("nm,mr->nr", shares, groups)
        if varied.size:
            found[varied] = np.einsum("nc,cr->nr", weights, cells)
        return found

    def _levels(self, t: int, which: slice, keys: chance.Bits, walked: list[Floats | float]) -> list[Floats | float]:
        """The five levels of the year; `walked` goes a step further."""
        plan, k = self.plan, self.k
        found: list[Floats | float] = [1.0, 1.0, 1.0, 1.0, 0.0]
        for kind in range(5):
            slot, many, storm = plan.place[kind]
            if plan.mode[kind] == 1:
                found[kind] = plan.common[slot + (k if many > 1 else 0), t, which]
            elif plan.mode[kind] == 2:
                persistence, shared, alone, spread = plan.walk[kind, k]
                own = chance.normal(keys, t * 5 + kind)
                step = persistence * walked[kind] + spread * (
                    plan.crisis[storm, t, which] * (shared * plan.common[slot, t, which] + alone * own)
                )
                walked[kind] = step
                found[kind] = step if kind == lanes.NET else np.exp(step)
        return found

    def _expected(self) -> Iterator[lanes.Year]:
        plan = self.plan
        flows = (plan.arriving, plan.leaving, plan.net, plan.spread, plan.separation)
        lost, fertility, ratio, *moves = (
            values[self.k if own else 0]
            for values, own in zip((plan.lost, plan.fertility, plan.ratio, *flows), plan.own, strict=True)
        )
        for t in range(self.years):
            arriving, leaving, net, spread, separation = (
                values[t] if there else None for values, there in zip(moves, plan.has, strict=True)
            )
            yield lanes.Year(
                lost=lost[t], fertility=fertility[t], ratio=float(ratio[t]), arriving=arriving, leaving=leaving, net=net,
                spread=spread, separation=separation, even=plan.even,
            )  # fmt: skip


def _by_lane(values: Floats) -> Floats:
    """(…, R) as (R, …): what is kept stands trajectory by trajectory."""
    return np.moveaxis(values, -1, 0)
