"""Demographic twins: ordered nearest neighbours by weighted z-scores, never types.

d(a, b) = √(Σ w·(z_a − z_b)² / Σ w) over the indicators that both have, z over a declared reference group (not the cities
that are compared), the logarithm for sizes. A city at the edge of a cluster resembles its neighbours across the edge
more than its own cluster: so neighbours are listed, with what is alike and what is not, and how firmly they hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

PRESENT = 0.7  # of the weight that two cities must both have values for; else they are not comparable
SHOWN = 3


class Incomparable(ValueError):
    """What was given cannot be compared; the text names the argument and what was expected."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """`weight` ≥ 0; `log` for sizes, whose values must be above 0."""

    key: str
    weight: float = 1.0
    log: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """Mean and standard deviation (indicators,) over a group that is named: `name`, e.g. "municipalities of the three Länder".

    Population standard deviation (divided by n). `numbers` (indicators,) how many members had a value.
    """

    name: str
    mean: Floats
    deviation: Floats
    numbers: npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """`place` in the list of cities; `share` of the weight both have; `alike` and `unlike` at most three indicators each.

    `stable`: stays among the `top` nearest whichever single indicator is left out.
    """

    place: int
    distance: float
    share: float
    alike: tuple[str, ...]
    unlike: tuple[str, ...]
    stable: bool


@dataclass(frozen=True, slots=True)
class Twins:
    """`neighbours`, the nearest first; `incomparable` places; `contrast`, the most distant comparable one, or None."""

    neighbours: tuple[Neighbour, ...]
    incomparable: tuple[int, ...]
    contrast: Neighbour | None


def reference_of(name: str, values: npt.ArrayLike, indicators: Sequence[Indicator]) -> Reference:
    """The reference group's mean and spread from its `values` (members, indicators), NaN where a member has none.

    `Incomparable` where an indicator has fewer than two values, or the same value everywhere.
    """
    measured = _measured("values", values, indicators)
    numbers = np.isfinite(measured).sum(axis=0)
    for indicator, number in zip(indicators, numbers, strict=True):
        if number < 2:
            raise Incomparable(f"values: expected at least two members with {indicator.key}, found {number}")
    mean, deviation = np.nanmean(measured, axis=0), np.nanstd(measured, axis=0)
    for indicator, spread in zip(indicators, deviation, strict=True):
        if spread <= 0:
            raise Incomparable(f"values: expected {indicator.key} to differ between members, found one value only")
    return Reference(name, mean, deviation, numbers)


def distances(values: npt.ArrayLike, indicators: Sequence[Indicator], reference: Reference) -> tuple[Floats, Floats]:
    """Distances (cities, cities), NaN where not comparable, and the shares of weight (cities, cities) they rest on.

    `values` (cities, indicators), NaN where there is none. Symmetric, zero on the diagonal.
    """
    scores = _scores(values, indicators, reference)
    weights = np.array([one.weight for one in indicators])
    known = np.isfinite(scores)
    filled = np.where(known, scores, 0.0)
    both = (known * weights) @ known.T.astype(float)
    squares = (filled**2 * weights) @ known.T.astype(float)
    crossed = (filled * weights) @ filled.T
    total = np.maximum(squares + squares.T - 2 * crossed, 0.0)
    share = both / weights.sum()
    apart = np.sqrt(np.divide(total, both, out=np.full_like(total, np.nan), where=both > 0))
    np.fill_diagonal(apart, np.where(np.diag(both) > 0, 0.0, np.nan))
    return np.where(share >= PRESENT - 1e-12, apart, np.nan), share


def twins(
    city: int,
    values: npt.ArrayLike,
    indicators: Sequence[Indicator],
    reference: Reference,
    *,
    top: int = 5,
    candidates: npt.ArrayLike | None = None,
) -> Twins:
    """The `top` (≥ 1) nearest neighbours of `city` among the rows of `values` (cities, indicators), and its contrast city.

    `candidates` (cities,) true where a row may be chosen (same central-place function, another Land); all without it.
    Equal distances keep the order of the rows. `Incomparable` for wrong shapes, weights or places.
    """
    scores = _scores(values, indicators, reference)
    if not 0 <= city < scores.shape[0]:
        raise Incomparable(f"city: expected a row from 0 to {scores.shape[0] - 1}, found {city}")
    if top < 1:
        raise Incomparable(f"top: expected at least 1, found {top}")
    allowed = _candidates(candidates, scores.shape[0])
    allowed[city] = False
    weights = np.array([one.weight for one in indicators])
    away, share = _from(city, scores, weights)
    comparable = allowed & np.isfinite(away)
    order = [int(one) for one in np.argsort(np.where(comparable, away, np.inf), kind="stable") if comparable[one]]
    firm = _firm(city, scores, weights, allowed, top)
    keys = [one.key for one in indicators]

    def neighbour(place: int) -> Neighbour:
        alike, unlike = _features(scores[city] - scores[place], weights, keys)
        return Neighbour(place, float(away[place]), float(share[place]), alike, unlike, bool(firm[place]))

    near = tuple(neighbour(place) for place in order[:top])
    out = tuple(int(one) for one in np.flatnonzero(allowed & ~np.isfinite(away)))
    return Twins(near, out, neighbour(order[-1]) if order else None)


def _from(city: int, scores: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Distances (cities,) from one city, NaN where not comparable, and shares of the weight."""
    apart = scores - scores[city]
    known = np.isfinite(apart)
    both = known @ weights
    total = np.where(known, apart, 0.0) ** 2 @ weights
    share = both / weights.sum()
    found = np.sqrt(np.divide(total, both, out=np.full_like(total, np.nan), where=both > 0))
    return np.where(share >= PRESENT - 1e-12, found, np.nan), share


