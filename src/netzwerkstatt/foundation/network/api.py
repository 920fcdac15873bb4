"""Networks, cities and themes as the public API gives them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_noop
from pydantic import BaseModel, Field

from netzwerkstatt.foundation.network.models import City, CityNetwork, State, Theme


class LandOut(BaseModel):
    """A Land."""

    code: str = Field(description=gettext_noop("Letters of the Land, such as ST."))
    name: str = Field(description=gettext_noop("Name."))


class NetworkOut(BaseModel):
    """A network of cities within one Land."""

    slug: str = Field(description=gettext_noop("Key, as other answers name it."))
    name: str = Field(description=gettext_noop("Name."))
    land: LandOut = Field(description=gettext_noop("The Land it lies in."))
    focus: str = Field(description=gettext_noop("Its theme focus, in its own words."))
    cities: list[str] = Field(description=gettext_noop("Keys of its cities."))


class CityOut(BaseModel):
    """A member city."""

    slug: str = Field(description=gettext_noop("Key, as other answers name it."))
    ags: str = Field(description=gettext_noop("Municipality key (AGS), eight digits."))
    name: str = Field(description=gettext_noop("Name."))
    other_names: dict[str, str] = Field(description=gettext_noop("Names in other languages, by language code."))
    network: str = Field(description=gettext_noop("Key of its network."))
    land: str = Field(description=gettext_noop("Letters of its Land."))
    district: str = Field(description=gettext_noop("Name of its district."))
    district_key: str = Field(description=gettext_noop("Key of its district, five digits."))
    central_place: str = Field(description=gettext_noop("Function as a central place; empty where none is entered."))
    population: int | None = Field(description=gettext_noop("Population."))
    population_source: str = Field(description=gettext_noop("Source and date of the population."))
    latitude: float = Field(description=gettext_noop("Degrees north, WGS 84."))
    longitude: float = Field(description=gettext_noop("Degrees east, WGS 84."))
    page: str = Field(description=gettext_noop("Address of its page."))


class ThemeOut(BaseModel):
    """A theme."""

    slug: str = Field(description=gettext_noop("Key, as other answers name it."))
    name: str = Field(description=gettext_noop("Name."))
    parent: str | None = Field(description=gettext_noop("Key of the theme it belongs to."))
    synonyms: list[str] = Field(description=gettext_noop("Other words for it."))


def networks() -> QuerySet[Any]:
    """All networks with Land and cities. Two queries."""
    return CityNetwork.objects.select_related("state").prefetch_related("cities")


def networks_out(rows: list[CityNetwork]) -> list[NetworkOut]:
    """As the API gives them."""
    return [
        NetworkOut(
            slug=one.slug, name=one.name, land=land_out(one.state), focus=one.focus,
            cities=[city.slug for city in one.cities.all()],
        )
        for one in rows
    ]  # fmt: skip


def cities() -> QuerySet[Any]:
    """All cities with network, Land and district. One query."""
    return City.objects.select_related("network__state", "district")


def cities_out(rows: list[City]) -> list[CityOut]:
    """As the API gives them."""
    return [
        CityOut(
            slug=one.slug, ags=one.ags, name=one.name, other_names=one.other_names, network=one.network.slug,
            land=one.state.code, district=one.district.name, district_key=one.district.key,
            central_place=one.central_place, population=one.population, population_source=one.population_source,
            latitude=one.latitude, longitude=one.longitude, page=settings.BASE_URL + one.get_absolute_url(),
        )
        for one in rows
    ]  # fmt: skip


def themes() -> QuerySet[Any]:
    """All themes. One query."""
    return Theme.objects.select_related("parent")


def themes_out(rows: list[Theme]) -> list[ThemeOut]:
    """As the API gives them."""
    return [
        ThemeOut(
            slug=one.slug, name=one.name, parent=one.parent.slug if one.parent else None,
            synonyms=[word for word in map(str.strip, one.synonyms.replace("\n", ",").split(",")) if word],
        )
        for one in rows
    ]  # fmt: skip


def land_out(state: State) -> LandOut:
    """A Land as the API gives it."""
    return LandOut(code=state.code, name=state.name)
