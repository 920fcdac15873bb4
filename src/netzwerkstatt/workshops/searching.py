"""By which words a workshop is found; its ideas are found by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.search.searchable import Parts, declare_searchable, declare_touched, joined
from netzwerkstatt.ideas.models import Idea
from netzwerkstatt.workshops import events
from netzwerkstatt.workshops.models import BoardStep, Format

PUT_ELSEWHERE = (
    events.CLUSTER_FORMED, events.CLUSTER_SPLIT, events.CLUSTERS_MERGED, events.CLUSTER_RENAMED,
    events.CLUSTER_DISSOLVED, events.IDEAS_MOVED, events.SUGGESTION_ACCEPTED, events.STEP_UNDONE,
    events.STEP_DONE_AGAIN,
)  # fmt: skip


def declare() -> None:
    """Make both formats known to the search, at start, and what a step on the board does to its ideas."""
    for kind in Format.values:
        declare_searchable(str(kind), words, read=read)
    declare_touched(*PUT_ELSEWHERE, entries=ideas_put_elsewhere)


def read(entries: Any) -> Any:
    """Entries with their workshops and clusters."""
    return entries.select_related("workshop").prefetch_related("clusters")


def words(entry: Entry) -> Parts:
    """The question to everybody, the place, and under which names the ideas were put together."""
    workshop = entry.workshop
    clusters = sorted(entry.clusters.all(), key=lambda cluster: cluster.pk) if workshop.is_released else []
    return Parts(summary=workshop.question, text=joined(*(cluster.title for cluster in clusters), workshop.place))


def ideas_put_elsewhere(happened: Sequence[Event]) -> list[int]:
    """Ideas that lie in another cluster since, or in one that has another name: they are found by its name. Two queries.

    All ideas of the workshop where the steps are not known any more: at the release they are forgotten.
    """
    stream, numbers = happened[0].stream_id, {event.payload.get("step") for event in happened}
    steps = BoardStep.objects.filter(workshop__entry__public_id=stream, number__in=numbers - {None})
    changes = list(steps.values_list("changes", flat=True))
    ideas = Idea.objects.filter(home__public_id=stream)
    if len(changes) == len(numbers):
        moved = {name for change in changes for name in change["ideas"]}
        renamed = {name for change in changes for name, pair in change["clusters"].items() if _is_renamed(*pair)}
        ideas = ideas.filter(Q(entry__public_id__in=moved) | Q(cluster__public_id__in=renamed))
    return list(ideas.order_by("pk").values_list("pk", flat=True))


def _is_renamed(before: dict[str, Any] | None, after: dict[str, Any] | None) -> bool:
    return before is not None and after is not None and before["title"] != after["title"]
