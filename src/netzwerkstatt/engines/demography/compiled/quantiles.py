"""Quantiles of many rows without sorting them: count what lies below a guess, and mend the guess.

Exact: linear between neighbours in rank, as `numpy.quantile`. A row is searched in single precision (whole numbers in the
order of the floats, so that sixteen compare at once) and what is found is read from the row itself.
"""

from __future__ import annotations

import numpy as np
from numba import njit

_LOWEST, _HIGHEST = np.int32(-(2**31)), np.int32(2**31 - 1)
_REST = np.int32(2**31 - 1)
_LONG_LOWEST, _LONG_HIGHEST = np.int64(-(2**63)), np.int64(2**63 - 1)
_INTERPOLATED = 6  # guesses by the slope; after them the middle of what is left


@njit(nogil=True, cache=True, fastmath=True)  # only guesses rest on these sums: their order does not matter
def _moments(row):
    """Mean and standard deviation."""
    first, total, square = row[0], 0.0, 0.0
    for i in range(row.size):
        off = row[i] - first
        total += off
        square += off * off
    mean = total / row.size
    return first + mean, np.sqrt(max(0.0, square / row.size - mean * mean))


@njit(nogil=True, cache=True)
def _prepare(row, single, keys):
    """Fill `single` and its ordered `keys`; the least and the greatest key."""
    for i in range(row.size):
        single[i] = row[i]
    bits = single.view(np.int32)
    least, most = _HIGHEST, _LOWEST
    for i in range(row.size):
        key = bits[i] ^ ((bits[i] >> np.int32(31)) & _REST)
        keys[i] = key
        least = min(least, key)
        most = max(most, key)
    return least, most


@njit(nogil=True, cache=True)
def _count(keys, pivot):
    below = np.int32(0)
    for i in range(keys.size):
        below += np.int32(keys[i] <= pivot)
    return below


@njit(nogil=True, cache=True)
def _neighbours(keys, pivot):
    """The greatest key that is not above `pivot`, and the least that is."""
    at, above = _LOWEST, _HIGHEST
    for i in range(keys.size):
        key = keys[i]
        at = max(at, key if key <= pivot else _LOWEST)
        above = min(above, key if key > pivot else _HIGHEST)
    return at, above


@njit(nogil=True, cache=True)
def _beside(row, keys, pivot, cell):
    """The greatest value whose key is not above `pivot`, and the least value whose key is."""
    bits = row.view(np.int64)
    at, above = _LONG_LOWEST, _LONG_HIGHEST
    for i in range(keys.size):
        long = bits[i] ^ ((bits[i] >> np.int64(63)) & _LONG_HIGHEST)
        below = keys[i] <= pivot
        at = max(at, long if below else _LONG_LOWEST)
        above = min(above, _LONG_HIGHEST if below else long)
    cell_bits = cell.view(np.int64)
    cell_bits[0] = at ^ ((at >> np.int64(63)) & _LONG_HIGHEST)
    cell_bits[1] = above ^ ((above >> np.int64(63)) & _LONG_HIGHEST)
    return cell[0], cell[1]


@njit(nogil=True, cache=True)
def _key(value, cell, cell_bits):
    cell[0] = value
    bits = cell_bits[0]
    return bits ^ ((bits >> np.int32(31)) & _REST)


@njit(nogil=True, cache=True)
def _value(key, cell, cell_bits):
    cell_bits[0] = key ^ ((key >> np.int32(31)) & _REST)
    return np.float64(cell[0])


@njit(nogil=True, cache=True)
def _among(row, keys, key, rank):
    """The values at `rank` and `rank + 1`, both of which have this key."""
    below = 0
    for i in range(keys.size):
        below += keys[i] < key
    same = np.sort(row[keys == key])
    return same[rank - below], same[rank + 1 - below]


@njit(nogil=True, cache=True)
def _search(row, keys, rank, guess, slope, least, most, cell, cell_bits, pair):
    """The values at `rank` and `rank + 1` (from nought, in order); `slope` is value per rank around the guess."""
    want = rank + 1
    low, high = least - np.int64(1), np.int64(most)
    below_low, below_high = 0, keys.size
    pivot = np.int64(_key(guess, cell, cell_bits))
    for attempt in range(80):
        pivot = min(max(pivot, low + 1), high - 1) if high - low > 1 else high
        if pivot == high:
            break
        found = _count(keys, np.int32(pivot))
        if found == want:
            return _beside(row, keys, np.int32(pivot), pair)
        if found > want:
            high, below_high = pivot, found
        else:
            low, below_low = pivot, found
        if attempt < 3:
            moved = _value(np.int32(pivot), cell, cell_bits) + (want - found) * slope
            pivot = np.int64(_key(moved, cell, cell_bits))
        else:
            inner, _ = _neighbours(keys, np.int32(high))
            _, next_up = _neighbours(keys, np.int32(max(low, np.int64(_LOWEST))))
            high = min(high, np.int64(inner))
            if np.int64(next_up) >= high:
                break
            low = max(low, np.int64(next_up) - 1)
            if attempt < _INTERPOLATED:
                share = (want - below_low) / (below_high - below_low)
                pivot = low + np.int64(share * (high - low))
            else:
                pivot = low + (high - low) // 2
    # nothing lies between: both ranks are among values that are one in single precision
    return _among(row, keys, np.int32(high), rank)


@njit(nogil=True, cache=True)
def row_quantiles(row, levels, standard, single, keys, out):
    """Write the quantiles of `row` (R,) at the rising `levels` (Q,) into `out` (Q,).

    `standard` (Q,) are guesses in standard deviations from the mean; they are mended for the next, similar row.
    `single` float32 and `keys` int32, both (R,), are room to work in.
    """
    count = row.size
    mean, spread = _moments(row)
    least, most = _prepare(row, single, keys)
    if least == most:
        for q in range(levels.size):
            out[q] = row[0] if row.min() == row.max() else np.quantile(row, levels[q])
        return
    cell = np.empty(1, np.float32)
    cell_bits = cell.view(np.int32)
    pair = np.empty(2)
    for q in range(levels.size):
        place = levels[q] * (count - 1)
        rank = int(place)
        if rank >= count - 1:
            rank = count - 2
        share = place - rank
        z = standard[q]
        slope = spread / (count * 0.3989422804014327 * np.exp(-0.5 * min(z * z, 9.0)))
        low, high = _search(row, keys, rank, mean + z * spread, slope, least, most, cell, cell_bits, pair)
        out[q] = low + (high - low) * share if share < 0.5 else high - (high - low) * (1.0 - share)
        if spread > 0.0:
            standard[q] = min(max((out[q] - mean) / spread, -6.0), 6.0)
