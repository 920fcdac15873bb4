"""What people can do in a discussion, and what it leaves behind."""

from __future__ import annotations

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connections, transaction

from netzwerkstatt.foundation.comments import actions
from netzwerkstatt.foundation.comments.actions import add_note, answer, comment_on, delete_comment, edit_comment, hide
from netzwerkstatt.foundation.comments.closing import _closings, register_closing
from netzwerkstatt.foundation.comments.models import EDIT_WINDOW, MOST_NOTES, Comment, Discussion
from netzwerkstatt.foundation.entries.models import Visibility
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed, TooMany
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.notifications.models import Notice
from tests.conftest import last_event


def number_of_comments(entry):
    return Discussion.objects.get(entry=entry).comments


def test_a_citizen_who_sees_an_item_comments_on_it(entry, citizen):
    comment = comment_on(actor=citizen, entry=entry, text="  The last train\r\n\r\n\r\nleaves at eight. ")

    assert comment.text == "The last train\n\n\nleaves at eight."
    assert number_of_comments(entry) == 1
    assert (last_event().type, last_event().entry) == ("comment.written", entry.public_id)
    assert last_event().payload == {"comment": comment.public_id}


def test_nobody_comments_on_what_is_not_for_them_to_see(entry, citizen, ole):
    entry.visibility = Visibility.CITY
    entry.save()
    for stranger in (citizen, ole, None):
        with pytest.raises(NotAllowed):
            comment_on(actor=stranger, entry=entry, text="Hello")
    assert not Comment.objects.exists()


def test_the_same_form_sent_twice_makes_one_comment(entry, citizen):
    form = uuid4()
    first = comment_on(actor=citizen, entry=entry, text="Once", client_id=form)
    again = comment_on(actor=citizen, entry=entry, text="Once", client_id=form)
    other = answer(actor=citizen, parent=first, text="Once", client_id=form)

    assert first == again == other
    assert (number_of_comments(entry), Event.objects.filter(type__startswith="comment.").count()) == (1, 1)


@pytest.mark.parametrize("words", ["", " \n\t ", "x" * 4001])
def test_a_comment_says_something_and_not_too_much(entry, citizen, words):
    with pytest.raises(Invalid) as refused:
        comment_on(actor=citizen, entry=entry, text=words)
    assert list(refused.value.fields) == ["text"]


def test_an_answer_at_any_depth_stands_at_the_end_of_its_thread_and_its_author_is_told(entry, jana, ole, citizen):
    first = comment_on(actor=citizen, entry=entry, text="Why do they leave?")
    second = answer(actor=jana, parent=first, text="For the training places.")
    third = answer(actor=ole, parent=second, text="Here too.")
    fourth = answer(actor=ole, parent=first, text="And for the music.")

    assert [c.position for c in (first, second, third, fourth)] == [0, 1, 2, 3]
    assert {c.thread_id for c in (second, third, fourth)} == {first.public_id}
    first.refresh_from_db()
    assert (first.answers, number_of_comments(entry)) == (3, 4)
    told = Notice.objects.filter(kind="comment.answered").order_by("pk")
    assert [(notice.person, notice.url) for notice in told] == [
        (citizen, second.get_absolute_url()),
        (jana, third.get_absolute_url()),
        (citizen, fourth.get_absolute_url()),
    ]
    assert "Jana Wernicke" in told[0].text
    assert "For the training places." in told[0].text


def test_who_answers_oneself_or_may_no_longer_see_the_item_is_told_nothing(entry, jana, citizen):
    own = comment_on(actor=citizen, entry=entry, text="One thing")
    answer(actor=citizen, parent=own, text="and another")
    entry.visibility = Visibility.CITY
    entry.save()
    answer(actor=jana, parent=own, text="Among us now")

    assert not Notice.objects.filter(kind="comment.answered").exists()


