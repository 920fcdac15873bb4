"""Cluster: ideas are put together at the wall."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.methods.vocabulary import PhaseFit
from netzwerkstatt.workshops.phases.kind import Kind


class ClusterPhase(Kind):
    """The board on the console is the work; the phones rest."""

    code = "cluster"
    fit = PhaseFit.CLUSTER
    says = _("Put ideas together that belong together, at the wall and on the console.")
    builds_on_ideas = True
    minutes = 20
