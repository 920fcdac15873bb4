"""Migration: age schedules, in- and out-moves from net totals, and how its level moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import optimize

from netzwerkstatt.engines.demography.arrays import Floats, Misfit, array, edges, scalar
from netzwerkstatt.engines.demography.time_series import AutoRegression, fit_autoregression

FAT_TAILS = 4.0  # degrees of freedom of a shock: one year in fifty lies beyond 3.7 scales, as 1992 and 2015 did


@dataclass(frozen=True, slots=True)
class RogersCastro:
    """m(x) = a1·e^{−α1·x} + a2·e^{−α2(x−μ2)−e^{−λ2(x−μ2)}} + a3·e^{−α3(x−μ3)−e^{−λ3(x−μ3)}} + a4·e^{λ4·x} + c.

    Rogers & Castro (1981), Model Migration Schedules, IIASA RR-81-30, equation 2.1, with the labour-force peak (7
    parameters), a rise in old age (9), a retirement peak (11), or both (13). `x` is the age in completed years. What
    is not used is zero.
    """

    a1: float
    alpha1: float
    a2: float
    alpha2: float
    mu2: float
    lambda2: float
    c: float
    a3: float = 0.0
    alpha3: float = 0.0
    mu3: float = 0.0
    lambda3: float = 0.0
    a4: float = 0.0
    lambda4: float = 0.0

    def at(self, ages: npt.ArrayLike) -> Floats:
        """The schedule at `ages` (n,) in years, ≥ 0."""
        x = array("ages", ages, ("n",), low=0)
        found = self.a1 * np.exp(-self.alpha1 * x) + self.c
        found = found + self.a2 * _peak(x, self.alpha2, self.mu2, self.lambda2)
        if self.a3:
            found = found + self.a3 * _peak(x, self.alpha3, self.mu3, self.lambda3)
        if self.a4:
            found = found + self.a4 * np.exp(self.lambda4 * x)
        return np.asarray(found)


def _peak(x: Floats, down: float, middle: float, up: float) -> Floats:
    away = x - middle
    return np.asarray(np.exp(-down * away - np.exp(np.minimum(-up * away, 50.0))))


@dataclass(frozen=True, slots=True)
class _Part:
    names: tuple[str, ...]
    low: tuple[float, ...]
    start: tuple[float, ...]
    high: tuple[float, ...]


_BASE = _Part(
    ("a1", "alpha1", "a2", "alpha2", "mu2", "lambda2", "c"),
    (0, 1e-3, 0, 1e-2, 12, 0.05, 0),
    (0.3, 0.1, 0.8, 0.1, 20, 0.4, 0.05),
    (20, 2, 20, 1.5, 40, 5, 5),
)
_RETIREMENT = _Part(("a3", "alpha3", "mu3", "lambda3"), (0, 1e-2, 50, 0.05), (0.05, 0.2, 63, 0.3), (10, 1.5, 80, 5))
_OLD_AGE = _Part(("a4", "lambda4"), (0, 1e-3), (0.01, 0.03), (2, 0.2))
_SHAPES = {7: (_BASE,), 9: (_BASE, _OLD_AGE), 11: (_BASE, _RETIREMENT), 13: (_BASE, _RETIREMENT, _OLD_AGE)}
_STARTS = ((0.1, 20, 0.4), (0.05, 24, 0.2), (0.2, 28, 0.8), (0.1, 18, 1.5))  # alpha1, mu2, lambda2


def fit_rogers_castro(
    rates: npt.ArrayLike, *, parameters: int = 7, bounds: Sequence[int] | None = None, last: int | None = None
) -> RogersCastro:
    """The schedule with 7, 9, 11 or 13 `parameters` nearest to `rates`, least squares from several starts.

    `rates` (A+1,) by single age, or (groups,) for groups that begin at `bounds` and end at `last`: then the mean of the
    curve over each group is compared. Rates may be of any unit above zero; the result has the same.
    """
    seen = array("rates", rates, ("ages",), low=0, leading=False)
    if parameters not in _SHAPES:
        raise Misfit("parameters", "7, 9, 11 or 13", str(parameters))
    if seen.max() <= 0:
        raise Misfit("rates", "rates above 0", "only 0")
    lower = np.arange(seen.size) if bounds is None else edges("bounds", bounds)
    if lower.size != seen.size:
        raise Misfit("rates", f"length {lower.size}, one for each of bounds", f"length {seen.size}", axis=-1)
    ages = np.arange(lower[0], (int(lower[-1]) if last is None else last) + 1, dtype=float)
    cut = lower - lower[0]
    widths = np.diff(np.append(cut, ages.size))
    parts = _SHAPES[parameters]
    names = [name for part in parts for name in part.names]
    scale = float(seen.max())

    def away(free: Floats) -> Floats:
        curve = _curve(names, free).at(ages)
        return np.asarray(np.add.reduceat(curve, cut) / widths - seen / scale)

    best = min((_fit_from(away, parts, begin) for begin in _STARTS), key=lambda found: found[0])[1]
    best[[at for at, name in enumerate(names) if name in ("a1", "a2", "a3", "a4", "c")]] *= scale
    return _curve(names, best)


def _curve(names: Sequence[str], values: Floats) -> RogersCastro:
    return RogersCastro(**dict(zip(names, values.tolist(), strict=True)))


def _fit_from(
    away: Callable[[Floats], Floats], parts: Sequence[_Part], begin: tuple[float, float, float]
) -> tuple[float, Floats]:
    low, start, high = ([value for part in parts for value in getattr(part, side)] for side in ("low", "start", "high"))
    start[1], start[4], start[5] = begin
    found = optimize.least_squares(away, start, bounds=(low, high), max_nfev=400)
    return float(found.cost), np.asarray(found.x, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Flows:
    """In- and out-moves by age (…, 2, A+1), persons a year; `into` − `out` is the net."""

    into: Floats
    out: Floats

    @property
    def net(self) -> Floats:
        return self.into - self.out


@dataclass(frozen=True, slots=True)
class Gross:
    """Gross from net: in-moves = level·P + slope·net, at least `least`·P; Ševčíková, Raymer & Raftery (2024), arXiv:2411.09878."""

    level: float
    slope: float
    least: float


def fit_gross(population: npt.ArrayLike, into: npt.ArrayLike, out: npt.ArrayLike) -> Gross:
    """How in-moves hang on the net in places of one kind: `population`, `into`, `out` (places,) persons and moves a year.

    Least squares of in-moves per head on net per head, weighted by population; `least` is the smallest that was seen.
    """
    people = array("population", population, ("places",), low=1e-9, leading=False)
    come = array("into", into, (people.size,), low=0, leading=False) / people
    go = array("out", out, (people.size,), low=0, leading=False) / people
    weight = people / people.sum()
    net = come - go
    centred = net - weight @ net
    spread = float(weight @ centred**2)
    slope = float(np.clip((weight * centred) @ come / spread, 0, 1)) if spread > 0 else 0.5
    return Gross(float(weight @ come) - slope * float(weight @ net), slope, float(min(come.min(), go.min())))


def flows_from_net(
    population: npt.ArrayLike, net: npt.ArrayLike, arriving: npt.ArrayLike, leaving: npt.ArrayLike, gross: Gross
) -> Flows:
    """In- and out-moves by sex and age where only net totals are known: the flow-difference method.

    `population` (…, 2, A+1) persons, `net` (…) persons a year; `arriving` (2, A+1) the schedule of in-moves, `leaving`
    (2, A+1) that of out-rates, of any unit. In-moves number max(level·P + slope·net, least·P, least·P + net) and follow
    `arriving`; out-moves are in-moves minus net and follow `leaving` times the people at risk, so that a loss does not
    empty the ages of leaving. At most 80 % of a group leave (as in bayesPop); what is cut is taken from the others.
    """
    people = array("population", population, (2, "A+1"), low=0)
    change = array("net", net, ())
    shape = people.shape[-2:]
    come = array("arriving", arriving, shape, low=0, leading=False)
    go = array("leaving", leaving, shape, low=0, leading=False)
    total = people.sum(axis=(-2, -1))
    number = np.maximum(gross.level * total + gross.slope * change, gross.least * total + np.maximum(change, 0.0))
    number = np.maximum(number, np.maximum(change, 0.0))
    if np.any(number - change > 0.8 * total):
        raise Misfit("net", "a loss of less than four fifths of the people", f"{float(np.min(change)):g}")
    at_risk = people * go
    out = _capped(at_risk, number - change, 0.8 * people)
    into = come / come.sum() * number[..., None, None]
    return Flows(into, out)


def _capped(weights: Floats, totals: Floats, most: Floats) -> Floats:
    """`totals` (…) spread as `weights` (…, 2, A+1), no cell above `most`; what is cut goes to cells with room left."""
    spread = np.zeros_like(weights)
    left = totals.astype(float).copy()
    for _ in range(200):
        room = most - spread
        open_weights = np.where(room > 1e-12, weights, 0.0)
        sums = open_weights.sum(axis=(-2, -1))
        fallback = np.where((sums <= 0)[..., None, None], np.maximum(room, 0.0), open_weights)
        sums = fallback.sum(axis=(-2, -1))
        share = np.divide(left, sums, out=np.zeros_like(left), where=sums > 0)
        added = np.minimum(fallback * share[..., None, None], np.maximum(room, 0.0))
        spread = spread + added
        left = totals - spread.sum(axis=(-2, -1))
        if np.all(np.abs(left) <= 1e-9 * np.maximum(totals, 1.0)):
            break
    return spread


def residual_net(before: npt.ArrayLike, after: npt.ArrayLike, survival: npt.ArrayLike, births: npt.ArrayLike) -> Floats:
    """Net migration (…, 2, A+1) by age at the year's end that explains two populations one year apart.

    `before`, `after` (…, 2, A+1) persons, `survival` (…, 2, A+1) ratios into the age, `births` (…, 2) by sex. What
    people do not explain by dying and being born they did by moving – or by a census. Shryock & Siegel (1973), chapter 21.
    """
    start = array("before", before, (2, "A+1"), low=0)
    size = start.shape[-1]
    end = array("after", after, (2, size), low=0)
    ratio = array("survival", survival, (2, size), low=0, high=1)
    born = array("births", births, (2,), low=0)
    expected = np.empty(np.broadcast_shapes(start.shape, ratio.shape))
    expected[..., 0] = born * ratio[..., 0]
    expected[..., 1:] = start[..., :-1] * ratio[..., 1:]
    expected[..., -1] += start[..., -1] * ratio[..., -1]
    return end - expected


def fit_level(net: npt.ArrayLike, *, level: float | None = None, phi: float | None = None) -> AutoRegression:
    """The level of net migration as AR(1) with fat tails (Student's t, 4 degrees of freedom), from yearly `net` (T,).

    Azose & Raftery (2015), Demography 52(5), have normal shocks; a refugee year is no normal shock. NaN marks years left out.
    """
    return fit_autoregression(net, level=level, phi=phi, freedom=FAT_TAILS)


def scaled_to_net(net: npt.ArrayLike, totals: npt.ArrayLike, profile: npt.ArrayLike) -> Floats:
    """Net migration by age (…, 2, A+1) with new `totals` (…): what differs from the old sum is spread by `profile` (2, A+1)."""
    ages = array("net", net, (2, "A+1"))
    shape = array("profile", profile, (2, ages.shape[-1]), low=0)
    weight = shape.sum(axis=(-2, -1))
    if np.any(weight <= 0):
        raise Misfit("profile", "a profile with a sum above 0", "0")
    missing = array("totals", totals, ()) - ages.sum(axis=(-2, -1))
    return np.asarray(ages + shape * (missing / weight)[..., None, None])


def spread_evenly(counts: npt.ArrayLike, bounds: Sequence[int], weights: npt.ArrayLike) -> Floats:
    """Moves by age group (…, groups) spread over single ages (…, A+1) by `weights` (…, A+1) within each group, sums kept."""
    lower = edges("bounds", bounds)
    ages = array("weights", weights, ("A+1",), low=0)
    seen = array("counts", counts, (lower.size,))
    edges("bounds", bounds, last=ages.shape[-1] - 1)
    whole = np.concatenate([[0], lower[1:]])
    widths = np.diff(np.append(whole, ages.shape[-1]))
    repeat = np.repeat(np.arange(lower.size), widths)
    sums = np.add.reduceat(ages, whole, axis=-1)
    if np.any((sums <= 0) & (seen != 0)):
        raise Misfit("weights", "a weight above 0 in every group with moves", "0", axis=-1)
    factor = np.divide(seen, sums, out=np.zeros(np.broadcast(seen, sums).shape), where=sums > 0)
    return np.asarray(ages * factor[..., repeat])


def thinned(rate: npt.ArrayLike, *, most: float = 0.8) -> Floats:
    """Out-rates (…) with none above `most` of a group (bayesPop's limit)."""
    return np.minimum(array("rate", rate, (), low=0), scalar("most", most, low=0, high=1))
