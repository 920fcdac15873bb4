"""Everybody sees what is kept about her, and takes it along: hers, all of it, and nobody else's."""

from __future__ import annotations

import io
import json
import zipfile
from html.parser import HTMLParser
from typing import Any

from django.urls import reverse

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events.personal import all_personal
from netzwerkstatt.foundation.network.models import Role
from netzwerkstatt.site.privacy.my_data import exported, kept_about
from tests.site_wide.world import World


def files_of(world: World, role: str) -> tuple[str, Any]:
    response = world.client(role).get(reverse("privacy:download"))
    assert response.headers["Content-Type"] == "application/zip"
    assert "no-store" in response.headers["Cache-Control"]
    archive = zipfile.ZipFile(io.BytesIO(response.content))
    return archive.read("my-data.html").decode(), json.loads(archive.read("my-data.json"))


def test_all_that_is_declared_and_there_is_in_the_file(world: World) -> None:
    jana = world.people[Role.CITY_COORDINATOR]
    page, data = files_of(world, Role.CITY_COORDINATOR)
    kept = {one["kind"]: one for one in data["kept"]}
    for personal in all_personal():
        if personal.person_fields and personal.export is None and personal.rows_of(jana).exists():
            assert len(kept[personal.model]["rows"]) == personal.rows_of(jana).count()
    assert kept["accounts.Person"]["rows"][0]["e-mail address"] == jana.email
    assert all(one["why"] for one in data["kept"])
    titles = {row["title"] for row in kept["entries.Entry"]["rows"]}
    assert titles == set(Entry.objects.filter(author=jana).values_list("title", flat=True))
    assert jana.email in page
    HTMLParser().feed(page)


def test_the_file_holds_no_secret_and_nobody_else(world: World) -> None:
    jana = world.people[Role.CITY_COORDINATOR]
    _page, data = files_of(world, Role.CITY_COORDINATOR)
    text = json.dumps(data)
    assert jana.password not in text
    others = Person.objects.exclude(pk=jana.pk).values_list("email", flat=True)
    assert not [address for address in others if address in text]


def test_somebody_new_has_little_and_sees_it(world: World) -> None:
    nina = Person.objects.create_user("nina@example.org", name="Nina Neu")
    assert [one.personal.model for one in kept_about(nina)] == ["accounts.Person"]
    assert [one.personal.model for one in exported(nina)] == ["accounts.Person"]


def test_the_page_asks_as_often_for_many_rows_as_for_few(world: World, django_assert_max_num_queries: Any) -> None:
    client = world.client(Role.CITY_COORDINATOR)
    client.get(reverse("privacy:my-data"))
    with django_assert_max_num_queries(20):
        page = client.get(reverse("privacy:my-data")).content.decode()
    assert "What you wrote in your own name" in page
