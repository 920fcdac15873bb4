"""What is compared: one indicator, several places, several years. Never figures that count different things."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils.translation import gettext as _

from netzwerkstatt.evidence.catalogue import (
    AgeGroups,
    Break,
    Difference,
    Row,
    breaks_between,
    definitions_differ,
    figures,
)
from netzwerkstatt.evidence.catalogue.known import name_of
from netzwerkstatt.evidence.models import Indicator, Series
from netzwerkstatt.evidence.profiles.alike import groups_by_year
from netzwerkstatt.evidence.profiles.drawing import CENSUSES, language
from netzwerkstatt.evidence.profiles.words import group_words
from netzwerkstatt.foundation.ui.charts import Drawing, Multiples, Small, draw

MOST_PLACES, MOST_INDICATORS, MOST_YEARS = 50, 10, 40
SHARE = "share:"
SHARES = ((0, 17), (18, 64), (65, None), (75, None))
COUNTRY = "DG"


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

    @property
    def is_official(self) -> bool:
        """The figures stand in an official file as they are, so that a card can quote them."""
        return not self.choice.code.startswith(SHARE)


def choices() -> list[Choice]:
    """What the store can compare: indicators with figures for all people together, and shares of ages. One query."""
    found = (
        Indicator.objects.filter(series__sex="", series__age_from__isnull=True)
        .annotate(number=Count("series"))
        .order_by("key")
    )
    named = [Choice(one.key, str(one), one.definition) for one in found[:400]]
    named.sort(key=lambda one: (not name_of(one.code), one.name.casefold()))
    shares = [
        Choice(
            f"{SHARE}{first}-{'' if last is None else last}",
            _("Share of people: %(ages)s") % {"ages": group_words(first, last)},
            _("People of these completed years of age for each 100 people, both from the same table."),
        )
        for first, last in SHARES
    ]
    return shares + named if Series.objects.filter(indicator__key="population_by_age_sex").exists() else named


def compare(places: Sequence[tuple[str, str]], chosen: Sequence[Choice], first: int, last: int) -> list[Compared]:
    """Each chosen indicator for all places (key, name) in the years from `first` to `last`. Some four queries for each indicator."""
    years = list(range(first, last + 1))
    return [_share(places, one, years) if one.code.startswith(SHARE) else _plain(places, one, years) for one in chosen]


def _plain(places: Sequence[tuple[str, str]], choice: Choice, years: list[int]) -> Compared:
    keys = [key for key, _name in places]
    rows = [
        row
        for row in figures([*keys, COUNTRY], choice.code, years)
        if row.definition.age_from is None and not row.definition.rest
    ]
    of_places = [row for row in rows if row.territory in keys]
    differences = definitions_differ(row.definition for row in of_places)
    without = tuple(
        name for key, name in places if not any(row.territory == key and row.value is not None for row in of_places)
    )
    if differences:
        return Compared(choice, None, differences, without, ())
    ratio = bool(of_places) and of_places[0].definition.kind == Indicator.Kind.RATIO
    values = {(row.territory, row.year): row.value for row in rows}
    country = {year: values.get((COUNTRY, year)) for year in years} if ratio and COUNTRY not in keys else {}
    unit = of_places[0].unit if of_places else ""
    return _drawn(choice, places, years, values, country, without, _lines(rows), unit=unit, decimals=1 if ratio else 0)


def _share(places: Sequence[tuple[str, str]], choice: Choice, years: list[int]) -> Compared:
    """Shares are made from age groups; a place whose groups do not begin and end there is refused, not guessed."""
    span = _span(choice.code)
    keys = [key for key, _name in places]
    found = groups_by_year([*keys, COUNTRY], years)
    values: dict[tuple[str, int], float | None] = {}
    other: list[AgeGroups] = []
    lines: dict[str, None] = {}
    for (key, year), groups in found.items():
        part, whole = groups.ages(*span), groups.ages(0, None)
        if part is None or not whole:
            other.append(groups)
            continue
        values[key, year] = part / whole * 100
        lines[groups.source.line] = None
    wrong = [groups for groups in other if groups.territory in keys]
    if wrong:
        names = ", ".join(dict.fromkeys(groups.name for groups in wrong))
        reason = _("Of %(places)s there are only age groups that do not begin and end at %(ages)s.") % {
            "places": names,
            "ages": group_words(*span),
        }
        way = _("Choose years or places with the same age groups, or import a table with single years of age.")
        return Compared(choice, None, (Difference("age", reason, way),), (), ())
    without = tuple(name for key, name in places if not any(place == key for place, _year in values))
    country = {year: values.get((COUNTRY, year)) for year in years} if COUNTRY not in keys else {}
    return _drawn(choice, places, years, values, country, without, tuple(lines), unit="%", decimals=1)


def _span(code: str) -> tuple[int, int | None]:
    first, _dash, last = code.removeprefix(SHARE).partition("-")
    return int(first), int(last) if last else None


def _lines(rows: Sequence[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.source.line for row in rows))


def _drawn(
    choice: Choice,
    places: Sequence[tuple[str, str]],
    years: list[int],
    values: dict[tuple[str, int], float | None],
    country: dict[int, float | None],
    without: tuple[str, ...],
    sources: tuple[str, ...],
    *,
    unit: str,
    decimals: int,
) -> Compared:
    known = [year for year in years if any(values.get((key, year)) is not None for key, _name in places)]
    if not known:
        return Compared(choice, None, (), without, sources)
    panels = tuple(
        Small(name, tuple(values.get((key, year)) for year in known), tone="own" if at == 0 else "other")
        for at, (key, name) in enumerate(places)
        if name not in without
    )
    reference = tuple(country.get(year) for year in known)
    with_reference = any(value is not None for value in reference)
    crossed = frozenset(
        at for at, year in enumerate(known) if at and any(known[at - 1] < census <= year for census in CENSUSES)
    )
    note = " " + _("The lines begin anew where the figures stand on a new census.") if crossed else ""
    shape = Multiples(
        title=choice.name,
        subtitle=choice.definition,
        categories=tuple(str(year) for year in known),
        panels=panels,
        reference=reference if with_reference else (),
        reference_label=_("Germany") if with_reference else "",
        breaks=crossed,
        unit="%" if unit in {"%", "Prozent", "percent"} else "",
        decimals=decimals,
        category_label=_("Place"),
        locale=language(),
        source="; ".join(sources) + note,
    )
    return Compared(choice, draw(shape), (), without, sources)


def changed_borders(places: Sequence[tuple[str, str]], first: int, last: int) -> list[tuple[str, Break]]:
    """Places whose borders changed in these years: their lines are of two territories. One query each, for twelve places at most."""
    found = []
    for key, name in places[:12]:
        found += [(name, one) for one in breaks_between(key, date(first, 12, 31), date(last, 12, 31))]
    return found
