"""Cluster: ideas are put together at the wall."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.workshops.phases.kind import Kind


class ClusterPhase(Kind):
    """The board on the console is the work; the phones rest."""

    code = "cluster"
    says = _("Put ideas together that belong together, at the wall and on the console.")
    builds_on_ideas = True
    minutes = 20
