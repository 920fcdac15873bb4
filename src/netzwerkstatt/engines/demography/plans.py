"""What goes into a run of trajectories, checked and laid out as arrays, and room for what comes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

from netzwerkstatt.engines.demography import backends, chance, lanes
from netzwerkstatt.engines.demography.arrays import Floats, Misfit, array, scalar

_MOST_GROUPS = 12
"""A row of weights that changes more often is summed up on its own."""


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


class Planner:
    """Checks and lays out for so many territories, ages and trajectories."""

    def __init__(self, count: int, ages: int, trajectories: int) -> None:
        self.count, self.ages, self.trajectories = count, ages, trajectories

    def plan(
        self,
        people: Floats,
        given: Expectations,
        levels: Mapping[str, Walk | npt.ArrayLike],
        seed: int,
        territories: npt.ArrayLike | None,
        *,
        even: bool,
        drawn: bool,
    ) -> Plan:
        """All that goes into a run; `Misfit` names what does not fit."""
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
            population=_whole(people) if drawn else people,
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
                crisis.append(_crises(keys, level.freedom, years) if tails else np.ones(shape))
                continue
            argument = f"levels[{name!r}]"
            low = None if kind == lanes.NET else 0.0
            paths = array(argument, level, ("K", self.trajectories, years), low=low, leading=False)
            if len(paths) not in {1, self.count}:
                raise Misfit(argument, f"length 1 or {self.count}", f"length {len(paths)}", axis=0)
            mode[kind], place[kind, 1] = 1, len(paths)
            common.extend(path.T for path in paths)
        return mode, place, walk, _stacked(common), _stacked(crisis)

    def out(
        self,
        quantiles: Sequence[float],
        measures: Measures | None,
        *,
        years: int,
        keep: str,
        by_age: bool,
        room: npt.NDArray[np.float32] | None,
    ) -> Out:
        """Room for what a run finds, and what it is to find."""
        count, ages, lanes_ = self.count, self.ages, self.trajectories
        levels = _rising(quantiles)
        over, normal = levels.size, np.clip(special.ndtri(levels), -3.0, 3.0)
        rows, above, under = self._measures(measures)
        last, all_years = keep in {"last", "detail"}, keep == "all"
        detail = keep == "detail"
        stored = np.empty((0, 0, 0, 0, 0), np.float32)
        if all_years:
            wanted = (count, lanes_, years + 1, 2, ages)
            stored = np.empty(wanted, np.float32) if room is None else room
            if stored.shape != wanted or stored.dtype != np.float32 or not stored.flags.c_contiguous:
                raise Misfit("room", f"float32 in C order of shape {wanted}", f"{stored.dtype} of shape {stored.shape}")
        return Out(
            trajectories=lanes_,
            levels=levels,
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


def _weighing(rows: Floats) -> Weighing:
    changes = np.diff(rows, axis=1) != 0.0
    varied = changes.sum(axis=1) > _MOST_GROUPS
    inner = np.flatnonzero(changes[~varied].any(axis=0)) + 1
    edges = np.concatenate(([0], inner, [rows.shape[1]])).astype(np.int64)
    firsts = np.ascontiguousarray(np.where(varied[:, None], 0.0, rows[:, edges[:-1]]))  # one form, compiled once
    return Weighing(edges, firsts, np.flatnonzero(varied), rows[varied])


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


def _crises(keys: chance.Bits, freedom: float, years: int) -> Floats:
    """(T, R): what makes the shocks of a year fat-tailed, years side by side."""
    found = np.empty((years, len(keys)))

    def work(begin: int, end: int) -> None:
        found[begin:end] = chance.scale(keys, 2 * np.arange(begin, end)[:, None] + 1, freedom)

    backends.in_parts(years, work)
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
