"""Who sees what, for every visibility and role."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.models import Audience, Entry, Visibility
from netzwerkstatt.foundation.entries.writing import create_entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.models import Affiliation, City, Organisation, OrganisationKind, Role
from netzwerkstatt.foundation.network.rules import forget_standing
from tests.conftest import Invite, SmallAlliance

SEEN = {
    "visitor": {Visibility.PUBLIC},
    "citizen of the city": {Visibility.PUBLIC},
    "ministry of the Land": {Visibility.PUBLIC},
    "member of another network": {Visibility.PUBLIC, Visibility.ALLIANCE},
    "expert of the network": {Visibility.PUBLIC, Visibility.ALLIANCE, Visibility.NETWORK},
    "network coordinator": {Visibility.PUBLIC, Visibility.ALLIANCE, Visibility.NETWORK},
    "member of the city": set(Visibility) - {Visibility.CLOSED},
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


def seen_by(person: Person | None) -> bool:
    return Entry.objects.visible_to(person).exists()


@pytest.fixture
def kept(hettstedt: City) -> Entry:
    """Something that only the city sees."""
    return create_entry(kind="problem", title="Kept", author=None, city=hettstedt, visibility=Visibility.CITY)


def test_who_is_named_sees_it_until_the_day(invite: Invite, saalfeld: City, kept: Entry) -> None:
    odo = invite("Odo", Role.CITY_MEMBER, city=saalfeld)
    shown = Audience.objects.create(entry=kept, person=odo, until=clock.today())
    assert seen_by(odo)
    assert not seen_by(invite("Ada", Role.CITY_MEMBER, city=saalfeld))

    Audience.objects.filter(pk=shown.pk).update(until=clock.today() - timedelta(days=1))
    assert not seen_by(odo)


def test_who_belongs_to_a_named_organisation_sees_it_while_it_lasts(
    invite: Invite, saalfeld: City, kept: Entry
) -> None:
    bakery = Organisation.objects.create(name={"de": "Bäckerei Krume"}, kind=OrganisationKind.BUSINESS, city=saalfeld)
    Audience.objects.create(entry=kept, organisation=bakery)
    cora = invite("Cora", Role.CITIZEN, city=saalfeld)
    assert not seen_by(cora)

    belongs = Affiliation.objects.create(person=cora, organisation=bakery, since=clock.today() - timedelta(days=9))
    forget_standing(cora)
    assert seen_by(cora)

    Affiliation.objects.filter(pk=belongs.pk).update(until=clock.today() - timedelta(days=1))
    forget_standing(cora)
    assert not seen_by(cora)


def test_what_is_shown_by_name_to_several_is_one_row(invite: Invite, saalfeld: City, kept: Entry) -> None:
    odo = invite("Odo", Role.CITY_MEMBER, city=saalfeld)
    bakery = Organisation.objects.create(name={"de": "Bäckerei Krume"}, kind=OrganisationKind.BUSINESS, city=saalfeld)
    Affiliation.objects.create(person=odo, organisation=bakery)
    Audience.objects.create(entry=kept, person=odo)
    Audience.objects.create(entry=kept, organisation=bakery)
    assert list(Entry.objects.visible_to(odo)) == [kept]


def test_the_same_name_stands_once(invite: Invite, saalfeld: City, kept: Entry) -> None:
    odo = invite("Odo", Role.CITY_MEMBER, city=saalfeld)
    Audience.objects.create(entry=kept, person=odo)
    with pytest.raises(IntegrityError):
        Audience.objects.create(entry=kept, person=odo)


def test_what_is_hidden_is_seen_by_its_author_and_by_those_who_decide(
    alliance: SmallAlliance, invite: Invite, hettstedt: City, saalfeld: City
) -> None:
    cora = invite("Cora", Role.CITIZEN, city=hettstedt)
    create_entry(kind="problem", title="Rude", author=cora, city=hettstedt)
    Entry.objects.update(hidden_at=clock.now())

    assert seen_by(cora)
    assert seen_by(alliance.coordinator)
    assert seen_by(invite("Kim", Role.CITY_COORDINATOR, city=hettstedt))
    assert seen_by(invite("Nele", Role.NETWORK_COORDINATOR, network=hettstedt.network))
    assert not seen_by(None)
    assert not seen_by(invite("Maja", Role.CITY_MEMBER, city=hettstedt))
    assert not seen_by(invite("Sven", Role.CITY_COORDINATOR, city=saalfeld))
    assert not seen_by(invite("Nora", Role.NETWORK_COORDINATOR, network=saalfeld.network))
