"""Chance that does not depend on order: a number is drawn for a place in the computation, not one after the other.

The bits for (seed, stream, territory, trajectory, counter) are SplitMix64 (Steele, Lea & Flood 2014, OOPSLA) at that
counter, from a start that mixes the rest. So a territory has the same chance alone, among ten thousand, on one thread or
on many, today and next year. `compiled.chance` draws the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import special

from netzwerkstatt.engines.demography.arrays import Floats, Misfit

Bits: TypeAlias = npt.NDArray[np.uint64]

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
FEW = 30.0
"""Up to this expectation counts are drawn from the exact distribution, above it from a normal one with its skewness."""

_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_MOST_STEPS = 400


def mixed(bits: Bits) -> Bits:
    """SplitMix64's last step: each bit of what comes out hangs on each bit of what goes in."""
    bits = (bits ^ (bits >> np.uint64(30))) * _FIRST
    bits = (bits ^ (bits >> np.uint64(27))) * _SECOND
    return bits ^ (bits >> np.uint64(31))


def key(seed: int, *parts: int | npt.ArrayLike) -> Bits:
    """Where the stream of `seed` and these whole numbers begins; arrays are broadcast."""
    if not 0 <= seed < 2**64:
        raise Misfit("seed", "a whole number from 0 to 2**64 − 1", str(seed))
    found = mixed(np.asarray(np.uint64(seed)).reshape(1) + GOLDEN)
    for part in parts:
        found = key_of(found, part)
    return found


def key_of(start: Bits, part: npt.ArrayLike) -> Bits:
    """Streams within a stream."""
    return mixed((start ^ np.asarray(part).astype(np.uint64)) * _FIRST + GOLDEN)


def uniform(start: Bits, counter: npt.ArrayLike) -> Floats:
    """Numbers inside (0, 1), never at its ends: 53 bits each."""
    bits = mixed(start + np.asarray(counter).astype(np.uint64) * GOLDEN)
    return np.asarray((bits >> np.uint64(11)).astype(np.float64) * 2.0**-53 + 2.0**-54)


def normal(start: Bits, counter: npt.ArrayLike) -> Floats:
    """Standard normal numbers, by the inverse of the distribution."""
    return np.asarray(special.ndtri(uniform(start, counter)))


def scale(start: Bits, counter: npt.ArrayLike, freedom: float) -> Floats:
    """What makes a standard normal number Student's t with `freedom` degrees: √(freedom / χ²)."""
    half = freedom / 2.0
    return np.asarray(np.sqrt(half / special.gammaincinv(half, uniform(start, counter))))


def poisson(mean: Floats, chance: Floats) -> Floats:
    """Counts with the expectation `mean`, one for each `chance` in (0, 1)."""
    found = np.zeros(chance.shape)
    mean = np.broadcast_to(mean, found.shape)
    few, many = _split(mean, chance)
    m, c = mean[few], chance[few]
    found[few] = _climbed(np.exp(-m), c, lambda step, m: m / step, np.full(m.shape, np.inf), m)
    if many.any():
        found[many] = _wide(mean[many], 1.0, chance[many], np.inf)
    return found


def binomial(trials: Floats, share: Floats, chance: Floats) -> Floats:
    """How many of `trials` (≥ 0) befalls what befalls each with the probability `share`.

    A part of a person (trials that are not whole) goes wholly or not at all, with the same probability.
    """
    often = share > 0.5
    seldom = not often.any()
    less, turned = (
        (share, chance) if seldom else (np.where(often, 1.0 - share, share), np.where(often, 1.0 - chance, chance))
    )
    whole = np.floor(trials)
    mean = whole * less
    found = np.zeros(np.broadcast_shapes(mean.shape, chance.shape))
    mean, less, turned = (np.broadcast_to(one, found.shape) for one in (mean, less, turned))
    few, many = _split(mean, turned)
    n, p = np.broadcast_to(whole, found.shape)[few], less[few]
    none, odds = np.exp(n * np.log1p(-p)), p / (1.0 - p)
    found[few] = _climbed(none, turned[few], lambda step, n, odds: (n - step + 1.0) / step * odds, n, n, odds)
    if many.any():
        most = np.broadcast_to(whole, found.shape)[many]
        found[many] = _wide(mean[many], 1.0 - less[many], turned[many], most)
    if not seldom:
        found = np.where(often, whole - found, found)
    part = trials - whole
    if part.any():
        found = found + np.where((part > 0.0) & (_again(chance) < share), part, 0.0)
    return found


def _again(chance: Floats) -> Floats:
    """A second number for the same place."""
    return uniform(
        np.asarray(chance).view(np.uint64) if chance.flags.c_contiguous else chance.copy().view(np.uint64), 1
    )


def _split(mean: Floats, chance: Floats) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Where something happens that is counted step by step, and where so much that a normal distribution will do.

    Nothing happens with a probability of 1 − mean at least: so much need not be computed.
    """
    many = mean >= FEW
    return (chance > 1.0 - mean) & ~many, many


def _climbed(none: Floats, chance: Floats, ratio: Callable[..., Floats], most: Floats, *given: Floats) -> Floats:
    """The least counts up to `most` whose probabilities, from `none` on, each `ratio` times the last, reach `chance`."""
    found = np.zeros(chance.shape)
    place = np.flatnonzero(chance > none)
    weight, chance, most = none[place], chance[place], most[place]
    given = tuple(one[place] for one in given)
    reached, step = weight, 0.0
    while place.size and step < _MOST_STEPS:
        step += 1.0
        weight = weight * ratio(step, *given)
        reached = reached + weight
        found[place] = step
        on = (chance > reached) & (step < most)
        place, weight, reached, chance, most = place[on], weight[on], reached[on], chance[on], most[on]
        given = tuple(one[on] for one in given)
    return found


def _wide(mean: Floats, room: Floats | float, chance: Floats, most: Floats | float) -> Floats:
    z = special.ndtri(chance)
    found = np.floor(mean + z * np.sqrt(mean * room) + (z * z - 1.0) * (2.0 * room - 1.0) / 6.0 + 0.5)
    return np.asarray(np.clip(found, 0.0, most))
