"""Outlines for maps, and what is known of borders that changed."""

from __future__ import annotations

import gzip
import json
import tempfile
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from netzwerkstatt.evidence.importing.border_list import note_border_change
from netzwerkstatt.evidence.mapping.arriving import bring_outlines
from netzwerkstatt.site.demo.alliance import Cast
from netzwerkstatt.site.demo.people import PEOPLE

LAW_2018: Final = "Thüringer Gesetz zur freiwilligen Neugliederung kreisangehöriger Gemeinden im Jahr 2018"
LAW_2019: Final = "Thüringer Gesetz zur freiwilligen Neugliederung kreisangehöriger Gemeinden im Jahr 2019 vom 18. Dezember 2018 (GVBl. S. 795)"
SAALFELD, RUDOLSTADT = ("16073077", "Saalfeld/Saale, Stadt"), ("16073076", "Rudolstadt, Stadt")
TAKEN_IN: Final = (
    ("16073101", "Wittgendorf", SAALFELD, date(2018, 7, 6), LAW_2018),
    ("16073108", "Saalfelder Höhe", SAALFELD, date(2018, 7, 6), LAW_2018),
    ("16073068", "Reichmannsdorf", SAALFELD, date(2019, 1, 1), LAW_2019),
    ("16073079", "Schmiedefeld", SAALFELD, date(2019, 1, 1), LAW_2019),
    ("16073105", "Remda-Teichel, Stadt", RUDOLSTADT, date(2019, 1, 1), LAW_2019),
)


def tell(cast: Cast) -> None:
    """Districts of the three Länder, municipalities of four districts; two cities that took in their neighbours."""
    katrin = cast.people[PEOPLE[0].key]
    demo = files("netzwerkstatt.site.demo")
    facts = json.loads(demo.joinpath("facts.json").read_text("utf-8"))["map"]
    about = facts["source"]
    packed = demo.joinpath("statistics", "municipalities.geojson.gz").read_bytes()
    _bring(
        katrin, gzip.decompress(packed), "gemeinden.geojson", "Gemeinden der vier Kreise, 2022", date(2022, 5, 15),
        "© GeoBasis-DE / BKG 2022, VG250, vereinfacht für den Zensus 2022",
    )  # fmt: skip
    _bring(
        katrin, json.dumps(_districts(facts["districts"])).encode(), "kreise.geojson",
        "Kreise in Sachsen, Sachsen-Anhalt und Thüringen, 2021", date(2021, 1, 1), f"{about['institution']}, {about['work']}",
    )  # fmt: skip
    for key, name, (after, after_name), day, law in TAKEN_IN:
        note_border_change(
            actor=katrin, before=key, before_name=name, after=after, after_name=after_name, on=day, kind="incorporated",
            source=law,
        )  # fmt: skip


def _bring(katrin: Any, data: bytes, file_name: str, name: str, day: date, source: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file_name
        path.write_bytes(data)
        bring_outlines(
            actor=katrin,
            name=name,
            path=path,
            file_name=file_name,
            status_on=day,
            source=source,
            licence="dl-de/by-2-0",
        )


def _districts(rings: dict[str, list[Any]]) -> dict[str, Any]:
    """The demo's own simplified outlines as a file that anybody could bring in."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"ags": key},
                "geometry": {"type": "MultiPolygon", "coordinates": [[ring] for ring in found]},
            }
            for key, found in rings.items()
        ],
    }
