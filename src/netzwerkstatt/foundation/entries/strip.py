"""A thread as knots, edges and stages for the drawings of the ui room."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.entries.kinds import cycle
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.entries.owed import Owed, lands_of, owed_by
from netzwerkstatt.foundation.entries.thread import Step, Thread
from netzwerkstatt.foundation.network.models import State as Land
from netzwerkstatt.foundation.ui.formatting import day
from netzwerkstatt.foundation.ui.thread import (
    Edge,
    Graph,
    Knot,
    LandMark,
    Stage,
    State,
    Strand,
    Strip,
    graph_of,
    strip_of,
)


def land_mark(land: Land) -> LandMark:
    return LandMark(land.code, land.position, str(land))


def knot(step: Step, thread: Thread) -> Knot:
    """One step in words; a gap keeps nothing of what it hides but an opaque key."""
    entry = step.entry
    if entry is None:
        return Knot(public_id=f"gap-{step.id}", state=State.GAP)
    if step.deleted:
        return _words(entry, State.STONE, title=_("Deleted on %(day)s") % {"day": day(entry.deleted_at)}, url=None)
    state = State.NOW if step.id == thread.current else State.DONE
    found = _words(entry, state, title=entry.title, url=entry.get_absolute_url())
    strand = _folded(entry, thread)
    return replace(found, strand=strand) if strand else found


def _words(entry: Entry, state: State, *, title: str, url: str | None) -> Knot:
    place = entry.city or entry.network
    land = entry.city.network.state if entry.city else entry.network.state if entry.network else None
    return Knot(
        public_id=entry.public_id,
        kind=entry.kind,
        stage=entry.about.stage,
        kind_label=str(entry.about.label),
        title=title,
        when=day(entry.when),
        year=entry.when.year,
        url=url,
        lands=(land_mark(land),) if land else (),
        city=str(place) if place else "",
        number=entry.code,
        state=state,
    )


def _folded(entry: Entry, thread: Thread) -> tuple[Strand, ...]:
    """How many ideas came of it that the thread does not show; the one whose page this is, is shown."""
    shown = any(step.id == thread.current and step.entry and _is_folded(step.entry) for step in thread.steps)
    is_origin = any((source, target) == (entry.pk, thread.current) for source, target, _kind in thread.links)
    number = entry.folded_outcomes - int(shown and is_origin)
    if number < 1:
        return ()
    label = ngettext("%(number)d more idea", "%(number)d more ideas", number)
    return (Strand(label % {"number": number}, f"{entry.get_absolute_url()}#ideas"),)


def _is_folded(entry: Entry) -> bool:
    return entry.about.folds and not entry.outcomes


def edges(thread: Thread) -> list[Edge]:
    names = {step.id: step.entry.public_id if step.entry else f"gap-{step.id}" for step in thread.steps}
    return [Edge(names[a], names[b], kind) for a, b, kind in thread.links]


def current_key(thread: Thread) -> str:
    return next(step.entry.public_id for step in thread.steps if step.id == thread.current and step.entry)


def thread_strip(thread: Thread, thread_url: str = "") -> Strip:
    """The strip under the title of an item's page."""
    knots = [knot(step, thread) for step in thread.steps]
    return strip_of(knots, edges(thread), current_key(thread), _stages(get_language() or ""), thread_url=thread_url)


@cache
def _stages(_language: str) -> tuple[Stage, ...]:
    return tuple(Stage(kind.stage, str(kind.label)) for kind in cycle())


def thread_drawing(thread: Thread, lands: list[Land], unfolded: frozenset[str] = frozenset()) -> Graph:
    """The whole thread, drawn: one row per item, one column per Land, what is still owed dotted at the end."""
    places = lands_of(thread.entries)
    owed = owed_by(thread.entries)
    knots = [_placed(knot(step, thread), step, places) for step in thread.steps]
    plurals = {kind.stage: str(kind.plural) for kind in cycle()}
    return graph_of(
        [*knots, *(_awaited(one) for _entry, one in owed)],
        [*edges(thread), *(Edge(entry.public_id, one.key, "owed") for entry, one in owed)],
        current_key(thread),
        [land_mark(land) for land in lands],
        plurals=plurals,
        unfolded=unfolded,
    )


def _placed(found: Knot, step: Step, places: dict[int, Land]) -> Knot:
    land = places.get(step.id) if step.entry else None
    return replace(found, lands=(land_mark(land),)) if land and not found.lands else found


def _awaited(owed: Owed) -> Knot:
    return Knot(
        public_id=owed.key,
        kind=owed.stage,
        stage=owed.stage,
        kind_label=str(owed.label),
        title=str(owed.title),
        when=owed.when,
        lands=(land_mark(owed.land),),
        state=State.OPEN,
    )
