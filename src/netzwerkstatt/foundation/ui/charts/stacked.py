"""Stacked bars: wholes made of parts, lying, so that words have room."""

from .page import Sheet
from .scale import Scale
from .shapes import Known, Stacked, length
from .svg import lines, tag, text, width_of, wrap

THICK = 30.0
LEADING = 18.0
EDGE = 10.0
GAP = 2.0


def draw(stacked: Stacked, sheet: Sheet) -> tuple[str, float]:
    """The rows and the height they need."""
    beside = sheet.name == "wide"
    room = min(max((width_of(one, sheet.text) for one in stacked.categories), default=0.0), sheet.width * 0.3)
    left = EDGE + room + 14 if beside else EDGE
    wholes = [_whole(stacked, row) for row in range(len(stacked.categories))]
    most = max(wholes, default=0.0)
    out = Scale(
        0.0,
        1.0 if stacked.share or most <= 0 else most,
        0.0,
        sheet.width - EDGE - left - _end_room(stacked, sheet, wholes),
    )
    keys, y = _keys(stacked, sheet)
    drawn = [keys]
    for row, name in enumerate(stacked.categories):
        words = wrap(name, room if beside else sheet.width - 2 * EDGE, sheet.text)
        if beside:
            drawn.append(
                lines(words, EDGE, y + THICK / 2 + 5 - LEADING * (len(words) - 1) / 2, LEADING, cls="label ink")
            )
        else:
            drawn.append(lines(words, EDGE, y + 14, LEADING, cls="label ink"))
            y += 20 + LEADING * (len(words) - 1)
        drawn.append(_row(stacked, sheet, row, left, y, out, wholes[row]))
        y += max(THICK, LEADING * len(words) if beside else 0.0) + 12
    return "".join(drawn), y


def _whole(stacked: Stacked, row: int) -> float:
    return sum(length(part.values[row]) or 0.0 for part in stacked.parts if row < len(part.values))


def _end_room(stacked: Stacked, sheet: Sheet, wholes: list[float]) -> float:
    if stacked.share:
        return 0.0
    return min(
        max((width_of(_sum(stacked, whole), sheet.value) for whole in wholes), default=0.0) + 14, sheet.width * 0.3
    )


def _sum(stacked: Stacked, whole: float) -> str:
    return stacked.printed(int(whole) if whole == int(whole) else round(whole, 6))


def _keys(stacked: Stacked, sheet: Sheet) -> tuple[str, float]:
    drawn, x, y = [], EDGE, 4.0
    for place, part in enumerate(stacked.parts, start=1):
        long = 20 + width_of(part.label, sheet.text) + 24
        if x > EDGE and x + long > sheet.width:
            x, y = EDGE, y + 24
        drawn.append(tag("rect", cls=f"key part--{place}", x=x, y=y, width=14, height=14))
        drawn.append(text(part.label, x + 20, y + 12, cls="label ink"))
        x += long
    return "".join(drawn), y + (34 if stacked.parts else 6)


def _row(stacked: Stacked, sheet: Sheet, row: int, left: float, y: float, out: Scale, whole: float) -> str:
    drawn, at = [], 0.0
    for place, part in enumerate(stacked.parts, start=1):
        value = length(part.values[row]) if row < len(part.values) else None
        if value is None or value <= 0 or whole <= 0:
            continue
        share = value / whole if stacked.share else value
        start, end = out(at), out(min(at + share, out.high))
        at += share
        long = max(0.0, end - start - (GAP if end - start > 2 * GAP else 0.0))
        drawn.append(tag("rect", cls=f"bar part--{place}", x=left + start, y=y, width=long, height=THICK))
        shown = stacked.printed(part.values[row])
        if width_of(shown, sheet.text) + 10 <= long:
            drawn.append(
                text(
                    shown,
                    left + start + long / 2,
                    y + THICK / 2 + 5,
                    cls=f"on-part on-part--{place}",
                    text_anchor="middle",
                )
            )
    if not stacked.share and whole > 0:
        drawn.append(text(_sum(stacked, whole), left + out(min(at, out.high)) + 8, y + THICK / 2 + 5.5, cls="value"))
    return "".join(drawn)


def table(stacked: Stacked) -> tuple[tuple[str, ...], tuple[tuple[Known | str, ...], ...]]:
    """Head and rows: category, and its parts."""
    return (stacked.category_label, *(part.label for part in stacked.parts)), tuple(
        (name, *(part.values[row] if row < len(part.values) else None for part in stacked.parts))
        for row, name in enumerate(stacked.categories)
    )
