"""From official figures to what a projection of a place starts from. What is estimated says so, and by which method.

A municipality's single ages are not published. They are its last age groups, aged as its district's cohorts were and fitted
to the district's ages and the place's own total (Deming and Stephan), until the city brings its own register.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from netzwerkstatt.engines.demography.structures import aged_seed, fit_structures
from netzwerkstatt.evidence.adapter import Basis, past_of_germany, rates_of_past, ratio_of
from netzwerkstatt.evidence.catalogue import (
    AgeGroups,
    AgeStructure,
    Row,
    Source,
    breaks_between,
    figures,
    population_by_age,
    population_by_age_groups,
    territory,
)
from netzwerkstatt.evidence.standards import AGES, MOVES, OPEN, Floats, germany, grouped, single_ages

REGISTER = "register_population_by_age_sex"
KITA = ((0, 2), (3, 5), (6, 13))
PAST = (2015, 2024)


class Missing(LookupError):
    """Why no projection can start: `word` is a key of `words.MISSING`."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


@dataclass(frozen=True, slots=True, eq=False)
class _People:
    """Persons (2, 91) at the end of a year, and how they were found."""

    year: int
    counts: Floats
    estimated: bool
    methods: tuple[str, ...]
    sources: tuple[str, ...]


def basis_of(key: str) -> Basis:
    """What a projection of this place starts from. Some two dozen queries: for the worker and for actions, not for pages.

    Raises `Missing` where the store has too little: the place itself, or any age structure.
    """
    place = territory(key)
    if place is None:
        raise Missing("place")
    people = _people(key)
    region = key[:5] if len(key) == 8 else key
    now = people if region == key else _region(region)
    net, moved, earlier = _net(region, now)
    leaving, left, of_leaving = _leaving(key, people.counts)
    births, deaths, born, events, counted = _events(region)
    kita, kita_year, of_kita = _kita(region)
    care, care_year, of_care = _care(region)
    methods = (*people.methods, *moved, *left, *events)
    sources = (*people.sources, *earlier, *of_leaving, *counted, *of_kita, *of_care, *standards())
    return Basis(
        key=key,
        name=place.name,
        year=people.year,
        people=people.counts,
        leaving=leaving,
        net=net,
        past=past_of_germany(*PAST) or 0.0,
        births=births,
        deaths=deaths,
        born=born,
        estimated=people.estimated,
        methods=tuple(dict.fromkeys(methods)),
        sources=tuple(dict.fromkeys(sources)),
        kita=kita,
        kita_year=kita_year,
        care=care,
        care_year=care_year,
        of_people=tuple(dict.fromkeys(people.sources)),
    )


def standards() -> tuple[str, ...]:
    """The country's tables that every projection rests on, as lines of source."""
    found = germany().tables
    office = "Statistisches Bundesamt (Destatis)"
    tables = (f"{found['life']} ({germany().table_years})", f"{found['fertility']} ({max(germany().fertility)})")
    return tuple(f"{office}\t{table}\tdl-de/by-2-0" for table in tables)


def cite(source: Source) -> str:
    """Institution, table, licence and fingerprint of the figures, told apart by tabs: words come where they are read, in the
    reader's language.
    """
    return f"{source.institution}\t{source.table_code}\t{source.licence}\t{source.figures_sha256}"


def folded(structure: AgeStructure) -> Floats:
    """Single ages to 90+ (2, 91), whatever the open age of the figures is."""
    counts = np.asarray(structure.counts, dtype=float)
    if structure.open_age >= OPEN:
        return np.concatenate([counts[:, :OPEN], counts[:, OPEN:].sum(axis=1, keepdims=True)], axis=1)
    return single_ages(counts, list(range(structure.open_age + 1)))


def people_of(groups: AgeGroups) -> Floats:
    """Single ages (2, 91) whose sums are the groups'."""
    counts = np.asarray(groups.counts, dtype=float)
    if groups.single_years:
        return folded(
            AgeStructure(
                groups.territory,
                groups.name,
                groups.time,
                groups.year,
                len(groups.starts) - 1,
                counts,
                groups.definition,
                groups.source,
            )
        )
    return single_ages(counts, list(groups.starts))


