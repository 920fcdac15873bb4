"""The Gemeindeverzeichnis (GV-ISys, quarterly extract, .xlsx): every municipality with its key, area and population.

The only workbook that is read. What a workbook may hide is refused before it is opened: macros, links to other files,
more than it says, definitions of its own in XML.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from netzwerkstatt.engines.official_files import columns, errors
from netzwerkstatt.engines.official_files.columns import Columns, SeriesWords
from netzwerkstatt.engines.official_files.errors import Unreadable
from netzwerkstatt.engines.official_files.model import (
    Attribution,
    Category,
    Format,
    Head,
    Level,
    Measure,
    Statistic,
    Territory,
)
from netzwerkstatt.engines.official_files.words import moment

MOST_UNPACKED: Final = 128 * 1024 * 1024
HIDDEN: Final = ("vbaProject", "externalLinks/", "macrosheets/", "embeddings/", "activeX/")
OWN_DEFINITIONS: Final = (b"<!DOCTYPE", b"<!ENTITY")
FIRST_FIGURES: Final = 7
HEAD_ROWS: Final = 5
LICENCE: Final = "reproduction-with-source"
CODE: Final = "GV-ISys"
GERMAN_DAY: Final = re.compile(r"(\d{2})\.(\d{2})\.(\d{4})")
PARTS: Final = ((2, 2, "Land"), (3, 1, "RB"), (4, 2, "Kreis"), (5, 4, "VB"), (6, 3, "Gem"))
LEVELS: Final = {
    "10": (Level.STATE, 1), "20": (Level.REGION, 2), "40": (Level.DISTRICT, 3), "50": (Level.ASSOCIATION, 4),
    "60": (Level.MUNICIPALITY, 5),
}  # fmt: skip
NO_ASSOCIATION: Final = "50"  # a municipality that belongs to none stands in a line of its own as its own association
POPULATION: Final = Measure("BEVSTD", "Bevölkerungsstand", "Anzahl")
SEX: Final = "Geschlecht"
SERIES: Final = (
    (8, SeriesWords(Measure("FLAECHE", "Fläche", "km2"), ())),
    (9, SeriesWords(POPULATION, (Category("GES", SEX, "", "Insgesamt", "GES"),))),
    (10, SeriesWords(POPULATION, (Category("GES", SEX, "GESM", "männlich", "GES"),))),
    (11, SeriesWords(POPULATION, (Category("GES", SEX, "GESW", "weiblich", "GES"),))),
)


def read_directory(path: Path, name: str) -> Columns:
    """The workbook as columns: area and population of the municipalities; places are all lines, to the Land.

    Raises `Unreadable` with the reason, the row and the cell.
    """
    refuse_what_hides(path)
    rows = _rows(path)
    head = [next(rows, (0, ()))[1] for _ in range(HEAD_ROWS)]
    status, day, area_day = _head_of(head)
    days = list(dict.fromkeys((area_day, day)))
    places: dict[str, Territory] = {}
    found: list[tuple[int, int, int, float | None, int, int, int]] = []
    notes: list[str] = []
    lines: dict[str, int] = {}
    for number, row in rows:
        kind = str(row[0] or "")
        if kind not in LEVELS:
            if kind and not kind.isdecimal():
                notes.append(kind.strip())
            continue
        key = _key(row, kind, number)
        if kind == NO_ASSOCIATION and str(row[1]) == NO_ASSOCIATION:
            continue
        if key in places:
            raise Unreadable(errors.DUPLICATE, {"first": lines[key]}, number)
        lines[key] = number
        places[key] = Territory(key, _name(row, number), LEVELS[kind][0])
        if kind == "60":
            for at, (column, _words) in enumerate(SERIES):
                value = _number(row, column, number)
                sign = columns.ZERO if value == 0 else 0
                at_day = days.index(area_day if column == SERIES[0][0] else day)
                found.append((at, len(places) - 1, at_day, value, sign, number, column + 1))
    if not found:
        raise Unreadable(errors.NO_ROWS, line=FIRST_FIGURES)
    if not any(note.startswith("Quelle: Gemeindeverzeichnis") for note in notes):
        raise Unreadable(errors.TRUNCATED, line=max(lines.values()))
    return _columns(found, places, days, status, "\n".join(notes), str(head[0][0]).strip())


def _columns(
    found: list[Any], places: dict[str, Territory], days: list[str], status: str, notes: str, title: str
) -> Columns:
    import polars as pl

    frame = pl.DataFrame(
        found,
        schema={
            "series": pl.Int32, "place": pl.Int32, "moment": pl.Int32, "value": pl.Float64, "sign": pl.UInt8,
            "line": pl.UInt32, "column": pl.UInt16,
        },
        orient="row",
    ).with_columns(quality=pl.lit(0, dtype=pl.UInt8))  # fmt: skip
    frame, absent = columns.finished(
        frame.select("series", "place", "moment", "value", "sign", "quality", "line", "column")
    )
    head = Head(
        CODE, title, Statistic(CODE, "Gemeindeverzeichnis-Informationssystem"), "de",
        Attribution("Statistisches Bundesamt (Destatis)", CODE, LICENCE, from_file=True), None,
        f"Gebietsstand: {status}\n{notes}", (),
    )  # fmt: skip
    moments = tuple(moment(day) for day in days)
    series = tuple(words for _column, words in SERIES)
    return Columns(str(Format.DIRECTORY), "", head, series, tuple(places.values()), moments, frame, absent)


def _rows(path: Path) -> Iterator[tuple[int, Sequence[Any]]]:
    import openpyxl

    try:
        # as a stream: openpyxl judges a path by its ending. What it thinks of styles is nobody's business here.
        with path.open("rb") as stream, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
            sheets = [sheet for sheet in book.worksheets if sheet.title.startswith("Onlineprodukt_Gemeinden")]
            rows = list(sheets[0].iter_rows(values_only=True)) if len(sheets) == 1 else []
            book.close()
    except Exception:  # noqa: BLE001 - openpyxl answers damaged workbooks with a dozen kinds of exception
        raise Unreadable(errors.DAMAGED_WORKBOOK) from None
    if not rows:
        raise Unreadable(errors.WORKBOOK)
    for number, row in enumerate(rows, start=1):
        yield number, (*row, *(None,) * (12 - len(row)))


def refuse_what_hides(path: Path) -> None:
    """Nothing in a workbook but cells. Raises `Unreadable` for macros, links, definitions of its own, or too much."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise Unreadable(errors.TOO_LARGE, {"limit": MOST_UNPACKED})
            if any(hidden in part.filename for part in parts for hidden in HIDDEN):
                raise Unreadable(errors.MACROS)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as stream:
                        if any(own in stream.read(4096).upper() for own in OWN_DEFINITIONS):
                            raise Unreadable(errors.MACROS)
    except Unreadable:
        raise
    except Exception:  # noqa: BLE001 - as above
        raise Unreadable(errors.DAMAGED_WORKBOOK) from None


