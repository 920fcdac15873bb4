"""Asking the store: frozen rows, each with value, quality, date, place, definition, unit and source.

Every question costs two database queries at most, whatever it returns.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.db.models import Count, Max, Min, Q, QuerySet

from netzwerkstatt.engines.official_files.columns import QUALITIES, SIGNS
from netzwerkstatt.engines.official_files.words import folded
from netzwerkstatt.evidence.catalogue import shelf
from netzwerkstatt.evidence.catalogue.cells import (
    FIGURES,
    MARKED,
    Found,
    Source,
    newest,
    numbers_of,
    series_of,
    state,
)
from netzwerkstatt.evidence.catalogue.definitions import Definition
from netzwerkstatt.evidence.catalogue.keys import key_of, same_place
from netzwerkstatt.evidence.models.catalogue import Indicator, Territory, TerritoryChange

if TYPE_CHECKING:
    import numpy as np

SEXES: Final = ("m", "f")
A_QUESTION = 400
"""Keys in one question: SQLite takes a bounded number of values."""


class Row(NamedTuple):
    """One figure. `territory` is the key that was asked for; `value` is None where a sign stands (`sign`).

    `quality` is the office's mark: e final, p provisional, r corrected, s estimated, () uncertain, empty for none.
    `series`, `line` and `column` say where it stands in the dataset and in the office's file.
    """

    territory: str
    name: str
    level: str
    year: int
    time: str
    value: float | None
    sign: str
    quality: str
    definition: Definition
    source: Source
    series: int
    line: int
    column: int

    @property
    def unit(self) -> str:
        return self.definition.unit


class Plain(NamedTuple):
    """One figure for all people together, for comparisons; `series` knows its definition and source."""

    territory: str
    year: int
    time: str
    value: float | None
    series: Found


@dataclass(frozen=True, slots=True)
class AgeGroups:
    """Population by age groups and sex at one date. `counts[0]` are men, `counts[1]` women, as whole figures of the file.

    Group i holds the ages `starts[i]` to `starts[i + 1] - 1`; the last one is open.
    """

    territory: str
    name: str
    time: str
    year: int
    starts: tuple[int, ...]
    counts: np.ndarray[Any, Any]
    definition: Definition
    source: Source

    @property
    def single_years(self) -> bool:
        """Every group but the open one is one year of age."""
        return self.starts == tuple(range(len(self.starts)))

    def ages(self, first: int, last: int | None) -> float | None:
        """How many people of these ages; None where the groups do not begin and end there."""
        if first not in self.starts or (last is not None and last + 1 not in self.starts):
            return None
        start = self.starts.index(first)
        end = None if last is None else self.starts.index(last + 1)
        return float(self.counts[:, start:end].sum())


@dataclass(frozen=True, slots=True)
class AgeStructure:
    """Population by single years of age and sex at one date: `counts` is (2, open_age + 1), men first."""

    territory: str
    name: str
    time: str
    year: int
    open_age: int
    counts: np.ndarray[Any, Any]
    definition: Definition
    source: Source

    def ages(self, first: int, last: int | None) -> float | None:
        """How many people of these ages; None where they begin or end above the open age."""
        if first > self.open_age or (last is not None and last >= self.open_age):
            return None
        return float(self.counts[:, first : None if last is None else last + 1].sum())


@dataclass(frozen=True, slots=True)
class Break:
    """Between two dates the territory is not the same: what happened, when, and who says so."""

    on: date
    kind: str
    before: str
    after: str
    source: str

    @property
    def words(self) -> str:
        """What happened, in the language of the page."""
        return str(TerritoryChange.Kind(self.kind).label)


# ── what there is ───────────────────────────────────────────────────────────


def indicators(*, words: str = "", territory: str = "") -> QuerySet[Indicator]:
    """The catalogue: indicators with `datasets`, `first_year`, `last_year`; by words in name, key or statistic. One query."""
    found = Indicator.objects.annotate(
        datasets=Count("series__dataset", distinct=True),
        first_year=Min("series__dataset__first_year"),
        last_year=Max("series__dataset__last_year"),
    ).filter(datasets__gt=0)
    for word in words.split()[:6]:
        found = found.filter(Q(label__icontains=word) | Q(key__icontains=word) | Q(statistic__icontains=word))
    return found.order_by("statistic_code", "key")


def territory(key: str) -> Territory | None:
    """The place with this key (AGS, DG), or one under which the same place is counted. One query."""
    keys = same_place(key)
    found = {place.key: place for place in Territory.objects.filter(key__in=keys)}
    return next((found[one] for one in keys if one in found), None)


def find_territories(words: str, *, levels: Iterable[str] = (), living: bool = True) -> QuerySet[Territory]:
    """Places whose key begins with the words or whose name holds them, without regard to case and accents. One query."""
    found = Territory.objects.all()
    plain = folded(" ".join(words.split()))
    if plain:
        found = found.filter(Q(folded__contains=plain) | Q(key__startswith=plain) | Q(regional_key__startswith=plain))
    if levels:
        found = found.filter(level__in=list(levels))
    if living:
        found = found.filter(gone_by__isnull=True)
    return found.order_by("folded", "key")


# ── figures ─────────────────────────────────────────────────────────────────


def figures(
    territories: Iterable[str],
    indicator: str | Iterable[str],
    years: Iterable[int] | None = None,
    *,
    sex: str | None = "",
    age: tuple[int | None, int | None] | None = None,
    nationality: str | None = "",
    among: Container[int] | None = None,
) -> tuple[Row, ...]:
    """The figures of these places (keys) and indicators (keys), of all years or of some; the newest download counts.

    `sex` and `nationality` are "" for all people together, a letter for some, None for each series there is; `age` is
    an age group as the file has it, or None for each. Nothing is summed and nothing joined: a place without a figure has
    no row, places that were something else at the time are found by `breaks_between`. `among` are the datasets that are
    asked, all where it is None. Ordered by place as asked, indicator, time, sex, age. Two queries. Raises `DamagedError`
    where a file of the store is missing.
    """
    wanted = [indicator] if isinstance(indicator, str) else list(dict.fromkeys(indicator))
    chosen = [
        series
        for series in _of_all(wanted)
        if (sex is None or series.definition.sex == sex)
        and (nationality is None or series.definition.nationality == nationality)
        and (age is None or (series.definition.age_from, series.definition.age_to) == age)
        and (among is None or series.source.dataset in among)
    ]
    return _rows(list(dict.fromkeys(territories)), chosen, None if years is None else list(years), wanted)


def plain_figures(territories: Iterable[str], indicators: Iterable[str], years: Sequence[int]) -> list[Plain]:
    """As `figures`, of all people together, ordered by time and without what only a single figure is asked for.

    What a comparison needs of its ten thousand figures, in a third of the time. One query.
    """
    chosen = [series for series in _of_all(indicators) if series.definition.is_whole]
    cells = newest(list(dict.fromkeys(territories)), chosen, years, FIGURES)
    found = [Plain(key, year, time, value, series) for key, series, (_number, _place, year, time, value) in cells]
    return sorted(found, key=attrgetter("time"))


def _of_all(indicators: Iterable[str]) -> Iterator[Found]:
    now = state()
    return (series for key in dict.fromkeys(indicators) for series in series_of(key, now))


def _rows(asked: list[str], chosen: Sequence[Found], years: list[int] | None, order: Sequence[str]) -> tuple[Row, ...]:
    if not asked or not chosen or years == []:
        return ()
    names = _names(numbers_of(asked))
    places = {key: at for at, key in enumerate(asked)}
    keys = {key: at for at, key in enumerate(order)}

    def place(cell: tuple[str, Found, tuple[Any, ...]]) -> tuple[Any, ...]:
        key, series, figure = cell
        return places[key], keys.get(series.definition.indicator, 0), figure[3], series.order

    return tuple(_row(*cell, names) for cell in sorted(newest(asked, chosen, years, MARKED), key=place))


def _row(key: str, series: Found, figure: tuple[Any, ...], names: Mapping[str, tuple[str, str]]) -> Row:
    number, place, year, time, value, sign, quality, line, column = figure
    name, level = _named(key, place, names)
    mark = SIGNS[sign]
    return Row(
        key, name, level, year, time, value, "" if mark is None else str(mark.name).lower(), QUALITIES[quality],
        series.definition, series.source, number, line, column,
    )  # fmt: skip


def _names(numbers: Iterable[int]) -> dict[str, tuple[str, str]]:
    keys = [key_of(number) for number in numbers]
    return {
        key: (name, level)
        for key, name, level in Territory.objects.filter(key__in=keys).values_list("key", "name", "level")
    }


def _named(key: str, place: int, names: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    """Name and level of a place: of the key that was asked for, else of the one under which the figure stands."""
    return names.get(key) or names.get(key_of(place)) or ("", "other")


def years_of(indicator: str, territories: Iterable[str] | None = None) -> tuple[int, ...]:
    """The years for which there is a figure of this indicator (of one of these places), in order. One query."""
    places = None if territories is None else tuple(sorted(numbers_of(territories)))
    by_file: dict[str, list[int]] = {}
    for series in _of_all([indicator]):
        by_file.setdefault(series.source.figures_sha256, []).append(series.number)
    found = [_years_in(sha256, tuple(numbers), places) for sha256, numbers in by_file.items()]
    return tuple(sorted(set().union(*found)))


@lru_cache(maxsize=256)
def _years_in(sha256: str, numbers: tuple[int, ...], places: tuple[int, ...] | None) -> tuple[int, ...]:
    import polars as pl

    rows = (
        shelf.scan_series(sha256, numbers)
        if places is None
        else shelf.scan(sha256, series=numbers, territories=places, years=None)
    )
    known = rows.filter(pl.col("value").is_not_null())
    return tuple(known.select(pl.col("year").unique()).collect()["year"].to_list())


def latest_year(indicator: str, territories: Iterable[str]) -> int | None:
    """The last year in which each of these places has a figure; None where there is none."""
    asked = list(territories)
    found: dict[str, set[int]] = {key: set() for key in asked}
    for row in figures(asked, indicator, sex=None, nationality=None):
        if row.value is not None:
            found[row.territory].add(row.year)
    common = set.intersection(*found.values()) if found else set()
    return max(common, default=None)


# ── ages ────────────────────────────────────────────────────────────────────


def population_by_age_groups(
    territory: str, when: date | int | None = None, *, indicator: str = "population_by_age_sex", nationality: str = ""
) -> AgeGroups | None:
    """Population by the finest age groups and sex, on this day or in this year, else at the latest date there is.

    None where no dataset has all ages of both sexes for this place. The groups are the file's own; see `single_years`.
    """
    return max(_structures(territory, when, indicator, nationality), key=_finest, default=None)


def population_by_age(
    territory: str, when: date | int | None = None, *, indicator: str = "population_by_age_sex", nationality: str = ""
) -> AgeStructure | None:
    """Population by single years of age and sex, on this day or in this year, else at the latest date with such figures.

    None where there are only groups (see `population_by_age_groups`) or nothing at all. Nothing is estimated here.
    """
    single = [one for one in _structures(territory, when, indicator, nationality) if one.single_years]
    best = max(single, key=_finest, default=None)
    if best is None:
        return None
    return AgeStructure(
        best.territory, best.name, best.time, best.year, len(best.starts) - 1, best.counts, best.definition, best.source
    )


def _finest(one: AgeGroups) -> tuple[Any, ...]:
    return (one.time, len(one.starts), one.source.rank)


def age_groups(
    territories: Iterable[str], years: Iterable[int] | None, *, among: Container[int] | None = None
) -> Iterator[AgeGroups]:
    """The finest groups of the official population of many places, for each date and dataset; `among` as in `figures`.

    By place as asked and date. Two queries.
    """
    chosen = [one for one in _by_age("population_by_age_sex", "") if among is None or one.source.dataset in among]
    return _made_of(list(dict.fromkeys(territories)), chosen, None if years is None else list(years))


def _structures(place: str, when: date | int | None, indicator: str, nationality: str) -> list[AgeGroups]:
    """For each dataset and date the finest groups that cover all ages of both sexes."""
    years = None if when is None else [when.year if isinstance(when, date) else when]
    by_source: dict[int, list[Found]] = {}
    for series in _by_age(indicator, nationality):
        by_source.setdefault(series.source.dataset, []).append(series)
    made = (one for of_source in by_source.values() for one in _made_of([place], of_source, years))
    return [one for one in made if not isinstance(when, date) or one.time == when.isoformat()]


def _by_age(indicator: str, nationality: str) -> list[Found]:
    return [
        series
        for series in _of_all([indicator])
        if series.definition.sex in SEXES
        and series.definition.nationality == nationality
        and series.definition.age_from is not None
        and not series.definition.rest
    ]


def _made_of(asked: list[str], chosen: Sequence[Found], years: list[int] | None) -> Iterator[AgeGroups]:
    if not asked or not chosen or years == []:
        return
    bundles: dict[tuple[str, str, int], list[tuple[Found, tuple[Any, ...]]]] = {}
    for key, series, figure in newest(asked, chosen, years, FIGURES):
        bundles.setdefault((key, figure[3], series.source.dataset), []).append((series, figure))
    names = _names(numbers_of(asked))
    places = {key: at for at, key in enumerate(asked)}
    for key, time, dataset in sorted(bundles, key=lambda bundle: (places[bundle[0]], bundle[1])):
        made = _groups(key, names, bundles[key, time, dataset])
        if made is not None:
            yield made


def _groups(
    key: str, names: Mapping[str, tuple[str, str]], bundle: Sequence[tuple[Found, tuple[Any, ...]]]
) -> AgeGroups | None:
    import numpy as np

    values = {
        (one.definition.sex, one.definition.age_from or 0, one.definition.age_to): value
        for one, (_number, _place, _year, _time, value) in bundle
        if value is not None
    }
    spans = _finest_spans(frozenset(values))
    if spans is None:
        return None
    counts = np.array([[values[(sex, *span)] for span in spans] for sex in SEXES], dtype=np.float64)
    counts.setflags(write=False)
    series, (_number, place, year, time, _value) = bundle[0]
    what = series.definition
    about = Definition(
        what.indicator, what.kind, what.label, what.unit, what.statistic_code, what.statistic, nationality=what.nationality
    )  # fmt: skip
    name, _level = _named(key, place, names)
    starts = tuple(first for first, _last in spans)
    return AgeGroups(key, name, time, year, starts, counts, about, series.source)


@lru_cache(maxsize=256)  # all places of a table have the same ages
def _finest_spans(known: frozenset[tuple[str, int, int | None]]) -> tuple[tuple[int, int | None], ...] | None:
    """The shortest spans of ages, known of both sexes, that follow each other from birth to the open end."""
    of_both = [(first, last) for sex, first, last in known if all((one, first, last) in known for one in SEXES)]
    finest = dict(sorted(of_both, key=lambda span: 999 if span[1] is None else span[1], reverse=True))
    spans: list[tuple[int, int | None]] = []
    at: int | None = 0
    while at is not None:
        if at not in finest:
            return None
        spans.append((at, finest[at]))
        last = finest[at]
        at = None if last is None else last + 1
    return tuple(spans)


# ── territories in time ─────────────────────────────────────────────────────


def breaks_between(territory: str, first: date, last: date) -> tuple[Break, ...]:
    """What happened to the territory's borders after `first` and up to `last`, as far as it is on record. One query."""
    return breaks_among([territory], first, last).get(territory, ())


def breaks_among(territories: Iterable[str], first: date, last: date) -> dict[str, tuple[Break, ...]]:
    """As `breaks_between` for many territories; those without a change are left out. One query for each 400 of them."""
    asked = list(dict.fromkeys(territories))
    found: dict[str, list[Break]] = {}
    for start in range(0, len(asked), A_QUESTION):
        part = asked[start : start + A_QUESTION]
        keys = {other: key for key in part for other in same_place(key)}
        changes = (
            TerritoryChange.objects.filter(Q(before__key__in=keys) | Q(after__key__in=keys), on__gt=first, on__lte=last)
            .select_related("before", "after")
            .order_by("on", "pk")
        )
        for one in changes:
            said = Break(one.on, one.kind, one.before.name, one.after.name, one.source)
            for key in dict.fromkeys(keys[name] for name in (one.before.key, one.after.key) if name in keys):
                found.setdefault(key, []).append(said)
    return {key: tuple(said) for key, said in found.items()}
