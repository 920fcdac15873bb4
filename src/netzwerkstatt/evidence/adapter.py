"""From official figures of a place to its futures: the one door to `engines.demography`.

Three steps, each a pure function: `rates_of_past` (what two populations say of moving), `assume` (rates, levels and a
scenario become what the engine expects), `project` (1,000 futures and one middle one). The equations stand in the
handbook, chapter "Wie wir rechnen"; who changes one of them changes both.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache, lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from netzwerkstatt.engines.demography import (
    Expectations,
    Measures,
    housing_inflow,
    project_cohorts,
    project_trajectories,
)
from netzwerkstatt.engines.demography.backends import using
from netzwerkstatt.engines.demography.fertility import with_total
from netzwerkstatt.engines.demography.life_tables import life_table
from netzwerkstatt.engines.demography.migration import spread_evenly, thinned
from netzwerkstatt.engines.demography.prospects import (
    END_OF_2024,
    central,
    level_errors,
    levels,
    own_births,
    own_departures,
)
from netzwerkstatt.engines.demography.services import SCHOOL_KEY_DATES
from netzwerkstatt.evidence.standards import AGES, MOVES, OPEN, germany, grouped

Floats = npt.NDArray[np.float64]

METHOD: Final = 1
"""Raised whenever the same figures would lead to other futures: what was kept before then is no longer taken for new."""

QUANTILES: Final = (0.025, 0.1, 0.5, 0.9, 0.975)
TRAJECTORIES: Final = 1000
LAST_YEAR: Final = 2050
LEAST_YEARS: Final = 20
GROUPS: Final[tuple[tuple[int, int | None], ...]] = (
    (0, 2), (3, 5), (6, 9), (10, 17), (18, 24), (25, 44), (45, 64), (65, 79), (80, None),
)  # fmt: skip
WIDER: Final[tuple[tuple[int, int | None], ...]] = ((0, 17), (18, 64), (20, 64), (65, None), (75, None))
EVENTS: Final = ("births", "deaths", "moves_in", "moves_out", "net")
FOLLOWING: Final = 0.5
"""Children move as this share of the adults of 25 to 39 do: their own net moves cannot be told from births."""
PRIOR: Final = 100.0
"""Events that the country's rates weigh in a place's own ratio: ten deaths say little, a thousand speak for themselves."""

OF_LEVEL, OF_BIRTHS = 1 << 40, 1 << 41
"""Their chance is not that of any place's moves: keys are smaller numbers."""


