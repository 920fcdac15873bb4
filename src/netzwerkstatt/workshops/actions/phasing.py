"""The phases of a plan: set, added, changed, moved, taken out. What has begun stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.workshops import events, rules
from netzwerkstatt.workshops.elsewhere import action, must_be_here
from netzwerkstatt.workshops.models import Phase, PhaseKind, Preset, Workshop
from netzwerkstatt.workshops.plans import MOST_PHASES, PhasePlan, checked
from netzwerkstatt.workshops.presets import beginning
from netzwerkstatt.workshops.toolbox import must_be_there, without_hidden

PLANNING = gettext_lazy("Only the host city and the facilitator can plan this workshop.")
ASIDE = 1000


@action(rule=rules.runs_workshop, refusal=PLANNING)
def set_phases(*, actor: Person, workshop: Workshop, phases: Sequence[PhasePlan]) -> list[Phase]:
    """What happens one after the other; replaces what was planned. Records `workshop.phases_set`.

    Raises `Invalid` once the workshop runs, and for phases that cannot be (no name, no minutes, two votes by dots).
    """
    kept = locked(workshop)
    if not kept.is_ahead:
        raise Invalid({"": _("The workshop has begun; its plan stands.")})
    wanted = _all_checked(phases)
    now = list(workshop.phases.all())
    must_be_there(wanted, actor, now)
    if [PhasePlan.of(phase) for phase in now] == wanted:
        return now
    workshop.phases.all().delete()
    made = write_phases(workshop, wanted)
    record(events.PHASES_SET(workshop, actor, phases=len(made)))
    return made


@action(rule=rules.runs_workshop, refusal=PLANNING)
def use_preset(*, actor: Person, workshop: Workshop, preset: str | Preset) -> list[Phase]:
    """Begin the plan anew with a preset: one of the house by its code, or one that somebody shares.

    Records `workshop.phases_set`. Raises `Invalid` once the workshop runs, for a preset that is not the actor's to
    use, and for a confidential one: that has to be a meeting of its own from the start.
    """
    begin = beginning(preset, actor)
    if begin.is_confidential and not workshop.is_confidential:
        raise Invalid({"preset": _("This preset is confidential. Please plan a meeting of its own with it.")})
    made = set_phases(actor=actor, workshop=workshop, phases=without_hidden(begin.phases(workshop.question), actor))
    Workshop.objects.filter(pk=workshop.pk).update(preset=begin.code)
    workshop.preset = begin.code
    return made


@action(rule=rules.runs_workshop, refusal=PLANNING)
def add_phase(
    *, actor: Person, workshop: Workshop, plan: PhasePlan, at: int | None = None, client_id: UUID | None = None
) -> Phase:
    """One more phase, at this place or at the end. Records `workshop.phase_added`; the same `client_id` again gives
    the same phase.

    Raises `Invalid` for a plan that does not hold, a place before what has begun, and above the most phases there are.
    """
    kept = locked(workshop)
    rows = list(kept.phases.select_for_update(of=("self",)))
    if client_id and (known := next((row for row in rows if row.client_id == client_id), None)):
        return known
    place = len(rows) + 1 if at is None else at
    _may_change(kept, rows, place)
    wanted = checked(plan)
    must_be_there([wanted], actor, rows)
    _all_checked([*(PhasePlan.of(row) for row in rows), wanted])
    _make_room(kept, place, 1)
    (made,) = write_phases(kept, [wanted], first=place, client_id=client_id)
    record(events.PHASE_ADDED(kept, actor, phase=place, kind=made.kind))
    return made


@action(rule=rules.runs_workshop, refusal=PLANNING)
def change_phase(*, actor: Person, phase: Phase, plan: PhasePlan) -> Phase:
    """Another plan for one phase. Records `workshop.phase_changed`; nothing where nothing changes.

    Raises `Invalid` for one that has begun, and for a plan that does not hold.
    """
    kept = locked(phase.workshop)
    rows = list(kept.phases.select_for_update(of=("self",)))
    row = next((one for one in rows if one.pk == phase.pk), None)
    if row is None:
        raise Invalid({"": _("This phase is not in the plan any more.")})
    if not (row.is_ahead or row.is_skipped) or kept.is_over:
        raise Invalid({"": _("“%(title)s” has begun already; it stays as it was planned.") % {"title": row.title}})
    wanted = checked(plan)
    must_be_there([wanted], actor, rows)
    _all_checked([wanted if one.pk == row.pk else PhasePlan.of(one) for one in rows])
    if PhasePlan.of(row) != wanted:
        _put(row, wanted)
        row.save()
        record(events.PHASE_CHANGED(kept, actor, phase=row.number))
    return row


@action(rule=rules.runs_workshop, refusal=PLANNING)
def move_phase(*, actor: Person, phase: Phase, to: int) -> int:
    """To another place in the order; gives the place. Records `workshop.phase_moved`; nothing where it stands there.

    A place beyond the end is the end. Raises `Invalid` for one that has begun, or a place before what has begun.
    """
    kept = locked(phase.workshop)
    rows = list(kept.phases.select_for_update(of=("self",)))
    row = next((one for one in rows if one.pk == phase.pk), None)
    if row is None:
        raise Invalid({"": _("This phase is not in the plan any more.")})
    to = max(1, min(to, len(rows)))
    if to == row.number:
        return to
    _may_change(kept, rows, min(to, row.number))
    rows.remove(row)
    rows.insert(to - 1, row)
    _number(kept, rows)
    record(events.PHASE_MOVED(kept, actor, phase=row.number, to=to))
    return to


@action(rule=rules.runs_workshop, refusal=PLANNING)
def remove_phase(*, actor: Person, phase: Phase) -> None:
    """Out of the plan. Records `workshop.phase_removed`; gone already, nothing happens.

    Raises `Invalid` for one that has begun, and for the last one: a workshop needs at least one.
    """
    kept = locked(phase.workshop)
    rows = list(kept.phases.select_for_update(of=("self",)))
    row = next((one for one in rows if one.pk == phase.pk), None)
    if row is None:
        return
    _may_change(kept, rows, row.number)
    if len(rows) == 1:
        raise Invalid({"": _("A workshop needs at least one phase.")})
    number = row.number
    rows.remove(row)
    row.delete()
    _number(kept, rows)
    record(events.PHASE_REMOVED(kept, actor, phase=number))


# ---------------------------------------------------------------- what they share


def locked(workshop: Workshop) -> Workshop:
    """The workshop as it is now, held until the transaction ends: changes come one after the other.

    Raises `Elsewhere` for one that is lent out.
    """
    kept: Workshop = Workshop.objects.select_for_update(of=("self",)).select_related("entry").get(pk=workshop.pk)
    must_be_here(kept)
    return kept


def write_phases(
    workshop: Workshop, plans: Sequence[PhasePlan], *, first: int = 1, client_id: UUID | None = None
) -> list[Phase]:
    """Rows for these plans, numbered from `first` on; the id of the post stands at a single one."""
    numbers = range(first, first + len(plans))
    made = [Phase(workshop=workshop, number=number, client_id=client_id) for number in numbers]
    for phase, plan in zip(made, plans, strict=True):
        _put(phase, checked(plan))
    return Phase.objects.bulk_create(made)


def _put(phase: Phase, plan: PhasePlan) -> None:
    for name, value in plan.columns().items():
        setattr(phase, name, value)


def _all_checked(plans: Sequence[PhasePlan]) -> list[PhasePlan]:
    wanted = [checked(plan) for plan in plans]
    if not wanted:
        raise Invalid({"": _("A workshop needs at least one phase.")})
    if len(wanted) > MOST_PHASES:
        message = _("More than %(most)d phases do not fit into one day.")
        raise Invalid({"": message % {"most": MOST_PHASES}})
    if sum(plan.kind == PhaseKind.DOTS for plan in wanted) > 1:
        raise Invalid({"": _("Dots are given once in a workshop, so that the result is one.")})
    return wanted


def _may_change(workshop: Workshop, rows: Sequence[Phase], place: int) -> None:
    """From this place on the plan may change: nothing that has begun stands there or behind it."""
    if workshop.is_over:
        raise Invalid({"": _("This workshop is over.")})
    begun = max((row.number for row in rows if row.is_open or row.is_closed), default=0)
    if not begun < place <= len(rows) + 1:
        raise Invalid({"": _("What has begun stays in its place; only what lies ahead can be planned anew.")})


def _make_room(workshop: Workshop, place: int, number: int) -> None:
    """Everything from this place on moves back. In two steps, because each number is there once."""
    later = Phase.objects.filter(workshop=workshop, number__gte=place, number__lt=ASIDE)
    later.update(number=F("number") + ASIDE)
    Phase.objects.filter(workshop=workshop, number__gte=ASIDE).update(number=F("number") - ASIDE + number)


def _number(workshop: Workshop, rows: Sequence[Phase]) -> None:
    """These rows in this order, from 1 on."""
    moved = [(place, row) for place, row in enumerate(rows, 1) if row.number != place]
    for place, row in moved:
        Phase.objects.filter(pk=row.pk).update(number=ASIDE + place)
        row.number = place
    Phase.objects.filter(workshop=workshop, number__gt=ASIDE).update(number=F("number") - ASIDE)
