"""A chart becomes two drawings and a table."""

from dataclasses import replace
from typing import Any, Final

from django.utils.safestring import mark_safe

from . import areas, columns, compare, dots, fan, figure, lines, multiples, pyramid, scatter, stacked
from .model import Cell, Chart, ChartKind, Drawing
from .page import NARROW, WIDE, Sheet
from .printing import printable
from .shapes import AnyShape, Areas, Dots, Fan, Known, Multiples, Pyramid, Stacked
from .svg import picture

SPOKEN = 12
HALF = replace(WIDE, width=540.0)
"""Pyramids stand in half a page: drawn for 700 units their letters would shrink."""


def draw(chart: Chart | AnyShape) -> Drawing:
    """Both drawings of a chart with the same figures as a table, and the finding in words."""
    alt = chart.alt or _alt(chart)
    head, cells = _table(chart)
    return Drawing(
        chart=chart,
        wide=mark_safe(_on(chart, _wide(chart), alt)),  # noqa: S308 - every text went through svg.clean
        narrow=mark_safe(_on(chart, NARROW, alt)),  # noqa: S308 - likewise
        alt=alt,
        head=head,
        rows=_rows(chart) if isinstance(chart, Chart) else tuple(_printed(chart, row) for row in cells),
        cells=cells,
    )


def to_print_svg(chart: Chart | AnyShape) -> str:
    """The wide drawing with literal light colours and sizes, for paper: it needs no style sheet."""
    return printable(_on(chart, WIDE, chart.alt or _alt(chart)))


def _wide(chart: Chart | AnyShape) -> Sheet:
    return HALF if isinstance(chart, Pyramid) else WIDE


def _on(chart: Chart | AnyShape, sheet: Sheet, alt: str) -> str:
    drawn, height = _body(chart, sheet) if isinstance(chart, Chart) else _shape(chart, sheet)
    cls = f"{sheet.cls} map" if isinstance(chart, Areas) else sheet.cls
    return picture(drawn, width=sheet.width, height=height, title=chart.title, alt=alt, cls=cls)


def _shape(chart: AnyShape, sheet: Sheet) -> tuple[str, float]:
    match chart:
        case Pyramid():
            return pyramid.draw(chart, sheet)
        case Fan():
            return fan.draw(chart, sheet)
        case Stacked():
            return stacked.draw(chart, sheet)
        case Dots():
            return dots.draw(chart, sheet)
        case Multiples():
            return multiples.draw(chart, sheet)
        case Areas():
            return areas.draw(chart, sheet)


_TABLES: Final[dict[type, Any]] = {
    Pyramid: pyramid.table,
    Fan: fan.table,
    Stacked: stacked.table,
    Dots: dots.table,
    Multiples: multiples.table,
    Areas: areas.table,
}


def _table(chart: Chart | AnyShape) -> tuple[tuple[str, ...], tuple[tuple[Cell, ...], ...]]:
    if isinstance(chart, Chart):
        return _head(chart), tuple(
            (label, *(row.values[at] if at < len(row.values) else None for row in chart.series))
            for at, label in enumerate(chart.categories)
        )
    head, rows = _TABLES[type(chart)](chart)
    return head, rows


def _printed(chart: AnyShape, row: tuple[Known | str, ...]) -> tuple[str, ...]:
    return tuple(cell if isinstance(cell, str) else chart.printed(cell) for cell in row)


def _body(chart: Chart, sheet: Sheet) -> tuple[str, float]:
    match chart.kind:
        case ChartKind.LINE:
            return lines.draw(chart, sheet)
        case ChartKind.FIGURE:
            return figure.draw(chart, sheet)
        case ChartKind.COMPARE:
            return compare.draw(chart, sheet)
        case ChartKind.SCATTER if len(chart.series) == 2:
            return scatter.draw(chart, sheet)
    upright = columns.fit(chart, sheet)
    return columns.draw(chart, sheet) if upright else compare.draw(chart, sheet)


def _alt(chart: Chart | AnyShape) -> str:
    """The finding and the figures behind it; a long row of figures is left to the table."""
    if not isinstance(chart, Chart):
        return ". ".join(part.rstrip(".") for part in (chart.title, chart.subtitle) if part) or chart.title
    said = [
        " ".join(filter(None, (row.label if len(chart.series) > 1 else "", label + ":", chart.label(row, index))))
        for row in chart.series
        for index, label in enumerate(chart.categories)
    ]
    if not 0 < len(said) <= SPOKEN:
        return chart.title
    return f"{chart.title.rstrip('.')}. {'; '.join(said)}."


def _head(chart: Chart) -> tuple[str, ...]:
    unit = f" ({chart.unit})" if chart.unit and chart.unit != "%" else ""
    return (chart.category_label, *(f"{row.label}{unit}".strip() for row in chart.series))


def _rows(chart: Chart) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (label, *(chart.label(row, index) for row in chart.series)) for index, label in enumerate(chart.categories)
    )