class Kind:
    """What a home is for; it decides who lives there."""

    CARE = "care"
    STUDENTS = "students"
    REFUGEES = "refugees"
    ALL = (CARE, STUDENTS, REFUGEES)


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is assumed otherwise than by the middle path. Nothing given: the middle path itself.

    `fertility`, `moves_in` and `moves_out` (for each of `MOVES`) in per cent more or less; `life` years of life more in the
    last year, growing evenly until then; `dwellings` a year from `built_from` to `built_to`, both included; `home` places opened
    (below nought closed) at the end of `home_year`.
    """

    fertility: float = 0.0
    life: float = 0.0
    moves_in: tuple[float, ...] = (0.0,) * len(MOVES)
    moves_out: tuple[float, ...] = (0.0,) * len(MOVES)
    dwellings: int = 0
    built_from: int = 2026
    built_to: int = 2035
    persons_per_dwelling: float = 2.4
    home: int = 0
    home_year: int = 2028
    home_kind: str = Kind.CARE

    @classmethod
    def of(cls, plain: dict[str, Any]) -> Scenario:
        """From what `plain` gave."""
        return cls(**{**plain, "moves_in": tuple(plain["moves_in"]), "moves_out": tuple(plain["moves_out"])})

    @property
    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self) | {"moves_in": list(self.moves_in), "moves_out": list(self.moves_out)}

    @property
    def is_middle(self) -> bool:
        """Nothing is assumed otherwise."""
        given = (self.fertility, self.life, *self.moves_in, *self.moves_out, self.dwellings, self.home)
        return not any(given)


@dataclass(frozen=True, slots=True, eq=False)
class Basis:
    """What a place starts from. `people` (2, 91) persons at 31 December of `year`, men first, 90 and older together.

    `leaving` (2, 6) moves away per person and year, `net` (2, 6) net moves per person and year as in the past, by the age groups
    `MOVES`; `past` the country's net moves per 1,000 inhabitants and year in the same past. `births` and `deaths`: the
    place's ratio to the country's rates. `kita` places used per child under 3, 3–5 and 6–13, `care` persons in need of care per
    person of 75 and older; each with its year, None where nothing is known. `born` are the births that `births` rests on; None
    in what was kept before bands allowed for their number, so that the same futures come out of it. `methods` are keys of
    sentences, `sources` lines of
    `basis.cite`; `of_people` are those of the people of today alone.
    """

    key: str
    name: str
    year: int
    people: Floats
    leaving: Floats
    net: Floats
    past: float
    births: float = 1.0
    deaths: float = 1.0
    estimated: bool = False
    methods: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    kita: tuple[float, float, float] | None = None
    kita_year: int = 0
    care: float | None = None
    care_year: int = 0
    of_people: tuple[str, ...] = ()
    born: float | None = None

    @property
    def plain(self) -> dict[str, Any]:
        """For JSON: exact, so that the same futures come out of it again."""
        found = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return found | {name: found[name].tolist() for name in ("people", "leaving", "net")}

    @classmethod
    def of(cls, plain: dict[str, Any]) -> Basis:
        """From what `plain` gave."""
        arrays = {name: np.array(plain[name]) for name in ("people", "leaving", "net")}
        lists = {name: tuple(plain.get(name, ())) for name in ("methods", "sources", "of_people")}
        kita = tuple(plain["kita"]) if plain["kita"] else None
        return cls(**{**plain, **arrays, **lists, "kita": kita})

    @property
    def total(self) -> float:
        return float(self.people.sum())


def fingerprint(basis: Basis, scenario: Scenario, *, trajectories: int = TRAJECTORIES) -> str:
    """The same for the same question: figures, assumptions, number of futures and method."""
    words = {"name", "sources", "of_people", "methods", *(() if basis.born is not None else ("born",))}
    figures = {key: value for key, value in basis.plain.items() if key not in words}
    asked = {"basis": figures, "scenario": scenario.plain, "trajectories": trajectories, "method": METHOD}
    return hashlib.sha256(json.dumps(asked, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


# ── from the past ───────────────────────────────────────────────────────────


def rates_of_past(before: Floats, after: Floats, years: int) -> Floats:
    """Net moves per person and year (2, 6) that explain `after` from `before` (2, 91), both at a year's end, `years` apart.

    What is more or less than those who survived by the country's tables; a step of a census in between counts as moving. Children
    born since move as half the adults of 25 to 39.
    """
    survival = (germany().earlier_table.survivorship(OPEN) + germany().table.survivorship(OPEN)) / 2
    people = before.copy()
    for _year in range(years):
        aged = np.zeros_like(people)
        aged[:, 1:OPEN] = people[:, : OPEN - 1] * survival[:, 1:OPEN]
        aged[:, OPEN] = (people[:, OPEN - 1] + people[:, OPEN]) * survival[:, OPEN]
        people = aged
    moved = (after - people)[:, years:]
    when = np.clip(np.arange(years, AGES) - years // 2, 0, OPEN)
    lived = np.zeros((2, AGES))
    came = np.zeros((2, AGES))
    for sex in (0, 1):
        np.add.at(came[sex], when, moved[sex])
        np.add.at(lived[sex], when, (after[sex, years:] + np.maximum(people[sex, years:], 0.0)) / 2 * years)
    rates = grouped(came) / np.maximum(grouped(lived), 1.0)
    young = slice(25, 40)
    adults = came[:, young].sum() / max(float(lived[:, young].sum()), 1.0)
    children = grouped(before)[:, 0] + grouped(after)[:, 0]
    known = grouped(lived)[:, 0] / np.maximum(children / 2 * years, 1.0)
    rates[:, 0] = rates[:, 0] * np.minimum(known, 1.0) + FOLLOWING * adults * (1 - np.minimum(known, 1.0))
    return np.asarray(rates)


@cache
def past_of_germany(first: int, last: int) -> float | None:
    """The country's net moves per 1,000 inhabitants and year in a past, by the same method; None where it is not known."""
    people = germany().people
    if first not in people or last not in people:
        return None
    rates = rates_of_past(people[first], people[last], last - first)
    return float((rates * grouped(people[last])).sum() / people[last].sum() * 1000)


