"""The strip: at most eight knots from the oldest source over the item to its latest outcome."""

import pytest
from hypothesis import given, settings

from netzwerkstatt.foundation.ui.thread import Edge, Knot, Stage, State, strip_of
from netzwerkstatt.foundation.ui.thread.order import ordered
from tests.ui_drawings.threads import CYCLE, knot, threads


@settings(max_examples=60, deadline=None)
@given(threads())
def test_a_strip_has_at_most_eight_knots_and_the_item_itself_once(thread):
    items, edges, current = thread
    strip = strip_of(items, edges, current, CYCLE)
    assert 1 <= len(strip.knots) <= 8
    assert [item.knot.public_id for item in strip.knots if item.knot.is_now] == [current]


@settings(max_examples=60, deadline=None)
@given(threads())
def test_no_outcome_stands_before_its_source(thread):
    items, edges, current = thread
    place = {item.knot.public_id: n for n, item in enumerate(strip_of(items, edges, current).knots)}
    kept = ordered(items, edges, current).edges
    assert all(place[e.source] < place[e.target] for e in kept if e.source in place and e.target in place)


@settings(max_examples=50, deadline=None)
@given(threads())
def test_the_same_thread_gives_the_same_strip(thread):
    assert strip_of(*thread, CYCLE) == strip_of(*thread, CYCLE)


def test_further_items_of_a_stage_hang_on_its_knot_as_a_strand():
    items = [knot(f"b{n}", "evidence") for n in range(8)] + [knot("p", "problem")]
    strip = strip_of(items, [Edge(f"b{n}", "p") for n in range(8)], "p", more=lambda _, n: f"{n} weitere Belege")
    assert [item.knot.public_id for item in strip.knots] == ["b0", "p"]
    assert [strand.label for strand in strip.knots[0].strands] == ["7 weitere Belege"]


def test_what_has_not_happened_yet_is_open_and_the_way_there_dotted():
    items = [knot("b", "evidence"), knot("p", "problem")]
    strip = strip_of(items, [Edge("b", "p")], "p", (Stage("problem", "P"), Stage("project", "Projekt")))
    assert [item.knot.state for item in strip.knots] == [State.DONE, State.NOW, State.OPEN]
    assert [item.leads_open for item in strip.knots] == [False, True, False]
    assert [item.head for item in strip.knots] == ["from", "", "to"]
    assert strip.ends_open


def test_an_item_without_a_source_begins_its_thread():
    strip = strip_of([knot("b", "evidence")], [], "b")
    assert not strip.has_before
    assert len(strip.knots) == 1


def test_middle_steps_of_a_long_way_fold():
    items = [knot(f"k{n}", stage) for n, stage in enumerate(["problem", "idea"] * 8)]
    strip = strip_of(items, [Edge(f"k{n}", f"k{n + 1}") for n in range(15)], "k15")
    assert len(strip.knots) == 8
    assert strip.knots[0].knot.public_id == "k0"
    assert strip.knots[-1].knot.is_now
    assert any(item.strands for item in strip.knots)


def test_answers_still_owed_are_counted_apart_from_those_given():
    items = [
        knot("e", "recommendation"),
        knot("a", "answer"),
        *(knot(f"o{n}", "answer", state=State.OPEN) for n in (1, 2)),
    ]
    strip = strip_of(items, [Edge("e", key) for key in ("a", "o1", "o2")], "e")
    answer = strip.knots[-1]
    assert answer.knot.public_id == "a"
    assert answer.leads_open
    assert len(answer.strands) == 1
    assert answer.strands[0].label.startswith("2")


def test_what_is_hidden_beside_the_path_is_not_even_counted():
    items = [knot("b", "evidence"), Knot("g", state=State.GAP), knot("p", "problem")]
    strip = strip_of(items, [Edge("b", "p"), Edge("g", "p")], "p")
    assert [item.knot.public_id for item in strip.knots] == ["b", "p"]
    assert not strip.knots[0].strands


def test_an_item_that_is_not_on_the_thread_has_no_strip():
    with pytest.raises(ValueError, match="nobody"):
        strip_of([knot("b")], [], "nobody")
