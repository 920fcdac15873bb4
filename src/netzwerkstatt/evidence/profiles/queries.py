"""What a place's profile shows, in a bounded number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from netzwerkstatt.engines.demography import indicators as measures
from netzwerkstatt.evidence.adapter import Basis, Futures
from netzwerkstatt.evidence.catalogue import Break, breaks_between, figures, territory
from netzwerkstatt.evidence.catalogue.keys import parents_of
from netzwerkstatt.evidence.models import Projection, ScenarioEntry, Territory
from netzwerkstatt.evidence.profiles import drawing
from netzwerkstatt.evidence.profiles.alike import WHOLE, Alike, groups_by_year, rounded
from netzwerkstatt.evidence.profiles.basis import cite, people_of
from netzwerkstatt.evidence.profiles.words import ALIKE, METHODS
from netzwerkstatt.evidence.standards import Floats
from netzwerkstatt.foundation.network.models import City
from netzwerkstatt.foundation.ui.charts import DotMark
from netzwerkstatt.foundation.ui.formatting import number

ALL_YEARS = 12


@dataclass(frozen=True, slots=True, eq=False)
class Among:
    """A place, or the network, with its persons (2, 91); `cited` are the lines of `basis.cite` that they come from."""

    key: str
    name: str
    level: str
    mark: str
    people: Floats
    cited: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """A figure of a place beside others: their words, and the dots of the line that all share."""

    key: str
    label: str
    value: str
    unit: str
    definition: str
    marks: tuple[DotMark, ...]
    low: float
    high: float
    others: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """A key figure: how it is computed from persons by age and sex, how it is printed and what it means."""

    key: str
    label: str
    definition: str
    unit: str
    decimals: int
    of: Any


def key_measures() -> tuple[Measure, ...]:
    """The figures every profile shows, in the language of the page."""
    old = measures.old_age_ratio()
    return (
        Measure("mean", _("Mean age"), _("Sum of the ages of all residents, each with half a year added to the completed years, divided by their number."), _("years"), 1, lambda people: float(measures.mean_age(people))),
        Measure("young", _("Under 18 years"), _("People who have not completed 18 years, as a share of all."), "%", 1, lambda people: drawing.share(people, 0, 17)),
        Measure("old", _("65 years and older"), _("People who have completed 65 years, as a share of all."), "%", 1, lambda people: drawing.share(people, 65, None)),
        Measure("ratio", _("65 and older for 100 of 20 to 64"), _("People of 65 and older for each 100 people of 20 to 64 years."), "", 0, lambda people: float(old.of(people))),
        Measure("women", _("Women for 100 men of 18 to 29"), _("Women who have completed 18 to 29 years for each 100 men of these ages."), "", 0, _women),
        Measure("leavers", _("15 to 19 for 100 of 60 to 64"), _("People who enter working life for each 100 who leave it soon: 15 to 19 years for 60 to 64 years."), "", 0, lambda people: float(measures.ENTRANTS.of(people))),
    )  # fmt: skip


def _women(people: Floats) -> float:
    men, women = people[:, 18:30].sum(axis=1)
    return float(women / men * 100) if men else float("nan")


@dataclass(frozen=True, slots=True)
class Twin:
    """A city that is alike, or least alike, with its reasons in words and the address of its profile."""

    alike: Alike
    overlap: str
    reasons: tuple[tuple[str, str, str], ...]
    differences: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Profile:
    """A place with what is known of it; `basis` and `futures` are None until somebody had them computed."""

    place: Territory
    city: City | None
    parents: tuple[Territory, ...]
    projection: Projection | None
    waiting: Projection | None
    history: tuple[tuple[int, float], ...]
    history_source: str
    among: tuple[Among, ...]
    beside: tuple[Beside, ...]
    borders: tuple[Break, ...] = ()

    @cached_property
    def basis(self) -> Basis | None:
        return Basis.of(self.projection.basis) if self.projection is not None else None

    @cached_property
    def futures(self) -> Futures | None:
        return Futures.of(self.projection.outcome) if self.projection is not None and self.projection.outcome else None

    @property
    def years(self) -> tuple[int, ...]:
        return self.futures.years if self.futures is not None else ()

    @property
    def methods(self) -> tuple[str, ...]:
        """How what is not counted was found, as sentences."""
        return (
            tuple(str(METHODS[word]) for word in self.basis.methods if word in METHODS)
            if self.basis is not None
            else ()
        )

    @cached_property
    def twins(self) -> tuple[Twin, ...]:
        found = self.projection.alike.get("twins", []) if self.projection is not None else []
        return tuple(_twin(Alike.of(one)) for one in found)

    @cached_property
    def contrast(self) -> Twin | None:
        found = self.projection.alike.get("contrast") if self.projection is not None else None
        return _twin(Alike.of(found)) if found else None


def _twin(one: Alike) -> Twin:
    return Twin(one, number(round(one.overlap * 100)), _pairs(one, one.alike), _pairs(one, one.unlike))


def _pairs(one: Alike, keys: Iterable[str]) -> tuple[tuple[str, str, str], ...]:
    found = []
    for key in keys:
        if key in ALIKE:
            here, there = (number(rounded(key, value), 0 if key in WHOLE else 1) for value in one.values[key])
            found.append((str(ALIKE[key]), here, there))
    return tuple(found)


def profile_of(key: str) -> Profile | None:
    """Everything a profile shows; None for a key that is not in the store. At most 18 queries, whatever there is."""
    place = territory(key)
    if place is None:
        return None
    city = (
        City.objects.select_related("network__state", "district").filter(ags=place.key).first()
        if len(place.key) == 8
        else None
    )
    neighbours = list(city.network.cities.values_list("ags", flat=True)) if city is not None else []
    known = latest_projections([place.key, *neighbours])
    projection = known.get(place.key)
    waiting = (
        Projection.objects.filter(key=place.key, middle=True)
        .exclude(state=Projection.State.READY)
        .order_by("-pk")
        .first()
    )
    if waiting is not None and projection is not None and waiting.pk < projection.pk:
        waiting = None
    parents = _parents(place.key)
    history, source = _history(place.key)
    basis = Basis.of(projection.basis) if projection is not None else None
    among = _among(place, basis, city, known, neighbours, parents) if basis is not None else ()
    beside = tuple(_beside(measure, among) for measure in key_measures()) if among else ()
    return Profile(
        place,
        city,
        parents,
        projection,
        waiting,
        history,
        source,
        among,
        beside,
        breaks_between(place.key, date.min, date.max),
    )


def latest_projections(keys: Sequence[str]) -> dict[str, Projection]:
    """The newest middle path of each of these places that is ready. One query."""
    found: dict[str, Projection] = {}
    ready = Projection.objects.filter(key__in=list(dict.fromkeys(keys)), middle=True, state=Projection.State.READY)
    for one in ready.order_by("pk"):
        found[one.key] = one
    return found


def _parents(key: str) -> tuple[Territory, ...]:
    """District, Land and country, as far as they are in the store. One query."""
    keys = parents_of(key)
    found = {place.key: place for place in Territory.objects.filter(key__in=keys)}
    return tuple(found[one] for one in keys if one in found)


def _history(key: str) -> tuple[tuple[tuple[int, float], ...], str]:
    """Official totals by year: carried forward, at a census counted."""
    found: dict[int, tuple[str, float, str]] = {}
    for row in figures([key], ["census_population", "population_total"]):
        if row.value is not None and (row.year not in found or row.time >= found[row.year][0]):
            found[row.year] = (row.time, row.value, row.source.line)
    years = tuple((year, found[year][1]) for year in sorted(found))
    return years, "; ".join(dict.fromkeys(found[year][2] for year in sorted(found)))


def history_of(key: str) -> tuple[tuple[int, float], ...]:
    """Official totals of a place by year. Three queries."""
    return _history(key)[0]


def _among(
    place: Territory,
    basis: Basis,
    city: City | None,
    known: dict[str, Projection],
    neighbours: Sequence[str],
    parents: Sequence[Territory],
) -> tuple[Among, ...]:
    """The place, its network and what it lies in, all at the same date."""
    found = [Among(place.key, basis.name, place.level, "own", basis.people, basis.of_people or basis.sources)]
    of_network = [Basis.of(known[key].basis) for key in neighbours if key in known and known[key].year == basis.year]
    if city is not None and len(of_network) > 1:
        people = np.sum([one.people for one in of_network], axis=0)
        cited = tuple(dict.fromkeys(line for one in of_network for line in one.of_people or one.sources))
        found.append(Among("", _("City network"), Territory.Level.OTHER, "network", people, cited))
    structures = groups_by_year([parent.key for parent in parents], [basis.year])
    for parent in parents:
        if (structure := structures.get((parent.key, basis.year))) is not None:
            mark = "land" if parent.level == Territory.Level.STATE else "other"
            cited = (cite(structure.source),)
            found.append(Among(parent.key, parent.name, parent.level, mark, people_of(structure), cited))
    return tuple(found)


def _beside(measure: Measure, among: Sequence[Among]) -> Beside:
    values = [(one.name, one.mark, measure.of(one.people)) for one in among]
    known = [value for _name, _shape, value in values if np.isfinite(value)] or [0.0]
    room = (max(known) - min(known)) * 0.15 or 1.0
    printed = [
        (name, number(round(value, measure.decimals), measure.decimals) if np.isfinite(value) else "–")
        for name, _shape, value in values
    ]
    return Beside(
        key=measure.key,
        label=measure.label,
        value=printed[0][1],
        unit=measure.unit,
        definition=measure.definition,
        marks=tuple(DotMark(round(value, 3), shape, f"{name} {number(round(value, measure.decimals), measure.decimals)}") for name, shape, value in values if shape in {"own", "network", "land"} and np.isfinite(value)),
        low=min(known) - room,
        high=max(known) + room,
        others=tuple(printed[1:]),
    )  # fmt: skip


def scenarios_of(key: str, viewer: Any) -> QuerySet[ScenarioEntry]:
    """Scenarios of a place that this viewer may see, the newest first. One query."""
    found: QuerySet[ScenarioEntry] = ScenarioEntry.objects.visible_to(viewer).with_entry().filter(key=key)
    return found.order_by("-entry__created_at", "-entry_id")


def member_places() -> list[tuple[City, Projection | None]]:
    """Every member city with its newest projection. Two queries."""
    cities = list(City.objects.select_related("network__state").order_by("name"))
    known = latest_projections([city.ags for city in cities])
    return [(city, known.get(city.ags)) for city in cities]
