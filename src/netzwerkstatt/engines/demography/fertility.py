"""Fertility: the total rate, how it moves, what is particular to a region, and how births spread over mothers' ages.

Rates are births per woman and year by single age of the mother from age 0 on (…, A+1); zero where none are born.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import optimize

from netzwerkstatt.engines.demography.arrays import Floats, Misfit, array, edges, group_sums, scalar
from netzwerkstatt.engines.demography.time_series import AutoRegression, fit_autoregression

REPLACEMENT = 2.1


def total_rate(fertility: npt.ArrayLike) -> Floats:
    """TFR (…): births per woman over a life at the rates `fertility` (…, A+1)."""
    return np.asarray(array("fertility", fertility, ("A+1",), low=0).sum(axis=-1))


def mean_age(fertility: npt.ArrayLike) -> Floats:
    """Mean age at birth (…) in years, exact age: Σ(x + ½)·f(x) / Σf(x)."""
    rates = array("fertility", fertility, ("A+1",), low=0)
    total = rates.sum(axis=-1)
    if np.any(total <= 0):
        raise Misfit("fertility", "a total above 0", "0")
    return np.asarray(((np.arange(rates.shape[-1]) + 0.5) * rates).sum(axis=-1) / total)


def fit_total_rate(rates: npt.ArrayLike, *, level: float | None = None, phi: float | None = None) -> AutoRegression:
    """The TFR as AR(1) around a level, from yearly TFRs `rates` (T,): phase III of Alkema et al. (2011), Demography 48(3).

    There the level is that of low-fertility countries, which is where `level` comes from if the own series is short.
    """
    return fit_autoregression(array("rates", rates, ("T",), low=0, high=12, leading=False), level=level, phi=phi)


def with_total(pattern: npt.ArrayLike, totals: npt.ArrayLike) -> Floats:
    """Rates (…, A+1) with the age pattern of `pattern` (A+1,) or (…, A+1) and the TFRs `totals` (…)."""
    rates = array("pattern", pattern, ("A+1",), low=0)
    own = rates.sum(axis=-1, keepdims=True)
    if np.any(own <= 0):
        raise Misfit("pattern", "rates with a total above 0", "0")
    return np.asarray(rates / own * array("totals", totals, (), low=0)[..., None])


def expected_births(fertility: npt.ArrayLike, women: npt.ArrayLike) -> Floats:
    """Births (…) that `women` (…, A+1), mean population of a year, would have at the rates `fertility` (…, A+1)."""
    rates = array("fertility", fertility, ("A+1",), low=0)
    return np.asarray((rates * array("women", women, (rates.shape[-1],), low=0)).sum(axis=-1))


def rates_for_groups(
    standard: npt.ArrayLike, women: npt.ArrayLike, births: npt.ArrayLike, bounds: Sequence[int], *, prior: float = 0.0
) -> Floats:
    """Single-age rates (…, A+1) of regions that publish births by groups of mothers' ages only.

    `standard` (A+1,) is scaled within each group so that `women` (…, A+1) have the `births` (…, groups) counted there;
    the first group takes all younger mothers too. `prior` (≥ 0) is the weight of the region's overall factor in each
    group, in births: 0 takes the counts as they are, 50 leaves a group with five births close to the region's mean.
    """
    rates = array("standard", standard, ("A+1",), low=0, leading=False)
    lower = edges("bounds", bounds, last=rates.size - 1)
    exposed = array("women", women, (rates.size,), low=0)
    seen = array("births", births, (lower.size,), low=0)
    whole = [0, *lower[1:].tolist()]
    expected = group_sums(exposed * rates, whole)
    total = expected.sum(axis=-1, keepdims=True)
    overall = np.divide(seen.sum(axis=-1, keepdims=True), total, out=np.zeros_like(total), where=total > 0)
    weight = expected + scalar("prior", prior, low=0)
    factor = np.divide(
        seen + prior * overall, weight, out=np.broadcast_to(overall, weight.shape).copy(), where=weight > 0
    )
    widths = np.diff(np.append(whole, rates.size))
    return np.asarray(rates * np.repeat(factor, widths, axis=-1))


def moved(pattern: npt.ArrayLike, years: float, *, stretch: float = 1.0) -> Floats:
    """The age pattern (A+1,) shifted by `years` (later: above 0) and stretched about its mean, with the same total.

    What the curve gave at (x + ½ − mean − years) / stretch + mean it now gives at x; linear between ages. So a rising
    mean age at birth is carried into the future.
    """
    rates = array("pattern", pattern, ("A+1",), low=0, leading=False)
    if scalar("stretch", stretch) <= 0:
        raise Misfit("stretch", "a number above 0", f"{stretch:g}")
    ages = np.arange(rates.size) + 0.5
    middle = float(mean_age(rates))
    new = np.interp((ages - middle - years) / stretch + middle, ages, rates, left=0.0, right=0.0)
    if new.sum() <= 0:
        raise Misfit("years", "a shift that leaves births within the ages", f"{years:g}")
    return np.asarray(new * (rates.sum() / new.sum()))


def hadwiger(ages: npt.ArrayLike, total: float, height: float, middle: float) -> Floats:
    """Hadwiger's curve at exact `ages` (n,) > 0: f(x) = total·(height/middle)·√(1/π)·(middle/x)^1.5·exp(−height²·(middle/x + x/middle − 2)).

    Hadwiger (1940), Skandinavisk Aktuarietidskrift 23; this form after Chandola, Coleman & Hiorns (1999), Population Studies 53(3).
    """
    exact = array("ages", ages, ("n",), low=1e-9)
    ratio = middle / exact
    return np.asarray(
        total * height / middle / np.sqrt(np.pi) * ratio**1.5 * np.exp(-(height**2) * (ratio + 1 / ratio - 2))
    )


def fit_hadwiger(fertility: npt.ArrayLike) -> tuple[float, float, float]:
    """(total, height, middle) of the Hadwiger curve nearest to `fertility` (A+1,), least squares at x + ½."""
    rates = array("fertility", fertility, ("A+1",), low=0, leading=False)
    exact = np.arange(rates.size) + 0.5
    start = [float(rates.sum()), 3.0, float(mean_age(rates))]
    fitted = optimize.least_squares(
        lambda p: hadwiger(exact, *p) - rates, start, bounds=([0, 0.1, 10], [12, 20, 50]), x_scale=[1, 1, 10]
    )
    total, height, middle = (float(one) for one in fitted.x)
    return total, height, middle
