"""The yearly list of changes of territory (GV-ISys, "Namens-, Grenz- und Schlüsseländerungen", .xlsx).

Lines of data are found by their own shape: the first cell holds the number of the change, as 16/2019/0012-G. Headers differ
from year to year.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from netzwerkstatt.engines.official_files import errors
from netzwerkstatt.engines.official_files.directory import refuse_what_hides
from netzwerkstatt.engines.official_files.errors import Unreadable

NUMBER: Final = re.compile(r"\d{2}/\d{4}/\d+-?[A-Z]?")
LEVELS: Final = {"gemeinde": 8, "kreis": 5}
DISSOLVED, PART, REKEYED, RENAMED = "1", "2", "3", "4"
COLUMNS: Final = 13
DAY: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


@dataclass(frozen=True, slots=True)
class BorderChange:
    """On this day (that counts in statistics) the territory `before` went over into `after`, by the list's kind 1 to 3."""

    number: str
    before: str
    before_name: str
    after: str
    after_name: str
    kind: str
    on: date
    line: int


@dataclass(frozen=True, slots=True)
class BorderChanges:
    """What a list holds; how many lines only give a new name, and how many speak of associations of municipalities."""

    changes: tuple[BorderChange, ...]
    renamed: int
    others: int


def read_border_changes(path: Path) -> BorderChanges:
    """The list as changes, in its order. Raises `Unreadable` with the reason, the row and the cell."""
    refuse_what_hides(path)
    found: list[BorderChange] = []
    renamed = others = 0
    for line, row in _rows(path):
        if not NUMBER.fullmatch(str(row[0] or "").strip()):
            continue
        digits = LEVELS.get(_text(row[1]).casefold())
        if digits is None:
            others += 1
            continue
        kind = _text(row[5])
        if kind not in {DISSOLVED, PART, REKEYED, RENAMED}:
            raise Unreadable(errors.NOT_IN_CHANGES, {"raw": kind[:40], "expected": "1, 2, 3, 4"}, line, 6)
        before, after = (_key(row, at, digits, line) for at in (3, 9))
        if kind == RENAMED or before == after:
            renamed += 1
            continue
        found.append(
            BorderChange(
                _text(row[0]), before, _text(row[4])[:200] or before, after, _text(row[10])[:200] or after, kind,
                _day(row, line), line,
            )
        )  # fmt: skip
    if not found and not renamed and not others:
        raise Unreadable(errors.NO_CHANGES)
    return BorderChanges(tuple(found), renamed, others)


def _rows(path: Path) -> list[tuple[int, Sequence[Any]]]:
    import openpyxl

    try:
        with path.open("rb") as stream, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
            rows = [row for sheet in book.worksheets for row in enumerate(sheet.iter_rows(values_only=True), start=1)]
            book.close()
    except Exception:  # noqa: BLE001 - openpyxl answers damaged workbooks with a dozen kinds of exception
        raise Unreadable(errors.DAMAGED_WORKBOOK) from None
    return [(line, (*row, *(None,) * max(0, COLUMNS - len(row)))) for line, row in rows]


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell if cell is not None else "").strip()


def _key(row: Sequence[Any], at: int, digits: int, line: int) -> str:
    """The key of a municipality (8 digits) or district (5), also where a spreadsheet took its first nought."""
    text = _text(row[at])
    if digits == LEVELS["kreis"] and len(text) in {7, 8} and text.endswith("000"):
        text = text[:-3]
    text = text.zfill(digits)
    if len(text) != digits or not text.isascii() or not text.isdecimal():
        expected = f"AGS, {digits} digits"
        raise Unreadable(errors.NOT_IN_CHANGES, {"raw": text[:40], "expected": expected}, line, at + 1)
    return text


def _day(row: Sequence[Any], line: int) -> date:
    """The day on which the change counts in statistics; where that is missing, the one on which it is law."""
    for at in (12, 11):
        cell = row[at]
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        if parts := DAY.fullmatch(_text(cell)):
            try:
                return date(int(parts[3]), int(parts[2]), int(parts[1]))
            except ValueError:
                break
    raise Unreadable(errors.NOT_IN_CHANGES, {"raw": _text(row[12])[:40], "expected": "01.01.2019"}, line, 13)
