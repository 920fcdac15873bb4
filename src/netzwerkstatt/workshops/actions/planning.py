"""From the request to a plan that stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.entries.writing import already_made, create_entry
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.foundation.network.models import City
from netzwerkstatt.foundation.network.rules import is_partner
from netzwerkstatt.foundation.versions.keeping import keep_version
from netzwerkstatt.ideas.models import Idea, Standing
from netzwerkstatt.workshops import events, rules
from netzwerkstatt.workshops.models import Format, Phase, PhaseKind, Workshop
from netzwerkstatt.workshops.presets import PhasePlan, preset
from netzwerkstatt.workshops.versions import planned

MOST_PHASES = 12
BUDGET = 5


@action(
    rule=rules.speaks_for_city,
    on="problem",
    refusal=gettext_lazy("Only the city that named the problem can ask for this."),
)
def request_workshop(
    *, actor: Person, problem: Any, title: str, question: str = "", client_id: UUID | None = None
) -> Workshop:
    """The city of a problem asks the experts of all networks to come; usual phases stand there to begin with.

    Records `workshop.requested`. The same `client_id` again gives the same workshop.
    """
    entry, new = _new_entry(
        Format.FLYING, actor, client_id, title=title, city=problem.entry.city, themes=list(problem.entry.themes.all())
    )
    if not new:
        return entry.workshop
    workshop = Workshop.objects.create(entry=entry, format=Format.FLYING, question=_line("question", question, 240))
    _write_phases(workshop, preset(Format.FLYING, workshop.question))
    thread.link(workshop, thread.DERIVED_FROM, problem, by=actor)
    record(events.REQUESTED(workshop, actor, problem=problem.public_id))
    return workshop


@action(
    rule=rules.speaks_for_city, on="city", refusal=gettext_lazy("Only a city can host an ideas workshop, for itself.")
)
def plan_ideas_workshop(
    *,
    actor: Person,
    ideas: Sequence[Idea],
    city: City,
    title: str,
    day: date | None = None,
    begins: time | None = None,
    place: str = "",
    question: str = "",
    facilitator: Person | None = None,
    client_id: UUID | None = None,
) -> Workshop:
    """A city takes ideas up – its own chosen ones, or some from the pool – to make projects of them.

    Each idea stays on the thread. Records `workshop.ideas_workshop_planned`. Raises `Invalid` without an idea, or for
    ideas whose workshop has not closed yet.
    """
    entry, new = _new_entry(Format.IDEAS, actor, client_id, title=title, city=city)
    if not new:
        return entry.workshop
    if not ideas:
        raise Invalid({"ideas": _("Please choose at least one idea.")})
    if any(idea.standing == Standing.OPEN for idea in ideas):
        raise Invalid({"ideas": _("The workshop of this idea has not closed yet.")})
    is_planned = bool(day and begins and place)
    workshop = Workshop.objects.create(
        entry=entry,
        format=Format.IDEAS,
        state=Workshop.State.PLANNED if is_planned else Workshop.State.REQUESTED,
        question=_line("question", question, 240),
        day=day,
        begins=begins,
        place=_line("place", place, 160),
        facilitator=_checked_facilitator(facilitator),
    )
    _write_phases(workshop, preset(Format.IDEAS, workshop.question))
    _stands_on(workshop, day)
    for idea in ideas:
        thread.link(workshop, thread.DERIVED_FROM, idea, by=actor)
    Idea.objects.filter(pk__in=[idea.pk for idea in ideas]).update(standing=Standing.CHOSEN)
    record(events.IDEAS_WORKSHOP_PLANNED(workshop, actor, ideas=[idea.public_id for idea in ideas]))
    return workshop


def _stands_on(workshop: Workshop, day: date | None) -> None:
    """On the thread a workshop stands at its day, not at that of the request."""
    Entry.objects.filter(pk=workshop.pk).update(happens_on=day)


@action(
    rule=rules.runs_workshop, refusal=gettext_lazy("Only the host city and the facilitator can plan this workshop.")
)
def plan_workshop(
    *,
    actor: Person,
    workshop: Workshop,
    day: date,
    begins: time,
    place: str,
    facilitator: Person | None = None,
    question: str | None = None,
    practical: str | None = None,
) -> Workshop:
    """Day, time, place and who facilitates. Records `workshop.planned`; nothing where nothing changes.

    Raises `Invalid` once the workshop runs, for an empty place, and for a facilitator from outside the alliance.
    """
    kept = locked(workshop)
    _must_be_ahead(kept)
    wanted = {
        "day": day,
        "begins": begins,
        "place": _line("place", place, 160),
        "facilitator": _checked_facilitator(facilitator),
        "question": kept.question if question is None else _line("question", question, 240),
        "practical": kept.practical if practical is None else practical.replace("\r\n", "\n").strip(),
        "state": Workshop.State.PLANNED,
    }
    if not wanted["place"]:
        raise Invalid({"place": _("Where do people go? A house and a room are enough.")})
    if len(str(wanted["practical"])) > 2000:
        raise Invalid({"practical": _("At most 2,000 characters, please.")})
    if any(getattr(kept, name) != value for name, value in wanted.items()):
        before = planned(kept) if kept.state == Workshop.State.PLANNED else None
        for name, value in wanted.items():
            setattr(kept, name, value)
        if before and before != planned(kept):
            keep_version(kept.entry, before, actor)
        kept.save(update_fields=list(wanted))
        _stands_on(kept, day)
        record(events.PLANNED(kept, actor, day=day.isoformat(), begins=begins.isoformat("minutes"), place=kept.place))
    for name in wanted:
        setattr(workshop, name, getattr(kept, name))
    return workshop


@action(
    rule=rules.runs_workshop, refusal=gettext_lazy("Only the host city and the facilitator can plan this workshop.")
)
def set_phases(*, actor: Person, workshop: Workshop, phases: Sequence[PhasePlan]) -> list[Phase]:
    """What happens one after the other; replaces what was planned. Records `workshop.phases_set`.

    Raises `Invalid` once the workshop runs, and for phases that cannot be (no name, no minutes, two votes).
    """
    _must_be_ahead(locked(workshop))
    wanted = [_checked_phase(plan) for plan in phases]
    if not wanted:
        raise Invalid({"": _("A workshop needs at least one phase.")})
    if len(wanted) > MOST_PHASES:
        raise Invalid({"": _("More than twelve phases do not fit into one day.")})
    if sum(plan.kind == PhaseKind.DOTS for plan in wanted) > 1:
        raise Invalid({"": _("Dots are given once in a workshop, so that the result is one.")})
    now = list(workshop.phases.all())
    if [PhasePlan(p.kind, p.title, p.prompt, p.minutes, p.dots) for p in now] == wanted:
        return now
    workshop.phases.all().delete()
    made = _write_phases(workshop, wanted)
    record(events.PHASES_SET(workshop, actor, phases=len(made)))
    return made


def locked(workshop: Workshop) -> Workshop:
    """The workshop as it is now, held until the transaction ends: changes come one after the other."""
    kept: Workshop = Workshop.objects.select_for_update(of=("self",)).select_related("entry").get(pk=workshop.pk)
    return kept


def _new_entry(kind: str, actor: Person, client_id: UUID | None, **fields: Any) -> tuple[Entry, bool]:
    """A new entry, or the one that the same form made before – also where both posts run at the same moment."""
    if made := already_made(client_id, kind, actor):
        return made, False
    try:
        with transaction.atomic():
            return create_entry(kind=kind, author=actor, client_id=client_id, **fields), True
    except IntegrityError:
        if made := already_made(client_id, kind, actor):
            return made, False
        raise


def _must_be_ahead(workshop: Workshop) -> None:
    if not workshop.is_ahead:
        raise Invalid({"": _("The workshop has begun; its plan stands.")})


def _checked_facilitator(person: Person | None) -> Person | None:
    if person is not None and not is_partner.test(person, None):
        raise Invalid({"facilitator": _("Only people of the alliance can facilitate.")})
    return person


def _line(field: str, text: str, longest: int) -> str:
    text = " ".join(text.split())
    if len(text) > longest:
        raise Invalid({field: _("At most %(most)d characters, please.") % {"most": longest}})
    return text


def _checked_phase(plan: PhasePlan) -> PhasePlan:
    if plan.kind not in PhaseKind.values:
        raise Invalid({"kind": _("There is no such phase.")})
    if not plan.title.strip():
        raise Invalid({"title": _("Each phase needs a name.")})
    if not 1 <= plan.minutes <= 600:
        raise Invalid({"minutes": _("Between 1 and 600 minutes, please.")})
    dots = (plan.dots or BUDGET) if plan.kind == PhaseKind.DOTS else None
    if dots is not None and not 1 <= dots <= 100:
        raise Invalid({"dots": _("Between 1 and 100 dots, please.")})
    return PhasePlan(
        str(plan.kind), _line("title", plan.title, 80), _line("prompt", plan.prompt, 240), plan.minutes, dots
    )


def _write_phases(workshop: Workshop, plans: Sequence[PhasePlan]) -> list[Phase]:
    return Phase.objects.bulk_create(
        [
            Phase(
                workshop=workshop, number=number, kind=str(plan.kind), title=plan.title, prompt=plan.prompt,
                minutes=plan.minutes, dots=plan.dots,
            )
            for number, plan in enumerate(plans, start=1)
        ]
    )  # fmt: skip
