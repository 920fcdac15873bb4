"""How high the rows of a graph are: known to the server, so that the drawing needs no script."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from netzwerkstatt.foundation.ui.charts.svg import width_of

from .model import Knot

WIDE_HEIGHTS = (76, 80, 104, 126, 150, 158, 174, 198, 222, 246, 270, 318, 366, 414, 510, 638)
NARROW_HEIGHTS = (100, 112, 128, 144, 160, 176, 192, 208, 224, 256, 288, 320, 384, 448, 512, 640)
"""The heights the style sheet has a class for, in px at 16 px type (written there in rem)."""

WIDE_YEAR, NARROW_YEAR = 56, 52
WIDE_ROOM, NARROW_ROOM = 346.0, 190.0


@dataclass(frozen=True, slots=True)
class Row:
    """One item of the list. `year` is set where a new one begins; heights include it not."""

    knot: Knot
    wide: int
    narrow: int
    year: int | None = None
    unfold: str = ""

    @property
    def is_stack(self) -> bool:
        """Several items in one row."""
        return self.knot.count > 1

    @property
    def is_changed(self) -> bool:
        """Something about it is no longer as it was."""
        return bool(self.knot.note)

    @property
    def meta(self) -> tuple[str, ...]:
        """Place and moment, as the list writes them below the title."""
        moment = ", ".join(filter(None, (self.knot.number, self.knot.when)))
        return tuple(filter(None, (self.knot.city, moment)))


def rows_of(items: Sequence[Knot], unfold_url: str = "") -> tuple[Row, ...]:
    """The rows of a graph, oldest on top."""
    found: list[Row] = []
    latest = None
    for knot in items:
        year = knot.year if knot.year and not knot.is_gap and (latest is None or knot.year > latest) else None
        latest = year or latest
        unfold = ""
        if knot.count > 1 and unfold_url:
            unfold = unfold_url + knot.public_id.removeprefix("stack-")
        row = Row(knot, 0, 0, year, unfold)
        found.append(Row(knot, _wide(row), _narrow(row), year, unfold))
    return tuple(found)


def _count(words: str, size: float, room: float) -> int:
    """How many lines a text takes; where it breaks, some room is lost at the line ends."""
    if not words:
        return 0
    width = width_of(words, size)
    return 1 if width <= room * 0.97 else max(2, math.ceil(width / (room * 0.86)))


def _meta_width(row: Row) -> str:
    return " ".join(("WWW " * len(row.knot.lands), *row.meta)).strip()


def _step(height: float, steps: Sequence[int]) -> int:
    return next((step for step in steps if step >= height), steps[-1])


def _wide(row: Row) -> int:
    knot = row.knot
    if knot.is_gap:
        return WIDE_HEIGHTS[0]
    note = (
        8 + 19 * _count(knot.note + " ".join(link.label for link in knot.note_links), 14, WIDE_ROOM) if knot.note else 0
    )
    meta = 18 * max(0, _count(_meta_width(row), 14, WIDE_ROOM) - 1)
    if knot.is_now:
        return _step(max(158, 88 + 34 * _count(knot.title, 28, WIDE_ROOM) + meta + note), WIDE_HEIGHTS)
    title = knot.title + (" WWWWWWW" if row.unfold else "")
    return _step(57 + 23 * _count(title, 18, WIDE_ROOM) + meta + note, WIDE_HEIGHTS)


def _narrow(row: Row) -> int:
    knot = row.knot
    if knot.is_gap:
        return NARROW_HEIGHTS[0]
    note = (
        8 + 19 * _count(knot.note + " ".join(link.label for link in knot.note_links), 14, NARROW_ROOM)
        if knot.note
        else 0
    )
    meta = 19 * max(1, _count(_meta_width(row), 14, NARROW_ROOM))
    kind = 19 * max(1, _count(knot.kind_label, 14, NARROW_ROOM)) + (20 if row.unfold else 0)
    if knot.is_now:
        return _step(max(176, 54 + kind + 28 * _count(knot.title, 23, NARROW_ROOM) + meta + note), NARROW_HEIGHTS)
    return _step(max(112, 26 + kind + 23 * _count(knot.title, 18, NARROW_ROOM) + meta + note), NARROW_HEIGHTS)
