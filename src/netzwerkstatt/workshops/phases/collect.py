"""Collect ideas: what people write becomes ideas on the golden thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.models import Audience, Entry, Visibility
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.ideas.models import Idea
from netzwerkstatt.ideas.writing import create_ideas
from netzwerkstatt.methods.vocabulary import PhaseFit
from netzwerkstatt.workshops.models import Card, Phase, Workshop
from netzwerkstatt.workshops.phases.writing import ON_THE_WALL, Writing, Written


class Collect(Writing):
    """Random ids, one full hour for all, an order drawn by lot: nobody can tell whose they are."""

    code = "collect"
    fit = PhaseFit.COLLECT
    says = _("Everybody writes ideas, as many as come.")
    brings_ideas = True
    minutes = 30
    asks = Writing.asks | {"taboo_free"}
    asks_for = _("Your idea")
    shown = "workshops/shown/ideas.html"

    def keep(self, phase: Phase, written: Sequence[Written]) -> list[Idea]:
        workshop = phase.workshop
        hour = clock.now().replace(minute=0, second=0, microsecond=0)
        ideas = create_ideas(home=workshop.entry, written=[(one.text, one.person) for one in written], at=hour)
        if workshop.is_confidential:
            among_us([idea.entry for idea in ideas], workshop)
        thread.link_new([idea.entry for idea in ideas], thread.DERIVED_FROM, workshop.entry)
        Card.objects.bulk_create(
            [
                Card(
                    idea=idea, phase=phase, network_id=one.network, signed=one.signed, late=one.late, source=one.source
                )
                for idea, one in zip(ideas, written, strict=True)
            ]
        )
        Workshop.objects.filter(pk=workshop.pk).update(ideas=F("ideas") + len(ideas))
        return ideas

    def on_wall(self, phase: Phase) -> dict[str, Any]:
        """The newest first, and before them what the facilitation pinned."""
        cards = cards_of(phase).order_by("-pinned", "-idea")[:ON_THE_WALL]
        slips = [(one.idea.public_id, one.idea.text, one.network, one.pinned) for one in cards]
        return {"slips": slips, "slips_of": _number(phase, len(slips)), "slips_can_be_read": True}

    def what_came(self, phase: Phase) -> dict[str, Any]:
        return {"cards": list(cards_of(phase)[:200])}

    def outcome(self, phase: Phase) -> dict[str, Any]:
        return {"words": phase.outcome} if phase.outcome else {}


def _number(phase: Phase, shown: int) -> int:
    """How many there are, of which so many are shown. One query, or none where that is all."""
    return shown if shown < ON_THE_WALL else cards_of(phase).count()


def cards_of(phase: Phase) -> Any:
    """The ideas of this phase that everybody may see. One query."""
    rows = Card.objects.filter(phase=phase, idea__entry__deleted_at=None, idea__entry__hidden_at=None)
    return rows.select_related("idea__entry__author", "network__state").order_by("idea")


def among_us(entries: Sequence[Entry], workshop: Workshop) -> None:
    """What is written in a confidential workshop is seen by those who may see the workshop. Three statements."""
    Entry.objects.filter(pk__in=[entry.pk for entry in entries]).update(visibility=Visibility.CLOSED)
    people = list(Audience.objects.filter(entry=workshop.entry, person__isnull=False).values_list("person", flat=True))
    Audience.objects.bulk_create([Audience(entry=entry, person_id=person) for entry in entries for person in people])
