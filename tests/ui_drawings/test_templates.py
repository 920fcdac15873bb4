"""What the tags write: ordered lists with words, drawings as decoration, nothing inline, nothing unescaped."""

import re
from html.parser import HTMLParser

import pytest
from django.template import Context, Template
from django.utils import translation

from netzwerkstatt.foundation.ui.charts import Chart, ChartKind, Series, draw
from netzwerkstatt.foundation.ui.charts.map import AllianceMap, draw_map
from netzwerkstatt.foundation.ui.thread import Edge, Knot, State, Steps, graph_of, strip_of
from netzwerkstatt.foundation.ui.thread.marks import mini, progress
from tests.ui_drawings.drawn import SVG, parsed, points
from tests.ui_drawings.test_map import CITIES
from tests.ui_drawings.test_map import LANDS as MAP_LANDS
from tests.ui_drawings.threads import CYCLE, LANDS, knot

EVIL = '"><script>alert(1)</script>'
ITEMS = [
    knot("b", "evidence", title=EVIL, city=EVIL, when=EVIL, number=EVIL, lands=LANDS[:1], year=2025, note=EVIL),
    Knot("g", state=State.GAP),
    knot("s", "idea", state=State.STONE, title="Gelöscht am 3. Juli 2026", url=None),
    knot("p", "problem", lands=LANDS[1:2], year=2026),
    knot("a", "answer", state=State.OPEN, url=None),
]
EDGES = [Edge("b", "g"), Edge("g", "p"), Edge("s", "p"), Edge("p", "a")]


def _written(source: str, **context: object) -> str:
    with translation.override("en"):
        return Template("{% load charts thread %}" + source).render(Context(context))


def _tags(html: str) -> list[tuple[str, dict[str, str | None]]]:
    found: list[tuple[str, dict[str, str | None]]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attrs):
            found.append((tag, dict(attrs)))

    Reader().feed(html)
    return found


ALL = {
    "strip": "{% thread_strip strip %}",
    "graph": "{% thread_graph graph %}",
    "margin": "{% thread_margin knots %}",
    "legend": "{% thread_legend %}",
    "mini": '{% thread_mini 3 label="Stand" %}',
    "progress": '{% thread_progress 2 6 label="Phase 3 von 6" %}',
    "stepper": "{% thread_stepper steps %}",
    "numbers": "{% thread_numbers knots %}",
    "chart": "{% chart drawing links=links %}",
    "map": "{% alliance_map map %}",
}


@pytest.fixture
def everything():
    chart = Chart(ChartKind.BARS, EVIL, (EVIL, "b"), (Series(EVIL, (1, EVIL)),), subtitle=EVIL, source=EVIL)
    return {
        "strip": strip_of(ITEMS, EDGES, "p", CYCLE, thread_url="/faden"),
        "graph": graph_of(ITEMS, EDGES, "p", LANDS),
        "knots": ITEMS,
        "steps": Steps.of(("Verbund", EVIL, "Städte"), now=1),
        "drawing": draw(chart),
        "links": [("CSV", "/csv"), ("Prüfsumme", "/sha")],
        "map": draw_map(AllianceMap("Karte", CITIES, MAP_LANDS)),
    }


@pytest.mark.parametrize("name", ALL)
def test_nothing_is_inline_and_nothing_unescaped(name, everything):
    html = _written(ALL[name], **everything)
    for tag, attributes in _tags(html):
        assert tag not in {"script", "style"}
        assert "style" not in attributes
        assert not [key for key in attributes if key.startswith("on")]


def test_the_strip_is_an_ordered_list_in_a_named_navigation(everything):
    html = _written(ALL["strip"], **everything)
    tags = _tags(html)
    assert ("nav", "Golden thread") in [(tag, attributes.get("aria-label")) for tag, attributes in tags]
    assert html.count('aria-current="true"') == 1
    current = next(attributes for tag, attributes in tags if tag == "li" and "aria-current" in attributes)
    assert "is-now" in current["class"]
    assert html.index("Where from") < html.index('aria-current="true"') < html.index("What comes of it")


def test_every_row_of_the_graph_is_a_list_item_and_the_drawing_is_decoration(everything):
    tags = _tags(_written(ALL["graph"], **everything))
    assert sum(tag == "li" for tag, _ in tags) == len(ITEMS)
    assert all(attributes.get("aria-hidden") == "true" for tag, attributes in tags if tag == "svg")
    assert sum(tag == "ol" for tag, _ in tags) == 1


def test_what_is_hidden_or_deleted_has_words_but_no_door(everything):
    html = _written(ALL["graph"], **everything)
    assert "Not public" in html
    assert "Gelöscht am 3. Juli 2026" in html
    assert not re.search(r"<a[^>]*>[^<]*Gelöscht", html)


def test_a_chart_carries_its_table_and_the_links_of_its_caller(everything):
    html = _written(ALL["chart"], **everything)
    assert html.count("<tr>") == 3
    assert 'href="/csv"' in html
    assert html.count('role="img"') == 2


@pytest.mark.parametrize("reached", range(9))
def test_the_mini_thread_has_eight_stages(reached):
    svg = mini(reached)
    past, ahead = points(svg, "thread-past"), points(svg, "thread-ahead")
    assert len(past) + len(ahead) + (1 if reached else 0) == 8
    assert len(past) == max(reached - 1, 0)


@pytest.mark.parametrize(("done", "total"), [(0, 1), (0, 6), (2, 6), (5, 6), (6, 6), (9, 6)])
def test_past_phases_are_solid_the_current_one_turns_and_the_rest_is_dotted(done, total):
    svg = progress(done, total, label="Phase")
    assert len(points(svg, "thread-past")) == min(done, total)
    assert len(points(svg, "thread-here")) == (1 if done < total else 0)
    assert len(points(svg, "thread-ahead")) == max(total - done - 1, 0)
    assert parsed(svg).attrib["aria-label"] == "Phase"
    assert all(path.attrib["d"] for path in parsed(svg).iter(f"{SVG}path"))


def test_german_words_are_there():
    with translation.override("de"):
        html = Template("{% load thread %}{% thread_legend %}").render(Context())
    assert "Lücke" in html
