"""Control totals (Eckwerte): what territories must add up to, met by flows, never by changing a stock.

In-moves and out-moves of an area, in the mean of a year, become u·I and O/u (u > 0: the generalised RAS of Junius &
Oosterhaven 2003, Economic Systems Research 15), and the difference moves at the end of the year. So no flow changes its
sign, and a territory that many move to and from takes a larger part of the difference than one where nobody moves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from netzwerkstatt.engines.demography.arrays import Floats, Misfit, array

_STEPS = 200


class Unreachable(ValueError):
    """A control total that no flow can meet: `area` and `year` (from nought) say which."""

    def __init__(self, what: str, area: int, year: int, reason: str) -> None:
        self.what, self.area, self.year = what, area, year
        super().__init__(f"control.{what}: area {area}, year {year}: {reason}")


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


@dataclass(slots=True)
class Flows:
    """Moves of one year, (…, K, 2, A+1) each."""

    arrived: Floats
    left: Floats
    moved_in: Floats
    moved_out: Floats
    net: Floats


class Fit:
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

    def population_fitted(self, t: int, held: Floats, special: Floats, flows: Flows, fitted: Floats | None) -> Floats:
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
