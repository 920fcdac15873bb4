"""Who may do what in a workshop."""

from __future__ import annotations

from typing import Any

import rules

from netzwerkstatt.foundation.accounts.models import Guest, Person
from netzwerkstatt.foundation.network.models import Role
from netzwerkstatt.foundation.network.rules import (
    PARTNER_ROLES,
    is_alliance_coordinator,
    is_partner,
    speaks_for_a_city,
    speaks_for_city,
    standing,
)
from netzwerkstatt.ideas.models import Standing
from netzwerkstatt.workshops.models import CoFacilitator, Phase, Preset, Sharing, Table, TableDevice, Workshop

__all__ = [
    "came_in",
    "can_be_taken_up",
    "is_alliance_coordinator",
    "is_asked_here",
    "is_invited",
    "is_over",
    "is_own",
    "is_partner",
    "keeps_preset",
    "keeps_records",
    "keeps_table",
    "may_consent",
    "may_invite",
    "may_read_record",
    "may_use_preset",
    "runs_workshop",
    "speaks_for_a_city",
    "speaks_for_city",
    "takes_part",
]


def workshop_of(subject: Any) -> Workshop | None:
    """The workshop that a phase, an invitation or the workshop itself belongs to."""
    return subject if isinstance(subject, Workshop) else getattr(subject, "workshop", None)


@rules.predicate
def runs_workshop(person: Any, subject: Any = None) -> bool:
    """Facilitates it, alone or with others, and still works in the alliance, or speaks for the city that hosts it."""
    workshop = workshop_of(subject)
    if workshop is None or not isinstance(person, Person):
        return False
    works_here = bool(is_partner.test(person, None))
    if (workshop.facilitator_id == person.pk and works_here) or speaks_for_city.test(person, workshop):
        return True
    return works_here and CoFacilitator.objects.filter(workshop=workshop, person=person).exists()


@rules.predicate
def may_consent(person: Any, subject: Any = None) -> bool:
    """Was invited, runs it or was asked before: says whether she may be seen on photos, and takes it back."""
    workshop = workshop_of(subject)
    if workshop is None or not isinstance(person, Person) or not person.is_active:
        return False
    if workshop.consents.filter(person=person).exists():
        return True
    is_there = workshop.invitations.filter(person=person).exists() or bool(runs_workshop.test(person, workshop))
    return workshop.takes_photos and is_there


@rules.predicate
def is_asked_here(person: Any, subject: Any = None) -> bool:
    """Is signed in; whether she is asked shows when she speaks: who came in by the code brings its sign along."""
    return isinstance(person, Person) and person.is_active and isinstance(subject, Workshop)


INVITING_ROLES = frozenset(
    {Role.CITY_MEMBER, Role.CITY_COORDINATOR, Role.MAYOR, Role.NETWORK_COORDINATOR, Role.ALLIANCE_COORDINATOR}
)


@rules.predicate
def may_invite(person: Any, subject: Any = None) -> bool:
    """Works for a city, coordinates, or facilitates a workshop that is not over: sees whom one could ask."""
    if not isinstance(person, Person) or not person.is_active:
        return False
    over = (Workshop.State.CLOSED, Workshop.State.RELEASED)
    return standing(person).has_any(INVITING_ROLES) or person.facilitates.exclude(state__in=over).exists()


@rules.predicate
def is_own(person: Any, subject: Any = None) -> bool:
    """The person said it about herself."""
    return isinstance(person, Person) and getattr(subject, "person_id", None) == person.pk


@rules.predicate
def is_invited(person: Any, subject: Any = None) -> bool:
    """It is this person's own invitation."""
    return isinstance(person, Person) and getattr(subject, "person_id", None) == person.pk


@rules.predicate
def takes_part(actor: Any, subject: Any = None) -> bool:
    """A guest of this workshop – but no table's device –, or a person who is signed in and puts the own name to it."""
    if isinstance(actor, Guest):
        workshop = workshop_of(subject)
        is_here = workshop is not None and actor.place == workshop.public_id
        return is_here and not hasattr(actor, "table_device")
    return isinstance(actor, Person) and actor.is_active and isinstance(subject, Phase)


def came_in(guest: Guest | None, workshop: Workshop) -> bool:
    """This sign is of somebody in the room, and photos are taken there."""
    return guest is not None and workshop.takes_photos and bool(takes_part.test(guest, workshop))


@rules.predicate
def may_read_record(person: Any, subject: Any = None) -> bool:
    """Everybody who may see the workshop; that of a confidential one only who ran it or said to come."""
    workshop = workshop_of(subject)
    if workshop is None or not workshop.is_confidential:
        return workshop is not None
    if not isinstance(person, Person) or not person.is_active:
        return False
    if person.pk in {workshop.facilitator_id, workshop.entry.author_id}:
        return True
    return bool(workshop.invitations.filter(person=person, answer="comes").exists())


@rules.predicate
def keeps_table(actor: Any, subject: Any = None) -> bool:
    """Writes for this table while the workshop runs: its secretary, its device, or who runs the workshop."""
    if not isinstance(subject, Table) or not subject.workshop.is_running:
        return False
    if isinstance(actor, Guest):
        return TableDevice.objects.filter(guest=actor, table=subject).exists()
    if not isinstance(actor, Person) or not actor.is_active:
        return False
    return subject.secretary_id == actor.pk or bool(runs_workshop.test(actor, subject))


@rules.predicate
def keeps_records(actor: Any, subject: Any = None) -> bool:
    """Types in what is on paper while the workshop runs: the secretary or device of any table, or who runs it."""
    workshop = workshop_of(subject)
    if workshop is None or not workshop.is_running:
        return False
    if isinstance(actor, Guest):
        return TableDevice.objects.filter(guest=actor, table__workshop=workshop).exists()
    if not isinstance(actor, Person) or not actor.is_active:
        return False
    is_secretary = Table.objects.filter(workshop=workshop, secretary=actor).exists()
    return is_secretary or bool(runs_workshop.test(actor, workshop))


@rules.predicate
def is_over(person: Any, subject: Any = None) -> bool:
    """The ideas are chosen."""
    return bool(getattr(subject, "is_over", False))


@rules.predicate
def can_be_taken_up(person: Any, subject: Any = None) -> bool:
    """The idea was chosen, or is in the pool."""
    return getattr(subject, "standing", Standing.OPEN) != Standing.OPEN


@rules.predicate
def keeps_preset(person: Any, subject: Any = None) -> bool:
    """Kept this plan: renames, shares and deletes it."""
    return isinstance(person, Person) and getattr(subject, "author_id", None) == person.pk


@rules.predicate
def may_use_preset(person: Any, subject: Any = None) -> bool:
    """Kept it, or it is shared with the person's city or with the alliance."""
    if not isinstance(person, Person) or not person.is_active or not isinstance(subject, Preset):
        return False
    if subject.author_id == person.pk:
        return True
    roles = standing(person)
    if subject.sharing == Sharing.ALLIANCE:
        return roles.has_any(PARTNER_ROLES)
    return subject.sharing == Sharing.CITY and subject.city_id in roles.cities


@rules.predicate
def takes_on(person: Any, subject: Any = None) -> bool:
    """Works in the alliance: takes something on for herself; others are named by who runs the workshop."""
    return bool(is_partner.test(person, subject)) or bool(runs_workshop.test(person, subject))