def test_whoever_talks_about_an_item_follows_it(entry, citizen):
    comment_on(actor=citizen, entry=entry, text="One thing")

    assert citizen.follows.filter(entry=entry, wanted=True).exists()


def test_words_are_changed_within_fifteen_minutes_and_stand_after_that(entry, citizen):
    written = clock.now()
    with clock.telling(written):
        comment = comment_on(actor=citizen, entry=entry, text="Teh train")
    with clock.telling(written + EDIT_WINDOW - timedelta(seconds=1)):
        changed = edit_comment(actor=citizen, comment=comment, text="The train")
        assert (changed.text, last_event().type) == ("The train", "comment.edited")
        events = Event.objects.count()
        edit_comment(actor=citizen, comment=comment, text="The train")
        assert Event.objects.count() == events
    with clock.telling(written + EDIT_WINDOW), pytest.raises(Invalid, match="15 minutes"):
        edit_comment(actor=citizen, comment=comment, text="The bus")
    with clock.telling(written + timedelta(days=3)):
        noted = add_note(actor=citizen, comment=comment, text="It is a bus now.")
        add_note(actor=citizen, comment=comment, text="It is a bus now.")
    assert [note["text"] for note in noted.notes] == ["It is a bus now."]
    assert (noted.text, Event.objects.filter(type="comment.noted").count()) == ("The train", 1)


def test_a_comment_has_room_for_a_few_notes(entry, citizen):
    comment = comment_on(actor=citizen, entry=entry, text="The train")
    for nth in range(MOST_NOTES):
        add_note(actor=citizen, comment=comment, text=f"Note {nth}")
    with pytest.raises(Invalid, match="five notes"):
        add_note(actor=citizen, comment=comment, text="One more")


def test_only_its_author_changes_or_deletes_a_comment(entry, citizen, jana, coordinator):
    comment = comment_on(actor=citizen, entry=entry, text="Mine")
    for other in (jana, coordinator, None):
        with pytest.raises(NotAllowed):
            edit_comment(actor=other, comment=comment, text="Yours")
        with pytest.raises(NotAllowed):
            add_note(actor=other, comment=comment, text="Yours")
        with pytest.raises(NotAllowed):
            delete_comment(actor=other, comment=comment)
    comment.refresh_from_db()
    assert (comment.text, comment.notes) == ("Mine", [])


def test_what_nobody_answered_is_gone_when_it_is_deleted(entry, citizen):
    comment = comment_on(actor=citizen, entry=entry, text="Never mind")
    delete_comment(actor=citizen, comment=comment)

    assert not Comment.objects.exists()
    assert (number_of_comments(entry), last_event().type) == (0, "comment.deleted")


def test_what_was_answered_leaves_a_tombstone_that_goes_with_the_last_answer(entry, citizen, jana, ole):
    first = comment_on(actor=citizen, entry=entry, text="My address is …")
    second = answer(actor=jana, parent=first, text="Better delete that.")
    third = answer(actor=ole, parent=second, text="Yes.")
    delete_comment(actor=jana, comment=second)
    delete_comment(actor=citizen, comment=first)

    first.refresh_from_db()
    assert (first.text, first.notes, first.author, first.deleted_at is not None) == ("", [], None, True)
    assert number_of_comments(entry) == 1
    with pytest.raises(Invalid, match="deleted"):
        answer(actor=ole, parent=first, text="Which one?")
    delete_comment(actor=ole, comment=third)
    assert not Comment.objects.exists()
    assert number_of_comments(entry) == 0


def test_what_moderation_hides_is_counted_out_and_comes_back_as_it_was(entry, citizen, jana):
    comment = comment_on(actor=citizen, entry=entry, text="Rude")
    for hidden in (True, True):
        hide(comment, hidden)
    comment.refresh_from_db()
    assert (comment.hidden_at is not None, number_of_comments(entry)) == (True, 0)
    with pytest.raises(Invalid):
        answer(actor=jana, parent=comment, text="Please not like this")
    with pytest.raises(Invalid):
        edit_comment(actor=citizen, comment=comment, text="Polite")
    hide(comment, False)
    comment.refresh_from_db()
    assert (comment.hidden_at, comment.text, number_of_comments(entry)) == (None, "Rude", 1)


