"""Several reads in one question: each answers as its queryset alone would."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db.models import Count, QuerySet

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events.together import read_together
from netzwerkstatt.foundation.network.models import City, CityNetwork, Membership, Role

MANY = 30


def test_rows_of_many_tables_come_as_their_querysets_would_give_them(
    hettstedt: City, saalfeld: City, django_assert_num_queries: Any
):
    """Relations, counts, distinct rows, plain values, nothing at all: each in its order."""
    for number in range(MANY):
        person = Person.objects.create_user(f"p{number}@example.org", name=f"Person {number % 7}")
        Membership.objects.create(
            person=person, role=Role.CITY_MEMBER, city=(hettstedt, saalfeld)[number % 2], since=date(2026, 1, 1)
        )
    reads: list[QuerySet[Any, Any]] = [
        Membership.objects.select_related("person", "city__network__state", "city__district").order_by(
            "-person__name", "pk"
        )[: MANY + 1],
        CityNetwork.objects.annotate(people=Count("cities__memberships")).order_by("-people", "name")[:5],
        City.objects.filter(memberships__role=Role.CITY_MEMBER).distinct().order_by("name")[:3],
        Person.objects.none(),
        Person.objects.filter(pk__in=[])[:9],
        Person.objects.order_by("name", "-pk").values_list("name", "last_login", "is_active")[3:12],
        Person.objects.order_by("pk").values_list("email", flat=True)[:4],
    ]
    with django_assert_num_queries(1):
        found = read_together(*reads)
    assert found == [list(read) for read in reads]
    with django_assert_num_queries(0):
        assert found[0][0].city.network.state.code
    assert [network.people for network in found[1]] == [network.people for network in reads[1]]


def test_a_read_without_an_end_or_with_more_reads_of_its_own_is_refused():
    with pytest.raises(ValueError, match="at most"):
        read_together(Person.objects.order_by("pk"))
    with pytest.raises(ValueError, match="prefetch"):
        read_together(Entry.objects.prefetch_related("themes")[:3])
