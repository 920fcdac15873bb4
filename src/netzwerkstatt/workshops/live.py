"""A running workshop as its screens follow it: one view for each kind of screen, and what an event changes in it.

A view is computed from the database alone, so that it is the same whether it comes as a snapshot or as the changes of
events. `page` is a fingerprint of everything that phone or console fetch as HTML; where it changes, they fetch it again.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.db.models import Count, Max, Q, Sum
from django.template.loader import render_to_string
from django.utils import translation

from netzwerkstatt.foundation.ballots import voting
from netzwerkstatt.foundation.commitments.models import Commitment
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events.log import record, unit_of_work
from netzwerkstatt.foundation.live.registry import Whole, register
from netzwerkstatt.foundation.live.tally import Tally, register_tally
from netzwerkstatt.workshops import events, queries
from netzwerkstatt.workshops.models import (
    Card,
    CoFacilitator,
    Group,
    GroupNote,
    Note,
    Participant,
    Phase,
    Reveal,
    Table,
    Workshop,
)
from netzwerkstatt.workshops.wall import wall_of

KIND = "workshop"
PHONE, WALL, CONSOLE = "phone", "wall", "console"
AUDIENCES = (PHONE, WALL, CONSOLE)
View = dict[str, Any]
NUMBERS = ("waiting", "ready", "voted")
# A text that was on the wall is there no more: what is older is not sent again.
FORGETS = frozenset({events.SEEN_ANEW.name, events.NOTE_CHANGED.name, events.IDEA_WITHDRAWN.name})
FRAGMENTS = ("head", "prompt", "body", "count", "foot", "message")


def declare() -> None:
    """At start."""
    register(KIND, snapshot=snapshot, render=render, audiences=AUDIENCES, forgets=FORGETS)
    register_tally(KIND, counting)


def snapshot(stream: str, audience: str, language: str) -> View:
    """What this audience sees of the workshop now. Empty for one that is not there any more."""
    workshop = _workshop_of(stream)
    if workshop is None:
        return {}
    with translation.override(language):
        return view_of(workshop, queries.phases_of(workshop), audience)


def render(event: Any, audience: str, language: str) -> View | None:
    """What the event changed in this view, as things are now: a few keys, or the whole view, of which what is new is sent;
    None where this audience sees nothing of it.
    """
    workshop = _workshop_of(event.stream_id)
    if workshop is None:
        return {}
    with translation.override(language):
        phases = queries.phases_of(workshop)
        if (event.type, audience) in SMALL:
            return SMALL[event.type, audience](workshop, phases)
        return Whole(view_of(workshop, phases, audience))


def _nothing(workshop: Workshop, phases: Sequence[Phase]) -> None:
    """This screen shows nothing of it."""


def _new_numbers(workshop: Workshop, phases: Sequence[Phase]) -> View:
    now = numbers_of(workshop, phases)
    return {"numbers": {**dict.fromkeys(name for name in NUMBERS if name not in now), **now}}


def _new_count(workshop: Workshop, phases: Sequence[Phase]) -> View:
    return {"html": {"count": fragment("count", wall_of(workshop, phases))}}


def _new_more(workshop: Workshop, phases: Sequence[Phase]) -> View | None:
    now = queries.open_phase_of(phases)
    return {"more": _more(now)} if now and _shows_more(now) else None


SMALL: dict[tuple[str, str], Callable[[Workshop, Sequence[Phase]], View | None]] = {
    (events.JOINED.name, PHONE): _nothing,
    (events.JOINED.name, WALL): _new_count,
    (events.JOINED.name, CONSOLE): _new_numbers,
    (events.READY.name, PHONE): _nothing,
    (events.READY.name, WALL): _nothing,
    (events.READY.name, CONSOLE): _new_numbers,
    (events.CONTRIBUTED.name, PHONE): _new_more,
    (events.TALLY.name, PHONE): _new_more,
    (events.TALLY.name, WALL): _new_count,
    (events.TALLY.name, CONSOLE): _new_numbers,
    (events.GROUP_WROTE.name, PHONE): _new_more,
    (events.GROUP_HANDED.name, PHONE): _new_more,
}


def view_of(workshop: Workshop, phases: Sequence[Phase], audience: str) -> View:
    """The whole view. Never None inside: what is not there is absent."""
    if audience == WALL:
        return {"running": workshop.is_running} | _clock(phases) | {"html": fragments(wall_of(workshop, phases))}
    now = queries.open_phase_of(phases)
    common: View = {
        "running": workshop.is_running,
        "page": fingerprint(workshop, phases, audience),
        "message": workshop.message,
        **_clock(phases),
    }
    if audience == CONSOLE:
        return common | {"numbers": numbers_of(workshop, phases)}
    return common | ({"more": _more(now)} if now and _shows_more(now) else {})


def fragments(context: dict[str, Any]) -> dict[str, str]:
    """The wall's HTML, piece by piece."""
    return {name: fragment(name, context) for name in FRAGMENTS}


def fragment(name: str, context: dict[str, Any]) -> str:
    """One piece."""
    return render_to_string(f"workshops/wall/{name}.html", context).strip()