def ratio_of(counted: float, expected: float) -> float:
    """A place's events to those that the country's rates give, drawn towards 1 by `PRIOR` events."""
    return (counted + PRIOR) / (max(expected, 0.0) + PRIOR)


# ── what is expected ────────────────────────────────────────────────────────


def years_ahead(basis: Basis) -> int:
    """How far the futures reach: to 2050, and twenty years at least."""
    return max(LAST_YEAR - basis.year, LEAST_YEARS)


@dataclass(frozen=True, slots=True, eq=False)
class Expected:
    """What goes into the engine, and the people of homes (T+1, 2, 91) who neither age nor move."""

    given: Expectations
    homes: Floats


def assume(basis: Basis, scenario: Scenario) -> Expected:
    """The middle path of this place with what the scenario assumes otherwise. Equations 1 to 9 of the handbook."""
    years = years_ahead(basis)
    path = central(END_OF_2024, years + max(0, basis.year - END_OF_2024.year))
    late = slice(max(0, basis.year - END_OF_2024.year), None)
    survival, separation = _mortality(years, basis.deaths, scenario.life, tuple(path.mortality[0, late].tolist()))
    pattern = germany().fertility[max(germany().fertility)]
    births = with_total(pattern, path.fertility[0, late] * basis.births * (1 + scenario.fertility / 100))
    leaving, arriving = _moves(basis, scenario)
    profile = arriving / arriving.sum() if arriving.sum() > 0 else germany().schedule / germany().schedule.sum()
    thousand = basis.total / 1000
    shift = (path.migration[0, late] - basis.past) * thousand
    into = np.broadcast_to(arriving, (years, 2, AGES))
    if scenario.dwellings:
        into = into + _built(basis, scenario, years)
    return Expected(
        Expectations(
            survival=survival,
            separation=separation,
            fertility=births,
            sex_ratio_at_birth=germany().sex_ratio,
            in_migration=into,
            out_migration=np.broadcast_to(leaving, (years, 2, AGES)),
            net_migration=shift[:, None, None] * profile,
            net_spread=np.broadcast_to(thousand * profile, (years, 2, AGES)),
        ),
        _homes(basis, scenario, years),
    )


@lru_cache(maxsize=256)
def _mortality(years: int, ratio: float, life: float, index: tuple[float, ...]) -> tuple[Floats, Floats]:
    """Survival into each age and the parts of deaths before a birthday, (T, 2, 91) each."""
    factor = np.exp(END_OF_2024.response * np.array(index)) * ratio
    if life:
        factor = factor * np.exp(np.interp(life * np.arange(1, years + 1) / years, *_life_by_factor()))
    table = life_table(germany().table.mx * factor[:, None, None])
    return table.survivorship(OPEN), table.separation(OPEN)


@cache
def _life_by_factor() -> tuple[Floats, Floats]:
    """Years of life gained (mean of both sexes), rising, and the logarithm of the factor on death rates that gains them."""
    logs = np.linspace(0.7, -0.9, 33)
    gained = life_table(germany().table.mx * np.exp(logs)[:, None, None]).ex[..., 0].mean(axis=-1)
    middle = germany().table.ex[:, 0].mean()
    return gained - middle, logs


def _moves(basis: Basis, scenario: Scenario) -> tuple[Floats, Floats]:
    """Rates of leaving and persons who arrive in a year (2, 91): arrivals are what leaves plus the net of the past."""
    weights = basis.people * germany().schedule
    out = spread_evenly(basis.leaving * grouped(basis.people), MOVES, weights)
    rates = thinned(np.divide(out, basis.people, out=np.zeros_like(out), where=basis.people > 0))
    net = spread_evenly(basis.net * grouped(basis.people), MOVES, weights)
    arriving = np.maximum(rates * basis.people + net, 0.0)
    more_in, more_out = (
        np.repeat(1 + np.array(given) / 100, _WIDTHS) for given in (scenario.moves_in, scenario.moves_out)
    )
    return np.asarray(thinned(rates * more_out)), np.asarray(arriving * more_in)


_WIDTHS: Final = np.diff([*MOVES, AGES])
FROM_ELSEWHERE: Final = 0.5
"""Of those who move into new housing, the share that comes from outside the place: an assumption, named where it is used."""


