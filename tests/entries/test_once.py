"""A form makes one thing, however often and however fast it is sent."""

from __future__ import annotations

import threading
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.entries.once import create_once
from netzwerkstatt.foundation.events.errors import Invalid


def a_problem(**more: Any) -> tuple[Entry, bool]:
    return create_once(**{"kind": "problem", "title": "No bus", "author": None, **more})


@pytest.mark.django_db
def test_the_same_form_sent_again_gives_what_it_made() -> None:
    client_id = uuid4()
    made, new = a_problem(client_id=client_id)
    assert new
    assert a_problem(client_id=client_id, title="Another text") == (made, False)
    assert Entry.objects.get().title == "No bus"


@pytest.mark.django_db
def test_without_an_id_every_form_makes_its_own() -> None:
    assert a_problem()[0] != a_problem()[0]


@pytest.mark.django_db
def test_an_id_of_somebody_else_or_of_another_kind_opens_nothing(officer_of_hettstedt: Person) -> None:
    client_id = uuid4()
    a_problem(client_id=client_id, author=officer_of_hettstedt)
    with pytest.raises(IntegrityError):
        a_problem(client_id=client_id)
    with pytest.raises(IntegrityError):
        a_problem(client_id=client_id, author=officer_of_hettstedt, kind="project")
    assert Entry.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("title", ["", "   ", "x" * 241])
def test_a_title_that_cannot_be_takes_no_number(title: str) -> None:
    with pytest.raises(Invalid) as refused:
        a_problem(title=title)
    assert "title" in refused.value.fields
    assert a_problem()[0].code == "PB-1"


@pytest.mark.django_db(transaction=True)
def test_six_posts_of_one_form_at_the_same_moment_make_one_thing() -> None:
    client_id = uuid4()
    barrier = threading.Barrier(6)
    answers: list[tuple[int, bool]] = []

    def post() -> None:
        barrier.wait()
        try:
            made, new = a_problem(client_id=client_id)
            answers.append((made.pk, new))
        finally:
            connection.close()

    posts = [threading.Thread(target=post) for _ in range(6)]
    for one in posts:
        one.start()
    for one in posts:
        one.join()

    only = Entry.objects.get()
    assert sorted(answers) == [(only.pk, False)] * 5 + [(only.pk, True)]
    assert a_problem()[0].number == (only.number or 0) + 1
