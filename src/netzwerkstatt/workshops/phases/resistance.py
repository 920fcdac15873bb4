"""Measure resistance: what meets the least comes closest to consensus."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.ballots import voting
from netzwerkstatt.foundation.ballots.models import Ballot
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.methods.vocabulary import PhaseFit
from netzwerkstatt.workshops.models import Phase
from netzwerkstatt.workshops.phases.voting import Voting


class Resistance(Voting):
    """From 0 to 10 for each, and "leave it as it is" always stands among them."""

    code = "resistance"
    fit = PhaseFit.RESISTANCE
    says = _("Everybody says how much each goes against them; “leave it as it is” always stands among them.")
    shows_acceptance = True

    def start(self, home: Entry, phase: Phase, items: Sequence[Entry | str]) -> Ballot:
        return voting.open_resistance(home, items, question=phase.prompt)
