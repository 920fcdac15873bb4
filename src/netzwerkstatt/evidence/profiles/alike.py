"""Cities that are alike: nearest neighbours among the municipalities whose figures are in the store, with reasons."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from netzwerkstatt.engines.matching.twins import Incomparable, Indicator, Neighbour, reference_of, twins
from netzwerkstatt.evidence.catalogue import AgeGroups, age_groups, figures, find_territories
from netzwerkstatt.evidence.models import Territory
from netzwerkstatt.evidence.profiles.basis import cite

INDICATORS: Final = (
    Indicator("size", log=True),
    Indicator("young", weight=1.5),
    Indicator("old", weight=1.5),
    Indicator("very_old"),
    Indicator("middle"),
    Indicator("women"),
)
WHOLE: Final = frozenset({"size", "women"})
"""Indicators that are given without decimals; the others have one."""
TOP = 4
FEW = 40
"""With fewer places than this all are candidates, whatever their size."""
SMALLER, LARGER = 0.4, 2.5


@dataclass(frozen=True, slots=True)
class Alike:
    """A city that is alike (or least alike). `overlap`: how much of both age structures is the same, 0 … 1.

    `alike` and `unlike` are keys of indicators, `values` their figures here and there. `shape` (persons per thousand by age
    group, men then women) draws its silhouette over `bounds`.
    """

    key: str
    name: str
    distance: float
    overlap: float
    stable: bool
    alike: tuple[str, ...]
    unlike: tuple[str, ...]
    values: dict[str, tuple[float, float]]
    bounds: tuple[int, ...]
    shape: tuple[tuple[float, ...], tuple[float, ...]]

    @property
    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)

    @classmethod
    def of(cls, plain: dict[str, Any]) -> Alike:
        """From what `plain` gave."""
        tuples = {name: tuple(plain[name]) for name in ("alike", "unlike", "bounds")}
        shape = (tuple(plain["shape"][0]), tuple(plain["shape"][1]))
        values = {key: (pair[0], pair[1]) for key, pair in plain["values"].items()}
        return cls(**{**plain, **tuples, "shape": shape, "values": values})


def alike(
    key: str, year: int | None = None, *, keys: Sequence[str] = (), among: Container[int] | None = None
) -> dict[str, Any]:
    """Twins and the contrast city as plain values: {"year", "among", "twins", "contrast", "own", "keys", "cited"}; empty where there is
    nothing to compare.

    All municipalities of comparable size whose ages by sex are in the store for the same year: the last one, or `year`. With the `keys`
    that were compared and `among` the datasets of the lines that were `cited`, the same answer comes out again. For the worker:
    seconds where all of Germany is there.
    """
    groups = _structures(key, year, keys, among)
    if key not in groups or len(groups) < 3:
        return {}
    known = list(groups)
    values = np.array([_values(groups[one]) for one in known])
    here = known.index(key)
    usable = [
        at
        for at, one in enumerate(INDICATORS)
        if np.isfinite(values[:, at]).sum() >= 2 and np.nanstd(values[:, at]) > 0
    ]
    indicators = [INDICATORS[at] for at in usable]
    chosen = values[:, usable]
    try:
        found = twins(here, chosen, indicators, reference_of("store", chosen, indicators), top=TOP)
    except Incomparable:
        return {}
    names, far = [one.key for one in indicators], found.contrast

    def told(one: Neighbour) -> dict[str, Any]:
        there = groups[known[one.place]]
        both = {name: (float(chosen[here, at]), float(chosen[one.place, at])) for at, name in enumerate(names)}
        return Alike(
            there.territory, there.name, one.distance, overlap(groups[key], there), one.stable, one.alike, one.unlike, both,
            there.starts, shape(there),
        ).plain  # fmt: skip

    return {
        "year": groups[key].year,
        "among": len(known) - 1,
        "twins": [told(one) for one in found.neighbours if far is None or one.place != far.place],
        "contrast": told(far) if far is not None else None,
        "own": {
            "name": groups[key].name,
            "values": dict(zip(names, map(float, chosen[here]), strict=True)),
            "bounds": list(groups[key].starts),
            "shape": [list(side) for side in shape(groups[key])],
        },
        "keys": known,
        "cited": list(dict.fromkeys(cite(one.source) for one in groups.values())),
    }


def rounded(indicator: str, value: float) -> float:
    """An indicator's figure as it is shown."""
    return round(value, 0 if indicator in WHOLE else 1)