def _firm(
    city: int, scores: Floats, weights: Floats, allowed: npt.NDArray[np.bool_], top: int
) -> npt.NDArray[np.bool_]:
    """Who stays among the `top` nearest whichever indicator with a weight is left out (leave-one-out)."""
    firm = allowed.copy()
    for left_out in np.flatnonzero(weights > 0):
        rest = weights.copy()
        rest[left_out] = 0
        if rest.sum() <= 0:
            return np.zeros_like(allowed)
        away, _ = _from(city, scores, rest)
        ranked = np.argsort(np.where(allowed & np.isfinite(away), away, np.inf), kind="stable")[:top]
        stays = np.zeros_like(allowed)
        stays[ranked] = np.isfinite(away[ranked])
        firm &= stays
    return firm


def _features(apart: Floats, weights: Floats, keys: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The three indicators in which two cities are most alike and the three in which they are least, none in both lists."""
    known = [at for at in np.argsort(np.abs(apart), kind="stable") if np.isfinite(apart[at]) and weights[at] > 0]
    alike = known[: max(min(SHOWN, len(known) // 2), 1)]
    unlike = known[::-1][: min(SHOWN, len(known) // 2)]
    return tuple(keys[at] for at in alike), tuple(keys[at] for at in unlike)


def _scores(values: npt.ArrayLike, indicators: Sequence[Indicator], reference: Reference) -> Floats:
    measured = _measured("values", values, indicators)
    if reference.mean.shape != (len(indicators),):
        raise Incomparable(f"reference: expected {len(indicators)} indicators, found {reference.mean.size}")
    return np.asarray((measured - reference.mean) / reference.deviation)


def _measured(argument: str, values: npt.ArrayLike, indicators: Sequence[Indicator]) -> Floats:
    found = np.asarray(values, dtype=np.float64)
    if found.ndim != 2 or found.shape[1] != len(indicators) or not len(indicators):
        raise Incomparable(f"{argument}: expected shape (cities, {len(indicators)}), found {found.shape}")
    if np.isinf(found).any():
        raise Incomparable(f"{argument}: expected finite numbers or NaN, found infinity")
    if (
        any(not np.isfinite(one.weight) or one.weight < 0 for one in indicators)
        or sum(o.weight for o in indicators) <= 0
    ):
        raise Incomparable("indicators: expected weights of at least 0, one of them above")
    measured = found.copy()
    for column, indicator in enumerate(indicators):
        if indicator.log:
            if np.any(measured[:, column] <= 0):
                raise Incomparable(f"{argument}: expected {indicator.key} above 0 for its logarithm, found less")
            measured[:, column] = np.log(measured[:, column])
    return measured


def _candidates(candidates: npt.ArrayLike | None, cities: int) -> npt.NDArray[np.bool_]:
    if candidates is None:
        return np.ones(cities, dtype=np.bool_)
    found = np.asarray(candidates)
    if found.shape != (cities,) or found.dtype != np.bool_:
        raise Incomparable(
            f"candidates: expected truth values of shape ({cities},), found {found.dtype} of {found.shape}"
        )
    return found.copy()
