"""Small multiples: the same small chart for each place, on one scale, each with the same reference behind it."""

from dataclasses import dataclass, replace
from itertools import pairwise

from .page import Sheet
from .scale import Scale, axis
from .shapes import Known, Multiples, Small, length
from .svg import lines, number, path, tag, text, width_of, wrap

TALL = 84.0
LEADING = 18.0
APART = 22.0
FOOT = 28.0
BETWEEN = 18.0
KEY = 28.0


def draw(multiples: Multiples, sheet: Sheet) -> tuple[str, float]:
    """All panels in rows, and the height they need."""
    columns = max(1, min(4 if sheet.name == "wide" else 2, len(multiples.panels)))
    rows = [_lengths(multiples, panel.values) for panel in multiples.panels]
    reference = _lengths(multiples, multiples.reference)
    ticks = axis([value for row in (*rows, reference) for value in row if value is not None] or [0.0, 1.0], 2, away=0.7)
    written = [(multiples.tick(value), value) for value in ticks]
    left = 8 + max(width_of(words, sheet.text) for words, _value in written)
    lasts = [_last(multiples, panel, row) for panel, row in zip(multiples.panels, rows, strict=True)]
    ends = max((width_of(words, sheet.text) for _place, words in lasts), default=0.0) + 10
    room = (sheet.width - left - (columns - 1) * APART) / columns
    frame = _frame(multiples, reference, sheet, ticks, max(20.0, room - ends))
    keys, y = _keys(multiples, sheet)
    drawn = [keys]
    for first in range(0, len(multiples.panels), columns):
        row = range(first, min(first + columns, len(multiples.panels)))
        names = [wrap(multiples.panels[at].label, room, sheet.text) for at in row]
        top = y + LEADING * max(len(one) for one in names) + 8
        for column, (at, words) in enumerate(zip(row, names, strict=True)):
            start = left + column * (room + APART)
            name = lines(words, 0, -10 - LEADING * (len(words) - 1), LEADING, cls="label ink")
            panel = _panel(frame, multiples.panels[at], rows[at], lasts[at])
            drawn.append(f'<g transform="translate({number(start)} {number(top)})">{name}{frame.behind}{panel}</g>')
        drawn += [
            text(words, left - 8, top + frame.y(value) + 5, cls="label", text_anchor="end") for words, value in written
        ]
        y = top + TALL + FOOT + BETWEEN
    return "".join(drawn), max(y - BETWEEN, 20.0)


@dataclass(frozen=True, slots=True)
class Frame:
    """What all panels have: where a moment and a figure stand, and what is drawn behind the line.

    `points` are the moments as all lines run through them, each waiting for its height; at `begins` a line begins anew.
    """

    at: list[float]
    points: list[str]
    begins: frozenset[int]
    y: Scale
    right: float
    behind: str


def _frame(
    multiples: Multiples, reference: list[float | None], sheet: Sheet, ticks: list[float], right: float
) -> Frame:
    moments = _moments(multiples)
    x = Scale(moments[0], moments[-1], 4.0, right - 4) if len(moments) > 1 else None
    at = [x(moment) if x else right / 2 for moment in moments]
    y = Scale(ticks[0], ticks[-1], TALL, 0.0)
    behind = "".join(tag("line", cls="gridline", x1=0, x2=right, y1=y(value), y2=y(value)) for value in ticks)
    bare = Frame(at, [f"{number(one)} %.1f" for one in at], multiples.breaks, y, right, behind)
    if multiples.reference:
        behind += _line(bare, reference, "stroke tone-other thin")
    if multiples.categories:
        first, last = multiples.categories[0], multiples.categories[-1]
        behind += text(first, 0, TALL + 20, cls="label")
        wide = 2 * max(width_of(first, sheet.text), width_of(last, sheet.text)) + 10
        if len(multiples.categories) > 1 and wide < right:
            behind += text(last, right, TALL + 20, cls="label", text_anchor="end")
    return replace(bare, behind=behind)


def _lengths(multiples: Multiples, values: tuple[Known, ...]) -> list[float | None]:
    return [length(value) for value in values[: len(multiples.categories)]]


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


def _panel(frame: Frame, panel: Small, values: list[float | None], last: tuple[int, str]) -> str:
    drawn = _line(frame, values, f"stroke tone-{panel.tone}")
    place, shown = last
    value = values[place] if place >= 0 else None
    if value is None:
        return drawn
    x, y = frame.at[place], frame.y(value)
    drawn += tag("circle", cls=f"point tone-{panel.tone}", cx=x, cy=y, r=4)
    return drawn + text(shown, max(x, frame.right - 4) + 8, min(max(y + 5, 10.0), TALL + 4), cls="label ink")


def _line(frame: Frame, values: list[float | None], cls: str) -> str:
    """One way with a stretch for each run without a gap; before a break, and where a figure is missing, the line is interrupted."""
    stretches: list[tuple[int, list[float]]] = [(0, [])]
    for place, value in enumerate(values):
        if value is None:
            stretches.append((place + 1, []))
        elif place in frame.begins:
            stretches.append((place, [value]))
        else:
            stretches[-1][1].append(value)
    drawn, ways, lengths = "", "", list[float]()
    for start, known in stretches:
        if len(known) > 1:
            ways += "M" + "L".join(frame.points[start : start + len(known)])
            lengths += known
        elif known:
            size = 2.25 if "thin" in cls else 3
            drawn += tag("circle", cls=f"point {cls.split()[1]}", cx=frame.at[start], cy=frame.y(known[0]), r=size)
    return drawn + path(ways % tuple(frame.y.all(lengths)), f"{cls} line") if ways else drawn


def _last(multiples: Multiples, panel: Small, values: list[float | None]) -> tuple[int, str]:
    """Where the last figure stands, and how it is printed."""
    place = next((at for at in range(len(values) - 1, -1, -1) if values[at] is not None), -1)
    return place, multiples.printed(panel.values[place]) if place >= 0 else ""


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
