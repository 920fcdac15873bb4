"""Facets: what hits can be narrowed to, counted from a few cells instead of from all rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.entries.kinds import KINDS, cycle
from netzwerkstatt.foundation.events.errors import Text
from netzwerkstatt.foundation.network.models import City, CityNetwork, State, Theme
from netzwerkstatt.foundation.search.models import CITY, NETWORK
from netzwerkstatt.foundation.search.searchable import VARIANTS, kind_of

STAGES: Final[dict[str, tuple[Text, frozenset[str]]]] = {
    "knowing": (gettext_lazy("Knowing"), frozenset({"evidence", "problem"})),
    "together": (gettext_lazy("Together"), frozenset({"workshop", "idea", "ideas-workshop", "participation"})),
    "doing": (gettext_lazy("Doing"), frozenset({"project", "transfer"})),
    "effect": (gettext_lazy("Taking effect"), frozenset({"recommendation", "answer"})),
}
FACETS: Final = ("kind", "stage", "theme", "land", "network", "city")
TITLES: Final[dict[str, Text]] = {
    "kind": gettext_lazy("Kind"),
    "stage": gettext_lazy("Part of the cycle"),
    "theme": gettext_lazy("Theme"),
    "land": gettext_lazy("Land"),
    "network": gettext_lazy("Network"),
    "city": gettext_lazy("City"),
}
Chosen = Mapping[str, tuple[str, ...]]


class Cell(NamedTuple):
    """So many hits stand on one shelf: of one kind, in one place, with the same themes."""

    kind: str
    city: int | None
    network: int | None
    themes: str
    n: int


@dataclass(frozen=True)
class Places:
    """Cities, networks and themes by their keys."""

    cities: dict[int, City]
    networks: dict[int, CityNetwork]
    themes: dict[int, Theme]


@dataclass(frozen=True)
class Value:
    """One value of a facet: how many hits it has, and whether it is chosen."""

    facet: str
    code: str
    label: str
    n: int
    chosen: bool
    about: Any = None


@dataclass(frozen=True)
class Facet:
    """What hits can be narrowed to; `is_open` where something is chosen."""

    name: str
    title: Text
    values: list[Value]

    @property
    def is_set(self) -> bool:
        return any(value.chosen for value in self.values)


def read_places() -> Places:
    """Everything that facets name. Three queries."""
    return Places(
        {city.pk: city for city in City.objects.select_related("network__state")},
        {network.pk: network for network in CityNetwork.objects.select_related("state")},
        {theme.pk: theme for theme in Theme.objects.all()},
    )


def codes_of(cell: Cell, places: Places) -> dict[str, set[str]]:
    """Under which values of each facet the hits of a cell are counted."""
    network = places.networks.get(cell.network or 0)
    city = places.cities.get(cell.city or 0)
    themes = [places.themes.get(int(pk)) for pk in cell.themes.split(",") if pk]
    return {
        "kind": {cell.kind, kind_of(cell.kind)},
        "stage": {stage} if (stage := stage_of(cell.kind)) else set(),
        "theme": {theme.slug for theme in themes if theme},
        "land": {network.state.code} if network else set(),
        "network": {network.slug} if network else set(),
        "city": {city.slug} if city else set(),
    }


def stage_of(kind: str) -> str:
    """In which part of the cycle this kind stands, "" for places."""
    kind = kind_of(kind)
    if kind not in KINDS:
        return ""
    return next((name for name, (_label, stages) in STAGES.items() if KINDS[kind].stage in stages), "")


def fits(cell: Cell, chosen: Chosen, places: Places) -> bool:
    """The hits of this cell are among what is chosen."""
    if not chosen:
        return True
    codes = codes_of(cell, places)
    return all(not values or codes[facet] & set(values) for facet, values in chosen.items())


def chosen_q(chosen: Chosen, places: Places) -> Q:
    """The same as a condition on shelves."""
    condition = Q()
    for facet, values in chosen.items():
        if values:
            condition &= _one_of(facet, values, places)
    return condition


def _one_of(facet: str, values: tuple[str, ...], places: Places) -> Q:
    match facet:
        case "kind":
            return Q(kind__in=[*values, *(code for code in VARIANTS if kind_of(code) in values)])
        case "stage":
            return Q(kind__in=[kind for kind in (*KINDS, *VARIANTS) if stage_of(kind) in values])
        case "theme":
            keys = [theme.pk for theme in places.themes.values() if theme.slug in values]
            return _any(Q(themes__contains=f",{key},") for key in keys)
        case "land":
            return Q(network__in=[n.pk for n in places.networks.values() if n.state.code in values])
        case "network":
            return Q(network__in=[n.pk for n in places.networks.values() if n.slug in values])
        case _:
            return Q(city__in=[c.pk for c in places.cities.values() if c.slug in values])


def _any(conditions: Iterable[Q]) -> Q:
    found = Q(pk__in=[])
    for condition in conditions:
        found |= condition
    return found


def facets(cells: Iterable[Cell], chosen: Chosen, places: Places) -> list[Facet]:
    """Every facet with the values that lead to hits, and those that are chosen. The numbers of one facet leave its own
    choice aside: they say what one gets by choosing that value too.
    """
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    wanted = {name: set(values) for name, values in chosen.items() if values}
    for cell in cells:
        codes = codes_of(cell, places)
        missed = [name for name, values in wanted.items() if not codes[name] & values]
        for name in FACETS:
            if not missed or missed == [name]:
                for code in codes[name]:
                    counts[name][code] += cell.n
    every = [Facet(name, TITLES[name], _values(name, counts[name], chosen.get(name, ()), places)) for name in FACETS]
    return [facet for facet in every if facet.values]


def _values(name: str, counts: Counter[str], chosen: tuple[str, ...], places: Places) -> list[Value]:
    known = known_values(name, places)
    return [
        Value(name, code, label, counts[code], code in chosen, about)
        for code, (label, about) in known.items()
        if counts[code] or code in chosen
    ]


def known_values(name: str, places: Places) -> dict[str, tuple[str, Any]]:
    """All values that a facet can have, in order, each with its name and the thing itself."""
    match name:
        case "kind":
            every = [*cycle(), *(kind for kind in KINDS.values() if kind.beside)]
            kinds: dict[str, tuple[str, Any]] = {}
            for kind in every:
                kinds[kind.code] = (str(kind.label), kind)
                kinds |= {one.code: (str(one.label), kind) for one in VARIANTS.values() if one.kind == kind.code}
            return kinds | {CITY: (_("City"), None), NETWORK: (_("Network"), None)}
        case "stage":
            return {code: (str(label), None) for code, (label, _stages) in STAGES.items()}
        case "theme":
            return {theme.slug: (str(theme), theme) for theme in places.themes.values()}
        case "land":
            return {state.code: (str(state), state) for state in _states(places)}
        case "network":
            return {network.slug: (str(network), network) for network in places.networks.values()}
        case _:
            return {city.slug: (str(city), city) for city in places.cities.values()}


def _states(places: Places) -> list[State]:
    states = {network.state.pk: network.state for network in places.networks.values()}
    return sorted(states.values(), key=lambda state: (state.position, state.name))
