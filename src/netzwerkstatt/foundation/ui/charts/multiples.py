"""Small multiples: the same small chart for each place, on one scale, each with the same reference behind it."""

from dataclasses import dataclass
from itertools import pairwise

from .page import Sheet
from .scale import Scale, axis
from .shapes import Known, Multiples, Small, length
from .svg import lines, number, tag, text, width_of, wrap

TALL = 84.0
LEADING = 18.0
APART = 22.0
FOOT = 28.0
BETWEEN = 18.0
KEY = 28.0


def draw(multiples: Multiples, sheet: Sheet) -> tuple[str, float]:
    """All panels in rows, and the height they need."""
    columns = max(1, min(4 if sheet.name == "wide" else 2, len(multiples.panels)))
    ticks = axis(_known(multiples) or [0.0, 1.0], 2, away=0.7)
    left = 8 + max(width_of(multiples.tick(value), sheet.text) for value in ticks)
    ends = max((width_of(_last(multiples, panel)[1], sheet.text) for panel in multiples.panels), default=0.0) + 10
    room = (sheet.width - left - (columns - 1) * APART) / columns
    frame = _frame(multiples, sheet, ticks, max(20.0, room - ends))
    drawn, y = _keys(multiples, sheet)
    for first in range(0, len(multiples.panels), columns):
        row = multiples.panels[first : first + columns]
        words = [wrap(panel.label, room, sheet.text) for panel in row]
        top = y + LEADING * max(len(one) for one in words) + 8
        for column, panel in enumerate(row):
            names, start = words[column], left + column * (room + APART)
            name = lines(names, 0, -10 - LEADING * (len(names) - 1), LEADING, cls="label ink")
            place = f"translate({number(start)} {number(top)})"
            drawn += tag("g", name, frame.behind, _panel(multiples, panel, frame), transform=place)
            if column == 0:
                drawn += "".join(
                    text(multiples.tick(value), start - 8, top + frame.y(value) + 5, cls="label", text_anchor="end")
                    for value in ticks
                )
        y = top + TALL + FOOT + BETWEEN
    return drawn, max(y - BETWEEN, 20.0)


@dataclass(frozen=True, slots=True)
class Frame:
    """What all panels have: where a moment and a figure stand, and what is drawn behind the line."""

    at: list[float]
    written: list[str]  # the same, as the lines of all panels need them
    y: Scale
    right: float
    behind: str


def _frame(multiples: Multiples, sheet: Sheet, ticks: list[float], right: float) -> Frame:
    moments = _moments(multiples)
    x = Scale(moments[0], moments[-1], 4.0, right - 4) if len(moments) > 1 else None
    at = [x(moment) if x else right / 2 for moment in moments]
    written = [number(place) for place in at]
    y = Scale(ticks[0], ticks[-1], TALL, 0.0)
    behind = "".join(tag("line", cls="gridline", x1=0, x2=right, y1=y(value), y2=y(value)) for value in ticks)
    if multiples.reference:
        behind += _line(multiples, multiples.reference, at, written, y, "stroke tone-other thin")
    if multiples.categories:
        first, last = multiples.categories[0], multiples.categories[-1]
        behind += text(first, 0, TALL + 20, cls="label")
        wide = 2 * max(width_of(first, sheet.text), width_of(last, sheet.text)) + 10
        if len(multiples.categories) > 1 and wide < right:
            behind += text(last, right, TALL + 20, cls="label", text_anchor="end")
    return Frame(at, written, y, right, behind)


def _known(multiples: Multiples) -> list[float]:
    rows = [multiples.reference, *(panel.values for panel in multiples.panels)]
    return [found for row in rows for value in row if (found := length(value)) is not None]


def _keys(multiples: Multiples, sheet: Sheet) -> tuple[str, float]:
    if not multiples.reference or not multiples.reference_label:
        return "", 8.0
    words = text(multiples.reference_label, 36, 14, cls="label")
    return tag("line", cls="stroke tone-other thin", x1=8, x2=28, y1=9, y2=9) + words, KEY


def _moments(multiples: Multiples) -> list[float]:
    try:
        years = [float(label) for label in multiples.categories]
    except ValueError:
        years = []
    if years and all(a < b for a, b in pairwise(years)) and years[-1] - years[0] < 1e6:
        return years
    return [float(place) for place in range(len(multiples.categories))]


def _panel(multiples: Multiples, panel: Small, frame: Frame) -> str:
    drawn = _line(multiples, panel.values, frame.at, frame.written, frame.y, f"stroke tone-{panel.tone}")
    place, shown = _last(multiples, panel)
    value = length(panel.values[place]) if place >= 0 else None
    if value is None:
        return drawn
    x, y = frame.at[place], frame.y(value)
    drawn += tag("circle", cls=f"point tone-{panel.tone}", cx=x, cy=y, r=4)
    return drawn + text(shown, max(x, frame.right - 4) + 8, min(max(y + 5, 10.0), TALL + 4), cls="label ink")


def _line(
    multiples: Multiples, values: tuple[Known, ...], at: list[float], written: list[str], y: Scale, cls: str
) -> str:
    """Stretches without a gap; before a break, and where a figure is missing, the line is interrupted."""
    stretches: list[list[tuple[int, float]]] = [[]]
    for place, value in enumerate(values[: len(at)]):
        found = length(value)
        if found is None or place in multiples.breaks:
            stretches.append([])
        if found is not None:
            stretches[-1].append((place, y(found)))
    drawn = ""
    for points in stretches:
        if len(points) > 1:
            way = "L".join(f"{written[place]} {number(height)}" for place, height in points)
            drawn += tag("path", cls=f"{cls} line", d=f"M{way}")
        elif points:
            size = 2.25 if "thin" in cls else 3
            drawn += tag("circle", cls=f"point {cls.split()[1]}", cx=at[points[0][0]], cy=points[0][1], r=size)
    return drawn


def _last(multiples: Multiples, panel: Small) -> tuple[int, str]:
    known = [
        place for place, value in enumerate(panel.values[: len(multiples.categories)]) if length(value) is not None
    ]
    return (known[-1], multiples.printed(panel.values[known[-1]])) if known else (-1, "")


def table(multiples: Multiples) -> tuple[tuple[str, ...], tuple[tuple[Known | str, ...], ...]]:
    """Head and rows: place, and its figure at every moment; the reference last."""
    rows: list[tuple[Known | str, ...]] = [
        (
            panel.label,
            *(panel.values[at] if at < len(panel.values) else None for at in range(len(multiples.categories))),
        )
        for panel in multiples.panels
    ]
    if multiples.reference:
        whole = (
            multiples.reference[at] if at < len(multiples.reference) else None
            for at in range(len(multiples.categories))
        )
        rows.append((multiples.reference_label, *whole))
    return (multiples.category_label, *multiples.categories), tuple(rows)
