"""The map of the alliance: quiet Länder, cities as dots, their names written out, the thread through all of them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from django.utils.safestring import SafeString, mark_safe

from .geometry import Point, Projection, Ring, distance, hull, inside, smooth, way_through
from .svg import number, picture, tag, text, width_of

NAME, LAND_NAME = 15.0, 14.0


@dataclass(frozen=True, slots=True)
class Place:
    """A city as a dot."""

    name: str
    lon: float
    lat: float
    land: int
    population: int = 0
    url: str = ""


@dataclass(frozen=True, slots=True)
class Land:
    """A Land with its colour's number; rings and district rings as lon/lat, empty where no boundary is known."""

    index: int
    code: str
    name: str
    rings: tuple[Ring, ...] = ()
    districts: tuple[Ring, ...] = ()


@dataclass(frozen=True, slots=True)
class AllianceMap:
    """What the map shows. `highlight` is the name of the one city a locator points at."""

    title: str
    places: tuple[Place, ...]
    lands: tuple[Land, ...] = ()
    thread: bool = True
    alt: str = ""
    highlight: str = ""


@dataclass(frozen=True, slots=True)
class LandList:
    """The names of one Land's cities, for the list below the narrow map."""

    land: Land
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class MapDrawing:
    """The map drawn twice, with the lists that carry the names on narrow pages."""

    title: str
    wide: SafeString
    narrow: SafeString
    lists: tuple[LandList, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class _Dot:
    place: Place
    at: Point
    r: float


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: "_Box") -> float:
        wide = min(self.right, other.right) - max(self.left, other.left)
        tall = min(self.bottom, other.bottom) - max(self.top, other.top)
        return wide * tall if wide > 0 and tall > 0 else 0.0


@lru_cache(maxsize=16)
def draw_map(alliance: AllianceMap) -> MapDrawing:
    """Both drawings of the map. The same map is drawn once: boundaries are long and seldom change."""
    wide = _drawn(alliance, width=760.0, heights=(420.0, 720.0), named=True)
    narrow = _drawn(alliance, width=390.0, heights=(250.0, 400.0), named=False)
    return MapDrawing(alliance.title, wide, narrow, _lists(alliance))


def _lists(alliance: AllianceMap) -> tuple[LandList, ...]:
    known = {land.index: land for land in alliance.lands}
    indexes = sorted({*known, *(place.land for place in alliance.places)})
    lists = (
        LandList(known.get(i, Land(i, "", "")), tuple(place for place in alliance.places if place.land == i))
        for i in indexes
    )
    return tuple(found for found in lists if found.places)


def _drawn(alliance: AllianceMap, *, width: float, heights: tuple[float, float], named: bool) -> SafeString:
    points = [(place.lon, place.lat) for place in alliance.places]
    points += [point for land in alliance.lands for ring in land.rings for point in ring]
    if not points:
        points = [(0.0, 0.0)]
    bounded = any(land.rings for land in alliance.lands)
    margin = (24.0 if bounded else _name_room(alliance, width)) if named else (12.0 if bounded else 56.0)
    project = Projection(points, width, heights, margin)
    dots = _dots(alliance, project, 1.0 if named else 0.72)
    drawn = [_ground(alliance, project, dots, width)]
    if alliance.thread and dots:
        drawn.append(tag("path", cls="map-thread", d=_thread(dots, width)))
    drawn += [_dot(dot, alliance) for dot in dots]
    passed = _passed(dots, width) if alliance.thread and dots else []
    taken = [_Box(d.at[0] - d.r, d.at[1] - d.r, d.at[0] + d.r, d.at[1] + d.r) for d in dots]
    if named:
        drawn += _names(dots, taken, passed, (width, project.height))
    drawn += _land_names(alliance, project, taken + passed, LAND_NAME if named else 13.0)
    words = alliance.alt or _alt(alliance)
    cls = f"chart map chart--{'wide' if named else 'narrow'}"
    svg = picture(*drawn, width=width, height=project.height, title=alliance.title, alt=words, cls=cls)
    return mark_safe(svg)  # noqa: S308 - every text went through svg.clean


