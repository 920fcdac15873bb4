"""Period life tables, complete or abridged, and what a projection takes from them.

Columns as in Preston, Heuveline & Guillot (2001), Demography, chapter 3: q = n·m / (1 + (n − a)·m), d = l·q,
L = n·l(x+n) + a·d, T = ΣL, e = T/l; in the open group L = l·e with e = 1/m.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from netzwerkstatt.engines.demography.arrays import FEMALE, MALE, Floats, Misfit, array, edges

Sex: TypeAlias = Literal["male", "female"]

# Andreev & Kingkade (2015), Demographic Research 33(13), table 3-2: limits of m0, intercept and slope of a0.
_A0 = {
    "male": ((0.0230, 0.14929, -1.99545), (0.08307, 0.02832, 3.26021), (np.inf, 0.29915, 0.0)),
    "female": ((0.01724, 0.14903, -2.05527), (0.06891, 0.04667, 3.88089), (np.inf, 0.31411, 0.0)),
}
# Coale & Demeny (1983), West: years lived between 1 and 5 by those who die there, above and below m0 = 0.107.
_A1 = {"male": (1.352, 1.651, -2.816), "female": (1.361, 1.522, -1.518)}
_CD_LIMIT = 0.107


@dataclass(frozen=True, slots=True)
class LifeTable:
    """Columns of shape (…, groups); `ages` are the groups' lower bounds, the last group is open.

    `mx` deaths per person-year, `qx` probability to die in the group (last: 1), `ax` years lived in the group by those
    who die in it, `lx` survivors of `radix` at the group's lower bound, `dx` deaths, `Lx` person-years in the group,
    `Tx` person-years from there on, `ex` years still to live.
    """

    ages: npt.NDArray[np.intp]
    mx: Floats
    qx: Floats
    ax: Floats
    lx: Floats
    dx: Floats
    Lx: Floats
    Tx: Floats
    ex: Floats

    def survivorship(self, open_age: int | None = None) -> Floats:
        """Ratios S of shape (…, A+1) *into* age x for a complete table: S[0] = L0/l0 (birth to age 0), S[x] = Lx/L(x−1),
        S[A] = T(A)/T(A−1), the open group's ratio for both its feeders. `open_age` A lies at or below the table's last.
        """
        last = self._open(open_age)
        lived = self.Lx / self.lx[..., :1]
        into = np.empty((*lived.shape[:-1], last + 1))
        into[..., 0] = lived[..., 0]
        into[..., 1:last] = _ratio(self.Lx[..., 1:last], self.Lx[..., : last - 1])
        into[..., last] = _ratio(self.Tx[..., last], self.Tx[..., last - 1])
        return into

    def separation(self, open_age: int | None = None) -> Floats:
        """Factors c of shape (…, A+1) that turn deaths by cohort into deaths by period.

        c[x] is the part of those dying between age x and x+1 in completed years at the two ends of a year who die before their
        birthday: (L[x] − l[x+1]) / (L[x] − L[x+1]); c[A−1] = (L[A−1] − l[A]) / L[A−1], c[A] is not used (one half).
        """
        last = self._open(open_age)
        c = np.full((*self.Lx.shape[:-1], last + 1), 0.5)
        lost = self.Lx[..., : last - 1] - self.Lx[..., 1:last]
        early = self.Lx[..., : last - 1] - self.lx[..., 1:last]
        c[..., : last - 1] = np.clip(np.divide(early, lost, out=np.full_like(lost, 0.5), where=lost > 0), 0.0, 1.0)
        c[..., last - 1] = _ratio(self.Lx[..., last - 1] - self.lx[..., last], self.Lx[..., last - 1])
        return c

    def abridge(self, bounds: Sequence[int]) -> LifeTable:
        """The same table in wider groups that begin at `bounds` (a part of this table's ages, the first of them its first)."""
        lower = edges("bounds", bounds)
        if lower[0] != self.ages[0] or not np.isin(lower, self.ages).all():
            raise Misfit("bounds", f"some of {self.ages.tolist()}, from {self.ages[0]} on", str(lower.tolist()), axis=0)
        at = np.searchsorted(self.ages, lower)
        lx, still = self.lx[..., at], self.Tx[..., at]
        dx, years = (np.add.reduceat(column, at, axis=-1) for column in (self.dx, self.Lx))
        widths = np.append(np.diff(lower), 0)
        ax = _ratio(years - widths * (lx - dx), dx)
        return LifeTable(lower, _ratio(dx, years), _ratio(dx, lx), ax, lx, dx, years, still, _ratio(still, lx))

    def _open(self, open_age: int | None) -> int:
        last = self.ages.size - 1
        if not np.array_equal(self.ages, np.arange(last + 1)):
            raise Misfit("table", "single ages from 0 on", f"lower bounds {self.ages.tolist()}", axis=-1)
        if open_age is None:
            return last
        if not 2 <= open_age <= last:
            raise Misfit("open_age", f"an age from 2 to {last}", str(open_age))
        return open_age


def infant_years(m0: npt.ArrayLike, sex: Sex) -> Floats:
    """a0, the years lived in the first year of life by those who die in it, from the death rate `m0` (…, per person-year).

    Andreev & Kingkade (2015), Demographic Research 33(13): piecewise linear, for each sex.
    """
    rate = array("m0", m0, (), low=0)
    if sex not in _A0:
        raise Misfit("sex", "“male” or “female”", repr(sex))
    low, mid, high = _A0[sex]
    below = low[1] + low[2] * rate
    return np.asarray(np.where(rate < low[0], below, np.where(rate < mid[0], mid[1] + mid[2] * rate, high[1])))


def life_table(
    mx: npt.ArrayLike,
    *,
    sex: Sex | None = None,
    ages: Sequence[int] | None = None,
    ax: npt.ArrayLike | None = None,
    radix: float = 1.0,
) -> LifeTable:
    """A life table from death rates `mx` (…, groups), deaths per person-year in [0, ∞), the last for the open group (> 0).

    `ages` are the groups' lower bounds (single ages where not given). `sex` chooses a0; without it the axis before the
    ages must be (male, female). `ax` (…, groups) in years overrides: else a0 by Andreev & Kingkade, 1–4 by Coale &
    Demeny (West), other wide groups by Greville (1943): n/2 − n²/12·(m − k), k from the neighbours' slope of ln m.
    Raises `Misfit` for wrong shapes, negative or missing rates, or a group in which nobody survives and somebody should.
    """
    lower, rates = _groups(ages, mx, "mx", high=None)
    if np.any(rates[..., -1] <= 0):
        raise Misfit("mx", "a rate above 0 in the open group", "0", axis=-1)
    lived = _lived(lower, rates, sex) if ax is None else array("ax", ax, (rates.shape[-1],), low=0)
    lived = np.broadcast_to(lived, rates.shape).copy()
    widths = np.append(np.diff(lower), np.inf)
    with np.errstate(invalid="ignore"):
        qx = widths * rates / (1 + (widths - lived) * rates)
    qx[..., -1] = 1.0
    if np.any(qx > 1):
        place = tuple(int(one) for one in np.argwhere(qx > 1)[0])
        raise Misfit("mx", "rates at which not more than everybody dies", f"{rates[place]:g} at {place}", axis=-1)
    lived[..., -1] = 1 / rates[..., -1]
    return _table(lower, qx, lived, radix, rates)


def life_table_from_probabilities(
    qx: npt.ArrayLike,
    *,
    sex: Sex | None = None,
    ages: Sequence[int] | None = None,
    ax: npt.ArrayLike | None = None,
    open_expectancy: npt.ArrayLike | None = None,
    radix: float = 1.0,
) -> LifeTable:
    """A life table from probabilities of dying `qx` (…, groups) in [0, 1], as offices publish them (Destatis 12621-0001).

    In the open group everybody dies; how long its people live is `open_expectancy` (…) in years, as the office publishes
    it (e at the last age). Without it the last q is taken for one year of age and e = 1/m. `sex`, `ages`, `ax` as in
    `life_table`; a0 needs m0, which is found from q0 by fixed point (three rounds reach 1e-9).
    """
    lower, chances = _groups(ages, qx, "qx", high=1.0)
    widths = np.append(np.diff(lower), 1)
    lived = np.broadcast_to(widths / 2.0, chances.shape).copy()
    if ax is not None:
        lived = np.broadcast_to(array("ax", ax, (chances.shape[-1],), low=0), chances.shape).copy()
    rates = chances / (widths - (widths - lived) * chances)
    if ax is None:
        for _ in range(6):
            lived = _lived(lower, rates, sex, open_width=1)
            rates = chances / (widths - (widths - lived) * chances)
    if open_expectancy is None:
        if np.any(rates[..., -1] <= 0):
            raise Misfit("qx", "a probability above 0 in the last group, or open_expectancy", "0", axis=-1)
        lived[..., -1] = 1 / rates[..., -1]
    else:
        lived[..., -1] = array("open_expectancy", open_expectancy, (), low=1e-9)
    chances = chances.copy()
    chances[..., -1] = 1.0
    return _table(lower, chances, lived, radix)


def _groups(
    ages: Sequence[int] | None, values: npt.ArrayLike, name: str, *, high: float | None
) -> tuple[npt.NDArray[np.intp], Floats]:
    found = array(name, values, ("ages",), low=0, high=high)
    lower = np.arange(found.shape[-1]) if ages is None else edges("ages", ages)
    if lower.size != found.shape[-1]:
        raise Misfit(name, f"length {lower.size}, one for each of ages", f"length {found.shape[-1]}", axis=-1)
    if lower.size < 3:
        raise Misfit(name, "at least three age groups", str(lower.size), axis=-1)
    return lower.astype(np.intp), found


def _lived(lower: npt.NDArray[np.intp], rates: Floats, sex: Sex | None, open_width: int = 0) -> Floats:
    """Default ax: Andreev–Kingkade, Coale–Demeny, Greville; one half in single years."""
    widths = np.append(np.diff(lower), open_width).astype(float)
    lived = np.broadcast_to(widths / 2, rates.shape).copy()
    for one, table, m0 in _by_sex(lived, rates[..., 0], sex):
        if lower[0] == 0 and widths[0] == 1:
            table[..., 0] = infant_years(m0, one)
        if lower[0] == 0 and widths[1] == 4:
            above, start, slope = _A1[one]
            table[..., 1] = np.where(m0 < _CD_LIMIT, start + slope * m0, above)
    wide = np.flatnonzero((widths[1:-1] == widths[2:]) & (widths[1:-1] == widths[:-2]) & (widths[1:-1] > 1)) + 1
    for at in wide:
        before, after = rates[..., at - 1], rates[..., at + 1]
        known = (before > 0) & (after > 0)
        slope = np.log(np.where(known, after, 1.0) / np.where(known, before, 1.0)) / (2 * widths[at])
        greville = widths[at] / 2 - widths[at] ** 2 / 12 * (rates[..., at] - slope)
        lived[..., at] = np.where(known, np.clip(greville, 0.1 * widths[at], 0.9 * widths[at]), lived[..., at])
    return lived


def _by_sex(lived: Floats, m0: Floats, sex: Sex | None) -> list[tuple[Sex, Floats, Floats]]:
    """For each sex its name, its part of `lived` (a view) and its m0."""
    if sex is not None:
        if sex not in _A0:
            raise Misfit("sex", "“male” or “female”", repr(sex))
        return [(sex, lived, m0)]
    if lived.ndim < 2 or lived.shape[-2] != 2:
        raise Misfit("sex", "“male” or “female”, or an axis (male, female) of length 2", str(lived.shape), axis=-2)
    return [("male", lived[..., MALE, :], m0[..., MALE]), ("female", lived[..., FEMALE, :], m0[..., FEMALE])]


def _table(
    lower: npt.NDArray[np.intp], qx: Floats, lived: Floats, radix: float, rates: Floats | None = None
) -> LifeTable:
    widths = np.append(np.diff(lower), 0)
    lx = radix * np.concatenate([np.ones_like(qx[..., :1]), np.cumprod(1 - qx[..., :-1], axis=-1)], axis=-1)
    dx = lx * qx
    years = widths * (lx - dx) + lived * dx
    still = np.cumsum(years[..., ::-1], axis=-1)[..., ::-1]
    mx = _ratio(dx, years) if rates is None else rates.copy()
    return LifeTable(lower, mx, qx, lived, lx, dx, years, still, _ratio(still, lx))


def _ratio(above: Floats, below: Floats) -> Floats:
    """above / below, and zero where nobody is left."""
    return np.asarray(np.divide(above, below, out=np.zeros(np.broadcast(above, below).shape), where=below > 0))
