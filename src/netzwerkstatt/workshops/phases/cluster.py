"""Cluster: ideas are put together at the wall."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.methods.vocabulary import PhaseFit
from netzwerkstatt.workshops.phases.kind import Kind

if TYPE_CHECKING:
    from netzwerkstatt.workshops.models import Phase


class ClusterPhase(Kind):
    """The board on the console is the work; the phones rest."""

    code = "cluster"
    fit = PhaseFit.CLUSTER
    says = _("Put ideas together that belong together, at the wall and on the console.")
    builds_on_ideas = True
    minutes = 20
    wall = "workshops/wall/bundles.html"

    def on_wall(self, phase: Phase) -> dict[str, Any]:
        from netzwerkstatt.workshops.wall import bundles_of

        return bundles_of(phase.workshop)

    def has_result(self, phase: Phase) -> bool:
        return super().has_result(phase) or not phase.is_ahead
