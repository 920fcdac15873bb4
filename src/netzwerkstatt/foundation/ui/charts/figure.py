"""One big figure, and the line on which a key figure meets its neighbours."""

from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe

from .model import Chart, DotMark
from .numbers import Number, as_decimal
from .page import Sheet
from .scale import Scale
from .svg import lines, number, picture, tag, text, width_of, wrap

SIZE = 76.0


def draw(chart: Chart, sheet: Sheet) -> tuple[str, float]:
    """The figure, its unit in words beside it (below it on narrow pages)."""
    shown = chart.label(chart.series[0], 0) if chart.series else "–"
    unit = "" if chart.unit == "%" else chart.unit
    shrink = min(1.0, (sheet.width - 20) / max(1.0, width_of(shown, SIZE)))
    size = SIZE * shrink
    beside = 10 + width_of(shown, size) + 24
    place = f"translate(8 {number(8 + size * 0.8)}) scale({number(shrink)})"
    figure = tag("g", text(shown, 0, 0, cls="big"), transform=place)
    if sheet.name == "wide" and sheet.width - beside > 160:
        words = wrap(unit, sheet.width - beside, 18)
        return figure + lines(words, beside, 34, 26, cls="words"), max(84.0, 44 + 26.0 * len(words))
    words = wrap(unit, sheet.width - 20, 18)
    return figure + lines(words, 8, size + 32, 26, cls="words"), size + 20 + 26.0 * len(words)


def dot_line(marks: Sequence[DotMark], low: Number, high: Number, alt: str = "") -> SafeString:
    """● the city, ○ its network, ▏ its Land on one common scale. Marks outside the scale stay at its end."""
    start, end = float(low), float(high)
    scale = Scale(start, end if end > start else start + 1.0, 8.0, 192.0)
    drawn = [tag("line", cls="dot-line", x1=0, x2=200, y1=8, y2=8)]
    order = {"land": 0, "network": 1, "own": 2}
    for mark in sorted(marks, key=lambda mark: order.get(mark.shape, 0)):
        exact = as_decimal(mark.value)
        if exact is not None:
            drawn.append(_mark(mark.shape, min(max(scale(float(exact)), 8.0), 192.0)))
    words = alt or ", ".join(mark.label for mark in marks if mark.label)
    return mark_safe(  # noqa: S308 - every text went through svg.clean
        picture(*drawn, width=200, height=16, title=words, alt=words, cls="chart dots")
    )


def _mark(shape: str, x: float) -> str:
    if shape == "own":
        return tag("circle", cls="dot dot--own", cx=x, cy=8, r=7)
    if shape == "network":
        return tag("circle", cls="dot dot--network", cx=x, cy=8, r=5.75)
    return tag("rect", cls="dot dot--land", x=x - 2, y=1, width=4, height=14)
