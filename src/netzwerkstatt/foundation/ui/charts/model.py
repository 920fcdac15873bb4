"""What a chart is, before it is drawn."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias, TypeGuard

from django.utils.safestring import SafeString

from .numbers import MISSING, Number, as_decimal, decimals_of, format_number
from .shapes import AnyShape

Cell: TypeAlias = Number | str | None
"""A figure; or the sign printed where there is none, as in the source ("·", "x"); None prints "–"."""


class ChartKind(StrEnum):
    """How the figures are laid out."""

    BARS = "bars"
    GROUPED = "grouped"
    COLUMNS = "columns"
    LINE = "line"
    COMPARE = "compare"
    FIGURE = "figure"
    SCATTER = "scatter"


@dataclass(frozen=True, slots=True)
class Series:
    """One row of figures. `projected_from`: index from which the figures are no longer observed."""

    label: str
    values: tuple[Cell, ...]
    tone: str = ""
    projected_from: int | None = None


@dataclass(frozen=True)
class Chart:
    """Figures with their finding. `highlights` maps a category's index to "own", "minus" or "other"; everything
    else steps back. `breaks` are the indexes before which a line is interrupted (a census, a new definition). `scale`
    gives the ends of both scales of a scatter, whose two series are right and up.
    """

    kind: ChartKind
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    subtitle: str = ""
    source: str = ""
    unit: str = ""
    alt: str = ""
    highlights: dict[int, str] = field(default_factory=dict)
    category_label: str = ""
    decimals: int | None = None
    signed: bool = False
    breaks: frozenset[int] = frozenset()
    projection_label: str = ""
    locale: str = "de"
    scale: tuple[float, float] | None = None

    @cached_property
    def places(self) -> int:
        """Decimals of every printed figure: as many as the most exact one has."""
        if self.decimals is not None:
            return self.decimals
        given = [decimals_of(cell) for row in self.series for cell in row.values if _is_number(cell)]
        return max(given, default=0)

    def value(self, row: Series, index: int) -> float | None:
        """The figure as a length; None where the source has none."""
        cell = row.values[index] if index < len(row.values) else None
        if not _is_number(cell):
            return None
        exact = as_decimal(cell)
        return None if exact is None else float(exact)

    def label(self, row: Series, index: int) -> str:
        """The figure as it is printed, or the sign that stands in its place."""
        cell = row.values[index] if index < len(row.values) else None
        if isinstance(cell, str):
            return cell or MISSING
        return MISSING if cell is None else self.printed(cell)

    def printed(self, value: Number) -> str:
        """A figure of this chart in its language, with its per cent sign if that is the unit."""
        shown = format_number(value, self.locale, decimals=self.places, signed=self.signed)
        return f"{shown}\u202f%" if self.unit == "%" and shown != MISSING else shown

    def tone(self, index: int) -> str:
        """The tone of a bar: highlighted, or quiet when others are, or the city's own."""
        return self.highlights.get(index, "mute" if self.highlights else "own")

    @property
    def known(self) -> list[float]:
        """All figures that can be drawn."""
        found = (self.value(row, index) for row in self.series for index in range(len(self.categories)))
        return [value for value in found if value is not None]


def _is_number(cell: Cell) -> TypeGuard[Number]:
    return isinstance(cell, int | float | Decimal) and not isinstance(cell, bool)


@dataclass(frozen=True, slots=True)
class DotMark:
    """A mark on a key figure's line: "own" ●, "network" ○ or "land" ▏."""

    value: Number
    shape: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart drawn twice, for wide and for narrow pages, with the same figures as a table.

    `rows` are printed, `cells` are the same as they were given, for those who compute with them.
    """

    chart: Chart | AnyShape
    wide: SafeString
    narrow: SafeString
    alt: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    cells: tuple[tuple[Cell, ...], ...] = ()
