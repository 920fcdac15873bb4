"""Every read of sketches; each a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.network.rules import is_partner, standing
from netzwerkstatt.ideas.models import Cluster, Idea
from netzwerkstatt.projects.models import Sketch
from netzwerkstatt.workshops.models import Format

ORIGINS = (*Format.values, "idea")
MOST = 20


def find(public_id: str, viewer: Any) -> Sketch | None:
    """The sketch, for those who may see what it comes from. Two queries."""
    rows = Sketch.objects.filter(public_id=public_id, origin__in=Entry.objects.visible_to(viewer))
    return rows.select_related("origin__city", "cluster", "figure", "owner__network__state", "project__entry").first()


def sketches_of(subject: Any, viewer: Any) -> list[Sketch] | None:
    """The sketches of a workshop or an idea, for people of the alliance; None for none. One query."""
    if not is_partner.test(viewer, None):
        return None
    rows = Sketch.objects.filter(origin=subject.entry).select_related("owner__network__state", "project__entry")
    return list(rows[:MOST]) or None


def clusters_of(origin: Entry) -> list[Cluster]:
    """The clusters of a workshop that hold ideas, most dots first. One query."""
    return list(Cluster.objects.filter(home=origin, size__gt=0).order_by("-dots", "-size", "id"))


def figures_for(origin: Entry, viewer: Any) -> QuerySet[Entry]:
    """Evidence cards on the way to the origin, else none. A few queries."""
    walked = thread.walk(origin, viewer)
    cards = [
        step.entry.pk for step in walked.steps
        if step.entry is not None and step.id in walked.before and step.entry.kind == "evidence"
    ]  # fmt: skip
    return Entry.objects.visible_to(viewer).filter(pk__in=cards, deleted_at__isnull=True).order_by("title")


def begin_with(
    origin: Entry, ideas: Sequence[Idea], clusters: Sequence[Cluster], cluster: str, viewer: Any
) -> Mapping[str, Any]:
    """What stands in the boxes before anybody wrote: the cluster's name, the problem, the own city."""
    wanted = next((one for one in clusters if one.public_id == cluster), None)
    only = ideas[0] if len(ideas) == 1 else None
    walked = thread.walk(origin, viewer)
    problems = [step.entry.title for step in walked.steps if step.entry and step.entry.kind == "problem"]
    cities = standing(viewer).cities
    return {
        "source": wanted.public_id if wanted else "ideas",
        "chosen": [only.public_id] if only else [],
        "title": wanted.title if wanted else only.title if only else "",
        "idea": wanted.note if wanted else only.text if only else "",
        "problem": problems[0] if problems else "",
        "owner": next(iter(cities)) if len(cities) == 1 else None,
    }


def is_across(sketch: Sketch) -> bool:
    """A city of another Land than the owner's is named. One query."""
    owner = sketch.owner
    return owner is not None and sketch.cities.exclude(network__state=owner.network.state_id).exists()
