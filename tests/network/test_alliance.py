"""What an alliance is made of: keys that lie in one another, names in several languages, mistakes that can be undone."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from netzwerkstatt.foundation.accounts.models import Guest, Person, StartKey
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.network import actions, queries
from netzwerkstatt.foundation.network.models import Alliance, City, District, Organisation, Role, State
from netzwerkstatt.foundation.network.people import update_profile
from netzwerkstatt.problems.actions import name_problem
from tests.conftest import SmallAlliance, last_event


def a_city(alliance: SmallAlliance, **other: Any) -> City:
    district = District.objects.get(key="15087")
    given = {
        "name": "Sangerhausen", "ags": "15087370", "network": alliance.hettstedt.network, "district": district,
        "latitude": 51.47, "longitude": 11.3,
    }  # fmt: skip
    return actions.add_city(**{"actor": alliance.coordinator, **given, **other})


def test_a_city_lies_in_its_district_and_the_district_in_the_networks_land(alliance: SmallAlliance) -> None:
    city = a_city(alliance)
    assert (city.state, city.slug) == (alliance.st, "sangerhausen")
    assert last_event().type == "alliance.city_added"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ags": "16073005"}, "ags"),
        ({"ags": "1508737"}, "ags"),
        ({"ags": "15087xyz"}, "ags"),
        ({"ags": "15087220"}, "ags"),
        ({"latitude": 151.4}, "latitude"),
        ({"longitude": -181}, "longitude"),
        ({"name": "  "}, "name"),
        ({"population": 25_000}, "population_source"),
        ({"central_place": "capital"}, "central_place"),
    ],
)
def test_a_city_that_cannot_be_is_refused_at_its_field(
    wrong: dict[str, Any], field: str, alliance: SmallAlliance
) -> None:
    with pytest.raises(Invalid) as refused:
        a_city(alliance, **wrong)
    assert field in refused.value.fields
    assert City.objects.count() == 3


def test_a_city_of_another_land_is_refused(alliance: SmallAlliance) -> None:
    with pytest.raises(Invalid, match="another Land"):
        a_city(alliance, network=alliance.saalfeld.network)


def test_the_database_puts_no_city_beyond_the_earth(alliance: SmallAlliance) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        City.objects.filter(pk=alliance.hettstedt.pk).update(latitude=91)


@pytest.mark.parametrize("key", ["16087", "1508", "abcde", ""])
def test_a_districts_key_begins_with_that_of_its_land(key: str, alliance: SmallAlliance) -> None:
    with pytest.raises(Invalid) as refused:
        actions.add_district(actor=alliance.coordinator, name="Harz", key=key, state=alliance.st)
    assert "key" in refused.value.fields


def test_a_land_is_there_once_and_its_place_is_its_colour(alliance: SmallAlliance) -> None:
    assert [land.index for land in queries.states()] == [1, 2, 3]
    for code in ("st", "S", "Sachsen"):
        with pytest.raises(Invalid):
            actions.add_state(actor=alliance.coordinator, name="Sachsen-Anhalt", code=code)
    assert State.objects.count() == 3


def test_two_cities_of_one_name_have_two_addresses(alliance: SmallAlliance) -> None:
    one, two = a_city(alliance, name="Görlitz"), a_city(alliance, name="Görlitz", ags="15087371")
    assert (alliance.goerlitz.slug, one.slug, two.slug) == ("goerlitz", "goerlitz-2", "goerlitz-3")


def test_networks_themes_and_organisations_are_known_again(
    alliance: SmallAlliance, officer_of_hettstedt: Person
) -> None:
    before = Event.objects.count()
    actor, city = officer_of_hettstedt, alliance.hettstedt
    assert actions.add_theme(actor=alliance.coordinator, name=" Youth ") == alliance.youth
    network = actions.add_network(actor=alliance.coordinator, name=f" {city.network} ", state=alliance.st)
    assert network == city.network
    assert Event.objects.count() == before

    club = actions.add_organisation(actor=actor, name="Heimatverein", kind="association", city=city)
    assert actions.add_organisation(actor=actor, name=" Heimatverein ", kind="association", city=city) == club
    everywhere = actions.add_organisation(actor=actor, name="Heimatverein", kind="association")
    assert actions.add_organisation(actor=actor, name="Heimatverein", kind="association") == everywhere
    assert everywhere != club
    assert Event.objects.count() == before + 2


@pytest.mark.parametrize("place", ["in a city", "in none"])
def test_the_database_keeps_an_organisation_once(place: str, alliance: SmallAlliance) -> None:
    city = alliance.hettstedt if place == "in a city" else None
    Organisation.objects.create(name="Heimatverein", kind="association", city=city)
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(name="Heimatverein", kind="association", city=city)


def test_an_organisation_of_no_known_kind_is_refused(alliance: SmallAlliance, officer_of_hettstedt: Person) -> None:
    with pytest.raises(Invalid):
        actions.add_organisation(actor=officer_of_hettstedt, name="Heimatverein", kind="empire")


def test_a_name_is_said_in_the_language_of_the_page(alliance: SmallAlliance) -> None:
    bautzen = actions.add_district(
        actor=alliance.coordinator, name="Bautzen", key="14625", state=alliance.sn, other_names={"hsb": "Budyšin"}
    )
    assert (bautzen.name_in("hsb"), bautzen.name_in("hsb-DE"), bautzen.name_in("de")) == (
        "Budyšin", "Budyšin", "Bautzen",
    )  # fmt: skip
    with translation.override("hsb"):
        assert str(bautzen) == "Budyšin"
    with translation.override(None):
        assert str(bautzen) == "Bautzen"


def test_there_is_one_alliance_and_it_may_change_its_name(alliance: SmallAlliance) -> None:
    before = Event.objects.count()
    actions.found_alliance(actor=alliance.coordinator, name=" Alliance of the tests ")
    assert Event.objects.count() == before

    actions.found_alliance(actor=alliance.coordinator, name="Seven towns", purpose="To stay")
    assert (last_event().type, str(Alliance.objects.get())) == ("alliance.changed", "Seven towns")
    with pytest.raises(IntegrityError), transaction.atomic():
        Alliance.objects.create(name="A second one")


def test_what_was_entered_by_mistake_is_taken_back(alliance: SmallAlliance) -> None:
    mistake = a_city(alliance)
    assert actions.take_back(actor=alliance.coordinator, thing=mistake) is True
    assert (last_event().type, last_event().payload) == ("alliance.taken_back", {"name": "Sangerhausen"})
    assert not City.objects.filter(ags="15087370").exists()


def test_what_something_hangs_on_stays(alliance: SmallAlliance, officer_of_saalfeld: Person) -> None:
    name_problem(actor=officer_of_saalfeld, city=alliance.saalfeld, statement="No bus after eight", affected="All")
    before = Event.objects.count()
    for thing in (alliance.saalfeld, alliance.saalfeld.network, alliance.th):
        assert actions.take_back(actor=alliance.coordinator, thing=thing) is False
    assert Event.objects.count() == before
    assert City.objects.count() == 3


def test_only_the_alliance_coordinator_changes_the_alliance(
    alliance: SmallAlliance, officer_of_hettstedt: Person
) -> None:
    with pytest.raises(NotAllowed):
        a_city(alliance, actor=officer_of_hettstedt)
    with pytest.raises(NotAllowed):
        actions.take_back(actor=officer_of_hettstedt, thing=alliance.youth)
    with pytest.raises(NotAllowed):
        actions.found_alliance(actor=officer_of_hettstedt, name="Mine")


def test_a_person_changes_her_profile_and_the_log_keeps_no_word_of_it(officer_of_hettstedt: Person) -> None:
    profile = {"name": "Jana Neu", "function": "Planning", "expertise": "Empty shops", "language": "de"}
    changed = update_profile(actor=officer_of_hettstedt, **profile)
    assert (changed.name, changed.initials, changed.expertise) == ("Jana Neu", "JN", "Empty shops")
    assert last_event().payload == {"fields": ["name", "function", "expertise", "language"]}

    before = Event.objects.count()
    update_profile(actor=changed, **profile)
    assert Event.objects.count() == before


def test_a_profile_has_a_name(officer_of_hettstedt: Person) -> None:
    with pytest.raises(Invalid) as refused:
        update_profile(actor=officer_of_hettstedt, name=" ", function="", expertise="", language="")
    assert "name" in refused.value.fields
    officer_of_hettstedt.refresh_from_db()
    assert officer_of_hettstedt.name == "Jana Wernicke"


def test_a_visitor_has_no_profile(db: None) -> None:
    with pytest.raises(NotAllowed):
        update_profile(actor=None, name="X", function="", expertise="", language="")


def test_the_first_link_makes_one_administrator_and_then_none(db: None) -> None:
    StartKey.objects.create(token_hash=Guest.hash_of("only-once"))
    make = {"actor": None, "token": "only-once", "name": "Kora Dinator", "password": "a long password"}
    with pytest.raises(NotAllowed):
        actions.become_first_administrator(**{**make, "token": "guessed"}, email="x@example.org")
    with pytest.raises(Invalid):
        actions.become_first_administrator(**{**make, "password": "short"}, email="kora@example.org")

    person = actions.become_first_administrator(**make, email="kora@example.org")
    assert set(person.memberships.values_list("role", flat=True)) == {Role.OPERATOR, Role.ALLIANCE_COORDINATOR}
    with pytest.raises(NotAllowed):
        actions.become_first_administrator(**make, email="second@example.org")
    assert Person.objects.count() == 1
