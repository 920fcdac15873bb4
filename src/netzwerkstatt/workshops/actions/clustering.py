"""Putting ideas together. Everything here is undone as easily as it is done."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.ideas.models import Cluster, Idea
from netzwerkstatt.ideas.writing import recount
from netzwerkstatt.workshops import events, rules
from netzwerkstatt.workshops.actions.phasing import locked
from netzwerkstatt.workshops.actions.running import REFUSAL
from netzwerkstatt.workshops.models import Workshop


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def form_cluster(
    *, actor: Person, workshop: Workshop, title: str, ideas: Iterable[Idea] = (), client_id: UUID | None = None
) -> Cluster:
    """Ideas together under a name. Records `workshop.cluster_formed`; the same `client_id` gives the same cluster.

    Raises `Invalid` (field "title") for a name that is empty, too long or taken.
    """
    kept = _running(workshop)
    if client_id and (made := Cluster.objects.filter(client_id=client_id, home=kept.entry).first()):
        return made
    cluster = Cluster(home=kept.entry, title=_checked_title(title), client_id=client_id)
    _save(cluster)
    moved = _move(kept, ideas, cluster)
    record(events.CLUSTER_FORMED(kept, actor, cluster=cluster.public_id, title=cluster.title, ideas=moved))
    return cluster


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def move_ideas(*, actor: Person, workshop: Workshop, ideas: Iterable[Idea], cluster: Cluster | None) -> int:
    """Ideas into another cluster, or out of all; says how many changed place. Records `workshop.ideas_moved`."""
    kept = _running(workshop)
    if cluster and cluster.home_id != kept.entry_id:
        raise Invalid({"cluster": _("This cluster belongs to another workshop.")})
    if moved := _move(kept, ideas, cluster):
        record(events.IDEAS_MOVED(kept, actor, cluster=cluster.public_id if cluster else "", ideas=moved))
    return moved


def move_idea(*, actor: Person, idea: Idea, cluster: Cluster | None) -> Idea:
    """One idea into another cluster, or out of all; see `move_ideas`."""
    move_ideas(actor=actor, workshop=Workshop.objects.get(pk=idea.home_id), ideas=[idea], cluster=cluster)
    idea.refresh_from_db()
    return idea


@action(rule=rules.runs_workshop, on="workshop", refusal=REFUSAL)
def rename_cluster(*, actor: Person, workshop: Workshop, cluster: Cluster, title: str) -> Cluster:
    """Another name for a cluster. Records `workshop.cluster_renamed`; nothing where it is the same."""
    kept = _running(workshop)
    title = _checked_title(title)
    if cluster.home_id != kept.entry_id:
        raise Invalid({"cluster": _("This cluster belongs to another workshop.")})
    if cluster.title != title:
        cluster.title = title
        _save(cluster)
        record(events.CLUSTER_RENAMED(kept, actor, cluster=cluster.public_id, title=title))
    return cluster


@action(rule=rules.runs_workshop, on="workshop", refusal=REFUSAL)
def dissolve_cluster(*, actor: Person, workshop: Workshop, cluster: Cluster) -> None:
    """The name goes, its ideas stand alone again. Records `workshop.cluster_dissolved`."""
    kept = _running(workshop)
    if Cluster.objects.filter(pk=cluster.pk, home=kept.entry).exists():
        Idea.objects.filter(cluster=cluster).update(cluster=None)
        Cluster.objects.filter(pk=cluster.pk).delete()
        record(events.CLUSTER_DISSOLVED(kept, actor, title=cluster.title))


def _running(workshop: Workshop) -> Workshop:
    kept = locked(workshop)
    if not kept.is_running:
        raise Invalid({"": _("The workshop is not running.")})
    return kept


def _checked_title(title: str) -> str:
    title = " ".join(title.split())
    if not title:
        raise Invalid({"title": _("A cluster needs a name.")})
    if len(title) > 120:
        raise Invalid({"title": _("At most 120 characters, please.")})
    return title


def _save(cluster: Cluster) -> None:
    try:
        with transaction.atomic():
            cluster.save()
    except IntegrityError:
        message = _("There is a cluster called “%(title)s” already.")
        raise Invalid({"title": message % {"title": cluster.title}}) from None


def _move(workshop: Workshop, ideas: Iterable[Idea], cluster: Cluster | None) -> int:
    chosen = Idea.objects.filter(pk__in=[idea.pk for idea in ideas], home=workshop.entry)
    moving = [idea for idea in chosen if idea.cluster_id != (cluster.pk if cluster else None)]
    touched = {idea.cluster_id for idea in moving if idea.cluster_id} | ({cluster.pk} if cluster else set())
    if moving:
        Idea.objects.filter(pk__in=[idea.pk for idea in moving]).update(cluster=cluster)
        recount(Cluster.objects.filter(pk__in=touched))
    return len(moving)