def shape(groups: AgeGroups) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Persons per thousand of the place by age group."""
    shares = np.asarray(groups.counts) / max(float(np.asarray(groups.counts).sum()), 1.0) * 1000
    men, women = (tuple(round(float(one), 2) for one in row) for row in shares)
    return men, women


def overlap(one: AgeGroups, other: AgeGroups) -> float:
    """How much of the two age structures is the same: 1 − ½·Σ|difference of shares|."""
    if one.starts != other.starts:
        return 0.0
    a, b = (np.asarray(groups.counts) / max(float(np.asarray(groups.counts).sum()), 1.0) for groups in (one, other))
    return float(1 - np.abs(a - b).sum() / 2)


def _values(groups: AgeGroups) -> list[float]:
    people = float(np.asarray(groups.counts).sum())
    spans = ((0, 17), (65, None), (75, None), (30, 49))
    return [max(people, 1.0), *(_share(groups.ages(*span), people) for span in spans), _women(groups)]


def _share(persons: float | None, people: float) -> float:
    return float("nan") if persons is None or people <= 0 else persons / people * 100


def _women(groups: AgeGroups) -> float:
    """Women of 18 to 29 for 100 men of that age."""
    if not {18, 30} <= set(groups.starts):
        return float("nan")
    first, end = groups.starts.index(18), groups.starts.index(30)
    men, women = (float(np.asarray(row)[first:end].sum()) for row in groups.counts)
    return women / men * 100 if men > 0 else float("nan")


def _structures(key: str, year: int | None, keys: Sequence[str], among: Container[int] | None) -> dict[str, AgeGroups]:
    """Age groups of the place and of all of comparable size, of a year, or of the last one in which the place has them."""
    own = population_groups([key], year, among=among)
    if key not in own:
        return {}
    year = own[key].year
    found = population_groups([*(keys or _comparable(key, own[key])), key], year, among=among)
    return {one: groups for one, groups in found.items() if groups.starts == own[key].starts}


def _comparable(key: str, own: AgeGroups) -> list[str]:
    levels = (
        [Territory.Level.MUNICIPALITY]
        if len(key) == 8
        else [Territory.Level.DISTRICT]
        if len(key) == 5
        else [Territory.Level.STATE]
    )
    keys = list(find_territories("", levels=levels).values_list("key", flat=True))
    return keys if len(keys) <= FEW else _of_size(keys, float(np.asarray(own.counts).sum()), own.year)


def _of_size(keys: list[str], people: float, year: int) -> list[str]:
    rows = figures(keys, ["population_total", "population_by_age_sex"], [year], sex="", age=None)
    totals: dict[str, float] = {}
    for row in rows:
        if row.value is not None and row.definition.age_from is None:
            totals[row.territory] = max(totals.get(row.territory, 0.0), row.value)
    return [key for key, value in totals.items() if SMALLER * people <= value <= LARGER * people]


def population_groups(
    keys: list[str], year: int | None = None, *, among: Container[int] | None = None
) -> dict[str, AgeGroups]:
    """Age groups by sex of many places at once: of one year, or of the last each has; `among` as in `figures`. Two queries."""
    found: dict[str, AgeGroups] = {}
    for (key, _year), groups in sorted(groups_by_year(keys, None if year is None else [year], among=among).items()):
        found[key] = groups
    return found


def groups_by_year(
    keys: list[str], years: list[int] | None, *, among: Container[int] | None = None
) -> dict[tuple[str, int], AgeGroups]:
    """The finest age groups by sex of many places, for each year that has them; `among` as in `figures`. Two queries."""
    found: dict[tuple[str, int], AgeGroups] = {}
    for made in age_groups(keys, years, among=among):
        known = found.get((made.territory, made.year))
        if known is None or (made.time, len(made.starts), made.source.rank) > (
            known.time,
            len(known.starts),
            known.source.rank,
        ):
            found[made.territory, made.year] = made
    return found
