"""Charts: every figure is drawn, in proportion, within the sheet, and no label becomes markup."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netzwerkstatt.foundation.ui.charts import Chart, ChartKind, DotMark, Series, dot_line, draw, to_print_svg
from netzwerkstatt.foundation.ui.charts.lines import spread
from tests.ui_drawings.drawn import SVG, bars, box, parsed, points, words

MIGRATION = Chart(
    ChartKind.BARS,
    "Jedes Jahr ziehen 216 junge Erwachsene mehr weg als zu",
    ("unter 18", "18–24", "25–29", "30–49", "50–64", "ab 65"),
    (Series("Saldo", (140, -216, -3, 128, 60, -76)),),
    signed=True,
    highlights={1: "minus", 3: "own"},
    category_label="Altersgruppe",
)

labels = st.text(max_size=40)
cells = st.one_of(
    st.none(),
    st.sampled_from(["·", "x", "–", "..."]),
    st.integers(-(10**9), 10**9),
    st.decimals(allow_nan=True, allow_infinity=True, min_value=None, max_value=None, places=None),
    st.decimals(min_value=-1000, max_value=1000, places=2),
)


@st.composite
def charts(draw_, kinds=tuple(ChartKind)):
    categories = draw_(st.lists(labels, min_size=1, max_size=14))
    series = draw_(
        st.lists(
            st.builds(
                Series,
                label=labels,
                values=st.lists(cells, min_size=len(categories), max_size=len(categories)).map(tuple),
                projected_from=st.one_of(st.none(), st.integers(0, 13)),
            ),
            min_size=1,
            max_size=3,
        )
    )
    return Chart(
        draw_(st.sampled_from(kinds)),
        draw_(labels),
        tuple(categories),
        tuple(series),
        unit=draw_(st.sampled_from(["", "%", "Personen"])),
        highlights=draw_(st.dictionaries(st.integers(0, 13), st.sampled_from(["own", "minus"]), max_size=2)),
        breaks=draw_(st.frozensets(st.integers(0, 13), max_size=2)),
        signed=draw_(st.booleans()),
        locale=draw_(st.sampled_from(["de", "en"])),
    )


@settings(max_examples=60, deadline=None)
@given(charts())
def test_whatever_the_figures_the_drawing_is_xml_and_stays_on_its_sheet(chart):
    drawing = draw(chart)
    for svg in (drawing.wide, drawing.narrow, to_print_svg(chart)):
        width, height = box(svg)
        root = parsed(svg)
        for rect in root.iter(f"{SVG}rect"):
            x, y, w, h = (float(rect.attrib[name]) for name in ("x", "y", "width", "height"))
            assert -0.02 <= y <= y + h <= height + 0.02
            assert min(w, h) >= 0
            if "key" not in rect.attrib.get("class", "key"):
                assert -0.02 <= x <= x + w <= width + 0.02
        for circle in root.iter(f"{SVG}circle"):
            assert 0 <= float(circle.attrib["cx"]) <= width
            assert 0 <= float(circle.attrib["cy"]) <= height


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(-10_000, 10_000), min_size=1, max_size=9), st.sampled_from(["BARS", "COLUMNS", "COMPARE"]))
def test_bars_are_as_long_as_their_figures_are_large(values, kind):
    chart = Chart(ChartKind[kind], "t", tuple("abcdefghi"[: len(values)]), (Series("s", tuple(values)),))
    for svg in (draw(chart).wide, draw(chart).narrow):
        found = bars(svg)
        assert len(found) == len(values)
        upright = len({rect.attrib["height"] for rect in found}) > 1 or kind != "COMPARE"
        lying = len({rect.attrib["width"] for rect in found}) > 1 and len({rect.attrib["x"] for rect in found}) <= 2
        side = "width" if lying and (kind == "COMPARE" or not upright) else "height"
        if kind == "COMPARE" or (
            len({rect.attrib["y"] for rect in found}) == len(found) > 1
            and len({r.attrib["height"] for r in found}) == 1
        ):
            side = "width"
        lengths = [float(rect.attrib[side]) for rect in found]
        most = max(abs(value) for value in values)
        if most:
            longest = max(lengths)
            for value, length in zip(values, lengths, strict=True):
                assert length == pytest.approx(abs(value) / most * longest, abs=0.03)


def test_bars_are_grouped_side_by_side_with_their_names_above():
    chart = Chart(
        ChartKind.GROUPED, "Es fehlen junge Frauen", ("20–25", "25–30"),
        (Series("Männer", (2301, 3022)), Series("Frauen", (1702, None))),
    )  # fmt: skip
    drawing = draw(chart)
    assert len(bars(drawing.wide)) == 3
    assert {"Männer", "Frauen", "2\u202f301", "1\u202f702", "–"} <= set(words(drawing.wide))


def test_what_the_source_does_not_tell_keeps_the_sign_of_the_source():
    chart = Chart(ChartKind.BARS, "t", ("a", "b", "c", "d"), (Series("s", (1, None, "·", "x")),))
    drawing = draw(chart)
    assert [row[1] for row in drawing.rows] == ["1", "–", "·", "x"]
    assert len(bars(drawing.wide)) == 1
    assert {"–", "·", "x"} <= set(words(drawing.wide))


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("-Infinity"), float("inf")])
@pytest.mark.parametrize("kind", list(ChartKind))
def test_what_is_no_number_is_shown_as_missing(kind, value):
    drawing = draw(Chart(kind, "t", ("2020", "2021"), (Series("s", (3, value)),)))
    assert drawing.rows[1] == ("2021", "–")
    assert not {"nan", "inf", "infinity"} & {word.lower().strip("-−") for word in words(drawing.wide)}


def test_every_bar_prints_its_figure_and_the_highlighted_ones_larger():
    wide = draw(MIGRATION).wide
    assert {"+140", "\u2212216", "\u22123", "+128", "+60", "\u221276"} <= set(words(wide))
    strong = [t.text for t in parsed(wide).iter(f"{SVG}text") if "value--strong" in t.attrib["class"]]
    assert strong == ["\u2212216", "+128"]


def test_a_line_is_broken_where_the_counting_was():
    chart = Chart(
        ChartKind.LINE, "t", ("2019", "2020", "2022", "2023"), (Series("s", (10, 9, 12, 11)),), breaks=frozenset({2})
    )
    wide = draw(chart).wide
    strokes = [line for line in parsed(wide).iter(f"{SVG}line") if "stroke" in line.attrib["class"]]
    assert len(strokes) == 2
    assert len(points(wide, "point--hollow")) == 1


def test_years_lie_as_far_apart_as_they_are():
    chart = Chart(ChartKind.LINE, "t", ("2010", "2011", "2020"), (Series("s", (1, None, 3)), Series("r", (1, 2, 3))))
    xs = sorted({float(line.attrib[side]) for line in parsed(draw(chart).wide).iter(f"{SVG}line")
                 if "stroke" in line.attrib["class"] for side in ("x1", "x2")})  # fmt: skip
    assert (xs[2] - xs[1]) == pytest.approx(9 * (xs[1] - xs[0]), rel=0.01)


def test_names_at_the_line_ends_do_not_touch():
    assert spread([50, 51, 52], 20, 0, 300) == [50, 70, 90]
    assert spread([290, 295], 20, 0, 300) == [280, 300]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 300), min_size=2, max_size=6))
def test_names_stay_apart_and_on_the_sheet(wanted):
    placed = spread(wanted, 20, 0, 300)
    assert all(b - a >= 19.99 for a, b in pairwise(placed))
    assert -0.01 <= placed[0] <= placed[-1] <= 300.01


def test_long_names_lay_the_bars_down_instead_of_being_cut():
    names = ("Verwaltungsgemeinschaft Goldene Aue", "Landkreis Mansfeld-Südharz", *"abcdefgh")
    wide = draw(Chart(ChartKind.BARS, "t", names, (Series("s", tuple(range(10))),))).wide
    assert "Verwaltungsgemeinschaft" in " ".join(words(wide))
    assert len({rect.attrib["height"] for rect in bars(wide)}) == 1


@pytest.mark.parametrize("evil", ["<script>alert(1)</script>", '" onload="alert(1)', "</title><g/>", "\x00\ud800&<>'"])
def test_a_malicious_label_stays_text(evil):
    chart = Chart(ChartKind.BARS, evil, (evil, "b"), (Series(evil, (1, evil)),), subtitle=evil, unit=evil, alt=evil)
    for svg in (draw(chart).wide, draw(chart).narrow, to_print_svg(chart)):
        root = parsed(svg)
        assert not [element for element in root.iter() if element.tag in {f"{SVG}script", f"{SVG}g"}]
        assert not [name for element in root.iter() for name in element.attrib if name.startswith("on")]


def test_a_chart_has_a_name_its_finding_and_its_table():
    drawing = draw(MIGRATION)
    root = parsed(drawing.wide)
    assert root.attrib["role"] == "img"
    assert root.find(f"{SVG}title").text == MIGRATION.title
    assert "18–24: \u2212216" in root.attrib["aria-label"]
    assert drawing.head == ("Altersgruppe", "Saldo")
    assert drawing.rows[1] == ("18–24", "\u2212216")
    assert len(drawing.rows) == 6


def test_on_paper_the_chart_needs_no_style_sheet():
    printed = to_print_svg(MIGRATION)
    assert "class=" not in printed
    assert "var(" not in printed
    assert 'font-family="Fira Sans"' in printed
    assert all(rect.attrib["fill"].startswith("#") for rect in parsed(printed).iter(f"{SVG}rect"))


def test_a_single_figure_stands_large_with_its_unit_in_words():
    chart = Chart(ChartKind.FIGURE, "t", ("",), (Series("", (72,)),), unit="Frauen kommen auf 100 Männer")
    assert words(draw(chart).wide)[0] == "72"
    assert "Männer" in " ".join(words(draw(chart).wide))


def test_per_cent_stands_at_the_figure():
    chart = Chart(ChartKind.COMPARE, "t", ("a",), (Series("s", (Decimal("12.1"),)),), unit="%")
    assert draw(chart).rows == (("a", "12,1\u202f%"),)


@given(st.lists(st.decimals(allow_nan=True, allow_infinity=True), max_size=5), st.integers(-5, 5), st.integers(-5, 5))
def test_marks_of_a_key_figure_never_leave_their_line(values, low, high):
    svg = dot_line([DotMark(v, "own", "x") for v in values if not v.is_snan()], low, high)
    assert all(8 <= x <= 192 for x, _ in points(svg, "dot"))