# ── the people ──────────────────────────────────────────────────────────────


def _people(key: str) -> _People:
    own = population_by_age(key)
    register = population_by_age(key, indicator=REGISTER)
    if register is not None and (own is None or register.time > own.time):
        return _People(register.year, folded(register), False, ("register",), (cite(register.source),))
    if own is not None:
        return _People(own.year, folded(own), False, (), (cite(own.source),))
    if len(key) == 8:
        return _municipality(key)
    groups = population_by_age_groups(key)
    if groups is None:
        raise Missing("ages")
    return _People(groups.year, people_of(groups), True, ("ungrouped",), (cite(groups.source),))


def _region(key: str) -> _People:
    own = population_by_age(key)
    if own is not None:
        return _People(own.year, folded(own), False, (), (cite(own.source),))
    groups = population_by_age_groups(key)
    if groups is None:
        raise Missing("district")
    return _People(groups.year, people_of(groups), True, ("ungrouped",), (cite(groups.source),))


def _municipality(key: str) -> _People:
    district = _region(key[:5])
    groups = population_by_age_groups(key)
    total = _total(key)
    if groups is None and total is None:
        raise Missing("ages")
    sources = [district.sources[0]]
    whole = float(district.counts.sum())
    if groups is None or groups.year > district.year:
        if total is None and groups is not None:
            return _People(groups.year, people_of(groups), True, ("ungrouped",), (cite(groups.source),))
        counts = district.counts * (float((total and total.value) or 0.0) / whole)
        known = (cite(total.source),) if total is not None else ()
        return _People(district.year, counts, True, ("as-the-district",), (*sources, *known))
    earlier = population_by_age_groups(key[:5], groups.year)
    then = people_of(earlier) if earlier is not None else district.counts
    if earlier is not None:
        sources.append(cite(earlier.source))
    own = _onto(np.asarray(groups.counts, dtype=float), groups.starts, then)
    rest = np.maximum(np.add.reduceat(then, list(groups.starts), axis=1) - own, 0.0)
    years = max(0, min(district.year - groups.year, 40))
    seed = aged_seed(
        np.stack([own, rest]), groups.starts, np.maximum(then, 1e-6), np.maximum(district.counts, 1e-6), years
    )
    persons = float(total.value or 0.0) if total is not None and total.year >= groups.year else float(own.sum())
    persons = min(persons, whole * 0.999)
    fitted = fit_structures(seed, district.counts, [persons, whole - persons]).people[0]
    sources += [cite(groups.source), *([cite(total.source)] if total is not None else [])]
    changed = breaks_between(key, _day(groups.year), _day(district.year))
    methods = ("fitted", *(("borders",) if changed else ()), *(() if total is not None else ("old-total",)))
    return _People(district.year, np.asarray(fitted), True, methods, tuple(sources))


def _onto(counts: Floats, starts: tuple[int, ...], then: Floats) -> Floats:
    """A municipality may not have more people of a group than its district: borders may have changed since."""
    most = np.add.reduceat(then, list(starts), axis=1)
    return np.minimum(counts, most)


def _day(year: int) -> date:
    return date(year, 12, 31)


def _total(key: str) -> Row | None:
    """The newest official total: of the population carried forward, else of the census."""
    rows = [row for row in figures([key], ["population_total", "census_population"]) if row.value]
    return max(rows, key=lambda row: row.time, default=None)


# ── what moves them ─────────────────────────────────────────────────────────


def _net(region: str, now: _People) -> tuple[Floats, tuple[str, ...], tuple[str, ...]]:
    """Net moves per person and year (2, 6) of the region's past; the country's where there is no earlier structure."""
    earlier = population_by_age_groups(region, PAST[0])
    if earlier is None or not 5 <= now.year - earlier.year <= 30:
        people = germany().people
        return rates_of_past(people[PAST[0]], people[PAST[1]], PAST[1] - PAST[0]), ("moves-of-the-country",), ()
    moved = rates_of_past(people_of(earlier), now.counts, now.year - earlier.year)
    return moved, ("moves-of-the-district",), (cite(earlier.source),)


