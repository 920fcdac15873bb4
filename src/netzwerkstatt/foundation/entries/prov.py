"""A thread as PROV-JSON (W3C Member Submission, 24 April 2013): entities, how they were derived, who made them."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from netzwerkstatt.foundation.entries.models import Entry, LinkKind
from netzwerkstatt.foundation.entries.thread import Thread

NAMESPACE = "https://netzwerkstatt.example.org/ns#"
RELATION_TYPE = {
    LinkKind.REVISES: "prov:Revision",
    LinkKind.SUPPORTED_BY: "prov:PrimarySource",
}


def prov_json(thread: Thread) -> dict[str, Any]:
    """The thread as one PROV document.

    Every entry is an entity, every link a derivation whose `nw:relation` keeps our kind; cities that named or made
    something are agents. Persons are left out: the thread tells what came from what, not who was in the room.
    """
    names = {step.id: f"item:{step.entry.public_id}" if step.entry else f"item:gap-{step.id}" for step in thread.steps}
    agents = {f"place:{e.city.ags}": e.city for e in thread.entries if e.city}
    return {
        "prefix": {
            "nw": NAMESPACE,
            "item": f"{settings.BASE_URL}/e/",
            "place": f"{settings.BASE_URL}/places/",
        },
        "entity": {names[step.id]: _entity(step.entry) for step in thread.steps},
        "agent": {
            key: {"prov:label": str(city), "prov:type": {"$": "prov:Organization", "type": "prov:QUALIFIED_NAME"}}
            for key, city in agents.items()
        },
        "wasDerivedFrom": {
            f"_:d{number}": _derivation(names[source], names[target], kind)
            for number, (source, target, kind) in enumerate(thread.links, start=1)
        },
        "wasAttributedTo": {
            f"_:a{step.id}": {"prov:entity": names[step.id], "prov:agent": f"place:{step.entry.city.ags}"}
            for step in thread.steps
            if step.entry and step.entry.city
        },
    }


def _entity(entry: Entry | None) -> dict[str, Any]:
    if entry is None:
        return {"nw:hidden": {"$": "true", "type": "xsd:boolean"}}
    attributes: dict[str, Any] = {
        "prov:label": entry.title,
        "nw:kind": entry.kind,
        "prov:generatedAtTime": {"$": entry.created_at.isoformat(), "type": "xsd:dateTime"},
    }
    if entry.code:
        attributes["nw:number"] = entry.code
    return attributes


def _derivation(source: str, target: str, kind: str) -> dict[str, Any]:
    derivation: dict[str, Any] = {"prov:generatedEntity": target, "prov:usedEntity": source, "nw:relation": kind}
    if relation := RELATION_TYPE.get(LinkKind(kind)):
        derivation["prov:type"] = {"$": relation, "type": "prov:QUALIFIED_NAME"}
    return derivation
