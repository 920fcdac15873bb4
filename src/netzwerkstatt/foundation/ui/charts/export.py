"""The figures of a drawing for spreadsheets."""

import csv
import io
from decimal import Decimal

from .model import Cell, Drawing

BOM = "\ufeff"
FORMULA = ("=", "+", "@", "\t", "\r")


def to_csv(drawing: Drawing) -> str:
    """Semicolons and a byte order mark, so that a German spreadsheet opens it; figures as they are, with a point.

    The finding, what it shows and its source stand below the figures, so that they travel with them. A text that a spreadsheet
    would take for a formula gets an apostrophe.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([_cell(cell) for cell in drawing.head])
    writer.writerows([_cell(cell) for cell in row] for row in drawing.cells or drawing.rows)
    chart = drawing.chart
    said = [one for one in (chart.title, chart.subtitle, chart.source) if one]
    if said:
        writer.writerow([])
        writer.writerows([_cell(one)] for one in said)
    return BOM + text.getvalue()


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return "'" + cell if cell.startswith(FORMULA) or (cell.startswith("-") and len(cell) > 1) else cell
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return (
        repr(cell)
        if isinstance(cell, float) and cell != int(cell)
        else f"{cell:.0f}"
        if abs(cell) < 1e15
        else repr(cell)
    )
