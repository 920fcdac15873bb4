"""Every read of surveys; each a fixed number of queries, whatever their number."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.network.models import City, CityNetwork, Role
from netzwerkstatt.foundation.network.rules import standing
from netzwerkstatt.foundation.surveys.models import CLOSED, DRAFT, OPEN, Answering, Sheet, Survey


def listed(viewer: Any, state: str = "") -> QuerySet[Survey]:
    """Surveys this viewer may see, the open ones first, then the latest. Three queries a page."""
    found = Survey.objects.visible_to(viewer).with_entry()
    if state in {DRAFT, OPEN, CLOSED}:
        found = found.filter(entry__state=state)
    return found.order_by("-entry__created_at", "-entry__id")


def cities_by_key() -> dict[str, str]:
    """The alliance's cities for questions about a place: key and name. One query."""
    return {str(city.pk): str(city) for city in City.objects.order_by("name")}


def networks() -> QuerySet[CityNetwork]:
    """The networks one can say one is from."""
    return CityNetwork.objects.select_related("state").order_by("state__position", "name")


def places_of(person: Person) -> tuple[list[City], list[CityNetwork], bool]:
    """Cities and networks that this person coordinates, and whether also the alliance. Two queries at most."""
    roles = standing(person)
    cities = City.objects.filter(pk__in=roles.places(Role.CITY_COORDINATOR)).order_by("name")
    nets = CityNetwork.objects.filter(pk__in=roles.places(Role.NETWORK_COORDINATOR)).order_by("name")
    return list(cities), list(nets), roles.has(frozenset({Role.ALLIANCE_COORDINATOR}), None)


def finished(survey: Survey) -> list[Sheet]:
    """All finished sheets in an order that tells nothing: by the hash of their code. One query."""
    return list(survey.sheets.filter(finished_at__isnull=False).select_related("network__state").order_by("code_hash"))


def sheet_of(survey: Survey, person: Person | None) -> Sheet | None:
    """The sheet of a partner."""
    if person is None or survey.answering != Answering.PARTNERS:
        return None
    return Sheet.objects.filter(survey=survey, person=person).first()
