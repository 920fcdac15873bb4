"""A hundred posts at once, through the pages: the budget holds, and what was answered with "no" changed nothing."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from netzwerkstatt.foundation.ballots.models import Vote, Voter
from tests.workshops.conftest import (  # noqa: F401 – shared fixtures
    collecting,
    planned,
    problem,
    requested,
    revealed,
    running,
    voting,
)
from tests.workshops.room import phone

THREADS, POSTS = 10, 10


@pytest.mark.django_db(transaction=True)
def test_a_hundred_parallel_posts_of_one_phone_never_spend_more_than_the_budget(voting, revealed):  # noqa: F811
    cookies = phone(voting.workshop).cookies
    address = reverse("workshops:dots", args=[voting.workshop.public_id])
    budget = voting.ballot.budget
    names = [idea.public_id for idea in revealed]
    answers: list[int] = []

    def tap(number: int) -> None:
        client = Client(headers={"sec-fetch-site": "same-origin"})
        client.cookies = cookies
        try:
            for turn in range(POSTS):
                said = f"{names[(number + turn) % len(names)]}:{(number * turn) % (budget + 2)}"
                answers.append(client.post(address, {"set": said}).status_code)
        finally:
            connection.close()

    crowd = [threading.Thread(target=tap, args=(number,)) for number in range(THREADS)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()

    assert len(answers) == THREADS * POSTS
    assert set(answers) <= {200, 302, 422}, "each post got an answer that a person understands"
    assert 302 in answers
    voter = Voter.objects.get()
    given = list(Vote.objects.values_list("value", flat=True))
    assert voter.spent == sum(given) <= budget
    assert len(given) == len(set(Vote.objects.values_list("option", flat=True))), "one number on each idea"
