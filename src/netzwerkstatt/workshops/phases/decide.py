"""Agree who does what: ideas are taken on, by somebody and until a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.commitments.models import Commitment
from netzwerkstatt.ideas.models import Idea
from netzwerkstatt.methods.vocabulary import PhaseFit
from netzwerkstatt.workshops.models import Phase
from netzwerkstatt.workshops.phases.kind import Hand, Kind

if TYPE_CHECKING:
    from netzwerkstatt.workshops.seat import Seat

MOST = 12


class Decide(Kind):
    """Each agreement is a commitment on its idea; which ideas go on is chosen when the workshop closes."""

    code = "decide"
    fit = PhaseFit.DECIDE
    says = _("Agree which ideas go on, who takes them on, and until when.")
    builds_on_ideas = True
    minutes = 20
    hands = frozenset({Hand.TAKE_ON})
    phone = "workshops/phone/decide.html"
    wall = "workshops/wall/decide.html"
    console = "workshops/console/decide.html"
    shown = "workshops/shown/decide.html"

    def on_phone(self, phase: Phase, seat: Seat) -> dict[str, Any]:
        return {"agreed": agreed_in(phase), "ideas_first": ideas_first(phase)}

    def on_console(self, phase: Phase, viewer: Any) -> dict[str, Any]:
        return {"agreed": agreed_in(phase), "ideas_first": ideas_first(phase)}

    def on_wall(self, phase: Phase) -> dict[str, Any]:
        return {"agreed": agreed_in(phase), "ideas_first": ideas_first(phase)}

    def what_came(self, phase: Phase) -> dict[str, Any]:
        return {"agreed": agreed_in(phase)}

    def outcome(self, phase: Phase) -> dict[str, Any]:
        agreed = [agreement(one) for one in agreed_in(phase)]
        return super().outcome(phase) | ({"agreed": agreed} if agreed else {})

    def has_result(self, phase: Phase) -> bool:
        return not phase.is_ahead


def agreed_in(phase: Phase) -> list[Commitment]:
    """What was agreed on ideas of this workshop. One query."""
    rows = Commitment.objects.filter(entry__home=phase.workshop_id, hidden_at=None, entry__deleted_at=None)
    return list(rows.select_related("entry", "person").order_by("due", "id")[:100])


def agreement(one: Commitment) -> dict[str, str]:
    """For the record: who does what until when, and for which idea – where it was not taken back."""
    is_idea = one.entry.home_id is not None and one.entry.hidden_at is None
    idea, on = (one.entry.title, one.entry.public_id) if is_idea else ("", "")
    return {"what": one.what, "who": one.who, "due": one.due.isoformat(), "idea": idea, "on": on}


def ideas_first(phase: Phase) -> list[Idea]:
    """The ideas with the most dots. One query."""
    rows = Idea.objects.filter(home=phase.workshop_id, entry__deleted_at=None, entry__hidden_at=None)
    return list(rows.select_related("entry", "cluster").order_by("-dots", "entry")[:MOST])
