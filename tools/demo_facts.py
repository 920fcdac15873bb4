"""Compiles what the demo shows of the real world: names, keys, outlines, and two small excerpts of official tables.

Run by hand, and only when the sources change: `python -m tools.demo_facts [DATA]`. DATA is the folder with the
collected official files (`demography/`, `geo/`), by default `../shared/data` beside the checkout. The results lie in
`src/netzwerkstatt/site/demo/` and are part of the repository; nothing at run time reads DATA. The same sources give
the same bytes.
"""

import csv
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

from tools.paths import ROOT, SRC

DEMO = SRC / "site" / "demo"
BY_2_0 = {
    "name": "Datenlizenz Deutschland – Namensnennung – Version 2.0",
    "spdx": "dl-de/by-2-0",
    "url": "https://www.govdata.de/dl-de/by-2-0",
}

STATES = {
    "14": ("SN", "Sachsen", "Saxony"),
    "15": ("ST", "Sachsen-Anhalt", "Saxony-Anhalt"),
    "16": ("TH", "Thüringen", "Thuringia"),
}
DISTRICTS = {"14625": "Bautzen", "14626": "Görlitz", "15087": "Mansfeld-Südharz", "16073": "Saalfeld-Rudolstadt"}

NETWORKS: tuple[dict[str, Any], ...] = (
    {
        "code": "SN",
        "state": "14",
        "name": {
            "de": "Oberzentraler Städteverbund Bautzen–Görlitz–Hoyerswerda",
            "en": "High-order centre alliance Bautzen–Görlitz–Hoyerswerda",
        },
        "focus": {
            "de": "Erreichbarkeit: überregional, Gesundheit, Bildung, Arbeitsplätze",
            "en": "Accessibility: supra-regional, health, education, jobs",
        },
        "cities": ["14625020", "14626110", "14625240"],
    },
    {
        "code": "ST",
        "state": "15",
        "name": {
            "de": "Städtenetz Demografie Hettstedt – Lutherstadt Eisleben – Sangerhausen",
            "en": "Demography city network Hettstedt – Lutherstadt Eisleben – Sangerhausen",
        },
        "focus": {
            "de": "Jugendfreundliche Städte und Engagementkultur im demografischen Wandel",
            "en": "Youth-friendly cities and a culture of civic engagement in demographic change",
        },
        "cities": ["15087220", "15087130", "15087370"],
    },
    {
        "code": "TH",
        "state": "16",
        "name": {"de": "Städtedreieck „Am Saalebogen“", "en": "City triangle “Am Saalebogen”"},
        "focus": {
            "de": "Daseinsvorsorge 3.0: Wirtschaft, Infrastruktur, Politik – Verwaltung – Bürger",
            "en": "Public services 3.0: economy, infrastructure, politics – administration – citizens",
        },
        "cities": ["16073077", "16073076", "16073005"],
    },
)

# The register of municipalities names Bautzen and Hoyerswerda in Upper Sorbian too; Görlitz it names in German only.
CITIES: dict[str, dict[str, str]] = {
    "14625020": {"de": "Bautzen", "hsb": "Budyšin"},
    "14626110": {"de": "Görlitz", "hsb": "Zhorjelc"},
    "14625240": {"de": "Hoyerswerda", "hsb": "Wojerecy"},
    "15087220": {"de": "Hettstedt"},
    "15087130": {"de": "Lutherstadt Eisleben"},
    "15087370": {"de": "Sangerhausen"},
    "16073077": {"de": "Saalfeld/Saale"},
    "16073076": {"de": "Rudolstadt"},
    "16073005": {"de": "Bad Blankenburg"},
}

CENTRAL_PLACES = {
    "OZ-Verbund": ("Oberzentrum im Städteverbund", "High-order centre shared in an alliance of cities"),
    "MZ": ("Mittelzentrum", "Middle-order centre"),
    "GZ+": (
        "Grundzentrum mit Teilfunktion eines Mittelzentrums",
        "Low-order centre with some functions of a middle-order centre",
    ),
    "MZ-TF-OZ": (
        "Mittelzentrum mit Teilfunktionen eines Oberzentrums (gemeinsam)",
        "Middle-order centre with some functions of a high-order centre (shared)",
    ),
}
CHECKED = {"ja": "yes", "teilweise": "partly", "nein": "no"}

