"""Quantiles of many rows without sorting them: count what lies below a guess, and mend the guess.

Exact: linear between neighbours in rank, as `numpy.quantile`. A row is searched in single precision, as whole numbers in
the order of the floats (*keys*: sixteen compare at once); the two numbers found are then read in double precision.
"""

from __future__ import annotations

import numpy as np
from numba import njit

_LOWEST, _HIGHEST = np.int32(-(2**31)), np.int32(2**31 - 1)
_REST = np.int32(2**31 - 1)
_BY_SLOPE, _BY_SHARE = 5, 9  # after so many guesses the next one is a share of what is left, then its middle


@njit(nogil=True, cache=True, fastmath=True)  # only guesses rest on these sums: their order does not matter
def _moments(single):
    """Mean and standard deviation."""
    first, total, square = single[0], np.float32(0.0), np.float32(0.0)
    for i in range(single.size):
        off = single[i] - first
        total += off
        square += off * off
    mean = np.float64(total) / single.size
    return np.float64(first) + mean, np.sqrt(max(0.0, np.float64(square) / single.size - mean * mean))


@njit(nogil=True, cache=True)
def order(row, single, keys):
    """Fill `single`, `row` in single precision, and its `keys`."""
    for i in range(row.size):
        single[i] = row[i]
    bits = single.view(np.int32)
    for i in range(row.size):
        keys[i] = bits[i] ^ ((bits[i] >> np.int32(31)) & _REST)


@njit(nogil=True, cache=True)
def _count(keys, pivot):
    below = np.int32(0)
    for i in range(keys.size):
        below = np.int32(below + np.int32(keys[i] <= pivot))  # numba would widen the sum, and half as many fit
    return below


@njit(nogil=True, cache=True)
def _beside(keys, pivot):
    """How many keys are not above `pivot`, the greatest of them, and the least that is above."""
    below, at, above = np.int32(0), _LOWEST, _HIGHEST
    for i in range(keys.size):
        key = keys[i]
        inside = key <= pivot
        below = np.int32(below + np.int32(inside))
        at = max(at, key if inside else _LOWEST)
        above = min(above, _HIGHEST if inside else key)
    return below, at, above


@njit(nogil=True, cache=True)
def _places(keys, places, at, above):
    """How many keys are `at` or `above`, and the place of one of each; `places` (R,) are 0, 1, 2 …"""
    many, place, place_above = np.int32(0), np.int32(0), np.int32(0)
    for i in range(keys.size):
        key, here = keys[i], places[i]
        many = np.int32(many + np.int32((key == at) | (key == above)))
        place = max(place, here if key == at else np.int32(0))
        place_above = max(place_above, here if key == above else np.int32(0))
    return many, place, place_above


@njit(nogil=True, cache=True)
def _key(value, cell, bits):
    cell[0] = value
    found = bits[0]
    return np.int64(found ^ ((found >> np.int32(31)) & _REST))


@njit(nogil=True, cache=True)
def _value(key, cell, bits):
    short = np.int32(key)
    bits[0] = short ^ ((short >> np.int32(31)) & _REST)
    return np.float64(cell[0])


@njit(nogil=True, cache=True)
def _search(keys, want, guess, slope, cell, bits):
    """The greatest of the `want` least keys, the least of the others, and `slope` as it is around them: value per rank."""
    low, high, below_low, below_high = np.int64(_LOWEST), np.int64(_HIGHEST), 0, keys.size
    pivot = min(max(_key(guess, cell, bits), low + 1), high - 1)
    before = _count(keys, np.int32(pivot))  # the guess seldom hits: its neighbours are of no use yet
    if before < want:
        low, below_low = pivot, before
    elif before > want:
        high, below_high = pivot, before
    value_before, attempt = _value(pivot, cell, bits), 1
    pivot = _key(value_before + (want - before) * slope, cell, bits)
    while high - low > 1:
        pivot = min(max(pivot, low + 1), high - 1)
        found, at, above = _beside(keys, np.int32(pivot))
        if found == want:
            return at, above, slope
        off = want - found
        if off < 0:
            high, below_high = np.int64(at), found  # no key lies between it and the pivot
        else:
            low, below_low = np.int64(above) - 1, found
        value = _value(pivot, cell, bits)
        if found != before:
            slope = (value - value_before) / (found - before)
        attempt, before, value_before = attempt + 1, found, value
        if -1 <= off <= 1:
            pivot = np.int64(above) if off > 0 else np.int64(at) - 1
        elif attempt < _BY_SLOPE:
            pivot = _key(value + off * slope, cell, bits)
        elif attempt < _BY_SHARE:
            pivot = low + np.int64((want - below_low) / (below_high - below_low) * (high - low))
        else:
            pivot = low + (high - low) // 2
    # both ranks have this key
    return np.int32(high), np.int32(high), slope


@njit(nogil=True, cache=True)
def _read(source, first, apart, place):
    return source[first + (place >> 3) * apart + (place & 7)]


@njit(nogil=True, cache=True)
def _among(keys, source, first, apart, key, rank):
    """The values at `rank` and, if it has the same key, at `rank` + 1; the key stands there more than once."""
    below, many = 0, 0
    same = np.empty(keys.size)
    for i in range(keys.size):
        below += keys[i] < key
        if keys[i] == key:
            same[many] = _read(source, first, apart, i)
            many += 1
    same = same[:many]
    if same.min() == same.max():  # nobody there, or nothing varies: no need to sort a whole row
        return same[0], same[0]
    same = np.sort(same)
    return same[rank - below], same[min(rank + 1 - below, many - 1)]


@njit(nogil=True, cache=True)
def row_quantiles(single, keys, places, source, first, apart, levels, guesses, out):
    """Write the quantiles of a row of R numbers at the rising `levels` (Q,) into `out` (Q,).

    Number r stands in `source` at `first` + r // 8 · `apart` + r % 8; `single` and `keys` (R,) as `order` makes them;
    `places` (R,) are 0, 1, 2 … `guesses` (2, Q): where a quantile lies, from the mean, and how far the next rank is from
    it, both in standard deviations; they are mended for the next, similar row – on what is found they have no influence.
    """
    count = keys.size
    if count == 1:
        out[:] = source[first]
        return
    mean, spread = _moments(single)
    cell = np.empty(1, np.float32)
    bits = cell.view(np.int32)
    for q in range(levels.size):
        rank = min(int(levels[q] * (count - 1)), count - 2)
        at, above, slope = _search(keys, rank + 1, mean + guesses[0, q] * spread, guesses[1, q] * spread, cell, bits)
        many, here, there = _places(keys, places, at, above)
        low, high = _read(source, first, apart, here), _read(source, first, apart, there)
        if many > 2 or at == above:  # some are one in single precision
            low, high = _among(keys, source, first, apart, at, rank)
            if above != at:
                high, _ = _among(keys, source, first, apart, above, rank + 1)
        share = levels[q] * (count - 1) - rank
        out[q] = low + (high - low) * share if share < 0.5 else high - (high - low) * (1.0 - share)
        if spread > 0.0:
            guesses[0, q] = min(max((out[q] - mean) / spread, -6.0), 6.0)
            guesses[1, q] = min(slope / spread, 1.0)
