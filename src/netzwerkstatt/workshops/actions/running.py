"""The workshop runs: its code, its phases, the reveal."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.ideas.models import Idea
from netzwerkstatt.workshops import events, rules
from netzwerkstatt.workshops.actions.phasing import locked
from netzwerkstatt.workshops.drafting import note_name
from netzwerkstatt.workshops.elsewhere import action
from netzwerkstatt.workshops.models import Draft, Phase, Workshop
from netzwerkstatt.workshops.plans import prose

REFUSAL = gettext_lazy("Only the facilitator and the host city run this workshop.")
ATTEMPTS = 50
LAST_WORDS = 2
MOST_EXTENDED = 600


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def start_workshop(*, actor: Person, workshop: Workshop) -> Workshop:
    """From now on people come in with six digits. Records `workshop.started`; started already, nothing happens.

    Raises `Invalid` without a plan, or when the workshop is over.
    """
    kept = locked(workshop)
    if kept.is_called_off:
        raise Invalid({"": _("This workshop was called off. Say first that it takes place after all.")})
    if kept.state == Workshop.State.PLANNED:
        if not kept.phases.exists():
            raise Invalid({"": _("A workshop needs at least one phase.")})
        kept.state, kept.started_at = Workshop.State.RUNNING, clock.now()
        save_with_code(kept)
        record(events.STARTED(kept, actor))
    elif not kept.is_running:
        raise Invalid({"": _("This workshop is over.") if kept.is_over else _("Day, time and place come first.")})
    workshop.state, workshop.started_at = kept.state, kept.started_at
    workshop.code, workshop.key = kept.code, kept.key
    return workshop


def save_with_code(workshop: Workshop) -> None:
    """Six digits that no other running workshop has; the database decides."""
    for _attempt in range(ATTEMPTS):
        workshop.code, workshop.key = str(100_000 + secrets.randbelow(900_000)), secrets.token_urlsafe(20)
        try:
            with transaction.atomic():
                workshop.save(update_fields=["state", "started_at", "code", "key"])
        except IntegrityError:
            continue
        return
    raise Invalid({"": _("No free code was found. Please try again.")})


# ---------------------------------------------------------------- phases


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def open_phase(*, actor: Person, phase: Phase) -> Phase:
    """Begin a phase, in any order, or again as long as nothing final was shown. Records `workshop.phase_opened`.

    Raises `Invalid` while another phase is open, while something waits for its reveal that this phase would build on,
    or where its kind has nothing to work with.
    """
    workshop, kept = held(phase)
    if kept.is_open:
        return kept
    _open(actor, workshop, kept)
    return _told(phase, kept)


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def go_on_with(*, actor: Person, phase: Phase, seen: int | None) -> Phase:
    """Close whatever is open and begin this phase, in one step. `seen` is the number of the phase that was open on
    the page from which this was asked, None for none.

    Records `workshop.phase_closed` and `workshop.phase_opened`. Raises `Invalid` where somebody else has opened another
    phase meanwhile: then nothing is closed that the asker has not seen.
    """
    workshop, kept = held(phase)
    if kept.is_open:
        return kept
    running = workshop.phases.select_for_update(of=("self",)).filter(state=Phase.State.OPEN).first()
    if running is not None:
        if running.number != seen:
            message = _("Meanwhile “%(title)s” has been opened. Please look again before you go on.")
            raise Invalid({"": message % {"title": running.title}})
        _close(actor, workshop, running)
    _open(actor, workshop, kept)
    return _told(phase, kept)


def _open(actor: Person, workshop: Workshop, kept: Phase) -> None:
    _must_run(workshop)
    if not kept.can_open:
        raise Invalid({"": _("What has been shown stays as it is: this phase cannot be opened again.")})
    others = list(workshop.phases.exclude(pk=kept.pk))
    if running := next((one for one in others if one.is_open), None):
        raise Invalid({"": _("“%(title)s” is still open. Please close it first.") % {"title": running.title}})
    if kept.about.builds_on_ideas and (hidden := next((one for one in others if one.holds_ideas_back), None)):
        message = _("Ideas of “%(title)s” have been seen by nobody yet. Please reveal them first.")
        raise Invalid({"": message % {"title": hidden.title}})
    kept.about.opened(workshop, kept)
    kept.state, kept.opened_at, kept.closed_at, kept.extended = Phase.State.OPEN, clock.now(), None, 0
    kept.paused_for = 0
    kept.save(update_fields=["state", "opened_at", "closed_at", "extended", "paused_for"])
    _without_criticism(workshop, now=kept.taboo_free)
    record(events.PHASE_OPENED(kept, actor, phase=kept.number, kind=kept.kind))


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def close_phase(*, actor: Person, phase: Phase) -> Phase:
    """End a phase; what its plan says is shown now is shown. Texts that were still being written are taken and marked
    as late. Records `workshop.phase_closed`; nothing where it is not open.
    """
    workshop, kept = held(phase)
    if kept.is_open:
        _close(actor, workshop, kept)
    return _told(phase, kept)


def _close(actor: Person, workshop: Workshop, kept: Phase) -> None:
    end(workshop, kept)
    record(events.PHASE_CLOSED(kept, actor, phase=kept.number, kind=kept.kind))


def end(workshop: Workshop, phase: Phase) -> None:
    """Close an open phase that is locked, as its kind says."""
    phase.state, phase.closed_at = Phase.State.CLOSED, clock.now()
    phase.ending_at = phase.paused_at = None
    phase.save(update_fields=["state", "closed_at", "ending_at", "paused_at"])
    _without_criticism(workshop, now=False)
    phase.about.closed(workshop, phase)


def freeze(workshop: Workshop) -> None:
    """The workshop closes: nothing more is taken in any phase, not even late. The rows of all phases are held, so
    whoever is writing just now is either in, or finds it closed.
    """
    phases = list(workshop.phases.select_for_update(of=("self",)))
    for phase in phases:
        if phase.is_open:
            end(workshop, phase)
        phase.about.frozen(workshop, phase)
    workshop.phases.update(frozen=True)


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def skip_phase(*, actor: Person, phase: Phase) -> Phase:
    """Leave a phase out; it can be opened later all the same. Records `workshop.phase_skipped`.

    Raises `Invalid` for one that is open or over; left out already, nothing happens.
    """
    workshop, kept = held(phase)
    _must_run(workshop)
    if kept.is_skipped:
        return _told(phase, kept)
    if not kept.is_ahead:
        raise Invalid({"": _("“%(title)s” has begun already.") % {"title": kept.title}})
    kept.state = Phase.State.SKIPPED
    kept.save(update_fields=["state"])
    record(events.PHASE_SKIPPED(kept, actor, phase=kept.number, kind=kept.kind))
    return _told(phase, kept)


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def extend_phase(*, actor: Person, phase: Phase, minutes: int, seen: int | None = None) -> Phase:
    """So many minutes more; an announced end is taken back. Records `workshop.phase_extended`.

    `seen` is how much had been given on top on the page from which this was asked: after a double click, or when two
    facilitators mean the same, the time is given once.

    Where the time is over already, the minutes count from now. Raises `Invalid` for a phase that is not open.
    """
    _workshop, kept = held(phase)
    _must_be_open(kept)
    if not 1 <= minutes <= MOST_EXTENDED:
        raise Invalid({"minutes": _("Between 1 and 600 minutes, please.")})
    if seen is not None and seen != kept.extended:
        return _told(phase, kept)
    kept.ending_at = None
    _goes_on(kept)
    over = (clock.now() - kept.ends_at) if kept.ends_at else timedelta(0)
    if over > timedelta(0):
        minutes += -(-int(over.total_seconds()) // 60)
    kept.extended = min(kept.extended + minutes, MOST_EXTENDED * 10)
    kept.save(update_fields=["extended", "ending_at", "paused_at", "paused_for"])
    record(events.PHASE_EXTENDED(kept, actor, phase=kept.number, minutes=minutes))
    return _told(phase, kept)


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def announce_end(*, actor: Person, phase: Phase, minutes: int = LAST_WORDS) -> Phase:
    """A soft end: every phone says until when there is time to finish the sentence; nothing closes by itself.

    Records `workshop.phase_ending`; announced already, nothing happens. Raises `Invalid` for a phase that is not open.
    """
    _workshop, kept = held(phase)
    _must_be_open(kept)
    if kept.ending_at is None:
        _goes_on(kept)
        kept.ending_at = clock.now() + timedelta(minutes=minutes)
        kept.save(update_fields=["ending_at", "paused_at", "paused_for"])
        record(events.PHASE_ENDING(kept, actor, phase=kept.number, minutes=minutes))
    return _told(phase, kept)


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def pause_phase(*, actor: Person, phase: Phase) -> Phase:
    """Its clock stands until it goes on; what people write and vote is taken all the same. Records
    `workshop.phase_paused`; paused already, nothing happens. Raises `Invalid` for a phase that is not open, and once
    its end is announced.
    """
    _workshop, kept = held(phase)
    _must_be_open(kept)
    if kept.ending_at is not None:
        raise Invalid({"": _("The end is announced already. Give it more time instead.")})
    if kept.paused_at is None:
        kept.paused_at = clock.now()
        kept.save(update_fields=["paused_at"])
        record(events.PHASE_PAUSED(kept, actor, phase=kept.number))
    return _told(phase, kept)


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def resume_phase(*, actor: Person, phase: Phase) -> Phase:
    """The clock runs again, with as much time left as before the pause. Records `workshop.phase_resumed`; not paused,
    nothing happens.
    """
    _workshop, kept = held(phase)
    _must_be_open(kept)
    if kept.paused_at is not None:
        _goes_on(kept)
        kept.save(update_fields=["paused_at", "paused_for"])
        record(events.PHASE_RESUMED(kept, actor, phase=kept.number))
    return _told(phase, kept)


def _goes_on(phase: Phase) -> None:
    if phase.paused_at is not None:
        phase.paused_for += round((clock.now() - phase.paused_at).total_seconds())
        phase.paused_at = None


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def note_outcome(*, actor: Person, phase: Phase, words: str) -> Phase:
    """What came of a phase, in the facilitator's words; it goes into the record. Records `workshop.outcome_noted`.

    Raises `Invalid` (field "words") for too many of them, and once the protocol is released.
    """
    workshop, kept = held(phase)
    if workshop.is_released or workshop.is_ahead:
        raise Invalid({"": _("The protocol is released.") if workshop.is_released else _("It has not begun yet.")})
    text = prose("words", words, 4000)
    if text != kept.outcome:
        kept.outcome = text
        kept.save(update_fields=["outcome"])
        _into_the_draft(workshop, kept, actor)
        record(events.OUTCOME_NOTED(kept, actor, phase=kept.number))
    return _told(phase, kept)


def _into_the_draft(workshop: Workshop, phase: Phase, actor: Person) -> None:
    """Where somebody writes the record already, the note is an edition of it."""
    last = Draft.objects.filter(workshop=workshop).order_by("-edition").first()
    if last is not None:
        texts = last.texts | {note_name(phase.number): phase.outcome}
        Draft.objects.create(workshop=workshop, edition=last.edition + 1, texts=texts, photos=last.photos, by=actor)


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def reveal(*, actor: Person, phase: Phase) -> list[Idea]:
    """Everybody sees at once what waited: ideas, notes, the result of a vote. Gives the ideas, where there are any.

    Texts come with random ids, in an order drawn by lot, ideas all with the same full hour; then what waited is
    deleted, and with it the tie to the guest. Who wrote in the own name is named. What came late is shown by a second
    reveal. Records `workshop.revealed` with the number alone; nothing where nothing waits. Raises `Invalid` while the
    phase is open.
    """
    workshop, kept = held(phase)
    _must_run(workshop)
    if kept.is_open or kept.is_ahead or kept.is_skipped:
        raise Invalid({"": _("Close the phase first; then it can be revealed.")})
    if not kept.is_hidden:
        return []
    newest = Idea.objects.filter(home=workshop.entry).order_by("-pk").values_list("pk", flat=True).first() or 0
    number = kept.about.uncover(workshop, kept)
    record(events.REVEALED(kept, actor, phase=kept.number, ideas=number))
    _told(phase, kept)
    ideas = Idea.objects.filter(home=workshop.entry, pk__gt=newest)
    return list(ideas.select_related("entry").order_by("pk"))


# ---------------------------------------------------------------- what they share


def held(phase: Phase) -> tuple[Workshop, Phase]:
    """Workshop and phase as they are now, held until the transaction ends."""
    workshop = locked(phase.workshop)
    return workshop, Phase.objects.select_for_update(of=("self",)).select_related(
        "workshop__entry__home", "ballot"
    ).get(pk=phase.pk)


def _must_run(workshop: Workshop) -> None:
    if not workshop.is_running:
        raise Invalid({"": _("The workshop is not running.")})


def _must_be_open(phase: Phase) -> None:
    if not phase.is_open:
        raise Invalid({"": _("“%(title)s” is not open.") % {"title": phase.title}})


def _without_criticism(workshop: Workshop, *, now: bool) -> None:
    """A phase without criticism opens or ends: comments on the workshop and its ideas rest meanwhile."""
    if workshop.taboo_free != now:
        workshop.taboo_free = now
        Workshop.objects.filter(pk=workshop.pk).update(taboo_free=now)


_TOLD: tuple[str, ...] = (
    "state", "opened_at", "closed_at", "ending_at", "extended", "paused_at", "paused_for", "revealed", "contributions", "waiting", "late",
    "outcome", "frozen", "ballot",
)  # fmt: skip


def _told(phase: Phase, kept: Any) -> Phase:
    """The caller's phase knows what became of it."""
    for name in _TOLD:
        setattr(phase, name, getattr(kept, name))
    return phase
