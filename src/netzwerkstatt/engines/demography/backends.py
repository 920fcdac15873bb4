"""Two ways to compute the same figures: NumPy, and numba where it is installed (extra "fast").

Both do the same additions and multiplications in the same order, so that it does not matter which one is taken.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from typing import Literal, TypeAlias

Backend: TypeAlias = Literal["numpy", "numba"]

WORTH_LOADING = 20_000_000
"""Below as many cells times years NumPy is done before numba is loaded – or, the first time after it was installed, has
compiled for half a minute: one city's thousand futures, drawn or not, never wait for that.
"""

_asked: ContextVar[Backend | None] = ContextVar("backend", default=None)
_threads: ContextVar[int | None] = ContextVar("threads", default=None)


def choose(cells: int) -> Backend:
    """Which way to take for so many cells (persons by age and sex, times years, territories and trajectories)."""
    asked = _asked.get()
    if asked is not None:
        return asked
    return "numba" if cells >= WORTH_LOADING and _has_numba() else "numpy"


@contextmanager
def using(backend: Backend | None = None, *, threads: int | None = None) -> Iterator[None]:
    """Compute with this back end and so many threads within the block; None leaves the choice to the engine."""
    if backend == "numba" and not _has_numba():
        raise ModuleNotFoundError("numba is not installed: pip install 'netzwerkstatt[fast]'", name="numba")
    first, second = _asked.set(backend), _threads.set(threads)
    try:
        yield
    finally:
        _asked.reset(first)
        _threads.reset(second)


def thread_count() -> int:
    """Threads to compute with: as asked for, else one per processor that this process may use."""
    asked = _threads.get()
    if asked is not None:
        return max(1, asked)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_parts(count: int, work: Callable[[int, int], None], *, least: int = 1) -> None:
    """Call `work(begin, end)` for parts of range(count), side by side; `least` per part. Not numba's own threads:
    they end the process when two requests compute at once.
    """
    workers = min(thread_count(), max(1, count // max(1, least)))
    if workers == 1:
        work(0, count)
        return
    pieces = min(count, workers * 32)
    bounds = [count * piece // pieces for piece in range(pieces + 1)]
    with ThreadPoolExecutor(workers, "cohorts") as pool:
        for done in [pool.submit(work, begin, end) for begin, end in pairwise(bounds)]:
            done.result()


@cache
def _has_numba() -> bool:
    return find_spec("numba") is not None
