"""What a page answers to its script: view, number and ticket; and nothing at all where nothing changed."""

from __future__ import annotations

import json

import pytest
from django.test import RequestFactory
from django.utils import translation

from netzwerkstatt.foundation.live.answers import live_answer
from netzwerkstatt.foundation.live.registry import Eyes
from netzwerkstatt.foundation.live.tickets import read_ticket
from tests.live.board import KIND, Board

BOARD = Board("answers-of-tests")


def asked(etag: str = "", audience: str = "guest", **own: object):
    request = RequestFactory().get("/", headers={"if-none-match": etag} if etag else {})
    return live_answer(request, KIND, BOARD.stream, audience, own=own)


def test_an_answer_holds_view_number_and_a_ticket_for_this_stream_alone(db: None) -> None:
    BOARD.put("a", "first")
    with translation.override("de"):
        answer = asked(dots=3)
    said = json.loads(answer.content)
    assert said["view"] == {"language": "de", "notes": {"a": "first"}, "count": 1}
    assert (said["number"], said["own"], said["stream"]) == (1, {"dots": 3}, f"/live/{BOARD.stream}")
    assert read_ticket(said["ticket"], BOARD.stream).eyes == Eyes("guest", "de")
    assert answer["Cache-Control"] == "private, no-cache"
    assert "Cookie" in answer["Vary"]


def test_asked_again_an_answer_that_holds_costs_one_query_and_no_bytes(
    db: None, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    BOARD.put("a", "first")
    etag = asked(dots=3)["ETag"]
    with django_assert_num_queries(1):
        again = asked(etag, dots=3)
    assert (again.status_code, again.content) == (304, b"")
    assert asked(etag, dots=2).status_code == 200
    assert asked(etag, audience="host", dots=3).status_code == 200
    with translation.override("de"):
        assert asked(etag, dots=3).status_code == 200
    BOARD.put("secret-1", "another")
    assert asked(etag, dots=3).status_code == 200


def test_many_who_ask_in_the_same_moment_share_one_view(
    db: None, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    BOARD.put("secret-1", "first")
    first = json.loads(asked().content)
    with django_assert_num_queries(1):
        assert json.loads(asked().content)["view"] == first["view"]
    assert json.loads(asked(audience="host").content)["view"]["count"] == 1
    BOARD.put("a", "second")
    assert json.loads(asked().content)["view"]["count"] == 1
