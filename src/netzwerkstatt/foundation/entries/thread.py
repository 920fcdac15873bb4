"""The golden thread: tying items together, and walking it in both directions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet
from django.utils.translation import gettext

from netzwerkstatt.foundation.entries.kinds import KINDS
from netzwerkstatt.foundation.entries.models import Entry, Link, LinkKind, ThreadLock
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import current_unit, unit_of_work
from netzwerkstatt.foundation.events.prepared import Prepared

CAP = 400

DERIVED_FROM = LinkKind.DERIVED_FROM
SUPPORTED_BY = LinkKind.SUPPORTED_BY
ANSWERS = LinkKind.ANSWERS
ADAPTS = LinkKind.ADAPTS
REVISES = LinkKind.REVISES
MERGES = LinkKind.MERGES


def link(item: Any, kind: LinkKind, origin: Any, *, by: Any = None) -> tuple[Link, bool]:
    """`item` came from `origin` (entries, or things that have one). Asked twice, the same link comes back.

    Holds the thread's lock unless `item` was made in this very transaction (nothing can have come of it yet).
    Raises `Invalid` where `origin` itself came from `item`.
    """
    target, source = _entry(item), _entry(origin)
    with unit_of_work():
        if not _just_made(target):
            ThreadLock.objects.get_or_create(name="thread")
            ThreadLock.objects.select_for_update().get(name="thread")
            if source.pk == target.pk or source.pk in ids_that_came_of(target.pk):
                raise Invalid(
                    {
                        "": gettext("“%(title)s” came of this itself, so it cannot be what this rests on.")
                        % {"title": source.title}
                    }
                )
        person = by if getattr(by, "is_authenticated", False) else None
        folded = KINDS[target.kind].folds and target.outcomes == 0
        made, new = Link.objects.get_or_create(
            source=source, target=target, kind=kind, defaults={"by": person, "folded": folded}
        )
        if new:
            _count(source.pk, outcomes=1, folded=int(folded))
            if KINDS[source.kind].folds:
                _unfold(source)
    return made, new


def link_new(targets: list[Entry], kind: LinkKind, origin: Entry, *, by: Any = None) -> None:
    """Tie many items that were made in this transaction to one origin, in two statements."""
    Link.objects.bulk_create(
        [Link(source=origin, target=target, kind=kind, by=by, folded=KINDS[target.kind].folds) for target in targets]
    )
    _count(origin.pk, outcomes=len(targets), folded=sum(KINDS[target.kind].folds for target in targets))


def _count(pk: int, *, outcomes: int = 0, folded: int = 0) -> None:
    Entry.objects.filter(pk=pk).update(outcomes=F("outcomes") + outcomes, folded_outcomes=F("folded_outcomes") + folded)


def _unfold(entry: Entry) -> None:
    """Something came of it: from now on it is walked, and no longer counted among the folded ones."""
    for pk, made in Link.objects.filter(target=entry, folded=True).values_list("source", "id"):
        Link.objects.filter(pk=made).update(folded=False)
        _count(pk, folded=-1)


def sources(item: Any) -> list[Entry]:
    """What the item came from, directly; the oldest first."""
    return list(Entry.objects.filter(links_out__target=_entry(item)).order_by("created_at", "id").distinct())


def outcomes(item: Any, kind: str | None = None) -> list[Entry]:
    """What came of the item, directly; the oldest first."""
    found = Entry.objects.filter(links_in__source=_entry(item)).order_by("created_at", "id").distinct()
    return list(found.filter(kind=kind) if kind else found)


@dataclass(frozen=True)
class Step:
    """One item of a thread as one viewer sees it. `entry` is None for a gap: something this viewer may not see."""

    id: int
    entry: Entry | None
    deleted: bool


@dataclass(frozen=True)
class Thread:
    """Ancestors, the item, descendants: steps in order of time, links between them as (source id, target id, kind)."""

    steps: list[Step]
    links: list[tuple[int, int, str]]
    current: int
    before: frozenset[int]
    after: frozenset[int]
    capped: bool

    @property
    def entries(self) -> list[Entry]:
        return [step.entry for step in self.steps if step.entry is not None]


def walk(item: Any, viewer: Any) -> Thread:
    """The whole thread of an item for one viewer; at most three queries, whatever its size, at most `CAP` items a direction.

    What the viewer may not see is a gap where it lies on a way between things the viewer sees, else absent. Folded
    items (ideas that nothing came of) are not walked; `Entry.folded_outcomes` says how many they are.
    """
    here = _entry(item)
    before, after, links = _around(here.pk)
    ids = sorted(before | after | {here.pk})
    by_id: dict[int, Any] = {entry.pk: entry for entry in _ENTRIES((len(ids),), *ids)}
    seen = _seen(by_id, viewer)
    shown = _with_gaps(seen, by_id, links, here.pk)
    order = sorted(shown, key=lambda pk: (by_id[pk].created_at, pk))
    steps = [
        Step(pk, by_id[pk] if pk in seen or by_id[pk].deleted_at else None, bool(by_id[pk].deleted_at))
        for pk in _in_thread_order(order, links)
    ]
    return Thread(
        steps=steps,
        links=[(a, b, kind) for a, b, kind in links if a in shown and b in shown],
        current=here.pk,
        before=frozenset(before & shown),
        after=frozenset(after & shown),
        capped=len(before) >= CAP or len(after) >= CAP,
    )


def _seen(by_id: dict[int, Entry], viewer: Any) -> set[int]:
    """Those the viewer may see. Only where something is not public the database is asked who may."""
    public = {pk for pk, entry in by_id.items() if entry.is_public}
    others = {pk for pk, entry in by_id.items() if entry.deleted_at is None} - public
    if not others:
        return public
    return public | set(Entry.objects.visible_to(viewer).filter(pk__in=others).values_list("pk", flat=True))


def _with_gaps(seen: set[int], by_id: dict[int, Entry], links: list[tuple[int, int, str]], here: int) -> set[int]:
    """What is seen, tombstones, and unseen items that lie between two seen ones."""
    later, earlier = defaultdict(set), defaultdict(set)
    for source, target, _ in links:
        later[source].add(target)
        earlier[target].add(source)
    solid = {pk for pk in by_id if pk in seen or by_id[pk].deleted_at} | {here}
    return solid | {
        pk for pk in by_id if pk not in solid and _touches(pk, earlier, solid) and _touches(pk, later, solid)
    }


def _touches(start: int, steps: dict[int, set[int]], solid: set[int]) -> bool:
    todo, done = list(steps[start]), set()
    while todo:
        pk = todo.pop()
        if pk in solid:
            return True
        if pk not in done:
            done.add(pk)
            todo.extend(steps[pk])
    return False


def _in_thread_order(order: list[int], links: list[tuple[int, int, str]]) -> list[int]:
    """By time, but nothing stands before what it came from (imports may carry later dates)."""
    waiting: dict[int, set[int]] = {pk: set() for pk in order}
    for source, target, _ in links:
        if source in waiting and target in waiting:
            waiting[target].add(source)
    done: list[int] = []
    placed: set[int] = set()
    while len(done) < len(order):
        ready = next((pk for pk in order if pk not in placed and waiting[pk] <= placed), None)
        if ready is None:
            raise AssertionError("a thread has no circle")
        done.append(ready)
        placed.add(ready)
    return done


def ids_that_came_of(start: int) -> set[int]:
    """Ids of all that came of the entry `start`; folded ones, of which nothing came, are left out. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE way(id) AS (SELECT target_id FROM entries_link WHERE source_id = %s AND NOT folded"
            " UNION SELECT l.target_id FROM entries_link l JOIN way ON l.source_id = way.id WHERE NOT l.folded)"
            " SELECT id FROM way",
            [start],
        )
        return {row[0] for row in cursor.fetchall()}


