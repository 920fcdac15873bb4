"""The partners say how much a draft goes against them; the result is there when it is closed, and not before."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from netzwerkstatt.foundation.ballots.models import Ballot, Option, Vote, Voter
from netzwerkstatt.foundation.entries.desk import tasks_of
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.recommendations import actions, resistance
from tests.conftest import last_event


@pytest.fixture
def ballot(officer_of_hettstedt, complete):
    return resistance.measure(actor=officer_of_hettstedt, recommendation=complete)


@pytest.fixture
def sheet(ballot):
    """What one sends: so much against the draft, so much against leaving it as it is."""
    draft, passive = Option.objects.filter(ballot=ballot).values_list("pk", flat=True)

    def say(against, as_it_is):
        return {draft: [against], passive: [as_it_is]}

    return say


def posted(said):
    return {f"option-{option}": value for option, (value,) in said.items()}


def page(draft, name="resistance"):
    return reverse(f"recommendations:{name}", args=[draft.public_id])


def test_a_partner_answers_on_the_page_and_sees_nothing_before_it_is_closed(
    signed_in, officer_of_saalfeld, officer_of_hettstedt, complete, sheet
):
    browser = signed_in(officer_of_saalfeld)
    html = browser.get(page(complete)).content.decode()
    assert "Leave it as it is" in html
    browser.post(page(complete), posted(sheet(3, 9)))
    html = browser.get(page(complete)).content.decode()
    assert "1 person has answered" in html
    assert "group acceptance" not in html
    for name in ("resistance-csv", "resistance-json"):
        assert browser.get(page(complete, name)).status_code == 404

    resistance.close(actor=officer_of_hettstedt, recommendation=complete)
    assert last_event().payload == {"voices": 1}
    html = browser.get(page(complete)).content.decode()
    assert "70\u202f% group acceptance" in html
    assert "Schrotta" in html
    assert browser.get(page(complete, "resistance-json")).json()["items"][0]["axes"][0]["mean"] == "3"
    assert "3,3," in browser.get(page(complete, "resistance-csv")).content.decode()


def test_an_answer_is_changed_and_taken_back(signed_in, officer_of_saalfeld, complete, sheet):
    browser = signed_in(officer_of_saalfeld)
    browser.post(page(complete), posted(sheet(3, 9)))
    browser.post(page(complete), posted(sheet(5, 9)))
    assert set(Vote.objects.values_list("value", flat=True)) == {5, 9}
    browser.post(page(complete, "resistance-take-back"))
    assert not Vote.objects.exists()


def test_half_an_answer_says_what_is_missing_and_keeps_the_rest(signed_in, officer_of_saalfeld, complete, sheet):
    said = posted(sheet(3, 9))
    first = next(iter(said))
    response = signed_in(officer_of_saalfeld).post(page(complete), {first: 3})
    html = response.content.decode()
    assert "say something to each of them" in html
    assert 'value="3"' in html
    assert "checked" in html
    assert not Vote.objects.exists()


def test_a_draft_is_measured_once_at_a_time_and_again_later(officer_of_hettstedt, complete, ballot):
    again = resistance.measure(actor=officer_of_hettstedt, recommendation=complete)
    assert again == ballot
    assert Event.objects.filter(type="recommendation.resistance_opened").count() == 1
    resistance.close(actor=officer_of_hettstedt, recommendation=complete)
    resistance.close(actor=officer_of_hettstedt, recommendation=complete)
    assert Event.objects.filter(type="recommendation.resistance_closed").count() == 1
    assert resistance.measure(actor=officer_of_hettstedt, recommendation=complete) != ballot


def test_only_editors_measure_and_only_partners_answer(officer_of_saalfeld, ministry_of_st, complete, ballot, sheet):
    with pytest.raises(NotAllowed):
        resistance.close(actor=officer_of_saalfeld, recommendation=complete)
    with pytest.raises(NotAllowed):
        resistance.say(actor=ministry_of_st, ballot=ballot, said=sheet(1, 1))
    assert not Voter.objects.exists()


def test_a_released_recommendation_is_not_measured_any_more(coordinator, released):
    with pytest.raises(NotAllowed):
        resistance.measure(actor=coordinator, recommendation=released)


def test_after_the_end_nobody_answers_any_more(officer_of_hettstedt, officer_of_saalfeld, complete, ballot, sheet):
    resistance.close(actor=officer_of_hettstedt, recommendation=complete)
    with pytest.raises(Invalid, match="closed"):
        resistance.say(actor=officer_of_saalfeld, ballot=ballot, said=sheet(1, 1))


def test_what_is_measured_waits_on_the_desk_of_who_has_not_answered(
    officer_of_saalfeld, ministry_of_st, ballot, sheet, django_assert_num_queries
):
    assert [task.title for task in tasks_of(resistance.waiting_for(officer_of_saalfeld))] == [ballot.home.title]
    assert tasks_of(resistance.waiting_for(ministry_of_st)) == []
    resistance.say(actor=officer_of_saalfeld, ballot=ballot, said=sheet(2, 2))
    with django_assert_num_queries(1):
        assert tasks_of(resistance.waiting_for(officer_of_saalfeld)) == []


def test_the_public_reads_nothing_of_it_and_pays_nothing_for_it(
    coordinator, officer_of_hettstedt, complete, ballot, django_assert_num_queries
):
    resistance.close(actor=officer_of_hettstedt, recommendation=complete)
    actions.release(actor=coordinator, recommendation=complete)
    visitor = Client()
    assert "Resistance" not in visitor.get(complete.get_absolute_url()).content.decode()
    assert visitor.get(page(complete)).status_code == 302
    with django_assert_num_queries(0):
        assert resistance._how_it_stands(complete, None) is None


@pytest.mark.django_db(transaction=True)
def test_a_hundred_parallel_posts_leave_one_whole_answer_each(
    signed_in, complete, ballot, sheet, officer_of_hettstedt, officer_of_saalfeld, officer_of_goerlitz, coordinator
):
    people = [officer_of_hettstedt, officer_of_saalfeld, officer_of_goerlitz, coordinator]
    browsers = [(signed_in(person), number) for number, person in enumerate(people)]
    answers: list[int] = []

    def send(browser, number):
        try:
            for turn in range(5):
                response = browser.post(page(complete), posted(sheet((number + turn) % 11, turn)))
                answers.append(response.status_code)
        finally:
            connection.close()

    crowd = [threading.Thread(target=send, args=browsers[place % 4]) for place in range(20)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert answers == [302] * 100
    assert Voter.objects.count() == 4
    assert Vote.objects.count() == 8
    assert set(Voter.objects.values_list("spent", flat=True)) == {2}
    assert Ballot.objects.count() == 1
