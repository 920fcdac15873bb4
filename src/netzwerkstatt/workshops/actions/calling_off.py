"""A workshop that does not take place, and one that does after all."""

from __future__ import annotations

from django.utils.translation import gettext as _

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.workshops import events, rules
from netzwerkstatt.workshops.actions.phasing import PLANNING, locked
from netzwerkstatt.workshops.actions.planning import where_and_when
from netzwerkstatt.workshops.elsewhere import action
from netzwerkstatt.workshops.models import Workshop
from netzwerkstatt.workshops.plans import line

_KEPT = ("called_off_at", "called_off_why", "sequence")


@action(rule=rules.runs_workshop, refusal=PLANNING, at_headquarters=True)
def call_off_workshop(*, actor: Person, workshop: Workshop, why: str) -> Workshop:
    """It does not take place; everybody reads why, and calendars strike it out. Plan and invitations stay.

    Records `workshop.called_off`, without the words; nothing the second time. Raises `Invalid` without a reason, and
    once the workshop has begun.
    """
    kept = locked(workshop)
    if not kept.is_ahead:
        raise Invalid({"": _("The workshop has begun; it can only be closed.")})
    if not kept.is_called_off:
        kept.called_off_why = line("why", why, 240)
        if not kept.called_off_why:
            raise Invalid({"why": _("Please say in one sentence why it does not take place.")})
        kept.called_off_at = clock.now()
        kept.sequence += 1
        kept.save(update_fields=_KEPT)
        record(events.CALLED_OFF(kept, actor))
    return _as_kept(workshop, kept)


@action(rule=rules.runs_workshop, refusal=PLANNING, at_headquarters=True)
def hold_after_all(*, actor: Person, workshop: Workshop) -> Workshop:
    """It takes place after all, as it was planned. Records `workshop.held_after_all`; nothing where it was not called off."""
    kept = locked(workshop)
    if kept.is_called_off:
        kept.called_off_at, kept.called_off_why = None, ""
        kept.sequence += 1
        kept.save(update_fields=_KEPT)
        record(events.HELD_AFTER_ALL(kept, actor, **where_and_when(kept)))
    return _as_kept(workshop, kept)


def _as_kept(workshop: Workshop, kept: Workshop) -> Workshop:
    for name in _KEPT:
        setattr(workshop, name, getattr(kept, name))
    return workshop
