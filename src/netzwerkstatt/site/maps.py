"""The maps of start page, cities and city: drawn once for each state of the alliance."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from netzwerkstatt.foundation.events.models import Stream
from netzwerkstatt.foundation.network.models import City, Outline, State
from netzwerkstatt.foundation.ui.charts.map import AllianceMap, Land, MapDrawing, Place, draw_map

Lands = tuple[tuple[int, int, str, str], ...]


def alliance_map(cities: Iterable[City], *, thread: bool = True) -> MapDrawing:
    """All cities in their Länder, with the thread through them. Two queries, one more when it has to be drawn."""
    places = tuple(_place(city) for city in cities)
    return _drawing(_version(), _lands(State.objects.all()), places, _("Map of the cities"), thread, "")


def locator(city: City, others: Iterable[City]) -> MapDrawing:
    """Where a city lies in its Land, with the others there as dots. One query, one more when it has to be drawn."""
    places = tuple(_place(other) for other in others if other.network.state_id == city.network.state_id)
    title = _("Where %(city)s lies in %(state)s") % {"city": city, "state": city.state}
    return _drawing(_version(), _lands([city.state]), places, title, False, str(city))


def _version() -> int:
    """Every change to the alliance is an event of its stream: its head says whether outlines may have changed."""
    return Stream.objects.filter(name="alliance").values_list("head", flat=True).first() or 0


def _place(city: City) -> Place:
    return Place(
        str(city), city.longitude, city.latitude, city.state.index, city.population or 0, city.get_absolute_url()
    )


def _lands(states: Iterable[State]) -> Lands:
    return tuple((state.pk, state.index, state.code, str(state)) for state in states)


@lru_cache(maxsize=64)
def _drawing(
    version: int,
    lands: Lands,
    places: tuple[Place, ...],
    title: str,
    thread: bool,  # noqa: FBT001 – the arguments are the key of the cache
    here: str,
) -> MapDrawing:
    outlines = dict(Outline.objects.filter(pk__in=[pk for pk, *_rest in lands]).values_list("pk", "shape"))
    drawn = tuple(
        Land(index, code, name, rings_of(outlines.get(pk), "rings"), rings_of(outlines.get(pk), "districts"))
        for pk, index, code, name in lands
    )
    return draw_map(AllianceMap(title=title, places=places, lands=drawn, thread=thread, highlight=here))


def rings_of(outline: Any, part: str) -> tuple[tuple[tuple[float, float], ...], ...]:
    """`rings` or `districts` of a Land's outline; a bare list is its rings."""
    rings = outline.get(part, []) if isinstance(outline, dict) else (outline if part == "rings" else [])
    return tuple(tuple((float(lon), float(lat)) for lon, lat in ring) for ring in rings or [])
