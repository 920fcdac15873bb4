"""The graph drawn beside its list: lines straight down their tracks, one bend each, knots on top."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.safestring import SafeString, mark_safe

from netzwerkstatt.foundation.ui.charts.svg import number, tag, text, width_of
from netzwerkstatt.foundation.ui.icons import ICONS

from .layout import Layout, Route
from .model import Knot
from .rows import NARROW_YEAR, WIDE_YEAR, Row


@dataclass(frozen=True, slots=True)
class Sheet:
    """Measures of one drawing, px at 16 px type."""

    name: str
    knot: float
    bend: float
    drop: float
    loop: float
    loop_drop: float
    year: float
    left: float
    right: float
    track: float
    between: float
    most: float


WIDE = Sheet(
    "wide", knot=17, bend=74, drop=19, loop=52, loop_drop=67, year=WIDE_YEAR,
    left=30, right=36, track=70, between=92, most=500,
)  # fmt: skip
NARROW = Sheet(
    "narrow", knot=7, bend=58, drop=13, loop=26, loop_drop=43, year=NARROW_YEAR,
    left=10, right=10, track=17, between=18, most=134,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """Coordinates: x of every track, y of every row's knot, x where every column begins, and the sheet's size."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    columns: tuple[float, ...]
    width: float
    height: float
    named: bool


def plan(layout: Layout, rows: Sequence[Row], sheet: Sheet) -> Plan:
    """Names of the Länder stand above their columns where they fit; else the columns move together."""
    (starts, xs), width, named = _fitted(layout, sheet)
    ys, y = [], 0.0
    for row in rows:
        y += sheet.year if row.year else 0.0
        ys.append(y + (sheet.loop_drop if row.knot.is_now else sheet.drop))
        y += row.wide if sheet is WIDE else row.narrow
    return Plan(tuple(xs), tuple(ys), tuple(starts), width, y, named)


def _fitted(layout: Layout, sheet: Sheet) -> tuple[tuple[list[float], list[float]], float, bool]:
    """The roomiest columns that still leave the list its place: with names, with badges, with neither."""
    wanted = [_column_width(mark.name, sheet) for mark, _ in layout.lanes]
    badges = [_badge(sheet) for _ in layout.lanes]
    none = [0.0 for _ in layout.lanes]
    shares = (1.0, 0.85, 0.7) if sheet is WIDE else (1.0, 0.85)
    tries = [(room, share) for room in (wanted, badges, none) for share in shares]
    found = [(*_columns(layout, sheet, room, share), room is wanted) for room, share in tries]
    return next((columns for columns in found if columns[1] <= sheet.most), found[-1])


def _badge(sheet: Sheet) -> float:
    return 46.0 if sheet.name == "wide" else 34.0


def _column_width(name: str, sheet: Sheet) -> float:
    return _badge(sheet) + (width_of(name, 14) + 24 if sheet.name == "wide" and name else 0.0)


def _columns(
    layout: Layout, sheet: Sheet, wanted: Sequence[float], share: float
) -> tuple[tuple[list[float], list[float]], float]:
    starts: list[float] = []
    xs: list[float] = []
    x = sheet.left
    for (_, count), room in zip(layout.lanes, wanted, strict=True):
        starts.append(x)
        xs += [x + sheet.track * share * track for track in range(count)]
        x += max((sheet.track * (count - 1) + sheet.between) * share, room)
    last = max(xs[-1] + sheet.right, starts[-1] + wanted[-1] - sheet.left / 2) if xs else sheet.right
    return (starts, xs), last


def draw(layout: Layout, rows: Sequence[Row], sheet: Sheet) -> SafeString:
    """The graph as decoration of its list."""
    where = plan(layout, rows, sheet)
    years = [_year(where.ys[place], row, where.width, sheet) for place, row in enumerate(rows) if row.year]
    lines = years + [_line(layout, where, route, sheet) for route in layout.routes]
    marks = [_mark(row, where.xs[layout.tracks[place]], where.ys[place], sheet) for place, row in enumerate(rows)]
    # rem: the drawing grows with the reader's type size, as the rows of the list do.
    size = {"width": f"{number(where.width / 16)}rem", "height": f"{number(where.height / 16)}rem"}
    box = f"0 0 {number(where.width)} {number(where.height)}"
    svg = tag(
        "svg", *lines, *marks, viewBox=box, aria_hidden="true", cls=f"thread-graph thread-graph--{sheet.name}", **size
    )
    return mark_safe(svg)  # noqa: S308 - only numbers, our own icons and escaped counts


