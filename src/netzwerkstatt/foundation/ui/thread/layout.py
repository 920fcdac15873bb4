"""Where the knots of a graph hang: a column per Land with tracks in it, a row per item."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .model import Knot, LandMark
from .order import Thread

NO_LAND = LandMark("", 0)
BRANCHES = 4


@dataclass(frozen=True, slots=True)
class Route:
    """How an edge runs: straight down its source's track and then over (late), or over first (early)."""

    source: int
    target: int
    early: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """Rows are places in `thread.items`; `tracks[row]` is the row's track, counted over all columns."""

    thread: Thread
    lanes: tuple[tuple[LandMark, int], ...]
    tracks: tuple[int, ...]
    routes: tuple[Route, ...]

    @property
    def width(self) -> int:
        """How many tracks there are."""
        return sum(count for _, count in self.lanes)


def lay_out(thread: Thread, lands: Sequence[LandMark]) -> Layout:
    """Every item on a track on which no line of another item passes its row.

    A line keeps its source's track until just before its last outcome; that outcome may take the track over.
    """
    place = thread.at()
    sources = {place[key]: [place[o] for o in others] for key, others in thread.sources().items()}
    targets = {place[key]: [place[o] for o in others] for key, others in thread.targets().items()}
    lane_of = _lanes(thread.items, sources, targets, lands)
    spots = _spots(thread.items, sources, targets, lane_of)
    order = [land.index for land in lands]
    used = sorted({lane for lane, _ in spots}, key=lambda lane: order.index(lane) if lane in order else -1)
    counts = {lane: 1 + max(track for at, track in spots if at == lane) for lane in used}
    first = {lane: sum(counts[other] for other in used[:number]) for number, lane in enumerate(used)}
    tracks = tuple(first[lane] + track for lane, track in spots)
    marks = {land.index: land for land in lands}
    lanes = tuple((marks.get(lane, NO_LAND), counts[lane]) for lane in used)
    return Layout(thread, lanes, tracks, _routes(tracks, targets, sources))


def _lanes(
    items: Sequence[Knot], sources: dict[int, list[int]], targets: dict[int, list[int]], lands: Sequence[LandMark]
) -> list[int]:
    """The column of every row. A transfer stands right in the left one of its two; what has no Land follows its
    neighbours, a gap always does: its own Land is not told.
    """
    known = {land.index for land in lands}
    lanes: list[int | None] = []
    for knot in items:
        own = [mark.index for mark in knot.lands if mark.index in known]
        lanes.append(None if knot.is_gap or not own or len(set(own)) > 2 else _leftmost(own, lands))
    for row in [*range(len(items)), *range(len(items) - 1, -1, -1)]:
        if lanes[row] is None:
            near = [lanes[other] for other in sources[row]] + [lanes[other] for other in targets[row]]
            told = Counter(lane for lane in near if lane is not None)
            lanes[row] = told.most_common(1)[0][0] if told else None
    fallback = Counter(lane for lane in lanes if lane is not None).most_common(1)
    rest = fallback[0][0] if fallback else (lands[0].index if lands else 0)
    return [rest if lane is None else lane for lane in lanes]


def _leftmost(own: Sequence[int], lands: Sequence[LandMark]) -> int:
    return next(land.index for land in lands if land.index in own)


def _spots(
    items: Sequence[Knot], sources: dict[int, list[int]], targets: dict[int, list[int]], lane_of: Sequence[int]
) -> list[tuple[int, int]]:
    until: dict[tuple[int, int], tuple[int, int]] = {}
    spots: list[tuple[int, int]] = []
    promised: dict[int, tuple[int, int]] = {}
    for row, knot in enumerate(items):
        if row in promised:
            spots.append(promised[row])
            until[promised[row]] = (targets[row][-1] if targets[row] else row, row)
            continue
        lane = lane_of[row]
        inherited = [
            spots[source] for source in sources[row]
            if spots[source][0] == lane and targets[source][-1] == row and until[spots[source]][1] == source
        ]  # fmt: skip
        spot = min(inherited) if inherited else _free(until, row, lane, between=len({m.index for m in knot.lands}) == 2)
        last = targets[row][-1] if targets[row] else row
        until[spot] = (last, row)
        spots.append(spot)
        if (
            knot.is_now
            and 1 < len(targets[row]) <= BRANCHES
            and all(sources[target] == [row] for target in targets[row])
        ):
            promised = _promise(until, row, targets[row], lane_of, spot)
    return spots


def _promise(
    until: dict[tuple[int, int], tuple[int, int]],
    row: int,
    targets: Sequence[int],
    lane_of: Sequence[int],
    own: tuple[int, int],
) -> dict[int, tuple[int, int]]:
    """What comes of the item itself branches at once: every outcome gets its track now, the first its own one."""
    found: dict[int, tuple[int, int]] = {}
    until[own] = (row, row)
    for target in targets:
        lane, track = lane_of[target], 0
        while (lane, track) in found.values() or ((lane, track) != own and until.get((lane, track), (-1, -1))[0] > row):
            track += 1
        spot = own if lane == own[0] and own not in found.values() else (lane, track)
        found[target] = spot
        until[spot] = (target, row)
    return found


def _free(until: dict[tuple[int, int], tuple[int, int]], row: int, lane: int, *, between: bool) -> tuple[int, int]:
    """The first track without a line in this row; a transfer keeps off the first one, to stand between the Länder."""
    track = 1 if between else 0
    while until.get((lane, track), (-1, -1))[0] >= row:
        track += 1
    return lane, track


def _routes(tracks: Sequence[int], targets: dict[int, list[int]], sources: dict[int, list[int]]) -> tuple[Route, ...]:
    """Lines that branch go over at once where their outcome's track is free; all others stay late."""
    late = {(row, target) for row, others in targets.items() for target in others}
    early: set[tuple[int, int]] = set()
    for row, target in sorted(late):
        branches = len(targets[row]) > 1 and len(sources[target]) == 1 and tracks[row] != tracks[target]
        if branches and _is_free(tracks, late - early, early, (row, target)):
            early.add((row, target))
    return tuple(Route(row, target, (row, target) in early) for row, target in sorted(late))


def _is_free(
    tracks: Sequence[int], late: set[tuple[int, int]], early: set[tuple[int, int]], edge: tuple[int, int]
) -> bool:
    """No knot and no other line on the outcome's track between the two rows."""
    row, target = edge
    track = tracks[target]
    if any(tracks[between] == track for between in range(row + 1, target)):
        return False
    lines = [(start, end) for start, end in late if tracks[start] == track] + [
        (start, end) for start, end in early if tracks[end] == track
    ]
    return not any(start < target and end > row for start, end in lines)
