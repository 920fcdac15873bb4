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
from math import inf
from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import special

from netzwerkstatt.engines.demography import backends, chance, lanes
from netzwerkstatt.engines.demography.arrays import Floats, Misfit, array, scalar
from netzwerkstatt.engines.demography.cohort import MigrationTiming

Keep: TypeAlias = Literal["bands", "last", "detail", "all"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Expectations:
    """What is expected. Each array begins with an axis of territories (K), or leaves it out: then it holds for all.

    `survival` (K, T, 2, A+1), `fertility` (K, T, A+1), `sex_ratio_at_birth` scalar, (T,) or (K, T) and `separation`
    (K, T, 2, A+1) as in `project_cohorts`. Moves, each of them may be left out: `in_migration` (K, T, 2, A+1) persons,
    `out_migration` (K, T, 2, A+1) moves per person present and year, 0 … 1, `net_migration` (K, T, 2, A+1) persons.
    `net_spread` (K, T, 2, A+1): persons by which a shift of 1 of the level "net_migration" changes the net migration.
    """

    survival: npt.ArrayLike
    fertility: npt.ArrayLike
    sex_ratio_at_birth: npt.ArrayLike
    in_migration: npt.ArrayLike | None = None
    out_migration: npt.ArrayLike | None = None
    net_migration: npt.ArrayLike | None = None
    net_spread: npt.ArrayLike | None = None
    separation: npt.ArrayLike | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Walk:
    """How a level strays (module's equation). `spread` of a year's shock: a number, or (K,) one for each territory."""

    spread: float | npt.ArrayLike
    persistence: float = 1.0
    common: float = 0.0
    freedom: float = inf


@dataclass(frozen=True, kw_only=True, slots=True)
class Measures:
    """Figures of a population, computed for each trajectory: Σ numerator·P, or Σ numerator·P / Σ denominator·P.

    `names` (I,); `numerators` and `denominators` (I, 2, A+1) weights by sex and age; a row of `denominators` that is all
    nought (or no denominators) asks for the sum alone. Where the denominator is nobody the figure is 0.
    """

    names: Sequence[str]
    numerators: npt.ArrayLike
    denominators: npt.ArrayLike | None = None


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


class Plan(NamedTuple):
    """All that goes into a run, checked, as arrays of float64 in C order."""

    population: Floats
    lost: Floats
    fertility: Floats
    ratio: Floats
    arriving: Floats
    leaving: Floats
    net: Floats
    spread: Floats
    separation: Floats
    own: npt.NDArray[np.bool_]  # which of the eight before have a row for each territory
    has: npt.NDArray[np.bool_]  # in, out, net, spread, separation
    mode: npt.NDArray[np.int64]  # of each level: 0 none, 1 given, 2 walks
    place: npt.NDArray[np.int64]  # (5, 3) of each level: first row in `common`, how many, row in `crisis`
    walk: Floats  # (5, K, 4) persistence, √common, √(1 − common), spread
    common: Floats  # (n, T, R) given levels, or the shocks of all
    crisis: Floats  # (n, T, R)
    keys: chance.Bits  # (K,)
    even: bool
    drawn: bool


class Weighing(NamedTuple):
    """The rows of weights once more: most are those of age groups, so that groups of cells can be summed up once for all."""

    edges: npt.NDArray[np.int64]  # (m+1,) where groups of cells begin, ages within sexes
    shares: Floats  # (n, m) the weight that a group has in a row
    varied: npt.NDArray[np.int64]  # (v,) the other rows, nought in `shares`
    weights: Floats  # (v, cells)


class Out(NamedTuple):
    """What a run writes."""

    trajectories: int
    levels: Floats
    guesses: Floats  # (2, Q) where quantiles may lie: `compiled.quantiles.row_quantiles`
    rows: Floats  # (n, 2, A+1) weights of the measures, each row once
    weighing: Weighing
    above: npt.NDArray[np.int64]  # (I,) which row is the numerator
    under: npt.NDArray[np.int64]  # (I,) which the denominator, −1 none
    population: Floats
    measured: Floats
    happened: Floats
    last: Floats
    births: Floats
    deaths: Floats
    events: Floats
    stored: npt.NDArray[np.float32]
    wants: npt.NDArray[np.bool_]  # totals of events; births by age and period deaths; quantiles of all cells
    keeps_last: bool
    keeps_detail: bool
    stores: bool


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
    period and event totals; "all" – every year's, float32, 808·T bytes
    for each territory and trajectory of 101 ages; into `room` (K, R, T+1, 2, A+1) where given.

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


_MOST_GROUPS = 12
"""A row of weights that changes more often is summed up on its own."""


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
        self.keep = keep
        self.plan = self._planned(
            _whole(people) if whole_persons else people,
            assumptions,
            levels,
            seed,
            territories,
            timing == "even",
            whole_persons,
        )
        self.out = self._out(_rising(quantiles), measures, by_age=by_age, room=room)

    @property
    def years(self) -> int:
        return int(self.plan.lost.shape[1])

    def _planned(
        self,
        people: Floats,
        given: Expectations,
        levels: Mapping[str, Walk | npt.ArrayLike],
        seed: int,
        territories: npt.ArrayLike | None,
        even: bool,  # noqa: FBT001
        drawn: bool,  # noqa: FBT001
    ) -> Plan:
        survival = self._own("survival", given.survival, ("T", 2, self.ages), low=0.0, high=1.0)
        years = survival.shape[1]
        cells = (years, 2, self.ages)
        fertility = self._own("fertility", given.fertility, (years, self.ages), low=0.0, high=1.0)
        if np.any(fertility[..., 0]):
            raise Misfit("fertility", "no births at age 0 (the axis of ages begins at birth)", "some", axis=-1)
        ratio = np.asarray(given.sex_ratio_at_birth)
        ratio = np.full(years, float(ratio)) if ratio.ndim == 0 and ratio.dtype.kind in "iuf" else ratio
        if given.net_spread is not None and given.net_migration is None:
            raise Misfit("net_spread", "a net_migration that it changes", "none")
        moves = [
            self._own(name, getattr(given, name), cells, low=low, high=high)
            if getattr(given, name) is not None
            else np.zeros((1, 1, 2, self.ages))
            for name, low, high in (
                ("in_migration", 0.0, None),
                ("out_migration", 0.0, 1.0),
                ("net_migration", None, None),
                ("net_spread", None, None),
                ("separation", None, None),
            )
        ]
        has = [
            getattr(given, name) is not None
            for name in ("in_migration", "out_migration", "net_migration", "net_spread", "separation")
        ]
        arrays = [
            1.0 - survival,
            fertility,
            self._own("sex_ratio_at_birth", ratio, (years,), low=0.1, high=10.0),
            *moves,
        ]
        unknown = set(levels) - set(lanes.LEVELS)
        if unknown:
            raise Misfit("levels", f"names out of {', '.join(lanes.LEVELS)}", ", ".join(sorted(unknown)))
        mode, place, walk, common, crisis = self._walks(levels, seed, years)
        ids = np.arange(self.count) if territories is None else np.asarray(territories)
        if ids.shape != (self.count,) or ids.dtype.kind not in "iu" or len(np.unique(ids)) != self.count:
            raise Misfit(
                "territories",
                f"different whole numbers of shape ({self.count},)",
                f"{ids.dtype} of shape {ids.shape}",
                axis=0,
            )
        lost, births, boys, arriving, leaving, net, spread, separation = arrays
        return Plan(
            population=people,
            lost=lost,
            fertility=births,
            ratio=boys,
            arriving=arriving,
            leaving=leaving,
            net=net,
            spread=spread,
            separation=separation,
            own=np.array([len(one) > 1 for one in arrays]),
            has=np.array(has),
            mode=mode,
            place=place,
            walk=walk,
            common=common,
            crisis=crisis,
            keys=chance.key(seed, 1, ids),
            even=even,
            drawn=drawn,
        )

    def _own(
        self,
        name: str,
        values: npt.ArrayLike,
        shape: tuple[int | str, ...],
        *,
        low: float | None = None,
        high: float | None = None,
    ) -> Floats:
        """`values` with an axis of territories before `shape`, of length K or 1."""
        found = array(name, values, shape, low=low, high=high)
        if found.ndim == len(shape):
            found = found[None]
        if found.ndim != len(shape) + 1 or len(found) not in {1, self.count}:
            wanted = ", ".join(map(str, shape))
            raise Misfit(
                name, f"shape ({wanted}) or ({self.count}, {wanted})", f"shape {np.shape(values)}", axis=-len(shape) - 1
            )
        return np.require(found, np.float64, ["C", "W"])

    def _walks(
        self, levels: Mapping[str, Walk | npt.ArrayLike], seed: int, years: int
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Floats, Floats, Floats]:
        shape = (years, self.trajectories)
        mode, place, walk = np.zeros(5, np.int64), np.zeros((5, 3), np.int64), np.zeros((5, self.count, 4))
        common: list[Floats] = []
        crisis: list[Floats] = []
        for kind, name in enumerate(lanes.LEVELS):
            level = levels.get(name)
            if level is None:
                continue
            place[kind] = len(common), 1, len(crisis)
            if isinstance(level, Walk):
                mode[kind], walk[kind] = 2, _steps(name, level, self.count)
                keys, when = chance.key(seed, 2, kind, np.arange(self.trajectories)), np.arange(years)[:, None]
                common.append(chance.normal(keys, 2 * when))
                tails = level.freedom != inf
                crisis.append(chance.scale(keys, 2 * when + 1, level.freedom) if tails else np.ones(shape))
                continue
            argument = f"levels[{name!r}]"
            low = None if kind == lanes.NET else 0.0
            paths = array(argument, level, ("K", self.trajectories, years), low=low, leading=False)
            if len(paths) not in {1, self.count}:
                raise Misfit(argument, f"length 1 or {self.count}", f"length {len(paths)}", axis=0)
            mode[kind], place[kind, 1] = 1, len(paths)
            common.extend(path.T for path in paths)
        return mode, place, walk, _stacked(common), _stacked(crisis)

    def _out(
        self, quantiles: Floats, measures: Measures | None, *, by_age: bool, room: npt.NDArray[np.float32] | None
    ) -> Out:
        count, years, ages, lanes_ = self.count, self.years, self.ages, self.trajectories
        over, normal = quantiles.size, np.clip(special.ndtri(quantiles), -3.0, 3.0)
        rows, above, under = self._measures(measures)
        last, all_years = self.keep in {"last", "detail"}, self.keep == "all"
        detail = self.keep == "detail"
        stored = np.empty((0, 0, 0, 0, 0), np.float32)
        if all_years:
            wanted = (count, lanes_, years + 1, 2, ages)
            stored = np.empty(wanted, np.float32) if room is None else room
            if stored.shape != wanted or stored.dtype != np.float32 or not stored.flags.c_contiguous:
                raise Misfit("room", f"float32 in C order of shape {wanted}", f"{stored.dtype} of shape {stored.shape}")
        return Out(
            trajectories=lanes_,
            levels=quantiles,
            guesses=np.stack((normal, np.sqrt(2.0 * np.pi) * np.exp(normal * normal / 2.0) / lanes_)),
            rows=rows,
            weighing=_weighing(rows.reshape(len(rows), 2 * ages)),
            above=above,
            under=under,
            population=np.empty((count, years + 1, 2, ages if by_age else 0, over)),
            measured=np.empty((count, years + 1, len(above), over)),
            happened=np.empty((count, years, 5, over)),
            last=np.empty((count if last else 0, lanes_, 2, ages)),
            births=np.empty((count if detail else 0, lanes_, ages)),
            deaths=np.empty((count if detail else 0, lanes_, 2, ages)),
            events=np.empty((count if detail else 0, lanes_, years, 5)),
            stored=stored,
            wants=np.array([detail or over > 0, detail, by_age]),
            keeps_last=last,
            keeps_detail=detail,
            stores=all_years,
        )

    def _measures(self, measures: Measures | None) -> tuple[Floats, npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """The different rows of weights, for measures share many; and for each measure its rows."""
        none = np.zeros(0, np.int64)
        if measures is None or len(measures.names) == 0:
            return np.zeros((0, 2, self.ages)), none, none
        shape = (len(measures.names), 2, self.ages)
        above = array("measures.numerators", measures.numerators, shape, leading=False)
        under = np.zeros(shape)
        if measures.denominators is not None:
            under = array("measures.denominators", measures.denominators, shape, leading=False)
        weights, row = np.unique(np.concatenate((above, under)), axis=0, return_inverse=True)
        rows = row.reshape(2, -1).astype(np.int64)
        return _fresh(weights), rows[0].copy(), np.where(under.any(axis=(1, 2)), rows[1], -1)

    def go(self) -> None:
        """Compute, territories side by side."""
        cells = self.count * self.years * 2 * self.ages * self.trajectories
        if backends.choose(cells) == "numba":
            from netzwerkstatt.engines.demography.compiled import run

            run.go(self.plan, self.out)
        else:
            backends.in_parts(self.count, self._plain)

    def _plain(self, begin: int, end: int) -> None:
        for k in range(begin, end):
            self._territory(k)

    def _territory(self, k: int) -> None:
        plan, out = self.plan, self.out
        state = np.repeat(plan.population[k][..., None], self.trajectories, axis=-1)
        keys = chance.key_of(plan.keys[k], np.arange(self.trajectories))
        factors, walked = np.ones((5, self.trajectories)), np.zeros((5, self.trajectories))
        factors[lanes.NET] = 0.0
        self._note(k, 0, state)
        for t in range(self.years):
            self._levels(k, t, keys, factors, walked)
            dice = lanes.Dice(keys, t, self.ages) if plan.drawn else None
            after = lanes.year(state, self._expected(k, t), factors, dice)
            state = after.state
            self._note(k, t + 1, state)
            if out.levels.size:
                out.happened[k, t] = np.moveaxis(np.quantile(after.events, out.levels, axis=-1), 0, -1)
            if out.keeps_detail:
                out.events[k, :, t] = after.events.T
                out.births[k], out.deaths[k] = _by_lane(after.births), _by_lane(after.deaths)
        if out.keeps_last:
            out.last[k] = _by_lane(state)

    def _note(self, k: int, t: int, state: Floats) -> None:
        out = self.out
        if out.stores:
            out.stored[k, :, t] = _by_lane(state)
        if not out.levels.size:
            return
        if out.wants[2]:
            out.population[k, t] = np.moveaxis(np.quantile(state, out.levels, axis=-1), 0, -1)
        for i, (above, under) in enumerate(zip(out.above, out.under, strict=True)):
            values = np.einsum("sx,sxr->r", out.rows[above], state)
            if under >= 0:
                below = np.einsum("sx,sxr->r", out.rows[under], state)
                values = np.divide(values, below, out=np.zeros_like(values), where=below != 0.0)
            out.measured[k, t, i] = np.quantile(values, out.levels)

    def _levels(self, k: int, t: int, keys: chance.Bits, factors: Floats, walked: Floats) -> None:
        plan = self.plan
        for kind in range(5):
            slot, many, storm = plan.place[kind]
            if plan.mode[kind] == 1:
                factors[kind] = plan.common[slot + (k if many > 1 else 0), t]
            elif plan.mode[kind] == 2:
                persistence, shared, alone, spread = plan.walk[kind, k]
                own = chance.normal(keys, t * 5 + kind)
                walked[kind] = persistence * walked[kind] + spread * (
                    plan.crisis[storm, t] * (shared * plan.common[slot, t] + alone * own)
                )
                factors[kind] = walked[kind] if kind == lanes.NET else np.exp(walked[kind])

    def _expected(self, k: int, t: int) -> lanes.Year:
        plan = self.plan

        def of(which: int, values: Floats, *, there: bool = True) -> Floats | None:
            return np.asarray(values[k if plan.own[which] else 0, t]) if there else None

        arriving, leaving, net, spread, parts = (
            of(3 + n, values, there=bool(plan.has[n]))
            for n, values in enumerate((plan.arriving, plan.leaving, plan.net, plan.spread, plan.separation))
        )
        return lanes.Year(
            lost=np.asarray(plan.lost[k if plan.own[0] else 0, t]),
            fertility=np.asarray(plan.fertility[k if plan.own[1] else 0, t]),
            ratio=float(plan.ratio[k if plan.own[2] else 0, t]),
            arriving=arriving,
            leaving=leaving,
            net=net,
            spread=spread,
            separation=parts,
            even=plan.even,
        )

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


def _by_lane(values: Floats) -> Floats:
    """(…, R) as (R, …): what is kept stands trajectory by trajectory."""
    return np.moveaxis(values, -1, 0)


def _weighing(rows: Floats) -> Weighing:
    changes = np.diff(rows, axis=1) != 0.0
    varied = changes.sum(axis=1) > _MOST_GROUPS
    inner = np.flatnonzero(changes[~varied].any(axis=0)) + 1
    edges = np.concatenate(([0], inner, [rows.shape[1]])).astype(np.int64)
    return Weighing(edges, np.where(varied[:, None], 0.0, rows[:, edges[:-1]]), np.flatnonzero(varied), rows[varied])


def _rising(quantiles: Sequence[float]) -> Floats:
    if len(quantiles) == 0:
        return np.zeros(0)
    found = array("quantiles", quantiles, ("Q",), low=0.0, high=1.0, leading=False)
    if np.any(np.diff(found) <= 0.0):
        raise Misfit("quantiles", "numbers that rise strictly", str(list(quantiles)), axis=0)
    return _fresh(found)


def _steps(name: str, walk: Walk, count: int) -> Floats:
    """(K, 4): persistence, √common, √(1 − common), spread."""
    argument = f"levels[{name!r}]"
    spread = array(f"{argument}.spread", walk.spread, (), low=0.0)
    if spread.shape not in {(), (count,)}:
        raise Misfit(f"{argument}.spread", f"a number or shape ({count},)", f"shape {spread.shape}", axis=0)
    persistence = scalar(f"{argument}.persistence", walk.persistence, low=0.0, high=1.0)
    common = scalar(f"{argument}.common", walk.common, low=0.0, high=1.0)
    if not walk.freedom > 2.0:
        raise Misfit(f"{argument}.freedom", "more than 2 degrees of freedom", str(walk.freedom))
    found = np.empty((count, 4))
    found[:] = persistence, np.sqrt(common), np.sqrt(1.0 - common), 0.0
    found[:, 3] = spread
    return found


def _whole(people: Floats) -> Floats:
    """Whole persons, by rounding sums along sex and age: each territory's total is its own, rounded."""
    flat = people.reshape(len(people), -1)
    reached = np.floor(np.cumsum(flat, axis=-1) + 0.5)
    return np.diff(reached, axis=-1, prepend=0.0).reshape(people.shape)


def _stacked(rows: list[Floats]) -> Floats:
    return np.ascontiguousarray(np.stack(rows)) if rows else np.zeros((1, 1, 1))


def _fresh(values: Floats) -> Floats:
    return np.require(values, np.float64, ["C", "W"])
