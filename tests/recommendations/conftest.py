"""A figure, a project that rests on it, and recommendations at every stage."""

from __future__ import annotations

import datetime
from importlib import resources

import pytest
from django.test import Client

from netzwerkstatt.evidence.actions import make_card, upload_file
from netzwerkstatt.evidence.reading import table_of
from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.writing import create_entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.models import Role
from netzwerkstatt.ideas.models import Idea
from netzwerkstatt.problems.kinds import PROBLEM
from netzwerkstatt.projects.actions import found_project
from netzwerkstatt.recommendations import actions
from netzwerkstatt.recommendations.models import Stance

CLAIM = "From 2015 to 2020 the women from 20 to 24 became fewer"
TITLE = "Make coming back possible"
FIRST = "Every town names one person for those who want to come back."
SECOND = "The Länder pay six weeks of trial living."


def in_days(days):
    return clock.today() + datetime.timedelta(days=days)


@pytest.fixture(autouse=True)
def _own_store(tmp_path, settings):
    settings.DATA_DIR = tmp_path
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def card(officer_of_hettstedt, hettstedt):
    name = "12411-0018_auszug.csv"
    data = resources.files("netzwerkstatt.site.demo").joinpath(name).read_bytes()
    file = upload_file(actor=officer_of_hettstedt, name=name, data=data, retrieved_on=datetime.date(2025, 11, 3))
    row = next(r for r in table_of(file).grid("15087").rows if r.label == "weiblich · 20 bis unter 25 Jahre")
    refs = [cell.ref for cell in row.cells]
    return make_card(actor=officer_of_hettstedt, file=file, refs=refs, title=CLAIM, city=hettstedt)


@pytest.fixture
def idea(officer_of_hettstedt, hettstedt, card):
    """An idea whose thread goes back over a problem to the figure."""
    problem = create_entry(
        kind=PROBLEM.code, title="They leave after school", author=officer_of_hettstedt, city=hettstedt
    )
    thread.link(problem, thread.SUPPORTED_BY, card)
    entry = create_entry(kind="idea", title="One person who answers everybody", author=None)
    thread.link(entry, thread.DERIVED_FROM, problem)
    return Idea.objects.create(entry=entry, text="One person who answers everybody")


@pytest.fixture
def project(officer_of_hettstedt, hettstedt, idea):
    return found_project(
        actor=officer_of_hettstedt, city=hettstedt, title="A guide for coming back", aim="Twenty people are back.",
        ideas=[idea], first_step="Advertise half a post", first_step_by="Jana", first_step_due=in_days(80),
    )  # fmt: skip


@pytest.fixture
def draft(officer_of_hettstedt, project):
    return actions.draft_recommendation(actor=officer_of_hettstedt, title=TITLE, projects=[project])


@pytest.fixture
def complete(officer_of_hettstedt, draft, project, card, alliance):
    """A draft of which nothing is missing."""
    for text, grounds in ((FIRST, [project, card]), (SECOND, [card])):
        actions.add_paragraph(actor=officer_of_hettstedt, recommendation=draft, text=text, rests_on=grounds)
    for state in (alliance.st, alliance.th):
        actions.address_to(actor=officer_of_hettstedt, recommendation=draft, state=state, due=in_days(80))
    return draft


@pytest.fixture
def released(coordinator, complete):
    actions.release(actor=coordinator, recommendation=complete)
    complete.entry.refresh_from_db()
    return complete


@pytest.fixture
def ministry_of_th(invite, alliance):
    return invite("Dr Jens Roth", Role.MINISTRY, state=alliance.th)


@pytest.fixture
def coordinator_of_goerlitz(invite, goerlitz):
    return invite("Gudrun Thiel", Role.NETWORK_COORDINATOR, network=goerlitz.network)


STANCES = {1: Stance("accepted", "from next year on"), 2: "trial"}


@pytest.fixture
def answered(released, ministry_of_st, alliance):
    address = released.addresses.get(state=alliance.st)
    return actions.answer(actor=ministry_of_st, address=address, text="We accept 1 and try 2.", stances=STANCES)


@pytest.fixture
def signed_in():
    def make(person):
        client = Client(headers={"sec-fetch-site": "same-origin"})
        client.force_login(person)
        return client

    return make
