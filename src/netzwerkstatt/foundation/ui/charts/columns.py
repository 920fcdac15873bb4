"""Upright bars: by category, in groups, over time."""

from .model import Chart, ChartKind, Series
from .page import Sheet
from .scale import Scale, around_zero
from .svg import lines, tag, text, width_of, wrap

TALLEST = 240.0
LABEL_LINES = 3
LEADING = 18.0
EDGE = 10.0


def fit(chart: Chart, sheet: Sheet) -> bool:
    """Whether every value and every label has room in upright bars; else they lie down."""
    if not chart.categories:
        return True
    slot = _slot(chart, sheet)
    bars = len(chart.series)
    figures = [chart.label(row, index) for row in chart.series for index in range(len(chart.categories))]
    if chart.kind is not ChartKind.COLUMNS and max(width_of(shown, sheet.value) for shown in figures) > slot / bars:
        return False
    if chart.kind is ChartKind.COLUMNS:
        return slot >= 4
    labels = [wrap(label, slot - 6, sheet.text) for label in chart.categories]
    return all(len(found) <= LABEL_LINES and width_of(line, sheet.text) <= slot for found in labels for line in found)


def draw(chart: Chart, sheet: Sheet) -> tuple[str, float]:
    """The bars and the height they need."""
    top = 34.0 + (26.0 if len(chart.series) > 1 else 0.0)
    scale = _scale(chart, sheet, top)
    below = scale(min([0.0, *chart.known]))
    base = below + (28.0 if below > scale(0.0) else 6.0)
    drawn = [_legend(chart)] if len(chart.series) > 1 else []
    drawn += [_group(chart, sheet, index, scale) for index in range(len(chart.categories))]
    drawn.append(tag("line", cls="axis", x1=EDGE, x2=sheet.width - EDGE, y1=scale(0.0), y2=scale(0.0)))
    foot, deepest = _foot(chart, sheet, base + LEADING)
    return "".join([*drawn, foot]), deepest + 10.0


def _slot(chart: Chart, sheet: Sheet) -> float:
    return (sheet.width - 2 * EDGE) / max(1, len(chart.categories))


def _scale(chart: Chart, sheet: Sheet, top: float) -> Scale:
    known = chart.known
    height = TALLEST if sheet.name == "wide" else TALLEST * 0.85
    flat = around_zero(known, 0.0, 1.0)
    below = 28.0 if flat.low < 0 < flat.high else 0.0
    return around_zero(known, top + height - below, top)


def _group(chart: Chart, sheet: Sheet, index: int, scale: Scale) -> str:
    slot = _slot(chart, sheet)
    room = slot * (0.75 if len(chart.series) == 1 else 0.82)
    bar = room / max(1, len(chart.series))
    left = EDGE + slot * index + (slot - room) / 2
    return "".join(
        _bar(chart, sheet, row, index, (left + bar * place, bar - (2 if place < len(chart.series) - 1 else 0)), scale)
        for place, row in enumerate(chart.series)
    )


def _bar(chart: Chart, sheet: Sheet, row: Series, index: int, place: tuple[float, float], scale: Scale) -> str:
    x, width = place
    value = chart.value(row, index)
    tone = tone_of(chart, row, index)
    strong = chart.highlights.get(index) is not None and len(chart.series) == 1
    zero = scale(0.0)
    end = zero if value is None else scale(value)
    drawn = ""
    if value is not None:
        drawn = tag("rect", cls=f"bar tone-{tone}", x=x, y=min(zero, end), width=width, height=abs(end - zero))
    if not _is_printed(chart, sheet, index, width):
        return drawn
    size = sheet.strong if strong else sheet.value
    y = end + size + 6 if value is not None and value < 0 else end - 9
    cls = "value value--strong" if strong else "value"
    shown = chart.label(row, index)
    half = width_of(shown, size) / 2 + 2
    middle = min(max(x + width / 2, half), max(half, sheet.width - half))
    return drawn + text(shown, middle, y, cls=cls, text_anchor="middle")


def tone_of(chart: Chart, row: Series, index: int) -> str:
    """A series keeps its own tone; a single one takes that of its categories."""
    if len(chart.series) > 1:
        place = next(
            place for place, one in enumerate(chart.series) if one is row
        )  # equality asks figures that are none
        return row.tone or ("own2", "own", "other", "mute")[min(place, 3)]
    tone = row.tone if row.tone and index not in chart.highlights else chart.tone(index)
    # The quietest tone is for bars that print their value; over time not all of them do.
    return "other" if tone == "mute" and chart.kind is ChartKind.COLUMNS else tone


def _is_printed(chart: Chart, sheet: Sheet, index: int, width: float) -> bool:
    """Over time a figure is printed where it fits; first, last and highlighted ones always are."""
    if chart.kind is not ChartKind.COLUMNS:
        return True
    widest = max(
        width_of(chart.label(row, i), sheet.value) for row in chart.series for i in range(len(row.values) or 1)
    )
    if widest <= width / 0.75:
        return True
    kept = {0, len(chart.categories) - 1}
    near = {other for mark in chart.highlights for other in (mark - 1, mark + 1)}
    return index in chart.highlights or index in kept - near


def _legend(chart: Chart) -> str:
    drawn, x = [], EDGE
    for row in chart.series:
        drawn.append(tag("rect", cls=f"key tone-{tone_of(chart, row, -1)}", x=x, y=4, width=14, height=14))
        drawn.append(text(row.label, x + 20, 16, cls="ink"))
        x += 20 + width_of(row.label, 15) + 24
    return "".join(drawn)


def _foot(chart: Chart, sheet: Sheet, y: float) -> tuple[str, float]:
    slot, drawn, deepest = _slot(chart, sheet), [], y
    every = _every(chart, sheet, slot)
    for index, label in enumerate(chart.categories):
        if index % every:
            continue
        broken = wrap(label, slot * every - 6, sheet.text)
        cls = "label ink" if index in chart.highlights else "label"
        x = EDGE + slot * (index + 0.5)
        drawn.append(lines(broken, x, y, LEADING, cls=cls, text_anchor="middle"))
        deepest = max(deepest, y + LEADING * (len(broken) - 1))
    return "".join(drawn), deepest


def _every(chart: Chart, sheet: Sheet, slot: float) -> int:
    """Over time only every n-th label stands below the axis, if they would touch otherwise."""
    if chart.kind is not ChartKind.COLUMNS or not chart.categories:
        return 1
    widest = max(width_of(label, sheet.text) for label in chart.categories)
    return max(1, -(-int(widest + 10) // max(1, int(slot))))