def _name_room(alliance: AllianceMap, width: float) -> float:
    """Without boundaries the cities reach the margin, and their names stand in it."""
    widest = max((width_of(place.name, NAME) for place in alliance.places), default=0.0)
    return min(max(96.0, widest + 28), width * 0.28)


def _alt(alliance: AllianceMap) -> str:
    said = (
        f"{group.land.name or group.land.code}: {', '.join(place.name for place in group.places)}".removeprefix(": ")
        for group in _lists(alliance)
    )
    return f"{alliance.title.rstrip('.')}. {'; '.join(said)}."


def _dots(alliance: AllianceMap, project: Projection, size: float) -> list[_Dot]:
    """The area of a dot grows with the people; the largest has a radius of 9.6, nobody is smaller than 4."""
    most = max((place.population for place in alliance.places), default=0) or 1
    return [
        _Dot(place, project((place.lon, place.lat)), size * (4 + 5.6 * math.sqrt(max(0, place.population) / most)))
        for place in alliance.places
    ]


def _path(ring: Ring, project: Projection) -> str:
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in map(project, ring)) + "Z"


def _ground(alliance: AllianceMap, project: Projection, dots: list[_Dot], width: float) -> str:
    fills, lines, outlines = [], [], []
    for land in alliance.lands:
        if land.rings:
            shape = "".join(_path(ring, project) for ring in land.rings)
            fills.append(tag("path", cls=f"map-land land--{land.index}", d=shape))
            outlines.append(tag("path", cls=f"map-outline land--{land.index}", d=shape))
        lines += [tag("path", cls="map-district", d=_path(ring, project)) for ring in land.districts]
    bounded = {land.index for land in alliance.lands if land.rings}
    fills += [
        _soft_ground(index, [dot.at for dot in dots if dot.place.land == index], width)
        for index in sorted({dot.place.land for dot in dots} - bounded)
    ]
    return "".join(fills + lines + outlines)


def _soft_ground(index: int, points: list[Point], width: float) -> str:
    """Where no boundary is known, a soft field around a Land's cities says that they belong together."""
    corners = hull(points)
    shape = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in [*corners, corners[0]]) + "Z"
    return tag("path", cls=f"map-field land--{index}", d=shape, stroke_width=width * 0.14)


def _thread(dots: list[_Dot], width: float) -> str:
    """In from the left above, through all cities on a short way, out at the top right."""
    return smooth([(-width * 0.6, -24.0), *_stations(dots, width), (width * 1.6, -24.0)])


def _stations(dots: list[_Dot], width: float) -> list[Point]:
    start, end = (width * 0.02, -24.0), (width * 0.94, -24.0)
    points = [dot.at for dot in dots]
    return [start, *(points[i] for i in way_through(points, start, end)), end]


def _passed(dots: list[_Dot], width: float) -> list[_Box]:
    """Small fields along the thread, so that names keep off it where they can."""
    fields = []
    for (ax, ay), (bx, by) in pairwise(_stations(dots, width)):
        pieces = max(2, int(distance((ax, ay), (bx, by)) / 8))
        spots = ((ax + (bx - ax) * n / pieces, ay + (by - ay) * n / pieces) for n in range(1, pieces))
        fields += [_Box(x - 2, y - 2, x + 2, y + 2) for x, y in spots]
    return fields


def _dot(dot: _Dot, alliance: AllianceMap) -> str:
    here = " map-dot--here" if alliance.highlight and alliance.highlight == dot.place.name else ""
    return tag("circle", cls=f"map-dot land--{dot.place.land}{here}", cx=dot.at[0], cy=dot.at[1], r=dot.r)


_SIDES = (
    ("start", 1, 0.0), ("end", -1, 0.0), ("start", 1, -0.8), ("end", -1, -0.8), ("start", 1, 0.8), ("end", -1, 0.8),
    ("middle", 0, -1.0), ("middle", 0, 1.0), ("start", 1, -1.6), ("end", -1, -1.6), ("start", 1, 1.6), ("end", -1, 1.6),
)  # fmt: skip


