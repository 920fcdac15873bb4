"""Give dots: everybody has some and lays them on ideas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.ballots import voting
from netzwerkstatt.foundation.ballots.models import Ballot
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events.errors import Text
from netzwerkstatt.ideas.writing import keep_result
from netzwerkstatt.methods.vocabulary import PhaseFit
from netzwerkstatt.workshops.models import Phase, Workshop
from netzwerkstatt.workshops.phases.kind import Hand
from netzwerkstatt.workshops.phases.voting import Voting

if TYPE_CHECKING:
    from netzwerkstatt.workshops.seat import Seat


class Dots(Voting):
    """Any idea of the workshop can get dots; a cluster has those of its ideas. Each idea keeps its number."""

    code = "dots"
    fit = PhaseFit.DOTS
    says = gettext_lazy("Everybody lays dots on ideas; a cluster has the dots of its ideas.")
    asks = frozenset({"reveals", "dots"})
    hands = frozenset({Hand.DOTS})
    phone = "workshops/phone/dots.html"

    def start(self, home: Entry, phase: Phase, items: Sequence[Entry | str]) -> Ballot:
        return voting.open_dots(home, phase.dots or 1, question=phase.prompt)

    def items_of(self, workshop: Workshop, phase: Phase) -> list[Entry | str]:
        return [workshop.entry] if workshop.ideas else []

    def too_few(self, phase: Phase) -> Text:
        return _("There is nothing to give dots to yet.")

    def counted(self, workshop: Workshop, phase: Phase) -> None:
        if phase.ballot is not None:
            keep_result(voting.result(phase.ballot), workshop.entry)

    def on_wall(self, phase: Phase) -> dict[str, Any]:
        from netzwerkstatt.workshops.wall import dots_of

        return {"bars": dots_of(phase.workshop)}

    def on_phone(self, phase: Phase, seat: Seat) -> dict[str, Any]:
        return seat.dots_on(phase)
