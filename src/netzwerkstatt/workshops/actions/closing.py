"""The end: which ideas go on, and the protocol that stays."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.documents.actions import request_rendering, retry_rendering
from netzwerkstatt.foundation.documents.models import Rendering
from netzwerkstatt.foundation.documents.queries import rendering_of
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.ideas.models import Idea, Standing
from netzwerkstatt.workshops import drafting, events, rules
from netzwerkstatt.workshops.actions.cutting import cut_every_tie
from netzwerkstatt.workshops.actions.history import forget_steps
from netzwerkstatt.workshops.actions.paper import forget_paper
from netzwerkstatt.workshops.actions.phasing import locked
from netzwerkstatt.workshops.actions.recording import begin_draft, finished
from netzwerkstatt.workshops.actions.running import REFUSAL, freeze
from netzwerkstatt.workshops.actions.tables import end_tables
from netzwerkstatt.workshops.document import document_of
from netzwerkstatt.workshops.elsewhere import action
from netzwerkstatt.workshops.models import Draft, PaperSheet, Protocol, Workshop
from netzwerkstatt.workshops.protocol import protocol_of, sha256_of


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def choose_ideas(*, actor: Person, workshop: Workshop, ideas: Sequence[Idea]) -> Workshop:
    """These ideas go on, and the workshop closes: its code ends, an open phase ends. Until the release the choice can
    be changed.

    Records `workshop.ideas_chosen`; nothing where the choice is the same. Raises `Invalid` while ideas wait for their
    reveal, where there are ideas and none is chosen, and for ideas of other workshops.
    """
    kept = locked(workshop)
    if kept.is_ahead or kept.is_released:
        raise Invalid({"": _("The protocol is released.") if kept.is_released else _("The workshop is not running.")})
    if kept.is_rehearsal:
        raise Invalid({"": _("This is a rehearsal. End it on the console; nothing of it goes on.")})
    wanted = {idea.pk for idea in ideas}
    _check_choice(kept, wanted)
    _check_typed_in(kept)
    before = set(Idea.objects.filter(home=kept.entry, standing=Standing.CHOSEN).values_list("pk", flat=True))
    if kept.state == Workshop.State.CLOSED and wanted == before:
        return workshop
    freeze(kept)
    _check_all_seen(kept)
    Idea.objects.filter(pk__in=before - wanted).update(standing=Standing.OPEN)
    Idea.objects.filter(pk__in=wanted).update(standing=Standing.CHOSEN)
    end_tables(kept)
    kept.state, kept.closed_at = Workshop.State.CLOSED, kept.closed_at or clock.now()
    kept.code = kept.key = kept.message = ""
    kept.save(update_fields=["state", "code", "key", "message", "closed_at"])
    begin_draft(kept)
    record(events.IDEAS_CHOSEN(kept, actor, ideas=sorted(idea.public_id for idea in ideas)))
    workshop.state, workshop.code, workshop.key = kept.state, kept.code, kept.key
    workshop.closed_at = kept.closed_at
    return workshop


def _check_all_seen(workshop: Workshop) -> None:
    hidden = workshop.phases.filter(waiting__gt=0).first()
    if hidden is not None:
        message = _("What was written in “%(title)s” has been seen by nobody yet. Please reveal it first.")
        raise Invalid({"": message % {"title": hidden.title}})


def _check_typed_in(workshop: Workshop) -> None:
    """A photo that nobody typed in would be lost: it is not in the protocol, and goes with the release."""
    if sheet := PaperSheet.objects.filter(workshop=workshop, lines=0).first():
        message = _("Sheet %(n)d has not been typed in yet. Please type it in, or take its photo down.")
        raise Invalid({"": message % {"n": sheet.number}})


def _check_choice(workshop: Workshop, wanted: set[int]) -> None:
    if not wanted and workshop.ideas:
        raise Invalid({"ideas": _("Please choose at least one idea.")})
    if Idea.objects.filter(pk__in=wanted, home=workshop.entry).count() != len(wanted):
        raise Invalid({"ideas": _("One of these ideas does not belong to this workshop.")})


@action(rule=rules.runs_workshop, refusal=REFUSAL, at_headquarters=True)
def release_workshop(*, actor: Person, workshop: Workshop) -> Workshop:
    """The protocol is frozen with its hash, and its files are made; guests, and whose dots were whose, are forgotten.

    Ideas that were not chosen go into the pool, those of a confidential workshop stay among who was there. Records `workshop.released`; released already, nothing happens.
    Raises `Invalid` before the ideas are chosen.
    """
    kept = locked(workshop)
    if kept.is_released:
        return workshop
    if kept.state != Workshop.State.CLOSED:
        raise Invalid({"": _("First it is chosen which ideas go on; that closes the workshop.")})
    now = clock.now()
    content = finished(kept, protocol_of(kept, released_at=now, released_by=actor.name))
    frozen = Protocol.objects.create(workshop=kept, content=content, sha256=sha256_of(content), released_at=now)
    request_rendering(public_id=kept.public_id, document=document_of(frozen))
    cut_every_tie(kept)
    forget_steps(kept)
    forget_paper(kept)
    drafts = Draft.objects.filter(workshop=kept)
    drafts.exclude(edition=drafting.written(kept).edition).delete()
    if not kept.is_confidential:
        Idea.objects.filter(home=kept.entry, standing=Standing.OPEN).update(standing=Standing.POOL)
    kept.state = Workshop.State.RELEASED
    kept.save(update_fields=["state"])
    record(events.RELEASED(kept, actor))
    workshop.state = kept.state
    return workshop


@action(rule=rules.runs_workshop, refusal=REFUSAL, at_headquarters=True)
def ask_for_files(*, actor: Person, workshop: Workshop) -> Rendering:
    """Make the files of a released protocol that has none, or whose files could not be made.

    Records `workshop.files_asked_for`; where they are there already, nothing happens. Raises `Invalid` before the
    release.
    """
    frozen = Protocol.objects.select_related("workshop__entry").filter(workshop=workshop).order_by("-version").first()
    if frozen is None:
        raise Invalid({"": _("The protocol is not released yet.")})
    document = document_of(frozen)
    known = rendering_of(workshop.public_id, version=document.version)
    if known is not None and known.state == Rendering.State.READY:
        return known
    record(events.FILES_ASKED_FOR(workshop, actor))
    if known is not None:
        return retry_rendering(rendering=known)
    return request_rendering(public_id=workshop.public_id, document=document)
