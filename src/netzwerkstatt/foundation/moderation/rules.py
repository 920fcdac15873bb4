"""Who may do what: the alliance's coordinator everywhere, a network's and a city's where they coordinate."""

from __future__ import annotations

from typing import Any

import rules
from django.db.models import Q, QuerySet

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.moderation.models import Case, State
from netzwerkstatt.foundation.network.models import Role
from netzwerkstatt.foundation.network.queries import current_memberships
from netzwerkstatt.foundation.network.rules import standing

EVERYWHERE = frozenset({Role.ALLIANCE_COORDINATOR})
MODERATING = EVERYWHERE | {Role.NETWORK_COORDINATOR, Role.CITY_COORDINATOR}


@rules.predicate
def moderates_somewhere(person: Any, subject: Any = None) -> bool:
    """Has a queue of reports: coordinates the alliance, a network or a city."""
    return standing(person).has_any(MODERATING)


@rules.predicate
def moderates(person: Any, place: Any) -> bool:
    """Coordinates the place of a case (or of an entry): its city, its network, or the alliance."""
    if place is None:
        return False
    roles = standing(person)
    return (
        roles.has(EVERYWHERE, None)
        or place.network_id in roles.places(Role.NETWORK_COORDINATOR)
        or place.city_id in roles.places(Role.CITY_COORDINATOR)
    )


@rules.predicate
def is_author(person: Any, case: Case) -> bool:
    """Wrote what the case is about."""
    return person is not None and case.author_id == person.pk


@rules.predicate
def is_not_alone_with_it(person: Any, case: Case) -> bool:
    """Does not judge the own words or the own decision, as long as there is somebody else who can."""
    judged = [pk for pk in (case.author_id, case.hidden_by_id if case.state == State.OBJECTED else None) if pk]
    return person.pk not in judged or not moderators_of(case).exclude(pk__in=judged).exists()


may_decide = moderates & is_not_alone_with_it


def moderators_of(place: Any) -> QuerySet[Person]:
    """The people who moderate the place of a case or an entry today."""
    where = Q(role=Role.ALLIANCE_COORDINATOR)
    if place.network_id:
        where |= Q(role=Role.NETWORK_COORDINATOR, network=place.network_id)
    if place.city_id:
        where |= Q(role=Role.CITY_COORDINATOR, city=place.city_id)
    people = current_memberships().filter(where).order_by().values("person")
    return Person.objects.filter(pk__in=people, is_active=True)


def cases_q(person: Any) -> Q:
    """The condition under which a case is this person's to decide; says the same as `moderates`, for lists."""
    roles = standing(person)
    if roles.has(EVERYWHERE, None):
        return Q()
    return Q(network__in=roles.places(Role.NETWORK_COORDINATOR)) | Q(city__in=roles.places(Role.CITY_COORDINATOR))
