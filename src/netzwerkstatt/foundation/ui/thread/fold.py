"""Long threads fold: items of one kind that lead to the same place become a stack."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext

from .model import Edge, Knot, State
from .order import Thread, ordered

IDEAS = frozenset({"idea"})
SMALL = frozenset({"idea", "evidence"})
FOLDABLE = frozenset({"idea", "evidence", "workshop", "ideas-workshop", "participation"})

LEVELS: tuple[tuple[frozenset[str], bool, int], ...] = (
    (IDEAS, False, 3),
    (SMALL, False, 2),
    (SMALL, True, 2),
    (FOLDABLE, False, 2),
    (FOLDABLE, True, 2),
)
"""From gentle to strong: which stages fold, by equal depth instead of equal outcomes, from how many items on."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Words for stacks: plural by stage, and the ids that the reader has unfolded."""

    plurals: Mapping[str, str]
    unfolded: Collection[str]


def depths(thread: Thread) -> dict[str, int]:
    """How many steps lie at most between an item and its oldest source."""
    found: dict[str, int] = {}
    for key, sources in ((knot.public_id, thread.sources()[knot.public_id]) for knot in thread.items):
        found[key] = 1 + max((found[source] for source in sources), default=-1)
    return found


def folded(thread: Thread, level: int, wording: Wording) -> Thread:
    """The thread with the stacks of one level.

    Two items with equal outcomes, or of equal depth, never lie on one path; so a stack cannot close a circle.
    """
    stages, by_depth, least = LEVELS[level]
    targets, depth = thread.targets(), depths(thread)
    groups: dict[object, list[Knot]] = {}
    for knot in thread.items:
        key = knot.public_id
        if knot.css in stages and knot.state is State.DONE and key not in wording.unfolded:
            mark: object = depth[key] if by_depth else tuple(targets[key])
            if mark != ():
                groups.setdefault((knot.css, mark), []).append(knot)
    stacks = [knots for knots in groups.values() if sum(knot.count for knot in knots) >= least and len(knots) > 1]
    return contracted(thread, stacks, wording)


def outside(thread: Thread, focus: Collection[str], wording: Wording) -> Thread:
    """Only the items of `focus` keep their rows; the others of one kind and depth become a stack."""
    depth = depths(thread)
    groups: dict[object, list[Knot]] = {}
    for knot in thread.items:
        if knot.public_id not in focus and knot.state in {State.DONE, State.STONE}:
            groups.setdefault((knot.css, depth[knot.public_id]), []).append(knot)
    return contracted(thread, list(groups.values()), wording)


def contracted(thread: Thread, stacks: list[list[Knot]], wording: Wording) -> Thread:
    """Each list of knots becomes one stack that keeps all their edges."""
    into = {knot.public_id: f"stack-{knots[0].public_id.removeprefix('stack-')}" for knots in stacks for knot in knots}
    last = {knots[-1].public_id: _stack(into[knots[-1].public_id], knots, wording) for knots in stacks}
    items = [
        last.get(knot.public_id, knot) for knot in thread.items if knot.public_id in last or knot.public_id not in into
    ]
    edges = [Edge(into.get(e.source, e.source), into.get(e.target, e.target), e.kind) for e in thread.edges]
    return ordered(items, edges, thread.current)


def _stack(key: str, knots: list[Knot], wording: Wording) -> Knot:
    if len(knots) == 1 and knots[0].count == 1:
        return replace(knots[0], public_id=key, count=1)
    count = sum(knot.count for knot in knots)
    first = knots[0]
    plural = wording.plurals.get(first.css, first.kind_label)
    return Knot(
        key, first.kind, first.stage, plural,
        title=gettext("%(count)s %(kind)s") % {"count": count, "kind": plural},
        city=_cities(knots), year=max((knot.year for knot in knots if knot.year), default=None), count=count,
    )  # fmt: skip


def _cities(knots: list[Knot]) -> str:
    """As in “4 aus Görlitz, 2 aus Sangerhausen”; nothing for stacks of stacks, whose cities are no longer known."""
    counts: dict[str, int] = {}
    for knot in knots:
        if knot.count > 1 or not knot.city:
            return ""
        counts[knot.city] = counts.get(knot.city, 0) + 1
    said = (gettext("%(count)s from %(city)s") % {"count": n, "city": city} for city, n in counts.items())
    return ", ".join(said) if len(counts) <= 4 else ""
