"""Signed links: scoped, single-use, expiring, and only a post acts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.notifications import letters
from netzwerkstatt.foundation.notifications.letters import LetterChoice, LetterPage, revoke_links, signed_link
from netzwerkstatt.foundation.notifications.models import SignedLink


class Asked:
    """Something that can be answered: who answered what, and whether it is over."""

    def __init__(self):
        self.answers, self.over, self.refuses = [], False, False

    def page(self, holder, subject):
        choices = [LetterChoice("yes", "Yes", primary=True), LetterChoice("no", "No")]
        return None if self.over else LetterPage("Will you come?", f"About {subject}", choices)

    def handle(self, holder, subject, choice, words):
        if self.refuses:
            raise Invalid({"": "The room is full."})
        self.answers.append((holder, subject, choice))
        return "You come."


@pytest.fixture
def asked(monkeypatch):
    monkeypatch.setattr(letters, "PURPOSES", letters.PURPOSES)
    asked = Asked()
    monkeypatch.setitem(letters.PURPOSES, "test.ask", letters.Purpose("test.ask", asked.handle, asked.page))
    return asked


@pytest.fixture
def link(asked, officer_of_hettstedt):
    return signed_link(officer_of_hettstedt, "test.ask", "w1", expires=clock.now() + timedelta(days=3))


@pytest.fixture
def browser(db):
    return Client(headers={"sec-fetch-site": "same-origin", "accept-language": "en"})


def path(link):
    return link.removeprefix("http://testserver")


def test_opening_a_link_shows_the_choice_and_does_nothing(asked, link, browser):
    for method in (browser.get, browser.head, browser.get):
        response = method(path(link))
        assert response.status_code == 200
        assert not response.cookies
        assert "no-store" in response["Cache-Control"]
    assert "Will you come?" in response.content.decode()
    assert asked.answers == []


def test_a_post_does_what_was_chosen_for_the_person_of_the_link(asked, link, browser, officer_of_hettstedt):
    assert "You come." in browser.post(path(link), {"choice": "yes"}).content.decode()
    assert asked.answers == [(officer_of_hettstedt, "w1", "yes")]


def test_a_link_works_once_and_takes_its_twins_with_it(asked, link, browser, officer_of_hettstedt):
    twin = signed_link(officer_of_hettstedt, "test.ask", "w1", expires=clock.now() + timedelta(days=3))
    other = signed_link(officer_of_hettstedt, "test.ask", "w2", expires=clock.now() + timedelta(days=3))
    browser.post(path(link), {"choice": "no"})
    for used in (link, twin):
        assert browser.post(path(used), {"choice": "yes"}).status_code == 410
    assert browser.get(path(other)).status_code == 200
    assert len(asked.answers) == 1


def test_a_link_ends_with_its_day(asked, link, browser):
    with clock.telling(clock.now() + timedelta(days=3, seconds=1)):
        assert browser.get(path(link)).status_code == 410
        assert browser.post(path(link), {"choice": "yes"}).status_code == 410
    assert asked.answers == []


def test_a_link_ends_when_the_thing_is_over_or_the_room_takes_it_back(asked, link, browser, officer_of_hettstedt):
    asked.over = True
    assert browser.post(path(link), {"choice": "yes"}).status_code == 410
    asked.over = False
    assert revoke_links("test.ask", "w1", holder=officer_of_hettstedt) == 1
    assert browser.post(path(link), {"choice": "yes"}).status_code == 410
    assert asked.answers == []


def test_a_person_who_left_answers_nothing(asked, link, browser, officer_of_hettstedt):
    officer_of_hettstedt.is_active = False
    officer_of_hettstedt.save()
    assert browser.post(path(link), {"choice": "yes"}).status_code == 410


def test_what_was_not_offered_cannot_be_chosen(asked, link, browser):
    assert browser.post(path(link), {"choice": "everything"}).status_code == 410
    assert asked.answers == []


def test_a_refusal_leaves_the_link_as_it_was(asked, link, browser):
    asked.refuses = True
    response = browser.post(path(link), {"choice": "yes"})
    assert "The room is full." in response.content.decode()
    asked.refuses = False
    assert browser.post(path(link), {"choice": "yes"}).status_code == 200


def test_only_the_hash_of_a_link_is_kept(asked, link):
    token = link.rpartition("/")[2]
    kept = SignedLink.objects.values().get()
    assert token not in str(kept)
    assert len(token) >= 43


def test_wrong_links_run_out(asked, browser):
    answers = [browser.get(reverse("notifications:letter", args=[f"wrong{n}"])).status_code for n in range(35)]
    assert answers[0] == 410
    assert answers[-1] == 429


def test_an_address_without_account_answers_too(asked, browser):
    link = signed_link("Baker@example.org", "test.ask", "w1", expires=clock.now() + timedelta(days=3))
    browser.post(path(link), {"choice": "yes"})
    assert asked.answers == [("baker@example.org", "w1", "yes")]