def _year(y: float, row: Row, width: float, sheet: Sheet) -> str:
    """The hairline of a year, as far as the list, which carries it on."""
    top = y - (sheet.loop_drop if row.knot.is_now else sheet.drop) - sheet.year + 16.5
    end = width + (48 if sheet is WIDE else 18)
    return tag("path", cls="thread-year-line", d=f"M0 {number(top)}H{number(end)}")


def draw_lanes(layout: Layout, sheet: Sheet) -> SafeString | str:
    """The Länder above their columns. On narrow pages only where the badges have room; the list names them anyway."""
    where = plan(layout, (), sheet)
    wide = sheet is WIDE
    across, down = (32.0, 22.0) if wide else (26.0, 18.0)
    crowded = any(b - a < across + 2 for a, b in pairwise(where.columns))
    if crowded or where.width > sheet.most or not any(mark.code for mark, _ in layout.lanes):
        return ""
    drawn = []
    for (mark, _), x in zip(layout.lanes, where.columns, strict=True):
        left = x - across / 2 if wide else max(0.0, x - across / 2)
        drawn.append(tag("rect", cls=f"lane-badge land--{mark.index}", x=left, y=0.5, width=across, height=down, rx=4))
        middle = left + across / 2
        drawn.append(text(mark.code, middle, down * 0.73, cls=f"lane-code land--{mark.index}", text_anchor="middle"))
        if wide and where.named:
            drawn.append(text(mark.name, left + across + 8, 16.5, cls="lane-name"))
    size = {"width": f"{number(where.width / 16)}rem", "height": f"{number((down + 1) / 16)}rem"}
    box = f"0 0 {number(where.width)} {number(down + 1)}"
    cls = f"thread-lanes thread-lanes--{sheet.name}"
    return mark_safe(tag("svg", *drawn, viewBox=box, aria_hidden="true", cls=cls, **size))  # noqa: S308 - escaped


def course(
    layout: Layout, where: Plan, route: Route, sheet: Sheet
) -> tuple[tuple[float, float], tuple[float, float], float]:
    """Where an edge starts and ends, and over how much height it bends."""
    items = layout.thread.items
    start, end = items[route.source], items[route.target]
    y1 = where.ys[route.source] + (sheet.loop if start.is_now else 0.0)
    y2 = where.ys[route.target] - (sheet.loop if end.is_now else 0.0)
    x1, x2 = where.xs[layout.tracks[route.source]], where.xs[layout.tracks[route.target]]
    # Below the loop the next knot is nearer than a whole bend: what passes it must have bent before.
    room = min(y2, where.ys[route.source + 1]) - y1 if start.is_now else y2 - y1
    return (x1, y1), (x2, y2), min(sheet.bend, room)


def _line(layout: Layout, where: Plan, route: Route, sheet: Sheet) -> str:
    (x1, y1), (x2, y2), bend = course(layout, where, route, sheet)
    d = f"M{number(x1)} {number(y1)}" + _way(x1, y1, x2, y2, bend, early=route.early)
    is_open = layout.thread.items[route.target].is_open
    return tag("path", cls=f"thread-line{' thread-line--open' if is_open else ''}", d=d)


def _way(x1: float, y1: float, x2: float, y2: float, bend: float, *, early: bool) -> str:
    if x1 == x2:
        return f"V{number(y2)}"
    top = y1 if early else y2 - bend
    curve = (
        f"C{number(x1)} {number(top + bend * 0.58)} {number(x2)} {number(top + bend * 0.42)}"
        f" {number(x2)} {number(top + bend)}"
    )
    return curve + f"V{number(y2)}" if early else f"V{number(top)}" + curve


