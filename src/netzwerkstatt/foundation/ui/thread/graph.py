"""The whole thread of an item as a drawing and a list that cannot drift apart: every row is a knot."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from . import drawing
from .fold import LEVELS, Wording, folded, outside
from .layout import Layout, lay_out
from .model import Edge, Knot, LandMark
from .order import Thread, ordered
from .rows import Row, rows_of

MOST_TRACKS = 8


@dataclass(frozen=True, slots=True)
class Graph:
    """Rows for the list; the drawings are empty where only the margin form has room."""

    rows: tuple[Row, ...]
    edges: tuple[Edge, ...]
    lanes: tuple[LandMark, ...]
    wide: SafeString | str = ""
    narrow: SafeString | str = ""
    lanes_wide: SafeString | str = ""
    lanes_narrow: SafeString | str = ""

    @property
    def is_margin(self) -> bool:
        """Too many tracks for a drawing."""
        return not self.wide


def graph_of(
    items: Iterable[Knot],
    edges: Iterable[Edge],
    current: str,
    lands: Sequence[LandMark],
    *,
    plurals: Mapping[str, str] | None = None,
    unfolded: Collection[str] = frozenset(),
    unfold_url: str = "",
    focus: Collection[str] | None = None,
    limit: int = 40,
) -> Graph:
    """The graph of the whole thread.

    `lands` in their fixed order make the columns. Three ideas or more with the same outcomes are always one stack;
    beyond `limit` rows or eight tracks ideas and evidence fold further, then workshops. Problems, projects,
    transfers and the item itself never do.
    """
    wording = Wording(plurals or {}, unfolded)
    thread = ordered(items, edges, current)
    if focus is not None:
        thread = outside(thread, {*focus, current}, wording)
    thread, layout = _fitted(thread, lands, wording, limit)
    rows = rows_of(thread.items, unfold_url)
    marks = tuple(land for land, _ in layout.lanes)
    if layout.width > MOST_TRACKS:
        return Graph(rows, thread.edges, marks)
    return Graph(
        rows, thread.edges, marks,
        drawing.draw(layout, rows, drawing.WIDE), drawing.draw(layout, rows, drawing.NARROW),
        drawing.draw_lanes(layout, drawing.WIDE), drawing.draw_lanes(layout, drawing.NARROW),
    )  # fmt: skip


def _fitted(thread: Thread, lands: Sequence[LandMark], wording: Wording, limit: int) -> tuple[Thread, Layout]:
    """Folded as gently as rows and tracks allow."""
    thread = folded(thread, 0, wording)
    layout = lay_out(thread, lands)
    for level in range(1, len(LEVELS)):
        if len(thread.items) <= limit and layout.width <= MOST_TRACKS:
            break
        thread = folded(thread, level, wording)
        layout = lay_out(thread, lands)
    return thread, layout
