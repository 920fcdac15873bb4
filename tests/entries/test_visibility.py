"""Who sees what, for every visibility and role."""

from __future__ import annotations

import pytest

from netzwerkstatt.foundation.entries.models import Entry, Visibility
from netzwerkstatt.foundation.entries.writing import create_entry
from netzwerkstatt.foundation.network.models import City, Role
from tests.conftest import Invite, SmallAlliance

SEEN = {
    "visitor": {Visibility.PUBLIC},
    "citizen of the city": {Visibility.PUBLIC},
    "ministry of the Land": {Visibility.PUBLIC},
    "member of another network": {Visibility.PUBLIC, Visibility.ALLIANCE},
    "expert of the network": {Visibility.PUBLIC, Visibility.ALLIANCE, Visibility.NETWORK},
    "network coordinator": {Visibility.PUBLIC, Visibility.ALLIANCE, Visibility.NETWORK},
    "member of the city": set(Visibility),
    "alliance coordinator": {Visibility.PUBLIC, Visibility.ALLIANCE},
}


@pytest.mark.parametrize("who", SEEN)
def test_visibility(who: str, alliance: SmallAlliance, invite: Invite, hettstedt: City, saalfeld: City) -> None:
    people = {
        "visitor": lambda: None,
        "citizen of the city": lambda: invite("Cora", Role.CITIZEN, city=hettstedt),
        "ministry of the Land": lambda: invite("Mina", Role.MINISTRY, state=alliance.st),
        "member of another network": lambda: invite("Odo", Role.CITY_MEMBER, city=saalfeld),
        "expert of the network": lambda: invite("Eva", Role.EXPERT, network=hettstedt.network),
        "network coordinator": lambda: invite("Nele", Role.NETWORK_COORDINATOR, network=hettstedt.network),
        "member of the city": lambda: invite("Maja", Role.CITY_MEMBER, city=hettstedt),
        "alliance coordinator": lambda: alliance.coordinator,
    }
    for visibility in Visibility:
        create_entry(kind="problem", title=visibility, author=None, city=hettstedt, visibility=visibility)

    seen = Entry.objects.visible_to(people[who]()).values_list("visibility", flat=True)
    assert set(seen) == SEEN[who]


def test_an_author_sees_what_she_wrote(invite: Invite, hettstedt: City) -> None:
    cora = invite("Cora", Role.CITIZEN, city=hettstedt)
    create_entry(kind="problem", title="Mine", author=cora, city=hettstedt, visibility=Visibility.CITY)
    assert Entry.objects.visible_to(cora).count() == 1
    assert not Entry.objects.visible_to(None).exists()
