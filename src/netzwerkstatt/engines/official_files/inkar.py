"""The web export of INKAR (BBSR): two header lines, indicator names and their years, every cell in quotation marks."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from netzwerkstatt.engines.official_files import columns, errors, words
from netzwerkstatt.engines.official_files.columns import Columns, SeriesWords
from netzwerkstatt.engines.official_files.errors import Unreadable
from netzwerkstatt.engines.official_files.model import (
    Attribution,
    Format,
    Head,
    Level,
    Measure,
    Moment,
    Statistic,
    Territory,
)
from netzwerkstatt.engines.official_files.provenance import LICENCE
from netzwerkstatt.engines.official_files.source import Source, open_source, split

LARGEST: Final = 64 * 1024 * 1024
ONE_LINE: Final = 64 * 1024
FIRST: Final = ("Kennziffer", "Raumeinheit", "Aggregat")
BULK: Final = ("Bereich", "ID", "Kuerzel", "Indikator", "Raumbezug", "Kennziffer")
KEYS: Final = len(FIRST)
YEAR: Final = re.compile(r"(?:19|20)\d\d(?:-(?:19|20)\d\d)?")
NUMBER: Final = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?")
CODE: Final = "INKAR"
INSTITUTION: Final = "Bundesinstitut für Bau-, Stadt- und Raumforschung (BBSR)"
LEVELS: Final = {2: Level.STATE, 3: Level.REGION, 5: Level.DISTRICT, 8: Level.MUNICIPALITY}


def is_inkar(first: str) -> bool:
    """The first line is one of INKAR's."""
    return _cells(first)[:KEYS] in {FIRST, BULK[:KEYS]}


def _is_bulk(path: Path) -> bool:
    with path.open("rb") as stream:
        first = stream.readline(ONE_LINE).decode("utf-8-sig", "replace")
    return _cells(first)[: len(BULK)] == BULK


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip().strip('"') for cell in line.split(";"))


def read_inkar(path: Path, name: str) -> Columns:
    """An export of the web site as columns. Raises `Unreadable` with the reason, the line and the cell."""
    if _is_bulk(path):  # said before its size: nobody should look for a smaller one of the same kind
        raise Unreadable(errors.INKAR_BULK, line=1)
    if path.stat().st_size > LARGEST:
        raise Unreadable(errors.TOO_LARGE, {"limit": LARGEST})
    source = open_source(path.read_bytes(), name, LARGEST)
    lines = [
        (number, [source.text(cell).strip() for cell in split(line, number)]) for number, _s, line in _lines(source)
    ]
    if len(lines) < 3:
        raise Unreadable(errors.NO_ROWS, line=len(lines))
    header, years = lines[0][1], lines[1][1]
    _check_header(header, years)
    return _columns(source, header, years, lines[2:])


def _lines(source: Source) -> list[tuple[int, int, bytes]]:
    return [one for one in source.lines() if one[2].strip(b'; "')]


def _check_header(header: list[str], years: list[str]) -> None:
    if len(years) != len(header):
        raise Unreadable(errors.RAGGED_ROW, {"got": len(years), "expected": len(header)}, line=2)
    for at in range(KEYS, len(header)):
        if not header[at]:
            raise Unreadable(errors.MISSING_NAME, {"cell": at + 1}, line=1, column=at + 1)
        if not YEAR.fullmatch(years[at]):
            raise Unreadable(errors.NOT_A_YEAR, {"raw": years[at][:60]}, line=2, column=at + 1)


def _columns(source: Source, header: list[str], years: list[str], lines: list[tuple[int, list[str]]]) -> Columns:
    import polars as pl

    names = list(dict.fromkeys(header[KEYS:]))
    moments = list(dict.fromkeys(years[KEYS:]))
    places: dict[str, Territory] = {}
    found: list[tuple[int, int, int, float | None, int, int, int]] = []
    for number, cells in lines:
        if len(cells) != len(header):
            raise _ragged(source, number, len(cells), len(header), last=number == lines[-1][0])
        key, place = _key(cells[0], number), cells[1]
        if key in places:
            first = next(n for n, c in lines if c[0] == cells[0])
            raise Unreadable(errors.DUPLICATE, {"first": first}, number)
        places[key] = Territory(key, place, LEVELS.get(len(key), words.level_of_key(key)))
        at_place = len(places) - 1
        for at in range(KEYS, len(header)):
            value, sign = _value(cells[at], number, at + 1)
            found.append((names.index(header[at]), at_place, moments.index(years[at]), value, sign, number, at + 1))
    frame = pl.DataFrame(
        found,
        schema={
            "series": pl.Int32, "place": pl.Int32, "moment": pl.Int32, "value": pl.Float64, "sign": pl.UInt8,
            "line": pl.UInt32, "column": pl.UInt16,
        },
        orient="row",
    ).with_columns(quality=pl.lit(0, dtype=pl.UInt8))  # fmt: skip
    frame = frame.select("series", "place", "moment", "value", "sign", "quality", "line", "column")
    frame, absent = columns.finished(frame)
    series = tuple(SeriesWords(Measure("", label, ""), ()) for label in names)
    head = Head(
        CODE, "INKAR – Indikatoren und Karten zur Raum- und Stadtentwicklung", Statistic(CODE, CODE), "de",
        Attribution(INSTITUTION, CODE, LICENCE, from_file=False), None, "", (),
    )  # fmt: skip
    return Columns(
        str(Format.INKAR), source.encoding, head, series, tuple(places.values()),
        tuple(Moment(year, year.replace("-", "/")) for year in moments), frame, absent,
    )  # fmt: skip


def _key(text: str, line: int) -> str:
    """The key with the leading zero that spreadsheets take away. Raises `Unreadable` where there is none."""
    key = text.strip()
    if not key.isdecimal() or len(key) > 8:
        raise Unreadable(errors.NOT_A_KEY, {"raw": key[:60]}, line, 1)
    return key.zfill(next(length for length in (2, 3, 5, 8) if len(key) <= length))


def _value(text: str, line: int, column: int) -> tuple[float | None, int]:
    if NUMBER.fullmatch(text):
        value = float(text.replace(".", "").replace(",", "."))
        return value, columns.ZERO if value == 0 else 0
    for at, sign in enumerate(columns.SIGNS):
        if sign is not None and at != columns.ZERO and text == str(sign):
            return None, at
    raise Unreadable(errors.NOT_A_NUMBER, {"raw": text[:60]}, line, column)


def _ragged(source: Source, number: int, got: int, expected: int, *, last: bool) -> Unreadable:
    if last and got < expected and not source.data.endswith(b"\n"):
        return Unreadable(errors.TRUNCATED, line=number)
    return Unreadable(errors.RAGGED_ROW, {"got": got, "expected": expected}, number)
