"""Rate on two axes: effect and effort, drawn as a picture with its table."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.ballots import voting
from netzwerkstatt.foundation.ballots.models import Ballot
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.methods.vocabulary import PhaseFit
from netzwerkstatt.workshops.models import Phase
from netzwerkstatt.workshops.phases.voting import Voting


class Rating(Voting):
    """One scale or two, from 1 to 5. What has great effect for little effort lies at one corner of the picture."""

    code = "rating"
    fit = PhaseFit.RATING
    says = gettext_lazy("Everybody rates on one scale or two, such as effect and effort; the result is a picture.")
    asks = Voting.asks | {"axes"}

    def usual_axes(self) -> tuple[str, ...]:
        return _("Effort"), _("Effect")

    def start(self, home: Entry, phase: Phase, items: Sequence[Entry | str]) -> Ballot:
        return voting.open_rating(home, items, phase.axes or self.usual_axes(), question=phase.prompt)