def _leaving(key: str, people: Floats) -> tuple[Floats, tuple[str, ...], tuple[str, ...]]:
    """Moves away per person and year (2, 6): the place's own last ones, else the country's by single age."""
    usual = grouped(germany().schedule * people) / np.maximum(grouped(people), 1e-9)
    rows = [row for row in figures([key], "moves_out_by_age", sex=None) if row.definition.sex and row.value is not None]
    last = max((row.year for row in rows), default=0)
    found = {(row.definition.sex, row.definition.age_from): float(row.value or 0.0) for row in rows if row.year == last}
    groups = population_by_age_groups(key, last) if found else None
    if groups is None or any((sex, first) not in found for sex in "mf" for first in MOVES):
        return usual, ("leaving-as-the-country",), ()
    there = grouped(people_of(groups))
    moved = np.array([[found[sex, first] for first in MOVES] for sex in "mf"])
    rates = np.minimum(np.divide(moved, there, out=usual.copy(), where=there > 0), 0.6)
    of_rows = (cite(row.source) for row in rows if row.year == last)
    return rates, ("leaving-of-the-place",), tuple(dict.fromkeys((*of_rows, cite(groups.source))))


def _events(region: str) -> tuple[float, float, float, tuple[str, ...], tuple[str, ...]]:
    """The region's births and deaths in proportion to what the country's rates give, of the last year with both; and its births."""
    births = _newest(region, "births")
    deaths = _newest(region, "deaths")
    if births is None or deaths is None:
        return 1.0, 1.0, 0.0, ("events-as-the-country",), ()
    groups = population_by_age_groups(region, births.year)
    if groups is None or births.year not in germany().fertility:
        return 1.0, 1.0, 0.0, ("events-as-the-country",), ()
    people = people_of(groups)
    born = float((germany().fertility[births.year] * people[1]).sum())
    table = germany().earlier_table if births.year < 2020 else germany().table
    dying = np.concatenate(
        [table.mx[:, :OPEN], (table.dx[:, OPEN:].sum(axis=1) / table.Lx[:, OPEN:].sum(axis=1))[:, None]], axis=1
    )
    died = float((dying[:, :AGES] * people).sum())
    sources = (cite(births.source), cite(deaths.source), cite(groups.source))
    return (
        ratio_of(float(births.value or 0), born),
        ratio_of(float(deaths.value or 0), died),
        float(births.value or 0),
        ("events-of-the-district",),
        sources,
    )


def _newest(key: str, indicator: str) -> Row | None:
    return max(
        (row for row in figures([key], indicator) if row.value is not None), key=lambda row: row.time, default=None
    )


# ── services ────────────────────────────────────────────────────────────────


def _kita(region: str) -> tuple[tuple[float, float, float] | None, int, tuple[str, ...]]:
    """Children in day care per child under 3, 3–5 and 6–13 of the region, with the year."""
    for place in (region, region[:2], "DG"):
        rows = [row for row in figures([place], "children_in_care", sex=None) if row.value is not None]
        last = max((row.year for row in rows), default=0)
        found = {(row.definition.age_from, row.definition.age_to): row for row in rows if row.year == last}
        groups = population_by_age_groups(place, last - 1) if found else None
        if groups is None or any(span not in found for span in KITA):
            continue
        there = people_of(groups).sum(axis=0)
        rates = [float(found[span].value or 0.0) / max(float(there[span[0] : span[1] + 1].sum()), 1.0) for span in KITA]
        sources = (cite(found[KITA[0]].source), cite(groups.source))
        return (min(rates[0], 1.2), min(rates[1], 1.2), min(rates[2], 1.2)), last, sources
    return None, 0, ()


def _care(region: str) -> tuple[float | None, int, tuple[str, ...]]:
    """People in need of care per person of 75 and older of the region, with the year."""
    for place in (region, region[:2], "DG"):
        rows = [row for row in figures([place], "care_recipients") if row.value]
        last = max(rows, key=lambda row: row.time, default=None)
        if last is None:
            continue
        groups = population_by_age_groups(place, last.year)
        there = groups.ages(75, None) if groups is not None else None
        if groups is not None and there:
            return float(last.value or 0.0) / there, last.year, (cite(last.source), cite(groups.source))
    return None, 0, ()
