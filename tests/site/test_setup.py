"""The first start: from the one-time link to an alliance, for any alliance anywhere."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.network.models import (
    Alliance,
    City,
    CityNetwork,
    District,
    Membership,
    Role,
    State,
    Theme,
)
from netzwerkstatt.site.start_key import new_start_key
from tests.conftest import SmallAlliance

pytestmark = pytest.mark.django_db
ACCOUNT = {"name": "Ada Admin", "email": "Ada@Example.org", "password": "correct horse battery"}


def english() -> Client:
    return Client(headers={"sec-fetch-site": "same-origin", "accept-language": "en"})


@pytest.fixture
def visitor() -> Client:
    return english()


@pytest.fixture
def client() -> Client:
    return english()


def post(client: Client, address: str, **data: Any) -> Any:
    return client.post(address, data, follow=True)


def test_the_one_time_link_makes_the_first_administrator_once(visitor: Client) -> None:
    address = f"/setup/{new_start_key()}"
    assert visitor.get(address).status_code == 200
    assert not visitor.cookies

    page = post(visitor, address, **ACCOUNT)
    ada = Person.objects.get()
    assert page.redirect_chain[-1][0] == "/setup/alliance"
    assert (ada.email, ada.check_password(ACCOUNT["password"])) == ("ada@example.org", True)
    assert set(Membership.objects.values_list("role", flat=True)) == {Role.OPERATOR, Role.ALLIANCE_COORDINATOR}

    other = english()
    assert other.get(address).status_code == 410
    assert post(other, address, **{**ACCOUNT, "email": "eve@example.org"}).status_code == 403
    assert Person.objects.count() == 1
    assert new_start_key() is None


def test_a_later_link_ends_the_earlier_one(visitor: Client) -> None:
    first, second = new_start_key(), new_start_key()
    assert visitor.get(f"/setup/{first}").status_code == 410
    assert visitor.get(f"/setup/{second}").status_code == 200


def test_a_weak_password_is_refused_at_its_field_and_the_rest_is_kept(visitor: Client) -> None:
    page = post(visitor, f"/setup/{new_start_key()}", **{**ACCOUNT, "password": "short"})
    html = page.content.decode()
    assert page.status_code == 200
    assert "at least 12 characters" in html
    assert "Ada Admin" in html
    assert not Person.objects.exists()


def test_an_invented_alliance_is_set_up_page_by_page(visitor: Client) -> None:
    post(visitor, f"/setup/{new_start_key()}", **ACCOUNT)
    token = {"csrfmiddlewaretoken": _token(visitor)}
    post(visitor, "/setup/alliance", name="Bund der Inselstädte", purpose="Inseln.", **token)
    post(visitor, "/setup/states", name="Nordland", code="nl", key="91", **token)
    post(visitor, "/setup/networks", name="Die drei Inseln", state=State.objects.get().pk, **token)
    city = {
        "name": "Großsand", "network": CityNetwork.objects.get().pk, "ags": "91001001", "district_name": "Inselkreis",
        "other_names": "fy: Grutsân", "latitude": "54.1", "longitude": "7.9",
    }  # fmt: skip
    post(visitor, "/setup/cities", **city, **token)
    post(visitor, "/setup/themes", name="Fähren", **token)
    role = f"{Role.CITY_COORDINATOR}:city-{City.objects.get().pk}"
    post(visitor, "/setup/people", name="Imke Insel", email="imke@example.org", role=role, **token)

    grosssand = City.objects.get()
    assert str(Alliance.objects.get()) == "Bund der Inselstädte"
    assert (grosssand.name, grosssand.slug, grosssand.name_in("fy")) == ("Großsand", "grosssand", "Grutsân")
    assert (grosssand.district.key, grosssand.state.code) == ("91001", "NL")
    assert Theme.objects.get().name == "Fähren"
    assert Membership.objects.get(city=grosssand).person.name == "Imke Insel"
    assert Event.objects.filter(stream="alliance").count() == 7


def _token(client: Client) -> str:
    html = client.get("/setup/alliance").content.decode()
    return html.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("ags", "16087220", "begin with 15"),
        ("ags", "15087220", "already exists"),
        ("ags", "1508722X", "Eight digits"),
        ("latitude", "95", "less than or equal to 90"),
        ("other_names", "Budyšin", "Write the language before the name"),
        ("population", "12000", "needs its source"),
        ("name", "", "required"),
        ("network", "999", "Select a valid choice"),
    ],
)
def test_what_does_not_hold_is_said_at_the_field(
    client: Client, alliance: SmallAlliance, field: str, value: str, says: str
) -> None:
    client.force_login(alliance.coordinator)
    good = {
        "name": "Lutherstadt Eisleben", "network": alliance.hettstedt.network.pk, "ags": "15087130",
        "district_name": "Mansfeld-Südharz", "latitude": "51.5", "longitude": "11.5",
    }  # fmt: skip
    before = City.objects.count()
    page = client.post("/setup/cities", {**good, field: value})
    html = page.content.decode()
    assert page.status_code == 200
    assert says in html
    assert field == "name" or "Lutherstadt Eisleben" in html
    assert City.objects.count() == before


def test_what_was_entered_by_mistake_goes_and_what_is_used_stays(client: Client, alliance: SmallAlliance) -> None:
    client.force_login(alliance.coordinator)
    for step, thing in [("themes", alliance.youth), ("states", alliance.st)]:
        address = reverse("site:setup-remove", args=[step, thing.pk])
        client.post(address)
    assert not Theme.objects.exists()
    assert State.objects.filter(pk=alliance.st.pk).exists()
    assert District.objects.count() == 3
