"""Σ weight·P of eight trajectories: only the cells that have a weight, four sums side by side."""

from __future__ import annotations

from numba import njit

from netzwerkstatt.engines.demography.compiled.octets import load, splat, store


@njit(nogil=True, cache=True)
def weigh(state, first, last, size, starts, cells, weights, sums):
    """Write into `sums` (n, lanes) the weighted sums of the octets `first` … `last` - 1 of `state` (octets, `size`, 8), flat.

    The weights that are not nought: those of row w are `starts[w]` … `starts[w + 1]` - 1, each with its cell.
    """
    for block in range(first, last):
        at = block * size * 8
        for w in range(starts.size - 1):
            begin, end = starts[w], starts[w + 1]
            first = second = third = fourth = splat(0.0)
            middle = begin + (end - begin) // 4 * 4
            for i in range(begin, middle, 4):
                first = first + weights[i] * load(state, at + cells[i] * 8)
                second = second + weights[i + 1] * load(state, at + cells[i + 1] * 8)
                third = third + weights[i + 2] * load(state, at + cells[i + 2] * 8)
                fourth = fourth + weights[i + 3] * load(state, at + cells[i + 3] * 8)
            for i in range(middle, end):
                first = first + weights[i] * load(state, at + cells[i] * 8)
            store(sums, w * sums.shape[1] + block * 8, (first + second) + (third + fourth))


@njit(nogil=True, cache=True)
def divide(sums, above, under, values):
    """Fill `values` (measures, lanes): a sum, or the quotient of two; nought where there is nobody below."""
    for i in range(values.shape[0]):
        into, top = values[i], sums[above[i]]
        if under[i] < 0:
            for r in range(into.size):
                into[r] = top[r]
        else:
            below = sums[under[i]]
            for r in range(into.size):
                into[r] = top[r] / below[r] if below[r] != 0.0 else 0.0
