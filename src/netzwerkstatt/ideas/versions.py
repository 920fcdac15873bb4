"""What goes when an idea is deleted. Ideas do not change: what was said in a room was said."""

from __future__ import annotations

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.versions.erasing import Erasure, declare_erasure
from netzwerkstatt.ideas import hiding
from netzwerkstatt.ideas.kinds import IDEA
from netzwerkstatt.ideas.models import Cluster, Idea
from netzwerkstatt.ideas.writing import recount


def declare() -> None:
    """At start."""
    declare_erasure(Erasure(IDEA, "idea", _erase))
    hiding.declare()


def _erase(entry: Entry) -> None:
    clusters = list(Cluster.objects.filter(ideas=entry.pk))
    Idea.objects.filter(entry=entry).delete()
    recount(clusters)
