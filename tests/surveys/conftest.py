"""A survey with a question of every kind, in three sections, one of which not everybody sees."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from netzwerkstatt.foundation.surveys import actions
from netzwerkstatt.foundation.surveys.structure import Condition, Kind, Question, Section

QUESTIONS = [
    Question("", Kind.SINGLE, "Do you live here?", options=("yes", "no"), required=True),  # q2
    Question("", Kind.MULTIPLE, "What do you use?", options=("bus", "bicycle", "car")),  # q3
    Question("", Kind.SCALE, "How content are you?", lowest=1, highest=5, low="not at all", high="very"),  # q4
    Question(
        "", Kind.MATRIX, "How is …", options=("good", "bad"), rows=("the school", "the shop"), required=True
    ),  # q5
    Question("", Kind.TEXT, "What else?"),  # q6
]
IN_THE_SECOND = [
    Question("", Kind.NUMBER, "How many kilometres?"),  # q8
    Question("", Kind.DATE, "Since when?"),  # q9
    Question("", Kind.RANKING, "What first?", options=("train", "school", "doctor")),  # q10
    Question("", Kind.PLACE, "Where do you work?"),  # q11
]
FIRST = {"q2": "2", "q3": ["1", "3"], "q4": "4", "q5-1": "1", "q5-2": "2", "q6": "Light in the evening"}
SECOND = {"q8": "12,5", "q9": "2020-05-01", "q10-1": "2", "q10-3": "1", "q11-name": "Leipzig"}


@pytest.fixture(autouse=True)
def _pages_in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def draft(officer_of_hettstedt, hettstedt):
    survey = actions.draft_survey(
        actor=officer_of_hettstedt, title="What keeps you here?", intro="Five minutes.", city=hettstedt
    )
    actor = officer_of_hettstedt
    survey = actions.put_section(actor=actor, survey=survey, section=Section("", "You"))
    for question in QUESTIONS:
        survey = actions.put_question(actor=actor, survey=survey, section="s1", question=question)
    away = Section("", "Away", only_if=Condition("q2", ("2",)))
    survey = actions.put_section(actor=actor, survey=survey, section=away)
    for question in IN_THE_SECOND:
        survey = actions.put_question(actor=actor, survey=survey, section="s7", question=question)
    return survey


@pytest.fixture
def survey(officer_of_hettstedt, draft):
    return actions.open_survey(actor=officer_of_hettstedt, survey=draft)


def page(survey, name="survey"):
    return reverse(f"surveys:{name}", args=[survey.public_id])


def visitor():
    return Client(headers={"sec-fetch-site": "same-origin"})


def browser_of(person):
    client = visitor()
    client.force_login(person)
    return client


def answered(survey, first=None, second=None, network=None):
    """A whole sheet from a visitor's browser."""
    client = visitor()
    client.post(page(survey, "begin"), {"network": network.pk if network else ""})
    client.post(page(survey, "answer") + "?section=s1", FIRST if first is None else first)
    if second is not None:
        client.post(page(survey, "answer") + "?section=s7", second)
    return client
