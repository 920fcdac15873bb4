"""Whatever is found, counted or suggested is what the viewer may see: for every kind and role."""

from __future__ import annotations

from typing import Any

import pytest

from netzwerkstatt.foundation.entries.kinds import KINDS
from netzwerkstatt.foundation.entries.models import Audience, Entry, Visibility
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.models import Role
from netzwerkstatt.foundation.search import index, queries, searchable
from netzwerkstatt.foundation.search.facets import facets
from netzwerkstatt.foundation.search.queries import Asked, search
from netzwerkstatt.foundation.search.question import understand

WORD = "Zwiebelturm"


@pytest.fixture
def people(invite: Any, alliance: Any) -> dict[str, Any]:
    """A visitor, and somebody in each role."""
    city, network = alliance.hettstedt, alliance.hettstedt.network
    scopes: dict[str, dict[str, Any]] = {
        Role.CITIZEN: {"city": city},
        Role.CITY_MEMBER: {"city": city},
        Role.CITY_COORDINATOR: {"city": city},
        Role.MAYOR: {"city": alliance.saalfeld},
        Role.EXPERT: {"network": alliance.goerlitz.network},
        Role.NETWORK_COORDINATOR: {"network": network},
        Role.MINISTRY: {"state": alliance.st},
        Role.DATA_PROTECTION: {},
    }
    found = {
        str(role): invite(f"Person {number}", role, **scope) for number, (role, scope) in enumerate(scopes.items())
    }
    return {"visitor": None, Role.ALLIANCE_COORDINATOR: alliance.coordinator, **found}


@pytest.fixture
def entries(monkeypatch: Any, alliance: Any, people: dict[str, Any]) -> None:
    """Every kind in every visibility and place; some hidden, deleted, or shown to somebody by name."""
    monkeypatch.setattr(searchable, "_kinds", {})
    made = []
    for kind in KINDS:
        for visibility in Visibility.values:
            for city in (alliance.hettstedt, alliance.saalfeld, alliance.goerlitz):
                title = f"{WORD} {kind} {visibility} {city.slug}"
                made.append(
                    Entry.objects.create(kind=kind, title=title, visibility=visibility, city=city, network=city.network)
                )
    for entry in made[::7]:
        entry.hidden_at = clock.now()
        entry.save()
    for entry in made[3::11]:
        entry.author = people[Role.CITIZEN]
        entry.save()
    for entry in made[2::9]:
        Audience.objects.create(entry=entry, person=people[Role.EXPERT])
    index.rebuild(again=True)
    for entry in made[5::13]:
        Entry.objects.filter(pk=entry.pk).update(deleted_at=clock.now())  # the index does not know yet


def _may_find(person: Any) -> Any:
    """What a person may see; what is for named people alone nobody finds, also they do not."""
    seen = Entry.objects.visible_to(person).filter(title__startswith=WORD)
    return seen.exclude(visibility=Visibility.CLOSED)


def test_every_role_finds_of_every_kind_exactly_what_it_may_see(entries: None, people: dict[str, Any]):
    seen = {}
    for role, person in people.items():
        may_see = set(_may_find(person).values_list("pk", flat=True))
        documents = queries.visible(understand(WORD), person)
        assert set(documents.values_list("entry", flat=True)) == may_see, role
        seen[str(role)] = len(may_see)
    assert len(set(seen.values())) > 4, "the roles see different things, else this test says nothing"


def test_the_numbers_of_every_facet_count_only_what_may_be_seen(entries: None, people: dict[str, Any]):
    for role, person in people.items():
        found = search(Asked(WORD), person)
        rows = list(_may_find(person).values_list("kind", "city__slug"))
        assert found.total == len(rows), role
        for facet in facets(found.cells, {}, found.places):
            if facet.name in {"kind", "city"}:
                column = 0 if facet.name == "kind" else 1
                for value in facet.values:
                    assert value.n == sum(row[column] == value.code for row in rows), (role, value.code)


def test_a_narrowed_search_finds_as_many_as_the_facet_said(entries: None, people: dict[str, Any]):
    person = people[Role.CITY_MEMBER]
    wide = search(Asked(WORD), person)
    for facet in facets(wide.cells, {}, wide.places):
        for value in facet.values:
            narrow = search(Asked(WORD, {facet.name: (value.code,)}), person)
            assert narrow.total == value.n, (facet.name, value.code)


def test_nothing_of_what_is_hidden_is_suggested(alliance: Any, officer_of_hettstedt: Any):
    Entry.objects.create(
        kind="idea", title="Quarkspeise verboten", visibility=Visibility.CITY, city=alliance.hettstedt,
        network=alliance.hettstedt.network,
    )  # fmt: skip
    index.rebuild(again=True)
    typed = understand("Quarkspeisse Xylofonbauer")
    assert queries.suggestions(typed, None) == []
    assert [one.word for one in queries.suggestions(typed, officer_of_hettstedt)] == ["Quarkspeise"]
    assert search(Asked("Quarkspeisse"), None).question.shown == []
