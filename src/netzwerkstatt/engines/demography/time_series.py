"""Two processes in time on which all levels here rest: a random walk with drift, and a return to a level, AR(1)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import optimize, special

from netzwerkstatt.engines.demography.arrays import Floats, Misfit, array, scalar

NORMAL = float("inf")


@dataclass(frozen=True, slots=True)
class RandomWalk:
    """x(t+1) = x(t) + drift + sigma·ε. `drift_error` is the standard error of the drift, which is estimated too."""

    start: float
    drift: float
    sigma: float
    drift_error: float = 0.0

    def expected(self, years: int) -> Floats:
        """The mean path (years,): one, two … years after the start."""
        return self.start + self.drift * np.arange(1, years + 1, dtype=np.float64)

    def spread(self, years: int) -> Floats:
        """The standard deviation (years,), the drift's own uncertainty included."""
        ahead = np.arange(1, years + 1)
        return np.sqrt(self.sigma**2 * ahead + (self.drift_error * ahead) ** 2)

    def paths(self, shocks: npt.ArrayLike, drift_shocks: npt.ArrayLike | float = 0.0) -> Floats:
        """Paths (…, T) from standard normal `shocks` (…, T) and, for the drift, `drift_shocks` (…)."""
        moved = array("shocks", shocks, ("T",))
        slope = self.drift + self.drift_error * array("drift_shocks", drift_shocks, ())
        return self.start + np.cumsum(self.sigma * moved + slope[..., None], axis=-1)


@dataclass(frozen=True, slots=True)
class AutoRegression:
    """x(t+1) = level + phi·(x(t) − level) + sigma·ε, with ε of unit scale: normal, or Student's t with `freedom` degrees.

    `phi` in [0, 1). `sigma` is the scale of a shock, not its standard deviation, where tails are fat.
    """

    start: float
    level: float
    phi: float
    sigma: float
    freedom: float = NORMAL

    def expected(self, years: int) -> Floats:
        """The central path (years,): one, two … years after the start."""
        return self.level + (self.start - self.level) * self.phi ** np.arange(1, years + 1, dtype=np.float64)

    def paths(self, shocks: npt.ArrayLike) -> Floats:
        """Paths (…, T) from `shocks` (…, T) of unit scale (standard normal, or Student's t with `freedom` degrees)."""
        moved = array("shocks", shocks, ("T",))
        return self.expected(moved.shape[-1]) + self.sigma * accumulate(moved, self.phi)


def accumulate(shocks: npt.ArrayLike, phi: float) -> Floats:
    """Deviations (…, T) of an AR(1) that starts at zero: y(t) = phi·y(t−1) + shock(t)."""
    moved = array("shocks", shocks, ("T",))
    scalar("phi", phi, low=0, high=1)
    deviations = np.empty_like(moved)
    last = np.zeros(moved.shape[:-1])
    for year in range(moved.shape[-1]):
        last = phi * last + moved[..., year]
        deviations[..., year] = last
    return deviations


def fit_random_walk(values: npt.ArrayLike) -> RandomWalk:
    """Drift and spread of yearly `values` (T,), T ≥ 3: mean and standard deviation of the yearly steps."""
    seen = _series(values, 3)
    steps = np.diff(seen)
    sigma = float(steps.std(ddof=1))
    return RandomWalk(float(seen[-1]), float(steps.mean()), sigma, sigma / float(np.sqrt(steps.size)))


def fit_autoregression(
    values: npt.ArrayLike,
    *,
    level: float | None = None,
    phi: float | None = None,
    freedom: float = NORMAL,
    start: float | None = None,
) -> AutoRegression:
    """An AR(1) for yearly `values` (T,), T ≥ 5, by maximum likelihood given the first value; NaN marks a year without.

    `level` and `phi` may be given (from theory or a longer series). With `freedom` below infinity the shocks are
    Student's t: a single crisis then moves the level little. `start` replaces the last value as where paths begin.
    """
    seen = np.asarray(values, dtype=float)
    if seen.ndim != 1 or np.isfinite(seen).sum() < 5:
        raise Misfit("values", "at least five yearly numbers of shape (T,)", f"shape {seen.shape}", axis=-1)
    before, after = seen[:-1], seen[1:]
    pairs = np.isfinite(before) & np.isfinite(after)
    before, after = before[pairs], after[pairs]
    scale = float(np.nanstd(seen)) or 1.0

    def values_of(free: Floats) -> tuple[float, float, float]:
        return (
            float(np.nanmean(seen)) + scale * float(free[0]) if level is None else level,
            0.995 / (1 + float(np.exp(-free[1]))) if phi is None else phi,
            scale * float(np.exp(free[2])),
        )

    def unlikely(free: Floats) -> float:
        middle, back, sigma = values_of(free)
        residuals = (after - middle - back * (before - middle)) / sigma
        return float(after.size * np.log(sigma) + _surprise(residuals, freedom).sum())

    best = min(
        (
            optimize.minimize(unlikely, [0.0, guess, -0.5], method="Nelder-Mead", options=_PATIENT)
            for guess in (-1, 1, 3)
        ),
        key=lambda found: float(found.fun),
    )
    middle, back, sigma = values_of(best.x)
    begin = float(seen[np.isfinite(seen)][-1]) if start is None else start
    return AutoRegression(begin, middle, back, sigma, freedom)


_PATIENT = {"maxiter": 4000, "maxfev": 4000, "xatol": 1e-7, "fatol": 1e-9}


def _surprise(residuals: Floats, freedom: float) -> Floats:
    """Minus the log density of standardised residuals, without what does not depend on them."""
    if freedom == NORMAL:
        return 0.5 * residuals**2
    constant = special.gammaln(freedom / 2) - special.gammaln((freedom + 1) / 2) + 0.5 * np.log(freedom)
    return np.asarray(constant + (freedom + 1) / 2 * np.log1p(residuals**2 / freedom))


def _series(values: npt.ArrayLike, least: int) -> Floats:
    seen = array("values", values, ("T",), leading=False)
    if seen.size < least:
        raise Misfit("values", f"at least {least} years", str(seen.size), axis=-1)
    return seen
