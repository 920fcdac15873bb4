"""The strip under a title: the path from the oldest source over this item to its latest outcome, at most eight knots."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext, ngettext

from .model import Edge, Knot, Stage, State, Strand
from .order import Thread, ordered, reach

MOST = 8

Words = Callable[[str, int], str]


@dataclass(frozen=True, slots=True)
class StripKnot:
    """A knot with what the strip adds to it."""

    knot: Knot
    strands: tuple[Strand, ...] = ()
    head: str = ""
    leads_open: bool = False

    @property
    def css(self) -> str:
        """Its classes: stage and state."""
        knot = self.knot
        states = {
            "is-now": knot.is_now,
            "is-open": knot.is_open,
            "is-gap": knot.is_gap,
            "is-stone": knot.is_stone,
            "leads-open": self.leads_open,
        }
        return " ".join([f"stage--{knot.css}", *(name for name, holds in states.items() if holds)])


@dataclass(frozen=True, slots=True)
class Strip:
    """The knots from left to right."""

    knots: tuple[StripKnot, ...]
    has_before: bool = False
    ends_open: bool = False
    whole_url: str = ""


@dataclass
class _Step:
    """A knot on the path and the items folded into it."""

    knot: Knot
    folded: list[Knot] = field(default_factory=list)
    steps: int = 0


def strip_of(
    items: Iterable[Knot],
    edges: Iterable[Edge],
    current: str,
    stages: Sequence[Stage] = (),
    *,
    thread_url: str = "",
    more: Words | None = None,
) -> Strip:
    """The strip of an item from its whole thread.

    Along the longest path; what lies beside it becomes a strand of the knot of its stage. `stages` name the cycle's
    order: those after the furthest reached one are drawn dotted. `more(stage, n)` words "7 weitere Belege".
    """
    thread = ordered(items, edges, current)
    knots = {knot.public_id: knot for knot in thread.items}
    before = _side([knots[key] for key in _path(thread, thread.sources())[::-1]])
    after = _side([knots[key] for key in _path(thread, thread.targets())])
    now = _Step(knots[current])
    _hang_beside(thread, before, reach(current, thread.sources()))
    _hang_beside(thread, after, reach(current, thread.targets()))
    before, after = _shortened(before, after)
    ahead = _ahead([*before, now, *after], stages)[: MOST - len(before) - len(after) - 1]
    steps = [*before, now, *after, *(_Step(_open_knot(stage)) for stage in ahead)]
    return _strip(steps, len(before), thread_url, more or _more)


def _path(thread: Thread, steps: dict[str, list[str]]) -> list[str]:
    """The longest way from the current item along `steps`, without it; gaps count little, older ends win."""
    place = thread.at()
    gaps = {knot.public_id for knot in thread.items if knot.is_gap}
    best: dict[str, tuple[float, int, list[str]]] = {}

    def longest(key: str) -> tuple[float, int, list[str]]:
        """Depth first without recursion: a thread may be long."""
        stack = [key]
        while stack:
            here = stack[-1]
            missing = [other for other in steps[here] if other not in best]
            if missing:
                stack += missing
                continue
            stack.pop()
            ways = [best[other] for other in steps[here]]
            length, end, way = max(ways, key=lambda found: (found[0], -found[1]), default=(0.0, place[here], []))
            best[here] = (length + (0.1 if here in gaps else 1.0), end, [here, *way])
        return best[key]

    return longest(thread.current)[2][1:]


def _side(path: list[Knot]) -> list[_Step]:
    """Neighbours of the same stage are one step."""
    steps: list[_Step] = []
    for knot in path:
        last = steps[-1].knot if steps else None
        if last and last.css == knot.css and not knot.is_gap and last.is_open == knot.is_open:
            steps[-1].folded.append(knot)
        else:
            steps.append(_Step(knot))
    return steps


def _hang_beside(thread: Thread, steps: list[_Step], side: set[str]) -> None:
    """Items beside the path hang on the knot of their stage, else on the last knot before them."""
    taken = {knot.public_id for step in steps for knot in (step.knot, *step.folded)}
    place = thread.at()
    for knot in thread.items:
        if knot.public_id not in side or knot.public_id in taken or knot.is_gap or not steps:
            continue
        same = [step for step in steps if step.knot.css == knot.css and not step.knot.is_gap]
        earlier = [step for step in steps if place[step.knot.public_id] < place[knot.public_id]]
        host = same[0] if same else (earlier or steps)[-1 if earlier else 0]
        host.folded.append(knot)


def _shortened(before: list[_Step], after: list[_Step]) -> tuple[list[_Step], list[_Step]]:
    """Middle steps of the longer side fold into the knot before them until eight knots are left."""
    while len(before) + len(after) + 1 > MOST:
        side = before if len(before) >= len(after) else after
        middle = len(side) // 2
        gone = side.pop(middle)
        side[middle - 1].steps += 1 + gone.steps
    return before, after


def _ahead(steps: Sequence[_Step], stages: Sequence[Stage]) -> list[Stage]:
    """The stages of the cycle that nothing on the strip has reached."""
    names = [stage.name.replace("_", "-") for stage in stages]
    reached = [names.index(step.knot.css) for step in steps if step.knot.css in names]
    return list(stages[max(reached) + 1 :] if reached else stages)


def _open_knot(stage: Stage) -> Knot:
    return Knot(
        f"open-{stage.name}", stage.name, stage.name, stage.label, title=gettext("Still open"), state=State.OPEN
    )


def _more(_stage: str, count: int) -> str:
    return ngettext("%(count)s more", "%(count)s more", count) % {"count": count}


def _strands(step: _Step, url: str, more: Words) -> tuple[Strand, ...]:
    found = list(step.knot.strand)
    by_stage: dict[str, list[Knot]] = {}
    for knot in step.folded:
        by_stage.setdefault(knot.css, []).append(knot)
    if step.knot.more:
        by_stage.setdefault(step.knot.css, [])
    ahead = [knot for folded in by_stage.values() for knot in folded if knot.is_open]
    for stage, folded in by_stage.items():
        knots = [knot for knot in folded if not knot.is_open]
        if not knots and not (step.knot.more and stage == step.knot.css):
            continue
        count = sum(knot.count for knot in knots) + (step.knot.more if stage == step.knot.css else 0)
        if count == 1 and knots and knots[0].title:
            found.append(Strand(knots[0].title, knots[0].url or url or None))
        else:
            found.append(Strand(more(stage, count), url or None))
    if ahead:
        words = ngettext("%(count)s still open", "%(count)s still open", len(ahead))
        found.append(Strand(words % {"count": len(ahead)}, url or None))
    if step.steps:
        words = ngettext("%(count)s step between", "%(count)s steps between", step.steps)
        found.append(Strand(words % {"count": step.steps}, url or None))
    return tuple(found)


def _strip(steps: Sequence[_Step], before: int, url: str, more: Words) -> Strip:
    found = []
    for place, step in enumerate(steps):
        following = steps[place + 1].knot if place + 1 < len(steps) else None
        head = "from" if place == 0 and before else "to" if place == before + 1 else ""
        waits = any(knot.is_open for knot in step.folded) and following is None
        leads_open = (waits or (following is not None and following.is_open)) and not step.knot.is_open
        found.append(StripKnot(_without_strand(step.knot), _strands(step, url, more), head, leads_open))
    ends_open = bool(steps) and steps[-1].knot.is_open
    return Strip(tuple(found), has_before=before > 0, ends_open=ends_open, whole_url=url)


def _without_strand(knot: Knot) -> Knot:
    return replace(knot, strand=(), more=0) if knot.strand or knot.more else knot
