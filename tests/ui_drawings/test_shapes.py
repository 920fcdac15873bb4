"""Pyramid, fan, stacked bars, dots, small multiples and areas: figures and lengths rise together, nothing leaves the sheet."""

import csv
import io
import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netzwerkstatt.foundation.ui.charts import (
    Area,
    Areas,
    Band,
    Dots,
    Fan,
    Multiples,
    Part,
    Path,
    Pyramid,
    Small,
    Spot,
    Stacked,
    draw,
    to_csv,
    to_print_svg,
)
from netzwerkstatt.foundation.ui.charts.areas import edges_of, step_of
from netzwerkstatt.foundation.ui.charts.examples import examples
from tests.ui_drawings.drawn import NUMBER, SVG, bars, box, parsed, points

names = st.text(max_size=30)
figures = st.one_of(
    st.none(),
    st.integers(0, 10**7),
    st.floats(0, 1e6, allow_nan=False),
    st.sampled_from([float("nan"), 0, 1]),
)
signed = st.one_of(figures, st.integers(-(10**6), 0))


def rows(count, of=figures):
    return st.lists(of, min_size=count, max_size=count).map(tuple)


@st.composite
def shapes(draw_):
    count = draw_(st.integers(0, 12))
    some = {
        "title": draw_(names),
        "locale": draw_(st.sampled_from(["de", "en"])),
        "unit": draw_(st.sampled_from(["", "%"])),
    }
    labels = tuple(draw_(st.lists(names, min_size=count, max_size=count)))
    kind = draw_(st.sampled_from(["pyramid", "fan", "stacked", "dots", "multiples", "areas"]))
    if kind == "pyramid":
        bounds = tuple(sorted(draw_(st.sets(st.integers(0, 110), min_size=1, max_size=12))))
        sides = [draw_(rows(len(bounds))) for _ in range(4)]
        return Pyramid(
            **some, bounds=bounds, left=sides[0], right=sides[1], outline_left=sides[2], outline_right=sides[3],
            left_label=draw_(names), right_label=draw_(names),
        )  # fmt: skip
    if kind == "fan":
        years = tuple(range(2024, 2024 + count))
        known = st.floats(-1e6, 1e6, allow_nan=False)
        middle = draw_(rows(count, known))
        wide = draw_(rows(count, st.floats(0, 1e5)))
        seen = tuple((2010 + at, value) for at, value in enumerate(draw_(st.lists(signed, max_size=6))))
        bands = tuple(
            Band(
                draw_(names),
                tuple(m - w * k for m, w in zip(middle, wide, strict=True)),
                tuple(m + w * k for m, w in zip(middle, wide, strict=True)),
            )
            for k in (1, 2)
        )
        return Fan(
            **some, observed=seen, years=years, middle=middle, bands=bands, others=(Path(draw_(names), years, middle),),
            mark=draw_(st.sampled_from([None, 2030])), mark_label=draw_(names), breaks=frozenset({2012}),
        )  # fmt: skip
    if kind == "stacked":
        parts = tuple(Part(draw_(names), draw_(rows(count))) for _ in range(draw_(st.integers(0, 5))))
        return Stacked(**some, categories=labels, parts=parts, share=draw_(st.booleans()))
    if kind == "dots":
        return Dots(
            **some,
            categories=labels,
            values=draw_(rows(count, signed)),
            before=draw_(rows(count, signed)),
            reference=draw_(signed),
        )
    if kind == "multiples":
        panels = tuple(Small(draw_(names), draw_(rows(count, signed))) for _ in range(draw_(st.integers(0, 9))))
        return Multiples(**some, categories=labels, panels=panels, reference=draw_(rows(count, signed)))
    places = st.tuples(st.floats(5, 15), st.floats(47, 55))
    areas = tuple(
        Area(str(at), label, (tuple(draw_(st.lists(places, min_size=3, max_size=5))),), draw_(signed))
        for at, label in enumerate(labels)
    )
    return Areas(**some, areas=areas, spots=tuple(Spot(name, *draw_(places)) for name in labels[:3]))


@settings(max_examples=60, deadline=None)
@given(shapes())
def test_whatever_the_figures_a_shape_is_xml_stays_on_its_sheet_and_has_its_table(shape):
    drawing = draw(shape)
    for svg in (drawing.wide, drawing.narrow, to_print_svg(shape)):
        width, height = box(svg)
        root = parsed(svg)
        for rect in root.iter(f"{SVG}rect"):
            x, y, w, h = (float(rect.attrib[name]) for name in ("x", "y", "width", "height"))
            assert -0.1 <= x <= x + w <= width + 0.1 or "key" in rect.attrib.get("class", "key")
            assert -0.1 <= y <= y + h <= height + 0.1
            assert min(w, h) >= 0
        for circle in root.iter(f"{SVG}circle"):
            assert -0.1 <= float(circle.attrib["cx"]) <= width + 0.1
            assert -0.1 <= float(circle.attrib["cy"]) <= height + 0.1
        for path in root.iter(f"{SVG}path"):
            if isinstance(shape, Fan | Multiples):
                numbers = [float(one) for one in NUMBER.findall(path.attrib["d"])]
                assert all(-0.1 <= x <= width + 0.1 for x in numbers[::2])
                assert all(-0.1 <= y <= height + 0.1 for y in numbers[1::2])
    assert all(
        len(row) == len(drawing.head) == len(cells) for row, cells in zip(drawing.rows, drawing.cells, strict=True)
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 10_000), min_size=3, max_size=12))
def test_a_pyramids_bars_have_the_area_of_their_persons(people):
    bounds = tuple(place * 5 for place in range(len(people)))
    drawing = draw(
        Pyramid(title="t", bounds=bounds, left=tuple(people), right=(), left_label="m", right_label="w", open_years=10)
    )
    found = [float(rect.attrib["width"]) for rect in bars(drawing.wide)]
    spans = [5.0] * (len(people) - 1) + [10.0]
    unit = max(people[at] / spans[at] for at in range(len(people))) or 1
    longest = max(found) or 1
    for at, width in enumerate(found):
        assert width / longest == pytest.approx(people[at] / spans[at] / unit, abs=0.001)


