"""Lines over time: labelled at their end, interrupted where the counting was, blue where it is not observed."""

from dataclasses import dataclass
from itertools import pairwise

from .model import Chart, Series
from .numbers import format_number
from .page import Sheet
from .scale import Scale, axis
from .svg import tag, text, width_of

HEIGHT = 290.0
TOP = 30.0
APART = 20.0


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the lines live on the sheet."""

    left: float
    right: float
    x: Scale
    y: Scale
    ticks: list[float]


def draw(chart: Chart, sheet: Sheet) -> tuple[str, float]:
    """The lines and the height they need."""
    frame = _frame(chart, sheet)
    drawn = [_grid(chart, frame), _times(chart, sheet, frame), _projection(chart, frame)]
    drawn += [_line(chart, row, place, frame) for place, row in enumerate(chart.series)]
    drawn.append(_ends(chart, frame))
    return "".join(drawn), TOP + HEIGHT + 36


def _frame(chart: Chart, sheet: Sheet) -> Frame:
    ticks = axis(chart.known or [0.0, 1.0], sheet.ticks - 1)
    left = 12 + max(width_of(_tick(chart, value), sheet.text) for value in ticks)
    labels = [width_of(words, sheet.text * 1.05) for row in chart.series for words in (row.label, _last(chart, row)[1])]
    right = sheet.width - min(max(labels, default=0.0) + 18, sheet.width * 0.42)
    moments = _moments(chart)
    x = Scale(moments[0], moments[-1], left + 8, right) if len(moments) > 1 else Scale(0.0, 1.0, left + 8, right)
    return Frame(left, right, x, Scale(ticks[0], ticks[-1], TOP + HEIGHT, TOP), ticks)


def _moments(chart: Chart) -> list[float]:
    """Years lie as far apart as they are; other moments follow each other evenly."""
    try:
        years = [float(label) for label in chart.categories]
    except ValueError:
        years = []
    if years and all(a < b for a, b in pairwise(years)) and years[-1] - years[0] < 1e6:
        return years
    return [float(index) for index in range(len(chart.categories))]


def _x(chart: Chart, frame: Frame, index: int) -> float:
    return frame.x(_moments(chart)[index] if len(chart.categories) > 1 else 0.5)


def _tick(chart: Chart, value: float) -> str:
    """A tick needs only as many decimals as it has."""
    shown = format_number(round(value, 10), chart.locale, decimals=0 if value == int(value) else None)
    return f"{shown}\u202f%" if chart.unit == "%" else shown


def _grid(chart: Chart, frame: Frame) -> str:
    drawn = []
    for value in frame.ticks:
        y = frame.y(value)
        zero = value == 0 and frame.ticks[0] < 0
        drawn.append(tag("line", cls="axis" if zero else "gridline", x1=frame.left, x2=frame.right, y1=y, y2=y))
        drawn.append(text(_tick(chart, value), frame.left - 8, y + 5, cls="label", text_anchor="end"))
    return "".join(drawn)


def _times(chart: Chart, sheet: Sheet, frame: Frame) -> str:
    """The last moment is always named, the others where they have room."""
    drawn: list[str] = []
    taken = sheet.width
    indexes = range(len(chart.categories) - 1, -1, -1)
    most = frame.right - frame.left
    for index in indexes:
        label = chart.categories[index]
        half = min(width_of(label, sheet.text), most) / 2
        x = min(max(_x(chart, frame, index), half), sheet.width - half)
        first = index == 0 and x - half < taken
        if x + half + 14 <= taken or (first and not drawn):
            drawn.append(text(label, x, TOP + HEIGHT + 24, cls="label", text_anchor="middle"))
            taken = x - half
    return "".join(drawn)


def _projection(chart: Chart, frame: Frame) -> str:
    starts = [row.projected_from for row in chart.series if row.projected_from is not None]
    if not starts or not chart.categories or not 0 < min(starts) < len(chart.categories):
        return ""
    x = _x(chart, frame, min(starts) - 1)
    words = text(chart.projection_label, x + 8, TOP - 12, cls="label") if chart.projection_label else ""
    return tag("line", cls="upright", x1=x, x2=x, y1=TOP, y2=TOP + HEIGHT) + words


def _tone(row: Series, place: int) -> str:
    return row.tone or ("own", "own2", "other", "mute")[min(place, 3)]


def _line(chart: Chart, row: Series, place: int, frame: Frame) -> str:
    tone = _tone(row, place)
    points = {
        index: (_x(chart, frame, index), frame.y(value))
        for index in range(len(chart.categories))
        if (value := chart.value(row, index)) is not None
    }
    drawn = [
        tag("line", cls=f"stroke tone-{_piece(row, tone, end)}", x1=a[0], y1=a[1], x2=b[0], y2=b[1])
        for start, end, a, b in _pieces(chart, points)
    ]
    for index, (x, y) in points.items():
        if index in chart.breaks:
            drawn.append(tag("circle", cls=f"point point--hollow tone-{_piece(row, tone, index)}", cx=x, cy=y, r=5))
        elif _stands_alone(chart, points, index) or index in {min(points), max(points)}:
            drawn.append(tag("circle", cls=f"point tone-{_piece(row, tone, index)}", cx=x, cy=y, r=4))
    return "".join(drawn)


def _pieces(
    chart: Chart, points: dict[int, tuple[float, float]]
) -> list[tuple[int, int, tuple[float, float], tuple[float, float]]]:
    return [
        (index - 1, index, points[index - 1], points[index])
        for index in points
        if index - 1 in points and index not in chart.breaks
    ]


def _piece(row: Series, tone: str, index: int) -> str:
    """With a projection, the observed part is ink and the projected part has the series' tone."""
    return "ink" if row.projected_from is not None and index < row.projected_from else tone


