"""Who may do what: everybody decides about the own things, and about nobody else's."""

from __future__ import annotations

from typing import Any

import rules

from netzwerkstatt.foundation.accounts.access import signed_in
from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.network.models import Role
from netzwerkstatt.foundation.network.rules import (
    coordinates_a_network,
    is_alliance_coordinator,
    is_operator,
    standing,
)

__all__ = ["corrects_address", "may_follow", "own", "sees_unreachable", "signed_in"]


@rules.predicate
def may_follow(person: Any, thing: Any = None) -> bool:
    """Cities and themes are there for all; an item must be one that the person may see."""
    if not isinstance(person, Person) or not person.is_active:
        return False
    return not isinstance(thing, Entry) or Entry.objects.visible_to(person).filter(pk=thing.pk).exists()


@rules.predicate
def own(person: Any, notice: Any = None) -> bool:
    """It was told to this very person."""
    return isinstance(person, Person) and getattr(notice, "person_id", None) == person.pk


@rules.predicate
def _coordinates_a_city(person: Any, subject: Any = None) -> bool:
    return any(role == "city-coordinator" for role, _ in standing(person).roles)


sees_unreachable = is_alliance_coordinator | is_operator | coordinates_a_network | _coordinates_a_city


@rules.predicate
def corrects_address(person: Any, other: Any = None) -> bool:
    """Gives people their roles, and so their way in; that of an operator only another operator."""
    if is_operator.test(person):
        return True
    is_an_operator = isinstance(other, Person) and standing(other).has_any(frozenset({Role.OPERATOR}))
    return bool(is_alliance_coordinator.test(person)) and not is_an_operator