def _head_of(head: list[Sequence[Any]]) -> tuple[str, str, str]:
    """Territory status, reference date of the population, and that of the area."""
    if len(head) < HEAD_ROWS or not str(head[0][0] or "").startswith("Gemeinden in Deutschland"):
        raise Unreadable(errors.WORKBOOK)
    title, under = str(head[0][0]), head[4]
    said = [GERMAN_DAY.search(str(cell or "")) for cell in (under[2] or title, under[9], under[8])]
    if not (said[0] and said[1]):
        raise Unreadable(errors.NOT_IN_DIRECTORY, {"raw": str(under[9])[:60], "expected": "31.12.2022"}, 5, 10)
    status, day = said[0].group(), said[1].group()
    area = said[2].group() if said[2] else day
    for number, text in ((3, status), (10, day), (9, area)):
        parts = GERMAN_DAY.fullmatch(text)
        try:
            date(int(parts[3]), int(parts[2]), int(parts[1])) if parts else None
        except ValueError:
            raise Unreadable(errors.NOT_IN_DIRECTORY, {"raw": text, "expected": "31.12.2022"}, 5, number) from None
    return status, day, area


def _key(row: Sequence[Any], kind: str, number: int) -> str:
    """The regional key as far as this line goes: Land 2, region 3, district 5, association 9, municipality 12 digits."""
    parts = []
    for column, length, name in PARTS[: LEVELS[kind][1]]:
        cell = str(row[column] if row[column] is not None else "")
        if len(cell) != length or not cell.isdecimal():
            expected = f"{name}, {length} digits"
            raise Unreadable(errors.NOT_IN_DIRECTORY, {"raw": cell[:60], "expected": expected}, number, column + 1)
        parts.append(cell)
    return "".join(parts)


def _name(row: Sequence[Any], number: int) -> str:
    name = str(row[7] or "").strip()
    if not name:
        raise Unreadable(errors.NOT_IN_DIRECTORY, {"raw": "", "expected": "Gemeindename"}, number, 8)
    return name


def _number(row: Sequence[Any], column: int, number: int) -> float | None:
    cell = row[column]
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell)
    raise Unreadable(errors.NOT_A_NUMBER, {"raw": str(cell or "")[:60]}, number, column + 1)
