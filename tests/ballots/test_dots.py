"""Dots with a budget: what is given counts once, is hidden until the end, and never exceeds the budget."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from netzwerkstatt.foundation.accounts.models import Guest
from netzwerkstatt.foundation.ballots import voting
from netzwerkstatt.foundation.ballots.models import Ballot, Vote, Voter
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.entries.writing import create_entry
from netzwerkstatt.foundation.events.errors import Invalid


def a_ballot(budget: int = 5, items: int = 4) -> tuple[Ballot, list[Entry]]:
    workshop = create_entry(kind="workshop", title="Workshop", author=None)
    ideas = [create_entry(kind="idea", title=f"Idea {n}", author=None, home=workshop) for n in range(items)]
    return voting.open_ballot(workshop, budget), ideas


def a_guest() -> Guest:
    return Guest.welcome("place")[0]


@pytest.mark.django_db
def test_giving_again_replaces_what_was_given() -> None:
    ballot, (a, b, *_) = a_ballot()
    guest = a_guest()
    voting.give_dots(ballot, guest, {a: 3, b: 2})
    voting.give_dots(ballot, guest, {a: 1, b: 0})

    assert voting.dots_of(ballot, guest) == {a.pk: 1}
    assert Voter.objects.get().spent == 1
    assert voting.turnout(ballot) == 1


@pytest.mark.django_db
def test_more_dots_than_the_budget_are_refused_and_the_earlier_ones_stay() -> None:
    ballot, (a, b, *_) = a_ballot(budget=5)
    guest = a_guest()
    voting.give_dots(ballot, guest, {a: 4})
    for wrong in ({a: 4, b: 2}, {a: -1}):
        with pytest.raises(Invalid):
            voting.give_dots(ballot, guest, wrong)
    assert voting.dots_of(ballot, guest) == {a.pk: 4}


@pytest.mark.django_db
def test_the_database_itself_keeps_the_budget() -> None:
    ballot, (a, *_) = a_ballot(budget=3)
    voter = voting.give_dots(ballot, a_guest(), {a: 3})
    with pytest.raises(IntegrityError), transaction.atomic():
        Voter.objects.filter(pk=voter.pk).update(spent=4)


@pytest.mark.django_db
def test_results_are_absent_until_the_vote_is_closed() -> None:
    ballot, (a, b, *_) = a_ballot()
    voting.give_dots(ballot, a_guest(), {a: 3, b: 1})
    voting.give_dots(ballot, a_guest(), {a: 2})
    assert voting.result(ballot) == {}

    assert voting.close_ballot(ballot) is True
    assert voting.close_ballot(ballot) is False
    ballot.refresh_from_db()
    assert voting.result(ballot) == {a.pk: (5, 2), b.pk: (1, 1)}
    with pytest.raises(Invalid, match="closed"):
        voting.give_dots(ballot, a_guest(), {a: 1})


@pytest.mark.django_db
def test_after_the_tie_is_cut_nobody_knows_whose_dots_they_were() -> None:
    ballot, (a, *_) = a_ballot()
    guest = a_guest()
    voting.give_dots(ballot, guest, {a: 3})
    voting.close_ballot(ballot)
    voting.cut_ties(ballot.home)
    ballot.refresh_from_db()

    assert list(Voter.objects.values_list("guest", "person")) == [(None, None)]
    assert voting.result(ballot) == {a.pk: (3, 1)}


@pytest.mark.django_db(transaction=True)
def test_a_hundred_parallel_requests_never_exceed_the_budget() -> None:
    ballot, ideas = a_ballot(budget=5, items=4)
    guest = a_guest()
    failures: list[BaseException] = []

    def vote(number: int) -> None:
        try:
            for turn in range(10):
                voting.give_dots(ballot, guest, {ideas[(number + turn) % 4]: 3, ideas[turn % 4]: 2})
        except BaseException as failure:  # noqa: BLE001 - told below
            failures.append(failure)
        finally:
            connection.close()

    votes: list[Any] = [threading.Thread(target=vote, args=(n,)) for n in range(10)]
    for one in votes:
        one.start()
    for one in votes:
        one.join()

    assert failures == []
    assert Voter.objects.count() == 1
    assert sum(Vote.objects.values_list("value", flat=True)) == Voter.objects.get().spent <= 5


class AnyVotes(TestCase):
    @settings(max_examples=20, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 3), st.lists(st.integers(0, 4), min_size=3, max_size=3)), max_size=12))
    def test_the_result_is_the_sum_of_the_last_valid_votes(self, votes: list[tuple[int, list[int]]]) -> None:
        ballot, ideas = a_ballot(budget=5, items=3)
        guests = [a_guest() for _ in range(4)]
        last: dict[int, list[int]] = {}
        for who, numbers in votes:
            try:
                voting.give_dots(ballot, guests[who], dict(zip(ideas, numbers, strict=True)))
                last[who] = numbers
            except Invalid:
                assert sum(numbers) > 5
        voting.close_ballot(ballot)
        ballot.refresh_from_db()
        sums = {idea.pk: sum(numbers[n] for numbers in last.values()) for n, idea in enumerate(ideas)}
        assert {pk: dots for pk, (dots, _) in voting.result(ballot).items()} == {k: v for k, v in sums.items() if v}
