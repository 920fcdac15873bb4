"""A rehearsal: a copy of the planned workshop in which simulated people take part. Nothing of it can reach the workshop."""

from __future__ import annotations

import random
from collections.abc import Callable
from uuid import uuid4

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Guest, Person
from netzwerkstatt.foundation.ballots.models import Kind, Option
from netzwerkstatt.foundation.entries.models import Audience, Entry, Visibility
from netzwerkstatt.foundation.entries.writing import create_entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.foundation.network.models import CityNetwork
from netzwerkstatt.ideas.models import Idea
from netzwerkstatt.workshops import events, rules
from netzwerkstatt.workshops.actions.cutting import cut_every_tie
from netzwerkstatt.workshops.actions.grouping import give_to_plenum, go_to_group, write_on_board
from netzwerkstatt.workshops.actions.phasing import locked, write_phases
from netzwerkstatt.workshops.actions.running import REFUSAL, freeze, save_with_code
from netzwerkstatt.workshops.actions.tables import end_tables
from netzwerkstatt.workshops.actions.taking_part import contribute, give_dots, say_ready, support, vote
from netzwerkstatt.workshops.elsewhere import action
from netzwerkstatt.workshops.models import (
    CoFacilitator,
    Group,
    GroupNote,
    Note,
    Participant,
    Phase,
    Workshop,
)
from netzwerkstatt.workshops.phases.kind import Hand
from netzwerkstatt.workshops.plans import PhasePlan

MOST_AT_ONCE = 40
MOST_SIMULATED = 120
SENTENCES = (
    gettext_lazy("A bus that leaves at half past five"),
    gettext_lazy("A rehearsal room that stays open after ten"),
    gettext_lazy("Ask us before it is decided"),
    gettext_lazy("A letter every year to everybody who left"),
    gettext_lazy("An empty shop on the market square to work in"),
    gettext_lazy("One telephone number for flat, childcare and work"),
    gettext_lazy("Rent a building plot first, buy it after five years"),
    gettext_lazy("An evening with firms, not in the school hall but in the workshop"),
    gettext_lazy("The last train home at eleven"),
    gettext_lazy("A cinema in the monastery"),
)
WORDS = (gettext_lazy("quiet"), gettext_lazy("home"), gettext_lazy("far away"), gettext_lazy("river"))


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def begin_rehearsal(*, actor: Person, workshop: Workshop) -> Workshop:
    """A copy of the workshop with its phases, running at once, seen only by those who run it. Records
    `workshop.rehearsal_begun` in the copy; while one runs, that one comes back.

    Raises `Invalid` for a workshop without phases, one that has begun, and a rehearsal.
    """
    kept = locked(workshop)
    if kept.is_rehearsal or not kept.is_ahead:
        raise Invalid({"": _("Only what has not begun can be rehearsed.")})
    if known := Workshop.objects.filter(rehearses=kept, state=Workshop.State.RUNNING).select_related("entry").first():
        return known
    phases = list(kept.phases.order_by("number"))
    if not phases:
        raise Invalid({"": _("A workshop needs at least one phase.")})
    title = _("Rehearsal: %(title)s") % {"title": kept.entry.title}
    entry = create_entry(
        kind=kept.entry.kind, author=actor, title=title[:240], city=kept.entry.city, visibility=Visibility.CLOSED,
        numbered=False,
    )  # fmt: skip
    made = Workshop.objects.create(
        entry=entry, format=kept.format, question=kept.question, place=kept.place, facilitator=kept.facilitator,
        preset=kept.preset, is_confidential=True, asks_who=kept.asks_who, rehearses=kept,
        state=Workshop.State.PLANNED,
    )  # fmt: skip
    with_them = list(CoFacilitator.objects.filter(workshop=kept).values_list("person", flat=True))
    people = {actor.pk, *with_them, *([kept.facilitator_id] if kept.facilitator_id else [])}
    Audience.objects.bulk_create([Audience(entry=entry, person_id=pk) for pk in sorted(people)])
    CoFacilitator.objects.bulk_create([CoFacilitator(workshop=made, person_id=pk) for pk in with_them])
    write_phases(made, [PhasePlan.of(phase) for phase in phases])
    made.state, made.started_at = Workshop.State.RUNNING, clock.now()
    save_with_code(made)
    record(events.REHEARSAL_BEGUN(made, actor))
    return made


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def let_people_in(*, actor: Person, workshop: Workshop, number: int) -> int:
    """So many simulated people come in, from all networks. Records `workshop.joined` once. Raises `Invalid` (field
    "number") outside 1–40, above 120 altogether, and where it is no rehearsal.
    """
    kept = _rehearsal(workshop)
    before = Participant.objects.filter(workshop=kept, simulated=True).count()
    if not 1 <= number <= MOST_AT_ONCE or before + number > MOST_SIMULATED:
        raise Invalid({"number": _("At most 40 at once, please, and 120 altogether.")})
    networks: list[int | None] = [*CityNetwork.objects.values_list("pk", flat=True)] or [None]
    lot = random.SystemRandom()
    for _place in range(number):
        guest, _token = Guest.welcome(kept.public_id)
        Participant.objects.create(
            workshop=kept, guest=guest, network_id=lot.choice(networks), asked=True, simulated=True
        )
    kept.people += number
    kept.save(update_fields=["people"])
    record(events.JOINED(kept, None, people=kept.people))
    workshop.people = kept.people
    return number


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def let_people_act(*, actor: Person, workshop: Workshop) -> int:
    """Each simulated person does once what the open phase asks for, as a guest with a phone would; says how many did.

    Raises `Invalid` without an open phase, and where it is no rehearsal. Records what those guests do.
    """
    kept = _rehearsal(workshop)
    phases = Phase.objects.select_related("workshop__entry", "ballot")
    phase = phases.filter(workshop=kept, state=Phase.State.OPEN).first()
    if phase is None:
        raise Invalid({"": _("Open a phase first; then people have something to do.")})
    crowd = list(Guest.objects.filter(participant__workshop=kept, participant__simulated=True))
    acts = [act for hand, act in _ACTS.items() if hand in phase.about.hands]
    for guest in crowd:
        for act in acts:
            act(guest, phase)
        say_ready(actor=guest, phase=phase)
    return len(crowd) if acts else 0


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def end_rehearsal(*, actor: Person, workshop: Workshop) -> Workshop:
    """The rehearsal is over, and what was written in it is erased. Records `workshop.rehearsal_ended`; over already,
    nothing happens. Gives the workshop that was rehearsed. Raises `Invalid` where it is no rehearsal.
    """
    kept = locked(workshop)
    if kept.rehearses is None:
        raise Invalid({"": _("This is no rehearsal.")})
    if kept.is_running:
        freeze(kept)
        end_tables(kept)
        cut_every_tie(kept)
        Note.objects.filter(phase__workshop=kept).delete()
        Idea.objects.filter(home=kept.entry).update(text="–")
        gone = Entry.objects.filter(home=kept.entry) | Entry.objects.filter(pk=kept.pk)
        gone.update(title="–", summary="", deleted_at=clock.now())
        kept.state, kept.closed_at = Workshop.State.CLOSED, clock.now()
        kept.code = kept.key = kept.message = ""
        kept.save(update_fields=["state", "closed_at", "code", "key", "message"])
        record(events.REHEARSAL_ENDED(kept, actor))
    workshop.state = kept.state
    return Workshop.objects.select_related("entry").get(pk=kept.rehearses_id)


