"""In whose name a signed-in person votes: her own, or that of an organisation she speaks for – once each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.ballots.voting import Voice
from netzwerkstatt.foundation.network.models import Organisation
from netzwerkstatt.foundation.network.rules import standing


@dataclass(frozen=True)
class Name:
    """One of them; `key` is what stands in a form, "" for the person herself."""

    key: str
    organisation: Organisation | None = None


def names_of(person: Person | None) -> list[Name]:
    """Her own name first. No query where she speaks for no organisation, else one."""
    if person is None:
        return []
    spoken = standing(person).organisations
    found = Organisation.objects.select_related("city").filter(pk__in=spoken).order_by("name", "pk") if spoken else ()
    return [Name(""), *(Name(str(one.pk), one) for one in found)]


def chosen(person: Person | None, key: str) -> Name | None:
    """The name that a form sent, if it is hers to vote in."""
    return next((name for name in names_of(person) if name.key == key), None)


def voice_of(person: Person, organisation: Organisation | None) -> Voice:
    """The voice that is counted: the organisation's, written down by the person, or her own with her network."""
    if organisation is not None:
        city: Any = organisation.city
        return Voice(organisation, by=person, network=city.network_id if city else None)
    networks = standing(person).networks
    return Voice(person, network=min(networks) if networks else None)
