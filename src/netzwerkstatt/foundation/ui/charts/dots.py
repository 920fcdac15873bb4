"""The dot plot: one row for each place, a point where it stands, a hollow one where it stood before."""

from .page import Sheet
from .scale import Scale, axis
from .shapes import Dots, Known, length
from .svg import lines, tag, text, width_of, wrap

ROW = 34.0
LEADING = 18.0
EDGE = 10.0
TOP = 8.0


def draw(dots: Dots, sheet: Sheet) -> tuple[str, float]:
    """The rows and the height they need."""
    beside = sheet.name == "wide"
    room = min(max((width_of(one, sheet.text) for one in dots.categories), default=0.0), sheet.width * 0.34)
    known = [found for value in (*dots.values, *dots.before, dots.reference) if (found := length(value)) is not None]
    ticks = axis(known or [0.0, 1.0], sheet.ticks - 1)
    widest = max((width_of(dots.printed(value), sheet.value) for value in dots.values), default=0.0)
    left = EDGE + room + 22 if beside else EDGE + 12
    out = Scale(ticks[0], ticks[-1], left, sheet.width - EDGE - min(widest + 18, sheet.width * 0.3))
    keys, y = _keys(dots, sheet)
    top = y
    body: list[str] = []
    for row, name in enumerate(dots.categories):
        words = wrap(name, room if beside else sheet.width - 2 * EDGE, sheet.text)
        cls = "label ink" if row in dots.highlights else "label"
        if beside:
            body.append(lines(words, EDGE, y + ROW / 2 + 5 - LEADING * (len(words) - 1) / 2, LEADING, cls=cls))
        else:
            body.append(lines(words, EDGE, y + 16, LEADING, cls=cls))
            y += 12 + LEADING * (len(words) - 1)
        body.append(_row(dots, row, y + ROW / 2, out))
        y += max(ROW, LEADING * len(words) + 8 if beside else 0.0)
    return keys + _grid(dots, ticks, out, top, y) + "".join(body), y + 32


def _keys(dots: Dots, sheet: Sheet) -> tuple[str, float]:
    drawn, x, y = [], EDGE + 6, 12.0
    entries = [(dots.before_label, "point point--hollow tone-other")] if dots.before and dots.before_label else []
    entries += [(dots.label, "point tone-own")] if entries and dots.label else []
    for words, cls in entries:
        drawn.append(tag("circle", cls=cls, cx=x, cy=y, r=6))
        drawn.append(text(words, x + 13, y + 5, cls="label ink"))
        x += 13 + width_of(words, sheet.text) + 28
    if dots.reference_label and length(dots.reference) is not None:
        shown = f"{dots.reference_label} {dots.printed(dots.reference)}"
        if x > EDGE + 6 and x + 16 + width_of(shown, sheet.text) > sheet.width:
            x, y = EDGE + 6, y + 24
        drawn.append(tag("line", cls="upright", x1=x, x2=x, y1=y - 8, y2=y + 8))
        drawn.append(text(shown, x + 10, y + 5, cls="label ink"))
    return "".join(drawn), y + 20 if drawn else TOP


def _grid(dots: Dots, ticks: list[float], out: Scale, top: float, bottom: float) -> str:
    drawn = []
    for value in ticks:
        zero = value == 0 and ticks[0] < 0
        drawn.append(tag("line", cls="axis" if zero else "gridline", x1=out(value), x2=out(value), y1=top, y2=bottom))
        drawn.append(text(dots.tick(value), out(value), bottom + 20, cls="label", text_anchor="middle"))
    reference = length(dots.reference)
    if reference is not None:
        drawn.append(tag("line", cls="upright", x1=out(reference), x2=out(reference), y1=top, y2=bottom))
    return "".join(drawn)


def _row(dots: Dots, row: int, y: float, out: Scale) -> str:
    now = length(dots.values[row]) if row < len(dots.values) else None
    before = length(dots.before[row]) if row < len(dots.before) else None
    tone = dots.highlights.get(row, "other" if dots.highlights else "own")
    drawn = []
    if now is not None and before is not None:
        drawn.append(tag("line", cls=f"way tone-{tone}", x1=out(before), x2=out(now), y1=y, y2=y))
    if before is not None:
        drawn.append(tag("circle", cls=f"point point--hollow tone-{tone}", cx=out(before), cy=y, r=6))
    if now is not None:
        drawn.append(tag("circle", cls=f"point tone-{tone}", cx=out(now), cy=y, r=7))
        right = max(out(now), out(before) if before is not None else out(now))
        drawn.append(text(dots.printed(dots.values[row]), right + 13, y + 5.5, cls="value"))
    return "".join(drawn)


def table(dots: Dots) -> tuple[tuple[str, ...], tuple[tuple[Known | str, ...], ...]]:
    """Head and rows: place, before, now; the reference last."""
    head = [dots.category_label, *([dots.before_label] if dots.before else []), dots.label]
    rows: list[tuple[Known | str, ...]] = [
        (name, *([_at(dots.before, row)] if dots.before else []), _at(dots.values, row))
        for row, name in enumerate(dots.categories)
    ]
    if dots.reference is not None:
        rows.append((dots.reference_label, *([None] if dots.before else []), dots.reference))
    return tuple(head), tuple(rows)


def _at(values: tuple[Known, ...], row: int) -> Known:
    return values[row] if row < len(values) else None
