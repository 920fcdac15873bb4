"""The fan: one line of what was counted, and bands for where it may go, from dark to pale, named as frequencies."""

from itertools import pairwise

from .lines import spread
from .numbers import MISSING
from .page import Sheet
from .scale import Scale, axis
from .shapes import Fan, Known, length
from .svg import number, tag, text, width_of

TALL = {"wide": 285.0, "narrow": 280.0}
TOP = 34.0
FOOT = 36.0
APART = 20.0


def draw(fan: Fan, sheet: Sheet) -> tuple[str, float]:
    """The drawing and the height it needs."""
    known = _known(fan)
    if not known:
        return text(MISSING, 12, 30, cls="words"), 48.0
    ticks = axis(known, sheet.ticks - 1, away=0.7)
    left = 14 + max(width_of(fan.tick(value), sheet.text) for value in ticks)
    names = [*(band.label for band in fan.bands), fan.middle_label, *(path.label for path in fan.others)]
    right = sheet.width - min(
        max((width_of(name, sheet.text * 1.05) for name in names), default=0.0) + 18, sheet.width * 0.34
    )
    years = [*(year for year, _ in fan.observed), *fan.years, *(year for path in fan.others for year in path.years)]
    first, last = (min(years), max(years)) if years else (0, 1)
    bottom = TOP + TALL[sheet.name]
    x = Scale(float(first), float(last if last > first else first + 1), left + 8, right)
    y = Scale(ticks[0], ticks[-1], bottom, TOP)
    drawn = [_grid(fan, ticks, y, left, right), _times(sheet, x, (first, last), bottom)]
    drawn += [_band(fan, place, x, y) for place in reversed(range(len(fan.bands)))]
    drawn += [
        _start(fan, x, bottom),
        *(_path(path.years, path.values, x, y, "stroke tone-other") for path in fan.others),
    ]
    drawn += [_path(fan.years, fan.middle, x, y, "stroke tone-own"), _observed(fan, x, y)]
    drawn += [_mark(fan, sheet, x, y, (right, bottom)), _ends(fan, x, y, right, bottom)]
    return "".join(drawn), bottom + FOOT


def _known(fan: Fan) -> list[float]:
    rows: list[tuple[Known, ...]] = [tuple(value for _, value in fan.observed), fan.middle]
    rows += (
        [side for band in fan.bands for side in (band.low, band.high)]
        + [path.values for path in fan.others]
        + [fan.room]
    )
    return [found for row in rows for value in row if (found := length(value)) is not None]


def _grid(fan: Fan, ticks: list[float], y: Scale, left: float, right: float) -> str:
    return "".join(
        tag(
            "line",
            cls="axis" if value == 0 and ticks[0] < 0 else "gridline",
            x1=left,
            x2=right,
            y1=y(value),
            y2=y(value),
        )
        + text(fan.tick(value), left - 8, y(value) + 5, cls="label", text_anchor="end")
        for value in ticks
    )


def _times(sheet: Sheet, x: Scale, ends: tuple[int, int], bottom: float) -> str:
    """The first and the last year, and round ones between where they have room."""
    half = width_of("2000", sheet.text) / 2
    taken: list[float] = []
    drawn = []
    between = [year for year in range(ends[0] + 1, ends[1]) if year % 10 == 0] + [
        year for year in range(ends[0] + 1, ends[1]) if year % 5 == 0 and year % 10
    ]
    for year in [ends[0], ends[1], *between]:
        at = min(max(x(float(year)), half), sheet.width - half)
        if all(abs(at - other) > 2 * half + 16 for other in taken):
            taken.append(at)
            drawn.append(text(str(year), at, bottom + 24, cls="label", text_anchor="middle"))
    return "".join(drawn)


def _band(fan: Fan, place: int, x: Scale, y: Scale) -> str:
    band = fan.bands[place]
    ahead = [(x(float(year)), y(high)) for year, high in zip(fan.years, band.high, strict=False)]
    back = [(x(float(year)), y(low)) for year, low in zip(fan.years, band.low, strict=False)][::-1]
    if not ahead:
        return ""
    shape = "M" + "L".join(f"{number(a)} {number(b)}" for a, b in [*ahead, *back]) + "Z"
    return tag("path", cls=f"band band--{'80' if place == 0 else '95'}", d=shape)


def _start(fan: Fan, x: Scale, bottom: float) -> str:
    if not fan.years or not fan.observed:
        return ""
    at = x(float(fan.years[0]))
    words = text(fan.projection_label, at + 8, TOP - 14, cls="label") if fan.projection_label else ""
    return tag("line", cls="upright", x1=at, x2=at, y1=TOP - 6, y2=bottom) + words


def _path(years: tuple[int, ...], values: tuple[Known, ...], x: Scale, y: Scale, cls: str) -> str:
    points = [
        (x(float(year)), y(found))
        for year, value in zip(years, values, strict=False)
        if (found := length(value)) is not None
    ]
    if not points:
        return ""
    if len(points) == 1:
        return tag("circle", cls=f"point {cls.rsplit(maxsplit=1)[-1]}", cx=points[0][0], cy=points[0][1], r=4)
    return tag("path", cls=f"{cls} line", d="M" + "L".join(f"{number(a)} {number(b)}" for a, b in points))


