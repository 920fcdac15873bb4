"""The golden thread: tied once, without circles, seen by whom it concerns."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import close_old_connections, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.kinds import KINDS, Kind, declare_kind
from netzwerkstatt.foundation.entries.models import Entry, Link, LinkKind, Visibility
from netzwerkstatt.foundation.entries.prov import prov_json
from netzwerkstatt.foundation.entries.writing import already_made, create_entry
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import unit_of_work


def an_entry(title: str = "An item", kind: str = "problem", **more: Any) -> Entry:
    return create_entry(kind=kind, title=title, author=None, **more)


def titles(entries: list[Entry]) -> list[str]:
    return [entry.title for entry in entries]


@pytest.mark.django_db
def test_an_item_knows_what_it_came_from_and_what_came_of_it() -> None:
    card, problem = an_entry("card", "evidence"), an_entry("problem")
    made, new = thread.link(problem, thread.SUPPORTED_BY, card)
    again, new_again = thread.link(problem, thread.SUPPORTED_BY, card)

    assert (new, new_again) == (True, False)
    assert made == again
    assert titles(thread.sources(problem)) == ["card"]
    assert titles(thread.outcomes(card)) == ["problem"]


@pytest.mark.django_db
def test_nothing_comes_from_itself_or_from_what_came_of_it() -> None:
    a, b, c = an_entry("a"), an_entry("b"), an_entry("c")
    thread.link(b, thread.DERIVED_FROM, a)
    thread.link(c, thread.DERIVED_FROM, b)

    for target, origin in [(a, c), (a, b), (a, a)]:
        with pytest.raises(Invalid) as refused:
            thread.link(target, thread.DERIVED_FROM, origin)
        assert f"“{origin.title}” came of this itself" in str(refused.value.fields[""])
    assert Link.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_writers_never_close_a_circle_together() -> None:
    a, b = an_entry("a"), an_entry("b")
    barrier = threading.Barrier(2)
    results: list[str] = []

    def tie(target: Entry, origin: Entry) -> None:
        try:
            barrier.wait()
            thread.link(target, thread.DERIVED_FROM, origin)
            results.append("tied")
        except Invalid:
            results.append("refused")
        finally:
            connection.close()

    for _ in range(5):
        Link.objects.all().delete()
        results.clear()
        workers = [threading.Thread(target=tie, args=pair) for pair in ((a, b), (b, a))]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        assert sorted(results) == ["refused", "tied"]
    close_old_connections()


@pytest.mark.django_db
def test_walking_costs_the_same_however_many_folded_ideas_hang_on_it() -> None:
    def cost(number: int) -> tuple[int, int]:
        workshop = an_entry("workshop", "workshop")
        with unit_of_work():
            ideas = [an_entry(f"idea {n}", "idea", home=workshop) for n in range(number)]
            thread.link_new(ideas, thread.DERIVED_FROM, workshop)
        with CaptureQueriesContext(connection) as queries:
            walked = thread.walk(Entry.objects.get(pk=workshop.pk), None)
        assert walked.entries[0].folded_outcomes == number
        return len(queries), len(walked.steps)

    assert cost(3) == cost(60) == (3, 1)


@pytest.mark.django_db
def test_an_idea_that_went_further_is_walked_and_no_longer_counted() -> None:
    workshop = an_entry("workshop", "workshop")
    with unit_of_work():
        ideas = [an_entry(f"idea {n}", "idea", home=workshop) for n in range(4)]
        thread.link_new(ideas, thread.DERIVED_FROM, workshop)
    project = an_entry("project", "project")
    thread.link(project, thread.DERIVED_FROM, ideas[2])

    walked = thread.walk(Entry.objects.get(pk=workshop.pk), None)
    assert titles(walked.entries) == ["workshop", "idea 2", "project"]
    assert walked.entries[0].folded_outcomes == 3
    assert titles(thread.walk(ideas[0], None).entries) == ["workshop", "idea 0"]


@pytest.mark.django_db
def test_what_a_viewer_may_not_see_is_a_gap_on_the_way_and_absent_at_the_end(officer_of_hettstedt: Any) -> None:
    card = an_entry("card", "evidence")
    secret = an_entry("secret", visibility=Visibility.ALLIANCE)
    project = an_entry("project", "project")
    draft = an_entry("draft", "recommendation", visibility=Visibility.ALLIANCE)
    thread.link(secret, thread.SUPPORTED_BY, card)
    thread.link(project, thread.DERIVED_FROM, secret)
    thread.link(draft, thread.DERIVED_FROM, project)

    seen = thread.walk(project, None)
    assert [step.entry.title if step.entry else "gap" for step in seen.steps] == ["card", "gap", "project"]
    assert "secret" not in str(prov_json(seen))
    assert titles(thread.walk(project, officer_of_hettstedt).entries) == ["card", "secret", "project", "draft"]


@pytest.mark.django_db
def test_a_deleted_item_leaves_a_stone_and_the_thread_holds() -> None:
    card, problem, project = an_entry("card", "evidence"), an_entry("problem"), an_entry("project", "project")
    thread.link(problem, thread.SUPPORTED_BY, card)
    thread.link(project, thread.DERIVED_FROM, problem)
    Entry.objects.filter(pk=problem.pk).update(deleted_at=timezone.now())

    steps = thread.walk(project, None).steps
    assert [(step.entry is not None, step.deleted) for step in steps] == [(True, False), (True, True), (True, False)]


@pytest.mark.django_db
def test_the_same_form_sent_twice_finds_what_the_first_one_made() -> None:
    from uuid import uuid4

    client_id = uuid4()
    made = an_entry("once", client_id=client_id)
    assert already_made(client_id, "problem", None) == made
    assert already_made(client_id, "project", None) is None
    assert already_made(None, "problem", None) is None


@pytest.mark.django_db
def test_numbers_of_a_kind_have_no_gap_and_kinds_count_apart() -> None:
    assert [an_entry(kind="problem").code for _ in range(3)] == ["PB-1", "PB-2", "PB-3"]
    assert an_entry(kind="evidence").code == "B-1"


def test_a_kind_declared_twice_differently_stops_the_start() -> None:
    with pytest.raises(ValueError, match="twice"):
        declare_kind(Kind("problem", "problem", "Other", "Others", "x:y"))
    declare_kind(KINDS["problem"])


class AnyThread(TestCase):
    """Laws over generated threads."""

    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20))
    def test_links_never_form_a_circle_and_the_walk_keeps_their_order(self, pairs: list[tuple[int, int]]) -> None:
        items = [an_entry(f"item {n}") for n in range(8)]
        for target, origin in pairs:
            try:
                thread.link(items[target], LinkKind.DERIVED_FROM, items[origin])
            except Invalid:
                continue
        for item in items:
            walked = thread.walk(item, None)
            place = {step.id: number for number, step in enumerate(walked.steps)}
            assert all(place[source] < place[target] for source, target, _ in walked.links)
            assert sum(step.id == walked.current for step in walked.steps) == 1
            assert not walked.before & walked.after
