"""Reads for the pages of the store: datasets, the values of one of them, the catalogue."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet

from netzwerkstatt.engines.official_files.columns import QUALITIES, SIGNS
from netzwerkstatt.engines.official_files.words import folded
from netzwerkstatt.evidence.catalogue import shelf
from netzwerkstatt.evidence.catalogue.cells import Source, source_of
from netzwerkstatt.evidence.catalogue.keys import key_of, number_of
from netzwerkstatt.evidence.catalogue.known import KNOWN, name_of
from netzwerkstatt.evidence.catalogue.questions import indicators as all_indicators
from netzwerkstatt.evidence.export import BOM, harmless
from netzwerkstatt.evidence.models import Dataset, Indicator, Series, Territory
from netzwerkstatt.foundation.network.models import City

ROWS_A_PAGE: Final = 30
MOST_TIMES: Final = 8
MOST_PLACES: Final = 12
PIECE: Final = 20_000


def datasets(words: str = "") -> QuerySet[Dataset]:
    """Datasets, the newest first; by words in number, title, statistic and institution. One query."""
    found = Dataset.objects.select_related("file").order_by("-imported_at", "-pk")
    for word in words.split()[:6]:
        found = found.filter(
            Q(title__icontains=word) | Q(table_code__istartswith=word) | Q(statistic__icontains=word)
            | Q(institution__icontains=word)
        )  # fmt: skip
    return found


def indicators(words: str = "") -> QuerySet[Indicator]:
    """The catalogue by words; the product's own names are searched too. One query."""
    found = all_indicators(words=words)
    if words:
        named = [key for key in KNOWN if all(word in folded(name_of(key)) for word in folded(words).split())]
        found = found | all_indicators().filter(key__in=named)
    return found


def source(dataset: Dataset) -> Source:
    """The dataset as a source, for its line and licence."""
    return source_of(dataset)


def indicators_of(dataset: Dataset) -> list[Indicator]:
    """What the dataset counts. One query."""
    return list(Indicator.objects.filter(series__dataset=dataset).distinct().order_by("key")[:40])


def newer_than(dataset: Dataset) -> Dataset | None:
    """A later download of the same table. One query."""
    found = Dataset.objects.filter(table_code=dataset.table_code, retrieved_on__gte=dataset.retrieved_on)
    return found.exclude(pk=dataset.pk).filter(pk__gt=dataset.pk).order_by("-retrieved_on", "-pk").first()


@dataclass(frozen=True)
class Line:
    """One series of a place: its definition, and a cell (text, meaning of its sign) for each time.

    `alone`: asking the store for its indicator, sex, ages and nationality brings this series and no other.
    """

    series: Series
    alone: bool
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Cell:
    """A figure as it is shown: the number or None, the sign that stands instead, the mark of quality."""

    value: int | float | None
    sign: str
    quality: str


@dataclass(frozen=True)
class Part:
    """The part of a dataset that a page shows: one place, the latest times, some of its series."""

    place: Territory | None
    places: list[Territory]
    more_places: int
    times: tuple[str, ...]
    lines: list[Line]
    page: Any


def part_of(dataset: Dataset, *, place: str, words: str, page: str | None) -> Part:
    """Some values of one place, and the places that fit the words. Raises `DamagedError` for a missing file."""
    keys = keys_in(dataset.figures_sha256)
    fitting = _places(keys, words) if words else []
    here = _chosen(keys, place, fitting) if place or fitting or not words else None
    if here is None:
        return Part(None, fitting[:MOST_PLACES], max(0, len(fitting) - MOST_PLACES), (), [], None)
    series = Series.objects.filter(dataset=dataset).select_related("indicator").order_by("number")
    shown = Paginator(series, ROWS_A_PAGE).get_page(page)
    numbers = [one.number for one in shown]
    rows = shelf.scan(
        dataset.figures_sha256, series=numbers, territories=[number_of(here.key)], years=None
    ).collect()  # fmt: skip
    times = tuple(sorted(set(rows["time"].to_list()))[-MOST_TIMES:])
    cells = {
        (number, time): Cell(
            _whole(value), "" if SIGNS[sign] is None or value is not None else str(SIGNS[sign]), QUALITIES[mark]
        )
        for number, time, value, sign, mark in rows.select("series", "time", "value", "sign", "quality").iter_rows()
    }
    with_ages = set(series.filter(age_from__isnull=False).values_list("indicator", flat=True))
    lines = [
        Line(one, _is_alone(one, with_ages), tuple(cells.get((one.number, time)) for time in times)) for one in shown
    ]
    return Part(here, fitting[:MOST_PLACES], max(0, len(fitting) - MOST_PLACES), times, lines, shown)