Point = tuple[float, float]
Ring = list[Point]

LONGITUDE_SHRINKS = 0.63  # cos 51°: a degree of longitude against one of latitude
TOLERANCE = 0.0095  # degrees of latitude, a good kilometre: one pixel on the start page's map
SMALLEST_RING = 8  # points after simplifying; what has fewer is a speck on the map


def main() -> None:
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "data"
    DEMO.mkdir(parents=True, exist_ok=True)
    results = {
        "facts.json": _as_json(facts(data)).encode(),
        "12411-0018_auszug.csv": classic_excerpt(data),
        "12411-01-01-4_auszug_de_flat.csv": flat_excerpt(data),
    }
    for name, content in results.items():
        (DEMO / name).write_bytes(content)
        print(f"{name}: {len(content):,} bytes")


# ---------------------------------------------------------------------- names, keys, populations


def facts(data: Path) -> dict[str, Any]:
    return {
        "about": "Facts the demo is built on, compiled by tools/demo_facts.py. Figures and names unchanged; outlines simplified.",
        "states": {
            "source": _source("GV-ISys, AuszugGV2Q", "30.06.2024"),
            "items": [
                {"key": key, "code": code, "name": {"de": de, "en": en}} for key, (code, de, en) in STATES.items()
            ],
        },
        "districts": {
            "source": _source("GV-ISys, AuszugGV2Q", "30.06.2024"),
            "items": [
                {"key": key, "state": key[:2], "name": {"de": name}, "kind": {"de": "Landkreis", "en": "district"}}
                for key, name in DISTRICTS.items()
            ],
        },
        "networks": {
            "source": {
                "institution": "own wording of the demo, after the partnership's own names",
                "date": "",
                "licence": None,
            },
            "items": list(NETWORKS),
        },
        "cities": cities(data),
        "map": outlines(data),
    }


def cities(data: Path) -> dict[str, Any]:
    register = {row["ags"]: row for row in _csv(data / "demography/gv/gemeinden_2024-06-30.csv", ",")}
    places = {row["ags"]: row for row in _csv(data / "geo/zentrale_orte_auswahl.csv", ",")}
    census = {
        row["1_variable_attribute_code"]: row["value"]
        for row in _csv(data / "demography/zensus2022/1000A-0000_de_flat.csv", ";")
    }
    network_of = {ags: network["code"] for network in NETWORKS for ags in network["cities"]}
    return {
        "sources": {
            "population": _source("GV-ISys, AuszugGV2Q, 2. Quartal 2024", "31.12.2022"),
            "population_census": {
                **_source("Zensus 2022, Tabelle 1000A-0000", "15.05.2022"),
                "institution": "Statistische Ämter des Bundes und der Länder",
                "licence": BY_2_0,
            },
            "area_km2": _source("GV-ISys, AuszugGV2Q, 2. Quartal 2024", "30.06.2024"),
            "position": _source("GV-ISys, AuszugGV2Q, 2. Quartal 2024", "30.06.2024"),
            "name_hsb": {
                "institution": "GV-ISys for Bautzen and Hoyerswerda; common usage for Görlitz",
                "date": "30.06.2024",
                "licence": None,
            },
            "central_place": {
                "institution": "own compilation from the Länder's development plans, named with each city",
                "date": "",
                "licence": None,
                "note": "“checked” says whether the plan itself was compared: partly = only through press or encyclopaedia, no = from memory.",
            },
        },
        "items": [
            _city(ags, names, register[ags], places[ags], census[register[ags]["ars"]], network_of[ags])
            for ags, names in CITIES.items()
        ],
    }


