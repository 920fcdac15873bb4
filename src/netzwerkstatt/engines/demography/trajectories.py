"""Many futures of many territories: levels that stray together and alone, chance of small numbers, and bands of both.

A trajectory shares with the others what is expected – ratios and rates by age – and has its own *levels*: factors on
mortality, fertility, in-moves and out-moves, and a shift of net migration, one number for each year. A level walks:

    y(t) = persistence·y(t−1) + spread·shock(t)      factor = exp(y), its median is 1; net migration: + y·(spread profile)
    shock = s·(√common·c + √(1 − common)·e)          c of all territories, e of this one, both standard normal

so `common` is the correlation of two territories. s is 1, or √(f/χ²) for Student's t with f degrees of `freedom`: the same
for all territories, because a year of crisis comes to all. persistence 1 is a random walk, below 1 an AR(1).

Quantiles are computed year by year while the trajectories run; the trajectories themselves are kept only if asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from netzwerkstatt.engines.demography import backends, plain
from netzwerkstatt.engines.demography.arrays import Floats, Misfit, array
from netzwerkstatt.engines.demography.cohort import MigrationTiming
from netzwerkstatt.engines.demography.plans import Expectations, Measures, Planner, Walk

Keep: TypeAlias = Literal["bands", "last", "detail", "all"]


@dataclass(frozen=True, slots=True, eq=False)
class Bands:
    """What `project_trajectories` found, territories first; the last axis Q are the quantiles in `levels`.

    `population` (K, T+1, 2, A+1, Q) persons, year 0 as given. `measures` (K, T+1, I, Q) in the order of `measure_names`.
    `events` (K, T, 5, Q) persons in the order of `lanes.EVENTS`: births, deaths, in-, out- and net migration.
    Kept only if asked for, else None, R trajectories: `last` (K, R, 2, A+1) the last year's population; `births_by_age`
    (K, R, A+1) and `period_deaths` (K, R, 2, A+1) of that year, `event_totals` (K, R, T, 5) of all;
    `trajectories` (K, R, T+1, 2, A+1) float32.
    """

    levels: tuple[float, ...]
    measure_names: tuple[str, ...]
    population: Floats
    measures: Floats
    events: Floats
    last: Floats | None = None
    births_by_age: Floats | None = None
    period_deaths: Floats | None = None
    event_totals: Floats | None = None
    trajectories: npt.NDArray[np.float32] | None = None


def project_trajectories(
    population: npt.ArrayLike,
    assumptions: Expectations,
    *,
    trajectories: int = 1000,
    seed: int = 0,
    levels: Mapping[str, Walk | npt.ArrayLike] | None = None,
    quantiles: Sequence[float] = (0.1, 0.5, 0.9),
    measures: Measures | None = None,
    whole_persons: bool = False,
    migration_timing: MigrationTiming = "even",
    keep: Keep = "bands",
    by_age: bool = True,
    territories: npt.ArrayLike | None = None,
    room: npt.NDArray[np.float32] | None = None,
) -> Bands:
    """Project the territories `population` (K, 2, A+1) along R = `trajectories` futures, and sum up in quantiles.

    `levels`: for each of `lanes.LEVELS` that varies a `Walk`, or levels of one's own (K, R, T) or (1, R, T) – factors
    ≥ 0, for "net_migration" a shift. `quantiles`: rising, 0 … 1, none at all is allowed; exact, as `numpy.quantile`.
    `by_age` False: no quantiles of single ages, only of `measures` and events (then `population` has no ages: length 0).
    `whole_persons`: births, deaths and moves are drawn (Poisson, binomial), and the population at the start is rounded to
    whole persons, its total kept; needed where numbers are small.
    `territories` (K,): whole numbers that name the territories (an AGS): a territory has the same chance whichever others
    are computed with it; left out, their places in the order.
    `keep`: "bands" – quantiles; "last" – also the last year's populations; "detail" – these, with births by age, deaths by
    period and event totals; "all" – every year's, float32, 808·(T+1) bytes for each territory and trajectory of 101 ages;
    into `room` (K, R, T+1, 2, A+1) where given: a system takes as long to give so much memory as we take to fill it.

    The same `seed` gives the same bits for any number of threads and any cutting into territories; NumPy and numba agree to
    1e-12. Raises `Misfit` with argument, axis and expected shape.
    """
    run = _Run(
        population, assumptions, trajectories, seed, levels or {}, quantiles, measures, migration_timing, territories,
        whole_persons=whole_persons, keep=keep, by_age=by_age, room=room,
    )  # fmt: skip
    run.go()
    return run.bands()


def bands_in_batches(
    population: npt.ArrayLike, assumptions: Expectations, *, batch: int = 250, **how: Any
) -> Iterator[tuple[slice, Bands]]:
    """`project_trajectories` for `batch` territories after the other: as many territories as one likes in bounded memory.

    Yields the territories' places and their bands; the same bits as all at once. Arguments as there.
    """
    people = array("population", population, ("K", 2, "A+1"), low=0.0, leading=False)
    if batch < 1:
        raise Misfit("batch", "at least 1", str(batch))
    names = how.pop("territories", None)
    ids = np.arange(len(people)) if names is None else np.asarray(names)
    for begin in range(0, len(people), batch):
        part = slice(begin, min(len(people), begin + batch))
        yield (
            part,
            project_trajectories(
                people[part],
                _part(assumptions, part, len(people)),
                territories=ids[part],
                **_levels_of(how, part, len(people)),
            ),
        )


_OWN_AXES = {
    "survival": 3, "fertility": 2, "sex_ratio_at_birth": 1, "in_migration": 3, "out_migration": 3, "net_migration": 3,
    "net_spread": 3, "separation": 3,
}  # fmt: skip


def _part(assumptions: Expectations, part: slice, count: int) -> Expectations:
    found = {}
    for name, axes in _OWN_AXES.items():
        values = getattr(assumptions, name)
        cut = values is not None and np.ndim(values) == axes + 1 and np.shape(values)[0] == count
        found[name] = np.asarray(values)[part] if cut else values
    return Expectations(**found)


def _levels_of(how: dict[str, Any], part: slice, count: int) -> dict[str, Any]:
    levels: Mapping[str, Walk | npt.ArrayLike] = how.get("levels") or {}
    return how | {"levels": {name: _level_of(level, part, count) for name, level in levels.items()}}


def _level_of(level: Walk | npt.ArrayLike, part: slice, count: int) -> Walk | npt.ArrayLike:
    if not isinstance(level, Walk):
        values = np.asarray(level)
        return values[part] if values.ndim == 3 and len(values) == count else values
    spread = np.asarray(level.spread)
    if spread.ndim == 0:
        return level
    return Walk(spread=spread[part], persistence=level.persistence, common=level.common, freedom=level.freedom)


class _Run:
    def __init__(
        self,
        population: npt.ArrayLike,
        assumptions: Expectations,
        trajectories: int,
        seed: int,
        levels: Mapping[str, Walk | npt.ArrayLike],
        quantiles: Sequence[float],
        measures: Measures | None,
        timing: str,
        territories: npt.ArrayLike | None,
        *,
        whole_persons: bool,
        keep: str,
        by_age: bool,
        room: npt.NDArray[np.float32] | None,
    ) -> None:
        if timing not in {"even", "end"}:
            raise Misfit("migration_timing", "one of 'even', 'end'", repr(timing))
        if keep not in {"bands", "last", "detail", "all"}:
            raise Misfit("keep", "one of 'bands', 'last', 'detail', 'all'", repr(keep))
        if trajectories < 1:
            raise Misfit("trajectories", "at least 1", str(trajectories))
        people = array("population", population, ("K", 2, "A+1"), low=0.0, leading=False)
        if people.shape[-1] < 2:
            raise Misfit("population", "at least two ages (A ≥ 1; shape (K, 2, A+1))", "one", axis=-1)
        self.count, _, self.ages = people.shape
        self.trajectories = trajectories
        self.names = tuple(measures.names) if measures is not None else ()
        planner = Planner(self.count, self.ages, trajectories)
        self.plan = planner.plan(
            people, assumptions, levels, seed, territories, even=timing == "even", drawn=whole_persons
        )
        self.years = int(self.plan.lost.shape[1])
        self.out = planner.out(quantiles, measures, years=self.years, keep=keep, by_age=by_age, room=room)

    def go(self) -> None:
        """Compute, territories side by side."""
        cells = self.count * self.years * 2 * self.ages * self.trajectories
        if backends.choose(cells) == "numba":
            from netzwerkstatt.engines.demography.compiled import run

            run.go(self.plan, self.out)
        else:
            plain.go(self.plan, self.out)

    def bands(self) -> Bands:
        """What was found, not to be written to."""
        out = self.out
        last, detail = out.keeps_last, out.keeps_detail
        found = Bands(
            levels=tuple(float(level) for level in out.levels),
            measure_names=self.names,
            population=out.population,
            measures=out.measured,
            events=out.happened,
            last=out.last if last else None,
            births_by_age=out.births if detail else None,
            period_deaths=out.deaths if detail else None,
            event_totals=out.events if detail else None,
            trajectories=out.stored if out.stores else None,
        )
        for values in (found.population, found.measures, found.events):
            values.flags.writeable = False
        return found
