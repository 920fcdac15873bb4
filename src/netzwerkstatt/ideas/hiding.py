"""What moderation needs to know of ideas: all they say, and how a hidden one leaves the lists of its workshop."""

from __future__ import annotations

from typing import Any

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.moderation.registry import Aside, declare_aside, declare_words
from netzwerkstatt.ideas.kinds import IDEA
from netzwerkstatt.ideas.models import Cluster, Idea
from netzwerkstatt.ideas.writing import recount


def declare() -> None:
    """At start."""
    declare_words(IDEA, _words)
    declare_aside(Aside(IDEA, "lists", _take, _put_back))


def _words(entry: Entry) -> str:
    return str(Idea.objects.filter(entry=entry).values_list("text", flat=True).first() or entry.title)


def _take(entry: Entry) -> dict[str, Any]:
    """Lists read `home` and `cluster` on one index and ask nothing else; without both, it is in none of them."""
    idea = Idea.objects.filter(entry=entry).first()
    if idea is None:
        return {}
    clusters = list(Cluster.objects.filter(ideas=idea))
    Idea.objects.filter(pk=idea.pk).update(home=None, cluster=None)
    recount(clusters)
    return {"home": idea.home_id, "cluster": idea.cluster_id}


def _put_back(entry: Entry, taken: dict[str, Any]) -> None:
    clusters = Cluster.objects.filter(pk=taken.get("cluster") or 0)
    Idea.objects.filter(entry=entry).update(home=taken.get("home"), cluster=clusters.first())
    recount(clusters)
