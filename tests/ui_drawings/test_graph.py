"""The graph: every row is a knot, and no line passes through a knot that is not its own."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netzwerkstatt.foundation import ui
from netzwerkstatt.foundation.ui.thread import Edge, Knot, LandMark, State, graph_of
from netzwerkstatt.foundation.ui.thread.drawing import NARROW, WIDE, course, plan
from netzwerkstatt.foundation.ui.thread.drawing import _way as way
from netzwerkstatt.foundation.ui.thread.layout import lay_out
from netzwerkstatt.foundation.ui.thread.order import ordered
from netzwerkstatt.foundation.ui.thread.rows import NARROW_HEIGHTS, WIDE_HEIGHTS, rows_of
from tests.ui_drawings.drawn import parsed, walked
from tests.ui_drawings.threads import LANDS, knot, threads

sheets = pytest.mark.parametrize("sheet", [WIDE, NARROW], ids=lambda sheet: sheet.name)


def _distances(thread, sheet, lands=LANDS):
    """For every edge and every knot that is not its own, how near they come."""
    layout = lay_out(ordered(*thread), lands)
    rows = rows_of(layout.thread.items)
    where = plan(layout, rows, sheet)
    knots = [(where.xs[track], where.ys[row]) for row, track in enumerate(layout.tracks)]
    for route in layout.routes:
        (x1, y1), (x2, y2), bend = course(layout, where, route, sheet)
        line = walked(f"M{x1} {y1}" + way(x1, y1, x2, y2, bend, early=route.early))
        for row, (x, y) in enumerate(knots):
            if row not in {route.source, route.target}:
                yield min((x - a) ** 2 + (y - b) ** 2 for a, b in line) ** 0.5


@sheets
@settings(max_examples=60, deadline=None)
@given(thread=threads())
def test_no_line_passes_through_a_knot_of_another_item(sheet, thread):
    assert all(near > sheet.knot * 0.9 for near in _distances(thread, sheet))


@settings(max_examples=60, deadline=None)
@given(threads())
def test_no_two_items_share_a_row_and_lines_always_lead_down(thread):
    items, edges, current = thread
    layout = lay_out(ordered(items, edges, current), LANDS)
    ys = plan(layout, rows_of(layout.thread.items), WIDE).ys
    assert all(b - a >= 76 for a, b in pairwise(ys))
    assert all(route.source < route.target for route in layout.routes)


@settings(max_examples=60, deadline=None)
@given(threads())
def test_the_rows_cover_every_item_alone_or_in_a_stack(thread):
    items, edges, current = thread
    graph = graph_of(items, edges, current, LANDS)
    assert sum(row.knot.count for row in graph.rows) == len(items)
    assert [row.knot.public_id for row in graph.rows if row.knot.is_now] == [current]


@settings(max_examples=60, deadline=None)
@given(threads())
def test_the_same_thread_gives_the_same_graph(thread):
    assert graph_of(*thread, LANDS) == graph_of(*thread, LANDS)


@settings(max_examples=60, deadline=None)
@given(threads(lands=()))
def test_a_thread_without_any_land_is_drawn_too(thread):
    graph = graph_of(*thread, ())
    if not graph.is_margin:
        assert parsed(graph.wide).attrib["aria-hidden"] == "true"


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 9))
def test_any_number_of_laender_has_a_form(count):
    lands = tuple(LandMark(f"L{n}", n, f"Land {n}") for n in range(1, count + 1))
    items = [knot(f"b{n}", "problem", lands=(land,)) for n, land in enumerate(lands)] + [knot("e", "recommendation")]
    graph = graph_of(items, [Edge(f"b{n}", "e") for n in range(count)], "e", lands)
    assert graph.is_margin == (count > 8)
    assert len(graph.rows) == count + 1


def test_everything_it_came_from_stands_above_the_item_and_everything_it_led_to_below():
    items = [knot("late", "answer"), knot("now", "recommendation"), knot("early", "evidence")]
    graph = graph_of(items, [Edge("early", "now"), Edge("now", "late")], "now", LANDS)
    assert [row.knot.public_id for row in graph.rows] == ["early", "now", "late"]


def test_ideas_of_the_same_outcome_are_one_stack_that_can_be_unfolded():
    items = [*(knot(f"i{n}", "idea", city="Görlitz") for n in range(9)), knot("w", "ideas-workshop")]
    edges = [Edge(f"i{n}", "w") for n in range(9)]
    folded = graph_of(items, edges, "w", LANDS, plurals={"idea": "Ideen"}, unfold_url="?unfold=")
    assert [(row.knot.count, row.unfold) for row in folded.rows] == [(9, "?unfold=i0"), (1, "")]
    assert folded.rows[0].knot.kind_label == "Ideen"
    assert len(graph_of(items, edges, "w", LANDS, unfolded={k.public_id for k in items}).rows) == 10


def test_beyond_forty_rows_evidence_folds_and_problems_never_do():
    items = [
        *(knot(f"b{n}", "evidence") for n in range(40)),
        *(knot(f"p{n}", "problem") for n in range(5)),
        knot("e", "recommendation"),
    ]
    edges = [Edge(f"b{n}", f"p{n % 5}") for n in range(40)] + [Edge(f"p{n}", "e") for n in range(5)]
    graph = graph_of(items, edges, "e", LANDS)
    assert len(graph.rows) <= 40
    assert sum(row.knot.css == "problem" for row in graph.rows) == 5
    assert sum(row.knot.count for row in graph.rows) == len(items)


def test_the_selection_of_a_paragraph_keeps_its_rows_and_stacks_the_others():
    items = [knot("b1", "evidence"), knot("b2", "evidence"), knot("b3", "evidence"), knot("e", "recommendation")]
    edges = [Edge(key, "e") for key in ("b1", "b2", "b3")]
    graph = graph_of(items, edges, "e", LANDS, focus={"b1"})
    assert [(row.knot.count, row.knot.css) for row in graph.rows] == [
        (1, "evidence"),
        (2, "evidence"),
        (1, "recommendation"),
    ]


def test_a_transfer_stands_between_its_two_laender():
    items = [
        knot("p", "project", lands=LANDS[:1]),
        knot("t", "transfer", lands=LANDS[:2]),
        knot("e", "recommendation", lands=LANDS[1:2]),
    ]
    layout = lay_out(ordered(items, [Edge("p", "t"), Edge("p", "e"), Edge("t", "e")], "e"), LANDS)
    project, transfer, recommendation = layout.tracks
    assert project < transfer < recommendation


def test_a_gap_takes_the_track_of_its_neighbours_and_carries_nothing():
    items = [knot("b", "evidence", lands=LANDS[2:]), Knot("g", state=State.GAP), knot("w", "workshop", lands=LANDS[2:])]
    layout = lay_out(ordered(items, [Edge("b", "g"), Edge("g", "w")], "w"), LANDS)
    assert len(set(layout.tracks)) == 1
    graph = graph_of(items, [Edge("b", "g"), Edge("g", "w")], "w", LANDS)
    assert graph.rows[1].meta == ()


def test_a_year_is_said_once_and_years_never_run_backwards():
    items = [knot(f"k{n}", "evidence", year=year) for n, year in enumerate((2024, 2024, 2025, 2024, 2026))]
    graph = graph_of(items, [], "k4", LANDS)
    years = [row.year for row in graph.rows if row.year]
    assert years == [2024, 2025, 2026]


def test_every_height_the_server_may_choose_has_its_class():
    css = (Path(ui.__file__).parent / "static/ui/thread.css").read_text()
    for name, heights in (("w", WIDE_HEIGHTS), ("n", NARROW_HEIGHTS)):
        for height in heights:
            found = re.search(rf"\.{name}-{height} {{ --{name}: ([\d.]+)rem; }}", css)
            assert found is not None
            assert float(found.group(1)) * 16 == pytest.approx(height, abs=0.01)


def test_long_titles_get_more_room():
    short, long = (rows_of([knot("a", title=title)])[0] for title in ("Kurz", "Daseinsvorsorge in der Fläche " * 6))
    assert (short.wide, short.narrow) == (80, 112)
    assert long.wide > short.wide
    assert long.narrow > short.narrow


def test_a_malicious_title_never_reaches_the_drawing():
    graph = graph_of(
        [knot("e", "recommendation", title="<script>", lands=(LandMark("<b>", 1, "<i>"),))],
        [],
        "e",
        (LandMark("<b>", 1, "<i>"),),
    )
    parsed(graph.lanes_wide)
    assert "<script>" not in graph.wide
    assert "<b>" not in graph.lanes_wide


@sheets
def test_a_line_into_another_land_keeps_clear_of_what_stands_between(sheet):
    items = [knot("k0", "evidence", lands=LANDS[1:2]), *(knot(f"k{n}") for n in (1, 2, 3)), knot("k4", lands=LANDS[:1])]
    items += [knot("k5"), knot("k6")]
    assert all(near > sheet.knot for near in _distances((items, [Edge("k0", "k4")], "k0"), sheet))
