"""Putting ideas together. Everything here is undone as easily as it is done: each verb is one step of `history`.

`seen` is the revision of the board (`queries.revision_of`) on the page from which something was asked: where somebody
else has touched the same things since, nothing changes and `Invalid` says who did what.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast
from uuid import UUID

from django.utils.translation import gettext as _

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.models import new_public_id
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.ideas.models import LONGEST_NOTE, Cluster, Idea
from netzwerkstatt.workshops import events, rules
from netzwerkstatt.workshops.actions.history import Change, State, carry_out, open_board, state_of
from netzwerkstatt.workshops.actions.running import REFUSAL
from netzwerkstatt.workshops.elsewhere import action
from netzwerkstatt.workshops.models import BoardStep, Workshop
from netzwerkstatt.workshops.plans import line, prose

Verb = BoardStep.Verb


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def form_cluster(
    *,
    actor: Person,
    workshop: Workshop,
    title: str,
    ideas: Iterable[Idea] = (),
    client_id: UUID | None = None,
    seen: int | None = None,
) -> Cluster:
    """Ideas together under a name. Records `workshop.cluster_formed`; the same `client_id` gives the same cluster.

    Raises `Invalid` (field "title") for a name that is empty, too long or taken.
    """
    kept = open_board(workshop)
    if client_id and (made := Cluster.objects.filter(client_id=client_id, home=kept.entry).first()):
        return made
    cluster, step = _new(kept, actor, Verb.FORMED, title, _names(kept, ideas), seen=seen, client_id=client_id)
    record(events.CLUSTER_FORMED(kept, actor, cluster=cluster.public_id, title=cluster.title, **_moved(step)))
    return cluster


@action(rule=rules.runs_workshop, on="workshop", refusal=REFUSAL)
def split_cluster(
    *, actor: Person, workshop: Workshop, cluster: Cluster, title: str, ideas: Iterable[Idea], seen: int | None = None
) -> Cluster:
    """Some ideas of a cluster become a cluster of their own. Records `workshop.cluster_split`.

    Raises `Invalid` for a name that does not hold, where none of its ideas is named, and where all are: that would
    only be another name.
    """
    kept = open_board(workshop)
    _belongs(kept, cluster)
    names = _names(kept, ideas, cluster=cluster.pk)
    if not names:
        raise Invalid({"": _("Please mark the ideas of “%(title)s” that shall leave it.") % {"title": cluster.title}})
    if len(names) == Idea.objects.filter(cluster=cluster, home=kept.entry).count():
        raise Invalid(
            {"": _("These are all ideas of “%(title)s”. Please rename it instead.") % {"title": cluster.title}}
        )
    made, step = _new(kept, actor, Verb.SPLIT, title, names, seen=seen)
    record(events.CLUSTER_SPLIT(kept, actor, cluster=made.public_id, title=made.title, **_moved(step)))
    return made


@action(rule=rules.runs_workshop, on="workshop", refusal=REFUSAL)
def merge_clusters(
    *, actor: Person, workshop: Workshop, into: Cluster, others: Iterable[Cluster], seen: int | None = None
) -> Cluster:
    """The ideas of the others lie in this one, their notes stand below its own, and the others go.

    Records `workshop.clusters_merged`. Raises `Invalid` where there is nothing to merge, and where the notes together
    would be too long.
    """
    kept = open_board(workshop)
    going = list(Cluster.objects.filter(home=kept.entry, pk__in=[one.pk for one in others]).exclude(pk=into.pk))
    into = _belongs(kept, into)
    if not going:
        raise Invalid({"": _("Please mark at least one other cluster.")})
    note = "\n\n".join(one.note for one in (into, *going) if one.note)
    if len(note) > LONGEST_NOTE:
        raise Invalid({"": _("The notes of these clusters are too long together. Please shorten one first.")})
    ideas = Idea.objects.filter(home=kept.entry, cluster__in=going).values_list("entry__public_id", flat=True)
    change = Change(
        clusters={into.public_id: {**state_of(into), "note": note}} | {one.public_id: None for one in going},
        ideas=dict.fromkeys(ideas, into.public_id),
    )
    step = carry_out(kept, actor, Verb.MERGED, change, seen=seen)
    into.refresh_from_db()
    if step:
        record(events.CLUSTERS_MERGED(kept, actor, cluster=into.public_id, title=into.title, **_moved(step)))
    return into


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def move_ideas(
    *, actor: Person, workshop: Workshop, ideas: Iterable[Idea], cluster: Cluster | None, seen: int | None = None
) -> int:
    """Ideas into another cluster, or out of all; says how many changed place. Records `workshop.ideas_moved`."""
    kept = open_board(workshop)
    if cluster:
        _belongs(kept, cluster)
    where = cluster.public_id if cluster else ""
    step = carry_out(kept, actor, Verb.MOVED, Change(ideas=dict.fromkeys(_names(kept, ideas), where)), seen=seen)
    if step is None:
        return 0
    record(events.IDEAS_MOVED(kept, actor, cluster=where, **_moved(step)))
    return len(step.changes["ideas"])


def move_idea(*, actor: Person, idea: Idea, cluster: Cluster | None) -> Idea:
    """One idea into another cluster, or out of all; see `move_ideas`."""
    move_ideas(actor=actor, workshop=Workshop.objects.get(pk=idea.home_id), ideas=[idea], cluster=cluster)
    idea.refresh_from_db()
    return idea


@action(rule=rules.runs_workshop, on="workshop", refusal=REFUSAL)
def rename_cluster(
    *, actor: Person, workshop: Workshop, cluster: Cluster, title: str, seen: int | None = None
) -> Cluster:
    """Another name for a cluster. Records `workshop.cluster_renamed`; nothing where it is the same."""
    kept = open_board(workshop)
    now = _belongs(kept, cluster)
    wanted: State = {**state_of(now), "title": _checked_title(title)}
    if step := carry_out(kept, actor, Verb.RENAMED, Change(clusters={now.public_id: wanted}), seen=seen):
        record(events.CLUSTER_RENAMED(kept, actor, cluster=now.public_id, title=wanted["title"], step=step.number))
    cluster.title = wanted["title"]
    return cluster


@action(rule=rules.runs_workshop, on="workshop", refusal=REFUSAL)
def note_cluster(*, actor: Person, workshop: Workshop, cluster: Cluster, note: str, seen: int | None = None) -> Cluster:
    """What holds a cluster together, or what is open about it. Records `workshop.cluster_noted`; nothing where it is
    the same. Raises `Invalid` (field "note") for too many words.
    """
    kept = open_board(workshop)
    now = _belongs(kept, cluster)
    wanted: State = {**state_of(now), "note": prose("note", note, LONGEST_NOTE)}
    if carry_out(kept, actor, Verb.NOTED, Change(clusters={now.public_id: wanted}), seen=seen):
        record(events.CLUSTER_NOTED(kept, actor, cluster=now.public_id))
    cluster.note = wanted["note"]
    return cluster


@action(rule=rules.runs_workshop, on="workshop", refusal=REFUSAL)
def dissolve_cluster(*, actor: Person, workshop: Workshop, cluster: Cluster, seen: int | None = None) -> None:
    """The name goes, its ideas stand alone again. Records `workshop.cluster_dissolved`; gone already, nothing."""
    kept = open_board(workshop)
    now = Cluster.objects.filter(pk=cluster.pk, home=kept.entry).first()
    if now is None:
        return
    ideas = Idea.objects.filter(home=kept.entry, cluster=now).values_list("entry__public_id", flat=True)
    change = Change(clusters={now.public_id: None}, ideas=dict.fromkeys(ideas, ""))
    if step := carry_out(kept, actor, Verb.DISSOLVED, change, seen=seen):
        record(events.CLUSTER_DISSOLVED(kept, actor, title=now.title, step=step.number))


# ---------------------------------------------------------------- suggestions


@action(rule=rules.runs_workshop, on="workshop", refusal=REFUSAL)
def accept_suggestion(
    *,
    actor: Person,
    workshop: Workshop,
    ideas: Sequence[Idea],
    title: str = "",
    cluster: Cluster | None = None,
    client_id: UUID | None = None,
    seen: int | None = None,
) -> Cluster:
    """What was suggested is done: these ideas into this cluster, or into a new one of this name.

    Records `workshop.suggestion_accepted`; the same `client_id` gives the same cluster. Raises `Invalid` for a name
    that does not hold, and where an idea is not there any more.
    """
    kept = open_board(workshop)
    if client_id and (made := Cluster.objects.filter(client_id=client_id, home=kept.entry).first()):
        return made
    names = _names(kept, ideas)
    step: BoardStep | None
    if cluster is not None:
        now = _belongs(kept, cluster)
        step = carry_out(kept, actor, Verb.ACCEPTED, Change(ideas=dict.fromkeys(names, now.public_id)), seen=seen)
    else:
        now, step = _new(kept, actor, Verb.ACCEPTED, title, names, seen=seen, client_id=client_id)
    if step and step.changes["ideas"]:
        record(events.SUGGESTION_ACCEPTED(kept, actor, cluster=now.public_id, title=now.title, **_moved(step)))
    return now


@action(rule=rules.runs_workshop, on="workshop", refusal=REFUSAL)
def decline_suggestion(*, actor: Person, workshop: Workshop, key: str, ideas: Sequence[Idea]) -> None:
    """These ideas do not belong together; nobody is asked again. Records `workshop.suggestion_declined`; twice is once."""
    kept = open_board(workshop)
    if not key or len(key) > LONGEST_KEY or not key.isascii() or not key.isalnum():
        raise Invalid({"": _("This suggestion is not there any more.")})
    names = sorted(_names(kept, ideas))
    if carry_out(kept, actor, Verb.DECLINED, Change(declined={key: names})):
        record(events.SUGGESTION_DECLINED(kept, actor, ideas=len(names)))


LONGEST_KEY = 64


# ---------------------------------------------------------------- what they share


def _new(
    workshop: Workshop,
    actor: Person,
    verb: str,
    title: str,
    names: list[str],
    *,
    seen: int | None,
    client_id: UUID | None = None,
) -> tuple[Cluster, BoardStep]:
    """A cluster that was not there, with these ideas."""
    name = new_public_id()
    state: State = {
        "pk": None, "title": _checked_title(title), "note": "", "client_id": str(client_id) if client_id else None,
    }  # fmt: skip
    step = carry_out(workshop, actor, verb, Change({name: state}, dict.fromkeys(names, name)), seen=seen)
    return Cluster.objects.get(home=workshop.entry, public_id=name), cast("BoardStep", step)  # it was not there before


def _moved(step: BoardStep) -> dict[str, int]:
    """What an event says of the step it tells of: how many ideas changed place, and where all of it stands."""
    return {"ideas": len(step.changes["ideas"]), "step": step.number}


def _names(workshop: Workshop, ideas: Iterable[Idea], **where: int) -> list[str]:
    """The public ids of those of these ideas that lie on the board, there. One query."""
    rows = Idea.objects.filter(pk__in=[idea.pk for idea in ideas], home=workshop.entry, **where)
    return list(rows.order_by("pk").values_list("entry__public_id", flat=True))


def _belongs(workshop: Workshop, cluster: Cluster) -> Cluster:
    """The cluster as it is now. Raises `Invalid` for one of another workshop, and for one that is gone."""
    if cluster.home_id != workshop.entry_id:
        raise Invalid({"cluster": _("This cluster belongs to another workshop.")})
    now = Cluster.objects.filter(pk=cluster.pk, home=workshop.entry).first()
    if now is None:
        text = _("“%(title)s” is not there any more; somebody has dissolved or merged it meanwhile.")
        raise Invalid({"cluster": text % {"title": cluster.title}})
    return now


def _checked_title(title: str) -> str:
    name = line("title", title, 120)
    if not name:
        raise Invalid({"title": _("A cluster needs a name.")})
    return name