@pytest.mark.parametrize("gone", ["hidden", "deleted"])
def test_what_was_told_with_the_words_of_an_answer_goes_with_them(gone, entry, citizen, jana):
    first = comment_on(actor=citizen, entry=entry, text="Why?")
    rude, kind = (answer(actor=jana, parent=first, text=text) for text in ("Rude words", "Kind words"))
    if gone == "hidden":
        hide(rude, True)
    else:
        delete_comment(actor=jana, comment=rude)
    (told,) = Notice.objects.filter(kind="comment.answered")
    assert "Kind words" in told.text
    assert told.url == kind.get_absolute_url()


def test_a_hidden_comment_that_is_deleted_is_not_counted_out_twice(entry, citizen, jana):
    comment_on(actor=jana, entry=entry, text="Stays")
    comment = comment_on(actor=citizen, entry=entry, text="Rude")
    hide(comment, True)
    delete_comment(actor=citizen, comment=comment)
    assert number_of_comments(entry) == 1


@pytest.fixture
def closed_problems():
    register_closing("problem", lambda entry: "Closed while the workshop runs." if entry.state == "quiet" else None)
    yield
    _closings.pop("problem")


@pytest.mark.usefixtures("closed_problems")
def test_where_a_room_closes_comments_its_reason_is_said_and_nothing_is_written(entry, citizen):
    first = comment_on(actor=citizen, entry=entry, text="Still open")
    entry.state = "quiet"
    entry.save()
    first.entry.state = "quiet"
    with pytest.raises(Invalid, match="while the workshop runs"):
        comment_on(actor=citizen, entry=entry, text="Too late")
    with pytest.raises(Invalid, match="while the workshop runs"):
        answer(actor=citizen, parent=first, text="Too late")
    assert number_of_comments(entry) == 1


def test_a_dozen_in_ten_minutes_is_enough(entry, citizen):
    now = clock.now()
    with clock.telling(now):
        for nth in range(actions.PACE.burst):
            comment_on(actor=citizen, entry=entry, text=f"Number {nth}")
        with pytest.raises(TooMany):
            comment_on(actor=citizen, entry=entry, text="One more")
    with clock.telling(now + timedelta(minutes=1)):
        comment_on(actor=citizen, entry=entry, text="Later")


def test_the_database_refuses_a_comment_without_words(entry, citizen):
    comment = comment_on(actor=citizen, entry=entry, text="Words")
    for wrong in ({"text": ""}, {"deleted_at": clock.now()}, {"position": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Comment.objects.filter(pk=comment.pk).update(**wrong)


@pytest.mark.django_db(transaction=True)
def test_eight_answers_at_the_same_moment_get_eight_places(entry, citizen, monkeypatch):
    monkeypatch.setattr(actions, "spend", lambda limit, who: None)
    first = comment_on(actor=citizen, entry=entry, text="What do you say?")
    problems: list[Exception] = []

    def speak(nth: int) -> None:
        try:
            answer(actor=citizen, parent=first, text=f"Answer {nth}")
            comment_on(actor=citizen, entry=entry, text=f"Comment {nth}")
        except Exception as error:  # noqa: BLE001
            problems.append(error)
        finally:
            connections.close_all()

    people = [threading.Thread(target=speak, args=(nth,)) for nth in range(8)]
    for one in people:
        one.start()
    for one in people:
        one.join()

    assert not problems
    first.refresh_from_db()
    assert first.answers == 8
    assert sorted(Comment.objects.filter(thread=first.public_id).values_list("position", flat=True)) == list(range(9))
    heads = Comment.objects.filter(position=0).values_list("number", flat=True)
    assert (sorted(heads), number_of_comments(entry)) == (list(range(1, 10)), 17)
