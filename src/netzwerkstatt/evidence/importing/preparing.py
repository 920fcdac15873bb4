"""Reading a file whole before anything is entered: no transaction, no lock, nothing half done.

What `prepare` leaves behind when it succeeds are two files in the store, under their fingerprints; until the dataset is
entered nothing refers to them, and the same file read again gives the same two.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from netzwerkstatt.engines.official_files import Level, Notice, Unreadable, errors
from netzwerkstatt.engines.official_files.columns import Columns, Told
from netzwerkstatt.engines.official_files.model import Head, Territory
from netzwerkstatt.engines.official_files.whole import read_columns, unpacked
from netzwerkstatt.evidence import store
from netzwerkstatt.evidence.catalogue import shelf
from netzwerkstatt.evidence.catalogue.classify import Meaning, in_own_words, meaning_of, words_of
from netzwerkstatt.evidence.catalogue.keys import number_of
from netzwerkstatt.evidence.importing.borders import territory_status
from netzwerkstatt.foundation.events.errors import Invalid

STATEWIDE = "DG"
MOST_SERIES = 20_000
OF_A_LAND = re.compile(r"\s*\(BL\)$")
"""Some flat files write behind a Land that it is one."""


@dataclass(frozen=True)
class Series:
    """One series as it will stand in the catalogue."""

    number: int
    measure_code: str
    measure: str
    unit: str
    definition: str
    categories: tuple[tuple[str, str, str], ...]
    meaning: Meaning


@dataclass(frozen=True)
class Place:
    """One territory of the file, under its key in the catalogue, with the days on which it exists and does not."""

    key: str
    regional_key: str
    name: str
    level: str
    first: date | None
    last: date | None
    gone: date | None


@dataclass(frozen=True)
class Prepared:
    """A file that was read whole and is ready to be entered. `sha256` is the original, `figures_sha256` its figures."""

    name: str
    sha256: str
    packed_sha256: str
    size: int
    format: str
    encoding: str
    head: Head
    reading: str
    figures_sha256: str
    figure_count: int
    absent_count: int
    moments: tuple[tuple[str, str], ...]
    years: tuple[int, ...]
    series: tuple[Series, ...]
    places: tuple[Place, ...]
    territory_status: str
    territory_status_on: date | None
    warnings: tuple[Notice, ...]

    @property
    def table_code(self) -> str:
        """The table number, empty where the file does not carry it."""
        return self.head.code if self.head.code != self.head.statistic.code or self.format != "flat" else ""


def prepare(
    path: Path,
    name: str,
    *,
    read: Callable[..., Columns] = read_columns,
    reading: str = "",
    told: Told | None = None,
) -> Prepared:
    """Read the file at `path` and put original and figures into the store.

    `told` hears how many bytes of how many are read. Raises `Unreadable` with the reason, line and cell; then nothing
    was kept.
    """
    limit = settings.MAX_STATISTICS_BYTES
    with unpacked(path, name, limit=limit) as (plain, plain_name):
        columns = read(plain, plain_name, told=told)
        if len(columns.series) > MOST_SERIES:
            raise Unreadable(errors.TOO_MANY_SERIES, {"count": len(columns.series), "most": MOST_SERIES})
        places = _places(columns)
        figures_sha256 = shelf.store(columns, [place.key for place in places])
        sha256 = store.keep_file(plain)
        packed = "" if plain == path else shelf.fingerprint(path)
        size = plain.stat().st_size
    status, status_on = territory_status(columns)
    return Prepared(
        name=plain_name,
        sha256=sha256,
        packed_sha256=packed,
        size=size,
        format=columns.format,
        encoding=columns.encoding,
        head=columns.head,
        reading=reading,
        figures_sha256=figures_sha256,
        figure_count=len(columns),
        absent_count=len(columns.absent),
        moments=tuple((moment.label, moment.iso) for moment in sorted(columns.moments, key=lambda one: one.iso)),
        years=tuple(sorted({year for one in columns.moments if (year := shelf.year_of(one.iso))})),
        series=_series(columns),
        places=tuple(places),
        territory_status=status,
        territory_status_on=status_on,
        warnings=columns.head.warnings,
    )


TOO_MANY_SERIES = (
    "The table has %(count)s different series; at most %(most)s can be read. Download it with fewer features."
)
NO_KEY = "“%(raw)s” is not the key of a territory."


def _series(columns: Columns) -> tuple[Series, ...]:
    found = []
    taken: dict[tuple[object, ...], tuple[object, ...]] = {}
    for number, words in enumerate(columns.series):
        shared = [category.text for category in words.categories if category.label.strip()]
        definition = " · ".join([words.measure.text, *shared])
        label, unit = words_of(words.measure)
        spoken = tuple(
            (one.dimension, one.variable, one.label.strip()) for one in words.categories if one.label.strip()
        )
        meaning = meaning_of(columns.head, words)
        if taken.setdefault(meaning.counted, (label, spoken)) != (label, spoken):
            meaning = in_own_words(columns.head, words)  # what one table tells apart is never the same thing
        found.append(Series(number, words.measure.code, label, unit, definition, spoken, meaning))
    return tuple(found)


def _places(columns: Columns) -> list[Place]:
    """Keys as the catalogue has them: AGS where there is one. Raises `Unreadable` where a key is none."""
    days = _days(columns)
    gone = _gone(columns)
    found = []
    for at, place in enumerate(columns.places):
        key = key_in_catalogue(place)
        first, last = days.get(at, (None, None))
        regional = place.key if len(place.key) == 12 and place.key.isdecimal() else ""
        found.append(
            Place(
                key,
                regional,
                OF_A_LAND.sub("", place.name.strip())[:200] or key,
                _level(place),
                first,
                last,
                gone.get(at),
            )
        )
    return found


def key_in_catalogue(place: Territory) -> str:
    """AGS, DG, or the key as it stands. Raises `Unreadable` for what is no key."""
    key = place.ags or place.key.strip().upper()
    if not key and place.level in {Level.COUNTRY, Level.OTHER}:
        key = STATEWIDE
    try:
        number_of(key)
    except ValueError:
        raise Unreadable(errors.NO_KEY, {"raw": place.key[:40] or place.name[:40]}) from None
    return key


def _level(place: Territory) -> str:
    if place.level == Level.OTHER and not place.key:
        return str(Level.COUNTRY)
    return str(place.level)


def _days(columns: Columns) -> dict[int, tuple[date | None, date | None]]:
    """For each place the first and last reference date with figures."""
    import polars as pl

    days = [day_of(moment.iso) for moment in columns.moments]
    table = columns.frame.select("place", pl.Series("day", days, dtype=pl.Date).gather(columns.frame["moment"]))
    grouped = table.group_by("place").agg(pl.col("day").min().alias("first"), pl.col("day").max().alias("last"))
    return {place: (first, last) for place, first, last in grouped.iter_rows()}


def _gone(columns: Columns) -> dict[int, date]:
    """For each place that is listed and does not exist any more: by which day. Only tables of population tell that."""
    statistic = columns.head.statistic.code or columns.head.code
    if not statistic.startswith("12411"):
        return {}
    found: dict[int, date] = {}
    for place, moment in columns.absent:
        day = day_of(columns.moments[moment].iso)
        if day:
            found[place] = min(day, found.get(place, day))
    return found


def day_of(iso: str) -> date | None:
    """The day a moment stands for: itself, or the last day of its year."""
    try:
        return date.fromisoformat(iso)
    except ValueError:
        year = shelf.year_of(iso)
        return date(year, 12, 31) if year else None


def facts_for_preview(prepared: Prepared) -> dict[str, Any]:
    """What a person sees before she says yes; plain values."""
    levels: dict[str, int] = {}
    for place in prepared.places:
        levels[place.level] = levels.get(place.level, 0) + 1
    indicators: dict[str, dict[str, Any]] = {}
    for series in prepared.series:
        about = indicators.setdefault(
            series.meaning.key,
            {"key": series.meaning.key, "label": series.meaning.label, "unit": series.meaning.unit, "series": 0},
        )
        about["series"] += 1
    return {
        "table_code": prepared.table_code,
        "statistic_code": statistic_code(prepared.head),
        "title": prepared.head.title,
        "format": prepared.format,
        "encoding": prepared.encoding,
        "figures": prepared.figure_count,
        "absent": prepared.absent_count,
        "moments": [label for label, _ in prepared.moments],
        "years": list(prepared.years),
        "levels": levels,
        "indicators": list(indicators.values())[:40],
        "indicator_count": len(indicators),
        "series": len(prepared.series),
        "territory_status": prepared.territory_status,
        "institution": prepared.head.attribution.institution,
        "portal": prepared.head.attribution.source,
        "licence": prepared.head.attribution.licence,
        "as_of": prepared.head.as_of.date().isoformat() if prepared.head.as_of else "",
    }


def statistic_code(head: Head) -> str:
    """The number of the statistic; a classic file has it as the beginning of its table number."""
    return head.statistic.code or head.code.partition("-")[0]


__all__ = ["Invalid", "Place", "Prepared", "Series", "day_of", "facts_for_preview", "prepare", "statistic_code"]