def _is_alone(one: Series, with_ages: set[int]) -> bool:
    return not one.rest and (one.age_from is not None or one.indicator_id not in with_ages)


def keys_in(sha256: str) -> frozenset[str]:
    """The places of which there are figures in this file."""
    import polars as pl

    numbers = shelf.every(sha256).select(pl.col("territory").unique()).collect()["territory"].to_list()
    return frozenset(key_of(number) for number in numbers)


def _places(keys: frozenset[str], words: str) -> list[Territory]:
    plain = folded(words)
    found = Territory.objects.filter(Q(folded__contains=plain) | Q(key__startswith=plain)).order_by("folded", "key")
    return [one for one in found[:2000] if one.key in keys]


def _chosen(keys: frozenset[str], place: str, fitting: Sequence[Territory]) -> Territory | None:
    """The asked place, the only one that fits, else one of the alliance's, else Germany or the first."""
    if place in keys:
        return Territory.objects.filter(key=place).first()
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        return None
    own = [key for ags in City.objects.order_by("name").values_list("ags", flat=True) for key in (ags, ags[:5])]
    first = next((key for key in (*own, "DG", *sorted(keys)[:1]) if key in keys), "")
    return Territory.objects.filter(key=first).first()


def csv_lines(dataset: Dataset) -> Iterator[str]:
    """All figures as CSV, read and written piece by piece. Raises `DamagedError` before the first line."""
    frame = shelf.whole(dataset.figures_sha256).collect()
    series = {one.number: one for one in Series.objects.filter(dataset=dataset).select_related("indicator")}
    names = dict(Territory.objects.values_list("key", "name"))
    return _csv(dataset, frame, series, names)


def _csv(dataset: Dataset, frame: Any, series: dict[int, Series], names: dict[str, str]) -> Iterator[str]:
    header = (
        "indicator", "definition", "unit", "sex", "age_from", "age_to", "nationality", "territory_key", "territory",
        "time", "value", "sign", "quality", "table", "territory_status", "institution", "licence", "retrieved_on",
        "line", "column", "file_sha256",
    )  # fmt: skip
    about = (
        dataset.table_code, dataset.territory_status, dataset.institution, dataset.licence, dataset.retrieved_on.isoformat(),
    )  # fmt: skip
    yield BOM + ";".join(header) + "\r\n"
    for piece in frame.iter_slices(PIECE):
        text = io.StringIO()
        writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
        for number, territory, _year, time, value, sign, quality, line, column in piece.iter_rows():
            one, key, mark = series[number], key_of(territory), SIGNS[sign]
            writer.writerow(
                harmless(str(cell))
                for cell in (
                    one.indicator.key, one.definition, one.unit, one.sex, _text(one.age_from), _text(one.age_to),
                    one.nationality, key, names.get(key, ""), time, _number(value),
                    "" if mark is None else str(mark), QUALITIES[quality], *about, line, column, dataset.file.sha256,
                )
            )  # fmt: skip
        yield text.getvalue()


def _whole(value: float | None) -> int | float | None:
    return int(value) if value is not None and value == int(value) else value


def _text(value: int | None) -> str:
    return "" if value is None else str(value)


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else repr(value)
