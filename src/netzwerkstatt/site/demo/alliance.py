"""The demo's alliance: three networks and nine cities with real keys, places and figures, from `facts.json`."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.network import actions
from netzwerkstatt.foundation.network.models import (
    CITY_ROLES,
    NETWORK_ROLES,
    STATE_ROLES,
    CentralPlace,
    City,
    CityNetwork,
    Membership,
    Role,
    State,
    Theme,
)
from netzwerkstatt.site.demo.people import PEOPLE, Invented

DEMO_PASSWORD = "netzwerk-demo-2026"  # noqa: S105 – printed at every start of the demo
CENTRAL_PLACES = {
    "OZ-Verbund": CentralPlace.UPPER_SHARED,
    "OZ": CentralPlace.UPPER,
    "MZ-TF-OZ": CentralPlace.MIDDLE_UPPER,
    "MZ": CentralPlace.MIDDLE,
    "GZ+": CentralPlace.BASIC_MIDDLE,
}
PURPOSE = (
    "Neun Städte in Sachsen, Sachsen-Anhalt und Thüringen teilen ihre Probleme, Ideen und Projekte – "
    "vom ersten Beleg bis zur Antwort der Länder."
)
THEMES = [
    ("Erreichbarkeit", {"en": "Accessibility"}, "Mobilität, Nahverkehr, Arztwege, Breitband"),
    ("Jugend und Engagement", {"en": "Youth and engagement"}, "Rückkehr, Ausbildung, Ehrenamt, Vereine"),
    ("Daseinsvorsorge", {"en": "Public services"}, "Kita, Schule, Pflege, Nahversorgung"),
]


@dataclass
class Cast:
    """Everybody and everything the stories speak of, by short keys."""

    people: dict[str, Person] = field(default_factory=dict)
    cities: dict[str, City] = field(default_factory=dict)
    states: dict[str, State] = field(default_factory=dict)
    networks: dict[str, CityNetwork] = field(default_factory=dict)
    themes: list[Theme] = field(default_factory=list)


def found_the_alliance() -> Cast:
    """Alliance, Länder, networks, cities, themes and people, by the same actions as the set-up pages."""
    facts = json.loads(files("netzwerkstatt.site.demo").joinpath("facts.json").read_text("utf-8"))
    cast = Cast()
    katrin = _first_person(PEOPLE[0])
    cast.people[PEOPLE[0].key] = katrin
    actions.found_alliance(
        actor=katrin, name="Städtenetzwerk Demografie in Mitteldeutschland", purpose=PURPOSE, is_demo=True
    )
    _add_places(cast, katrin, facts)
    cast.themes = [actions.add_theme(actor=katrin, name=n, other_names=o, synonyms=s) for n, o, s in THEMES]
    for invented in PEOPLE[1:]:
        cast.people[invented.key] = actions.invite_person(
            actor=katrin, email=invented.email, name=invented.name, role=invented.role, function=invented.function,
            expertise=invented.expertise, password=DEMO_PASSWORD, **_place(cast, invented),
        )  # fmt: skip
    return cast


def _first_person(invented: Invented) -> Person:
    person = Person.objects.create_user(
        invented.email, DEMO_PASSWORD, name=invented.name, function=invented.function, language="de"
    )
    Membership.objects.create(person=person, role=Role.ALLIANCE_COORDINATOR)
    return person


def _add_places(cast: Cast, actor: Person, facts: dict[str, Any]) -> None:
    rings = facts["map"]
    for item in facts["states"]["items"]:
        lines = [ring for key, found in rings["districts"].items() if key.startswith(item["key"]) for ring in found]
        cast.states[item["code"]] = actions.add_state(
            actor=actor, name=item["name"]["de"], code=item["code"], key=item["key"],
            other_names=_further(item["name"]), outline={"rings": rings["states"][item["key"]], "districts": lines},
        )  # fmt: skip
    states = {state.key: state for state in cast.states.values()}
    districts = {
        item["key"]: actions.add_district(
            actor=actor, name=f"{item['kind']['de']} {item['name']['de']}", key=item["key"], state=states[item["state"]]
        )
        for item in facts["districts"]["items"]
    }
    for item in facts["networks"]["items"]:
        cast.networks[item["code"]] = actions.add_network(
            actor=actor, name=item["name"]["de"], state=states[item["state"]], focus=item["focus"]["de"],
            other_names=_further(item["name"]),
        )  # fmt: skip
    source = facts["cities"]["sources"]["population"]
    for item in facts["cities"]["items"]:
        cast.cities[item["ags"]] = actions.add_city(
            actor=actor, name=item["name"]["de"], ags=item["ags"], network=cast.networks[item["network"]],
            district=districts[item["district"]], latitude=item["lat"], longitude=item["lon"],
            central_place=CENTRAL_PLACES[item["central_place"]["code"]], other_names=_further(item["name"]),
            population=item["population"], population_source=f"{source['institution']}, {source['work']}, {source['date']}",
        )  # fmt: skip


def _further(names: dict[str, str]) -> dict[str, str]:
    return {language: name for language, name in names.items() if language != "de"}


def _place(cast: Cast, invented: Invented) -> dict[str, Any]:
    if invented.role in CITY_ROLES:
        return {"city": cast.cities[invented.place]}
    if invented.role in NETWORK_ROLES:
        return {"network": cast.networks[invented.place]}
    return {"state": cast.states[invented.place]} if invented.role in STATE_ROLES else {}
