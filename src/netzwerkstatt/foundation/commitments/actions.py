"""Every change to a commitment. Pages, API, commands and the demo call these and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.engines.words.comparing import merge
from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.attachments.models import Attachment
from netzwerkstatt.foundation.commitments import events, notices, rules
from netzwerkstatt.foundation.commitments.models import (
    LONGEST_PARTY,
    LONGEST_PROOF,
    LONGEST_REASON,
    LONGEST_WHAT,
    PENDING,
    Commitment,
    Reply,
    State,
    Step,
    StepKind,
)
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.entries.plain import one_line, prose
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.log import EventType, record
from netzwerkstatt.foundation.notifications.notify import unsay

PARTNERS = gettext_lazy("Commitments are made by those who work in the alliance.")
FOR_ONESELF = gettext_lazy("Others are named by whoever wrote the item, speaks for its city or coordinates.")
NOT_YOURS = gettext_lazy("Only who is named, who made the commitment and the item’s city can change it.")
NOT_YOU = gettext_lazy("Only whoever is named can answer.")
NOT_FOR_YOU = gettext_lazy("This is not there, or not for you to see.")


@dataclass(frozen=True)
class Proof:
    """What shows that it was done: words, a file of the item, another item – any of them, or none."""

    words: str = ""
    file: Attachment | None = None
    entry: Entry | None = None


NO_PROOF = Proof()


@action(rule=rules.makes_commitments, refusal=PARTNERS)
def commit(
    *,
    actor: Person,
    entry: Entry,
    what: str,
    due: date | None,
    person: Person | None = None,
    party: str = "",
    client_id: UUID | None = None,
) -> Commitment:
    """Somebody does something until a day: the actor herself, a person of the alliance, or a party in words.

    A person whom somebody else names is told and asked. Records `commitment.made`. Sent twice with the same client id,
    the first one comes back. Raises `NotAllowed` for who may not see the item or names others without running it,
    `Invalid` with the fields that do not hold.
    """
    if made := _already_made(actor, client_id):
        return made
    _may_see(actor, entry)
    named = _named(actor, entry, person, party)
    words = one_line(what, "what", longest=LONGEST_WHAT)
    day = _day_ahead(due)
    try:
        with transaction.atomic():
            commitment = Commitment.objects.create(
                entry=entry, what=words, due=day, author=actor, made_on=clock.today(), client_id=client_id, **named
            )
    except IntegrityError:
        if made := _already_made(actor, client_id):
            return made
        raise Invalid({"": _("This did not work. Please send it again.")}) from None
    _step(commitment, actor, StepKind.MADE, events.MADE, person=commitment.person_id)
    notices.tell_who_is_named(commitment, actor)
    return commitment


@action(rule=rules.answers_commitment, refusal=NOT_YOU)
def accept(*, actor: Person, commitment: Commitment) -> Commitment:
    """Who is named says yes. Records `commitment.accepted`; accepted before, nothing changes."""
    now = _locked(actor, commitment)
    if now.reply in {Reply.ACCEPTED, Reply.NOT_ASKED}:
        return now
    _still_pending(now)
    now.reply = Reply.ACCEPTED
    now.save(update_fields=["reply"])
    _step(now, actor, StepKind.ACCEPTED, events.ACCEPTED)
    notices.tell_how_it_was_answered(now, actor)
    return now


@action(rule=rules.answers_commitment, refusal=NOT_YOU)
def hand_back(*, actor: Person, commitment: Commitment, reason: str) -> Commitment:
    """Who is named does not do it, for a reason; all see that until somebody else is named.

    Records `commitment.handed-back`; who made it is told. Raises `Invalid` without a reason.
    """
    now = _locked(actor, commitment)
    why = _reason(reason)
    if now.reply == Reply.HANDED_BACK:
        return now
    _still_pending(now)
    if now.reply == Reply.NOT_ASKED:
        raise Invalid({"": _("You wrote this for yourself. You can postpone it, or drop it.")})
    now.reply = Reply.HANDED_BACK
    now.save(update_fields=["reply"])
    _step(now, actor, StepKind.HANDED_BACK, events.HANDED_BACK, reason=why)
    notices.forget_days(now)
    notices.tell_how_it_was_answered(now, actor, why)
    return now


@action(rule=rules.directs_commitment, refusal=NOT_YOURS)
def reword(*, actor: Person, commitment: Commitment, what: str, base: str) -> Commitment:
    """Say anew what is to be done. Records `commitment.reworded`; the same words change nothing.

    `base` are the words that the writer read: what somebody else changed meanwhile is put together with hers. Raises
    `Invalid` (field "what") where both changed the same words.
    """
    now = _locked(actor, commitment)
    _still_pending(now)
    words = one_line(what, "what", longest=LONGEST_WHAT)
    if now.what not in (base, words):
        together = merge(base, now.what, words)
        if not together.is_clean:
            said = _("Somebody changed this while you wrote. It now says: “%(what)s”. What you save next stands.")
            raise Invalid({"what": said % {"what": now.what}})
        words = one_line(together.text, "what", longest=LONGEST_WHAT)
    if words != now.what:
        before, now.what = now.what, words
        now.save(update_fields=["what"])
        _step(now, actor, StepKind.REWORDED, events.REWORDED, reason=before)
    return now


@action(rule=rules.directs_commitment, refusal=NOT_YOURS)
def entrust(*, actor: Person, commitment: Commitment, person: Person | None = None, party: str = "") -> Commitment:
    """Somebody else does it. Records `commitment.entrusted`; the same name again changes nothing, unless it was handed
    back. Raises what `commit` raises about names.
    """
    now = _locked(actor, commitment)
    _still_pending(now)
    named = _named(actor, now.entry, person, party)
    if (named["person"], named["party"]) == (now.person, now.party) and not now.is_handed_back:
        return now
    notices.forget_days(now)
    for name, value in named.items():
        setattr(now, name, value)
    now.save(update_fields=list(named))
    _step(now, actor, StepKind.ENTRUSTED, events.ENTRUSTED, person=now.person_id)
    notices.tell_who_is_named(now, actor)
    return now


@action(rule=rules.changes_commitment, refusal=NOT_YOURS)
def postpone(*, actor: Person, commitment: Commitment, due: date | None, reason: str) -> Commitment:
    """Another day, for a reason. Records `commitment.postponed`; the same day again changes nothing.

    Raises `Invalid` for a day before today, or without a reason.
    """
    now = _locked(actor, commitment)
    if now.state == State.POSTPONED and now.due == due:
        return now
    _still_pending(now)
    day, why = _day_ahead(due), _reason(reason)
    if day == now.due:
        raise Invalid({"due": _("It is due on this day already.")})
    notices.forget_days(now)
    now.state, now.due, now.reason = State.POSTPONED, day, why
    now.save(update_fields=["state", "due", "reason"])
    _step(now, actor, StepKind.POSTPONED, events.POSTPONED, reason=why, due=day.isoformat())
    notices.tell_the_other(now, actor, StepKind.POSTPONED)
    return now


@action(rule=rules.changes_commitment, refusal=NOT_YOURS)
def report_done(
    *, actor: Person, commitment: Commitment, on: date | None = None, proof: Proof = NO_PROOF
) -> Commitment:
    """It is done, since a day (today, unless another is given), with what proves it.

    Records `commitment.done`; done before, nothing changes. Raises `Invalid` for a day to come or before it was made,
    for a file that is not on its item, for an item the actor may not see.
    """
    now = _locked(actor, commitment)
    if now.state == State.DONE:
        return now
    _still_pending(now)
    day = on or clock.today()
    if not now.made_on <= day <= clock.today():
        raise Invalid({"on": _("A day between the making of the commitment and today, please.")})
    now.proof = prose(proof.words, "proof", longest=LONGEST_PROOF, needed=False)
    now.proof_file, now.proof_entry = _checked_file(now, proof.file), _checked_entry(actor, proof.entry)
    notices.forget_days(now)
    now.state, now.done_on, now.reason = State.DONE, day, ""
    now.save(update_fields=["state", "done_on", "reason", "proof", "proof_file", "proof_entry"])
    _step(now, actor, StepKind.DONE, events.DONE, on=day.isoformat())
    notices.tell_the_other(now, actor, StepKind.DONE)
    return now


@action(rule=rules.changes_commitment, refusal=NOT_YOURS)
def drop(*, actor: Person, commitment: Commitment, reason: str) -> Commitment:
    """It is no longer to be done, for a reason. Records `commitment.dropped`; dropped before, nothing changes."""
    now = _locked(actor, commitment)
    if now.state == State.DROPPED:
        return now
    _still_pending(now)
    why = _reason(reason)
    notices.forget_days(now)
    now.state, now.reason = State.DROPPED, why
    now.save(update_fields=["state", "reason"])
    _step(now, actor, StepKind.DROPPED, events.DROPPED, reason=why)
    notices.tell_the_other(now, actor, StepKind.DROPPED)
    return now


@action(rule=rules.changes_commitment, refusal=NOT_YOURS)
def resume(*, actor: Person, commitment: Commitment, due: date | None, reason: str) -> Commitment:
    """What was done or dropped is to be done after all, until a new day. Records `commitment.resumed`.

    Raises `Invalid` for a day before today, or without a reason. What is still to be done stays as it is.
    """
    now = _locked(actor, commitment)
    if now.is_pending:
        return now
    day, why = _day_ahead(due), _reason(reason)
    now.state, now.due, now.reason = State.OPEN, day, why
    now.done_on, now.proof, now.proof_file, now.proof_entry = None, "", None, None
    now.save(update_fields=["state", "due", "reason", "done_on", "proof", "proof_file", "proof_entry"])
    _step(now, actor, StepKind.RESUMED, events.RESUMED, reason=why, due=day.isoformat())
    notices.tell_the_other(now, actor, StepKind.RESUMED)
    return now


def _already_made(actor: Person, client_id: UUID | None) -> Commitment | None:
    return Commitment.objects.filter(client_id=client_id, author=actor).first() if client_id else None


def _may_see(actor: Person, entry: Entry) -> None:
    if not Entry.objects.visible_to(actor).filter(pk=entry.pk).exists():
        raise NotAllowed(NOT_FOR_YOU)


def _named(actor: Person, entry: Entry, person: Person | None, party: str) -> dict[str, Any]:
    """Person or party, and whether she is asked. Raises `Invalid` for neither, both, or who cannot see the item."""
    words = one_line(party, "party", longest=LONGEST_PARTY, needed=False)
    if person and words:
        raise Invalid({"party": _("Either a person or an organisation, please.")})
    if not person and not words:
        raise Invalid({"person": _("Who does it? Please choose a person, or name an organisation or city.")})
    is_own = person is not None and person.pk == actor.pk
    if not is_own and not rules.runs_item.test(actor, entry):
        raise NotAllowed(FOR_ONESELF)
    if person and not is_own and not _can_do_it(person, entry):
        raise Invalid({"person": _("This person cannot see the item, or no longer works in the alliance.")})
    reply = Reply.WAITING if person and not is_own else Reply.NOT_ASKED
    return {"person": person, "party": words, "reply": reply}


def _can_do_it(person: Person, entry: Entry) -> bool:
    sees = Entry.objects.visible_to(person).filter(pk=entry.pk).exists()
    return person.is_active and bool(sees) and rules.sees_commitments.test(person)


def _day_ahead(due: date | None) -> date:
    if due is None:
        raise Invalid({"due": _("Until which day?")})
    if due < clock.today():
        raise Invalid({"due": _("This day has passed. Please choose today or a day ahead.")})
    return due


def _reason(reason: str) -> str:
    return prose(reason, "reason", longest=LONGEST_REASON)


def _checked_file(commitment: Commitment, file: Attachment | None) -> Attachment | None:
    if file and (file.entry_id != commitment.entry_id or file.removed_at or file.hidden_at):
        raise Invalid({"file": _("Please choose a file that is attached to the item.")})
    return file


def _checked_entry(actor: Person, entry: Entry | None) -> Entry | None:
    if entry and not Entry.objects.visible_to(actor).filter(pk=entry.pk).exists():
        raise Invalid({"entry": NOT_FOR_YOU})
    return entry


def _still_pending(commitment: Commitment) -> None:
    if commitment.state not in PENDING:
        raise Invalid({"": _("Meanwhile it is done or dropped. It can be taken up again.")})


def _locked(actor: Person, commitment: Commitment) -> Commitment:
    """The commitment as it is now, held, if the actor may still see its item – and may still do this after waiting."""
    _may_see(actor, commitment.entry)
    found = Commitment.objects.select_for_update(of=("self",))
    now = found.select_related("entry__home", "entry__city", "person", "author").get(pk=commitment.pk)
    if not rules.changes_commitment.test(actor, now):
        raise NotAllowed(NOT_YOURS)
    if now.hidden_at is not None:
        raise Invalid({"": _("It is hidden by the moderation; nothing can be changed in it.")})
    return now


def hide(commitment: Commitment, hidden: bool) -> None:  # noqa: FBT001 - moderation's face: one of two states
    """Hidden, it is gone for all but its author, and rings for nobody; shown again, it is as before.

    What was told to others in its words is gone for good. Moderation calls this inside its own decision and records that.
    """
    now = Commitment.objects.select_for_update().get(pk=commitment.pk)
    now.hidden_at = (now.hidden_at or clock.now()) if hidden else None
    now.save(update_fields=["hidden_at"])
    if hidden:
        notices.forget_days(now)
        unsay(now.get_absolute_url(), but_to=now.author)


def _step(
    commitment: Commitment, actor: Person, kind: StepKind, event: EventType, *, reason: str = "", **payload: Any
) -> None:
    """Write down what happened, in its own history and in the log."""
    Step.objects.create(commitment=commitment, kind=kind, by=actor, at=clock.now(), reason=reason, due=commitment.due)
    record(event(commitment.entry, actor, commitment=commitment.public_id, **payload))
