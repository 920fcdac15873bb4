"""An idea of the pool is taken up elsewhere: those who had it are told, and the thread leads back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.writing import create_entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.consumers import catch_up
from netzwerkstatt.foundation.network.models import Role
from netzwerkstatt.foundation.notifications.models import Notice
from netzwerkstatt.ideas.models import Idea, Standing
from netzwerkstatt.projects.actions import found_project
from netzwerkstatt.workshops.actions import plan_ideas_workshop


@pytest.fixture(autouse=True)
def _in_the_words_of_the_code(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def author(invite, hettstedt):
    return invite("Clara Citizen", Role.CITIZEN, city=hettstedt)


@pytest.fixture
def idea(author, hettstedt):
    entry = create_entry(kind="idea", title="A room for all", author=author, city=hettstedt)
    return Idea.objects.create(entry=entry, text="A room for all", standing=Standing.POOL)


def told():
    catch_up("notifications")
    return {notice.person.name for notice in Notice.objects.filter(text__contains="takes up an idea")}


def test_whose_idea_goes_into_a_workshop_elsewhere_is_told_and_the_thread_leads_back(
    idea, author, officer_of_hettstedt, officer_of_saalfeld, saalfeld
):
    made = plan_ideas_workshop(actor=officer_of_saalfeld, ideas=[idea], city=saalfeld, title="Make it real")
    assert told() == {author.name, officer_of_hettstedt.name}
    assert thread.sources(made) == [idea.entry]


def test_whose_idea_becomes_a_project_elsewhere_is_told(
    idea, author, officer_of_hettstedt, officer_of_saalfeld, saalfeld
):
    found_project(
        actor=officer_of_saalfeld, city=saalfeld, title="A room", aim="Open.", ideas=[idea], first_step="Ask",
        first_step_by="Ole", first_step_due=clock.today() + timedelta(days=20),
    )  # fmt: skip
    assert told() == {author.name, officer_of_hettstedt.name}


def test_a_city_that_takes_up_its_own_idea_tells_only_who_had_it(idea, author, officer_of_hettstedt, invite, hettstedt):
    invite("Carla Second", Role.CITY_COORDINATOR, city=hettstedt)
    plan_ideas_workshop(actor=officer_of_hettstedt, ideas=[idea], city=hettstedt, title="Make it real")
    assert told() == {author.name}


def test_the_pool_offers_to_ask_whoever_may(idea, officer_of_hettstedt):
    browser = Client(headers={"sec-fetch-site": "same-origin", "accept-language": "en"})
    assert reverse("inquiries:new") not in browser.get(reverse("ideas:pool")).content.decode()
    browser.force_login(officer_of_hettstedt)
    assert reverse("inquiries:new") in browser.get(reverse("ideas:pool")).content.decode()
