"""The population pyramid: bars by age to both sides of the ages, another year as an outline of steps."""

from .page import Sheet
from .scale import Scale, axis
from .shapes import Known, Pyramid, length
from .svg import number, tag, text, width_of

GUTTER = 46.0
EDGE = 12.0
HEAD = 26.0
FOOT = 30.0
TALL = {"wide": 430.0, "narrow": 380.0}
KEY = 26.0


def draw(pyramid: Pyramid, sheet: Sheet) -> tuple[str, float]:
    """The drawing and the height it needs."""
    if pyramid.bare:
        return _bare(pyramid, sheet)
    top = HEAD + (KEY if pyramid.label or pyramid.outline_label else 0.0)
    bottom = top + TALL[sheet.name]
    middle = sheet.width / 2
    years = max(1.0, float(pyramid.bounds[-1] - pyramid.bounds[0]) + pyramid.open_years) if pyramid.bounds else 1.0
    first = float(pyramid.bounds[0]) if pyramid.bounds else 0.0
    up = Scale(first, first + years, bottom, top)
    ticks = _ticks(pyramid, sheet)
    reach = middle - GUTTER / 2 - EDGE - 14
    out = Scale(0.0, ticks[-1], 0.0, reach)
    drawn = [_grid(pyramid, ticks, out, (top, bottom), middle), _words(pyramid, sheet, top - 8, middle)]
    for side, values in ((-1, pyramid.left), (1, pyramid.right)):
        drawn += [_bar(pyramid, group, value, side, middle, up, out) for group, value in enumerate(values)]
    drawn.append(_ages(pyramid, sheet, up, middle))
    for side, values in ((-1, pyramid.outline_left), (1, pyramid.outline_right)):
        if steps := _steps(pyramid, values, side, middle, up, out):
            drawn += [tag("path", cls="outline-halo", d=steps), tag("path", cls="outline", d=steps)]
    return "".join(drawn), bottom + FOOT


def _bare(pyramid: Pyramid, sheet: Sheet) -> tuple[str, float]:
    """Both sides without a gap, in the quiet tone; the other place's outline in its own."""
    bottom, middle = 320.0, sheet.width / 2
    first = float(pyramid.bounds[0]) if pyramid.bounds else 0.0
    last = first + max(1.0, float(pyramid.bounds[-1]) - first + pyramid.open_years) if pyramid.bounds else 1.0
    up = Scale(first, last, bottom, 6.0)
    rows = (pyramid.left, pyramid.right, pyramid.outline_left, pyramid.outline_right)
    most = max(
        (one for row in rows for at, value in enumerate(row) if (one := per_year(pyramid, at, value))), default=1.0
    )
    out = Scale(0.0, most, 0.0, middle - EDGE)
    drawn = []
    for side, values in ((-1, pyramid.left), (1, pyramid.right)):
        for group, value in enumerate(values[: len(pyramid.bounds)]):
            found = per_year(pyramid, group, value)
            if found is not None:
                low, high = _rows(pyramid, group, up)
                x = min(middle, middle + side * out(found))
                drawn.append(
                    tag("rect", cls="bar tone-mute", x=x, y=high, width=out(found), height=max(0.0, low - high))
                )
    for side, values in ((-1, pyramid.outline_left), (1, pyramid.outline_right)):
        if steps := _steps(pyramid, values, side, middle, up, out, gutter=0.0):
            drawn.append(tag("path", cls="outline outline--own", d=steps))
    return "".join(drawn), bottom + 6.0


def per_year(pyramid: Pyramid, group: int, value: Known) -> float | None:
    """Persons per year of age: what a bar's length shows."""
    found = length(value)
    return None if found is None or found < 0 else found / pyramid.span(group)


def _ticks(pyramid: Pyramid, sheet: Sheet) -> list[float]:
    rows = (pyramid.left, pyramid.right, pyramid.outline_left, pyramid.outline_right)
    known = [one for row in rows for group, value in enumerate(row) if (one := per_year(pyramid, group, value))]
    most = max([*known, pyramid.most or 0.0])
    return axis([0.0, most if most > 0 else 1.0], 3 if sheet.name == "wide" else 2)


def _grid(pyramid: Pyramid, ticks: list[float], out: Scale, ends: tuple[float, float], middle: float) -> str:
    drawn = []
    for value in ticks:
        for side in (-1, 1):
            x = middle + side * (GUTTER / 2 + out(value))
            drawn.append(tag("line", cls="gridline", x1=x, x2=x, y1=ends[0], y2=ends[1]))
            drawn.append(text(pyramid.tick(value), x, ends[1] + 20, cls="label", text_anchor="middle"))
    return "".join(drawn)


