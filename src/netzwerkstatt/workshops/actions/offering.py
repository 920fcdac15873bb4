"""People of the pool say when they can be asked."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.workshops import events, rules
from netzwerkstatt.workshops.elsewhere import action
from netzwerkstatt.workshops.models import Absence, MonthlyLimit
from netzwerkstatt.workshops.models.pool import MOST_A_MONTH

MOST_ABSENCES = 24
_PARTNERS = gettext_lazy("Only people who work in the alliance are invited to workshops.")


@action(rule=rules.is_partner, on="actor", refusal=_PARTNERS, at_headquarters=True)
def come_at_most(*, actor: Person, most: int | None) -> None:
    """To how many workshops a month the person comes at most; None for no limit. Records `workshop.time_said`.

    Raises `Invalid` for a number that is none between 1 and 12.
    """
    if most is not None and not 1 <= most <= MOST_A_MONTH:
        raise Invalid({"most": _("Between 1 and 12, please.")})
    Person.objects.select_for_update().get(pk=actor.pk)
    now = MonthlyLimit.objects.filter(person=actor).values_list("most", flat=True).first()
    if most == now:
        return
    if most is None:
        MonthlyLimit.objects.filter(person=actor).delete()
    else:
        MonthlyLimit.objects.update_or_create(person=actor, defaults={"most": most})
    record(events.TIME_SAID(actor, actor))


@action(rule=rules.is_partner, on="actor", refusal=_PARTNERS, at_headquarters=True)
def be_away(*, actor: Person, since: date, until: date) -> Absence:
    """Days on which the person cannot come; said twice, the same comes back. Records `workshop.time_said`.

    Raises `Invalid` for days in the wrong order, days that have passed, and for more than 24 absences.
    """
    if until < since:
        raise Invalid({"until": _("The last day lies before the first.")})
    if until < clock.today():
        raise Invalid({"until": _("These days have passed.")})
    Person.objects.select_for_update().get(pk=actor.pk)
    if found := Absence.objects.filter(person=actor, since=since, until=until).first():
        return found
    if Absence.objects.filter(person=actor).count() >= MOST_ABSENCES:
        raise Invalid({"": _("More than 24 absences are not kept. Please take one away first.")})
    absence = Absence.objects.create(person=actor, since=since, until=until)
    record(events.TIME_SAID(actor, actor))
    return absence


@action(rule=rules.is_own, on="absence", refusal=_PARTNERS, at_headquarters=True)
def be_back(*, actor: Person, absence: Absence) -> None:
    """The person can be asked on these days after all. Records `workshop.time_said`; nothing the second time."""
    if Absence.objects.filter(pk=absence.pk).delete()[0]:
        record(events.TIME_SAID(actor, actor))
