"""Lying bars: one row per name, the figure at the bar's end. They always have room for their words."""

from .columns import tone_of
from .model import Chart, Series
from .page import Sheet
from .scale import Scale, around_zero
from .svg import lines, tag, text, width_of, wrap

LEADING = 18.0
EDGE = 10.0


def draw(chart: Chart, sheet: Sheet) -> tuple[str, float]:
    """The rows and the height they need."""
    beside = sheet.name == "wide"
    room = _label_room(chart, sheet) if beside else sheet.width - 2 * EDGE
    scale = _scale(chart, sheet, EDGE + room + 14 if beside else EDGE)
    drawn, y = [], 6.0
    for index, label in enumerate(chart.categories):
        row, y = _row(chart, sheet, index, wrap(label, room, sheet.text), y, scale)
        drawn.append(row)
    if beside:
        drawn.append(tag("line", cls="axis", x1=scale(0.0), x2=scale(0.0), y1=2, y2=y - 6))
    return "".join(drawn), y


def _label_room(chart: Chart, sheet: Sheet) -> float:
    widest = max((width_of(label, sheet.text) for label in chart.categories), default=0.0)
    return min(widest, sheet.width * 0.34)


def _words(chart: Chart, row: Series, index: int) -> str:
    shown = chart.label(row, index)
    return f"{row.label} {shown}" if len(chart.series) > 1 and row.label else shown


def _scale(chart: Chart, sheet: Sheet, left: float) -> Scale:
    """Room is kept at both ends for the widest figure that stands there."""
    ends = {True: 0.0, False: 0.0}
    for row in chart.series:
        for index in range(len(chart.categories)):
            below = (chart.value(row, index) or 0.0) < 0
            ends[below] = max(ends[below], width_of(_words(chart, row, index), sheet.strong) + 14)
    start, end = left + ends[True], sheet.width - EDGE - ends[False]
    if end - start < 60:
        start, end = left + 10, max(left + 70, end)
    return around_zero(chart.known, start, end)


def _row(chart: Chart, sheet: Sheet, index: int, words: list[str], y: float, scale: Scale) -> tuple[str, float]:
    beside = sheet.name == "wide"
    cls = "label ink" if index in chart.highlights else "label"
    drawn, start = [], y
    thick = 22.0 if len(chart.series) == 1 else 18.0
    if beside:
        drawn.append(lines(words, EDGE, y + thick / 2 + 5, LEADING, cls=cls))
    else:
        drawn.append(lines(words, EDGE, y + 14, LEADING, cls=cls))
        y += 14 + LEADING * (len(words) - 1) + 8
        long = (thick + 3) * len(chart.series)
        drawn.append(tag("line", cls="axis", x1=scale(0.0), x2=scale(0.0), y1=y - 3, y2=y + long))
    for row in chart.series:
        drawn.append(_bar(chart, sheet, row, index, y, thick, scale))
        y += thick + 3
    y = max(y, start + LEADING * len(words)) if beside else y
    return "".join(drawn), y + 12


def _bar(chart: Chart, sheet: Sheet, row: Series, index: int, y: float, thick: float, scale: Scale) -> str:
    value, zero = chart.value(row, index), scale(0.0)
    end = zero if value is None else scale(value)
    strong = chart.highlights.get(index) is not None and len(chart.series) == 1
    drawn = ""
    if value is not None:
        tone = tone_of(chart, row, index)
        drawn = tag("rect", cls=f"bar tone-{tone}", x=min(zero, end), y=y, width=abs(end - zero), height=thick)
    anchor, x = ("end", end - 8) if value is not None and value < 0 else ("start", end + 8)
    cls = "value value--strong" if strong else "value"
    y += thick / 2 + (7 if strong else 5.5)
    return drawn + text(_words(chart, row, index), x, y, cls=cls, text_anchor=anchor)
