"""The workshop runs: its code, its phases, the reveal."""

from __future__ import annotations

import secrets

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Allowance, Person
from netzwerkstatt.foundation.ballots import voting
from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.ideas.models import Idea
from netzwerkstatt.ideas.writing import create_ideas, keep_result
from netzwerkstatt.workshops import events, rules
from netzwerkstatt.workshops.actions.planning import locked
from netzwerkstatt.workshops.models import Contribution, Phase, PhaseKind, Workshop

REFUSAL = gettext_lazy("Only the facilitator and the host city run this workshop.")
ATTEMPTS = 50


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def start_workshop(*, actor: Person, workshop: Workshop) -> Workshop:
    """From now on people come in with six digits. Records `workshop.started`; started already, nothing happens.

    Raises `Invalid` without a plan, or when the workshop is over.
    """
    kept = locked(workshop)
    if kept.state == Workshop.State.PLANNED:
        if not kept.phases.exists():
            raise Invalid({"": _("A workshop needs at least one phase.")})
        kept.state, kept.started_at = Workshop.State.RUNNING, clock.now()
        _save_with_code(kept)
        record(events.STARTED(kept, actor))
    elif not kept.is_running:
        raise Invalid({"": _("This workshop is over.") if kept.is_over else _("Day, time and place come first.")})
    workshop.state, workshop.started_at, workshop.code = kept.state, kept.started_at, kept.code
    return workshop


def _save_with_code(workshop: Workshop) -> None:
    """Six digits that no other running workshop has; the database decides."""
    for _attempt in range(ATTEMPTS):
        workshop.code = str(100_000 + secrets.randbelow(900_000))
        try:
            with transaction.atomic():
                workshop.save(update_fields=["state", "started_at", "code"])
        except IntegrityError:
            continue
        return
    raise Invalid({"": _("No free code was found. Please try again.")})


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def open_phase(*, actor: Person, phase: Phase) -> Phase:
    """Begin a phase, in any order, or again as long as nothing of it was shown. Records `workshop.phase_opened`.

    Raises `Invalid` while another phase is open, while ideas wait for their reveal, or with nothing to vote on.
    """
    workshop = locked(phase.workshop)
    kept = _locked_phase(phase)
    if kept.is_open:
        return kept
    _must_run(workshop)
    if not kept.can_open:
        raise Invalid({"": _("What has been shown stays as it is: this phase cannot be opened again.")})
    others = list(workshop.phases.exclude(pk=kept.pk))
    if running := next((one for one in others if one.is_open), None):
        raise Invalid({"": _("“%(title)s” is still open. Please close it first.") % {"title": running.title}})
    if kept.kind != PhaseKind.COLLECT and any(one.is_hidden for one in others):
        raise Invalid({"": _("There are ideas that nobody has seen yet. Please reveal them first.")})
    if kept.kind == PhaseKind.DOTS:
        if not workshop.ideas:
            raise Invalid({"": _("There is nothing to give dots to yet.")})
        kept.ballot = voting.open_ballot(workshop.entry, kept.dots or 1)
    kept.state, kept.opened_at = Phase.State.OPEN, clock.now()
    kept.save(update_fields=["state", "opened_at", "ballot"])
    record(events.PHASE_OPENED(kept, actor, phase=kept.number, kind=kept.kind))
    return _told(phase, kept)


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def close_phase(*, actor: Person, phase: Phase) -> Phase:
    """End a phase; dots are counted now. Records `workshop.phase_closed`; nothing where it is not open."""
    workshop = locked(phase.workshop)
    kept = _locked_phase(phase)
    if kept.is_open:
        end(workshop, kept)
        record(events.PHASE_CLOSED(kept, actor, phase=kept.number, kind=kept.kind))
    return _told(phase, kept)


def end(workshop: Workshop, phase: Phase) -> None:
    """Close an open phase that is locked; a vote is counted, and what is counted is shown."""
    phase.state = Phase.State.CLOSED
    if phase.ballot:
        voting.close_ballot(phase.ballot)
        phase.ballot.refresh_from_db()
        keep_result(voting.result(phase.ballot), workshop.entry)
        phase.revealed = True
    phase.save(update_fields=["state", "revealed"])


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def reveal(*, actor: Person, phase: Phase) -> list[Idea]:
    """Everybody sees the ideas at once, and from now on nobody can tell whose they are.

    The waiting texts become ideas with random ids, in an order drawn by lot, all with the same full hour; then they
    are deleted, and with them the tie to the guest. Who wrote in the own name is named. Records `workshop.revealed`
    with the number alone. Raises `Invalid` while the phase is open; revealed already, nothing happens.
    """
    workshop = locked(phase.workshop)
    kept = _locked_phase(phase)
    _must_run(workshop)
    if kept.kind != PhaseKind.COLLECT or kept.is_open:
        raise Invalid({"": _("Close the phase first; then its ideas can be revealed.")})
    hidden = list(Contribution.objects.filter(phase=kept).select_related("person"))
    if kept.revealed or not hidden:
        return []
    secrets.SystemRandom().shuffle(hidden)
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    ideas = create_ideas(home=workshop.entry, written=[(one.text, one.person) for one in hidden], at=hour)
    thread.link_new([idea.entry for idea in ideas], thread.DERIVED_FROM, workshop.entry)
    Contribution.objects.filter(phase=kept).delete()
    forget_who_wrote(workshop)
    Workshop.objects.filter(pk=workshop.pk).update(ideas=F("ideas") + len(ideas))
    kept.revealed = True
    kept.save(update_fields=["revealed"])
    record(events.REVEALED(kept, actor, phase=kept.number, ideas=len(ideas)))
    _told(phase, kept)
    return ideas


def forget_who_wrote(workshop: Workshop) -> None:
    """The limits know when which guest wrote last; with the reveal that goes, too."""
    Allowance.objects.filter(key__startswith=f"idea:{workshop.public_id}:").delete()


def _locked_phase(phase: Phase) -> Phase:
    return (
        Phase.objects.select_for_update(of=("self",)).select_related("workshop__entry__home", "ballot").get(pk=phase.pk)
    )


def _must_run(workshop: Workshop) -> None:
    if not workshop.is_running:
        raise Invalid({"": _("The workshop is not running.")})


def _told(phase: Phase, kept: Phase) -> Phase:
    """The caller's phase knows what became of it."""
    for name in ("state", "opened_at", "revealed", "contributions", "ballot"):
        setattr(phase, name, getattr(kept, name))
    return phase
