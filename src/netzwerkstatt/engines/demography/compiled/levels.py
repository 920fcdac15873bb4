"""The levels of a year, by trajectory: 1 where nothing varies, given ones, or one more step of their walk."""

from __future__ import annotations

import numpy as np

from netzwerkstatt.engines.demography.chance import GOLDEN
from netzwerkstatt.engines.demography.compiled import inner
from netzwerkstatt.engines.demography.compiled.chance import central, outer, uniform

_NET = 4
_LEFT, _RIGHT = 0.075, 0.925
_LOG2E, _LN2_HIGH, _LN2_LOW = 1.4426950408889634, 6.93147180369123816490e-01, 1.90821492927058770002e-10
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_S27, _S30, _S31 = np.uint64(27), np.uint64(30), np.uint64(31)


@inner(error_model="numpy")
def fill_keys(key, first, keys):
    """`chance.key(…, trajectory)` for the trajectories from `first` on."""
    for r in range(keys.size):
        bits = (key ^ np.uint64(first + r)) * _FIRST + GOLDEN
        bits = (bits ^ (bits >> _S30)) * _FIRST
        bits = (bits ^ (bits >> _S27)) * _SECOND
        keys[r] = bits ^ (bits >> _S31)


@inner(error_model="numpy")
def step(factors, walked, plan, keys, territory, first, year, lo, hi):
    """Fill `factors` (5, lanes) from lane `lo` to before `hi`; lane `lo` is the trajectory `first` of the territory."""
    for kind in range(5):
        if plan.mode[kind] == 0:
            continue
        into, past, size = factors[kind, lo:hi], walked[kind, lo:hi], hi - lo
        slot, many, storm = plan.place[kind, 0], plan.place[kind, 1], plan.place[kind, 2]
        common = plan.common[slot if many == 1 else slot + territory, year, first : first + size]
        if plan.mode[kind] == 1:
            for r in range(size):
                into[r] = common[r]
            continue
        walk, crisis = plan.walk[kind, territory], plan.crisis[storm, year, first : first + size]
        persistence, shared, alone, spread = walk[0], walk[1], walk[2], walk[3]
        chances, own = walked[5, lo:hi], keys[lo:hi]
        for r in range(size):
            chances[r] = uniform(own[r], year * 5 + kind)
        for r in range(size):
            into[r] = central(chances[r] - 0.5)
        for r in range(size):
            if chances[r] < _LEFT or chances[r] > _RIGHT:
                into[r] = outer(chances[r])
        for r in range(size):
            shock = crisis[r] * (shared * common[r] + alone * into[r])
            past[r] = persistence * past[r] + spread * shock
        if kind == _NET:
            for r in range(size):
                into[r] = past[r]
        else:
            _exp(past, into, chances)


@inner(error_model="numpy")
def _exp(values, into, room):
    """Fill `into` with the exponentials, many side by side (numba asks the C library for one after the other): Taylor's
    series within half of ln 2, times a power of two. Good to the last digit or two from −700 to 700, held at these ends.
    """
    powers = room.view(np.int64)
    for r in range(values.size):
        value = min(max(values[r], -700.0), 700.0)
        twos = np.floor(value * _LOG2E + 0.5)
        x = value - twos * _LN2_HIGH - twos * _LN2_LOW
        powers[r] = (np.int64(twos) + 1023) << 52
        high = (
            (((x / 6227020800.0 + 1.0 / 479001600.0) * x + 1.0 / 39916800.0) * x + 1.0 / 3628800.0) * x + 1.0 / 362880.0
        ) * x
        middle = (((high + 1.0 / 40320.0) * x + 1.0 / 5040.0) * x + 1.0 / 720.0) * x
        into[r] = (((((middle + 1.0 / 120.0) * x + 1.0 / 24.0) * x + 1.0 / 6.0) * x + 0.5) * x + 1.0) * x + 1.0
    for r in range(values.size):
        into[r] *= room[r]
