"""Quantiles of many rows without sorting them: count what lies below a guess, and mend the guess.

Exact: linear between neighbours in rank, as `numpy.quantile`. A row is searched in single precision, as whole numbers in
the order of the floats (*keys*: sixteen compare at once); the two numbers found are then read in double precision. Most
guesses are near enough for the few keys around them to be picked out and ranked (`_near`); for the others `_search` mends
the guess until it lies between the two.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from netzwerkstatt.engines.demography.compiled import inner
from netzwerkstatt.engines.demography.compiled.octets import (
    bit_count,
    lowest_bit,
    of_single_bits,
    single_bits,
    within,
)

_LOWEST, _HIGHEST = np.int32(-(2**31)), np.int32(2**31 - 1)
_REST = np.int32(2**31 - 1)
_BY_SLOPE, _BY_SHARE = 5, 9  # after so many guesses the next one is a share of what is left, then its middle
_MOST, _FAR, _ASIDE = (
    40,
    6,
    4.0,
)  # keys that are sorted by hand, and ranks that a guess may be wrong by beyond what was counted
ROOM = _MOST + 80


@inner(fastmath=True)  # only guesses rest on these sums: their order does not matter
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


@inner()
def _count(keys, pivot):
    below = np.int32(0)
    for i in range(keys.size):
        below = np.int32(below + np.int32(keys[i] <= pivot))  # numba would widen the sum, and half as many fit
    return below


@inner()
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


@inner()
def _places(keys, places, at, above):
    """How many keys are `at` or `above`, and the place of one of each; `places` (R,) are 0, 1, 2 …"""
    many, place, place_above = np.int32(0), np.int32(0), np.int32(0)
    for i in range(keys.size):
        key, here = keys[i], places[i]
        many = np.int32(many + np.int32((key == at) | (key == above)))
        place = max(place, here if key == at else np.int32(0))
        place_above = max(place_above, here if key == above else np.int32(0))
    return many, place, place_above


@inner()
def _key(value):
    found = single_bits(value)
    return np.int64(found ^ ((found >> np.int32(31)) & _REST))


@inner()
def _value(key):
    short = np.int32(key)
    return of_single_bits(np.int32(short ^ ((short >> np.int32(31)) & _REST)))


@inner()
def _between(keys, low, high, found, places):
    """Fill `found` with the keys above `low` and not above `high`, and `places` with theirs; how many, or −1 if too many.

    Of 64 keys one or two are such, seldom more: two are taken down without asking, for asking in vain costs more.
    """
    many, full = 0, keys.size // 64 * 64
    for at in range(0, full, 64):
        bits = within(keys, at, low, high) | within(keys, at + 16, low, high) << 16
        bits |= (within(keys, at + 32, low, high) | within(keys, at + 48, low, high) << 16) << 32
        count = bit_count(bits)
        for spot in range(2):
            place = at + (lowest_bit(bits) & 63)
            found[many + spot], places[many + spot] = keys[place], place
            bits &= bits - 1
        spot = many + 2
        while bits != 0:
            place = at + lowest_bit(bits)
            found[spot], places[spot] = keys[place], place
            spot += 1
            bits &= bits - 1
        many += count
        if many > _MOST:
            return -1
    for place in range(full, keys.size):
        if low < keys[place] <= high:
            found[many], places[many] = keys[place], place
            many += 1
    return many if many <= _MOST else -1


@inner()
def _ranked(found, many, rank):
    """Which of the first `many` of `found` have the rank `rank` and the one above, −1 where several have one key."""
    upto = (many + 15) // 16 * 16
    found[many:upto] = _HIGHEST
    here, there, alike = -1, -1, 0
    for i in range(many):
        less, pivot = 0, np.int32(found[i] - np.int32(1))
        for at in range(0, upto, 16):
            less += bit_count(within(found, at, _LOWEST, pivot))
        here = i if less == rank else here
        if less == rank + 1:
            there, alike = i, alike + 1
    return (here, there) if here >= 0 and alike == 1 else (-1, -1)


@inner()
def _near(keys, rank, guess, slope, found, places):
    """Which of `found` are the keys of `rank` and of the next one, and `slope` as it is around them; −1 where the guess
    was too wrong, or where some have the same key.
    """
    pivot = _key(guess)
    below = _count(keys, np.int32(pivot))
    off = rank + 1 - below
    if abs(off) > _FAR:
        step = off * slope
        before, pivot = below, _key(guess + step)
        below = _count(keys, np.int32(pivot))
        if (below - before) * off > 0:
            slope = min(max(step / (below - before), 0.3 * slope), 3.0 * slope)
        guess, off = guess + step, rank + 1 - below
    low = pivot if off > 0 else min(_key(guess + (1.25 * off - _ASIDE) * slope), pivot - 1)
    high = pivot if off < 0 else max(_key(guess + (1.25 * off + _ASIDE) * slope), pivot + 1)
    many = _between(keys, np.int32(low), np.int32(high), found, places)
    if many < 2:
        return -1, -1, slope
    first = off - 1 if off > 0 else off - 1 + _not_above(found, many, pivot)
    here, there = _ranked(found, many, first)
    return here, there, slope


@inner()
def _not_above(found, many, pivot):
    count = 0
    for i in range(many):
        count += found[i] <= pivot
    return count


@inner()
def _search(keys, want, guess, slope):
    """The greatest of the `want` least keys, the least of the others, and `slope` as it is around them: value per rank."""
    low, high, below_low, below_high = np.int64(_LOWEST), np.int64(_HIGHEST), 0, keys.size
    pivot = min(max(_key(guess), low + 1), high - 1)
    before = _count(keys, np.int32(pivot))  # the guess seldom hits: its neighbours are of no use yet
    if before < want:
        low, below_low = pivot, before
    elif before > want:
        high, below_high = pivot, before
    value_before, attempt = _value(pivot), 1
    pivot = _key(value_before + (want - before) * slope)
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
        value = _value(pivot)
        if found != before:
            slope = (value - value_before) / (found - before)
        attempt, before, value_before = attempt + 1, found, value
        if -1 <= off <= 1:
            pivot = np.int64(above) if off > 0 else np.int64(at) - 1
        elif attempt < _BY_SLOPE:
            pivot = _key(value + off * slope)
        elif attempt < _BY_SHARE:
            pivot = low + np.int64((want - below_low) / (below_high - below_low) * (high - low))
        else:
            pivot = low + (high - low) // 2
    # both ranks have this key
    return np.int32(high), np.int32(high), slope


@inner()
def _read(source, first, apart, place):
    return source[first + (place >> 3) * apart + (place & 7)]


@inner()
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
def find_quantiles(single, keys, places, source, first, apart, levels, guesses, found, spots, out):
    """Find the quantiles of a row of R numbers at the rising `levels` (Q,): `read_quantiles` then writes them.

    Number r stands in `source` at `first` + r // 8 · `apart` + r % 8; `single` and `keys` (R,) as `order` makes them;
    `places` (R,) are 0, 1, 2 …, `found` (2, `ROOM`) int32 to work in. `guesses` (2, Q): where a quantile lies, from the mean,
    and how far the next rank is from it, both in standard deviations; they are mended for the next, similar row – on what
    is found they have no influence. Fills `spots` (Q, 2) with which numbers lie beside each quantile, or `out` (Q,) itself
    where single precision cannot tell them apart: then −1.
    """
    count = keys.size
    if count == 1:
        spots[:] = 0
        return
    mean, spread = _moments(single)
    near, where = found[0], found[1]
    for q in range(levels.size):
        rank = min(int(levels[q] * (count - 1)), count - 2)
        guess, slope = mean + guesses[0, q] * spread, guesses[1, q] * spread
        lower, upper, slope = _near(keys, rank, guess, slope, near, where)
        alike = False
        if lower >= 0:
            at, above, spots[q, 0], spots[q, 1] = near[lower], near[upper], where[lower], where[upper]
        else:
            at, above, slope = _search(keys, rank + 1, guess, slope)
            many, spots[q, 0], spots[q, 1] = _places(keys, places, at, above)
            alike = many > 2
        if alike or at == above:  # some are one in single precision
            low, high = _among(keys, source, first, apart, at, rank)
            if above != at:
                high, _ = _among(keys, source, first, apart, above, rank + 1)
            spots[q, 0], out[q] = -1, _inside(low, high, levels[q] * (count - 1) - rank)
        if spread > 0.0:
            guesses[0, q] = min(max((_value(at) - mean) / spread, -6.0), 6.0)
            guesses[1, q] = min(slope / spread, 1.0)


@njit(nogil=True, cache=True)
def read_quantiles(count, source, first, apart, levels, spots, out):
    """Write into `out` (Q,) what `find_quantiles` found of a row of `count` numbers.

    Apart from it, because what it found lies anywhere in memory: so many reads wait side by side, not one after the other.
    """
    for q in range(levels.size):
        if spots[q, 0] >= 0:
            low, high = (
                _read(source, first, apart, spots[q, 0]),
                _read(source, first, apart, spots[q, 1]),
            )
            place = levels[q] * (count - 1)
            out[q] = _inside(low, high, place - min(int(place), max(count - 2, 0)))


@inner()
def _inside(low, high, share):
    return low + (high - low) * share if share < 0.5 else high - (high - low) * (1.0 - share)
