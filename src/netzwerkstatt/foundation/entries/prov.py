"""A thread as PROV-JSON (W3C Member Submission, 24 April 2013): entities, how they were derived, who made them."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from netzwerkstatt.foundation.entries.models import LinkKind
from netzwerkstatt.foundation.entries.thread import Step, Thread

NAMESPACE = "https://netzwerkstatt.example.org/ns#"
RELATION_TYPE = {
    LinkKind.REVISES: "prov:Revision",
    LinkKind.SUPPORTED_BY: "prov:PrimarySource",
}


def prov_json(thread: Thread) -> dict[str, Any]:
    """The thread as one PROV document.

    Every entry is an entity, every link a derivation whose `nw:relation` keeps our kind; cities that named or made
    something are agents. Persons are left out: the thread tells what came from what, not who was in the room. What the
    viewer may not see, or what was deleted, is an entity that says only that.
    """
    names = _names(thread)
    made_by = {step.id: step.entry.city for step in thread.steps if step.entry and step.entry.city and not step.deleted}
    agents = {f"place:{city.ags}": city for city in made_by.values()}
    return {
        "prefix": {
            "nw": NAMESPACE,
            "item": f"{settings.BASE_URL}/e/",
            "place": f"{settings.BASE_URL}/places/",
        },
        "entity": {names[step.id]: _entity(step) for step in thread.steps},
        "agent": {
            key: {"prov:label": str(city), "prov:type": {"$": "prov:Organization", "type": "prov:QUALIFIED_NAME"}}
            for key, city in agents.items()
        },
        "wasDerivedFrom": {
            f"_:d{number}": _derivation(names[source], names[target], kind)
            for number, (source, target, kind) in enumerate(thread.links, start=1)
        },
        "wasAttributedTo": {
            f"_:a{number}": {"prov:entity": names[made], "prov:agent": f"place:{city.ags}"}
            for number, (made, city) in enumerate(made_by.items(), start=1)
        },
    }


def _names(thread: Thread) -> dict[int, str]:
    """Gaps are counted from the item that was asked for: a number of the database would tell how much there is."""
    here = next(step.entry.public_id for step in thread.steps if step.id == thread.current and step.entry)
    gaps = {step.id: number for number, step in enumerate((s for s in thread.steps if s.entry is None), start=1)}
    return {
        step.id: f"item:{step.entry.public_id}" if step.entry else f"item:{here}-gap-{gaps[step.id]}"
        for step in thread.steps
    }


def _entity(step: Step) -> dict[str, Any]:
    entry = step.entry
    if entry is None or step.deleted:
        return {"nw:deleted" if step.deleted else "nw:hidden": {"$": "true", "type": "xsd:boolean"}}
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