def _city(
    ags: str, names: dict[str, str], row: dict[str, str], place: dict[str, str], census: str, network: str
) -> dict[str, Any]:
    german, english = CENTRAL_PLACES[place["stufe"]]
    return {
        "ags": ags,
        "ars": row["ars"],
        "name": names,
        "official_name": row["name"],
        "district": ags[:5],
        "state": ags[:2],
        "network": network,
        "lon": float(row["lon"]),
        "lat": float(row["lat"]),
        "population": int(row["bev_2022"]),
        "population_male": int(row["bev_m"]),
        "population_female": int(row["bev_w"]),
        "population_census": int(census),
        "area_km2": float(row["flaeche_km2"]),
        "central_place": {
            "code": place["stufe"],
            "name": {"de": german, "en": english},
            "source": place["quelle"],
            "date": place["stand"],
            "checked": CHECKED[place["geprueft"]],
        },
    }


def _source(work: str, date: str) -> dict[str, Any]:
    return {
        "institution": "Statistisches Bundesamt (Destatis)",
        "work": work,
        "date": date,
        "licence": {"name": "Vervielfältigung und Verbreitung, auch auszugsweise, mit Quellenangabe gestattet"},
    }


def _csv(path: Path, delimiter: str) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines, delimiter=delimiter)


# ---------------------------------------------------------------------- outlines


def outlines(data: Path) -> dict[str, Any]:
    """Länder and districts as rings of longitude and latitude; what two of them share they share point for point."""
    districts = _rings(data / "geo/kreise_sn_st_th.geojson")
    states = _rings(data / "geo/laender_sn_st_th.geojson")
    kept = _kept_points([ring for rings in districts.values() for ring in rings])
    return {
        "source": {
            "institution": "© GeoBasis-DE / BKG 2021",
            "work": "VG5000, vereinfacht (Daten verändert)",
            "date": "01.01.2021",
            "licence": BY_2_0,
        },
        "states": {key: _thin(rings, kept) for key, rings in states.items()},
        "districts": {key: _thin(rings, kept) for key, rings in districts.items()},
    }


def _rings(path: Path) -> dict[str, list[Ring]]:
    found: dict[str, list[Ring]] = {}
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        shape = feature["geometry"]
        polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        found[feature["properties"]["ags"]] = [[(x, y) for x, y in ring] for polygon in polygons for ring in polygon]
    return found


def _kept_points(rings: list[Ring]) -> set[Point]:
    """The points that stay. Lines are cut where borders meet, so that neighbours keep the same points between."""
    neighbours: dict[Point, set[Point]] = defaultdict(set)
    for ring in rings:
        for one, other in pairwise(ring):
            neighbours[one].add(other)
            neighbours[other].add(one)
    junctions = {point for point, around in neighbours.items() if len(around) > 2}  # a line has two ends
    kept: set[Point] = set(junctions)
    for ring in rings:
        for arc in _arcs(ring[:-1], junctions):
            kept.update(_simplified(arc))
    return kept


def _arcs(ring: Ring, junctions: set[Point]) -> list[Ring]:
    """The ring cut at its junctions; each arc runs the same way for both neighbours, or they would keep different points."""
    cuts = [at for at, point in enumerate(ring) if point in junctions]
    if len(cuts) < 2:  # an island or enclave: cut it at two far points instead
        start = cuts[0] if cuts else ring.index(min(ring))
        ring = ring[start:] + ring[:start]
        far = max(range(len(ring)), key=lambda at: _squared(ring[0], ring[at]))
        cuts = [0, far]
    arcs = []
    for start, end in zip(cuts, [*cuts[1:], cuts[0] + len(ring)], strict=True):
        arc = [ring[at % len(ring)] for at in range(start, end + 1)]
        arcs.append(arc if arc[0] <= arc[-1] else arc[::-1])
    return arcs


