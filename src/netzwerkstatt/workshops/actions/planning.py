"""From the request to a plan that stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.models import Audience, Entry, Visibility
from netzwerkstatt.foundation.entries.writing import already_made, create_entry
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.foundation.network.models import City
from netzwerkstatt.foundation.network.rules import is_partner
from netzwerkstatt.foundation.versions.keeping import keep_version
from netzwerkstatt.foundation.versions.saving import number_now, put_together
from netzwerkstatt.ideas.models import Idea, Standing
from netzwerkstatt.workshops import events, rules
from netzwerkstatt.workshops.actions.phasing import PLANNING, locked, write_phases
from netzwerkstatt.workshops.elsewhere import action
from netzwerkstatt.workshops.models import Format, Preset, Workshop
from netzwerkstatt.workshops.plans import PhasePlan, line
from netzwerkstatt.workshops.presets import PRESETS, beginning
from netzwerkstatt.workshops.toolbox import without_hidden
from netzwerkstatt.workshops.versions import planned


@action(
    rule=rules.speaks_for_city,
    on="problem",
    refusal=gettext_lazy("Only the city that named the problem can ask for this."),
    at_headquarters=True,
)
def request_workshop(
    *, actor: Person, problem: Any, title: str, question: str = "", client_id: UUID | None = None
) -> Workshop:
    """The city of a problem asks the experts of all networks to come; usual phases stand there to begin with.

    Records `workshop.requested`. The same `client_id` again gives the same workshop.
    """
    entry, new = _new_entry(
        Format.FLYING, actor, client_id, title=title, city=problem.entry.city, themes=list(problem.entry.themes.all())
    )
    if not new:
        return entry.workshop
    workshop = Workshop.objects.create(entry=entry, format=Format.FLYING, question=line("question", question, 240))
    write_phases(workshop, begin_with(workshop, "flying-3h"))
    thread.link(workshop, thread.DERIVED_FROM, problem, by=actor)
    record(events.REQUESTED(workshop, actor, problem=problem.public_id))
    return workshop


@action(
    rule=rules.speaks_for_city,
    on="city",
    refusal=gettext_lazy("Only a city can host an ideas workshop, for itself."),
    at_headquarters=True,
)
def plan_ideas_workshop(
    *,
    actor: Person,
    ideas: Sequence[Idea],
    city: City,
    title: str,
    day: date | None = None,
    begins: time | None = None,
    place: str = "",
    question: str = "",
    facilitator: Person | None = None,
    ends: time | None = None,
    client_id: UUID | None = None,
) -> Workshop:
    """A city takes ideas up – its own chosen ones, or some from the pool – to make projects of them.

    Each idea stays on the thread. Records `workshop.ideas_workshop_planned`. Raises `Invalid` without an idea, or for
    ideas whose workshop has not closed yet.
    """
    entry, new = _new_entry(Format.IDEAS, actor, client_id, title=title, city=city)
    if not new:
        return entry.workshop
    if not ideas:
        raise Invalid({"ideas": _("Please choose at least one idea.")})
    if any(idea.standing == Standing.OPEN for idea in ideas):
        raise Invalid({"ideas": _("The workshop of this idea has not closed yet.")})
    is_planned = bool(day and begins and place)
    workshop = Workshop.objects.create(
        entry=entry,
        format=Format.IDEAS,
        state=Workshop.State.PLANNED if is_planned else Workshop.State.REQUESTED,
        question=line("question", question, 240),
        day=day,
        begins=begins,
        ends=ends,
        place=line("place", place, 160),
        facilitator=checked_facilitator(facilitator),
    )
    write_phases(workshop, begin_with(workshop, "ideas-half-day"))
    _stands_on(workshop, day)
    for idea in ideas:
        thread.link(workshop, thread.DERIVED_FROM, idea, by=actor)
    Idea.objects.filter(pk__in=[idea.pk for idea in ideas]).update(standing=Standing.CHOSEN)
    record(events.IDEAS_WORKSHOP_PLANNED(workshop, actor, ideas=[idea.public_id for idea in ideas]))
    return workshop


def _stands_on(workshop: Workshop, day: date | None) -> None:
    """On the thread a workshop stands at its day, not at that of the request."""
    Entry.objects.filter(pk=workshop.pk).update(happens_on=day)


@action(
    rule=rules.speaks_for_city,
    on="city",
    refusal=gettext_lazy("Only a city can host a meeting, for itself."),
    at_headquarters=True,
)
def plan_meeting(
    *,
    actor: Person,
    city: City,
    title: str,
    preset: str | Preset,
    question: str = "",
    client_id: UUID | None = None,
) -> Workshop:
    """A city meets to work – a forum, a future workshop, peer advice, an editorial meeting – with the phases of a preset.

    A confidential preset makes a confidential meeting: seen by those who run it and who are invited, found by nobody,
    on no thread. Records `workshop.meeting_planned`. The same `client_id` again gives the same workshop. Raises
    `Invalid` (field "preset") for one that the actor cannot begin with.
    """
    begin = beginning(preset, actor)
    closed = begin.is_confidential
    entry, new = _new_entry(
        Format.MEETING, actor, client_id, title=title, city=city, numbered=not closed,
        visibility=Visibility.CLOSED if closed else Visibility.PUBLIC,
    )  # fmt: skip
    if not new:
        return entry.workshop
    workshop = Workshop.objects.create(
        entry=entry, format=Format.MEETING, question=line("question", question, 240), preset=begin.code,
        is_confidential=closed,
    )  # fmt: skip
    write_phases(workshop, without_hidden(begin.phases(workshop.question), actor))
    record(events.MEETING_PLANNED(workshop, actor))
    return workshop


@action(rule=rules.runs_workshop, refusal=PLANNING, at_headquarters=True)
def plan_workshop(
    *,
    actor: Person,
    workshop: Workshop,
    day: date,
    begins: time,
    place: str,
    facilitator: Person | None = None,
    question: str | None = None,
    practical: str | None = None,
    ends: time | None = None,
    base: int | None = None,
    takes_photos: bool | None = None,
    is_young: bool | None = None,
) -> Workshop:
    """Day, time, place, until when the room is free, and who facilitates. Records `workshop.planned`; nothing where nothing changes.

    Where what calendars show changes, they learn it by a higher `sequence`, and the event says that it was `moved`.
    `base` is what `plan_read` said when the writer read the frame; None for who reads and writes at once. Raises
    `Invalid` once the workshop runs, for an empty place, and for a facilitator from outside the alliance; `Meanwhile`
    (an `Invalid`) where a colleague planned it otherwise meanwhile.
    """
    kept = locked(workshop)
    must_be_ahead(kept)
    wanted = {
        "day": day,
        "begins": begins,
        "ends": ends,
        "place": line("place", place, 160),
        "facilitator": checked_facilitator(facilitator),
        "question": kept.question if question is None else line("question", question, 240),
        "practical": kept.practical if practical is None else practical.replace("\r\n", "\n").strip(),
        "state": Workshop.State.PLANNED,
        "takes_photos": kept.takes_photos if takes_photos is None else takes_photos,
        "is_young": kept.is_young if is_young is None else is_young,
    }
    if not wanted["place"]:
        raise Invalid({"place": _("Where do people go? A house and a room are enough.")})
    if len(str(wanted["practical"])) > 2000:
        raise Invalid({"practical": _("At most 2,000 characters, please.")})
    before = planned(kept) if kept.state == Workshop.State.PLANNED else None
    if base is not None and before is not None:
        _put_together(kept, base, wanted)
    if any(getattr(kept, name) != value for name, value in wanted.items()):
        moved = before is not None and any(getattr(kept, name) != wanted[name] for name in _IN_CALENDARS)
        for name, value in wanted.items():
            setattr(kept, name, value)
        if before and before != planned(kept):
            keep_version(kept.entry, before, actor)
        kept.sequence += moved
        kept.facilitator_gone = kept.facilitator_gone and kept.facilitator is None
        kept.save(update_fields=[*wanted, "sequence", "facilitator_gone"])
        _stands_on(kept, kept.day)
        let_in(kept, kept.facilitator)
        record(events.PLANNED(kept, actor, moved=moved, **where_and_when(kept)))
    for name in (*wanted, "sequence", "facilitator_gone"):
        setattr(workshop, name, getattr(kept, name))
    return workshop


_IN_CALENDARS = ("day", "begins", "ends", "place")


def where_and_when(workshop: Workshop) -> dict[str, str]:
    """Day, beginning and place as an event tells them."""
    return {
        "day": workshop.day.isoformat() if workshop.day else "",
        "begins": workshop.begins.isoformat("minutes") if workshop.begins else "",
        "place": workshop.place,
    }


def plan_read(workshop: Workshop) -> int:
    """What a later save of its frame stands on: 0 until it is planned for the first time. One query."""
    return number_now(workshop.entry) if workshop.state != Workshop.State.REQUESTED else 0


def _put_together(kept: Workshop, base: int, wanted: dict[str, Any]) -> None:
    """What others planned meanwhile stays in `wanted`, where the writer left it as it was."""
    now = {name: getattr(kept, name) for name in wanted}
    for name, value in wanted.items():
        setattr(kept, name, value)
    mine = planned(kept)
    for name, value in now.items():
        setattr(kept, name, value)
    theirs = planned(kept)
    said = put_together(kept.entry, base, mine, whole=("day", "begins", "ends", "facilitator"))
    for name, text in said.items():
        if text == theirs[name]:
            wanted[name] = now[name]
        elif text != mine[name]:  # words of both
            wanted[name] = line(name, text, 240) if name == "question" else text


def let_in(workshop: Workshop, person: Person | None) -> None:
    """Who runs or is invited to a confidential workshop may see it; others are not concerned by this."""
    if workshop.is_confidential and person is not None:
        Audience.objects.get_or_create(entry=workshop.entry, person=person)


def begin_with(workshop: Workshop, code: str) -> list[PhasePlan]:
    """The phases of one of the house's own presets, and the workshop remembers which."""
    workshop.preset = code
    workshop.save(update_fields=["preset"])
    return PRESETS[code].phases(workshop.question)


def _new_entry(kind: str, actor: Person, client_id: UUID | None, **fields: Any) -> tuple[Entry, bool]:
    """A new entry, or the one that the same form made before – also where both posts run at the same moment."""
    if made := already_made(client_id, kind, actor):
        return made, False
    try:
        with transaction.atomic():
            return create_entry(kind=kind, author=actor, client_id=client_id, **fields), True
    except IntegrityError:
        if made := already_made(client_id, kind, actor):
            return made, False
        raise


def must_be_ahead(workshop: Workshop) -> None:
    if not workshop.is_ahead:
        raise Invalid({"": _("The workshop has begun; its plan stands.")})
    if workshop.is_called_off:
        raise Invalid({"": _("This workshop was called off. Say first that it takes place after all.")})


def checked_facilitator(person: Person | None) -> Person | None:
    if person is not None and not is_partner.test(person, None):
        raise Invalid({"facilitator": _("Only people of the alliance can facilitate.")})
    return person
