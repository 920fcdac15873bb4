"""A thread as PROV-JSON: by the rules of the W3C submission, readable by others, silent about what is hidden."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from django.test import Client
from django.utils import timezone
from prov.model import ProvAgent, ProvAttribution, ProvDerivation, ProvDocument, ProvEntity

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.models import Entry, LinkKind, Visibility
from netzwerkstatt.foundation.entries.prov import prov_json
from netzwerkstatt.foundation.entries.writing import create_entry
from tests.conftest import SmallAlliance

# From the W3C Member Submission "The PROV-JSON Serialization" of 24 April 2013, as far as a thread uses it.
NAME = {"type": "string", "pattern": r"^(_:|[A-Za-z][\w-]*:)[\w.-]+$"}
ONE_VALUE = {
    "oneOf": [
        {"type": ["string", "number", "boolean"]},
        {
            "type": "object",
            "properties": {"$": {"type": "string"}, "type": NAME, "lang": {"type": "string"}},
            "required": ["$"],
            "additionalProperties": False,
        },
    ]
}
VALUE = {"oneOf": [*ONE_VALUE["oneOf"], {"type": "array", "items": ONE_VALUE}]}


def records(*roles: str) -> dict[str, Any]:
    """Records by their name, each with these formal attributes and with any further values."""
    one = {
        "type": "object",
        "properties": dict.fromkeys(roles, NAME),
        "required": list(roles),
        "additionalProperties": VALUE,
    }
    return {"type": "object", "propertyNames": NAME, "additionalProperties": one}


SCHEMA = {
    "type": "object",
    "properties": {
        "prefix": {
            "type": "object",
            "propertyNames": {"pattern": "^[A-Za-z0-9_-]+$"},
            "additionalProperties": {"type": "string", "format": "uri", "pattern": "^https?://"},
        },
        "entity": records(),
        "agent": records(),
        "wasDerivedFrom": records("prov:generatedEntity", "prov:usedEntity"),
        "wasAttributedTo": records("prov:entity", "prov:agent"),
    },
    "additionalProperties": False,
}


def read(document: dict[str, Any]) -> ProvDocument:
    """The document as another program reads it; raises where it breaks a rule."""
    jsonschema.validate(document, SCHEMA, jsonschema.Draft202012Validator)
    return ProvDocument.deserialize(content=json.dumps(document), format="json")


def of(document: ProvDocument, kind: type) -> list[Any]:
    return list(document.get_records(kind))


@pytest.fixture
def items(alliance: SmallAlliance) -> dict[str, Entry]:
    """A card, a hidden problem that rests on it, a project that came of it, and a revised project."""
    made = {
        "card": create_entry(kind="evidence", title="Births fall", author=None, city=alliance.hettstedt),
        "problem": create_entry(
            kind="problem", title="A secret worry", author=None, city=alliance.saalfeld, visibility=Visibility.CITY
        ),
        "project": create_entry(kind="project", title="Rooms & „Räume“", author=None, city=alliance.goerlitz),
        "later": create_entry(kind="project", title="More rooms", author=None),
    }
    thread.link(made["problem"], thread.SUPPORTED_BY, made["card"])
    thread.link(made["project"], thread.DERIVED_FROM, made["problem"])
    thread.link(made["later"], thread.REVISES, made["project"])
    return made


def test_others_read_the_thread_with_all_its_items_links_and_cities(
    items: dict[str, Entry], officer_of_saalfeld: Person
) -> None:
    document = read(prov_json(thread.walk(items["project"], officer_of_saalfeld)))

    entities = {str(entity.identifier): entity.label for entity in of(document, ProvEntity)}
    assert entities == {f"item:{entry.public_id}": entry.title for entry in items.values()}
    assert {agent.label for agent in of(document, ProvAgent)} == {"Hettstedt", "Saalfeld/Saale", "Görlitz"}
    assert len(of(document, ProvAttribution)) == 3

    names = {f"item:{entry.public_id}": name for name, entry in items.items()}
    derived = {
        (names[str(d.args[0])], names[str(d.args[1])]): {str(value) for value in d.get_asserted_types()}
        for d in of(document, ProvDerivation)
    }
    assert derived == {
        ("problem", "card"): {"prov:PrimarySource"},
        ("project", "problem"): set(),
        ("later", "project"): {"prov:Revision"},
    }


@pytest.mark.parametrize("kind", LinkKind.values)
def test_every_kind_of_link_can_be_read_by_others(kind: str, db: None) -> None:
    origin, item = (create_entry(kind="project", title=title, author=None) for title in ("origin", "item"))
    thread.link(item, LinkKind(kind), origin)
    document = prov_json(thread.walk(item, None))
    assert [relation["nw:relation"] for relation in document["wasDerivedFrom"].values()] == [kind]
    assert len(of(read(document), ProvDerivation)) == 1


def test_addresses_in_the_document_lead_to_the_pages(items: dict[str, Entry]) -> None:
    document = read(prov_json(thread.walk(items["card"], None)))
    (address,) = [entity.identifier.uri for entity in of(document, ProvEntity) if entity.label == "Births fall"]
    answer = Client().get(address)
    assert (answer.status_code, answer["Location"]) == (302, items["card"].get_absolute_url())


def test_what_is_hidden_says_only_that_something_is_there(items: dict[str, Entry]) -> None:
    document = prov_json(thread.walk(items["project"], None))
    read(document)
    gap = f"item:{items['project'].public_id}-gap-1"
    assert document["entity"][gap] == {"nw:hidden": {"$": "true", "type": "xsd:boolean"}}

    text = json.dumps(document, ensure_ascii=False)
    for secret in ("secret", items["problem"].public_id, items["problem"].code, "Saalfeld", "16073077"):
        assert secret not in text
    assert "Births fall" in text


def test_the_names_of_gaps_tell_nothing_of_how_much_there_is(items: dict[str, Entry]) -> None:
    """Without the hidden item's number in the database, nobody counts what was written in between."""
    before = prov_json(thread.walk(items["project"], None))
    extra = create_entry(kind="problem", title="Another", author=None, visibility=Visibility.CITY)
    thread.link(extra, thread.SUPPORTED_BY, items["card"])
    assert prov_json(thread.walk(items["project"], None)) == before


def test_what_was_deleted_leaves_a_stone_without_words(items: dict[str, Entry]) -> None:
    Entry.objects.filter(pk=items["problem"].pk).update(deleted_at=timezone.now(), visibility=Visibility.PUBLIC)
    document = prov_json(thread.walk(items["project"], None))
    stone = document["entity"][f"item:{items['problem'].public_id}"]
    assert stone == {"nw:deleted": {"$": "true", "type": "xsd:boolean"}}
    assert "Saalfeld" not in json.dumps(document)
    assert len(of(read(document), ProvDerivation)) == 3


def test_no_person_stands_in_the_document(officer_of_hettstedt: Person, alliance: SmallAlliance) -> None:
    mine = create_entry(kind="problem", title="Mine", author=officer_of_hettstedt, city=alliance.hettstedt)
    text = json.dumps(prov_json(thread.walk(mine, officer_of_hettstedt)))
    assert "Jana" not in text
    assert "example.org/ns#" in text
    assert officer_of_hettstedt.email not in text
