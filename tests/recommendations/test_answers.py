"""A Land answers, once, by its day."""

from __future__ import annotations

import datetime
import threading
import uuid

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.desk import tasks_of
from netzwerkstatt.foundation.entries.models import Link, Visibility
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.guard import NeverChangedError
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.recommendations import actions, queries
from netzwerkstatt.recommendations.models import Answer, Stance
from tests.recommendations.conftest import STANCES, TITLE, in_days

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("documents_wait")]


def test_an_answer_hangs_on_the_recommendation_and_is_public(answered, released, ministry_of_st):
    assert thread.sources(answered) == [released.entry]
    assert Link.objects.get(target=answered.entry).kind == "answers"
    assert answered.entry.code == "A-1"
    assert answered.entry.visibility == Visibility.PUBLIC
    assert "Sachsen-Anhalt" in answered.title
    assert answered.by_paragraph == {1: Stance("accepted", "from next year on"), 2: Stance("trial")}
    event = Event.objects.get(type="recommendation.answered")
    assert (event.stream_id, event.actor) == (released.public_id, ministry_of_st)


def test_only_the_ministry_of_the_addressed_land_answers(
    released, alliance, ministry_of_th, officer_of_hettstedt, coordinator, expert_of_goerlitz
):
    address = released.addresses.get(state=alliance.st)
    for person in (ministry_of_th, officer_of_hettstedt, coordinator, expert_of_goerlitz, None):
        with pytest.raises(NotAllowed):
            actions.answer(actor=person, address=address, text="Yes", stances=STANCES)
    assert not Answer.objects.exists()


def test_a_ministry_whose_role_ended_no_longer_answers(released, alliance, ministry_of_st):
    ministry_of_st.memberships.update(since=in_days(-9), until=in_days(-1))
    ministry_of_st.__dict__.pop("_standing", None)
    with pytest.raises(NotAllowed):
        actions.answer(
            actor=ministry_of_st, address=released.addresses.get(state=alliance.st), text="Yes", stances=STANCES
        )


def test_a_land_answers_once(answered, released, invite, alliance, ministry_of_st):
    colleague = invite("Tim Lenz", "ministry", state=alliance.st)
    address = released.addresses.get(state=alliance.st)
    for person in (ministry_of_st, colleague):
        with pytest.raises(Invalid) as refused:
            actions.answer(actor=person, address=address, text="No", stances=STANCES, client_id=uuid.uuid4())
        assert "answered already" in str(refused.value.fields[""])
    assert Answer.objects.get().text == "We accept 1 and try 2."


def test_an_answer_sent_twice_is_one(released, alliance, ministry_of_st):
    form = uuid.uuid4()
    address = released.addresses.get(state=alliance.st)
    made = [
        actions.answer(actor=ministry_of_st, address=address, text="Yes", stances=STANCES, client_id=form)
        for _ in range(2)
    ]
    assert made[0] == made[1]
    assert Event.objects.filter(type="recommendation.answered").count() == 1


@pytest.mark.parametrize(
    ("stances", "field"),
    [
        ({1: "accepted"}, ""),
        ({1: "accepted", 2: "trial", 3: "trial"}, ""),
        ({1: "accepted", 2: "perhaps"}, "stance_2"),
        ({1: "accepted", 2: "other"}, "words_2"),
        ({1: "accepted", 2: Stance("declined", "x" * 1001)}, "words_2"),
    ],
)
def test_every_paragraph_gets_a_stance(released, alliance, ministry_of_st, stances, field):
    with pytest.raises(Invalid) as refused:
        actions.answer(
            actor=ministry_of_st, address=released.addresses.get(state=alliance.st), text="Yes", stances=stances
        )
    assert set(refused.value.fields) == {field}
    assert not Answer.objects.exists()


@pytest.mark.parametrize("text", ["", " \x00 ", "x" * 8001])
def test_an_answer_has_words(released, alliance, ministry_of_st, text):
    with pytest.raises(Invalid) as refused:
        actions.answer(
            actor=ministry_of_st, address=released.addresses.get(state=alliance.st), text=text, stances=STANCES
        )
    assert set(refused.value.fields) == {"text"}


def test_a_draft_cannot_be_answered(complete, alliance, ministry_of_st):
    with pytest.raises(Invalid):
        actions.answer(
            actor=ministry_of_st, address=complete.addresses.get(state=alliance.st), text="Yes", stances=STANCES
        )


def test_an_answer_stays_as_it_was_sent(answered):
    answered.text = "Never mind"
    for attempt in (answered.save, answered.delete):
        with pytest.raises(NeverChangedError):
            attempt()
    attempts = [
        lambda: Answer.objects.update(text="Never mind"),
        lambda: Answer.objects.bulk_update([answered], ["text"]),
        lambda: Answer.objects.all()._raw_delete("default"),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    for statement in ("UPDATE recommendations_answer SET text = ''", "DELETE FROM recommendations_answer"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_ministry_sees_what_its_land_is_asked_until_it_answered(
    released, complete, alliance, ministry_of_st, ministry_of_th, django_assert_max_num_queries
):
    ministry_of_st.__dict__.pop("_standing", None)
    with django_assert_max_num_queries(4):
        tasks = tasks_of(queries.waiting_for(ministry_of_st))
    assert [(task.title, task.due, task.url) for task in tasks] == [
        (TITLE, in_days(80), reverse("recommendations:give-answer", args=[released.public_id, "ST"]))
    ]
    actions.answer(actor=ministry_of_st, address=released.addresses.get(state=alliance.st), text="Yes", stances=STANCES)
    assert tasks_of(queries.waiting_for(ministry_of_st)) == []
    assert len(tasks_of(queries.waiting_for(ministry_of_th))) == 1


def test_a_ministry_does_not_see_drafts_waiting(complete, ministry_of_st):
    assert tasks_of(queries.waiting_for(ministry_of_st)) == []


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "80 days left"), (79, "tomorrow"), (80, "today"), (81, "1 day overdue"), (83, "3 days overdue")],
)
def test_beside_each_land_stands_how_long_it_has_or_is_late(client, released, monkeypatch, days, words):
    later = timezone.now() + datetime.timedelta(days=days)
    monkeypatch.setattr(timezone, "now", lambda: later)

    text = client.get(released.get_absolute_url()).content.decode()

    assert text.count(words) >= 2
    assert text.count("no answer yet") == 2
    assert text.count("state--danger") == (2 if days > 80 else 0)


def test_a_late_answer_is_better_than_none(released, alliance, ministry_of_st, monkeypatch):
    later = timezone.now() + datetime.timedelta(days=100)
    monkeypatch.setattr(timezone, "now", lambda: later)

    actions.answer(actor=ministry_of_st, address=released.addresses.get(state=alliance.st), text="Yes", stances=STANCES)

    assert Answer.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_who_send_at_once_give_one_answer(released, alliance, ministry_of_st, invite):
    colleague = invite("Tim Lenz", "ministry", state=alliance.st)
    address = released.addresses.select_related("state", "recommendation__entry").get(state=alliance.st)
    refused, start = [], threading.Barrier(2)

    def send(person):
        start.wait()
        try:
            actions.answer(actor=person, address=address, text=f"From {person}", stances=STANCES)
        except Invalid as invalid:
            refused.append(invalid)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=[person]) for person in (ministry_of_st, colleague)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert Answer.objects.count() == 1
    assert len(refused) == 1
    assert Answer.objects.get().entry.number == 1