def _candidate(dot: _Dot, side: tuple[str, int, float]) -> tuple[float, float, str, _Box]:
    anchor, across, down = side
    reach = dot.r + 7
    long = width_of(dot.place.name, NAME)
    x = dot.at[0] + across * (reach if abs(down) < 0.5 else reach * 0.75)
    y = dot.at[1] + 5 + down * (NAME if across else reach + NAME * 0.55)
    left = x if anchor == "start" else x - long if anchor == "end" else x - long / 2
    return x, y, anchor, _Box(left - 2, y - NAME * 0.82, left + long + 2, y + NAME * 0.28)


def _names(dots: list[_Dot], taken: list[_Box], passed: list[_Box], size: Point) -> list[str]:
    """Every name where it disturbs least; crowded cities choose first."""
    crowd = {i: sum(1 / (1 + distance(d.at, e.at)) for e in dots) for i, d in enumerate(dots)}
    drawn: dict[int, str] = {}
    for i in sorted(crowd, key=lambda i: (-crowd[i], i)):
        dot = dots[i]
        own = taken[i]
        others = [*(box for box in taken if box is not own), *passed]
        best = min(
            (_candidate(dot, side) for side in _SIDES),
            key=lambda c: sum(c[3].overlap(box) for box in others) + 4 * _outside(c[3], *size),
        )
        taken.append(best[3])
        drawn[i] = text(dot.place.name, best[0], best[1], cls="map-city", text_anchor=best[2])
    return [drawn[i] for i in sorted(drawn)]


def named_dots(spots: Sequence[tuple[str, Point]], size: Point, *, named: bool) -> str:
    """Cities above a map that has a subject of its own: small dots in ink, their names where they disturb least."""
    dots = [_Dot(Place(name, 0.0, 0.0, 0), at, 4.5) for name, at in spots]
    drawn = [tag("circle", cls="map-dot map-dot--here", cx=dot.at[0], cy=dot.at[1], r=dot.r) for dot in dots]
    if named:
        taken = [_Box(d.at[0] - d.r, d.at[1] - d.r, d.at[0] + d.r, d.at[1] + d.r) for d in dots]
        drawn += _names(dots, taken, [], size)
    return "".join(drawn)


def _outside(box: _Box, width: float, height: float) -> float:
    out = max(0.0, -box.left) + max(0.0, box.right - width) + max(0.0, -box.top) + max(0.0, box.bottom - height)
    return out * NAME


def _land_names(alliance: AllianceMap, project: Projection, taken: list[_Box], size: float) -> list[str]:
    drawn = []
    for land in alliance.lands:
        if land.rings and land.name:
            spot = _quiet_spot(land, project, taken, size)
            drawn.append(text(land.name, *spot, cls=f"map-name land--{land.index}", text_anchor="middle"))
    return drawn


def _quiet_spot(land: Land, project: Projection, taken: list[_Box], size: float) -> Point:
    """Inside the Land, far from its boundary and from every dot and name."""
    ring = [project(point) for point in max(land.rings, key=len)]
    coarse = ring[:: max(1, len(ring) // 120)]
    xs, ys = [p[0] for p in coarse], [p[1] for p in coarse]
    half = width_of(land.name, size) / 2
    best, where = -math.inf, (sum(xs) / len(xs), sum(ys) / len(ys))
    for column in range(1, 18):
        for row in range(1, 18):
            spot = (min(xs) + (max(xs) - min(xs)) * column / 18, min(ys) + (max(ys) - min(ys)) * row / 18)
            if not inside(spot, coarse):
                continue
            box = _Box(spot[0] - half - 6, spot[1] - size - 4, spot[0] + half + 6, spot[1] + 8)
            free = min(distance(spot, corner) for corner in coarse)
            crowded = sum(box.overlap(other) for other in taken)
            worth = min(free, half + 20) - crowded + min(40.0, _nearest(spot, taken)) * 0.3
            if worth > best:
                best, where = worth, spot
    return where


def _nearest(spot: Point, taken: list[_Box]) -> float:
    return min(
        (distance(spot, ((box.left + box.right) / 2, (box.top + box.bottom) / 2)) for box in taken), default=40.0
    )
