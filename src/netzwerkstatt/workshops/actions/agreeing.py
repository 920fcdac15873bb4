"""Who takes which idea on, and until when: commitments on the ideas."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.commitments.actions import commit
from netzwerkstatt.foundation.commitments.models import Commitment
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.ideas.models import Idea
from netzwerkstatt.workshops import events, rules
from netzwerkstatt.workshops.actions.running import held
from netzwerkstatt.workshops.elsewhere import action
from netzwerkstatt.workshops.models import Phase
from netzwerkstatt.workshops.phases.kind import Hand


@action(
    rule=rules.takes_on, refusal=gettext_lazy("Only people of the alliance take an idea on, or who runs the workshop.")
)
def take_on(
    *,
    actor: Person,
    phase: Phase,
    idea: Idea,
    what: str,
    due: date | None,
    person: Person | None = None,
    party: str = "",
    client_id: UUID | None = None,
) -> Commitment:
    """Somebody does something for this idea until a day: the actor, or – named by who runs the workshop – a person of
    the alliance or a party in words.

    Makes a commitment on the idea and records `workshop.taken_on`. The same `client_id` again gives the same one.
    Raises `Invalid` with the fields that do not hold, `NotAllowed` for whoever names others without running it.
    """
    workshop, kept = held(phase)
    if Hand.TAKE_ON not in kept.about.hands or kept.is_ahead or kept.is_skipped:
        raise Invalid({"": _("Nothing is agreed just now.")})
    if workshop.is_released:
        raise Invalid({"": _("The protocol is released.")})
    if idea.home_id != workshop.pk:
        raise Invalid({"idea": _("This idea does not belong to this workshop.")})
    before = Commitment.objects.filter(client_id=client_id).exists() if client_id else False
    made = commit(actor=actor, entry=idea.entry, what=what, due=due, person=person, party=party, client_id=client_id)
    if not before:
        record(events.TAKEN_ON(kept, actor, phase=kept.number, commitment=made.public_id))
    return made
