"""The end of the thread: what the Länder still owe is drawn, and goes when it comes."""

from __future__ import annotations

import pytest
from django.urls import reverse

from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.strip import thread_drawing
from netzwerkstatt.foundation.network.models import State

pytestmark = pytest.mark.django_db


def awaited(recommendation):
    graph = thread_drawing(thread.walk(recommendation, None), list(State.objects.all()))
    return [row.knot.lands[0].code for row in graph.rows if row.knot.is_open]


def test_every_addressed_land_stands_dotted_at_the_end_until_it_has_answered(released, answered):
    asked = set(released.addresses.values_list("state__code", flat=True))
    assert set(awaited(released)) == asked - {"ST"}
    assert len(asked) > 1


def test_an_answer_stands_in_the_column_of_its_land(released, answered):
    graph = thread_drawing(thread.walk(released, None), list(State.objects.all()))
    (row,) = [row for row in graph.rows if row.knot.kind == "answer" and not row.knot.is_open]
    assert [land.code for land in row.knot.lands] == ["ST"]


def test_a_draft_waits_for_nobody(complete, officer_of_hettstedt):
    graph = thread_drawing(thread.walk(complete, officer_of_hettstedt), list(State.objects.all()))
    assert not [row for row in graph.rows if row.knot.is_open]


def test_the_page_of_the_whole_thread_says_until_when(client, released):
    page = client.get(reverse("entries:thread", args=[released.public_id])).content.decode()
    assert "no answer yet, asked for by" in page
