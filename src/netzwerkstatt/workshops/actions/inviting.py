"""Experts of the other networks: asked, and answering."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.workshops import events, rules
from netzwerkstatt.workshops.actions.phasing import locked
from netzwerkstatt.workshops.actions.planning import let_in
from netzwerkstatt.workshops.elsewhere import action
from netzwerkstatt.workshops.models import Invitation, Workshop
from netzwerkstatt.workshops.pool import pool


@action(
    rule=rules.runs_workshop,
    refusal=gettext_lazy("Only the host city and the facilitator invite."),
    at_headquarters=True,
)
def invite_expert(*, actor: Person, workshop: Workshop, person: Person, why: str) -> Invitation:
    """Ask an expert of another network to come, with the reason; asked twice, the first invitation comes back.

    Records `workshop.expert_invited`. Raises `Invalid` for people of the host's own network or outside the pool.
    """
    kept = locked(workshop)
    if found := Invitation.objects.filter(workshop=kept, person=person).first():
        return found
    why = " ".join(why.split())
    if not why:
        raise Invalid({"why": _("Please say in one sentence why this person fits.")})
    if len(why) > 240:
        raise Invalid({"why": _("At most 240 characters, please.")})
    if kept.is_over:
        raise Invalid({"": _("This workshop is over.")})
    if kept.is_called_off:
        raise Invalid({"": _("This workshop was called off.")})
    if not pool(beyond=kept.entry.network).filter(pk=person.pk).exists():
        raise Invalid({"person": _("Experts of the other networks can be invited.")})
    invitation = Invitation.objects.create(workshop=kept, person=person, why=why)
    let_in(kept, person)
    record(events.EXPERT_INVITED(kept, actor, person=person.pk))
    return invitation


@action(rule=rules.is_invited, refusal=gettext_lazy("Only who is invited can answer."), at_headquarters=True)
def answer_invitation(
    *, actor: Person, invitation: Invitation, comes: bool, word: str = "", conflict: str = "", needs: str = ""
) -> Invitation:
    """The invited person comes or does not; may change her mind until the workshop is over.

    `word`, `conflict` of interest and `needs` are for those who run the workshop, and replace what stood there. Records
    `workshop.invitation_answered`, never with the words; nothing where the answer is the same and for the same day.
    """
    kept = Invitation.objects.select_for_update(of=("self",)).select_related("workshop__entry").get(pk=invitation.pk)
    if kept.workshop.is_over:
        raise Invalid({"": _("This workshop is over.")})
    if kept.workshop.is_called_off:
        raise Invalid({"": _("This workshop was called off.")})
    answer = Invitation.Answer.COMES if comes else Invitation.Answer.DECLINES
    said: dict[str, Any] = {
        name: _said(name, words) for name, words in (("word", word), ("conflict", conflict), ("needs", needs))
    }
    said |= {"answer": answer, "for_day": kept.workshop.day}
    if any(getattr(kept, name) != value for name, value in said.items()):
        for name, value in said.items():
            setattr(kept, name, value)
        kept.answered_at = clock.now()
        kept.save(update_fields=[*said, "answered_at"])
        record(events.INVITATION_ANSWERED(kept, actor, comes=comes))
    return kept


def _said(field: str, words: str) -> str:
    words = " ".join(words.split())
    if len(words) > 240:
        raise Invalid({field: _("At most 240 characters, please.")})
    return words
