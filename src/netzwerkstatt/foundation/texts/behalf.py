"""For whom a person may speak today: its cities, networks and Länder by membership, its organisations by affiliation."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.models import (
    Affiliation,
    City,
    CityNetwork,
    Membership,
    Organisation,
    Role,
    State,
)
from netzwerkstatt.foundation.network.rules import SPEAKING_ROLES

_SPEAK = SPEAKING_ROLES | {Role.NETWORK_COORDINATOR, Role.MINISTRY}


@dataclass(frozen=True)
class Behalf:
    """For whom something is said; all empty for the person alone."""

    city: City | None = None
    network: CityNetwork | None = None
    land: State | None = None
    organisation: Organisation | None = None

    @property
    def key(self) -> str:
        """What stands in a form."""
        named = (("city", self.city), ("network", self.network), ("land", self.land), ("org", self.organisation))
        return next((f"{name}-{place.pk}" for name, place in named if place), "self")

    @property
    def label(self) -> str:
        place = self.organisation or self.land or self.city or self.network
        return str(place) if place else _("for myself")


def behalves_of(person: Person) -> list[Behalf]:
    """For whom this person can speak today: cities, networks, Länder, organisations, itself. Two queries."""
    today = clock.today()
    now = Q(until__isnull=True) | Q(until__gte=today)
    members = Membership.objects.filter(now, person=person, since__lte=today, role__in=_SPEAK)
    found: dict[str, Behalf] = {}
    for one in members.select_related("city__network__state", "network__state", "state").order_by("pk"):
        behalf = Behalf(one.city, one.network or (one.city.network if one.city else None), one.state)
        found.setdefault(behalf.key, behalf)
    belonging = Affiliation.objects.filter(now, person=person, since__lte=today, confirmed_at__isnull=False)
    for belongs in belonging.select_related("organisation"):
        behalf = Behalf(organisation=belongs.organisation)
        found.setdefault(behalf.key, behalf)
    return [*found.values(), Behalf()]
