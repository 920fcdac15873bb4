"""Charts as pictures made from figures: pure functions from frozen data to SVG, drawn for wide and narrow pages."""

from .draw import draw, to_print_svg
from .export import to_csv
from .figure import dot_line
from .model import Cell, Chart, ChartKind, DotMark, Drawing, Series
from .numbers import format_number
from .shapes import (
    AnyShape,
    Area,
    Areas,
    Band,
    Dots,
    Fan,
    Multiples,
    Part,
    Path,
    Pyramid,
    Small,
    Spot,
    Stacked,
)

__all__ = [
    "AnyShape",
    "Area",
    "Areas",
    "Band",
    "Cell",
    "Chart",
    "ChartKind",
    "DotMark",
    "Dots",
    "Drawing",
    "Fan",
    "Multiples",
    "Part",
    "Path",
    "Pyramid",
    "Series",
    "Small",
    "Spot",
    "Stacked",
    "dot_line",
    "draw",
    "format_number",
    "to_csv",
    "to_print_svg",
]
