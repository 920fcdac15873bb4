"""Matching: which cities are alike, by how much, in what – and which one is the contrast."""

from netzwerkstatt.engines.matching.twins import Indicator, Neighbour, Reference, Twins, distances, reference_of, twins

__all__ = ["Indicator", "Neighbour", "Reference", "Twins", "distances", "reference_of", "twins"]
