"""What is compared: one indicator, several places, several years. Never figures that count different things."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils.translation import gettext as _

from netzwerkstatt.evidence.catalogue import (
    AgeGroups,
    Break,
    Difference,
    Plain,
    Source,
    breaks_among,
    definitions_differ,
    plain_figures,
)
from netzwerkstatt.evidence.catalogue.known import name_of
from netzwerkstatt.evidence.models import Indicator, Series
from netzwerkstatt.evidence.profiles.alike import groups_by_year
from netzwerkstatt.evidence.profiles.drawing import CENSUSES, language
from netzwerkstatt.evidence.profiles.words import group_words
from netzwerkstatt.foundation.ui.charts import Dots, Drawing, Multiples, Small, draw

MOST_PLACES, MOST_INDICATORS, MOST_YEARS = 50, 10, 40
SHARE = "share:"
SHARES = ((0, 17), (18, 64), (65, None), (75, None))
COUNTRY = "DG"
PERCENT = {"%", "Prozent", "percent"}


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be compared: a code for the address, its name and what it counts."""

    code: str
    name: str
    definition: str


@dataclass(frozen=True, slots=True)
class Compared:
    """One indicator of all places: the picture, or why there is none and what to do instead."""

    choice: Choice
    drawing: Drawing | None
    differences: tuple[Difference, ...]
    without: tuple[str, ...]
    sources: tuple[str, ...]


def choices(level: str = "") -> list[Choice]:
    """What the store can compare: indicators with figures for all people together, and shares of ages. Two queries.

    With a `level` only those of which a table has figures of such places.
    """
    of_level = {"series__dataset__levels__has_key": level} if level else {}
    found = (
        Indicator.objects.filter(series__sex="", series__age_from__isnull=True, **of_level)
        .annotate(number=Count("series"))
        .order_by("key")
    )
    named = [Choice(one.key, str(one), one.definition) for one in found[:400]]
    named.sort(key=lambda one: (not name_of(one.code), one.name.casefold()))
    ages = {"dataset__levels__has_key": level} if level else {}
    return shares() + named if Series.objects.filter(indicator__key="population_by_age_sex", **ages).exists() else named


def shares() -> list[Choice]:
    """Shares of ages, which are computed from official figures."""
    return [
        Choice(
            f"{SHARE}{first}-{'' if last is None else last}",
            _("Share of people: %(ages)s") % {"ages": group_words(first, last)},
            _("People of these completed years of age for each 100 people, both from the same table."),
        )
        for first, last in SHARES
    ]


@dataclass(frozen=True, slots=True)
class Gathered:
    """Figures of one indicator: by key and year; why they cannot stand side by side; whose ages do not fit a share."""

    values: dict[tuple[str, int], float | None]
    days: dict[int, str]
    sources: tuple[str, ...]
    unit: str
    decimals: int
    is_ratio: bool
    differences: tuple[Difference, ...] = ()
    unfit: frozenset[str] = frozenset()
    origins: tuple[Source, ...] = ()


def gather_shares(
    keys: Sequence[str], choice: Choice, years: Sequence[int], *, among: Container[int] | None = None
) -> Gathered:
    """A share of ages of these places; `among` are the datasets that are asked. Two queries."""
    return _shares(choice, groups_by_year(list(keys), list(years), among=among))


def gather(keys: Sequence[str], choice: Choice, years: Sequence[int]) -> Gathered:
    """The figures of these places, for all people together. Some four queries."""
    return gather_all(keys, [choice], years)[choice.code]


def gather_all(keys: Sequence[str], chosen: Sequence[Choice], years: Sequence[int]) -> dict[str, Gathered]:
    """The same for several choices, by their codes. Some eight queries, however many there are."""
    rows: dict[str, list[Plain]] = {one.code: [] for one in chosen if not one.code.startswith(SHARE)}
    for row in plain_figures(keys, rows, years) if rows else ():
        rows[row.series.definition.indicator].append(row)
    groups = groups_by_year(list(keys), list(years)) if len(rows) < len(chosen) else {}
    return {one.code: _plain(rows[one.code]) if one.code in rows else _shares(one, groups) for one in chosen}


def compare(places: Sequence[tuple[str, str]], chosen: Sequence[Choice], first: int, last: int) -> list[Compared]:
    """Each chosen indicator for all places (key, name) in the years from `first` to `last`. Some eight queries."""
    years = list(range(first, last + 1))
    found = gather_all([*(key for key, _name in places), COUNTRY], chosen, years)
    return [_compared(places, one, years, found[one.code]) for one in chosen]


def _compared(places: Sequence[tuple[str, str]], choice: Choice, years: list[int], found: Gathered) -> Compared:
    keys = [key for key, _name in places]
    if found.differences:
        return Compared(choice, None, found.differences, (), ())
    if unfit := unfit_of(places, choice, found):
        return Compared(choice, None, (unfit,), (), ())
    without = tuple(name for key, name in places if all(found.values.get((key, year)) is None for year in years))
    country = (
        {year: found.values.get((COUNTRY, year)) for year in years} if found.is_ratio and COUNTRY not in keys else {}
    )
    return _drawn(choice, places, years, found, country, without)