def _built(basis: Basis, scenario: Scenario, years: int) -> Floats:
    calendar = basis.year + 1 + np.arange(years)
    built = np.where(
        (calendar >= scenario.built_from) & (calendar <= scenario.built_to), float(scenario.dwellings), 0.0
    )
    families = np.zeros(AGES)
    families[:10], families[25:45], families[45:65] = 1.0, 1.6, 0.35
    return housing_inflow(
        built, scenario.persons_per_dwelling, np.broadcast_to(families, (2, AGES)), from_elsewhere=FROM_ELSEWHERE
    )


def _homes(basis: Basis, scenario: Scenario, years: int) -> Floats:
    """People of a home (T+1, 2, 91): there from the end of its year on; below nought where it is closed."""
    found = np.zeros((years + 1, 2, AGES))
    if not scenario.home:
        return found
    weights = np.zeros((2, AGES))
    if scenario.home_kind == Kind.CARE:
        weights[:, 70:80], weights[:, 80:90], weights[:, 90] = 1.0, 3.0, 20.0
        weights *= basis.people[:, :] / np.maximum(basis.people.sum(), 1.0) + 1e-9
    elif scenario.home_kind == Kind.STUDENTS:
        weights[:, 18:27] = 1.0
    else:
        weights[0, :18], weights[1, :18], weights[0, 18:45], weights[1, 18:45] = 0.5, 0.5, 1.5, 0.8
    from_year = max(0, scenario.home_year - basis.year)
    found[from_year:] = scenario.home * weights / weights.sum()
    return found


# ── the futures ─────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Futures:
    """What was found. Rows follow `years`, the first of them is the year of the figures; columns are `QUANTILES`.

    `sums` holds persons by name: "total", "0-2" …, "80+", "pupils", "kita", "care". `events` begin with the second year.
    `middle` (T+1, 2, 91) persons on the middle path, rounded to tenths.
    """

    years: tuple[int, ...]
    sums: dict[str, list[list[float]]]
    events: dict[str, list[list[float]]]
    middle: list[list[list[float]]]
    trajectories: int
    whole: bool

    @property
    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self) | {"years": list(self.years)}

    @classmethod
    def of(cls, plain: dict[str, Any]) -> Futures:
        """From what `plain` gave."""
        return cls(**{**plain, "years": tuple(plain["years"])})

    def at(self, name: str, year: int, quantile: float = 0.5) -> float:
        """A figure of one year. Raises `KeyError` or `ValueError` where there is none."""
        return self.sums[name][self.years.index(year)][QUANTILES.index(quantile)]

    def row(self, name: str, quantile: float = 0.5) -> tuple[float, ...]:
        """A figure over all years."""
        return tuple(row[QUANTILES.index(quantile)] for row in self.sums[name])

    def ages(self, year: int) -> Floats:
        """Persons (2, 91) on the middle path."""
        return np.array(self.middle[self.years.index(year)])


def group_name(group: tuple[int, int | None]) -> str:
    """0-2, 80+."""
    first, last = group
    return f"{first}+" if last is None else f"{first}-{last}"


def project(
    basis: Basis,
    scenario: Scenario,
    *,
    trajectories: int = TRAJECTORIES,
    whole: bool = True,
    threads: int | None = None,
) -> Futures:
    """The futures of a place. The same figures and assumptions give the same futures.

    `whole`: births, deaths and moves are drawn person by person, as small places need; twenty times slower. The seed
    is the place's key: all scenarios of a place share their chance, so that they differ by what is assumed only.
    """
    expected = assume(basis, scenario)
    years = years_ahead(basis)
    chance = seed_of(basis.key)
    names, weights = _measures(basis)
    with using(threads=threads):
        bands = project_trajectories(
            basis.people[None],
            expected.given,
            trajectories=trajectories,
            seed=METHOD,
            levels=_strays(basis, years, trajectories),
            quantiles=QUANTILES,
            measures=Measures(names=names, numerators=weights),
            whole_persons=whole,
            by_age=False,
            territories=np.array([chance]),
        )
        middle = _middle(basis, expected)
    homes = np.maximum(expected.homes, -middle)
    shift = np.einsum("isa,tsa->ti", weights, homes)
    found = np.maximum(bands.measures[0] + shift[..., None], 0.0)
    events = bands.events[0]
    return Futures(
        years=tuple(range(basis.year, basis.year + years + 1)),
        sums={name: _rounded(found[:, at]) for at, name in enumerate(names)},
        events={name: _rounded(events[:, at]) for at, name in enumerate(EVENTS)},
        middle=np.round(middle + homes, 1).tolist(),
        trajectories=trajectories,
        whole=whole,
    )


