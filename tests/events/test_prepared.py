"""Reads whose SQL is put together once: they answer as the queryset would, whatever the values."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import close_old_connections
from django.db.models import QuerySet
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from netzwerkstatt.foundation.accounts.models import Allowance, Person
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.prepared import Prepared, PreparedPair
from netzwerkstatt.foundation.network.models import City, Membership, Role


def _named(email: str) -> QuerySet[Person]:
    return Person.objects.filter(email=email)


def _of_city(city: int) -> QuerySet[Membership]:
    return Membership.objects.filter(city=city).select_related("person", "city__network__state").order_by("pk")


def _with_numbers(_number: int, *ids: int) -> QuerySet[Person]:
    return Person.objects.filter(pk__in=ids).order_by("pk")


def _lines(city: int) -> QuerySet[Membership, Any]:
    return Membership.objects.filter(city=city).order_by("pk").values_list("role", "person__name", named=True)


def people(number: int) -> list[Person]:
    return [Person.objects.create_user(f"p{n}@example.org", name=f"P {n}") for n in range(number)]


class TheSameAnswer(TestCase):
    """Law: whatever the values, a prepared read gives what its queryset gives."""

    read = Prepared[Person](_with_numbers)

    @given(st.lists(st.integers(-(2**31), 2**31 - 1), min_size=1, max_size=4, unique=True), st.integers(0, 3))
    @settings(max_examples=40, deadline=None)
    def test_as_the_queryset(self, numbers: list[int], known: int) -> None:
        made = people(3)
        ids = [*numbers, *(person.pk for person in made[:known])]
        assert self.read((len(ids),), *ids) == list(_with_numbers(len(ids), *ids))


@pytest.mark.django_db
def test_texts_are_values_and_never_sql() -> None:
    people(2)
    read = Prepared[Person](_named)
    for email in ("p1@example.org", "p0@example.org", "' OR 1=1 --", "value 0 of a prepared read", "%s"):
        assert read((), email) == list(_named(email)), email


@pytest.mark.django_db
def test_what_is_read_with_it_costs_one_query(hettstedt: City, invite: Any, django_assert_num_queries: Any) -> None:
    invite("Maja", Role.CITY_MEMBER, city=hettstedt)
    invite("Kim", Role.CITY_COORDINATOR, city=hettstedt)
    read = Prepared[Membership](_of_city)
    for _again in range(2):
        with django_assert_num_queries(1):
            found = read((), hettstedt.pk)
            said = [(one.person.name, one.role, str(one.city), str(one.city.network.state)) for one in found]
        assert [name for name, *_ in said] == ["Maja", "Kim"]
        assert found == list(_of_city(hettstedt.pk))
    assert read((), -1) == []


@pytest.mark.django_db
def test_lines_and_first_ones_too(hettstedt: City, invite: Any) -> None:
    invite("Maja", Role.CITY_MEMBER, city=hettstedt)
    lines = Prepared[Any](_lines)
    assert [(line.role, line.person__name) for line in lines((), hettstedt.pk)] == [("city-member", "Maja")]
    assert lines.first((), hettstedt.pk) == ("city-member", "Maja")
    assert lines.first((), -1) is None


@pytest.mark.django_db
def test_a_change_is_in_the_next_answer() -> None:
    person = people(1)[0]
    read = Prepared[Person](_named)
    assert [one.name for one in read((), person.email)] == ["P 0"]
    Person.objects.update(name="Another")
    assert [one.name for one in read((), person.email)] == ["Another"]


@pytest.mark.django_db
def test_a_value_that_would_be_changed_on_its_way_is_refused() -> None:
    with pytest.raises(ValueError, match="does not stand in its SQL"):
        Prepared(lambda part: Person.objects.filter(email__icontains=part))((), "x")


@pytest.mark.django_db
def test_its_own_numbers_stand_in_the_sql_and_its_values_do_not(django_assert_num_queries: Any) -> None:
    Allowance.objects.bulk_create([Allowance(key=f"k{n}", full_at=n, at=clock.now()) for n in range(4)])
    read = Prepared[Any](
        lambda key: Allowance.objects.filter(full_at__gt=0, key__gte=key).values_list("key", flat=True)
    )
    with django_assert_num_queries(1):
        assert sorted(read((), "k2")) == ["k2", "k3"]
    ids = Prepared[Any](lambda pk: Person.objects.filter(pk=pk, memberships__pk__gt=7).values_list("pk"))
    ids((), 1)
    (kept,) = ids._reads.values()
    assert "> 7" in kept.sql
    assert len(kept.params) == 1


@pytest.mark.django_db
def test_two_reads_are_one_question_and_the_second_may_find_nothing(
    hettstedt: City, invite: Any, django_assert_num_queries: Any
) -> None:
    maja = invite("Maja", Role.CITY_MEMBER, city=hettstedt)
    read = PreparedPair[Membership, Person](lambda city, email: (_of_city(city), _named(email)))
    for email, found in ((maja.email, maja), ("nobody@example.org", None)):
        with django_assert_num_queries(1):
            ((member, person),) = read((), hettstedt.pk, email)
            assert (member.person.name, str(member.city), person) == ("Maja", str(hettstedt), found)
    assert read((), -1, maja.email) == []


@pytest.mark.django_db
def test_what_can_have_no_rows_asks_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert Prepared(lambda: Person.objects.filter(pk__in=[]))(()) == []


@pytest.mark.django_db(transaction=True)
def test_threads_share_the_sql_and_not_the_connection() -> None:
    Allowance.objects.bulk_create([Allowance(key=f"k{n}", full_at=n, at=clock.now()) for n in range(40)])
    read = Prepared[Allowance](lambda key: Allowance.objects.filter(key=key))
    wrong: list[int] = []

    def ask(numbers: range) -> None:
        try:
            wrong.extend(n for n in numbers if [one.full_at for one in read((), f"k{n}")] != [n])
        finally:
            close_old_connections()

    threads = [threading.Thread(target=ask, args=(range(start, 40, 4),)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