def _simplified(arc: Ring) -> Ring:
    """Douglas–Peucker: of a line, the points without which it would stray further than the tolerance."""
    if len(arc) < 3:  # nothing between the ends
        return arc
    at, distance = max(
        ((i, _distance(arc[i], arc[0], arc[-1])) for i in range(1, len(arc) - 1)), key=lambda pair: pair[1]
    )
    if distance <= TOLERANCE:
        return [arc[0], arc[-1]]
    return _simplified(arc[: at + 1])[:-1] + _simplified(arc[at:])


def _distance(point: Point, start: Point, end: Point) -> float:
    (px, py), (ax, ay), (bx, by) = (_flat(p) for p in (point, start, end))
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    share = 0.0 if length == 0 else max(0.0, min(1.0, ((px - ax) * dx + (py - ay) * dy) / length))
    return float(((px - ax - share * dx) ** 2 + (py - ay - share * dy) ** 2) ** 0.5)


def _squared(one: Point, other: Point) -> float:
    (ax, ay), (bx, by) = _flat(one), _flat(other)
    return (ax - bx) ** 2 + (ay - by) ** 2


def _flat(point: Point) -> Point:
    return point[0] * LONGITUDE_SHRINKS, point[1]


def _thin(rings: list[Ring], kept: set[Point]) -> list[list[list[float]]]:
    """Rings of the kept points, rounded and closed; specks are left out, but never the only ring of an area."""
    thin = [_closed([[round(x, 3), round(y, 3)] for x, y in ring if (x, y) in kept]) for ring in rings]
    large = [ring for ring in thin if len(ring) >= SMALLEST_RING]
    return large or [max(thin, key=len)]


def _closed(ring: list[list[float]]) -> list[list[float]]:
    return ring if ring[0] == ring[-1] else [*ring, ring[0]]


# ---------------------------------------------------------------------- excerpts of official tables


def classic_excerpt(data: Path) -> bytes:
    """Header, our districts' lines and footer of the original, byte for byte, and one note more."""
    original = (data / "demography/destatis/12411-0018_kreise_2015-2020.csv").read_bytes()
    lines = original.splitlines(keepends=True)
    rule = next(at for at, line in enumerate(lines) if line.startswith(b"_____"))
    first = next(at for at, line in enumerate(lines) if re.match(rb"\d\d\.\d\d\.\d{4};", line))
    note = (
        "Auszug: nur die Landkreise 14625, 14626, 15087 und 16073, Werte und Kopfzeilen unverändert. "
        "Datenlizenz Deutschland – Namensnennung – Version 2.0 (dl-de/by-2-0).\n"
    )
    kept = _lines_of_districts(lines[first:rule], lambda line: line.split(b";")[1])
    return b"".join([*lines[:first], *kept, *lines[rule:], note.encode("cp1252")])


def flat_excerpt(data: Path) -> bytes:
    """Column names and our districts' lines of the original, byte for byte; a flat file has no room for a note."""
    original = (data / "demography/ffcsv_samples/12411-01-01-4_de_flat.csv").read_bytes()
    lines = original.splitlines(keepends=True)
    place = lines[0].removeprefix(b"\xef\xbb\xbf").split(b";").index(b"1_variable_attribute_code")
    return b"".join([lines[0], *_lines_of_districts(lines[1:], lambda line: line.split(b";")[place])])


def _lines_of_districts(lines: list[bytes], key: Callable[[bytes], bytes]) -> list[bytes]:
    kept = [line for line in lines if key(line).decode() in DISTRICTS]
    counts = Counter(key(line).decode() for line in kept)
    if set(counts) != set(DISTRICTS) or len(set(counts.values())) != 1:
        raise SystemExit(f"The districts are not complete in the source: {dict(counts)}")
    return kept


def _as_json(thing: dict[str, Any]) -> str:
    """Indented for people, except for the rings, which nobody reads."""
    text = json.dumps(thing, ensure_ascii=False, indent=1)
    text = re.sub(r"\[\s+(-?[\d.]+),\s+(-?[\d.]+)\s+\]", r"[\1,\2]", text)
    return re.sub(r"\],\s+\[(?=-?\d)", "],[", text) + "\n"


if __name__ == "__main__":
    main()
