"""Feedback: a few sentences on a scale, and a word in one's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.ballots import voting
from netzwerkstatt.foundation.ballots.models import Ballot
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.methods.vocabulary import PhaseFit
from netzwerkstatt.workshops.models import Identity, Phase, Workshop
from netzwerkstatt.workshops.phases.kind import Hand
from netzwerkstatt.workshops.phases.voting import Voting
from netzwerkstatt.workshops.phases.writing import Writing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netzwerkstatt.workshops.seat import Seat


class Feedback(Writing):
    """Always nobody's: who is asked how it was must be able to say it. Scale and words are shown together."""

    code = "feedback"
    fit = PhaseFit.FEEDBACK
    says = gettext_lazy("A few sentences on a scale and a word in one’s own words, always without a name.")
    minutes = 5
    asks = frozenset({"reveals", "words"})
    identities = (Identity.ANONYMOUS.value,)
    revealing = Voting.revealing
    hands = frozenset({Hand.WRITE, Hand.VOTE})
    is_final_when_shown = True
    asks_for = gettext_lazy("What should we keep, what should we do differently?")
    phone = "workshops/phone/feedback.html"
    wall = "workshops/wall/bars.html"
    console = "workshops/console/feedback.html"
    shown = "workshops/shown/feedback.html"

    def usual_sentences(self) -> list[str]:
        return [
            _("It was worth my time."),
            _("I could say what I really think."),
            _("I know how it goes on."),
        ]

    def opened(self, workshop: Workshop, phase: Phase) -> None:
        _VOTE.opened(workshop, phase)

    def closed(self, workshop: Workshop, phase: Phase) -> None:
        _VOTE.closed(workshop, phase)
        super().closed(workshop, phase)

    def uncover(self, workshop: Workshop, phase: Phase) -> int:
        voices = _VOTE.uncover(workshop, phase)
        return max(voices, super().uncover(workshop, phase))

    def frozen(self, workshop: Workshop, phase: Phase) -> None:
        _VOTE.frozen(workshop, phase)

    def sheet(self, phase: Phase, seat: Seat, data: Any = None) -> Any:
        return _VOTE.sheet(phase, seat, data)

    def shows_while_open(self, phase: Phase) -> bool:
        return False

    def on_wall(self, phase: Phase) -> dict[str, Any]:
        return _VOTE.on_wall(phase)

    def on_phone(self, phase: Phase, seat: Seat) -> dict[str, Any]:
        return super().on_phone(phase, seat) | _VOTE.on_phone(phase, seat)

    def on_console(self, phase: Phase, viewer: Any) -> dict[str, Any]:
        return _VOTE.on_console(phase, viewer)

    def what_came(self, phase: Phase) -> dict[str, Any]:
        return super().what_came(phase) | _VOTE.what_came(phase)

    def outcome(self, phase: Phase) -> dict[str, Any]:
        return super().outcome(phase) | _VOTE.outcome(phase)


class _Sentences(Voting):
    """The half of it that is counted."""

    code = "feedback"

    def start(self, home: Entry, phase: Phase, items: Sequence[Entry | str]) -> Ballot:
        return voting.open_rating(home, items, [_("I agree")], question=phase.prompt)

    def items_of(self, workshop: Workshop, phase: Phase) -> list[Entry | str]:
        return list(phase.lines) or list(Feedback().usual_sentences())


_VOTE = _Sentences()
