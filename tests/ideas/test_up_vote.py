"""Who is signed in votes for ideas of the pool; the pool can be read by it."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from netzwerkstatt.foundation.ballots.models import Vote
from netzwerkstatt.foundation.entries.writing import create_entry
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.ideas import queries
from netzwerkstatt.ideas.actions import up_vote
from netzwerkstatt.ideas.models import Idea, Standing


@pytest.fixture(autouse=True)
def _pages_in_english(settings):
    settings.LANGUAGE_CODE = "en"


def an_idea(text, standing=Standing.POOL):
    return Idea.objects.create(entry=create_entry(kind="idea", title=text, author=None), text=text, standing=standing)


@pytest.fixture
def pool(alliance):
    return [an_idea(f"Idea {n}") for n in range(4)]


def browser_of(person):
    client = Client(headers={"sec-fetch-site": "same-origin"})
    client.force_login(person)
    return client


def test_a_voice_counts_once_and_is_taken_back(officer_of_hettstedt, officer_of_saalfeld, pool):
    events = Event.objects.count()
    for _click in range(2):
        assert up_vote(actor=officer_of_hettstedt, idea=pool[0]) == 1
    assert up_vote(actor=officer_of_saalfeld, idea=pool[0]) == 2
    assert up_vote(actor=officer_of_hettstedt, idea=pool[0], up=False) == 1
    pool[0].refresh_from_db()
    assert pool[0].upvotes == 1
    assert Event.objects.count() == events


def test_only_who_is_signed_in_votes_and_only_for_the_pool(officer_of_hettstedt, alliance, pool):
    with pytest.raises(NotAllowed):
        up_vote(actor=None, idea=pool[0])
    with pytest.raises(Invalid):
        up_vote(actor=officer_of_hettstedt, idea=an_idea("Chosen", Standing.CHOSEN))
    assert Client().post(reverse("ideas:up-vote", args=[pool[0].public_id])).status_code in {302, 403}
    assert not Vote.objects.exists()


def test_the_pool_is_read_by_votes_page_by_page(officer_of_hettstedt, officer_of_saalfeld, pool, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    for person in (officer_of_hettstedt, officer_of_saalfeld):
        up_vote(actor=person, idea=pool[1])
    up_vote(actor=officer_of_saalfeld, idea=pool[3])
    seen, after = [], ""
    while True:
        page = queries.pool(None, by_votes=True, after=after)
        seen += [idea.pk for idea in page.ideas]
        after = page.after
        if not after:
            break
    assert seen == [pool[1].pk, pool[3].pk, pool[2].pk, pool[0].pk]
    html = browser_of(officer_of_saalfeld).get(reverse("ideas:pool"), {"sort": "votes"}).content.decode()
    assert "2 up-votes" in html
    assert html.count("You are for it") == 2


def test_a_click_on_the_page_votes_and_leads_back(officer_of_hettstedt, pool):
    browser = browser_of(officer_of_hettstedt)
    here = reverse("ideas:pool") + "?sort=votes"
    response = browser.post(reverse("ideas:up-vote", args=[pool[2].public_id]), {"up": "1", "next": here})
    assert response.headers["Location"] == f"{here}#i-{pool[2].public_id}"
    away = browser.post(
        reverse("ideas:up-vote", args=[pool[2].public_id]), {"up": "1", "next": "https://elsewhere.example"}
    )
    assert away.headers["Location"] == pool[2].get_absolute_url()
    assert "1 up-vote" in browser.get(pool[2].get_absolute_url()).content.decode()


def test_the_pool_costs_the_same_with_many_voices(officer_of_hettstedt, pool, django_assert_max_num_queries):
    for idea in pool:
        up_vote(actor=officer_of_hettstedt, idea=idea)
    page = queries.pool(officer_of_hettstedt, by_votes=True)
    with django_assert_max_num_queries(1):
        assert queries.wanted_by(officer_of_hettstedt, page.ideas) == {idea.pk for idea in pool}


@pytest.mark.django_db(transaction=True)
def test_voices_at_the_same_moment_are_all_counted(
    officer_of_hettstedt, officer_of_saalfeld, officer_of_goerlitz, pool
):
    people = [officer_of_hettstedt, officer_of_saalfeld, officer_of_goerlitz]

    def click(person):
        try:
            for turn in range(5):
                up_vote(actor=person, idea=pool[0], up=turn % 2 == 0)
        finally:
            connection.close()

    crowd = [threading.Thread(target=click, args=(person,)) for person in people * 2]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    for person in people:
        up_vote(actor=person, idea=pool[0])
    pool[0].refresh_from_db()
    assert pool[0].upvotes == Vote.objects.count() == 3
