"""A map of territories: few steps of one hue, their borders as paper-coloured lines, cities as named dots."""

import math
from itertools import groupby, pairwise

from .geometry import Point, Projection, Ring
from .map import named_dots
from .page import Sheet
from .scale import nice_step
from .shapes import Area, Areas, Known, length
from .svg import clean, tag, text, width_of

STEPS = 5
KEY = 16.0
LINE = 24.0


def draw(areas: Areas, sheet: Sheet) -> tuple[str, float]:
    """The map with its key below, and the height it needs."""
    points = [point for area in areas.areas for ring in area.rings for point in ring]
    points += [(spot.lon, spot.lat) for spot in areas.spots]
    heights = (320.0, 560.0) if sheet.name == "wide" else (240.0, 400.0)
    project = Projection(points or [(0.0, 0.0)], sheet.width, heights, 14.0)
    edges = edges_of(areas)
    drawn = "".join(_area(areas, area, edges, project) for area in areas.areas)
    spots = [(spot.name, project((spot.lon, spot.lat))) for spot in areas.spots]
    drawn += named_dots(spots, (sheet.width, project.height), named=sheet.name == "wide")
    keys, height = _keys(areas, sheet, edges, project.height + 12)
    return drawn + keys, height


def edges_of(areas: Areas) -> list[float]:
    """Round borders of the steps, rising; none where no figure is known, two where all are the same."""
    known = [found for area in areas.areas if (found := length(area.value)) is not None]
    if not known:
        return []
    low, high = min(known), max(known)
    if not math.isfinite(high - low) or high - low <= max(abs(low), abs(high)) * 1e-9:
        return [low, high]
    finest = _round(low, high, STEPS)
    return finest if len(finest) <= STEPS + 1 else _round(low, high, STEPS - 1)


def _round(low: float, high: float, most: int) -> list[float]:
    step = nice_step(high - low, most)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [place * step for place in range(first, last + 1)]


def step_of(value: float, edges: list[float]) -> int:
    """Which step a figure belongs to, from 1; a border belongs to the step above it, the highest to the last."""
    inner = sum(1 for edge in edges[1:-1] if value >= edge - abs(edge) * 1e-12)
    return 1 + inner


def _tone(areas: Areas, value: Known, edges: list[float]) -> str:
    found = length(value)
    if found is None:
        return "area--none"
    steps = max(1, len(edges) - 1)
    place = step_of(found, edges)
    # Few steps keep the ends of the scale apart: one of two is pale, the other dark. The two darkest tones stand side by
    # side only where all five are needed: they are the hardest to tell apart.
    darkest = STEPS if steps == STEPS else STEPS - 1
    return f"area--{1 + round((place - 1) * (darkest - 1) / (steps - 1)) if steps > 1 else 3}"


def _area(areas: Areas, area: Area, edges: list[float], project: Projection) -> str:
    if not area.rings:
        return ""
    shape = "".join(_ring(ring, project) for ring in area.rings if ring)
    said = f"{area.name}: {areas.printed(area.value)}"
    cls = f"area {_tone(areas, area.value, edges)}"
    return tag("path", tag("title", clean(said)), cls=cls, fill_rule="evenodd", d=shape)


def _ring(ring: Ring, project: Projection) -> str:
    """Points that fall together on the sheet are drawn once; neighbours lose the same ones and stay joined."""
    points = (_at(point, project) for point in ring)
    return "M" + "L".join(point for point, _same in groupby(points)) + "Z"


def _at(point: Point, project: Projection) -> str:
    x, y = project(point)
    return f"{x:.1f} {y:.1f}"


def _keys(areas: Areas, sheet: Sheet, edges: list[float], y: float) -> tuple[str, float]:
    entries = [
        (
            f"{areas.tick(low)} – {areas.tick(high)}" if high > low else areas.tick(low),
            _tone(areas, (low + high) / 2, edges),
        )
        for low, high in pairwise(edges)
    ]
    if any(length(area.value) is None for area in areas.areas) and areas.missing_label:
        entries.append((areas.missing_label, "area--none"))
    drawn, x = [], 10.0
    for words, cls in entries:
        long = KEY + 8 + width_of(words, sheet.text) + 22
        if x > 10 and x + long > sheet.width:
            x, y = 10.0, y + LINE
        drawn.append(tag("rect", cls=f"key area {cls}", x=x, y=y, width=KEY, height=KEY))
        drawn.append(text(words, x + KEY + 8, y + 13, cls="label ink"))
        x += long
    return "".join(drawn), y + (LINE if entries else 0.0) + 6


def table(areas: Areas) -> tuple[tuple[str, ...], tuple[tuple[Known | str, ...], ...]]:
    """Head and rows: territory and figure, the highest first, those without one last."""
    rows = sorted(areas.areas, key=lambda area: (length(area.value) is None, -(length(area.value) or 0.0), area.name))
    return (areas.category_label, areas.label), tuple((area.name, area.value) for area in rows)
