"""Reads of ideas for pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from netzwerkstatt.foundation.ballots.models import Kind, Vote
from netzwerkstatt.foundation.ballots.names import Name, names_of
from netzwerkstatt.foundation.entries.kinds import KINDS
from netzwerkstatt.foundation.events.prepared import Prepared
from netzwerkstatt.foundation.network.models import City
from netzwerkstatt.foundation.search.queries import entries_holding
from netzwerkstatt.ideas.models import Idea, Standing

PAGE = 15
ON_A_CITYS_PAGE = 5


@dataclass(frozen=True)
class PoolPage:
    """Some ideas of the pool, and the key after which the next ones come ("" at the end)."""

    ideas: list[Idea]
    after: str


def pool(viewer: Any, *, text: str = "", after: str = "", by_votes: bool = False) -> PoolPage:
    """Ideas that were not chosen and wait to be taken up: the youngest first, or those with the most up-votes. One
    query, on one index; three more to find words in them.
    """
    found = Idea.objects.visible_to(viewer).filter(standing=Standing.POOL)
    found = found.select_related("entry__city__network__state", "entry__home")
    if text:
        holding = entries_holding(text, viewer)
        found = found.none() if holding is None else found.filter(entry__in=holding)
    if by_votes:
        return _most_wanted(found, after)
    if after.isascii() and after.isdigit() and len(after) < 19:
        found = found.filter(pk__lt=int(after))
    rows = list(found.order_by("-entry")[: PAGE + 1])
    return PoolPage(rows[:PAGE], str(rows[PAGE - 1].pk) if len(rows) > PAGE else "")


def _most_wanted(found: Any, after: str) -> PoolPage:
    """The page after "votes-key"; ideas with the same number of votes stand in the order of their age."""
    votes, _dash, key = after.partition("-")
    if all(part.isascii() and part.isdigit() and len(part) < 19 for part in (votes, key)):
        found = found.filter(Q(upvotes__lt=int(votes)) | Q(upvotes=int(votes), pk__lt=int(key)))
    rows = list(found.order_by("-upvotes", "-entry")[: PAGE + 1])
    return PoolPage(rows[:PAGE], f"{rows[PAGE - 1].upvotes}-{rows[PAGE - 1].pk}" if len(rows) > PAGE else "")


def waiting_in(city: City, viewer: Any) -> list[Idea]:
    """Ideas of a city that wait to be taken up, the most wanted first. One query."""
    found = Idea.objects.visible_to(viewer).filter(standing=Standing.POOL, entry__city=city)
    return list(found.select_related("entry__home").order_by("-upvotes", "-entry")[:ON_A_CITYS_PAGE])


def wanted_by(person: Any, ideas: list[Idea]) -> set[int]:
    """Those of these ideas that this person voted for. One query, none for a visitor."""
    if person is None or not ideas:
        return set()
    mine = Vote.objects.filter(voter__person=person, ballot__kind=Kind.UPVOTE, option__entry__in=[i.pk for i in ideas])
    return set(mine.values_list("option__entry", flat=True))


@dataclass(frozen=True, slots=True)
class InTheNameOf:
    """A name in which the viewer can vote for an idea, and whether she did."""

    name: Name
    wanted: bool


def votes_on(idea: Idea, viewer: Any) -> list[InTheNameOf]:
    """Her own name and those of her organisations, each with what it said. None for a visitor, else one or two queries."""
    names = names_of(viewer)
    if not names:
        return []
    hers = Q(voter__person=viewer) | Q(voter__organisation__in=[one.organisation for one in names if one.organisation])
    votes = Vote.objects.filter(hers, ballot__kind=Kind.UPVOTE, option__entry=idea.pk)
    said = {str(organisation or "") for organisation in votes.values_list("voter__organisation", flat=True)}
    return [InTheNameOf(name, name.key in said) for name in names]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another idea of the same cluster."""

    title: str
    url: str


def neighbours(idea: Idea) -> list[Neighbour]:
    """Five other ideas of the same cluster, most dots first. One query."""
    if idea.cluster_id is None:
        return []
    rows = _NEIGHBOURS((), idea.cluster_id, idea.pk)
    return [Neighbour(title, KINDS["idea"].address(public_id)) for title, public_id in rows]


def _neighbours(cluster: int, itself: int) -> QuerySet[Idea, Any]:
    rows = Idea.objects.filter(cluster=cluster).exclude(pk=itself).order_by("-dots", "entry")[:5]
    return rows.values_list("entry__title", "entry__public_id")


_NEIGHBOURS = Prepared[Any](_neighbours)