def _workshop_of(stream: str) -> Workshop | None:
    workshops = Workshop.objects.select_related("entry__city")
    return workshops.filter(entry__public_id=stream, entry__deleted_at=None).first()


def _clock(phases: Sequence[Phase]) -> View:
    """When the open phase is over, as seconds since 1970: the screen compares them with the server's clock, not its own.
    While it is paused, how much is left.
    """
    now = queries.open_phase_of(phases)
    if now is None or now.ends_at is None:
        return {"phase": now.number if now else 0}
    if now.is_paused:
        return {"phase": now.number, "paused": now.seconds_left}
    return {"phase": now.number, "ends": round(now.ends_at.timestamp())}


def numbers_of(workshop: Workshop, phases: Sequence[Phase]) -> View:
    """What the console shows as numbers, and changes with every contribution. Three queries."""
    now = queries.open_phase_of(phases)
    numbers: View = {"people": workshop.people, "contributions": now.contributions if now else 0}
    if now is not None:
        numbers["waiting"] = now.waiting
        numbers["ready"] = Participant.objects.filter(workshop=workshop, ready=now.number).count()
        if now.ballot is not None and now.about.is_final_when_shown:
            numbers["voted"] = voting.turnout(now.ballot)
    return numbers


def _shows_more(phase: Phase) -> bool:
    """Others see at once what is written in it."""
    return phase.reveals == Reveal.LIVE or phase.kind in {"questions", "groups"}


def _more(phase: Phase) -> int:
    """Another number where others wrote or voted, or what they wrote was changed. Three queries."""
    return _sum(
        _notes(phase),
        voting.votes_in(phase.ballot) if phase.ballot else 0,
        GroupNote.objects.filter(phase=phase).aggregate(n=Count("pk"), of=Count("pk", filter=Q(handed=True))),
    )


def _notes(phase: Phase) -> dict[str, Any]:
    rows = Note.objects.filter(phase=phase)
    return rows.aggregate(
        n=Count("pk"), last=Max("pk"), pinned=Count("pk", filter=Q(state="pinned")),
        answered=Count("pk", filter=Q(state="answered")), aside=Count("pk", filter=Q(state="aside")),
    )  # fmt: skip


def fingerprint(workshop: Workshop, phases: Sequence[Phase], audience: str) -> int:
    """Another number where phone or console have to fetch their page again. Few queries, whatever the number of ideas."""
    now = queries.open_phase_of(phases)
    seen: list[Any] = [workshop.state]
    seen += [(one.number, one.kind, one.title, one.prompt, one.state, one.revealed, one.frozen) for one in phases]
    if now is not None:
        seen.append((now.opened_at, now.ending_at, now.extended, now.paused_at, now.outcome))
    if audience == PHONE:
        if now is not None and now.about.builds_on_ideas:
            seen.append((workshop.ideas, _agreed(workshop)))
        if now is not None and now.kind == "groups":
            seen.append(Group.objects.filter(workshop=workshop).aggregate(n=Count("pk"), last=Max("pk")))
        return _sum(*seen)
    seen += [
        workshop.ideas, workshop.message, workshop.asks_who, workshop.taboo_free, queries.revision_of(workshop), _agreed(workshop),
        [(phase.minutes, bool(phase.waiting), phase.outcome) for phase in phases],
        Card.objects.filter(idea__home=workshop.entry, pinned=True).aggregate(n=Count("pk"), of=Sum("pk")),
        Entry.objects.filter(home=workshop.entry, hidden_at__isnull=False).count(),
        Group.objects.filter(workshop=workshop).aggregate(n=Count("pk"), last=Max("pk"), people=Count("members")),
        CoFacilitator.objects.filter(workshop=workshop).aggregate(n=Count("pk"), last=Max("pk")),
        Table.objects.filter(workshop=workshop).aggregate(n=Count("pk"), people=Sum("persons")),
    ]  # fmt: skip
    if now is not None and _shows_more(now):
        seen.append((_more(now), now.waiting))
    return _sum(*seen)


def _agreed(workshop: Workshop) -> dict[str, Any]:
    return Commitment.objects.filter(entry__home=workshop.entry, hidden_at=None).aggregate(
        n=Count("pk"), last=Max("pk")
    )


def counting() -> list[Tally]:
    """Votes that are open in running workshops, each with the number of people who voted. Two queries."""
    phases = Phase.objects.filter(
        state=Phase.State.OPEN, workshop__state=Workshop.State.RUNNING, ballot__isnull=False
    ).select_related("workshop__entry", "ballot")
    found = list(phases)
    voted = voting.turnouts([phase.ballot_id for phase in found if phase.ballot_id])
    return [Tally(str(one.pk), voted.get(one.ballot_id or 0, 0), partial(_tell, one)) for one in found]


def _tell(phase: Phase, voted: int) -> None:
    with unit_of_work():
        record(events.TALLY(phase, None, phase=phase.number, voted=voted))


def _sum(*values: Any) -> int:
    return zlib.crc32(repr(values).encode())
