"""Anybody who may see a thing may report it, once; nobody learns who it was."""

from __future__ import annotations

import pytest
from django.test import Client

from netzwerkstatt.foundation.entries.models import Visibility
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed, TooMany
from netzwerkstatt.foundation.moderation import actions
from netzwerkstatt.foundation.moderation.models import Case, Category, Report
from tests.conftest import last_event

VISITOR = {"headers": {"sec-fetch-site": "same-origin"}}


def report(actor, entry, category=Category.INSULT, words="", visitor=""):
    return actions.report_thing(
        actor=actor, kind=entry.kind, public_id=entry.public_id, category=category, words=words, visitor=visitor
    )


def test_a_reader_reports_and_it_waits_for_those_who_coordinate_the_place(contribution, reader, officer_of_hettstedt):
    report(reader, contribution)
    case = Case.objects.get()
    assert (case.state, case.city, case.reports_count) == ("open", contribution.city, 1)
    assert last_event().type == "moderation.reported"
    assert last_event().entry == ""  # nothing on the item's own stream tells of it
    assert officer_of_hettstedt.notices.count() == 1


def test_the_same_reporter_twice_is_one_report(contribution, reader):
    first = report(reader, contribution)
    assert report(reader, contribution, Category.ADVERTISING) == first
    assert Report.objects.count() == 1


def test_two_reporters_make_one_case(contribution, reader, officer_of_saalfeld):
    report(reader, contribution)
    report(officer_of_saalfeld, contribution)
    assert Case.objects.get().reports_count == 2


def test_a_visitor_says_in_words_what_is_wrong(contribution):
    with pytest.raises(Invalid):
        report(None, contribution, visitor="a")
    report(None, contribution, words="It insults all of us", visitor="a")
    report(None, contribution, words="Again", visitor="a")
    assert Report.objects.get().words == "It insults all of us"


def test_a_visitor_reports_only_so_often(contribution):
    for number in range(20):
        report(None, contribution, words="Bad", visitor=f"visitor {number}")
    with pytest.raises(TooMany):
        report(None, contribution, words="Bad", visitor="one more")


def test_something_else_needs_words(contribution, reader):
    with pytest.raises(Invalid):
        report(reader, contribution, Category.OTHER)


def test_nobody_reports_what_is_not_there_for_them(contribution, reader):
    contribution.visibility = Visibility.CITY
    contribution.save()
    for actor in (reader, None):
        with pytest.raises(NotAllowed):
            report(actor, contribution, words="I guessed", visitor="" if actor else "v")
    assert not Case.objects.exists()


def test_a_visitor_reports_from_the_page_and_the_browser_is_known_again(contribution):
    browser = Client(**VISITOR)
    page = browser.get(contribution.get_absolute_url())
    address = f"/report/problem/{contribution.public_id}"
    assert address in page.content.decode()
    assert not browser.get(address).cookies
    for _ in range(2):
        answer = browser.post(address, {"category": "insult", "words": "It insults us"})
        assert answer.status_code == 200
        assert "Thank you" in answer.content.decode()
    assert Report.objects.count() == 1
    assert browser.post(address, {"category": "insult", "words": ""}).status_code == 422


def test_a_page_that_is_not_there_cannot_be_reported(contribution, client):
    assert client.get("/report/problem/nothere").status_code == 404
    assert client.get(f"/report/nokind/{contribution.public_id}").status_code == 404
