"""A running workshop for the rows in which people write and vote: made by the actions, its guests in bulk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Any

IDEAS = 24
DOTS = IDEAS  # one on each idea: no post is refused because a budget is spent
_founded: list[tuple[Any, Any]] = []


@dataclass(frozen=True)
class Hall:
    """The workshop, who runs it, and the cookies by which its guests are known."""

    workshop: Any
    jana: Any
    cookies: list[str]

    @property
    def place(self) -> str:
        return str(self.workshop.public_id)

    def tell(self, words: str) -> None:
        """The facilitator's message to everybody."""
        from netzwerkstatt.workshops import actions

        actions.tell_all(actor=self.jana, workshop=self.workshop, text=words)


def collecting(guests: int) -> Hall:
    """Ideas that hang at the wall as they come."""
    from netzwerkstatt.workshops.actions import PhasePlan

    return _hall(guests, PhasePlan("collect", "Collect", "What could help?", 30, reveals="live"))


def voting(guests: int) -> tuple[Hall, list[str]]:
    """Dots on two dozen ideas; and the public ids of these."""
    from netzwerkstatt.ideas.models import Idea
    from netzwerkstatt.workshops import actions
    from netzwerkstatt.workshops.actions import PhasePlan

    hall = _hall(
        guests,
        PhasePlan("collect", "Collect", "What could help?", 30),
        PhasePlan("dots", "Weigh", "", 10, DOTS),
    )
    from bench.pages.world import _write_ideas

    collect, dots = hall.workshop.phases.select_related("workshop__entry")
    _write_ideas(hall.workshop, collect, IDEAS)
    actions.close_phase(actor=hall.jana, phase=collect)
    actions.open_phase(actor=hall.jana, phase=dots)
    return hall, list(Idea.objects.filter(home=hall.workshop.entry).values_list("entry__public_id", flat=True))


def _hall(guests: int, *plans: Any) -> Hall:
    from bench.pages import world
    from netzwerkstatt.problems.actions import name_problem
    from netzwerkstatt.workshops import actions

    if not _founded:
        _founded.append(world.found())
    jana, city = _founded[0]
    problem = name_problem(actor=jana, city=city, statement="Young people leave", affected="Those of 16 to 25")
    workshop = actions.request_workshop(actor=jana, problem=problem, title="What brings you back?")
    actions.set_phases(actor=jana, workshop=workshop, phases=list(plans))
    actions.plan_workshop(actor=jana, workshop=workshop, day=date(2030, 2, 4), begins=time(13), place="Saigerhütte")
    actions.start_workshop(actor=jana, workshop=workshop)
    actions.open_phase(actor=jana, phase=workshop.phases.get(number=1))
    return Hall(workshop, jana, _come_in(workshop, guests))


def _come_in(workshop: Any, number: int) -> list[str]:
    from bench.write.__main__ import _cookie
    from netzwerkstatt.foundation.accounts.models import Guest
    from netzwerkstatt.workshops.models import Participant, Workshop

    tokens = [f"guest {place} of {workshop.public_id}" for place in range(number)]
    guests = Guest.objects.bulk_create(
        [Guest(token_hash=Guest.hash_of(token), place=workshop.public_id) for token in tokens]
    )
    Participant.objects.bulk_create(
        [Participant(workshop=workshop, guest=guest, asked=True) for guest in guests], batch_size=2000
    )
    Workshop.objects.filter(pk=workshop.pk).update(people=number)
    workshop.refresh_from_db(fields=["people"])
    return [_cookie(workshop.public_id, token) for token in tokens]
