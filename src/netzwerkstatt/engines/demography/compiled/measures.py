"""Weighted sums Σ weight·P of eight trajectories, four sums side by side, and their quotients.

Most weights are those of age groups: cells with the same weights in all of them are summed up once.
"""

from __future__ import annotations

from netzwerkstatt.engines.demography.compiled import inner
from netzwerkstatt.engines.demography.compiled.octets import load, splat, store


@inner(error_model="numpy")
def weigh(state, first, last, size, weighing, groups, sums):
    """Write into `sums` (n, lanes) the weighted sums of the octets `first` … `last` - 1 of `state` (octets, `size`, 8), flat.

    `groups` (m, 8), flat, is room to work in.
    """
    edges, shares, varied, weights = weighing.edges, weighing.shares, weighing.varied, weighing.weights
    lanes = sums.shape[1]
    for octet in range(first, last):
        at = octet * size * 8
        for i in range(edges.size - 1):
            store(groups, i * 8, _sum(state, at + edges[i] * 8, edges[i + 1] - edges[i]))
        for w in range(shares.shape[0]):
            total = splat(0.0)
            for i in range(edges.size - 1):
                if shares[w, i] != 0.0:
                    total = total + shares[w, i] * load(groups, i * 8)
            store(sums, w * lanes + octet * 8, total)
        for i in range(varied.size):
            store(sums, varied[i] * lanes + octet * 8, _weighted(state, at, weights[i]))


@inner(error_model="numpy")
def _sum(state, at, count):
    first = second = third = fourth = splat(0.0)
    middle = count // 4 * 4
    for i in range(0, middle, 4):
        first = first + load(state, at + i * 8)
        second = second + load(state, at + i * 8 + 8)
        third = third + load(state, at + i * 8 + 16)
        fourth = fourth + load(state, at + i * 8 + 24)
    for i in range(middle, count):
        first = first + load(state, at + i * 8)
    return (first + second) + (third + fourth)


@inner(error_model="numpy")
def _weighted(state, at, weights):
    first = second = third = fourth = splat(0.0)
    middle = weights.size // 4 * 4
    for i in range(0, middle, 4):
        first = first + weights[i] * load(state, at + i * 8)
        second = second + weights[i + 1] * load(state, at + i * 8 + 8)
        third = third + weights[i + 2] * load(state, at + i * 8 + 16)
        fourth = fourth + weights[i + 3] * load(state, at + i * 8 + 24)
    for i in range(middle, weights.size):
        first = first + weights[i] * load(state, at + i * 8)
    return (first + second) + (third + fourth)


@inner(error_model="numpy")
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
