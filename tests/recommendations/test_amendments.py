"""Amendments: proposed with a reason, answered always, put into the text word by word."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.desk import tasks_of
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.network import actions as network
from netzwerkstatt.foundation.notifications.models import Notice
from netzwerkstatt.foundation.texts.amending import proposal_of
from netzwerkstatt.foundation.texts.models import Amendment, Paragraph, Version
from netzwerkstatt.foundation.texts.writing import Overlap
from netzwerkstatt.recommendations import actions, amending, queries
from tests.recommendations.conftest import FIRST, SECOND

pytestmark = pytest.mark.django_db
BETTER = FIRST.replace("one person", "two people")


@pytest.fixture
def paragraph(complete):
    return Paragraph.objects.get(entry=complete.pk, number=1)


@pytest.fixture
def offered(complete, paragraph, officer_of_saalfeld, saalfeld):
    return amending.offer_amendment(
        actor=officer_of_saalfeld, recommendation=complete, aim="change", paragraph=paragraph, text=BETTER,
        reason="One is on holiday.", behalf=f"city-{saalfeld.pk}",
    )  # fmt: skip


def types(amendment):
    return list(Event.objects.filter(entry=amendment.public_id).order_by("id").values_list("type", flat=True))


def test_the_alliance_proposes_for_those_it_speaks_for_and_the_author_is_told(
    offered, complete, officer_of_saalfeld, officer_of_hettstedt, saalfeld, hettstedt, ministry_of_st
):
    assert (offered.number, offered.behalf, offered.entry.city) == (1, str(saalfeld), saalfeld)
    assert (offered.old, offered.new) == (FIRST, BETTER)
    assert types(offered) == ["recommendation.amendment_offered"]
    assert Notice.objects.filter(person=officer_of_hettstedt, entry=offered.entry).count() == 1
    with pytest.raises(Invalid) as refused:
        amending.offer_amendment(
            actor=officer_of_saalfeld, recommendation=complete, aim="add", text="New.", reason="So.",
            behalf=f"city-{hettstedt.pk}",
        )  # fmt: skip
    assert set(refused.value.fields) == {"behalf"}
    for person in (ministry_of_st, None):
        with pytest.raises(NotAllowed):
            amending.offer_amendment(actor=person, recommendation=complete, aim="add", text="New.", reason="So.")


def test_an_organisation_can_be_spoken_for(complete, coordinator, officer_of_saalfeld):
    club = network.add_organisation(actor=coordinator, name="Club e. V.", kind="association")
    officer_of_saalfeld.affiliations.create(organisation=club)
    made = amending.offer_amendment(
        actor=officer_of_saalfeld,
        recommendation=complete,
        aim="add",
        text="New.",
        reason="So.",
        behalf=f"org-{club.pk}",
    )
    assert made.behalf == "Club e. V."


@pytest.mark.parametrize(
    ("text", "reason", "field"), [(FIRST, "So.", "new"), ("", "So.", "new"), (BETTER, " ", "reason")]
)
def test_an_amendment_changes_something_and_says_why(complete, paragraph, officer_of_saalfeld, text, reason, field):
    with pytest.raises(Invalid) as refused:
        amending.offer_amendment(
            actor=officer_of_saalfeld,
            recommendation=complete,
            aim="change",
            paragraph=paragraph,
            text=text,
            reason=reason,
        )
    assert set(refused.value.fields) == {field}
    assert not Amendment.objects.exists()


def test_sent_twice_it_is_one(complete, paragraph, officer_of_saalfeld):
    form = uuid.uuid4()
    made = [
        amending.offer_amendment(
            actor=officer_of_saalfeld, recommendation=complete, aim="remove", paragraph=paragraph, reason="Said twice.",
            client_id=form,
        )
        for _ in range(2)
    ]  # fmt: skip
    assert made[0] == made[1]
    assert types(made[0]) == ["recommendation.amendment_offered"]


def test_accepted_it_stands_in_the_text_with_version_link_and_notice(
    offered, complete, officer_of_hettstedt, officer_of_saalfeld, paragraph
):
    decided = amending.accept_amendment(
        actor=officer_of_hettstedt, amendment=offered, answer="Right.", text=BETTER, base=1
    )
    paragraph.refresh_from_db()
    assert (paragraph.text, paragraph.version, decided.outcome) == (BETTER, 2, "accepted")
    assert Version.objects.get(key=paragraph.pk, version=2).amendment == 1
    assert offered.entry in thread.sources(complete)
    assert Notice.objects.filter(person=officer_of_saalfeld, entry=offered.entry).exists()
    assert set(paragraph.rests_on.all()) == set(queries.paragraphs_of(complete)[0].rests_on.all())


def test_where_the_paragraph_moved_on_both_changes_stand(offered, officer_of_hettstedt, paragraph):
    grounds = list(paragraph.rests_on.all())
    later = FIRST.replace("come back", "come back for good")
    actions.rewrite_paragraph(actor=officer_of_hettstedt, paragraph=paragraph, text=later, rests_on=grounds, base=1)
    proposal = proposal_of(Amendment.objects.get())
    assert proposal.text == BETTER.replace("come back", "come back for good")
    amending.accept_amendment(
        actor=officer_of_hettstedt, amendment=offered, answer="Right.", text=proposal.text, base=proposal.base
    )
    paragraph.refresh_from_db()
    assert paragraph.text == proposal.text
    assert Amendment.objects.get().outcome == "accepted"


def test_in_other_words_it_is_accepted_with_changes(offered, officer_of_hettstedt, paragraph):
    own = FIRST.replace("one person", "two persons")
    decided = amending.accept_amendment(actor=officer_of_hettstedt, amendment=offered, answer="So.", text=own, base=1)
    assert (decided.outcome, decided.result) == ("changed", own)


def test_who_decides_on_an_old_version_overwrites_nothing(offered, officer_of_hettstedt, paragraph):
    theirs = FIRST.replace("one person", "three people")
    actions.rewrite_paragraph(actor=officer_of_hettstedt, paragraph=paragraph, text=theirs, rests_on=[], base=1)
    with pytest.raises(Overlap):
        amending.accept_amendment(actor=officer_of_hettstedt, amendment=offered, answer="So.", text=BETTER, base=1)
    assert Amendment.objects.get().is_open
    paragraph.refresh_from_db()
    assert paragraph.text == theirs


def test_no_decision_without_an_answer_and_none_twice(offered, officer_of_hettstedt, officer_of_saalfeld):
    for decide in (amending.accept_amendment, amending.reject_amendment):
        with pytest.raises(Invalid) as refused:
            decide(actor=officer_of_hettstedt, amendment=offered, answer=" ")
        assert set(refused.value.fields) == {"answer"}
    with pytest.raises(NotAllowed):
        amending.reject_amendment(actor=officer_of_saalfeld, amendment=offered, answer="Mine.")
    amending.reject_amendment(actor=officer_of_hettstedt, amendment=offered, answer="One is enough.")
    with pytest.raises(Invalid):
        amending.accept_amendment(actor=officer_of_hettstedt, amendment=offered, answer="Yes.", text=BETTER, base=1)
    with pytest.raises(Invalid):
        amending.withdraw_amendment(actor=officer_of_saalfeld, amendment=offered)


def test_only_its_author_withdraws_it(offered, officer_of_hettstedt, officer_of_saalfeld):
    with pytest.raises(NotAllowed):
        amending.withdraw_amendment(actor=officer_of_hettstedt, amendment=offered)
    assert amending.withdraw_amendment(actor=officer_of_saalfeld, amendment=offered).outcome == "withdrawn"


def test_a_new_paragraph_goes_where_it_was_proposed_and_a_removal_takes_it_out(
    complete, paragraph, officer_of_hettstedt, officer_of_saalfeld
):
    between = amending.offer_amendment(
        actor=officer_of_saalfeld,
        recommendation=complete,
        aim="add",
        paragraph=paragraph,
        text="Between.",
        reason="So.",
    )
    amending.accept_amendment(actor=officer_of_hettstedt, amendment=between, answer="Yes.", text="Between.")
    out = amending.offer_amendment(
        actor=officer_of_saalfeld, recommendation=complete, aim="remove", paragraph=paragraph, reason="Said twice."
    )
    amending.accept_amendment(actor=officer_of_hettstedt, amendment=out, answer="Yes.")
    assert list(Paragraph.objects.filter(entry=complete.pk).values_list("number", "text")) == [
        (1, "Between."),
        (2, SECOND),
    ]


def test_words_for_a_removed_paragraph_come_back_in_its_place(offered, complete, officer_of_hettstedt, paragraph):
    actions.remove_paragraph(actor=officer_of_hettstedt, paragraph=paragraph)
    amending.accept_amendment(actor=officer_of_hettstedt, amendment=offered, answer="Back it comes.", text=BETTER)
    assert [p.text for p in queries.paragraphs_of(complete)] == [BETTER, SECOND]


def test_nothing_is_released_over_an_open_amendment_and_the_release_says_who_changed_it(
    offered, complete, coordinator, officer_of_hettstedt, signed_in, client
):
    with pytest.raises(Invalid, match="1 amendment waits"):
        actions.release(actor=coordinator, recommendation=complete)
    amending.accept_amendment(actor=officer_of_hettstedt, amendment=offered, answer="Right.", text=BETTER, base=1)
    released = actions.release(actor=coordinator, recommendation=complete)
    assert released.data["paragraphs"][0]["amendments"] == [
        {"number": 1, "by": "Saalfeld/Saale", "public_id": offered.public_id}
    ]
    assert "amendments" not in released.data["paragraphs"][1]
    page = client.get(complete.get_absolute_url()).content.decode()
    assert "Changed by: Amendment 1 of Saalfeld/Saale." in page
    with pytest.raises(NotAllowed):
        amending.offer_amendment(actor=officer_of_hettstedt, recommendation=complete, aim="add", text="x", reason="x")


def test_what_waits_for_an_answer_lies_on_the_authors_desk(
    offered, complete, officer_of_hettstedt, officer_of_saalfeld
):
    tasks = [task for task in tasks_of(queries.waiting_for(officer_of_hettstedt)) if "amendment" in task.meta]
    assert [(task.meta, task.url) for task in tasks] == [
        ("1 amendment to your draft", reverse("recommendations:amendments", args=[complete.public_id]))
    ]
    assert not [task for task in tasks_of(queries.waiting_for(officer_of_saalfeld)) if "amendment" in task.meta]


def test_the_way_through_the_pages(complete, paragraph, signed_in, officer_of_saalfeld, officer_of_hettstedt, saalfeld):
    proposer, editor = signed_in(officer_of_saalfeld), signed_in(officer_of_hettstedt)
    offer_url = f"{reverse('recommendations:offer-amendment', args=[complete.public_id])}?paragraph={paragraph.pk}"
    form = proposer.get(offer_url).content.decode()
    assert FIRST in form
    assert "Saalfeld/Saale" in form
    answer = proposer.post(
        offer_url, {"new": BETTER, "reason": "One is on holiday.", "behalf": f"city-{saalfeld.pk}", "base": "1"}
    )
    page_url = answer["Location"]
    page = editor.get(page_url).content.decode()
    assert "<del>" in page
    assert "<ins>" in page
    assert 'value="accept"' in page
    assert 'value="accept"' not in proposer.get(page_url).content.decode()
    made = Amendment.objects.get()
    decide = reverse("recommendations:decide-amendment", args=[made.public_id])
    refused = editor.post(decide, {"decision": "accept", "text": BETTER, "base": "1", "answer": ""})
    assert refused.status_code == 422
    assert (
        editor.post(decide, {"decision": "accept", "text": BETTER, "base": "1", "answer": "Right."}).status_code == 302
    )
    assert "Right." in proposer.get(page_url).content.decode()
    for name in ("amendments", "synopsis"):
        assert proposer.get(reverse(f"recommendations:{name}", args=[complete.public_id])).status_code == 200


def test_list_and_synopsis_ask_the_database_the_same_for_one_and_for_many(
    complete, paragraph, officer_of_saalfeld, signed_in
):
    client = signed_in(officer_of_saalfeld)

    def asked(name):
        with CaptureQueriesContext(connection) as asked_for:
            assert client.get(reverse(f"recommendations:{name}", args=[complete.public_id])).status_code == 200
        return len(asked_for)

    def propose(number):
        amending.offer_amendment(
            actor=officer_of_saalfeld, recommendation=complete, aim="change", paragraph=paragraph,
            text=f"{FIRST} {number}", reason="So.",
        )  # fmt: skip

    propose(0)
    asked("amendments")  # the first page of a session writes it
    one = {name: asked(name) for name in ("amendments", "synopsis")}
    for number in range(1, 6):
        propose(number)
    assert {name: asked(name) for name in ("amendments", "synopsis")} == one