def _mark(row: Row, x: float, y: float, sheet: Sheet) -> str:
    knot = row.knot
    if knot.is_now:
        return _loop(knot, x, y, sheet)
    if knot.is_gap:
        return _gap(x, y, sheet)
    if row.is_stack:
        return _stack(knot, x, y, sheet)
    drawn = _knot(knot, x, y) if sheet.name == "wide" else _dot(knot, x, y, sheet)
    return drawn + (_changed(x, y) if row.is_changed and sheet.name == "wide" else "")


def _state(knot: Knot) -> str:
    return " is-open" if knot.is_open else " is-stone" if knot.is_stone else ""


def icon(name: str, x: float, y: float, size: float, cls: str) -> str:
    """An icon of the house around a point; a stage without one stays an empty knot."""
    scale = size / 24
    place = f"translate({number(x - size / 2)} {number(y - size / 2)}) scale({number(scale)})"
    return tag("g", ICONS[name], cls=cls, transform=place) if name in ICONS else ""


def _knot(knot: Knot, x: float, y: float) -> str:
    inner = icon("minus" if knot.is_stone else knot.css, x, y, 20, "thread-icon")
    circle = tag("circle", cls="thread-rim", cx=x, cy=y, r=17)
    return tag("g", circle, inner, cls=f"thread-node stage--{knot.css}{_state(knot)}")


def _dot(knot: Knot, x: float, y: float, sheet: Sheet) -> str:
    if knot.is_stone:
        drawn = tag("circle", cls="thread-rim", cx=x, cy=y, r=6.5) + tag(
            "path", cls="thread-dash", d=f"M{number(x - 3)} {number(y)}h6"
        )
    else:
        drawn = tag("circle", cls="thread-dot", cx=x, cy=y, r=sheet.knot - (1 if knot.is_open else 0))
    return tag("g", drawn, cls=f"thread-node{_state(knot)}")


def _stack(knot: Knot, x: float, y: float, sheet: Sheet) -> str:
    r = 17.0 if sheet.name == "wide" else 10.0
    rims = [
        tag("circle", cls="thread-rim thread-rim--behind", cx=x + step, cy=y, r=r)
        for step in ((8, 4) if r > 12 else (4,))
    ]
    shown = str(knot.count) if knot.count < 1000 else "…"
    words = text(shown, x, y + (6 if r > 12 else 5), cls="thread-count", text_anchor="middle")
    return tag("g", *rims, tag("circle", cls="thread-rim thread-rim--stack", cx=x, cy=y, r=r), words, cls="thread-node")


def _gap(x: float, y: float, sheet: Sheet) -> str:
    half, bar = (19.0, 7.0) if sheet.name == "wide" else (9.0, 4.0)
    hole = tag("path", cls="thread-hole", d=f"M{number(x)} {number(y - half)}V{number(y + half)}")
    bars = f"M{number(x - bar)} {number(y - half)}h{number(2 * bar)}M{number(x - bar)} {number(y + half)}h{number(2 * bar)}"
    return hole + tag("path", cls="thread-line", d=bars)


def _changed(x: float, y: float) -> str:
    disc = tag("circle", cls="thread-changed", cx=x + 13, cy=y - 13, r=9)
    return disc + icon("changed", x + 13, y - 13, 12, "thread-icon thread-icon--changed")


def _loop(knot: Knot, x: float, y: float, sheet: Sheet) -> str:
    """The line turns once around the icon, to the right, and crosses itself."""
    k = 1.0 if sheet.name == "wide" else 0.5

    def at(dx: float, dy: float) -> str:
        return f"{number(x + dx * k)} {number(y + dy * k)}"

    d = (
        f"M{at(0, -56)}C{at(0, -16)} {at(10, 32)} {at(30, 30)}C{at(45, 29)} {at(53, 15)} {at(53, 0)}"
        f"S{at(45, -29)} {at(30, -30)}C{at(10, -32)} {at(0, 16)} {at(0, 56)}"
    )
    inner = (
        icon(knot.css, x + 29, y, 26, "thread-icon")
        if sheet.name == "wide"
        else tag("circle", cls="thread-here", cx=x + 14, cy=y, r=4)
    )
    return tag("g", tag("path", cls="thread-line", d=d), inner, cls=f"thread-node is-now stage--{knot.css}")