def _around(start: int) -> tuple[set[int], set[int], list[tuple[int, int, str]]]:
    """What `start` came from, what came of it, and the links among all of these, the oldest first. One query.

    Links are read by their targets: of a workshop with a hundred thousand ideas a search by source would read them all.
    """
    links = "SELECT n.way, n.id, l.source_id, l.kind, l.at, l.id FROM n LEFT JOIN entries_link l ON l.target_id = n.id"
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE up(id) AS (SELECT CAST(%s AS bigint)"
            " UNION SELECT l.source_id FROM entries_link l JOIN up ON l.target_id = up.id),"
            " down(id) AS (SELECT CAST(%s AS bigint)"
            " UNION SELECT l.target_id FROM entries_link l JOIN down ON l.source_id = down.id WHERE NOT l.folded),"
            " n(way, id) AS (SELECT 'up', id FROM (SELECT id FROM up LIMIT %s) u"
            f" UNION ALL SELECT 'down', id FROM (SELECT id FROM down LIMIT %s) d) {links}",
            [start, start, CAP + 1, CAP + 1],
        )
        rows = cursor.fetchall()
    before, after = ({row[1] for row in rows if row[0] == way} - {start} for way in ("up", "down"))
    ids = before | after | {start}
    tied = {row[5]: row for row in rows if row[2] in ids}
    by_time = sorted(tied.values(), key=lambda row: (row[4], row[5]))
    return before, after, [(source, target, kind) for _way, target, source, kind, *_ in by_time]


def _with_places(_number: int, *ids: int) -> QuerySet[Entry]:
    rows: QuerySet[Entry] = Entry.objects.filter(pk__in=ids).select_related("city__network__state", "network__state")
    return rows


_ENTRIES = Prepared[Entry](_with_places)


def _just_made(entry: Entry) -> bool:
    unit = current_unit()
    return unit is not None and ("entry", entry.pk) in unit.made


def _entry(thing: Any) -> Entry:
    return thing if isinstance(thing, Entry) else thing.entry


def kinds_reached(ids: list[int]) -> dict[int, set[str]]:
    """For each of a few entries the kinds of all public items that came of it, however far on. One query."""
    if not ids:
        return {}
    marks = ", ".join(["%s"] * len(ids))
    reached: dict[int, set[str]] = {pk: set() for pk in ids}
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE way(start, id) AS ("
            f"SELECT l.source_id, l.target_id FROM entries_link l WHERE l.source_id IN ({marks}) AND NOT l.folded"
            " UNION SELECT way.start, l.target_id FROM entries_link l JOIN way ON l.source_id = way.id"
            " WHERE NOT l.folded)"
            " SELECT DISTINCT way.start, e.kind FROM way JOIN entries_entry e ON e.id = way.id"
            " WHERE e.visibility = 'public' AND e.deleted_at IS NULL AND e.hidden_at IS NULL",
            ids,
        )
        for start, kind in cursor.fetchall():
            reached[start].add(kind)
    return reached
