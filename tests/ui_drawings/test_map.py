"""The map of an alliance, with boundaries and without."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netzwerkstatt.foundation.ui.charts.geometry import distance, hull, inside, way_through
from netzwerkstatt.foundation.ui.charts.map import AllianceMap, Land, Place, draw_map
from tests.ui_drawings.drawn import SVG, box, parsed, points, words

CITIES = (
    Place("Bautzen", 14.424, 51.181, 1, 38000), Place("Görlitz", 14.987, 51.153, 1, 56000),
    Place("Hoyerswerda", 14.240, 51.438, 1, 31000), Place("Hettstedt", 11.507, 51.646, 2, 13600),
    Place("Lutherstadt Eisleben", 11.547, 51.528, 2, 22600), Place("Sangerhausen", 11.298, 51.473, 2, 25500),
    Place("Saalfeld/Saale", 11.356, 50.648, 3, 29000), Place("Rudolstadt", 11.340, 50.720, 3, 24900),
    Place("Bad Blankenburg", 11.268, 50.683, 3, 6200),
)  # fmt: skip
LANDS = (Land(1, "SN", "Sachsen"), Land(2, "ST", "Sachsen-Anhalt"), Land(3, "TH", "Thüringen"))
BOUNDARIES = Path(__file__).parents[3] / "shared" / "data" / "geo" / "laender_sn_st_th.geojson"

places = st.builds(
    Place,
    name=st.text(min_size=1, max_size=20),
    lon=st.floats(-179, 179),
    lat=st.floats(-85, 85),
    land=st.integers(1, 7),
    population=st.integers(0, 4_000_000),
)


def _bounded() -> tuple[Land, ...]:
    if not BOUNDARIES.exists():
        pytest.skip("the shared boundaries are not beside this checkout")
    features = json.loads(BOUNDARIES.read_text())["features"]
    rings = {}
    for feature in features:
        shape = feature["geometry"]
        polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        rings[feature["properties"]["ags"]] = tuple(tuple(map(tuple, polygon[0])) for polygon in polygons)
    return tuple(
        Land(land.index, land.code, land.name, rings[key]) for key, land in zip(("14", "15", "16"), LANDS, strict=True)
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(places, max_size=12))
def test_any_alliance_without_boundaries_is_drawn_within_its_sheet(found):
    drawing = draw_map(AllianceMap("Karte", tuple(found)))
    for svg in (drawing.wide, drawing.narrow):
        width, height = box(svg)
        dots = points(svg, "map-dot")
        assert len(dots) == len(found)
        assert all(0 <= x <= width and 0 <= y <= height for x, y in dots)


def test_all_nine_names_are_written_out_and_none_lies_on_another():
    drawing = draw_map(AllianceMap("Karte", CITIES, _bounded()))
    written = [text for text in parsed(drawing.wide).iter(f"{SVG}text") if text.attrib["class"] == "map-city"]
    assert [text.text for text in written] == [city.name for city in CITIES]
    lines = [(float(text.attrib["x"]), float(text.attrib["y"]), text.attrib["text-anchor"]) for text in written]
    same_side = [(a, b) for i, a in enumerate(lines) for b in lines[i + 1 :] if a[2] == b[2] and abs(a[0] - b[0]) < 60]
    assert all(abs(a[1] - b[1]) >= 12 for a, b in same_side)


def test_on_narrow_pages_the_names_stand_in_a_list_by_land():
    drawing = draw_map(AllianceMap("Karte", CITIES, LANDS))
    assert not words(drawing.narrow)
    assert [(group.land.code, len(group.places)) for group in drawing.lists] == [("SN", 3), ("ST", 3), ("TH", 3)]


def test_the_thread_passes_every_city():
    drawing = draw_map(AllianceMap("Karte", CITIES, LANDS))
    thread = next(p for p in parsed(drawing.wide).iter(f"{SVG}path") if p.attrib["class"] == "map-thread")
    for x, y in points(drawing.wide, "map-dot"):
        assert f"{x:.1f} {y:.1f}" in thread.attrib["d"] or any(
            abs(x - a) < 0.11 and abs(y - b) < 0.11 for a, b in _stations(thread.attrib["d"])
        )


def _stations(d: str) -> list[tuple[float, float]]:
    return [tuple(map(float, piece.split()[-2:])) for piece in d.replace("M", "").split("C")]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 700), st.floats(0, 600)), max_size=9))
def test_the_way_visits_every_point_once_and_is_no_longer_than_the_given_order(spots):
    start, end = (0.0, -24.0), (700.0, -24.0)
    order = way_through(spots, start, end)
    assert sorted(order) == list(range(len(spots)))

    def length(way):
        stops = [start, *(spots[i] for i in way), end]
        return sum(distance(a, b) for a, b in pairwise(stops))

    assert length(order) <= length(order[::-1]) + 1e-6


def test_larger_cities_have_larger_dots():
    svg = draw_map(AllianceMap("Karte", CITIES, LANDS)).wide
    radii = [float(c.attrib["r"]) for c in parsed(svg).iter(f"{SVG}circle") if "map-dot" in c.attrib["class"]]
    assert radii[1] == max(radii) == pytest.approx(9.6)
    assert radii[8] == min(radii)


def test_a_malicious_city_stays_a_name():
    evil = Place("<script>x</script>", 11, 51, 1, 5)
    svg = draw_map(AllianceMap("<b>", (evil,), LANDS)).wide
    assert not list(parsed(svg).iter(f"{SVG}script"))


@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=3, max_size=12))
def test_a_hull_holds_its_points(spots):
    corners = hull(spots)
    assert set(corners) <= set(spots)
    if len(corners) > 2:
        middle = (sum(x for x, _ in corners) / len(corners) + 1e-3, sum(y for _, y in corners) / len(corners) + 2e-3)
        assert inside(middle, corners) or len({x for x, _ in spots}) == 1
