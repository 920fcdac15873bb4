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
    mean, chance = np.broadcast_arrays(mean, chance)
    return _counts(mean, chance, np.exp(-np.minimum(mean, FEW)), lambda step: mean / step, 1.0, np.inf)


def binomial(trials: Floats, share: Floats, chance: Floats) -> Floats:
    """How many of `trials` (≥ 0) befalls what befalls each with the probability `share`.

    A part of a person (trials that are not whole) goes wholly or not at all, with the same probability.
    """
    trials, share, chance = np.broadcast_arrays(trials, share, chance)
    whole = np.floor(trials)
    many = share > 0.5
    less, turned = np.where(many, 1.0 - share, share), np.where(many, 1.0 - chance, chance)
    odds = less / (1.0 - less)
    none = np.exp(whole * np.log1p(-less))
    found = _counts(whole * less, turned, none, lambda step: (whole - step + 1.0) / step * odds, 1.0 - less, whole)
    found = np.where(many, whole - found, found)
    part = trials - whole
    if part.any():
        found = found + np.where((part > 0.0) & (_again(chance) < share), part, 0.0)
    return np.asarray(found)


def _again(chance: Floats) -> Floats:
    """A second number for the same place."""
    return uniform(
        np.asarray(chance).view(np.uint64) if chance.flags.c_contiguous else chance.copy().view(np.uint64), 1
    )


def _counts(
    mean: Floats,
    chance: Floats,
    none: Floats,
    ratio: Callable[[float], Floats],
    room: Floats | float,
    most: Floats | float,
) -> Floats:
    few = mean < FEW
    found = np.zeros(mean.shape)
    weight = np.where(few, none, 1.0)
    reached = weight.copy()
    step = 0.0
    open_cells = few & (chance > reached)
    while open_cells.any() and step < _MOST_STEPS:
        step += 1.0
        open_cells &= step <= most
        weight = weight * ratio(step)
        reached = reached + weight
        found = np.where(open_cells, step, found)
        open_cells &= chance > reached
    if few.all():
        return found
    z = special.ndtri(chance)
    spread = np.sqrt(mean * room)
    wide = np.floor(mean + z * spread + (z * z - 1.0) * (2.0 * room - 1.0) / 6.0 + 0.5)
    return np.where(few, found, np.clip(wide, 0.0, most))
