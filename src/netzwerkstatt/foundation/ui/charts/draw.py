"""A chart becomes two drawings and a table."""

from django.utils.safestring import mark_safe

from . import columns, compare, figure, lines, scatter
from .model import Chart, ChartKind, Drawing
from .page import NARROW, WIDE, Sheet
from .printing import printable
from .svg import picture

SPOKEN = 12


def draw(chart: Chart) -> Drawing:
    """Both drawings of a chart with the same figures as a table, and the finding in words."""
    alt = chart.alt or _alt(chart)
    return Drawing(
        chart=chart,
        wide=mark_safe(_on(chart, WIDE, alt)),  # noqa: S308 - every text went through svg.clean
        narrow=mark_safe(_on(chart, NARROW, alt)),  # noqa: S308 - likewise
        alt=alt,
        head=_head(chart),
        rows=_rows(chart),
    )


def to_print_svg(chart: Chart) -> str:
    """The wide drawing with literal light colours and sizes, for paper: it needs no style sheet."""
    return printable(_on(chart, WIDE, chart.alt or _alt(chart)))


def _on(chart: Chart, sheet: Sheet, alt: str) -> str:
    drawn, height = _body(chart, sheet)
    return picture(drawn, width=sheet.width, height=height, title=chart.title, alt=alt, cls=sheet.cls)


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


def _alt(chart: Chart) -> str:
    """The finding and the figures behind it; a long row of figures is left to the table."""
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
