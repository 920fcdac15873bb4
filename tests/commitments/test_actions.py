"""Who promises what, who may change it, and that its history keeps everything."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from netzwerkstatt.foundation.attachments.actions import attach, look_into
from netzwerkstatt.foundation.commitments import letter
from netzwerkstatt.foundation.commitments.actions import (
    Proof,
    accept,
    commit,
    drop,
    entrust,
    hand_back,
    postpone,
    report_done,
    resume,
    reword,
)
from netzwerkstatt.foundation.commitments.models import Commitment, Reply, State, Step
from netzwerkstatt.foundation.commitments.notices import remind_of_days
from netzwerkstatt.foundation.commitments.queries import waiting_for
from netzwerkstatt.foundation.entries.desk import tasks_of
from netzwerkstatt.foundation.entries.models import Entry, Visibility
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.events.personal import all_personal
from netzwerkstatt.foundation.network.models import Role
from netzwerkstatt.foundation.notifications.models import Notice, Reminder
from tests.conftest import last_event


def in_days(days):
    return clock.today() + timedelta(days=days)


@pytest.fixture
def own(jana, entry):
    return commit(actor=jana, entry=entry, what="Ask three schools", due=in_days(20), person=jana)


@pytest.fixture
def for_ole(jana, ole, entry):
    return commit(actor=jana, entry=entry, what="Send the timetable", due=in_days(20), person=ole)


def kinds(commitment):
    return list(commitment.steps.order_by("pk").values_list("kind", flat=True))


def test_who_promises_something_herself_is_not_asked(own, jana):
    assert own.reply == Reply.NOT_ASKED
    assert not Notice.objects.exists()
    assert last_event().type == "commitment.made"
    assert kinds(own) == ["made"]


def test_who_is_named_by_somebody_else_is_told_at_once_and_accepts(for_ole, jana, ole):
    told = Notice.objects.get(person=ole)
    assert told.waits
    assert "Send the timetable" in told.text
    assert [task.title for task in tasks_of(waiting_for(ole))] == ["Send the timetable"]

    accept(actor=ole, commitment=for_ole)
    accept(actor=ole, commitment=for_ole)
    for_ole.refresh_from_db()
    assert for_ole.reply == Reply.ACCEPTED
    assert kinds(for_ole) == ["made", "accepted"]
    assert Notice.objects.get(person=jana).kind == "commitments.changed"
    assert tasks_of(waiting_for(ole)) == []


def test_what_is_handed_back_waits_for_its_maker_until_somebody_else_is_named(for_ole, jana, ole):
    with pytest.raises(Invalid) as refused:
        hand_back(actor=ole, commitment=for_ole, reason=" ")
    assert set(refused.value.fields) == {"reason"}
    hand_back(actor=ole, commitment=for_ole, reason="I am on leave.")
    for_ole.refresh_from_db()

    assert for_ole.is_handed_back
    assert for_ole.steps.get(kind="handed-back").reason == "I am on leave."
    assert Notice.objects.get(person=jana).waits
    assert [task.verb for task in tasks_of(waiting_for(jana))] == ["Name somebody else"]

    entrust(actor=jana, commitment=for_ole, party="City of Hettstedt")
    for_ole.refresh_from_db()
    assert (for_ole.person, for_ole.who, for_ole.is_handed_back) == (None, "City of Hettstedt", False)


def test_only_who_is_named_answers(for_ole, jana):
    for answer in (
        lambda: accept(actor=jana, commitment=for_ole),
        lambda: hand_back(actor=jana, commitment=for_ole, reason="No."),
    ):
        with pytest.raises(NotAllowed):
            answer()


def test_a_partner_promises_for_herself_and_names_nobody_else(ole, jana, entry):
    assert commit(actor=ole, entry=entry, what="I come along", due=in_days(3), person=ole).who == "Ole Brandt"
    for named in ({"person": jana}, {"party": "City of Saalfeld"}):
        with pytest.raises(NotAllowed):
            commit(actor=ole, entry=entry, what="Do it", due=in_days(3), **named)
    assert Commitment.objects.count() == 1


def test_citizens_and_ministries_promise_nothing_here(citizen, ministry_of_st, entry):
    for person in (citizen, ministry_of_st):
        with pytest.raises(NotAllowed):
            commit(actor=person, entry=entry, what="Do it", due=in_days(3), person=person)


def test_what_one_may_not_see_one_cannot_promise_on_and_nobody_can_be_named_there(jana, ole, citizen, entry):
    Entry.objects.filter(pk=entry.pk).update(visibility=Visibility.CITY)
    with pytest.raises(NotAllowed):
        commit(actor=ole, entry=entry, what="Do it", due=in_days(3), person=ole)
    for person in (ole, citizen):
        with pytest.raises(Invalid) as refused:
            commit(actor=jana, entry=entry, what="Do it", due=in_days(3), person=person)
        assert set(refused.value.fields) == {"person"}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"what": " "}, "what"),
        ({"what": "x" * 201}, "what"),
        ({"due": None}, "due"),
        ({"due": "yesterday"}, "due"),
        ({"person": None}, "person"),
        ({"party": "A club"}, "party"),
    ],
)
def test_a_commitment_says_who_what_and_until_when(jana, entry, given, field):
    if given.get("due") == "yesterday":
        given = {"due": in_days(-1)}
    fields = {"what": "Do it", "due": in_days(1), "person": jana} | given
    with pytest.raises(Invalid) as refused:
        commit(actor=jana, entry=entry, **fields)
    assert set(refused.value.fields) == {field}


def test_sent_twice_it_is_one_commitment(jana, entry):
    fields = {"what": "Do it", "due": in_days(1), "person": jana, "client_id": "6f1c8f5e-1c9f-4c38-9a8c-0123456789ab"}
    assert commit(actor=jana, entry=entry, **fields) == commit(actor=jana, entry=entry, **fields)
    assert Commitment.objects.count() == 1


def test_postponed_it_has_a_new_day_and_its_reason_and_the_old_day_stays_readable(for_ole, jana, ole):
    accept(actor=ole, commitment=for_ole)
    before = for_ole.due
    postpone(actor=ole, commitment=for_ole, due=in_days(40), reason="The company is late.")
    postpone(actor=ole, commitment=for_ole, due=in_days(40), reason="The company is late.")
    for_ole.refresh_from_db()

    assert (for_ole.state, for_ole.due, for_ole.reason) == (State.POSTPONED, in_days(40), "The company is late.")
    assert kinds(for_ole) == ["made", "accepted", "postponed"]
    assert for_ole.steps.get(kind="made").due == before
    assert Notice.objects.filter(person=jana, kind="commitments.changed").count() == 2


@pytest.mark.parametrize(("days", "reason", "field"), [(-1, "So", "due"), (20, "So", "due"), (40, "", "reason")])
def test_postponing_needs_another_day_ahead_and_a_reason(own, jana, days, reason, field):
    with pytest.raises(Invalid) as refused:
        postpone(actor=jana, commitment=own, due=in_days(days), reason=reason)
    assert set(refused.value.fields) == {field}


def test_done_it_keeps_its_day_and_its_proof(own, jana, entry, problem):
    file = look_into(actor=jana, name="List.txt", data=b"three schools")
    attachment = attach(actor=jana, entry=entry, file=file)
    report_done(actor=jana, commitment=own, proof=Proof("All three said yes.", attachment, problem.entry))
    report_done(actor=jana, commitment=own)
    own.refresh_from_db()

    assert (own.state, own.done_on, own.proof) == (State.DONE, clock.today(), "All three said yes.")
    assert (own.proof_file, own.proof_entry) == (attachment, entry)
    assert Event.objects.filter(type="commitment.done").count() == 1


@pytest.mark.parametrize("days", [-1, 1])
def test_nothing_is_done_before_it_was_promised_or_tomorrow(own, jana, days):
    with pytest.raises(Invalid):
        report_done(actor=jana, commitment=own, on=in_days(days))


def test_dropped_it_can_be_taken_up_again(own, jana):
    drop(actor=jana, commitment=own, reason="The school closes.")
    with pytest.raises(Invalid):
        report_done(actor=jana, commitment=own)
    resume(actor=jana, commitment=own, due=in_days(50), reason="It stays after all.")
    resume(actor=jana, commitment=own, due=in_days(50), reason="It stays after all.")
    own.refresh_from_db()
    assert (own.state, own.due) == (State.OPEN, in_days(50))
    assert kinds(own) == ["made", "dropped", "resumed"]


def test_what_is_said_anew_keeps_the_words_before(own, jana):
    reword(actor=jana, commitment=own, what="Ask four schools", base="Ask three schools")
    reword(actor=jana, commitment=own, what="Ask four schools", base="Ask three schools")
    assert own.steps.get(kind="reworded").reason == "Ask three schools"


def test_two_who_say_it_anew_overwrite_nothing(own, jana, invite, hettstedt):
    mayor = invite("Uwe Lorenz", Role.MAYOR, city=hettstedt)
    before = own.what
    reword(actor=jana, commitment=own, what="Ask four schools", base=before)
    together = reword(actor=mayor, commitment=own, what="Ask three schools in June", base=before)
    assert together.what == "Ask four schools in June"
    with pytest.raises(Invalid) as told:
        reword(actor=jana, commitment=own, what="Ask nine schools", base="Ask three schools")
    assert "Ask four schools in June" in str(told.value.fields["what"])
    own.refresh_from_db()
    assert own.what == "Ask four schools in June"
    assert reword(actor=jana, commitment=own, what="Ask nine", base=own.what).what == "Ask nine"


def test_the_named_the_maker_and_the_city_change_it_and_nobody_else(
    for_ole, ole, invite, hettstedt, expert_of_goerlitz
):
    mayor = invite("Uwe Lorenz", Role.MAYOR, city=hettstedt)
    for day, person in enumerate((ole, mayor), start=30):
        postpone(actor=person, commitment=for_ole, due=in_days(day), reason="Later.")
    with pytest.raises(NotAllowed):
        drop(actor=expert_of_goerlitz, commitment=for_ole, reason="No.")
    with pytest.raises(NotAllowed):
        reword(actor=ole, commitment=for_ole, what="Less", base="")


def test_the_database_itself_holds_what_must_be_true(own):
    broken = [
        {"state": State.POSTPONED},
        {"state": State.DROPPED},
        {"state": State.DONE},
        {"state": State.DONE, "done_on": in_days(-1)},
        {"done_on": in_days(0)},
        {"due": in_days(-1)},
        {"what": ""},
        {"party": "A club"},
    ]
    for fields in broken:
        with pytest.raises(IntegrityError), transaction.atomic():
            Commitment.objects.filter(pk=own.pk).update(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Step.objects.filter(commitment=own).update(kind="dropped")


def rung(person):
    return list(Reminder.objects.filter(person=person).order_by("when").values_list("text", flat=True))


def test_it_reminds_a_week_before_on_the_day_and_a_week_after_once_each(for_ole, ole):
    accept(actor=ole, commitment=for_ole)
    for day in range(40):
        with clock.telling(clock.now() + timedelta(days=day)):
            remind_of_days()
            remind_of_days()
    keys = Reminder.objects.filter(person=ole).order_by("when").values_list("key", flat=True)
    assert [key.rsplit("-", 1)[1] for key in keys] == ["ahead", "today", "late"]


def test_done_it_reminds_nobody_and_without_an_account_its_maker_is_reminded(jana, entry):
    finished = commit(actor=jana, entry=entry, what="Done long before", due=in_days(20), person=jana)
    report_done(actor=jana, commitment=finished)
    commit(actor=jana, entry=entry, what="The city builds", due=in_days(20), party="City of Hettstedt")
    with clock.telling(clock.now() + timedelta(days=15)):
        remind_of_days()
    assert len(rung(jana)) == 1
    assert "The city builds" in rung(jana)[0]


def test_another_day_takes_back_what_has_not_rung(own, jana):
    with clock.telling(clock.now() + timedelta(days=15)):
        remind_of_days()
        assert rung(jana)
        postpone(actor=jana, commitment=own, due=in_days(60), reason="Later.")
    assert not rung(jana)


def test_the_link_of_the_mail_accepts_or_hands_back(for_ole, ole, jana):
    assert letter.page(jana, for_ole.public_id) is None
    page = letter.page(ole, for_ole.public_id)
    assert page is not None
    assert page.title == "Send the timetable"
    with pytest.raises(Invalid):
        letter.answer(ole, for_ole.public_id, "hand-back", {"reason": ""})
    letter.answer(ole, for_ole.public_id, "accept", {})
    assert letter.page(ole, for_ole.public_id) is None


def test_my_data_holds_what_i_promised_and_what_i_did(for_ole, ole):
    accept(actor=ole, commitment=for_ole)
    told = {one.model: one.export(ole) for one in all_personal() if one.model.startswith("commitments.")}
    assert [row["what"] for row in told["commitments.Commitment"]] == ["Send the timetable"]
    assert [row["step"] for row in told["commitments.Step"]] == ["accepted"]


def test_when_a_person_leaves_what_was_agreed_stays_without_her_name(for_ole, ole):
    Step.objects.filter(by=ole).delete()
    Commitment.objects.filter(person=ole).update(person=None)
    for_ole.refresh_from_db()
    assert for_ole.who == ""
