"""Which item comes before which: the thread as an order that every edge respects."""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .model import Edge, Knot, State


@dataclass(frozen=True, slots=True)
class Thread:
    """Items in an order that respects all edges; the ancestors of the current one stand before it."""

    items: tuple[Knot, ...]
    edges: tuple[Edge, ...]
    current: str

    def at(self) -> dict[str, int]:
        """The place of every item."""
        return {knot.public_id: place for place, knot in enumerate(self.items)}

    def sources(self) -> dict[str, list[str]]:
        """What each item came from, oldest first."""
        return _neighbours(self, forward=False)

    def targets(self) -> dict[str, list[str]]:
        """What came of each item, oldest first."""
        return _neighbours(self, forward=True)


def _neighbours(thread: Thread, *, forward: bool) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {knot.public_id: [] for knot in thread.items}
    place = thread.at()
    for edge in thread.edges:
        here, there = (edge.source, edge.target) if forward else (edge.target, edge.source)
        found[here].append(there)
    return {key: sorted(others, key=place.__getitem__) for key, others in found.items()}


def reach(start: str, steps: dict[str, list[str]]) -> set[str]:
    """Everything one gets to from an item, without the item itself."""
    found: set[str] = set()
    waiting = list(steps.get(start, ()))
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            waiting += steps[here]
    return found - {start}


def ordered(items: Iterable[Knot], edges: Iterable[Edge], current: str) -> Thread:
    """The thread in reading order: as given, but never an outcome before its source.

    Edges to unknown items are dropped, and so are edges that would close a circle. The current item is marked
    `State.NOW`, whatever it said before. `ValueError` if it is not among the items.
    """
    knots = {knot.public_id: knot for knot in items}
    if current not in knots:
        raise ValueError(current)
    if not knots[current].is_now:
        knots[current] = replace(knots[current], state=State.NOW)
    known = list({(e.source, e.target): e for e in edges if e.source in knots and e.target in knots}.values())
    known = [edge for edge in known if edge.source != edge.target]
    sides = _sides(list(knots), known, current)
    order = _sorted(list(knots), known, sides)
    place = {key: number for number, key in enumerate(order)}
    kept = sorted(
        (edge for edge in known if place[edge.source] < place[edge.target]),
        key=lambda edge: (place[edge.source], place[edge.target]),
    )
    return Thread(tuple(knots[key] for key in order), tuple(kept), current)


def _sides(keys: Sequence[str], edges: Sequence[Edge], current: str) -> dict[str, int]:
    """0 before the current item, 1 the item, 2 after it; what is not related stays on the side it was given."""
    forward: dict[str, list[str]] = {key: [] for key in keys}
    backward: dict[str, list[str]] = {key: [] for key in keys}
    for edge in edges:
        forward[edge.source].append(edge.target)
        backward[edge.target].append(edge.source)
    before, after = reach(current, backward), reach(current, forward)
    given = keys.index(current)
    sides = {key: 0 if place < given else 2 for place, key in enumerate(keys)}
    sides |= dict.fromkeys(after, 2)
    sides |= dict.fromkeys(before, 0)
    sides[current] = 1
    return sides


def _sorted(keys: Sequence[str], edges: Sequence[Edge], sides: dict[str, int]) -> list[str]:
    """Kahn's order, the smallest (side, given place) first; a circle is opened at its first item."""
    rank = {key: (sides[key], place) for place, key in enumerate(keys)}
    waits = dict.fromkeys(keys, 0)
    targets: dict[str, list[str]] = {key: [] for key in keys}
    for edge in edges:
        waits[edge.target] += 1
        targets[edge.source].append(edge.target)
    ready = [(rank[key], key) for key in keys if not waits[key]]
    heapq.heapify(ready)
    order: list[str] = []
    left = set(keys)
    while left:
        if not ready:
            key = min(left, key=rank.__getitem__)
            heapq.heappush(ready, (rank[key], key))
        _, key = heapq.heappop(ready)
        if key not in left:
            continue
        left.remove(key)
        order.append(key)
        for target in targets[key]:
            waits[target] -= 1
            if waits[target] == 0 and target in left:
                heapq.heappush(ready, (rank[target], target))
    return order
