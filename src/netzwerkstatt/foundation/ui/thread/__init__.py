"""The golden thread as drawings: from plain data to strips, graphs and marks. Pure; no database."""

from .graph import Graph, graph_of
from .model import Edge, Knot, LandMark, Stage, State, Steps, Strand
from .strip import Strip, strip_of

__all__ = [
    "Edge",
    "Graph",
    "Knot",
    "LandMark",
    "Stage",
    "State",
    "Steps",
    "Strand",
    "Strip",
    "graph_of",
    "strip_of",
]
