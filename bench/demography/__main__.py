"""How fast the demography engine is: `make bench NAME=demography` prints a table. ARGS="--quick": a tenth of the work.

Median of runs after one to warm up (numba compiles then), the same work with plain NumPy in the same run, wall and
processor time, and the load of the machine: on a busy one compare the ratio and the processor time. "known" is what was
measured of others' or sketched code before this was written, "least" and "goal" are the bars. Each row is measured in a
process of its own, so that its peak of memory is its own: the largest holds the 2.5 GB that it was asked to fill, that
of all municipalities must stay below 2. Places are invented; sizes, ages and years are real.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from netzwerkstatt.engines.demography import (
    Expectations,
    Measures,
    Walk,
    backends,
    bands_in_batches,
    project_trajectories,
)

AGES, YEARS = 101, 30
BANDS = (0.1, 0.5, 0.9)


@dataclass(frozen=True)
class Row:
    """One line: what is measured and kept, what is known of it, its bars in seconds (least, goal), and on how many of the
    territories NumPy is measured.
    """

    name: str
    known: str
    bars: tuple[float, float] | None
    work: Callable[[int], object]  # with so many territories
    territories: int
    plain: int
    runs: int = 5


def main() -> None:
    """Measure and print, a row at a time."""
    parser = argparse.ArgumentParser(prog="bench.demography", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the territories: to see that it runs")
    parser.add_argument("--rows", default="", help="only rows whose name holds this")
    parser.add_argument("--row", help="only this row, without the head of the table")
    options = parser.parse_args()
    if options.row is not None:
        _print(next(row for row in _rows() if row.name == options.row), quick=options.quick)
        return
    load = os.getloadavg()
    print(
        f"{backends.thread_count()} threads · load {load[0]:.1f} {load[1]:.1f} {load[2]:.1f} before, R = 1,000, A = 100"
    )
    head = (
        f"{'what':<70}{'known':>34}{'least':>7}{'goal':>7}{'s':>9}{'cpu s':>9}{'NumPy s':>9}{'ratio':>8}{'peak GB':>9}"
    )
    print(head, flush=True)
    for row in _rows():
        if options.rows in row.name:
            quick = ["--quick"] if options.quick else []
            subprocess.run([sys.executable, "-m", "bench.demography", "--row", row.name, *quick], check=True)
    print(f"load after {os.getloadavg()[0]:.1f}; NumPy's time is measured on part of the territories and multiplied")


def _print(row: Row, *, quick: bool) -> None:
    count = max(1, row.territories // 10) if quick else row.territories
    plain = max(1, row.plain // 10) if quick else row.plain
    row.work(count if row.runs > 1 else plain)
    seconds, cpu = _measured(lambda: row.work(count), row.runs)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    with backends.using("numpy"):
        slow, _ = _measured(lambda: row.work(plain), 1)
    slow *= count / plain
    bars = "".join(f"{bar:>7.2f}" for bar in row.bars) if row.bars else f"{'–':>7}{'–':>7}"
    print(
        f"{row.name:<70}{row.known:>34}{bars}{seconds:>9.3f}{cpu:>9.3f}{slow:>9.2f}{slow / seconds:>7.0f}×{peak:>9.2f}",
        flush=True,
    )


def _measured(work: Callable[[], object], runs: int) -> tuple[float, float]:
    walls, processors = [], []
    for _ in range(runs):
        wall, processor = time.perf_counter(), time.process_time()
        work()
        walls.append(time.perf_counter() - wall)
        processors.append(time.process_time() - processor)
    return statistics.median(walls), statistics.median(processors)


def _rows() -> list[Row]:
    net, gross, shared, walks = _net(), _gross(), _shared_levels(), _walks()
    rooms: dict[int, np.ndarray] = {}

    def stored(count: int) -> object:
        if count not in rooms:
            rooms.clear()
            rooms[count] = np.zeros((count, 1000, YEARS + 1, 2, AGES), np.float32)
        return project_trajectories(_people(count), net, levels=shared, quantiles=(), keep="all", room=rooms[count])

    def all_municipalities(count: int) -> object:
        # what a caller keeps: the median of all, written over batch by batch
        kept = np.empty((count, YEARS + 1, 3))
        for part, bands in bands_in_batches(
            _people(count), gross, levels=walks, quantiles=BANDS, measures=_groups(), batch=200
        ):
            kept[part] = bands.measures[..., :3, 1]
        return kept

    def deterministic(count: int) -> object:
        return project_trajectories(_people(count), _net(50), trajectories=1, quantiles=(), keep="last")

    def with_bands(count: int) -> object:
        return project_trajectories(_people(count), gross, levels=walks, quantiles=BANDS, measures=_groups())

    return [
        Row("100 × 1,000 × 30: net migration, common levels given, last year kept",
            "bayesPop's core 4.5, sketch 0.072", (0.15, 0.08),
            lambda n: project_trajectories(_people(n), net, levels=shared, quantiles=(), keep="last"), 100, 4),
        Row("… in/out migration, own walks drawn, births by age, period deaths", "–", (0.6, 0.25),
            lambda n: project_trajectories(_people(n), gross, levels=walks, quantiles=(), keep="detail"), 100, 2),
        Row("… the same, bands of 202 ages × sex, events, 12 indicators, each year", "–", (1.5, 0.5), with_bands, 100, 1),
        Row("every year stored, float32 (2.5 GB), room given", "sketch 0.104, write limit 0.080", (0.2, 0.11),
            stored, 100, 2),
        Row("nine cities × 1,000 × 30 with bands of ages, events, indicators", "kernel 0.007", (0.1, 0.04),
            with_bands, 9, 1),
        Row("nine cities, whole persons (each death, birth and move drawn)", "–", None,
            lambda n: project_trajectories(
                _people(n), gross, levels=walks, quantiles=BANDS, measures=_groups(), whole_persons=True
            ), 9, 1, 2),
        Row("10,786 municipalities × 50 years, deterministic, last year kept", "NumPy 0.35", (0.5, 0.15), deterministic,
            10_786, 200),
        Row("10,786 × 1,000 × 30, bands of ages, events, 12 indicators, batches", "kernel about 8", (90.0, 25.0),
            all_municipalities, 10_786, 1, 1),
    ]  # fmt: skip


def _people(count: int) -> np.ndarray:
    size = np.random.default_rng(count).lognormal(8.0, 1.3, (count, 1, 1))
    return size / AGES / 2 * np.exp(-np.maximum(np.arange(AGES) - 55, 0) / 18) * np.ones((1, 2, 1))


def _rates(years: int) -> tuple[np.ndarray, np.ndarray, float]:
    age = np.arange(AGES)
    survival = np.tile(1 - np.minimum(0.0003 * np.exp(0.087 * age), 0.6), (years, 2, 1))
    fertility = np.tile(0.085 * np.exp(-0.5 * ((age - 31) / 5.5) ** 2) * (age > 14) * (age < 50), (years, 1))
    return survival, fertility, 1.055


def _net(years: int = YEARS) -> Expectations:
    survival, fertility, ratio = _rates(years)
    moves = np.tile(3 * np.exp(-0.5 * ((np.arange(AGES) - 25) / 8) ** 2), (years, 2, 1))
    return Expectations(survival=survival, fertility=fertility, sex_ratio_at_birth=ratio, net_migration=moves)


def _gross() -> Expectations:
    survival, fertility, ratio = _rates(YEARS)
    pattern = np.tile(np.exp(-0.5 * ((np.arange(AGES) - 25) / 8) ** 2), (YEARS, 2, 1))
    return Expectations(
        survival=survival, fertility=fertility, sex_ratio_at_birth=ratio, in_migration=6 * pattern,
        out_migration=0.08 * pattern, separation=np.full((YEARS, 2, AGES), 0.5),
    )  # fmt: skip


def _shared_levels() -> dict[str, np.ndarray]:
    dice = np.random.default_rng(1)
    return {name: dice.lognormal(0.0, 0.1, (1, 1000, YEARS)) for name in ("mortality", "fertility")}


def _walks() -> dict[str, Walk]:
    return {
        "mortality": Walk(spread=0.02, common=0.7),
        "fertility": Walk(spread=0.05, persistence=0.92, common=0.7),
        "in_migration": Walk(spread=0.15, persistence=0.8, common=0.5, freedom=4.0),
    }


def _groups() -> Measures:
    """All, four age groups, and seven quotients of the kind that towns ask for."""
    age = np.arange(AGES)
    borders = {"0-19": (0, 20), "20-64": (20, 65), "65+": (65, AGES), "80+": (80, AGES)}
    group = {name: np.tile((age >= low) & (age < high), (2, 1)).astype(float) for name, (low, high) in borders.items()}
    everybody, none = np.ones((2, AGES)), np.zeros((2, AGES))
    sums = [everybody, *group.values()]
    quotients = [
        (group["0-19"], group["20-64"]), (group["65+"], group["20-64"]), (group["80+"], group["65+"]),
        (group["0-19"] + group["65+"], group["20-64"]), (np.tile(age + 0.5, (2, 1)), everybody),
        (group["80+"], everybody), (group["0-19"], everybody),
    ]  # fmt: skip
    return Measures(
        names=[f"m{n}" for n in range(len(sums) + len(quotients))],
        numerators=np.stack(sums + [above for above, _ in quotients]),
        denominators=np.stack([none] * len(sums) + [below for _, below in quotients]),
    )


if __name__ == "__main__":
    main()