def _stands_alone(chart: Chart, points: dict[int, tuple[float, float]], index: int) -> bool:
    before = index - 1 in points and index not in chart.breaks
    after = index + 1 in points and index + 1 not in chart.breaks
    return not before and not after


def _last(chart: Chart, row: Series) -> tuple[int, str]:
    known = [index for index in range(len(chart.categories)) if chart.value(row, index) is not None]
    return (known[-1], chart.label(row, known[-1])) if known else (-1, "")


def _ends(chart: Chart, frame: Frame) -> str:
    """Names and last figures at the end of the lines, moved apart where they would touch."""
    wanted = []
    for place, row in enumerate(chart.series):
        index, shown = _last(chart, row)
        value = chart.value(row, index) if index >= 0 else None
        if value is not None:
            wanted.append((frame.y(value), place, row, index, shown))
    need = APART * (2 if any(row.label for row in chart.series) else 1)
    drawn = []
    for y, (_, place, row, index, shown) in zip(
        spread([item[0] for item in wanted], need, TOP, TOP + HEIGHT), sorted(wanted, key=lambda w: w[0]), strict=True
    ):
        x = max(_x(chart, frame, index), frame.right) + 10
        cls = f"end end--{_tone(row, place)}"
        drawn.append(text(row.label, x, y - 2, cls=cls) if row.label else "")
        drawn.append(text(shown, x, y + (16 if row.label else 5), cls="value"))
    return "".join(drawn)


def spread(wanted: list[float], apart: float, low: float, high: float) -> list[float]:
    """Positions in rising order, each at least `apart` from the next, as near to the wanted ones as a sweep gets."""
    ordered = sorted(wanted)
    if not ordered:
        return []
    apart = min(apart, (high - low) / max(1, len(ordered) - 1)) if len(ordered) > 1 else apart
    placed: list[float] = []
    for y in ordered:
        placed.append(max(y, placed[-1] + apart) if placed else y)
    limit = max(high, low)
    for index in range(len(placed) - 1, -1, -1):
        placed[index] = min(placed[index], limit)
        limit = placed[index] - apart
    return placed
