"""Which networks' figures may be shown beside a total. Pure: no database, no page."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Final, TypeVar

FEWEST: Final = 5
K = TypeVar("K", bound=Hashable)


def publishable(voices: Mapping[K, int], fewest: int = FEWEST) -> frozenset[K]:
    """Of groups with so many voices each, those whose figures may stand beside the figures of all together.

    A group needs `fewest` voices. What is left over can be computed by subtraction; so where the groups left over
    have fewer than that together, the smallest group that could be shown is withheld as well – and every other of its
    size, so that nothing depends on names or order. Then each withheld group hides among others: exchanging any two
    of them changes nothing that is published, and that is the law the tests hold this to.
    """
    shown = {key: number for key, number in voices.items() if number >= fewest}
    left_over = sum(number for key, number in voices.items() if key not in shown)
    if shown and 0 < left_over < fewest:
        smallest = min(shown.values())
        shown = {key: number for key, number in shown.items() if number != smallest}
    return frozenset(shown)
