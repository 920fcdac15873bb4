"""Territories that hang together: who leaves one arrives in another, parts add up to official totals, homes stay full.

The equations of `cohort`, for K territories at once. Moves of a year ("even": h = ½ from the start and ½ at the end, "end":
all at its end), each rate applied to those present then:

    P·(1 − h·(o + e)) + h·I + Σ_k h·e_k·P_k·d[k, this] + h·M

o out-moves beyond all territories, e moves to another of them, d where to, I in-moves from beyond, M net migration.
What leaves one territory arrives in the others, person for person.

Control totals (Eckwerte) are met by flows, never by changing a stock: in-moves and out-moves of an area, in the mean of a
year, become u·I and O/u (u > 0: the generalised RAS of Junius & Oosterhaven 2003, Economic Systems Research 15), and
the difference moves at the end of the year. So no flow changes its sign, and a territory that many move to and from takes
a larger part of the difference than one where nobody moves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from netzwerkstatt.engines.demography.arrays import FEMALE, MALE, Floats, Misfit, array
from netzwerkstatt.engines.demography.cohort import LEAST, MigrationTiming, batch_of, by_period, sum_of_ages
from netzwerkstatt.engines.demography.trajectories import Expectations

_STEPS = 200


class Unreachable(ValueError):
    """A control total that no flow can meet: `area` and `year` (from nought) say which."""

    def __init__(self, what: str, area: int, year: int, reason: str) -> None:
        self.what, self.area, self.year = what, area, year
        super().__init__(f"control.{what}: area {area}, year {year}: {reason}")


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


@dataclass(frozen=True, kw_only=True, slots=True)
class Control:
    """Official totals that the territories must add up to. `areas` (K,): for each territory its area in 0 … G−1.

    `population` (G, T) persons at the end of each year, or (G, T, 2, A+1) by sex and age; `births` and `deaths` (G, T) of
    each year. Each may be left out.
    """

    areas: npt.ArrayLike
    population: npt.ArrayLike | None = None
    births: npt.ArrayLike | None = None
    deaths: npt.ArrayLike | None = None


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


def housing_inflow(
    dwellings: npt.ArrayLike,
    persons_per_dwelling: npt.ArrayLike,
    profile: npt.ArrayLike,
    *,
    from_elsewhere: float = 1.0,
    moving_in: npt.ArrayLike = (1.0,),
) -> Floats:
    """In-moves (…, T, 2, A+1) that new housing brings, to be added to `Expectations.in_migration`.

    `dwellings` (…, T) finished in each year, `persons_per_dwelling` scalar or (…, T), `profile` (…, 2, A+1) who moves into
    new housing, weights by sex and age. `from_elsewhere`, 0 … 1: the share that comes from outside the territory (who moves
    within it leaves a dwelling there). `moving_in` (n,): the share that moves in in the year of completion, the next …
    """
    built = array("dwellings", dwellings, ("T",), low=0.0)
    each = array("persons_per_dwelling", persons_per_dwelling, (), low=0.0)
    weights = array("profile", profile, (2, "A+1"), low=0.0)
    share = array("from_elsewhere", from_elsewhere, (), low=0.0, high=1.0)
    pace = array("moving_in", moving_in, ("n",), low=0.0, high=1.0, leading=False)
    total = weights.sum(axis=(-2, -1), keepdims=True)
    if not np.all(total > 0.0):
        raise Misfit("profile", "weights with a sum above 0", "none")
    if pace.sum() > 1.0 + 1e-9:
        raise Misfit("moving_in", "shares with a sum of at most 1", f"{pace.sum():g}", axis=0)
    persons = built * each * share
    arriving = np.zeros_like(persons)
    for later, part in enumerate(pace[: persons.shape[-1]]):
        arriving[..., later:] += part * persons[..., : persons.shape[-1] - later]
    return np.asarray(arriving[..., None, None] * (weights / total)[..., None, :, :])


@dataclass(slots=True)
class _Flows:
    """Moves of one year, (…, K, 2, A+1) each."""

    arrived: Floats
    left: Floats
    moved_in: Floats
    moved_out: Floats
    net: Floats


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
        self.control = None if control is None else _Fit(control, self.count, self.years, self.ages)
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
            flows = _Flows(*(one[..., t, :, :] for one in (came, left, moved_in, moved_out, net)))
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

    def _year(self, t: int, start: Floats, flows: _Flows, births: Floats, newborn: Floats, deaths: Floats) -> Floats:
        lost = np.broadcast_to(self.lost[..., t, :, :], deaths.shape)
        exposed = self._moved(t, start, 0.5, flows, np.minimum(start, LEAST)) if self.even else start
        feeders = np.zeros(deaths.shape)
        feeders[..., 1:] = exposed[..., :-1]
        feeders[..., -1] += exposed[..., -1]
        deaths[...] = feeders * lost
        aged = feeders - deaths
        after = self._moved(t, aged, 0.5, None, np.minimum(aged, LEAST)) if self.even else aged
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
        keep = np.minimum(aged, LEAST)
        return self._moved(t, aged, 0.5 if self.even else 1.0, flows, keep)

    def _moved(self, t: int, held: Floats, part: float, flows: _Flows | None, keep: Floats) -> Floats:
        """`held` after this part of a year's moves; they are counted in `flows` where given."""
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
            short = balance < (0.0 if self.even else np.minimum(after, LEAST))
            balance = np.where(short, np.minimum(keep, np.maximum(after, 0.0)), balance)
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


