"""The golden thread in templates: strip, graph, margin, progress, mini – all the same three marks."""

from collections.abc import Iterable, Sequence

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.ui.thread import Graph, Knot, Steps, Strip, marks, written

register = template.Library()

LEGEND = (
    ("knot", _("Knot"), _("an item, this is the way to it")),
    ("stack", _("Stack"), _("several of a kind, folded")),
    ("gap", _("Gap"), _("not public")),
    ("stone", _("Stone"), _("deleted, the thread stays")),
    ("changed", _("Changed"), _("the official figure is another one today")),
    ("open", _("Open"), _("has not happened yet")),
)


@register.simple_tag
def knot_icon(name: str) -> SafeString:
    """The icon inside a knot; nothing for a stage that has none. `{% knot_icon knot.css %}`"""
    return written.knot_icon(name)


@register.simple_tag
def knot_words(knot: Knot) -> SafeString:
    """Kind, title and date of a knot; a gap says that it is one. `{% knot_words knot %}`"""
    return written.knot_html(knot)


@register.simple_tag
def thread_strip(strip: Strip) -> SafeString:
    """The strip under the title of an item's page, full width. `{% thread_strip strip %}`"""
    return written.strip_html(strip)


@register.inclusion_tag("ui/thread/graph.html")
def thread_graph(graph: Graph) -> dict[str, object]:
    """The whole thread, drawing and list in one. `{% thread_graph graph %}`"""
    return {"graph": graph}


@register.inclusion_tag("ui/thread/legend.html")
def thread_legend() -> dict[str, object]:
    """How to read the graph. `{% thread_legend %}`"""
    return {"marks": [(marks.legend_mark(name), label, words) for name, label, words in LEGEND]}


@register.inclusion_tag("ui/thread/margin.html")
def thread_margin(knots: Iterable[Knot], label: str = "") -> dict[str, object]:
    """The sources of one paragraph on an upright thread beside it. `{% thread_margin paragraph.sources %}`"""
    return {"knots": list(knots), "label": label}


@register.simple_tag
def thread_mini(reached: int, total: int = marks.STAGES, label: str = "") -> SafeString:
    """How far an item has come, for lists. `{% thread_mini 3 label="Stand: Idee" %}`"""
    return marks.mini(int(reached), total=int(total), label=str(label))


@register.simple_tag
def thread_progress(done: int, total: int, label: str = "") -> SafeString:
    """The phases of a workshop. `{% thread_progress done=2 total=6 label="Phase 3 von 6" %}`; night by its panel."""
    return marks.progress(int(done), int(total), label=str(label))


@register.inclusion_tag("ui/thread/steps.html")
def thread_stepper(steps: Steps | Sequence[str], now: int = 0, label: str = "") -> dict[str, object]:
    """Steps on paper: done with a tick, here the loop, ahead dotted. `{% thread_stepper steps label="Schritte" %}`"""
    found = steps if isinstance(steps, Steps) else Steps.of(list(steps), int(now))
    return {"steps": found.steps, "label": label}


@register.inclusion_tag("ui/thread/numbers.html")
def thread_numbers(items: Iterable[Knot]) -> dict[str, object]:
    """Large numbers hanging on the thread, each a door to its list. `{% thread_numbers items %}`"""
    return {"items": list(items)}
