"""Who speaks for an organisation: named by who answers for its place, confirmed by herself, ended by either."""

from __future__ import annotations

from typing import Any

import pytest

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.network.actions import add_organisation
from netzwerkstatt.foundation.network.models import Affiliation, City, Organisation, OrganisationKind, Role
from netzwerkstatt.foundation.network.rules import standing
from netzwerkstatt.foundation.network.voices import change_organisation, confirm_voice, end_voice, name_voice
from netzwerkstatt.foundation.texts.behalf import behalves_of


@pytest.fixture
def bakery(officer_of_hettstedt: Person, hettstedt: City) -> Organisation:
    return add_organisation(actor=officer_of_hettstedt, name="Bäckerei Lehmann", kind="business", city=hettstedt)


def named(actor: Person, organisation: Organisation, email: str = "lea@example.org") -> Affiliation:
    return name_voice(actor=actor, organisation=organisation, email=email, name="Lea Lehmann", vouched="letter")


def test_who_was_named_speaks_for_it_only_after_she_confirmed_it(officer_of_hettstedt, bakery):
    voice = named(officer_of_hettstedt, bakery)
    lea = Person.objects.get(email="lea@example.org")
    assert bakery.pk not in standing(lea).organisations
    assert all(one.organisation is None for one in behalves_of(lea))

    confirm_voice(actor=lea, voice=voice)

    assert bakery.pk in standing(lea).organisations
    assert bakery in [one.organisation for one in behalves_of(lea)]
    assert [event.type for event in Event.objects.order_by("-id")[:2]] == ["voice.confirmed", "voice.named"]


def test_whoever_answers_for_its_place_names_voices_and_nobody_else(
    alliance, bakery, officer_of_hettstedt, officer_of_saalfeld, invite, hettstedt
):
    mayor = invite("Uwe", Role.MAYOR, city=hettstedt)
    speaker = invite("Rita", Role.NETWORK_COORDINATOR, network=hettstedt.network)
    member = invite("Mo", Role.CITY_MEMBER, city=hettstedt)
    for number, actor in enumerate([officer_of_hettstedt, mayor, speaker, alliance.coordinator]):
        named(actor, bakery, f"v{number}@example.org")
    for actor in (officer_of_saalfeld, member):
        with pytest.raises(NotAllowed):
            named(actor, bakery, "x@example.org")
    assert Affiliation.objects.count() == 4
    assert not Person.objects.filter(email="x@example.org").exists()


def test_without_a_city_any_office_answers_but_a_ministry_is_the_alliances(
    alliance, officer_of_hettstedt, officer_of_saalfeld
):
    club = add_organisation(actor=officer_of_hettstedt, name="Lauftreff", kind="association")
    house = add_organisation(actor=officer_of_hettstedt, name="Ministerium", kind=OrganisationKind.MINISTRY)
    named(officer_of_saalfeld, club)
    with pytest.raises(NotAllowed):
        named(officer_of_hettstedt, house)
    named(alliance.coordinator, house)


def test_nobody_vouches_for_herself_or_without_saying_how(bakery, officer_of_hettstedt):
    with pytest.raises(Invalid) as own:
        named(officer_of_hettstedt, bakery, officer_of_hettstedt.email.upper())
    assert "email" in own.value.fields
    with pytest.raises(Invalid) as silent:
        name_voice(actor=officer_of_hettstedt, organisation=bakery, email="lea@example.org", name="Lea", vouched="  ")
    assert "vouched" in silent.value.fields
    assert not Affiliation.objects.exists()


def test_named_twice_there_is_one(bakery, officer_of_hettstedt):
    first, second = named(officer_of_hettstedt, bakery), named(officer_of_hettstedt, bakery)
    assert first == second
    assert Event.objects.filter(type="voice.named").count() == 1


def test_nobody_confirms_for_another(bakery, officer_of_hettstedt, officer_of_saalfeld):
    voice = named(officer_of_hettstedt, bakery)
    for actor in (officer_of_hettstedt, officer_of_saalfeld):
        with pytest.raises(NotAllowed):
            confirm_voice(actor=actor, voice=voice)


@pytest.mark.parametrize("by_herself", [True, False])
def test_it_ends_with_the_next_click(bakery, officer_of_hettstedt, officer_of_saalfeld, by_herself):
    voice = named(officer_of_hettstedt, bakery)
    lea = voice.person
    confirm_voice(actor=lea, voice=voice)
    with pytest.raises(NotAllowed):
        end_voice(actor=officer_of_saalfeld, voice=voice)

    end_voice(actor=lea if by_herself else officer_of_hettstedt, voice=voice)
    end_voice(actor=lea if by_herself else officer_of_hettstedt, voice=voice)

    assert not standing(Person.objects.get(pk=lea.pk)).organisations
    assert Event.objects.filter(type="voice.ended").count() == 1


def test_an_organisation_is_named_anew_and_goes_where_one_answers_for_it(
    bakery, officer_of_hettstedt, alliance, hettstedt, saalfeld
):
    add_organisation(actor=officer_of_hettstedt, name="Backhaus", kind="business", city=hettstedt)
    with pytest.raises(Invalid) as taken:
        change_organisation(
            actor=officer_of_hettstedt, organisation=bakery, name="Backhaus", kind="business", city=hettstedt
        )
    assert "name" in taken.value.fields
    with pytest.raises(Invalid) as elsewhere:
        change_organisation(
            actor=officer_of_hettstedt, organisation=bakery, name=bakery.name, kind="business", city=saalfeld
        )
    assert "city" in elsewhere.value.fields
    moved = change_organisation(
        actor=alliance.coordinator, organisation=bakery, name=bakery.name, kind="business", city=saalfeld
    )
    assert moved.city == saalfeld
    before = Event.objects.count()
    change_organisation(
        actor=alliance.coordinator, organisation=bakery, name=bakery.name, kind="business", city=saalfeld
    )
    assert Event.objects.count() == before


def test_who_leaves_takes_the_voice_along_and_who_vouched_is_forgotten(bakery, officer_of_hettstedt: Any):
    voice = named(officer_of_hettstedt, bakery)
    confirm_voice(actor=voice.person, voice=voice)
    officer_of_hettstedt.delete()
    voice.refresh_from_db()
    assert voice.vouched_by is None
    Person.objects.get(pk=voice.person_id).delete()
    assert not Affiliation.objects.exists()