def _rehearsal(workshop: Workshop) -> Workshop:
    kept = locked(workshop)
    if not kept.is_rehearsal or not kept.is_running:
        raise Invalid({"": _("This is no rehearsal.")})
    return kept


# ---------------------------------------------------------------- what simulated people do


def _write(guest: Guest, phase: Phase) -> None:
    lot = random.SystemRandom()
    idea = None
    if phase.about.is_about_ideas:
        idea = Idea.objects.filter(home=phase.workshop_id).select_related("entry").order_by("?").first()
        if idea is None:
            return
    text = lot.choice(WORDS) if phase.kind == "words" else lot.choice(SENTENCES)
    contribute(actor=guest, phase=phase, text=str(text), client_id=uuid4(), idea=idea)


def _vote(guest: Guest, phase: Phase) -> None:
    if phase.ballot is None:
        return
    lot = random.SystemRandom()
    options = list(Option.objects.filter(ballot=phase.ballot).values_list("pk", flat=True))
    if phase.ballot.kind == Kind.RANKING:
        lot.shuffle(options)
        said = {pk: [place] for place, pk in enumerate(options, 1)}
    else:
        axes = len(phase.ballot.axes) or 1
        said = {pk: [lot.choice(phase.ballot.scale) for _axis in range(axes)] for pk in options}
    vote(actor=guest, phase=phase, said=said)


def _dots(guest: Guest, phase: Phase) -> None:
    ideas = list(Idea.objects.filter(home=phase.workshop_id, entry__deleted_at=None, entry__hidden_at=None)[:200])
    lot = random.SystemRandom()
    given: dict[str, int] = {}
    for _place in range(phase.dots or 0 if ideas else 0):
        name = lot.choice(ideas).entry.public_id
        given[name] = given.get(name, 0) + 1
    give_dots(actor=guest, phase=phase, dots=given)


def _support(guest: Guest, phase: Phase) -> None:
    note = Note.objects.filter(phase=phase, option__isnull=False).exclude(state=Note.State.ASIDE).order_by("?").first()
    if note is not None:
        support(actor=guest, phase=phase, note=note, wanted=True)


def _in_groups(guest: Guest, phase: Phase) -> None:
    lot = random.SystemRandom()
    one = Participant.objects.get(guest=guest)
    if one.group_id is None:
        numbers = list(Group.objects.filter(workshop=phase.workshop).values_list("number", flat=True))
        go_to_group(actor=guest, workshop=phase.workshop, number=lot.choice(numbers))
    note = write_on_board(actor=guest, phase=phase, text=str(lot.choice(SENTENCES)), client_id=uuid4())
    if not GroupNote.objects.filter(phase=phase, group=note.group, handed=True).exists():
        give_to_plenum(actor=guest, phase=phase, note=note)


_ACTS: dict[Hand, Callable[[Guest, Phase], None]] = {
    Hand.WRITE: _write,
    Hand.VOTE: _vote,
    Hand.DOTS: _dots,
    Hand.SUPPORT: _support,
    Hand.GROUP: _in_groups,
}
