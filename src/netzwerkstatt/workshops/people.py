"""Who comes to a workshop, counted, and whether somebody still facilitates. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from netzwerkstatt.foundation.network.models import CityNetwork, Role
from netzwerkstatt.foundation.network.queries import current_memberships
from netzwerkstatt.foundation.network.rules import is_partner
from netzwerkstatt.workshops.models import Invitation, Workshop


@dataclass(frozen=True)
class OfNetwork:
    """How the invited people of one network answered; None for those who belong to none any more."""

    network: CityNetwork | None
    invitations: tuple[Invitation, ...]

    @property
    def coming(self) -> int:
        return sum(one.comes for one in self.invitations)

    @property
    def waiting(self) -> int:
        return sum(one.answer == Invitation.Answer.WAITING for one in self.invitations)

    @property
    def declined(self) -> int:
        return sum(one.answer == Invitation.Answer.DECLINES for one in self.invitations)


@dataclass(frozen=True)
class Invited:
    """Everybody who is invited: by network, and as what they work in the alliance, with how many of them come."""

    networks: list[OfNetwork]
    roles: list[tuple[str, int]]


def by_network(invitations: Sequence[Invitation]) -> Invited:
    """Each counts for the first network she belongs to, and once for each role she has. One query."""
    rows = current_memberships().filter(person__in=[one.person_id for one in invitations]).order_by("pk")
    network_of: dict[int, CityNetwork] = {}
    roles_of: dict[int, set[str]] = {}
    for row in rows.select_related("network__state", "city__network__state"):
        roles_of.setdefault(row.person_id, set()).add(row.role)
        network = row.network or (row.city and row.city.network)
        if network:
            network_of.setdefault(row.person_id, network)
    groups: dict[int, list[Invitation]] = {}
    for one in invitations:
        network = network_of.get(one.person_id)
        groups.setdefault(network.pk if network else 0, []).append(one)
    known = {network.pk: network for network in network_of.values()}
    order = sorted(groups, key=lambda pk: (pk == 0, known[pk].name if pk else ""))
    coming: dict[str, int] = {}
    for one in invitations:
        for role in roles_of.get(one.person_id, ()) if one.comes else ():
            coming[role] = coming.get(role, 0) + 1
    return Invited(
        networks=[OfNetwork(known.get(pk), tuple(groups[pk])) for pk in order],
        roles=[(str(Role(role).label), n) for role, n in sorted(coming.items(), key=lambda each: (-each[1], each[0]))],
    )


def facilitator_left(workshop: Workshop, viewer: Any = None) -> bool:
    """Who was to facilitate has left the alliance, and the workshop is not over. Two queries at most, and none where it
    is the viewer who facilitates.
    """
    if workshop.is_over:
        return False
    person: Any = viewer if viewer and viewer.pk == workshop.facilitator_id else workshop.facilitator
    return workshop.facilitator_gone or (person is not None and not is_partner.test(person, None))
