"""Plane geometry for the map: projection, hulls, the shortest way through all cities, a smooth line."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]
Ring: TypeAlias = tuple[Point, ...]


def distance(a: Point, b: Point) -> float:
    """Straight distance."""
    return math.hypot(a[0] - b[0], a[1] - b[1])


class Projection:
    """Equirectangular, true in the middle of what is shown; fitted into a box, north up."""

    def __init__(self, points: Sequence[Point], width: float, height: tuple[float, float], margin: float) -> None:
        """`points` as lon/lat; `height` is the least and the greatest height the sheet may take."""
        west, east = min(p[0] for p in points), max(p[0] for p in points)
        south, north = min(p[1] for p in points), max(p[1] for p in points)
        self.squeeze = math.cos(math.radians((south + north) / 2)) or 1.0
        wide, tall = max((east - west) * self.squeeze, 1e-6), max(north - south, 1e-6)
        room = width - 2 * margin
        self.height = min(max(room * tall / wide + 2 * margin, height[0]), height[1])
        self.scale = min(room / wide, (self.height - 2 * margin) / tall, 2000.0)
        self.middle = ((west + east) / 2, (south + north) / 2)
        self.centre = (width / 2, self.height / 2)

    def __call__(self, point: Point) -> Point:
        """Where a place lies on the sheet."""
        return (
            self.centre[0] + (point[0] - self.middle[0]) * self.squeeze * self.scale,
            self.centre[1] - (point[1] - self.middle[1]) * self.scale,
        )


def hull(points: Sequence[Point]) -> list[Point]:
    """Convex hull, counter-clockwise (Andrew's monotone chain)."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered

    def half(walk: Sequence[Point]) -> list[Point]:
        chain: list[Point] = []
        for p in walk:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], p) <= 0:
                chain.pop()
            chain.append(p)
        return chain[:-1]

    return half(ordered) + half(ordered[::-1])


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def inside(point: Point, ring: Sequence[Point]) -> bool:
    """Whether a point lies in a ring (even-odd)."""
    x, y = point
    within = False
    for (ax, ay), (bx, by) in pairwise([*ring, ring[0]]):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            within = not within
    return within


def way_through(points: Sequence[Point], start: Point, end: Point) -> list[int]:
    """An order that passes every point once between two given ends: nearest next, then 2-opt until nothing gains."""
    left, order, here = set(range(len(points))), [], start
    while left:
        nearest = min(left, key=lambda i: (distance(here, points[i]), i))
        order.append(nearest)
        left.remove(nearest)
        here = points[nearest]
    return _untangled(points, order, start, end)


def _untangled(points: Sequence[Point], order: list[int], start: Point, end: Point) -> list[int]:
    def at(place: int) -> Point:
        return start if place < 0 else end if place >= len(order) else points[order[place]]

    for _ in range(30):
        better = False
        for a in range(len(order)):
            for b in range(a + 1, len(order)):
                now = distance(at(a - 1), at(a)) + distance(at(b), at(b + 1))
                then = distance(at(a - 1), at(b)) + distance(at(a), at(b + 1))
                if then < now - 1e-9:
                    order[a : b + 1] = order[a : b + 1][::-1]
                    better = True
        if not better:
            break
    return order


def smooth(points: Sequence[Point]) -> str:
    """A path through all points; the handles never reach past a third of the shorter neighbour, so it cannot bulge."""
    found = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for i, (a, b) in enumerate(pairwise(points)):
        before = points[i - 1] if i else a
        after = points[i + 2] if i + 2 < len(points) else b
        out, into = _handle(before, a, b), _handle(after, b, a)
        found.append(
            f"C{a[0] + out[0]:.1f} {a[1] + out[1]:.1f} {b[0] + into[0]:.1f} {b[1] + into[1]:.1f} {b[0]:.1f} {b[1]:.1f}"
        )
    return "".join(found)


def _handle(before: Point, here: Point, after: Point) -> Point:
    """Along the line between the neighbours, as long as 38 % of the way to the next point."""
    dx, dy = after[0] - before[0], after[1] - before[1]
    length = math.hypot(dx, dy)
    if not length:
        return (0.0, 0.0)
    reach = distance(here, after) * 0.38
    return (dx / length * reach, dy / length * reach)
