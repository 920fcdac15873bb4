"""All finished sheets for a spreadsheet: a line each, a column for each question, and nothing a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from netzwerkstatt.foundation.ballots.export import harmless
from netzwerkstatt.foundation.ballots.withholding import publishable
from netzwerkstatt.foundation.surveys.models import Sheet, Survey
from netzwerkstatt.foundation.surveys.structure import Kind, Question

Cell = str | int | Decimal


def as_csv(survey: Survey, sheets: Sequence[Sheet], cities: Mapping[str, str]) -> str:
    """UTF-8 with a mark at its beginning, so that spreadsheets read umlauts."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, delimiter=";")
    for line in table(survey, sheets, cities):
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in line])
    return out.getvalue()


def as_xlsx(survey: Survey, sheets: Sequence[Sheet], cities: Mapping[str, str]) -> bytes:
    """One worksheet; words are always words, never formulas."""
    book = Workbook(write_only=True)
    page = book.create_sheet(_("Answers"))
    for line in table(survey, sheets, cities):
        page.append([_cell(page, value) for value in line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(page: Any, value: Cell) -> Any:
    if not isinstance(value, str):
        return WriteOnlyCell(page, value=value)
    cell = WriteOnlyCell(page, value=harmless(ILLEGAL_CHARACTERS_RE.sub("", value)))
    cell.data_type = "s"
    return cell


def table(survey: Survey, sheets: Sequence[Sheet], cities: Mapping[str, str]) -> Iterator[list[Cell]]:
    """Head and lines. The network stands only in the lines of those that may be told; so nobody is one of three."""
    counts: dict[int | None, int] = {}
    for sheet in sheets:
        counts[sheet.network_id] = counts.get(sheet.network_id, 0) + 1
    told = publishable(counts)
    questions = list(enumerate(survey.questionnaire.questions, 1))
    columns = [(question, *column) for n, question in questions for column in _columns(n, question)]
    yield [_("No."), _("came in"), _("network"), *(title for _q, title, _key in columns)]
    for place, sheet in enumerate(sheets, 1):
        network = str(sheet.network) if sheet.network and sheet.network_id in told else ""
        cells = [_answer(question, key, sheet.values.get(question.id), cities) for question, _title, key in columns]
        yield [place, str(sheet.get_source_display()), network, *cells]


def _columns(place: int, question: Question) -> list[tuple[str, str]]:
    """One column, or one for each line of a matrix, each box, each thing that is ranked: title and key."""
    title = f"{place}. {question.text}"
    match question.kind:
        case Kind.MATRIX:
            return [(f"{title} – {words}", key) for key, words in question.lines]
        case Kind.MULTIPLE | Kind.RANKING:
            return [(f"{title} – {words}", key) for key, words in question.choices]
    return [(title, "")]


def _answer(question: Question, key: str, value: Any, cities: Mapping[str, str]) -> Cell:
    if value is None:
        return ""
    choices = dict(question.choices)
    cell: Cell = str(value)
    match question.kind:
        case Kind.SINGLE:
            cell = choices.get(value, "")
        case Kind.SCALE:
            cell = int(value)
        case Kind.MULTIPLE:
            cell = int(key in value)
        case Kind.MATRIX:
            cell = choices.get(value.get(key, ""), "")
        case Kind.RANKING:
            cell = value.index(key) + 1 if key in value else ""
        case Kind.NUMBER:
            cell = Decimal(value)
        case Kind.PLACE:
            cell = cities.get(value.get("city", ""), "") or str(value.get("name", ""))
    return cell
