"""What is particular to a place, where only blurred and noisy sums of it are known: a linear Gaussian estimate.

Moves by single year of age are not published for small places. What is: flows in six age groups for a year, and two
populations some years apart. Both are sums of the yearly rates by age, each with an error of its own kind.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import linalg

from netzwerkstatt.engines.demography.arrays import Floats, Misfit, array


@dataclass(frozen=True, slots=True)
class Posterior:
    """`mean` (n,) and `covariance` (n, n) of the unknowns, given what was observed."""

    mean: Floats
    covariance: Floats

    def draws(self, normals: npt.ArrayLike) -> Floats:
        """Departures from the mean (…, n) from standard normal `normals` (…, n); the covariance may be singular."""
        size = self.mean.size
        shocks = array("normals", normals, (size,))
        values, vectors = np.linalg.eigh(self.covariance)
        return np.asarray(shocks @ (vectors * np.sqrt(np.maximum(values, 0.0))).T)


def posterior(observed: npt.ArrayLike, design: npt.ArrayLike, prior: npt.ArrayLike, noise: npt.ArrayLike) -> Posterior:
    """Unknowns x with mean 0 and covariance `prior` (n, n), of which y = design·x + e was `observed` (m,).

    `design` (m, n), `noise` (m, m) the covariance of e. x̂ = ΣH'(HΣH' + R)⁻¹y: best linear unbiased prediction,
    Henderson (1975), Biometrics 31(2); Robinson (1991), Statistical Science 6(1), equation 1.3.
    """
    seen = array("observed", observed, ("m",), leading=False)
    matrix = array("design", design, (seen.size, "n"), leading=False)
    before = array("prior", prior, (matrix.shape[1], matrix.shape[1]), leading=False)
    error = array("noise", noise, (seen.size, seen.size), leading=False)
    crossed = matrix @ before
    try:
        factor = linalg.cho_factor(crossed @ matrix.T + error, lower=True)
    except linalg.LinAlgError as problem:
        raise Misfit("noise", "a covariance that leaves nothing exactly known twice", "a singular sum") from problem
    mean = crossed.T @ linalg.cho_solve(factor, seen)
    after = before - crossed.T @ linalg.cho_solve(factor, crossed)
    return Posterior(np.asarray(mean), np.asarray((after + after.T) / 2))


def smooth_covariance(deviation: npt.ArrayLike, reach: float) -> Floats:
    """A covariance (n, n) of neighbours: deviation(i)·deviation(j)·exp(−(i − j)²/(2·reach²)), `reach` in steps (> 0)."""
    sd = array("deviation", deviation, ("n",), low=0, leading=False)
    if reach <= 0:
        raise Misfit("reach", "a number above 0", f"{reach:g}")
    apart = np.subtract.outer(np.arange(sd.size), np.arange(sd.size))
    return np.asarray(np.outer(sd, sd) * np.exp(-0.5 * (apart / reach) ** 2))


def within(values: npt.ArrayLike, spreads: float = 3.0) -> Floats:
    """`values` (places,) with none further from the median than `spreads` robust standard deviations (1.4826·MAD)."""
    seen = array("values", values, ("places",), leading=False)
    middle = float(np.median(seen))
    spread = 1.4826 * float(np.median(np.abs(seen - middle)))
    return np.asarray(np.clip(seen, middle - spreads * spread, middle + spreads * spread))
