"""`chance` for numba: the same bits, and numbers that agree with it to the last digits."""

from __future__ import annotations

import numpy as np
from numba import njit

from netzwerkstatt.engines.demography.chance import FEW, GOLDEN

_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_S11, _S27, _S30, _S31 = np.uint64(11), np.uint64(27), np.uint64(30), np.uint64(31)
_MOST_STEPS = 400


@njit(nogil=True, cache=True, error_model="numpy")
def uniform(start, counter):
    """One number inside (0, 1)."""
    bits = start + np.uint64(counter) * GOLDEN
    bits = (bits ^ (bits >> _S30)) * _FIRST
    bits = (bits ^ (bits >> _S27)) * _SECOND
    bits ^= bits >> _S31
    return np.float64(np.int64(bits >> _S11)) * 2.0**-53 + 2.0**-54


@njit(nogil=True, cache=True, error_model="numpy")
def central(q):
    """The normal quantile at q + 1/2 for |q| ≤ 0.425 (Wichura 1988, Applied Statistics 37, AS 241: PPND16)."""
    r = 0.180625 - q * q
    above = (
        ((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r
        + 45921.953931549871457) * r + 13731.693765509461125) * r + 1971.5909503065514427) * r
        + 133.14166789178437745) * r + 3.387132872796366608
    )  # fmt: skip
    below = (
        ((((((5226.495278852545925 * r + 28729.085735721942674) * r + 39307.89580009271061) * r
        + 21213.794301586595867) * r + 5394.1960214247511077) * r + 687.1870074920579083) * r
        + 42.313330701600911252) * r + 1.0
    )  # fmt: skip
    return q * above / below


@njit(nogil=True, cache=True, error_model="numpy")
def outer(p):
    """The normal quantile at p outside [0.075, 0.925]."""
    r = np.sqrt(-np.log(min(p, 1.0 - p)))
    if r <= 5.0:
        r -= 1.6
        above = (
            ((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r + 0.24178072517745061177) * r
            + 1.27045825245236838258) * r + 3.64784832476320460504) * r + 5.7694972214606914055) * r
            + 4.6303378461565452959) * r + 1.42343711074968357734
        )  # fmt: skip
        below = (
            ((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 0.0151986665636164571966) * r
            + 0.14810397642748007459) * r + 0.68976733498510000455) * r + 1.6763848301838038494) * r
            + 2.05319162663775882187) * r + 1.0
        )  # fmt: skip
    else:
        r -= 5.0
        above = (
            ((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 0.0012426609473880784386) * r
            + 0.026532189526576123093) * r + 0.29656057182850489123) * r + 1.7848265399172913358) * r
            + 5.4637849111641143699) * r + 6.6579046435011037772
        )  # fmt: skip
        below = (
            ((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r
            + 7.868691311456132591e-4) * r + 0.0148753612908506148525) * r + 0.13692988092273580531) * r
            + 0.59983220655588793769) * r + 1.0
        )  # fmt: skip
    return -above / below if p < 0.5 else above / below


@njit(nogil=True, cache=True, error_model="numpy")
def normal_quantile(p):
    """The standard normal quantile at p in (0, 1)."""
    q = p - 0.5
    return central(q) if abs(q) <= 0.425 else outer(p)


@njit(nogil=True, cache=True, error_model="numpy")
def poisson(mean, chance):
    """A count with this expectation."""
    if mean <= 0.0:
        return 0.0
    if mean >= FEW:
        return _wide(mean, 1.0, chance, np.inf)
    if chance <= 1.0 - mean:
        return 0.0
    weight = np.exp(-mean)
    reached, step = weight, 0.0
    while chance > reached and step < _MOST_STEPS:
        step += 1.0
        weight *= mean / step
        reached += weight
    return step


@njit(nogil=True, cache=True, error_model="numpy")
def binomial(trials, share, chance):
    """How many of `trials` befalls what befalls each with the probability `share`."""
    whole = np.floor(trials)
    many = share > 0.5
    less = 1.0 - share if many else share
    turned = 1.0 - chance if many else chance
    found = _fewer(whole, less, turned)
    if many:
        found = whole - found
    if trials > whole:
        part = np.empty(1)
        part[0] = chance
        if uniform(part.view(np.uint64)[0], 1) < share:
            found += trials - whole
    return found


@njit(nogil=True, cache=True, error_model="numpy")
def _fewer(whole, less, chance):
    mean = whole * less
    if mean <= 0.0 or (mean < 1.0 and chance <= 1.0 - mean):
        return 0.0
    if mean >= FEW:
        return _wide(mean, 1.0 - less, chance, whole)
    weight = np.exp(whole * np.log1p(-less))
    odds = less / (1.0 - less)
    reached, step = weight, 0.0
    while chance > reached and step < _MOST_STEPS and step + 1.0 <= whole:
        step += 1.0
        weight *= (whole - step + 1.0) / step * odds
        reached += weight
    return step


@njit(nogil=True, cache=True, error_model="numpy")
def _wide(mean, room, chance, most):
    z = normal_quantile(chance)
    found = np.floor(mean + z * np.sqrt(mean * room) + (z * z - 1.0) * (2.0 * room - 1.0) / 6.0 + 0.5)
    return min(max(found, 0.0), most)
