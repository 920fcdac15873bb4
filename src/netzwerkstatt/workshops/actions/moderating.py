"""Notes in the facilitator's hands: which questions are shown, what is pinned, answered, or set aside with a reason."""

from __future__ import annotations

from django.utils.translation import gettext as _

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.workshops import events, rules
from netzwerkstatt.workshops.actions.running import REFUSAL, held
from netzwerkstatt.workshops.elsewhere import action
from netzwerkstatt.workshops.models import Contribution, Note, Phase, Workshop
from netzwerkstatt.workshops.phases.kind import Hand
from netzwerkstatt.workshops.phases.writing import as_written, keep_notes
from netzwerkstatt.workshops.plans import line, prose


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def show_question(*, actor: Person, phase: Phase, contribution: Contribution) -> Note | None:
    """Everybody sees this question from now on and can want it answered; nothing ties it to its guest any more.

    Records `workshop.note_shown`; shown or set aside already, nothing happens.
    """
    return _out_of_the_queue(actor, phase, contribution, reason="")


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def hold_question_back(*, actor: Person, phase: Phase, contribution: Contribution, reason: str) -> Note | None:
    """This question is not shown, for a reason; it stays with those who run the workshop.

    Records `workshop.note_changed`; shown or set aside already, nothing happens. Raises `Invalid` (field "reason")
    without a reason.
    """
    why = _reason(reason)
    return _out_of_the_queue(actor, phase, contribution, reason=why)


def _out_of_the_queue(actor: Person, phase: Phase, contribution: Contribution, *, reason: str) -> Note | None:
    workshop, kept = held(phase)
    _must_not_be_released(workshop)
    if Hand.SUPPORT not in kept.about.hands:
        raise Invalid({"": _("Only questions are shown one by one.")})
    one = Contribution.objects.filter(pk=contribution.pk, phase=kept).select_related("person").first()
    if one is None:
        return None
    (written,) = as_written(kept, [one])
    one.delete()
    kept.waiting = max(0, kept.waiting - 1)
    kept.save(update_fields=["waiting"])
    if reason:
        (note,) = keep_notes(kept, [written])
        note.state, note.reason = Note.State.ASIDE, reason
        note.save(update_fields=["state", "reason"])
        record(events.NOTE_CHANGED(kept, actor, note=note.public_id, state=note.state))
    else:
        (note,) = kept.about.keep(kept, [written])
        record(events.NOTE_SHOWN(kept, actor, phase=kept.number, note=note.public_id))
    return note


@action(rule=rules.runs_workshop, on="workshop", refusal=REFUSAL)
def pin_note(*, actor: Person, workshop: Workshop, note: Note, pinned: bool = True) -> Note:
    """This note stands on top, or no longer. Records `workshop.note_changed`; nothing where it is so already."""
    kept = _held_note(workshop, note)
    if kept.state not in {Note.State.SHOWN, Note.State.PINNED}:
        raise Invalid({"": _("Only what is shown and not answered can be pinned.")})
    return _set(actor, kept, Note.State.PINNED if pinned else Note.State.SHOWN)


@action(rule=rules.runs_workshop, on="workshop", refusal=REFUSAL)
def answer_note(*, actor: Person, workshop: Workshop, note: Note, answer: str = "") -> Note:
    """It was answered in the room; the answer in a few words stands with it, if there are any.

    Records `workshop.note_changed`; nothing where the same answer stands there. Raises `Invalid` (field "answer").
    """
    kept = _held_note(workshop, note)
    if kept.state == Note.State.ASIDE:
        raise Invalid({"": _("What is set aside is not answered.")})
    return _set(actor, kept, Note.State.ANSWERED, answer=prose("answer", answer, 1000))


@action(rule=rules.runs_workshop, on="workshop", refusal=REFUSAL)
def set_note_aside(*, actor: Person, workshop: Workshop, note: Note, reason: str) -> Note:
    """Nobody in the room sees this note any more, for a reason. Records `workshop.note_changed`.

    Raises `Invalid` (field "reason") without one.
    """
    return _set(actor, _held_note(workshop, note), Note.State.ASIDE, reason=_reason(reason))


@action(rule=rules.runs_workshop, on="workshop", refusal=REFUSAL)
def bring_note_back(*, actor: Person, workshop: Workshop, note: Note) -> Note:
    """A note that was set aside is shown again. Records `workshop.note_changed`; shown already, nothing happens."""
    kept = _held_note(workshop, note)
    if kept.state != Note.State.ASIDE:
        return kept
    phase = kept.phase
    if Hand.SUPPORT in phase.about.hands and kept.option_id is None and phase.ballot and phase.ballot.is_open:
        kept.option = phase.about.option_for(phase, kept)
        kept.save(update_fields=["option"])
    return _set(actor, kept, Note.State.SHOWN)


def _set(actor: Person, note: Note, state: Note.State, *, answer: str = "", reason: str = "") -> Note:
    wanted = {"state": state, "answer": answer, "reason": reason}
    if any(getattr(note, name) != value for name, value in wanted.items()):
        for name, value in wanted.items():
            setattr(note, name, value)
        note.save(update_fields=list(wanted))
        record(events.NOTE_CHANGED(note.phase, actor, note=note.public_id, state=str(state)))
    return note


def _held_note(workshop: Workshop, note: Note) -> Note:
    _must_not_be_released(workshop)
    rows = Note.objects.select_for_update(of=("self",)).select_related("phase__workshop__entry", "phase__ballot")
    kept = rows.filter(pk=note.pk, phase__workshop=workshop).first()
    if kept is None:
        raise Invalid({"": _("This note is not here any more.")})
    return kept


def _must_not_be_released(workshop: Workshop) -> None:
    if workshop.is_released:
        raise Invalid({"": _("The protocol is released.")})


def _reason(text: str) -> str:
    why = line("reason", text, 240)
    if not why:
        raise Invalid({"reason": _("Please say in a few words why; it stays with those who run the workshop.")})
    return why
