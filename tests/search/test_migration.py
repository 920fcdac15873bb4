"""Documents that were read before there were shelves are found afterwards, counted as before."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from netzwerkstatt.foundation.events.consumers import catch_up
from netzwerkstatt.foundation.search.models import Document, Shelf
from netzwerkstatt.problems.actions import name_problem
from tests.search.corpus import ask, titles

ENTERED = (
    "INSERT INTO search_document (id, entry_id, kind, city_id, network_id, themes, at)"
    " VALUES (%s, %s, 'problem', %s, %s, %s, '2026-11-30')"
)
WRITTEN = "INSERT INTO search_documenttext (document_id, title, words, plain) VALUES (%s, 'wkupferberg', '', '')"


@pytest.mark.django_db(transaction=True)
def test_what_was_read_before_there_were_shelves_is_found_and_follows_the_log(
    hettstedt: Any, officer_of_hettstedt: Any
):
    named = {"affected": "Bergleute", "actor": officer_of_hettstedt, "city": hettstedt}
    entries = [name_problem(statement=f"Der Kupferberg {n}", **named).entry for n in (1, 2, 3)]
    places = [(hettstedt.pk, hettstedt.network_id, ",3,7,"), (None, hettstedt.network_id, ""), (None, None, "")]
    call_command("migrate", "search", "0002", verbosity=0)
    try:
        with connection.cursor() as cursor:
            for entry, place in zip(entries, places, strict=True):
                cursor.execute(ENTERED, [entry.pk, entry.pk, *place])
                cursor.execute(WRITTEN, [entry.pk])
    finally:
        call_command("migrate", "search", verbosity=0)

    stood = Document.objects.order_by("pk").values_list("entry", "shelf__city", "shelf__network", "shelf__themes")
    assert list(stood) == [(entry.pk, *place) for entry, place in zip(entries, places, strict=True)]
    assert {cell[:4] for cell in ask("Kupferberg").cells} == {("problem", *place) for place in places}

    catch_up("search")
    assert sorted(titles(ask("Bergleute"))) == [f"Der Kupferberg {n}" for n in (1, 2, 3)]
    assert Shelf.objects.filter(documents__entry__in=[entry.pk for entry in entries]).distinct().count() == 1
