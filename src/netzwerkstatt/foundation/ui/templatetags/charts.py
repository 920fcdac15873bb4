"""Charts and the map in templates."""

from collections.abc import Iterable, Sequence
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from netzwerkstatt.foundation.ui.charts import DotMark, Drawing
from netzwerkstatt.foundation.ui.charts import dot_line as draw_dot_line
from netzwerkstatt.foundation.ui.charts.map import MapDrawing
from netzwerkstatt.foundation.ui.charts.numbers import Number

register = template.Library()


@register.inclusion_tag("ui/charts/chart.html")
def chart(
    drawing: Drawing,
    links: Iterable[tuple[str, str]] = (),
    level: int = 3,
    *,
    heading: bool = True,
    source: bool = True,
) -> dict[str, object]:
    """A chart with finding, subline, both drawings, source, table twin and the caller's links (label, address).

    `{% chart drawing links=links level=2 %}`; `heading=False` where the finding already stands above, `source=False` where
    one line names the source of several charts.
    """
    return {
        "drawing": drawing,
        "rows": _rows(drawing),
        "chart": drawing.chart,
        "links": links,
        "heading": f"h{min(max(int(level), 2), 6)}",
        "with_heading": heading,
        "with_source": source,
    }


def _rows(drawing: Drawing) -> SafeString:
    """The body of the table at once: a comparison has ten thousand cells."""
    rows = (
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(f'<td class="figure">{escape(cell)}</td>' for cell in row[1:])
        + "</tr>"
        for row in drawing.rows
    )
    return mark_safe("".join(rows))  # noqa: S308 - each cell was escaped


@register.simple_tag
def dot_line(marks: Sequence[DotMark], low: Number, high: Number, alt: str = "") -> SafeString:
    """The line of a key figure: ● city, ○ network, ▏Land. `{% dot_line marks low high %}`"""
    return draw_dot_line(marks, low, high, alt)


@register.inclusion_tag("ui/charts/map.html")
def alliance_map(drawing: MapDrawing, *, names: bool = True) -> dict[str, object]:
    """The map of the alliance; on narrow pages its names stand in a list below. `{% alliance_map drawing %}`"""
    return {"drawing": drawing, "names": names}