def _observed(fan: Fan, x: Scale, y: Scale) -> str:
    """Ink, as it was counted; a census begins anew with a hollow point."""
    known = [(year, found) for year, value in fan.observed if (found := length(value)) is not None]
    drawn = [
        tag("line", cls="stroke tone-ink", x1=x(float(a[0])), y1=y(a[1]), x2=x(float(b[0])), y2=y(b[1]))
        for a, b in pairwise(known)
        if not any(a[0] < year <= b[0] for year in fan.breaks)
    ]
    for at, (year, value) in enumerate(known):
        hollow = at > 0 and any(known[at - 1][0] < one <= year for one in fan.breaks)
        cls = "point point--hollow tone-ink" if hollow else "point tone-ink"
        if hollow or at in {0, len(known) - 1}:
            drawn.append(tag("circle", cls=cls, cx=x(float(year)), cy=y(value), r=5 if hollow else 4))
    return "".join(drawn)


def _mark(fan: Fan, sheet: Sheet, x: Scale, y: Scale, room: tuple[float, float]) -> str:
    """The point of one year; its words stand above all lines that pass below them, else below all of them."""
    if fan.mark is None or fan.mark not in fan.years:
        return ""
    right, bottom = room
    at = (x(float(fan.mark)), y(fan.middle[fan.years.index(fan.mark)]))
    drawn = tag("circle", cls="point tone-own ring", cx=at[0], cy=at[1], r=5.5)
    if not fan.mark_label:
        return drawn
    half = width_of(fan.mark_label, sheet.value) / 2
    middle = min(max(at[0], half + 2), max(half + 2, right - half))
    passed = [at[1] - 6, at[1] + 6, *_passing(fan, x, y, (middle - half - 4, middle + half + 4))]
    above, below = min(passed) - 9, max(passed) + sheet.value + 5
    height = above if above - sheet.value > TOP or below > bottom - 4 else below
    return drawn + text(fan.mark_label, middle, height, cls="value end end--own halo", text_anchor="middle")


def _passing(fan: Fan, x: Scale, y: Scale, span: tuple[float, float]) -> list[float]:
    """How high the lines are drawn between two uprights."""
    rows = [(fan.years, fan.middle), *((path.years, path.values) for path in fan.others)]
    rows.append((tuple(year for year, _ in fan.observed), tuple(value for _, value in fan.observed)))
    found = []
    for years, values in rows:
        points = [
            (x(float(year)), y(value))
            for year, given in zip(years, values, strict=False)
            if (value := length(given)) is not None
        ]
        found += [height for at, height in points if span[0] <= at <= span[1]]
        for (left, before), (right, after) in pairwise(points):
            for edge in span:
                if left <= edge <= right and right > left:
                    found.append(before + (after - before) * (edge - left) / (right - left))
    return found


def _ends(fan: Fan, x: Scale, y: Scale, right: float, bottom: float) -> str:
    """Names at the end of lines and at the upper edge of bands, moved apart where they would touch."""
    wanted: list[tuple[float, str, str]] = []
    if fan.middle and fan.middle_label:
        wanted.append((y(fan.middle[-1]), fan.middle_label, "end end--own"))
    wanted += [(y(band.high[-1]), band.label, "label") for band in fan.bands if band.high and band.label]
    for path in fan.others:
        known = [found for value in path.values if (found := length(value)) is not None]
        if known and path.label:
            wanted.append((y(known[-1]), path.label, "end"))
    wanted.sort(key=lambda one: one[0])
    places = spread([one[0] for one in wanted], APART, TOP, bottom)
    return "".join(text(words, right + 10, at + 5, cls=cls) for at, (_, words, cls) in zip(places, wanted, strict=True))


def table(fan: Fan) -> tuple[tuple[str, ...], tuple[tuple[Known | str, ...], ...]]:
    """Head and rows: year, what was observed, the middle, and both ends of each band."""
    head = [fan.category_label, fan.observed_label, fan.middle_label]
    for band in fan.bands:
        head += [f"{band.label}, {fan.low_label}".strip(", "), f"{band.label}, {fan.high_label}".strip(", ")]
    head += [path.label for path in fan.others]
    seen = dict(fan.observed)
    others = [dict(zip(path.years, path.values, strict=False)) for path in fan.others]
    rows = []
    for year in sorted({*seen, *fan.years, *(year for path in others for year in path)}):
        at = fan.years.index(year) if year in fan.years else None
        row: list[Known | str] = [str(year), seen.get(year), _at(fan.middle, at)]
        for band in fan.bands:
            row += [_at(band.low, at), _at(band.high, at)]
        rows.append((*row, *(path.get(year) for path in others)))
    return tuple(head), tuple(rows)


def _at(values: tuple[float, ...], place: int | None) -> float | None:
    return values[place] if place is not None and place < len(values) else None
