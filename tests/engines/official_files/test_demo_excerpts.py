"""The demo's excerpts are ordinary official files, and their figures are the original's, byte for byte."""

import json
from pathlib import Path

import pytest

from netzwerkstatt.engines.official_files import Table, read

DEMO = Path(__file__).resolve().parents[3] / "src" / "netzwerkstatt" / "site" / "demo"
EXCERPTS = {
    "12411-0018_auszug.csv": "destatis/12411-0018_kreise_2015-2020.csv",
    "12411-01-01-4_auszug_de_flat.csv": "ffcsv_samples/12411-01-01-4_de_flat.csv",
}


def excerpt(name: str) -> Table:
    return read((DEMO / name).read_bytes(), name)


def test_the_classic_excerpt_has_four_districts_and_six_dates():
    table = excerpt("12411-0018_auszug.csv")

    assert [place.key for place in table.territories()] == ["14625", "14626", "15087", "16073"]
    assert len(table.dates) == 6
    assert len(table) == 4 * 6 * 34
    assert "Auszug" in table.notes
    assert table.code == "12411-0018"
    assert table.warnings == ()


def test_the_flat_excerpt_has_four_districts_at_the_end_of_2024():
    table = excerpt("12411-01-01-4_auszug_de_flat.csv")

    assert table.code == "12411-01-01-4"
    assert len(table) == 4 * 3
    for place in table.territories():
        men, women, all_of_them = (
            table.select(place, where={"GES": sex})[0].value for sex in ("GESM", "GESW", "Insgesamt")
        )
        assert men + women == all_of_them


@pytest.mark.parametrize(("name", "original"), EXCERPTS.items())
def test_every_figure_of_an_excerpt_is_the_originals(shared_data, name, original):
    source = read((shared_data / "demography" / original).read_bytes(), original)

    for cell in excerpt(name):
        [same] = source.select(cell.territory.key, cell.date, {c.dimension: c.label for c in cell.categories})
        assert same.raw == cell.raw


def test_the_demos_facts_are_complete_and_small():
    text = (DEMO / "facts.json").read_text(encoding="utf-8")
    facts = json.loads(text)
    cities = {city["ags"]: city for city in facts["cities"]["items"]}

    assert len(text.encode()) < 80_000
    assert len(json.dumps(facts["map"], separators=(",", ":"))) < 60_000
    assert sorted(ags for network in facts["networks"]["items"] for ags in network["cities"]) == sorted(cities)
    assert cities["14626110"]["name"] == {"de": "Görlitz", "hsb": "Zhorjelc"}
    assert {city["district"] for city in cities.values()} <= set(facts["map"]["districts"])
    assert set(facts["map"]["states"]) == {"14", "15", "16"}
    for block in ("states", "districts", "networks", "map"):
        assert {"institution", "date", "licence"} <= set(facts[block]["source"])


def test_neighbouring_outlines_share_their_points():
    areas = json.loads((DEMO / "facts.json").read_text(encoding="utf-8"))["map"]
    corners = {tuple(point) for rings in areas["districts"].values() for ring in rings for point in ring}

    for rings in [*areas["states"].values(), *areas["districts"].values()]:
        for ring in rings:
            assert ring[0] == ring[-1]
            assert {tuple(point) for point in ring} <= corners