def _words(pyramid: Pyramid, sheet: Sheet, y: float, middle: float) -> str:
    drawn = [
        text(pyramid.left_label, middle - GUTTER / 2, y, cls="label ink", text_anchor="end"),
        text(pyramid.right_label, middle + GUTTER / 2, y, cls="label ink"),
    ]
    x = EDGE
    if pyramid.label:
        drawn += [
            tag("rect", cls=f"key tone-{tone}", x=x + at, y=3, width=14, height=14)
            for at, tone in ((0, "own2"), (18, "own"))
        ]
        drawn.append(text(pyramid.label, x + 40, 15, cls="label ink"))
        x += 40 + width_of(pyramid.label, sheet.text) + 24
    if pyramid.outline_label:
        drawn.append(tag("line", cls="outline", x1=x, x2=x + 22, y1=10, y2=10))
        drawn.append(text(pyramid.outline_label, x + 30, 15, cls="label ink"))
    return "".join(drawn)


def _bar(pyramid: Pyramid, group: int, value: Known, side: int, middle: float, up: Scale, out: Scale) -> str:
    found = per_year(pyramid, group, value) if group < len(pyramid.bounds) else None
    if found is None:
        return ""
    low, high = _rows(pyramid, group, up)
    gap = min(1.5, (low - high) * 0.18)
    long = out(found)
    start = middle + side * GUTTER / 2
    tone = "own2" if side < 0 else "own"
    return tag(
        "rect", cls=f"bar tone-{tone}", x=min(start, start + side * long), y=high + gap / 2, width=long,
        height=max(0.0, low - high - gap),
    )  # fmt: skip


def _rows(pyramid: Pyramid, group: int, up: Scale) -> tuple[float, float]:
    age = float(pyramid.bounds[group])
    return up(age), up(age + pyramid.span(group))


def _ages(pyramid: Pyramid, sheet: Sheet, up: Scale, middle: float) -> str:
    """Ages in the middle: every tenth year, or every group where there are few."""
    single = len(pyramid.bounds) > 30
    drawn = []
    for group, age in enumerate(pyramid.bounds):
        low, high = _rows(pyramid, group, up)
        if single and age % 10:
            continue
        shown = pyramid.age(group) if not single or group + 1 == len(pyramid.bounds) else str(age)
        y = (low + high) / 2 + 5
        if width_of(shown, sheet.text) <= GUTTER and (single or low - high >= sheet.text * 0.9):
            drawn.append(text(shown, middle, y, cls="label", text_anchor="middle"))
        elif age % 10 == 0:
            drawn.append(text(str(age), middle, low, cls="label", text_anchor="middle"))
    return "".join(drawn)


def _steps(
    pyramid: Pyramid,
    values: tuple[Known, ...],
    side: int,
    middle: float,
    up: Scale,
    out: Scale,
    *,
    gutter: float = GUTTER,
) -> str:
    """Up along the ends of the bars of the other year; where one is not known, the line is interrupted."""
    start = middle + side * gutter / 2
    drawn, pen = [], False
    for group, value in enumerate(values[: len(pyramid.bounds)]):
        found = per_year(pyramid, group, value)
        if found is None:
            pen = False
            continue
        low, high = _rows(pyramid, group, up)
        x = number(start + side * out(found))
        drawn.append(f"{'L' if pen else 'M'}{x} {number(low)}V{number(high)}")
        pen = True
    return "".join(drawn)


def table(pyramid: Pyramid) -> tuple[tuple[str, ...], tuple[tuple[Known | str, ...], ...]]:
    """Head and rows: age, both sides, and both of the other year."""
    now, then = (pyramid.label, pyramid.outline_label)
    names = (pyramid.left_label, pyramid.right_label)
    head = [pyramid.category_label, *(f"{name} {now}".strip() for name in names)]
    rows = [pyramid.left, pyramid.right]
    if pyramid.outline_left or pyramid.outline_right:
        head += [f"{name} {then}".strip() for name in names]
        rows += [pyramid.outline_left, pyramid.outline_right]
    lines = tuple(
        (pyramid.age(group), *(row[group] if group < len(row) else None for row in rows))
        for group in range(len(pyramid.bounds))
    )
    return tuple(head), lines
