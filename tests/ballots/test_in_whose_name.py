"""Who speaks for an organisation votes for it too: in whose name is chosen on the page, and each voice counts once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.ballots.models import Option, Vote, Voter
from netzwerkstatt.foundation.entries.writing import create_entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import NotAllowed
from netzwerkstatt.foundation.network.actions import add_organisation
from netzwerkstatt.foundation.network.models import Affiliation, City, Organisation, Role
from netzwerkstatt.foundation.network.rules import forget_standing
from netzwerkstatt.ideas.actions import up_vote
from netzwerkstatt.ideas.models import Idea, Standing
from netzwerkstatt.recommendations import resistance
from netzwerkstatt.recommendations.models import Recommendation
from tests.conftest import Invite


@pytest.fixture(autouse=True)
def _pages_in_english(settings: Any) -> None:
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def bakery(officer_of_hettstedt: Person, hettstedt: City) -> Organisation:
    return add_organisation(actor=officer_of_hettstedt, name="Bäckerei Lehmann", kind="business", city=hettstedt)


@pytest.fixture
def idea(alliance: Any) -> Idea:
    entry = create_entry(kind="idea", title="A late bus", author=None)
    return Idea.objects.create(entry=entry, text="A late bus", standing=Standing.POOL)


def speaks(person: Person, organisation: Organisation, *, until: date | None = None) -> None:
    Affiliation.objects.create(
        person=person, organisation=organisation, since=date(2026, 1, 1), until=until, confirmed_at=clock.now()
    )
    forget_standing(person)


def browser(person: Person) -> Client:
    client = Client(headers={"sec-fetch-site": "same-origin"})
    client.force_login(person)
    return client


def test_a_person_and_her_organisation_have_one_voice_each_for_an_idea(
    idea: Idea, bakery: Organisation, invite: Invite, hettstedt: City
) -> None:
    lea = invite("Lea Lehmann", Role.CITIZEN, city=hettstedt)
    speaks(lea, bakery)
    client, address = browser(lea), reverse("ideas:up-vote", args=[idea.public_id])
    assert "Bäckerei Lehmann" in client.get(idea.get_absolute_url()).content.decode()
    for _click in range(2):
        client.post(address, {"up": "1", "for": str(bakery.pk)})
    page = client.get(idea.get_absolute_url())
    assert [(one.name.key, one.wanted) for one in page.context["names"]] == [("", False), (str(bakery.pk), True)]
    client.post(address, {"up": "1"})
    voters = {(voter.person, voter.organisation, voter.cast_by) for voter in Voter.objects.filter(spent__gt=0)}
    assert voters == {(None, bakery, lea), (lea, None, None)}
    assert "2 up-votes" in client.get(idea.get_absolute_url()).content.decode()
    client.post(address, {"up": "", "for": str(bakery.pk)})
    idea.refresh_from_db()
    assert (idea.upvotes, Vote.objects.get().voter.person) == (1, lea)


def test_a_colleague_of_the_same_organisation_changes_its_one_voice(
    idea: Idea, bakery: Organisation, officer_of_hettstedt: Person, officer_of_saalfeld: Person
) -> None:
    for person in (officer_of_hettstedt, officer_of_saalfeld):
        speaks(person, bakery)
        assert up_vote(actor=person, idea=idea, organisation=bakery) == 1
    assert Voter.objects.get().cast_by == officer_of_saalfeld


def test_nobody_votes_for_an_organisation_that_is_not_theirs_today(
    idea: Idea, bakery: Organisation, officer_of_hettstedt: Person, officer_of_saalfeld: Person
) -> None:
    speaks(officer_of_saalfeld, bakery, until=date(2026, 1, 2))
    for person in (officer_of_hettstedt, officer_of_saalfeld):
        answer = browser(person).post(
            reverse("ideas:up-vote", args=[idea.public_id]), {"up": "1", "for": str(bakery.pk)}
        )
        assert answer.status_code == 403
        with pytest.raises(NotAllowed):
            up_vote(actor=person, idea=idea, organisation=bakery)
        assert "Bäckerei" not in browser(person).get(idea.get_absolute_url()).content.decode()
    nonsense = browser(officer_of_hettstedt).post(
        reverse("ideas:up-vote", args=[idea.public_id]), {"up": "1", "for": "x'; --"}
    )
    assert nonsense.status_code == 403
    assert not Vote.objects.exists()


def test_resistance_is_said_in_two_names_and_both_are_counted(
    bakery: Organisation, officer_of_hettstedt: Person, officer_of_saalfeld: Person
) -> None:
    entry = create_entry(kind="recommendation", title="A night bus", author=officer_of_hettstedt, visibility="alliance")
    draft = Recommendation.objects.create(entry=entry)
    ballot = resistance.measure(actor=officer_of_hettstedt, recommendation=draft)
    ours, as_it_is = Option.objects.filter(ballot=ballot).values_list("pk", flat=True)
    speaks(officer_of_saalfeld, bakery)
    client, address = browser(officer_of_saalfeld), reverse("recommendations:resistance", args=[draft.public_id])
    assert [tab.label for tab in client.get(address).context["names"]] == ["for myself", "Bäckerei Lehmann"]
    client.post(address, {f"option-{ours}": 2, f"option-{as_it_is}": 8})
    named = f"{address}?for={bakery.pk}"
    answered = client.post(named, {f"option-{ours}": 6, f"option-{as_it_is}": 4})
    assert answered.headers["Location"] == named
    assert client.get(named).context["form"].before
    resistance.close(actor=officer_of_hettstedt, recommendation=draft)
    result = resistance.result_for(draft)
    assert result is not None
    assert result.turnout == 2
    assert Vote.objects.get(voter__organisation=bakery, option=ours).value == 6
    assert browser(officer_of_hettstedt).get(named).status_code == 403
