"""Who may what, from memberships alone. Every predicate takes a person (or guest, or nobody) and a subject."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import rules
from django.db.models import BigIntegerField, Q, QuerySet, Value

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.prepared import Prepared
from netzwerkstatt.foundation.network.models import (
    Affiliation,
    City,
    CityNetwork,
    Membership,
    Organisation,
    OrganisationKind,
    Role,
    State,
)

PARTNER_ROLES = frozenset(Role) - {Role.CITIZEN, Role.MINISTRY, Role.OPERATOR, Role.DATA_PROTECTION}
SPEAKING_ROLES = frozenset({Role.CITY_MEMBER, Role.CITY_COORDINATOR, Role.MAYOR})
_ORGANISATION = "organisation"
RELEASING_ROLES = frozenset({Role.CITY_COORDINATOR, Role.MAYOR})


@dataclass(frozen=True)
class Standing:
    """A person's roles today, each with the id of its city, network or Land (None for the alliance)."""

    roles: frozenset[tuple[str, int | None]]
    cities: frozenset[int]
    networks: frozenset[int]
    states: frozenset[int]
    organisations: frozenset[int]

    def has(self, roles: frozenset[Role], scope: int | None) -> bool:
        return any((role, scope) in self.roles for role in roles)

    def has_any(self, roles: frozenset[Role]) -> bool:
        return any(role in roles for role, _ in self.roles)

    def places(self, role: Role) -> frozenset[int]:
        """The cities, networks or Länder in which the person has this role."""
        return frozenset(scope for had, scope in self.roles if had == role and scope is not None)


NOBODY = Standing(frozenset(), frozenset(), frozenset(), frozenset(), frozenset())


def standing(person: Any) -> Standing:
    """What the person is today; one query, kept with the person for the length of the request."""
    if not isinstance(person, Person) or not person.is_active:
        return NOBODY
    known: Standing | None = person.__dict__.get("_standing")
    if known is None:
        known = person.__dict__["_standing"] = _read_standing(person)
    return known


def forget_standing(person: Person) -> None:
    """After a membership began or ended, the next question reads it anew."""
    person.__dict__.pop("_standing", None)


def _today(today: date, person: int) -> QuerySet[Membership, tuple[Any, ...]]:
    now = Q(Q(until__isnull=True) | Q(until__gte=today), person=person, since__lte=today)
    none = Value(None, output_field=BigIntegerField())
    affiliations: Any = Affiliation.objects.filter(now, confirmed_at__isnull=False).values_list(
        Value(_ORGANISATION), none, none, none, "organisation_id"
    )
    return (
        Membership.objects.filter(now)
        .values_list("role", "city_id", "network_id", "state_id", "city__network_id")
        .union(affiliations, all=True)
    )


_TODAY = Prepared[tuple[Any, ...]](_today)
"""On every page of who is signed in; a new form each day."""


def _read_standing(person: Person) -> Standing:
    found = _TODAY((clock.today(),), person.pk)
    rows = [row for row in found if row[0] != _ORGANISATION]
    return Standing(
        roles=frozenset((role, city or network or state) for role, city, network, state, _ in rows),
        cities=frozenset(city for role, city, *_ in rows if city and role in SPEAKING_ROLES),
        networks=frozenset(
            n for role, _, network, _, of_city in rows if role in PARTNER_ROLES and (n := network or of_city)
        ),
        states=frozenset(state for *_, state, _ in rows if state),
        organisations=frozenset(organisation for kind, *_, organisation in found if kind == _ORGANISATION),
    )


def city_of(subject: Any) -> City | None:
    """The city that a subject belongs to: itself, its own, or that of its entry."""
    if subject is None or isinstance(subject, City):
        return subject
    entry = getattr(subject, "entry", subject)
    return getattr(entry, "city", None)


@rules.predicate
def is_partner(person: Any, subject: Any = None) -> bool:
    """Works in the alliance: city, network, expert or alliance coordinator."""
    return standing(person).has_any(PARTNER_ROLES)