def test_the_scale_of_a_pyramid_stays_while_the_year_changes():
    def pyramid(people, most):
        return draw(
            Pyramid(title="t", bounds=(0, 1, 2), left=people, right=people, left_label="m", right_label="w", most=most)
        ).wide

    first, second = (bars(pyramid(people, 400.0))[0].attrib["width"] for people in ((100, 50, 10), (100, 350, 10)))
    assert first == second


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 1e6, allow_nan=False), min_size=2, max_size=20))
def test_the_higher_the_future_the_higher_the_line(values):
    years = tuple(range(2024, 2024 + len(values)))
    svg = draw(Fan(title="t", observed=(), years=years, middle=tuple(values))).wide
    line = next(path for path in parsed(svg).iter(f"{SVG}path") if "tone-own" in path.attrib["class"])
    ys = [float(one) for one in NUMBER.findall(line.attrib["d"])][1::2]
    xs = [float(one) for one in NUMBER.findall(line.attrib["d"])][::2]
    assert all(a < b for a, b in pairwise(xs))
    for (a, y_of_a), (b, y_of_b) in pairwise(zip(values, ys, strict=True)):
        assert (y_of_a - y_of_b) * (b - a) >= -0.02 * abs(b - a)


def test_a_census_interrupts_the_line_and_begins_with_a_hollow_point():
    svg = draw(
        Fan(
            title="t",
            observed=((2020, 10), (2021, 9), (2022, 5), (2023, 4)),
            years=(),
            middle=(),
            breaks=frozenset({2022}),
        )
    ).wide
    lines = [line for line in parsed(svg).iter(f"{SVG}line") if "stroke" in line.attrib["class"]]
    assert len(lines) == 2
    assert len(points(svg, "point--hollow")) == 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 1000), st.integers(0, 1000)), min_size=1, max_size=8))
def test_the_parts_of_a_whole_lie_side_by_side_in_its_proportions(given_rows):
    parts = tuple(Part(str(at), tuple(row[at] for row in given_rows)) for at in range(3))
    drawing = draw(Stacked(title="t", categories=tuple("x" for _ in given_rows), parts=parts))
    by_row: dict[str, list] = {}
    for rect in bars(drawing.wide):
        by_row.setdefault(rect.attrib["y"], []).append((float(rect.attrib["x"]), float(rect.attrib["width"])))
    for row in by_row.values():
        assert all(a + w <= b + 0.02 for (a, w), (b, _) in pairwise(sorted(row)))


def test_what_is_below_zero_is_no_part_of_a_bar():
    with pytest.raises(ValueError, match="at least zero"):
        Stacked(title="t", categories=("a",), parts=(Part("p", (-1,)),))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(-1e5, 1e5, allow_nan=False), min_size=1, max_size=30))
def test_the_more_the_darker(values):
    areas = Areas(title="t", areas=tuple(Area(str(at), "n", (), value) for at, value in enumerate(values)))
    edges = edges_of(areas)
    steps = [step_of(value, edges) for value in sorted(values)]
    assert steps == sorted(steps)
    assert 1 <= steps[0] <= steps[-1] <= 5
    near = (max(values) - min(values)) * 1e-8 + 1e-6
    assert edges[0] - near <= min(values)
    assert max(values) <= edges[-1] + near


def test_the_points_of_a_row_stand_in_the_order_of_their_figures():
    svg = draw(Dots(title="t", categories=("a", "b"), values=(3, 9), before=(5, None), reference=4)).wide
    solid = points(svg, "point")
    assert len(solid) == 3
    hollow = points(svg, "point--hollow")
    filled = [one for one in points(svg, "point") if one not in hollow]
    assert filled[0][0] < hollow[0][0] < filled[1][0]


def test_where_a_figure_is_missing_the_small_line_is_interrupted():
    svg = draw(Multiples(title="t", categories=("1", "2", "3", "4"), panels=(Small("a", (1, None, 3, 4)),))).wide
    lines = [path for path in parsed(svg).iter(f"{SVG}path") if "line" in path.attrib["class"].split()]
    assert len(lines) == 1
    assert "–" in draw(Multiples(title="t", categories=("1", "2"), panels=(Small("a", (1, None)),))).rows[0]


def test_the_figures_go_into_a_spreadsheet_with_their_source_and_without_formulas():
    chart = Dots(
        title="=1+1",
        source="© Amt",
        categories=("+Görlitz", "b"),
        values=(47.5, None),
        label="2015",
        category_label="Stadt",
    )
    text = to_csv(draw(chart))
    found = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert text.startswith("\ufeff")
    assert found[:3] == [["Stadt", "2015"], ["'+Görlitz", "47.5"], ["b", ""]]
    assert found[4:] == [["'=1+1"], ["© Amt"]]


def test_every_shape_is_shown_with_a_text_for_those_who_do_not_see_it():
    shown = examples()
    assert {type(drawing.chart) for drawing in shown} == {Pyramid, Fan, Stacked, Dots, Multiples, Areas}
    for drawing in shown:
        for svg in (drawing.wide, drawing.narrow):
            root = parsed(svg)
            assert root.attrib["role"] == "img"
            assert root.attrib["aria-label"] == drawing.alt
            assert not re.search(r"\bstyle=|<style|<script", svg)
        assert 'class="' not in to_print_svg(drawing.chart)
