"""Another person facilitates."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.foundation.versions.keeping import keep_version
from netzwerkstatt.workshops import events, rules
from netzwerkstatt.workshops.actions.phasing import locked
from netzwerkstatt.workshops.actions.planning import checked_facilitator, let_in
from netzwerkstatt.workshops.elsewhere import action
from netzwerkstatt.workshops.models import Workshop
from netzwerkstatt.workshops.versions import planned


@action(
    rule=rules.runs_workshop,
    refusal=gettext_lazy("Only the host city and the facilitator hand it over."),
    at_headquarters=True,
)
def hand_over(*, actor: Person, workshop: Workshop, facilitator: Person | None) -> Workshop:
    """Somebody else facilitates from now on, also in the middle of the workshop; None for the host city itself.

    Records `workshop.handed_over`; nothing where nothing changes. Raises `Invalid` once the protocol is released, and
    for somebody from outside the alliance.
    """
    kept = locked(workshop)
    if kept.is_released:
        raise Invalid({"": _("The protocol is released; who facilitated stands in it.")})
    wanted = checked_facilitator(facilitator)
    if (kept.facilitator, kept.facilitator_gone) != (wanted, False):
        before = planned(kept)
        kept.facilitator, kept.facilitator_gone = wanted, False
        if before != planned(kept):
            keep_version(kept.entry, before, actor)
        kept.save(update_fields=["facilitator", "facilitator_gone"])
        let_in(kept, wanted)
        record(events.HANDED_OVER(kept, actor, person=wanted.pk if wanted else None))
    workshop.facilitator, workshop.facilitator_gone = kept.facilitator, kept.facilitator_gone
    return workshop
