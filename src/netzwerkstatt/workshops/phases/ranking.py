"""Rank: everybody puts things into an order."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.ballots import voting
from netzwerkstatt.foundation.ballots.models import Ballot
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.methods.vocabulary import PhaseFit
from netzwerkstatt.workshops.models import Phase
from netzwerkstatt.workshops.phases.voting import Voting


class Ranking(Voting):
    """All of them or some, from the first place on; counted after Borda."""

    code = "ranking"
    fit = PhaseFit.RANKING
    says = _("Everybody puts them into an order; nobody has to name all places.")
    fewest = 2

    def start(self, home: Entry, phase: Phase, items: Sequence[Entry | str]) -> Ballot:
        return voting.open_ranking(home, items, question=phase.prompt)
