"""Charts as pictures made from figures: pure functions from frozen data to SVG, drawn for wide and narrow pages."""

from .draw import draw, to_print_svg
from .figure import dot_line
from .model import Cell, Chart, ChartKind, DotMark, Drawing, Series
from .numbers import format_number

__all__ = [
    "Cell",
    "Chart",
    "ChartKind",
    "DotMark",
    "Drawing",
    "Series",
    "dot_line",
    "draw",
    "format_number",
    "to_print_svg",
]
