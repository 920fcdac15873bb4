"""Opinion round: everybody agrees, disagrees or passes, statement by statement."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.ballots import voting
from netzwerkstatt.foundation.ballots.models import Ballot
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.methods.vocabulary import PhaseFit
from netzwerkstatt.workshops.models import Phase
from netzwerkstatt.workshops.phases.voting import Voting


class Opinion(Voting):
    """Shows where the room is of one mind. Nobody has to take a stand on every statement."""

    code = "opinion"
    fit = PhaseFit.RATING
    says = _("Everybody agrees, disagrees or passes, statement by statement.")
    minutes = 5

    def start(self, home: Entry, phase: Phase, items: Sequence[Entry | str]) -> Ballot:
        return voting.open_agreement(home, items, question=phase.prompt)
