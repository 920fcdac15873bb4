"""Reads of the alliance for pages; each a fixed, small number of queries."""

from __future__ import annotations

from typing import Any

from django.core.cache import caches
from django.db.models import Prefetch, Q, QuerySet

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.prepared import Prepared
from netzwerkstatt.foundation.network.models import (
    Affiliation,
    Alliance,
    City,
    CityNetwork,
    Membership,
    Organisation,
    State,
    Theme,
)

_THE_ALLIANCE = Prepared[Alliance](lambda: Alliance.objects.order_by("pk")[:1])


SHORT = 20
"""Seconds for which another process may still show an earlier name of the alliance."""

_known = caches["of-this-process"]


def the_alliance() -> Alliance | None:
    """The alliance of this installation, or None before it is founded. One query within twenty seconds, then none."""
    alliance: Alliance | None = _known.get("alliance") or _THE_ALLIANCE.first(())
    if alliance:
        _known.set("alliance", alliance, SHORT)
    return alliance


def forget_the_alliance() -> None:
    """It is named anew: this process reads it again."""
    _known.delete("alliance")


def states() -> QuerySet[State]:
    """The Länder in their order."""
    return State.objects.all()


def networks() -> QuerySet[CityNetwork]:
    """The networks with Land and cities. Two queries."""
    return CityNetwork.objects.select_related("state").prefetch_related(
        Prefetch("cities", City.objects.order_by("name"))
    )


def cities() -> QuerySet[City]:
    """The member cities with network, Land and district. One query."""
    return City.objects.select_related("network__state", "district")


def themes() -> QuerySet[Theme]:
    """The fields of themes in their order."""
    return Theme.objects.all()


def organisations() -> QuerySet[Organisation]:
    """Organisations with their city. One query."""
    return Organisation.objects.select_related("city")


def current_memberships() -> QuerySet[Membership]:
    """Roles held today, with person and place. One query."""
    today = clock.today()
    return (
        Membership.objects.filter(Q(until__isnull=True) | Q(until__gte=today), since__lte=today)
        .select_related("person", "city", "network", "state")
        .order_by("person__name", "role")
    )


def people_of(city: City) -> QuerySet[Membership]:
    """Who works for this city today."""
    return current_memberships().filter(city=city)


def people_speaking_for(organisations: Any) -> QuerySet[Person]:
    """Who speaks for these organisations today (keys, or a query of keys). One query."""
    today = clock.today()
    held = Affiliation.objects.filter(
        Q(until__isnull=True) | Q(until__gte=today),
        organisation__in=organisations,
        since__lte=today,
        confirmed_at__isnull=False,
    )
    return Person.objects.filter(pk__in=held.order_by().values("person"), is_active=True)
