"""Boundaries of territories (GeoJSON): outlines under their official keys, light enough to be drawn.

Points are moved onto one fine grid for the whole file, never along each border by itself: what two neighbours share stays
shared, and no gap opens between them.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NoReturn, TypeAlias

from netzwerkstatt.engines.official_files import errors
from netzwerkstatt.engines.official_files.errors import Unreadable
from netzwerkstatt.engines.official_files.source import BOM

Ring: TypeAlias = tuple[tuple[float, float], ...]

MOST_AREAS: Final = 12_000
STEPS: Final = 8_000
"""The grid: so many steps over the longer side of the whole, some 100 m for Germany."""
KEY_LENGTHS: Final = (2, 5, 8, 12)
ANYTHING: Final = ("id", "key")
"""Names under which a mere running number may stand: there, two digits are no Land."""
KEY_NAMES: Final = (
    "ags", "ags8", "gemeindeschluessel", "gemeindeschlüssel", "kreisschluessel", "krs_code", "gem_code", "lan_code", "ars",
    "rs", "regionalschluessel", "regionalschlüssel", "schluessel", "schlüssel", "key", "id", "ags_0", "ars_0", "rs_0",
)  # fmt: skip
NAMES: Final = ("gen", "name", "gem_name", "krs_name", "lan_name", "gemeinde", "kreis", "bezeichnung", "label")
LON_LAT: Final = ("CRS84", "4326", "4258")
MOST_NAMED: Final = 8


@dataclass(frozen=True, slots=True)
class Outline:
    """A territory's key (2, 5 or 8 digits), its name as the file has it or empty, and its rings as lon/lat."""

    key: str
    name: str
    rings: tuple[Ring, ...]


@dataclass(frozen=True, slots=True)
class Outlines:
    """What a file holds: outlines in the order of their keys, the property that held the keys, shapes that were left out."""

    areas: tuple[Outline, ...]
    key_property: str
    left_out: int

    @property
    def digits(self) -> int:
        """How long the keys are: 2 Länder, 5 districts, 8 municipalities."""
        return len(self.areas[0].key)


def read_outlines(data: bytes) -> Outlines:
    """The outlines in a GeoJSON file. Raises `Unreadable` with the reason and the number of the shape."""
    features = _features(_parsed(data))
    shapes = [(number, one, _rings(one, number)) for number, one in enumerate(features, start=1)]
    drawn = [(number, one, rings) for number, one, rings in shapes if rings]
    if not drawn:
        raise Unreadable(errors.NO_OUTLINES)
    properties = [_properties(one) for _number, one, _rings_ in drawn]
    keys, found_in = _keys(properties)
    names = _names(properties)
    grid = _grid(ring for _number, _one, rings in drawn for ring in rings)
    merged: dict[str, tuple[str, list[Ring]]] = {}
    for key, name, (_number, _one, rings) in zip(keys, names, drawn, strict=True):
        if key:
            merged.setdefault(key, (name, []))[1].extend(_on(grid, rings))
    left_out = len(features) - sum(1 for key in keys if key)
    areas = tuple(Outline(key, name, tuple(rings)) for key, (name, rings) in sorted(merged.items()))
    return Outlines(areas, found_in, left_out)


# ── the file ────────────────────────────────────────────────────────────────


def _refuse_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number")