def unfit_of(places: Sequence[tuple[str, str]], choice: Choice, found: Gathered) -> Difference | None:
    """Why a share cannot be computed for some of these places; None where it can for all."""
    names = ", ".join(name for key, name in places if key in found.unfit)
    if not names:
        return None
    reason = _("Of %(places)s there are only age groups that do not begin and end at %(ages)s.")
    way = _("Choose years or places with the same age groups, or import a table with single years of age.")
    return Difference("age", reason % {"places": names, "ages": group_words(*_span(choice.code))}, way)


def _plain(rows: Sequence[Plain]) -> Gathered:
    every = {id(row.series): row.series for row in rows}.values()
    asked = {id(row.series): row.series for row in rows if row.territory != COUNTRY}.values() or every
    definitions = list(dict.fromkeys(one.definition for one in asked))
    ratio = bool(definitions) and definitions[0].kind == Indicator.Kind.RATIO
    return Gathered(
        values={(row.territory, row.year): row.value for row in rows},
        days={row.year: row.time for row in rows},
        sources=tuple(dict.fromkeys(one.source.line for one in every)),
        unit=definitions[0].unit if definitions else "",
        decimals=1 if ratio else 0,
        is_ratio=ratio,
        differences=definitions_differ(definitions),
    )


def _shares(choice: Choice, found: Mapping[tuple[str, int], AgeGroups]) -> Gathered:
    """Shares are made from age groups; a place whose groups do not begin and end there is refused, not guessed."""
    span = _span(choice.code)
    values: dict[tuple[str, int], float | None] = {}
    days: dict[int, str] = {}
    unfit: set[str] = set()
    sources: dict[int, Source] = {}
    for (key, year), groups in found.items():
        part, whole = groups.ages(*span), groups.ages(0, None)
        if part is None or not whole:
            unfit.add(key)
            continue
        values[key, year] = part / whole * 100
        days[year] = groups.time
        sources[groups.source.dataset] = groups.source
    lines = tuple(dict.fromkeys(one.line for one in sources.values()))
    return Gathered(values, days, lines, "%", 1, True, unfit=frozenset(unfit), origins=tuple(sources.values()))


def _span(code: str) -> tuple[int, int | None]:
    first, _dash, last = code.removeprefix(SHARE).partition("-")
    return int(first), int(last) if last else None


def _drawn(
    choice: Choice,
    places: Sequence[tuple[str, str]],
    years: list[int],
    found: Gathered,
    country: dict[int, float | None],
    without: tuple[str, ...],
) -> Compared:
    values, sources = found.values, found.sources
    known = [year for year in years if any(values.get((key, year)) is not None for key, _name in places)]
    if not known:
        return Compared(choice, None, (), without, sources)
    reference = tuple(country.get(year) for year in known)
    with_reference = any(value is not None for value in reference)
    if len(known) == 1:
        return Compared(choice, draw(_dots(choice, places, known[0], found, reference[0])), (), without, sources)
    panels = tuple(
        Small(name, tuple(values.get((key, year)) for year in known), tone="own" if at == 0 else "other")
        for at, (key, name) in enumerate(places)
        if name not in without
    )
    crossed = frozenset(
        at for at, year in enumerate(known) if at and any(known[at - 1] < census <= year for census in CENSUSES)
    )
    note = ". " + _("The lines begin anew where the figures stand on a new census.") if crossed else ""
    shape = Multiples(
        title=choice.name,
        subtitle=choice.definition,
        categories=tuple(str(year) for year in known),
        panels=panels,
        reference=reference if with_reference else (),
        reference_label=_("Germany") if with_reference else "",
        breaks=crossed,
        unit="%" if found.unit in PERCENT else "",
        decimals=found.decimals,
        category_label=_("Place"),
        locale=language(),
        source="; ".join(sources) + note,
    )
    return Compared(choice, draw(shape), (), without, sources)


def _dots(
    choice: Choice, places: Sequence[tuple[str, str]], year: int, found: Gathered, reference: float | None
) -> Dots:
    """One year alone is no line: each place a point on one scale, the highest on top."""
    values = [(name, value) for key, name in places if (value := found.values.get((key, year))) is not None]
    values.sort(key=lambda pair: -pair[1])
    first = places[0][1]
    return Dots(
        title=f"{choice.name}, {year}",
        subtitle=choice.definition,
        categories=tuple(name for name, _value in values),
        values=tuple(value for _name, value in values),
        label=str(year),
        reference=reference,
        reference_label=_("Germany") if reference is not None else "",
        highlights={at: "own" for at, (name, _value) in enumerate(values) if name == first},
        unit="%" if found.unit in PERCENT else "",
        decimals=found.decimals,
        category_label=_("Place"),
        locale=language(),
        source="; ".join(found.sources),
    )


def changed_borders(places: Sequence[tuple[str, str]], first: int, last: int) -> list[tuple[str, Break]]:
    """Places whose borders changed in these years: their lines are of two territories. One query."""
    found = breaks_among([key for key, _name in places], date(first, 12, 31), date(last, 12, 31))
    return [(name, one) for key, name in places for one in found.get(key, ())]
