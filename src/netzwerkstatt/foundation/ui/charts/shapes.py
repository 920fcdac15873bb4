"""Charts with a shape of their own: pyramid, fan, stacked bars, dot plot, small multiples, map of areas – before they are drawn.

All of them are frozen values with a finding as `title`; words come translated from the caller. A figure that is not known
is None: nothing is drawn for it, and the table says so.
"""

import math
from dataclasses import dataclass, field
from typing import TypeAlias

from .geometry import Ring
from .numbers import MISSING, Number, as_decimal, format_number

Known: TypeAlias = Number | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """What all of them say: finding, what-where-when, source, and how figures are printed. `alt` is made if left out."""

    title: str
    subtitle: str = ""
    source: str = ""
    alt: str = ""
    unit: str = ""
    decimals: int | None = None
    locale: str = "de"
    category_label: str = ""

    def printed(self, value: Known) -> str:
        """A figure in the chart's language, with its per cent sign if that is the unit."""
        if value is None:
            return MISSING
        shown = format_number(value, self.locale, decimals=self.decimals)
        return f"{shown}\u202f%" if self.unit == "%" and shown != MISSING else shown

    def tick(self, value: float) -> str:
        """A figure of an axis: it needs only as many decimals as it has."""
        shown = format_number(round(value, 10), self.locale, decimals=0 if value == int(value) else None)
        return f"{shown}\u202f%" if self.unit == "%" else shown


@dataclass(frozen=True, kw_only=True, slots=True)
class Pyramid(Shape):
    """Persons by age, `left` and `right` of the middle; an outline of another year may lie over the bars.

    Groups begin at `bounds` (completed years); the last is open and drawn `open_years` tall. A bar's *area* is its persons:
    its length is persons per year of age, so that groups of different width may stand above each other. `most` (persons
    per year of age) keeps the scale while years change. `bare`: only the silhouette, quiet, without words and axes.
    """

    bounds: tuple[int, ...]
    left: tuple[Known, ...]
    right: tuple[Known, ...]
    left_label: str
    right_label: str
    label: str = ""
    outline_left: tuple[Known, ...] = ()
    outline_right: tuple[Known, ...] = ()
    outline_label: str = ""
    open_years: float = 10.0
    most: float | None = None
    bare: bool = False

    def span(self, group: int) -> float:
        """How many years of age a group is drawn over."""
        return float(self.bounds[group + 1] - self.bounds[group]) if group + 1 < len(self.bounds) else self.open_years

    def age(self, group: int) -> str:
        """A group in figures: 7, 18–24, 90+."""
        first = self.bounds[group]
        if group + 1 == len(self.bounds):
            return f"{first}+"
        last = self.bounds[group + 1] - 1
        return str(first) if last == first else f"{first}–{last}"


@dataclass(frozen=True, slots=True)
class Band:
    """Between `low` and `high` lie so many of all futures as `label` says: "80 von 100"."""

    label: str
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """A further line over years, for comparison."""

    label: str
    years: tuple[int, ...]
    values: tuple[Known, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Fan(Shape):
    """What was observed, and where it may go: bands from narrow to wide (two at most) around a `middle` line.

    `observed` are (year, figure) in order; before a year of `breaks` (a census) the line is interrupted. `mark` is the year
    whose middle is written at its point, as `mark_label`. `years[0]` is where the projection starts. The scale also holds
    the figures of `room`: those of a fan that stands beside this one.
    """

    observed: tuple[tuple[int, Known], ...]
    years: tuple[int, ...]
    middle: tuple[float, ...]
    bands: tuple[Band, ...] = ()
    breaks: frozenset[int] = frozenset()
    others: tuple[Path, ...] = ()
    mark: int | None = None
    mark_label: str = ""
    middle_label: str = ""
    observed_label: str = ""
    projection_label: str = ""
    low_label: str = ""
    high_label: str = ""
    room: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One part of every whole, with a figure for each category."""

    label: str
    values: tuple[Known, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Stacked(Shape):
    """Wholes made of parts, one lying bar for each category; five parts at most. With `share` every bar is 100 per cent long.

    Raises `ValueError` for a part below zero: a length cannot be taken away from a bar.
    """

    categories: tuple[str, ...]
    parts: tuple[Part, ...]
    share: bool = False

    def __post_init__(self) -> None:
        if len(self.parts) > 5:
            raise ValueError("a stacked bar has five parts at most")
        if any(value is not None and value < 0 for part in self.parts for value in part.values):
            raise ValueError("a part of a stacked bar is at least zero")


@dataclass(frozen=True, kw_only=True, slots=True)
class Dots(Shape):
    """One row for each category with a point at its figure, and a hollow one where it was `before`.

    `reference` is an upright all rows share (the country). `highlights` maps a row to a tone.
    """

    categories: tuple[str, ...]
    values: tuple[Known, ...]
    label: str = ""
    before: tuple[Known, ...] = ()
    before_label: str = ""
    reference: Known = None
    reference_label: str = ""
    highlights: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Small:
    """One of many small charts: a name and its figures."""

    label: str
    values: tuple[Known, ...]
    tone: str = "own"


@dataclass(frozen=True, kw_only=True, slots=True)
class Multiples(Shape):
    """Many small lines on one common scale, each beside the same `reference`. Categories are moments, most often years."""

    categories: tuple[str, ...]
    panels: tuple[Small, ...]
    reference: tuple[Known, ...] = ()
    reference_label: str = ""
    breaks: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Area:
    """A territory: rings of lon/lat and its figure."""

    key: str
    name: str
    rings: tuple[Ring, ...]
    value: Known = None


@dataclass(frozen=True, slots=True)
class Spot:
    """A city as a dot with its name."""

    name: str
    lon: float
    lat: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Areas(Shape):
    """A map of territories in at most five steps of one hue, with cities as dots above them."""

    areas: tuple[Area, ...]
    label: str = ""
    spots: tuple[Spot, ...] = ()
    missing_label: str = ""


AnyShape: TypeAlias = Pyramid | Fan | Stacked | Dots | Multiples | Areas


def length(value: Known) -> float | None:
    """A figure as a length; None where there is none, or what is given is no number."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, bool):
        return None
    exact = as_decimal(value)
    found = None if exact is None else float(exact)
    return found if found is not None and math.isfinite(found) else None