def _parsed(data: bytes) -> dict[str, Any]:
    text = data.removeprefix(BOM).lstrip()
    if not text:
        raise Unreadable(errors.EMPTY)
    if not text.startswith(b"{"):
        raise Unreadable(errors.NOT_GEOJSON)
    try:
        found = json.loads(text.decode("utf-8"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise Unreadable(errors.NOT_UTF8, {"offset": error.start}) from None
    except json.JSONDecodeError as error:
        if error.pos >= len(error.doc.rstrip()) - 1:
            raise Unreadable(errors.TRUNCATED, line=error.lineno) from None
        raise Unreadable(errors.BROKEN_JSON, line=error.lineno, column=error.colno) from None
    except (RecursionError, ValueError):
        raise Unreadable(errors.NOT_GEOJSON) from None
    if found.get("type") == "Topology":
        raise Unreadable(errors.TOPOJSON)
    return found if isinstance(found, dict) else {}


def _features(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    features = found.get("features")
    if found.get("type") != "FeatureCollection" or not isinstance(features, list):
        raise Unreadable(errors.NOT_GEOJSON)
    if len(features) > MOST_AREAS:
        raise Unreadable(errors.TOO_MANY_OUTLINES, {"count": len(features), "most": MOST_AREAS})
    said = json.dumps(found.get("crs") or "CRS84")[:400]
    if not any(known in said for known in LON_LAT):
        raise Unreadable(errors.OTHER_COORDINATES, {"raw": said[:80]})
    for number, one in enumerate(features, start=1):
        if not isinstance(one, dict) or one.get("type") != "Feature":
            raise Unreadable(errors.NOT_A_SHAPE, {"number": number, "raw": str(one)[:40]})
    return features


def _properties(feature: Mapping[str, Any]) -> dict[str, Any]:
    found = feature.get("properties")
    own = dict(found) if isinstance(found, dict) else {}
    if "id" in feature and "id" not in own:
        own["id"] = feature["id"]
    return own


# ── shapes ──────────────────────────────────────────────────────────────────


def _rings(feature: Mapping[str, Any], number: int) -> list[Ring]:
    """The rings of a feature; none where it has no shape at all."""
    shape = feature.get("geometry")
    if shape is None:
        return []
    kind = shape.get("type") if isinstance(shape, dict) else None
    corners = shape.get("coordinates") if isinstance(shape, dict) else None
    if kind not in {"Polygon", "MultiPolygon"} or not isinstance(corners, list):
        raise Unreadable(errors.NOT_A_SHAPE, {"number": number, "raw": str(kind)[:40]})
    parts = [corners] if kind == "Polygon" else corners
    return [_ring(ring, number) for part in parts for ring in _listed(part, number)]


def _listed(found: Any, number: int) -> list[Any]:
    if not isinstance(found, list):
        raise Unreadable(errors.NOT_A_POINT, {"number": number, "raw": str(found)[:40]})
    return found


def _ring(found: Any, number: int) -> Ring:
    points = []
    for point in _listed(found, number):
        if not isinstance(point, list) or len(point) < 2 or not all(_is_number(one) for one in point[:2]):
            raise Unreadable(errors.NOT_A_POINT, {"number": number, "raw": str(point)[:40]})
        lon, lat = float(point[0]), float(point[1])
        if abs(lon) > 180 or abs(lat) > 90:
            raise Unreadable(errors.OTHER_COORDINATES, {"raw": f"{point[0]} {point[1]}"[:60]})
        points.append((lon, lat))
    if len(points) < 4:
        raise Unreadable(errors.NOT_A_RING, {"number": number, "count": len(points)})
    return tuple(points)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and -1e12 < value < 1e12


# ── lighter ─────────────────────────────────────────────────────────────────


def _grid(rings: Iterable[Ring]) -> tuple[float, float]:
    """Step of the grid in degrees of longitude and latitude, about as long on the ground."""
    west, south, east, north = 180.0, 90.0, -180.0, -90.0
    for ring in rings:
        for lon, lat in ring:
            west, east = min(west, lon), max(east, lon)
            south, north = min(south, lat), max(north, lat)
    squeeze = max(math.cos(math.radians((south + north) / 2)), 0.05)
    step = max((east - west) * squeeze, north - south, 1e-6) / STEPS
    return step / squeeze, step


def _on(grid: tuple[float, float], rings: Sequence[Ring]) -> Iterator[Ring]:
    """The rings on the grid; specks vanish, unless the territory would vanish with them."""
    found = [_snapped(grid, ring) for ring in rings]
    kept = [ring for ring in found if len(set(ring)) > 2]
    if kept:
        yield from kept
    else:
        yield tuple((round(lon, 6), round(lat, 6)) for lon, lat in max(rings, key=len))


def _snapped(grid: tuple[float, float], ring: Ring) -> Ring:
    across, up = grid
    points: list[tuple[float, float]] = []
    for lon, lat in ring:
        point = (round(round(lon / across) * across, 5), round(round(lat / up) * up, 5))
        if not points or points[-1] != point:
            points.append(point)
    return tuple(points)


# ── keys and names ──────────────────────────────────────────────────────────


def _keys(properties: Sequence[Mapping[str, Any]]) -> tuple[list[str], str]:
    """For each shape its key, empty where it has none, and the property that held them. Raises `Unreadable`."""
    seen = dict.fromkeys(name for one in properties for name in one)
    usual = [name for name in seen if name.casefold() in KEY_NAMES]
    usual.sort(key=lambda name: KEY_NAMES.index(name.casefold()))
    for name in (*usual, *(name for name in seen if name not in usual)):
        least = 2 if name in usual and name.casefold() not in ANYTHING else 4
        keys = _as_keys([one.get(name) for one in properties], least)
        if keys is not None:
            return keys, name
    named = ", ".join(str(name)[:40] for name in list(seen)[:MOST_NAMED]) or "–"
    raise Unreadable(errors.NO_KEYS, {"names": named})


def _as_keys(values: Sequence[Any], least: int) -> list[str] | None:
    """The values as keys of one length; None unless nearly all of them are, of `least` digits, and most of them differ."""
    texts = [_digits(value) for value in values]
    lengths = Counter(len(text) for text in texts if text)
    longest = max(lengths, default=0)
    if longest < least:
        return None
    longest += longest + 1 in KEY_LENGTHS and longest not in KEY_LENGTHS  # all of them may have lost a nought
    if longest not in KEY_LENGTHS:
        return None
    keys = [_ags(text.zfill(longest)) if len(text) >= longest - 1 else "" for text in texts]
    given = [key for key in keys if key]
    if (
        len(given) < 0.9 * len(values)
        or 2 * len(set(given)) < len(given)
        or not all("01" <= k[:2] <= "16" for k in given)
    ):
        return None
    return keys


def _digits(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
    return text if text.isascii() and text.isdecimal() else ""


def _ags(key: str) -> str:
    """The regional key of a municipality as its AGS."""
    return key[:5] + key[9:] if len(key) == 12 else key


def _names(properties: Sequence[Mapping[str, Any]]) -> list[str]:
    seen = {str(name).casefold(): name for one in properties for name in one}
    found = next((seen[name] for name in NAMES if name in seen), None)
    return [str(one.get(found) or "").strip()[:200] if found is not None else "" for one in properties]
