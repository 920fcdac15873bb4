"""Territories that hang together: who leaves one arrives in another, parts add up to official totals, homes stay full.

The equations of `cohort`, for K territories at once. Moves of a year ("even": h = ½ from the start and ½ at the end, "end":
all at its end), each rate applied to those present then:

    P·(1 − h·(o + e)) + h·I + Σ_k h·e_k·P_k·d[k, this] + h·M

o out-moves beyond all territories, e moves to another of them, d where to, I in-moves from beyond, M net migration.
What leaves one territory arrives in the others, person for person.

What leaves beyond or comes from there may be fitted to control totals: `control_totals`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from netzwerkstatt.engines.demography.arrays import FEMALE, MALE, Floats, Misfit, array
from netzwerkstatt.engines.demography.cohort import LEAST, MigrationTiming, batch_of, by_period, sum_of_ages
from netzwerkstatt.engines.demography.control_totals import Control, Fit, Flows
from netzwerkstatt.engines.demography.plans import Expectations


@dataclass(frozen=True, kw_only=True, slots=True)
class Exchange:
    """Moves between the territories. `rates` (…, K, T, 2, A+1): moves to another of them per person and year, 0 … 1.

    `destinations` (K, K) or (G, K, K): of those who leave k, the share that goes to l; rows sum to 1, none to itself.
    `age_groups` (A+1,): for each age its group in 0 … G−1, needed with (G, K, K).

    Groups of a population (German, foreign) are territories too: a naturalisation is a move from one to the other.
    """

    rates: npt.ArrayLike
    destinations: npt.ArrayLike
    age_groups: npt.ArrayLike | None = None


@dataclass(frozen=True, slots=True, eq=False)
class RegionalProjection:
    """What `project_regions` computed. Leading axes as given (trajectories), then K territories.

    `population` (…, K, T+1, 2, A+1) persons. Of each year, (…, K, T, 2, A+1) unless said: `births` (…, K, T, A+1) by age
    of the mother and her territory, `newborn` (…, K, T, 2) by sex and the child's territory, `cohort_deaths`,
    `period_deaths`, `in_migration` and `out_migration` beyond all territories and `moved_in`, `moved_out` between them,
    `net_migration` as it took place. `fitted` (…, G, T) or (…, G, T, 2, A+1): the factor u of the control total of the
    population, 1 where nothing had to be fitted; None without one. Persons at the end = at the start + newborn − deaths
    + in − out + moved in − moved out + net migration (+ what a special group changed by).
    """

    population: Floats
    births: Floats
    newborn: Floats
    cohort_deaths: Floats
    period_deaths: Floats
    in_migration: Floats
    out_migration: Floats
    moved_in: Floats
    moved_out: Floats
    net_migration: Floats
    fitted: Floats | None


def project_regions(
    population: npt.ArrayLike,
    assumptions: Expectations,
    *,
    exchange: Exchange | None = None,
    control: Control | None = None,
    special_groups: npt.ArrayLike | None = None,
    newborn_to: npt.ArrayLike | None = None,
    migration_timing: MigrationTiming = "even",
) -> RegionalProjection:
    """Project the territories `population` (…, K, 2, A+1) together.

    `assumptions`: arrays as there, (…, K, T, …) or without leading axes for all; `net_spread` has no place here.
    `special_groups` (…, K, 2, A+1) or (…, K, T+1, 2, A+1) persons in homes, hostels, prisons: taken out before a year and
    put back after it, so that they neither age nor move, bear or die; they count in `population` and in control totals.
    `newborn_to` (K, K): the share of the children of mothers in k that belong to l (a group's children); rows sum to 1.
    `migration_timing` as in `project_cohorts`.

    Raises `Misfit` with argument, axis and expected shape, `Unreachable` where a control total cannot be met.
    """
    return _Regions(population, assumptions, exchange, control, special_groups, newborn_to, migration_timing).project()


class _Regions:
    def __init__(
        self,
        population: npt.ArrayLike,
        given: Expectations,
        exchange: Exchange | None,
        control: Control | None,
        special_groups: npt.ArrayLike | None,
        newborn_to: npt.ArrayLike | None,
        timing: str,
    ) -> None:
        if timing not in {"even", "end"}:
            raise Misfit("migration_timing", "one of 'even', 'end'", repr(timing))
        if given.net_spread is not None:
            raise Misfit("net_spread", "none (it belongs to trajectories)", "one")
        self.even = timing == "even"
        self.people = array("population", population, ("K", 2, "A+1"), low=0.0)
        self.count, self.ages = int(self.people.shape[-3]), int(self.people.shape[-1])
        if self.ages < 2:
            raise Misfit("population", "at least two ages (A ≥ 1; shape (…, K, 2, A+1))", "one", axis=-1)
        survival = array("survival", given.survival, ("T", 2, self.ages), low=0.0, high=1.0)
        self.years = int(survival.shape[-3])
        self.lost = 1.0 - survival
        self.fertility = array("fertility", given.fertility, (self.years, self.ages), low=0.0, high=1.0)
        if np.any(self.fertility[..., 0]):
            raise Misfit("fertility", "no births at age 0 (the axis of ages begins at birth)", "some", axis=-1)
        ratio = array("sex_ratio_at_birth", given.sex_ratio_at_birth, (), low=0.1, high=10.0)
        self.ratio = (
            np.full(self.years, float(ratio)) if ratio.ndim == 0 else array("sex_ratio_at_birth", ratio, (self.years,))
        )
        self.arriving = self._cells("in_migration", given.in_migration, low=0.0)
        self.leaving = self._cells("out_migration", given.out_migration, low=0.0, high=1.0)
        self.net = self._cells("net_migration", given.net_migration)
        self.separation = self._cells("separation", given.separation)
        self.rates = self._cells("exchange.rates", None if exchange is None else exchange.rates, low=0.0, high=1.0)
        self.destinations = None if exchange is None else self._destinations(exchange)
        self.children = None if newborn_to is None else self._shares("newborn_to", newborn_to, whole=True)
        self.special = self._special(special_groups)
        self.control = None if control is None else Fit(control, self.count, self.years, self.ages)
        self._within_one()
        self.batch = self._batch()

    def _cells(
        self, name: str, values: npt.ArrayLike | None, *, low: float | None = None, high: float | None = None
    ) -> Floats | None:
        return None if values is None else array(name, values, (self.years, 2, self.ages), low=low, high=high)

    def _destinations(self, exchange: Exchange) -> Floats:
        """(G, K, K) spread over ages: (A+1, K, K) is never made, the groups' index is."""
        shares = self._shares("exchange.destinations", exchange.destinations, whole=True)
        shares = shares[None] if shares.ndim == 2 else shares
        if np.any(np.diagonal(shares, axis1=-2, axis2=-1)):
            raise Misfit(
                "exchange.destinations", "nought on the diagonal (nobody moves to where he is)", "some", axis=-1
            )
        groups = np.zeros(self.ages, np.intp)
        if exchange.age_groups is not None:
            groups = np.asarray(exchange.age_groups)
            if (
                groups.shape != (self.ages,)
                or groups.dtype.kind not in "iu"
                or groups.min() < 0
                or groups.max() >= len(shares)
            ):
                expected = f"whole numbers 0 … {len(shares) - 1} of shape ({self.ages},)"
                raise Misfit("exchange.age_groups", expected, f"{groups.dtype} of shape {groups.shape}", axis=0)
        elif len(shares) > 1:
            raise Misfit(
                "exchange.age_groups", f"for each age one of {len(shares)} groups, shape ({self.ages},)", "none"
            )
        return np.moveaxis(shares, 0, -1)[..., groups]

    def _shares(self, name: str, values: npt.ArrayLike, *, whole: bool) -> Floats:
        shares = array(name, values, (self.count, self.count), low=0.0, high=1.0)
        if whole and not np.allclose(shares.sum(axis=-1), 1.0, rtol=0.0, atol=1e-9):
            raise Misfit(
                name, "rows that sum to 1", f"{shares.sum(axis=-1).min():g} … {shares.sum(axis=-1).max():g}", axis=-1
            )
        return shares

    def _special(self, values: npt.ArrayLike | None) -> Floats | None:
        if values is None:
            return None
        groups = array("special_groups", values, (2, self.ages), low=0.0)
        yearly = groups.ndim >= 4 and groups.shape[-3] == self.years + 1 and groups.shape[-4] == self.count
        groups = groups if yearly else groups[..., None, :, :]
        if groups.ndim < 4 or groups.shape[-4] not in {1, self.count}:
            expected = f"shape (…, {self.count}, 2, {self.ages}) or (…, {self.count}, {self.years + 1}, 2, {self.ages})"
            raise Misfit("special_groups", expected, f"shape {np.shape(values)}", axis=0)
        spread = np.broadcast_to(groups, (*groups.shape[:-3], self.years + 1, 2, self.ages))
        if np.any(spread[..., 0, :, :] > self.people):
            raise Misfit("special_groups", "no more persons than the population has in the cell at the start", "more")
        return spread

    def _within_one(self) -> None:
        if self.leaving is not None and self.rates is not None and np.max(self.leaving + self.rates) > 1.0:
            raise Misfit(
                "exchange.rates", "together with out_migration at most 1", f"{np.max(self.leaving + self.rates):g}"
            )

    def _batch(self) -> tuple[int, ...]:
        named = {
            "population": (self.people, 2), "survival": (self.lost, 3), "fertility": (self.fertility, 2),
            "sex_ratio_at_birth": (self.ratio, 1), "in_migration": (self.arriving, 3), "out_migration": (self.leaving, 3),
            "net_migration": (self.net, 3), "separation": (self.separation, 3), "exchange_rates": (self.rates, 3),
            "special_groups": (self.special, 3),
        }  # fmt: skip
        return batch_of(**{name: one.shape[: one.ndim - own] for name, (one, own) in named.items() if one is not None})

    def project(self) -> RegionalProjection:
        """Year by year; the regular population only, with the special groups put back on top."""
        batch, years, ages = self.batch, self.years, self.ages
        people = np.empty((*batch, years + 1, 2, ages))
        births, newborn = np.empty((*batch, years, ages)), np.empty((*batch, years, 2))
        cohort, period, came, left, moved_in, moved_out, net = (np.zeros((*batch, years, 2, ages)) for _ in range(7))
        special = np.zeros((1,) * len(batch) + (years + 1, 1, 1)) if self.special is None else self.special
        held = np.broadcast_to(self.people, (*batch, 2, ages)) - special[..., 0, :, :]
        people[..., 0, :, :] = held + special[..., 0, :, :]
        fitted = None if self.control is None else self.control.factors(batch[:-1])
        for t in range(years):
            flows = Flows(*(one[..., t, :, :] for one in (came, left, moved_in, moved_out, net)))
            held = self._year(t, held, flows, births[..., t, :], newborn[..., t, :], cohort[..., t, :, :])
            if self.control is not None and fitted is not None:
                stays = np.broadcast_to(special[..., t + 1, :, :], held.shape)
                held = self.control.population_fitted(t, held, stays, flows, fitted)
            by_period(
                cohort[..., t, :, :],
                None if self.separation is None else self.separation[..., t, :, :],
                period[..., t, :, :],
            )
            people[..., t + 1, :, :] = held + special[..., t + 1, :, :]
        return RegionalProjection(people, births, newborn, cohort, period, came, left, moved_in, moved_out, net, fitted)

    def _year(self, t: int, start: Floats, flows: Flows, births: Floats, newborn: Floats, deaths: Floats) -> Floats:
        lost = np.broadcast_to(self.lost[..., t, :, :], deaths.shape)
        exposed = self._moved(t, start, 0.5, flows, 0.0, np.minimum(start, LEAST)) if self.even else start
        feeders = np.zeros(deaths.shape)
        feeders[..., 1:] = exposed[..., :-1]
        feeders[..., -1] += exposed[..., -1]
        deaths[...] = feeders * lost
        aged = feeders - deaths
        after = self._moved(t, aged, 0.5, None, 0.0, 0.0) if self.even else aged
        births[...] = self.fertility[..., t, :] * (exposed[..., FEMALE, :] + after[..., FEMALE, :]) * 0.5
        births[..., 0] = 0.0
        if self.control is not None:
            births[...] = self.control.births_fitted(t, births)
        total = sum_of_ages(births)
        ratio = self.ratio[..., t]
        boys = total * (ratio / (1.0 + ratio))
        newborn[..., MALE], newborn[..., FEMALE] = boys, total - boys
        if self.children is not None:
            newborn[...] = _carried(newborn[..., None], self.children[..., None, None])[..., 0]
        feeders[..., 0] = newborn
        deaths[..., 0] = newborn * lost[..., 0]
        if self.control is not None:
            deaths[...] = self.control.deaths_fitted(t, deaths, feeders)
        aged = feeders - deaths
        return self._moved(t, aged, 0.5 if self.even else 1.0, flows, LEAST, LEAST)

    def _moved(
        self, t: int, held: Floats, part: float, flows: Flows | None, limit: float, keep: Floats | float
    ) -> Floats:
        """`held` after this part of a year's moves, counted in `flows` where given; a cell that the net migration would
        leave below `limit` has `keep`.
        """
        after = held
        gone = held * (part * self.leaving[..., t, :, :]) if self.leaving is not None else None
        if gone is not None:
            after = after - gone
        going = held * (part * self.rates[..., t, :, :]) if self.rates is not None else None
        coming = None
        if going is not None and self.destinations is not None:
            coming = _carried(going, self.destinations[..., None, :])
            after = after - going + coming
        arriving = part * self.arriving[..., t, :, :] if self.arriving is not None else None
        if arriving is not None:
            after = after + arriving
        moved: Floats | None = None
        if self.net is not None:
            flow = part * self.net[..., t, :, :]
            balance = after + flow
            short = balance < limit
            balance = np.where(short, keep, balance)
            moved = np.where(short, balance - after, flow)
            after = balance
        if flows is not None:
            counted = (flows.left, flows.moved_out, flows.moved_in, flows.arrived, flows.net)
            for total, one in zip(counted, (gone, going, coming, arriving, moved), strict=True):
                if one is not None:
                    np.add(total, one, out=total)
        return np.maximum(after, 0.0)


def _carried(going: Floats, shares: Floats) -> Floats:
    """Σ_k going[k]·shares[k, l]; `going` (…, K, 2, n), `shares` (K, K, 1 or 2, n): one origin after the other."""
    coming = np.zeros(going.shape)
    for origin in range(going.shape[-3]):
        coming += going[..., origin : origin + 1, :, :] * shares[origin]
    return coming