@rules.predicate
def is_alliance_coordinator(person: Any, subject: Any = None) -> bool:
    """Answers for the whole alliance."""
    return standing(person).has(frozenset({Role.ALLIANCE_COORDINATOR}), None)


@rules.predicate
def is_operator(person: Any, subject: Any = None) -> bool:
    """Runs the installation."""
    return standing(person).has(frozenset({Role.OPERATOR}), None)


@rules.predicate
def speaks_for_a_city(person: Any, subject: Any = None) -> bool:
    """Belongs to some city's administration or council."""
    return bool(standing(person).cities)


@rules.predicate
def speaks_for_city(person: Any, subject: Any = None) -> bool:
    """Belongs to the administration or council of the subject's city."""
    city = city_of(subject)
    return city is not None and city.pk in standing(person).cities


@rules.predicate
def releases_for_city(person: Any, subject: Any = None) -> bool:
    """Releases in the name of the subject's city: its coordinator or mayor."""
    city = city_of(subject)
    return city is not None and standing(person).has(RELEASING_ROLES, city.pk)


@rules.predicate
def coordinates_network(person: Any, subject: Any = None) -> bool:
    """Coordinates the network (or the network of the subject's city)."""
    city = city_of(subject) if not isinstance(subject, CityNetwork) else None
    network_id = subject.pk if isinstance(subject, CityNetwork) else city.network_id if city else None
    return network_id is not None and standing(person).has(frozenset({Role.NETWORK_COORDINATOR}), network_id)


@rules.predicate
def coordinates_a_network(person: Any, subject: Any = None) -> bool:
    """Coordinates some network."""
    return standing(person).has_any(frozenset({Role.NETWORK_COORDINATOR}))


@rules.predicate
def speaks_for_state(person: Any, subject: Any = None) -> bool:
    """Sits in a ministry of the Land (a State, or something with a `state`)."""
    state = subject if isinstance(subject, State) else getattr(subject, "state", None)
    return isinstance(state, State) and state.pk in standing(person).states


@rules.predicate
def speaks_for_a_state(person: Any, subject: Any = None) -> bool:
    """Sits in a ministry of some Land."""
    return bool(standing(person).states)


@rules.predicate
def speaks_for_organisation(person: Any, subject: Any = None) -> bool:
    """Belongs to the organisation."""
    return isinstance(subject, Organisation) and subject.pk in standing(person).organisations


@rules.predicate
def vouches_for_organisation(person: Any, subject: Any = None) -> bool:
    """Answers for the place of an organisation, and so for who speaks for it.

    Its city's coordinator or mayor, the coordinator of that city's network; without a city, whoever holds such an
    office. For a ministry, and everywhere else too, the alliance coordinator.
    """
    if not isinstance(subject, Organisation):
        return False
    if is_alliance_coordinator.test(person):
        return True
    if subject.city is not None:
        return bool(releases_for_city.test(person, subject.city) or coordinates_network.test(person, subject.city))
    offices = RELEASING_ROLES | {Role.NETWORK_COORDINATOR}
    return subject.kind != OrganisationKind.MINISTRY and standing(person).has_any(offices)


@rules.predicate
def vouches_for_some_organisation(person: Any, subject: Any = None) -> bool:
    """Holds an office that answers for organisations somewhere."""
    return standing(person).has_any(RELEASING_ROLES | {Role.NETWORK_COORDINATOR, Role.ALLIANCE_COORDINATOR})


@rules.predicate
def is_named_as_voice(person: Any, subject: Any = None) -> bool:
    """It is this person's own affiliation."""
    return isinstance(person, Person) and isinstance(subject, Affiliation) and subject.person_id == person.pk


@rules.predicate
def vouches_for_voice(person: Any, subject: Any = None) -> bool:
    """Answers for the organisation that an affiliation belongs to."""
    return isinstance(subject, Affiliation) and bool(vouches_for_organisation.test(person, subject.organisation))
