"""Amendments decided and resistance said by the link of a mail, without signing in."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

from netzwerkstatt.foundation.ballots import voting
from netzwerkstatt.foundation.events.consumers import catch_up
from netzwerkstatt.foundation.notifications.sending import deliver
from netzwerkstatt.recommendations import actions, amending, resistance
from tests.recommendations.conftest import FIRST

pytestmark = pytest.mark.django_db
BETTER = "Every town names two people for those who want to come back."


def go_round():
    catch_up("notifications")
    deliver()


def link_for(person):
    (letter,) = [one for one in mail.outbox if one.recipients() == [person.email]]
    (link,) = re.findall(r"http://testserver(/answer/\S+)", letter.body)
    return link


def stranger():
    return Client(headers={"sec-fetch-site": "same-origin", "accept-language": "en"})


@pytest.fixture
def offered(complete, officer_of_saalfeld):
    return amending.offer_amendment(
        actor=officer_of_saalfeld, recommendation=complete, aim="change", paragraph=complete.entry.paragraphs.first(),
        text=BETTER, reason="One is on holiday.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("choice", "outcome", "words"), [("accept", "accepted", BETTER), ("reject", "rejected", FIRST)]
)
def test_an_amendment_is_decided_by_the_link_and_only_by_a_post(
    complete, offered, officer_of_hettstedt, choice, outcome, words
):
    go_round()
    link = link_for(officer_of_hettstedt)
    page = stranger().get(link).content.decode()
    for shown in (FIRST, BETTER, "One is on holiday.", "Ole Brandt"):
        assert shown in page
    offered.refresh_from_db()
    assert offered.is_open, "a program that looks at mails opens every link"
    missing = stranger().post(link, {"choice": choice, "answer": ""}).content.decode()
    assert 'aria-invalid="true"' in missing
    stranger().post(link, {"choice": choice, "answer": "Right so."})
    offered.refresh_from_db()
    assert (offered.outcome, offered.answer, offered.decided_by) == (outcome, "Right so.", officer_of_hettstedt)
    assert complete.entry.paragraphs.first().text == words
    assert stranger().post(link, {"choice": "reject", "answer": "No."}).status_code == 410


def test_where_others_changed_the_same_words_it_is_not_accepted_unseen(complete, offered, officer_of_hettstedt):
    go_round()
    link = link_for(officer_of_hettstedt)
    paragraph = complete.entry.paragraphs.first()
    actions.rewrite_paragraph(
        actor=officer_of_hettstedt, paragraph=paragraph, text=FIRST.replace("one person", "three people"),
        rests_on=[], base=paragraph.version,
    )  # fmt: skip
    page = stranger().get(link).content.decode()
    assert "Somebody changed the same words meanwhile" in page
    assert stranger().post(link, {"choice": "accept", "answer": "Yes."}).status_code == 410
    offered.refresh_from_db()
    assert offered.is_open


def test_a_decided_or_released_draft_is_asked_about_in_no_mail(complete, offered, officer_of_hettstedt):
    amending.reject_amendment(actor=officer_of_hettstedt, amendment=offered, answer="No.")
    go_round()
    assert not [one for one in mail.outbox if officer_of_hettstedt.email in one.recipients()]


def test_resistance_is_said_by_the_link_once(complete, officer_of_hettstedt, officer_of_saalfeld, ministry_of_st):
    ballot = resistance.measure(actor=officer_of_hettstedt, recommendation=complete)
    go_round()
    asked = {address for one in mail.outbox for address in one.recipients()}
    assert officer_of_saalfeld.email in asked
    assert not asked & {officer_of_hettstedt.email, ministry_of_st.email}
    link = link_for(officer_of_saalfeld)
    page = stranger().get(link).content.decode()
    assert voting.turnout(ballot) == 0
    names = re.findall(r'name="([^"]+)" value="10"', page)
    assert len(names) == 2
    half = stranger().post(link, {"choice": "say", names[0]: "3"}).content.decode()
    assert "only then can they be compared" in half
    assert voting.turnout(ballot) == 0
    done = stranger().post(link, {"choice": "say", names[0]: "3", names[1]: "9"}).content.decode()
    assert "Noted." in done
    assert sorted(v for said in voting.said_by(ballot, officer_of_saalfeld).values() for v in said) == [3, 9]
    assert stranger().post(link, {"choice": "say", names[0]: "0", names[1]: "0"}).status_code == 410


def test_a_closed_measuring_ends_its_links(complete, officer_of_hettstedt, officer_of_saalfeld):
    resistance.measure(actor=officer_of_hettstedt, recommendation=complete)
    go_round()
    link = link_for(officer_of_saalfeld)
    resistance.close(actor=officer_of_hettstedt, recommendation=complete)
    assert stranger().get(link).status_code == 410