class _Fit:
    """Control totals, and the flows that meet them."""

    def __init__(self, given: Control, count: int, years: int, ages: int) -> None:
        areas = np.asarray(given.areas)
        if areas.shape != (count,) or areas.dtype.kind not in "iu" or (count and areas.min() < 0):
            raise Misfit(
                "control.areas",
                f"whole numbers from 0 of shape ({count},)",
                f"{areas.dtype} of shape {areas.shape}",
                axis=0,
            )
        self.areas, self.many = areas.astype(np.intp), int(areas.max()) + 1
        wanted = (self.many, years)
        self.births = (
            None if given.births is None else array("control.births", given.births, wanted, low=0.0, leading=False)
        )
        self.deaths = (
            None if given.deaths is None else array("control.deaths", given.deaths, wanted, low=0.0, leading=False)
        )
        self.by_age = given.population is not None and np.ndim(given.population) == 4
        shape = (*wanted, 2, ages) if self.by_age else wanted
        self.population = (
            None
            if given.population is None
            else array("control.population", given.population, shape, low=0.0, leading=False)
        )
        self.years, self.ages = years, ages

    def factors(self, lead: tuple[int, ...]) -> Floats | None:
        """Room for the factors u, 1 until something is fitted."""
        if self.population is None:
            return None
        return np.ones((*lead, self.many, self.years, *((2, self.ages) if self.by_age else ())))

    def births_fitted(self, t: int, births: Floats) -> Floats:
        """Births (…, K, A+1) of an area times one factor."""
        if self.births is None:
            return births
        return self._scaled("births", t, births.sum(axis=-1), self.births[:, t])[..., None] * births

    def _scaled(self, what: Literal["births", "deaths"], t: int, found: Floats, wanted: Floats) -> Floats:
        """(…, K): the factor of each territory's area that turns `found` (…, K) into `wanted` (G,)."""
        sums = self._of_areas(found)
        bad = (sums <= 0.0) & (wanted > 0.0)
        if bad.any():
            raise Unreachable(what, int(np.argwhere(bad)[0, -1]), t, "there is nothing to scale")
        factor = np.divide(wanted, sums, out=np.ones_like(sums), where=sums > 0.0)
        return factor[..., self.areas]

    def _of_areas(self, values: Floats) -> Floats:
        """Sums over the territories of each area: (…, K) → (…, G)."""
        sums = np.zeros((*values.shape[:-1], self.many))
        for territory, area in enumerate(self.areas):
            sums[..., area] += values[..., territory]
        return sums

    def deaths_fitted(self, t: int, deaths: Floats, feeders: Floats) -> Floats:
        """Deaths (…, K, 2, A+1) of an area times one factor; nobody dies twice: what is too much in a cell goes to the others."""
        if self.deaths is None:
            return deaths
        wanted = self.deaths[:, t]
        fixed, scaled = np.zeros(deaths.shape, bool), deaths
        for _ in range(_STEPS):
            done = self._of_areas(np.where(fixed, feeders, 0.0).sum(axis=(-2, -1)))
            if np.any(wanted < done - 1e-9 * wanted):
                raise Unreachable(
                    "deaths", int(np.argwhere(wanted < done - 1e-9 * wanted)[0, -1]), t, "fewer than must die"
                )
            free = np.where(fixed, 0.0, deaths)
            factor = self._scaled("deaths", t, free.sum(axis=(-2, -1)), wanted - done)
            scaled = np.where(fixed, feeders, free * factor[..., None, None])
            above = (scaled > feeders) & ~fixed
            if not above.any():
                return scaled
            fixed |= above
        return scaled

    def population_fitted(self, t: int, held: Floats, special: Floats, flows: _Flows, fitted: Floats | None) -> Floats:
        """`held` after the flows that meet the total; they are booked in `flows`, their factor in `fitted`."""
        if self.population is None or fitted is None:
            return held
        inward = flows.arrived + np.maximum(flows.net, 0.0)
        outward = flows.left + np.maximum(-flows.net, 0.0)
        cells = (-2, -1)
        if self.by_age:
            sums = [self._by_cell(one) for one in (held + special, inward, outward)]
            wanted = self.population[:, t]
        else:
            sums = [self._of_areas(one.sum(axis=cells)) for one in (held + special, inward, outward)]
            wanted = self.population[:, t]
        u = self._factor(t, wanted - sums[0], sums[1], sums[2])
        u = self._within(t, u, wanted, held, special, inward, outward)
        place = (..., t, slice(None), slice(None)) if self.by_age else (..., t)
        fitted[place] = u
        each = self._spread(u)
        more, less = inward * (each - 1.0), outward * (1.0 / each - 1.0)
        change = np.maximum(more - less, -held)
        less = np.where(outward > 0.0, more - change, 0.0)
        share = np.divide(flows.left, outward, out=np.zeros_like(outward), where=outward > 0.0)
        into = np.divide(flows.arrived, inward, out=np.zeros_like(inward), where=inward > 0.0)
        more = change + less
        flows.left += share * less
        flows.arrived += into * more
        flows.net += (1.0 - into) * more - (1.0 - share) * less
        return np.maximum(held + change, 0.0)

    def _by_cell(self, values: Floats) -> Floats:
        """(…, K, 2, A+1) → (…, G, 2, A+1)."""
        return np.moveaxis(self._of_areas(np.moveaxis(values, -3, -1)), -1, -3)

    def _spread(self, u: Floats) -> Floats:
        return np.asarray(
            np.take(u, self.areas, axis=-3) if self.by_age else np.take(u, self.areas, axis=-1)[..., None, None]
        )

    def _factor(self, t: int, missing: Floats, inward: Floats, outward: Floats) -> Floats:
        """u > 0 with u·I − O/u = I − O + missing."""
        goal = inward - outward + missing
        root = np.sqrt(goal * goal + 4.0 * inward * outward)
        with np.errstate(divide="ignore", invalid="ignore"):
            u = np.where(goal >= 0.0, (goal + root) / (2.0 * inward), 2.0 * outward / (root - goal))
        settled = np.abs(missing) <= 1e-12 * (1.0 + np.abs(goal))
        u = np.where(settled, 1.0, u)
        bad = ~(np.isfinite(u) & (u > 0.0))
        if bad.any():
            area = int(np.argwhere(bad)[0, u.ndim - (3 if self.by_age else 1)])
            raise Unreachable("population", area, t, "nobody moves there who could make up the difference")
        return np.asarray(u)

    def _within(
        self, t: int, u: Floats, wanted: Floats, held: Floats, special: Floats, inward: Floats, outward: Floats
    ) -> Floats:
        """Where more would leave a cell than there are, a smaller u for the others: by halving."""

        def reached(factor: Floats) -> Floats:
            each = self._spread(factor)
            after = np.maximum(held + inward * (each - 1.0) + outward * (1.0 - 1.0 / each), 0.0) + special
            return self._by_cell(after) if self.by_age else self._of_areas(after.sum(axis=(-2, -1)))

        slack = 1e-9 * (1.0 + wanted)
        if np.all(np.abs(reached(u) - wanted) <= slack):
            return u
        low, high = np.full(u.shape, 1e-9), np.maximum(u, 1.0)
        for _ in range(_STEPS):
            middle = np.sqrt(low * high)
            above = reached(middle) > wanted
            low, high = np.where(above, low, middle), np.where(above, middle, high)
        found = np.sqrt(low * high)
        bad = np.abs(reached(found) - wanted) > slack
        if bad.any():
            area = int(np.argwhere(bad)[0, u.ndim - (3 if self.by_age else 1)])
            raise Unreachable("population", area, t, "more would have to leave than there are who move")
        return np.asarray(found)
