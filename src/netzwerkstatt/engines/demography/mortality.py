"""Mortality in the future and in small places: Lee–Carter, Li–Lee, Kannisto, a standard table times a shrunken SMR."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import optimize

from netzwerkstatt.engines.demography.arrays import Floats, Misfit, array
from netzwerkstatt.engines.demography.life_tables import Sex, life_table
from netzwerkstatt.engines.demography.time_series import RandomWalk, fit_random_walk


@dataclass(frozen=True, slots=True)
class LeeCarter:
    """ln m(x, t) = a(x) + b(x)·k(t), Lee & Carter (1992), JASA 87(419), equation 1.

    `a` and `b` (A+1,), `k` (T,), `walk` the random walk with drift of k. Σb = 1. After `fit_lee_carter` the last year
    is where forecasts begin: a holds its rates, and k of that year is zero (Lee & Miller 2001, Demography 38(4)).
    """

    a: Floats
    b: Floats
    k: Floats
    walk: RandomWalk

    def rates(self, k: npt.ArrayLike) -> Floats:
        """Death rates (…, A+1) for time indices `k` (…)."""
        index = array("k", k, ())
        return np.asarray(np.exp(self.a + self.b * index[..., None]))

    def forecast(self, years: int) -> Floats:
        """Central death rates (years, A+1) for one, two … years after the last."""
        return self.rates(self.walk.expected(years))

    def paths(self, shocks: npt.ArrayLike, drift_shocks: npt.ArrayLike | float = 0.0) -> Floats:
        """Death rates (…, T, A+1) from standard normal `shocks` (…, T) and `drift_shocks` (…) for the uncertain drift."""
        return self.rates(self.walk.paths(shocks, drift_shocks))


@dataclass(frozen=True, slots=True)
class LiLee:
    """ln m(g, x, t) = a(g, x) + B(x)·K(t) + b(g, x)·k(g, t), Li & Lee (2005), Demography 42(3), equation 4.

    K is common to all groups (sexes, regions) and drifts; k of a group returns to its last value with `phi`, so that
    groups do not diverge for ever. `a`, `b` (G, A+1), `B` (A+1,), `k` (G, T), `sigma` (G,) of k's shocks.
    """

    a: Floats
    B: Floats
    K: Floats
    b: Floats
    k: Floats
    walk: RandomWalk
    phi: Floats
    sigma: Floats

    def forecast(self, years: int) -> Floats:
        """Central death rates (G, years, A+1): the common trend only, each group from its own last rates."""
        return np.asarray(np.exp(self.a[:, None, :] + self.B * self.walk.expected(years)[None, :, None]))

    def paths(self, common: npt.ArrayLike, own: npt.ArrayLike, drift_shocks: npt.ArrayLike | float = 0.0) -> Floats:
        """Death rates (…, G, T, A+1) from standard normal shocks: `common` (…, T), `own` (…, G, T), `drift_shocks` (…)."""
        groups = self.a.shape[0]
        apart = array("own", own, (groups, "T"))
        together = self.walk.paths(common, drift_shocks)
        moved = np.zeros_like(apart)
        last = np.zeros(apart.shape[:-1])
        for year in range(apart.shape[-1]):
            last = self.phi * last + self.sigma * apart[..., year]
            moved[..., year] = last
        log = (
            self.a[:, None, :] + (self.B * together[..., None])[..., None, :, :] + self.b[:, None, :] * moved[..., None]
        )
        return np.asarray(np.exp(log))


def fit_lee_carter(mx: npt.ArrayLike, *, sex: Sex | None = None) -> LeeCarter:
    """Lee–Carter from death rates `mx` (T, A+1), all above 0, yearly, T ≥ 5.

    First singular vectors of the centred logs; k is then found anew for each year so that the expectation of life at birth is the observed
    one (Lee & Miller; with `sex` for a0), and forecasts begin at the last year's own rates.
    """
    rates = _positive("mx", mx, ("T", "A+1"))
    log = np.log(rates)
    a, b, k = _first_component(log)
    if sex is not None:
        targets = life_table(rates, sex=sex).ex[:, 0]
        k = np.array([index_for_expectancy(a, b, target, sex) for target in targets])
    return LeeCarter(log[-1], b, k - k[-1], fit_random_walk(k - k[-1]))


def index_for_expectancy(a: npt.ArrayLike, b: npt.ArrayLike, expectancy: float, sex: Sex) -> float:
    """The k at which exp(a + b·k) gives `expectancy` years of life at birth, by bisection (Lee & Miller 2001).

    `a`, `b` (A+1,). `Misfit` where no k in reach does it.
    """
    level = array("a", a, ("A+1",), leading=False)
    slope = array("b", b, (level.size,), leading=False)

    def short(k: float) -> float:
        rates = np.minimum(np.exp(level + slope * k), _MOST)
        return float(life_table(rates, sex=sex).ex[0]) - expectancy

    width = 1.0
    while short(-width) * short(width) > 0:
        width *= 2
        if width > 1e5:
            raise Misfit("expectancy", "years of life that the rates can reach", f"{expectancy:g}")
    return float(optimize.brentq(short, -width, width, xtol=1e-10))


_MOST = 1.9  # deaths per person-year: above two, not even a single year of life can be written as a table


def fit_li_lee(mx: npt.ArrayLike, *, weights: npt.ArrayLike | None = None) -> LiLee:
    """Li–Lee from death rates `mx` (G, T, A+1), all above 0; `weights` (G,) of the groups in the common trend (equal).

    Forecasts begin at each group's rates of the last year; k of the groups is measured from there.
    """
    rates = _positive("mx", mx, ("G", "T", "A+1"))
    groups = rates.shape[0]
    share = np.ones(groups) if weights is None else array("weights", weights, (groups,), low=0, leading=False)
    if share.sum() <= 0:
        raise Misfit("weights", "a weight above 0", "none", axis=-1)
    log = np.log(rates)
    _, B, K = _first_component(np.tensordot(share / share.sum(), log, axes=1))
    rest = log - log.mean(axis=1, keepdims=True) - B * K[:, None]
    b, k = np.empty_like(log[:, 0]), np.empty(log.shape[:2])
    phi, sigma = np.empty(groups), np.empty(groups)
    for group in range(groups):
        b[group], k[group] = _component(rest[group])
        before, after = k[group, :-1], k[group, 1:]
        square = float(before @ before)
        phi[group] = np.clip(float(before @ after) / square, 0.0, 0.99) if square > 0 else 0.0
        sigma[group] = np.sqrt(np.mean((after - phi[group] * before) ** 2))
    common = K - K[-1]
    return LiLee(log[:, -1], B, common, b, k, fit_random_walk(common), phi, sigma)


def kannisto(
    mx: npt.ArrayLike, *, first: int = 80, last: int = 100, fit_from: int = 80, fit_to: int | None = None
) -> Floats:
    """Death rates (…, last+1): from age `first` on m(x) = c·e^{dx} / (1 + c·e^{dx}) (Kannisto 1994), fitted to ages
    `fit_from` … `fit_to` (all that there are) of `mx` (…, ages) by least squares of logit m; below `first` as given.

    Rates used for the fit lie in (0, 1). Thatcher, Kannisto & Vaupel (1998), The Force of Mortality at Ages 80 to 120.
    """
    rates = array("mx", mx, ("ages",), low=0)
    top = rates.shape[-1] - 1 if fit_to is None else fit_to
    if not 0 <= fit_from < top <= rates.shape[-1] - 1 or not 0 < first <= rates.shape[-1] or last < first:
        found = f"fit_from {fit_from}, fit_to {top}, first {first}, last {last}"
        raise Misfit("mx", "ages that cover fit_from < fit_to and reach first ≤ last", found, axis=-1)
    seen = rates[..., fit_from : top + 1]
    if np.any(seen <= 0) or np.any(seen >= 1):
        raise Misfit(
            "mx", f"rates between 0 and 1 from age {fit_from} to {top}", f"{seen.min():g} … {seen.max():g}", axis=-1
        )
    ages = np.arange(fit_from, top + 1, dtype=float)
    logit = np.log(seen / (1 - seen))
    centred = ages - ages.mean()
    slope = np.maximum((logit * centred).sum(axis=-1) / (centred**2).sum(), 0.0)
    level = logit.mean(axis=-1)
    beyond = np.arange(first, last + 1) - ages.mean()
    tail = 1 / (1 + np.exp(-(level[..., None] + slope[..., None] * beyond)))
    return np.concatenate([rates[..., :first], tail], axis=-1)


@dataclass(frozen=True, slots=True)
class Ratio:
    """A shrunken ratio of observed to expected events: posterior mean and standard deviation (…), and the prior's two.

    Gamma–Poisson: `mean` and `shape` of the prior; a place with few expected events stays near `prior_mean`.
    """

    value: Floats
    deviation: Floats
    prior_mean: float
    prior_deviation: float


def shrunken_ratio(observed: npt.ArrayLike, expected: npt.ArrayLike) -> Ratio:
    """The ratio of `observed` to `expected` events (places,) for many places, each shrunken towards their common mean.

    Empirical Bayes, gamma prior by moments: Marshall (1991), Applied Statistics 40(2), equations 4–6; the posterior of
    a Poisson count is again a gamma. With deaths it is the SMR, with births the regional factor of fertility.
    """
    counts = array("observed", observed, ("places",), low=0, leading=False)
    at_risk = array("expected", expected, (counts.size,), low=0, leading=False)
    if at_risk.sum() <= 0:
        raise Misfit("expected", "events above 0", "none", axis=-1)
    mean = float(counts.sum() / at_risk.sum())
    raw = np.divide(counts, at_risk, out=np.full_like(counts, mean), where=at_risk > 0)
    between = float((at_risk * (raw - mean) ** 2).sum() / at_risk.sum()) - mean / float(at_risk.mean())
    if between <= 0 or mean <= 0:
        return Ratio(np.full_like(counts, mean), np.zeros_like(counts), mean, 0.0)
    rate = mean / between
    shape = mean * rate
    value = (counts + shape) / (at_risk + rate)
    return Ratio(value, np.sqrt(counts + shape) / (at_risk + rate), mean, float(np.sqrt(between)))


def relational(mx: npt.ArrayLike, ratio: npt.ArrayLike) -> Floats:
    """Standard death rates `mx` (…, A+1) times the places' `ratio` (…): never a place's own rates by single year of age."""
    return array("mx", mx, ("A+1",), low=0) * array("ratio", ratio, (), low=0)[..., None]


def _positive(name: str, values: npt.ArrayLike, shape: tuple[str, ...]) -> Floats:
    rates = array(name, values, shape, low=0, leading=False)
    if rates.shape[-2] < 5:
        raise Misfit(name, "at least five years", str(rates.shape[-2]), axis=-2)
    if np.any(rates <= 0):
        place = tuple(int(one) for one in np.argwhere(rates <= 0)[0])
        raise Misfit(name, "rates above 0 (smooth or group ages in which nobody died)", f"0 at {place}")
    return rates


def _first_component(log: Floats) -> tuple[Floats, Floats, Floats]:
    a = log.mean(axis=0)
    b, k = _component(log - a)
    return a, b, k


def _component(centred: Floats) -> tuple[Floats, Floats]:
    """b (A+1,) and k (T,) of the first singular component, with Σb = 1 (or Σ|b| = 1 where b sums to nothing)."""
    left, size, right = np.linalg.svd(centred, full_matrices=False)
    b, k = right[0], left[:, 0] * size[0]
    total = float(b.sum())
    if abs(total) < 1e-6:
        total = float(np.abs(b).sum())
    return b / total, k * total
