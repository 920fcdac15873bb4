"""Points between two scales: items by what two values say of them. Points carry numbers, the names stand below."""

from .model import Chart
from .numbers import format_number
from .page import Sheet
from .scale import Scale
from .svg import lines, tag, text, width_of, wrap

LEADING = 18.0
NEAR = 22.0
EDGE = 10.0
TOP = 12.0
ROOM = 20.0


def draw(chart: Chart, sheet: Sheet) -> tuple[str, float]:
    """The field with its points and names, and the height it needs. Two series: right, and up."""
    low, high = chart.scale or _reach(chart)
    side = min(sheet.width - 2 * EDGE - 24, 380.0)
    left = EDGE + 24
    across, up = Scale(low, high, left + ROOM, left + side - ROOM), Scale(low, high, TOP + side - ROOM, TOP + ROOM)
    drawn = [_field(sheet, across, up, (low, high), left, side), _names_of_axes(chart, sheet, left, side)]
    drawn.append(_points(chart, across, up))
    beside = sheet.width - (left + side + 28)
    if beside > 200:
        names, deepest = _names(chart, sheet, left + side + 28, TOP + 16, beside)
        return "".join([*drawn, names]), max(TOP + side + 56, deepest + 10)
    names, deepest = _names(chart, sheet, EDGE, TOP + side + 76, sheet.width - 2 * EDGE)
    return "".join([*drawn, names]), deepest + 10


def _reach(chart: Chart) -> tuple[float, float]:
    known = chart.known or [0.0, 1.0]
    low, high = min(known), max(known)
    return (low, high) if high > low else (low, low + 1.0)


def _field(sheet: Sheet, across: Scale, up: Scale, ends: tuple[float, float], left: float, side: float) -> str:
    bottom, middle = TOP + side, (ends[0] + ends[1]) / 2
    drawn = [
        tag("line", cls="axis", x1=left, x2=left + side, y1=bottom, y2=bottom),
        tag("line", cls="axis", x1=left, x2=left, y1=TOP, y2=bottom),
        tag("line", cls="upright", x1=across(middle), x2=across(middle), y1=TOP, y2=bottom),
        tag("line", cls="upright", x1=left, x2=left + side, y1=up(middle), y2=up(middle)),
    ]
    for end in ends:
        shown = format_number(end, decimals=0)
        drawn.append(text(shown, across(end), bottom + 20, cls="label", text_anchor="middle"))
        drawn.append(text(shown, left - 8, up(end) + 5, cls="label", text_anchor="end"))
    return "".join(drawn)


def _names_of_axes(chart: Chart, sheet: Sheet, left: float, side: float) -> str:
    right, upwards = (row.label for row in chart.series)
    below = text(f"{right} →", left + side / 2, TOP + side + 44, cls="label ink", text_anchor="middle")
    return below + text(f"↑ {upwards}", left + 8, TOP + 14, cls="label ink")


def _points(chart: Chart, across: Scale, up: Scale) -> str:
    drawn, labels = [], list[tuple[float, float, list[str]]]()
    for index in range(len(chart.categories)):
        x, y = chart.value(chart.series[0], index), chart.value(chart.series[1], index)
        if x is None or y is None:
            continue
        place = (across(x), up(y))
        drawn.append(tag("circle", cls=f"point tone-{chart.tone(index)}", cx=place[0], cy=place[1], r=7))
        _label(labels, place, str(index + 1))
    drawn += [text(", ".join(words), x + 10, y - 8, cls="value") for x, y, words in labels]
    return "".join(drawn)


def _label(labels: list[tuple[float, float, list[str]]], place: tuple[float, float], words: str) -> None:
    """Beside its point; points that lie close together share one label, so that none covers another."""
    for x, y, shared in labels:
        if abs(x - place[0]) < NEAR and abs(y - place[1]) < NEAR:
            shared.append(words)
            return
    labels.append((*place, [words]))


def _names(chart: Chart, sheet: Sheet, x: float, y: float, room: float) -> tuple[str, float]:
    drawn = []
    gap = width_of(str(len(chart.categories)), sheet.text) + 12
    for index, name in enumerate(chart.categories):
        broken = wrap(name, room - gap, sheet.text)
        drawn.append(text(str(index + 1), x, y, cls="end"))
        drawn.append(lines(broken, x + gap, y, LEADING, cls="label ink"))
        y += LEADING * len(broken) + 6
    return "".join(drawn), y