def _strays(basis: Basis, years: int, trajectories: int) -> dict[str, Floats]:
    """What all scenarios of this place share: the country's levels, and what the place itself departs from them by."""
    common, error = _common(years, trajectories)
    own, chance = END_OF_2024, seed_of(basis.key)
    migration = common["net_migration"] + own_departures(own, years, trajectories, chance)
    if basis.born is None:
        return {**common, "net_migration": migration}
    births = own_births(own.own_births, basis.born + PRIOR, years, trajectories, chance + OF_BIRTHS)
    return {**common, "fertility": common["fertility"] * births, "net_migration": migration + error}


@lru_cache(maxsize=8)
def _common(years: int, trajectories: int) -> tuple[dict[str, Floats], Floats]:
    """The levels that all places share, and what migration is off by because its level is not known exactly."""
    process = END_OF_2024.migration
    error = level_errors(process, END_OF_2024.level_error, years, trajectories, METHOD + OF_LEVEL)
    return levels(END_OF_2024, years, trajectories, METHOD), error


def seed_of(key: str) -> int:
    """A whole number for a key, whatever signs it has."""
    return int(key) if key.isdecimal() else int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big")


def _middle(basis: Basis, expected: Expected) -> Floats:
    """One path without chance: out-moves are rates, so it goes year by year with those who are there."""
    given = expected.given
    people = np.empty((years_ahead(basis) + 1, 2, AGES))
    people[0] = basis.people
    into, leaving, shift = (np.asarray(one) for one in (given.in_migration, given.out_migration, given.net_migration))
    survival, separation, fertility = (np.asarray(one) for one in (given.survival, given.separation, given.fertility))
    for year in range(len(people) - 1):
        net = into[year] - leaving[year] * people[year] + shift[year]
        step = project_cohorts(
            people[year], survival[year : year + 1], fertility[year : year + 1], float(germany().sex_ratio), net[None],
            separation=separation[year : year + 1],
        )  # fmt: skip
        people[year + 1] = step.population[-1]
    return people


def _measures(basis: Basis) -> tuple[list[str], Floats]:
    """Names and weights (I, 2, 91) of all sums that are wanted."""
    rows: list[tuple[str, Floats]] = [("total", np.ones((2, AGES)))]
    rows += [(group_name(group), _group(group)) for group in (*GROUPS, *WIDER)]
    rows.append(("pupils", _pupils(basis.key[:2])))
    if basis.kita:
        rates = np.zeros(AGES)
        rates[:3], rates[3:6], rates[6:14] = basis.kita
        rows.append(("kita", np.broadcast_to(rates, (2, AGES))))
    if basis.care is not None:
        rows.append(("care", _group((75, None)) * basis.care))
    return [name for name, _ in rows], np.array([one for _, one in rows])


def _group(group: tuple[int, int | None]) -> Floats:
    found = np.zeros((2, AGES))
    found[:, group[0] : None if group[1] is None else group[1] + 1] = 1.0
    return found


def _pupils(land: str) -> Floats:
    """Weights of children of primary-school age by the Land's key date; 30 June where no other is known."""
    month, day, _law = SCHOOL_KEY_DATES.get(land, (6, 30, ""))
    passed = (_BEFORE[month - 1] + day) / 365
    found = np.zeros((2, AGES))
    found[:, 6], found[:, 7:10], found[:, 10] = passed, 1.0, 1 - passed
    return found


_BEFORE: Final = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)


def _rounded(values: Floats) -> list[list[float]]:
    rounded: list[list[float]] = np.round(values, 1).tolist()
    return rounded


def as_groups(people: Floats, bounds: Sequence[int]) -> Floats:
    """Persons (2, groups) by the age groups that begin at `bounds`."""
    return np.asarray(np.add.reduceat(people, list(bounds), axis=1))


__all__ = [
    "EVENTS", "FROM_ELSEWHERE", "GROUPS", "METHOD", "QUANTILES", "TRAJECTORIES", "Basis", "Futures", "Kind", "Scenario",
    "as_groups", "assume", "fingerprint", "group_name", "past_of_germany", "project", "rates_of_past", "ratio_of",
    "seed_of", "years_ahead",
]  # fmt: skip
