"""Where somebody sits in a workshop: what a phone's page asks about its guest."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from netzwerkstatt.foundation.ballots import voting
from netzwerkstatt.ideas.models import Idea
from netzwerkstatt.workshops import queries
from netzwerkstatt.workshops.models import Group, Participant, Phase, Table, Workshop

ON_ONE_PAGE = 60


@dataclass(frozen=True)
class Choice:
    """One idea to give dots to; `more` and `less` are what the buttons send, "" where nothing can be given."""

    idea: Idea
    dots: int
    more: str
    less: str


@dataclass
class Seat:
    """Workshop, guest, and – signed in – the person; or, without a guest, a table. `at` is the key of the page of ideas that is shown.

    `in_words`: the phone's script asks, and gets JSON in place of a page. `named` is the phase that a form speaks of.
    """

    workshop: Workshop
    guest: Any
    person: Any
    at: str = ""
    table: Table | None = None
    in_words: bool = False
    named: Phase | None = None

    @property
    def voter(self) -> voting.Who | None:
        """Who votes from here: the guest, or the table as one."""
        return voting.Table(self.table.public_id, self.table.persons) if self.table else self.guest

    @property
    def weight(self) -> int:
        """For how many people."""
        return self.table.persons if self.table else 1

    @cached_property
    def phases(self) -> list[Phase]:
        """All of them, in their order. One query."""
        return queries.phases_of(self.workshop)

    @property
    def phase(self) -> Phase | None:
        return queries.open_phase_of(self.phases)

    @property
    def number(self) -> int:
        """How many phases are over."""
        return sum(phase.is_closed or phase.is_skipped for phase in self.phases)

    @cached_property
    def participant(self) -> Participant | None:
        """What the guest said about coming, where there is a guest. One query."""
        return Participant.objects.filter(guest=self.guest).select_related("group").first() if self.guest else None

    @property
    def group(self) -> Group | None:
        """The group in which the guest sits."""
        return self.participant.group if self.participant else None

    def own_in(self, phase: Phase) -> list[Any]:
        """What was written from here and waits, the newest first."""
        return queries.own_contributions(phase, guest=self.guest, person=self.person)

    def ideas_to_choose(self) -> dict[str, Any]:
        """The ideas under the names of their clusters; more than sixty come fifteen at a time."""
        groups, before, after = _groups(self.workshop, self.at)
        return {"groups": groups, "before": before, "after": after}

    def dots_on(self, phase: Phase) -> dict[str, Any]:
        """The ideas with the dots that this guest gave, and how many are left."""
        given = voting.dots_of(phase.ballot, self.guest) if phase.ballot else {}
        budget, spent = phase.dots or 0, sum(given.values())
        groups, before, after = _groups(self.workshop, self.at)
        return {
            "groups": [
                (title, [_choice(idea, given.get(idea.pk, 0), can_add=spent < budget) for idea in ideas])
                for title, ideas in groups
            ],
            "before": before,
            "after": after,
            "left": budget - spent,
            "budget": budget,
            "pips": [number < budget - spent for number in range(min(budget, 10))],
            "at": self.at,
        }


def _choice(idea: Idea, dots: int, *, can_add: bool) -> Choice:
    name = idea.entry.public_id
    return Choice(idea, dots, f"{name}:{dots + 1}" if can_add else "", f"{name}:{dots - 1}" if dots else "")


def _groups(workshop: Workshop, at: str) -> tuple[list[tuple[str, list[Idea]]], str, str]:
    if workshop.ideas > ON_ONE_PAGE:
        page = queries.turn(queries.WITH_ENTRY, queries.Among.WORKSHOP, workshop.pk, at)
        before, after = (f"?{urlencode({'at': key})}" if key else "" for key in (page.before, page.after))
        return [("", page.rows)], before, after
    rows = list(Idea.objects.filter(home=workshop.entry).select_related("entry", "cluster").order_by("entry"))
    titles = {idea.cluster_id: idea.cluster.title for idea in rows if idea.cluster}
    groups = [(title, [idea for idea in rows if idea.cluster_id == pk]) for pk, title in titles.items()]
    alone = [idea for idea in rows if idea.cluster_id is None]
    return groups + ([("", alone)] if alone else []), "", ""
