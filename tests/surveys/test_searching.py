"""A survey is found by what it is about and what it asks, by those who may see it."""

from __future__ import annotations

from netzwerkstatt.foundation.search import index
from netzwerkstatt.foundation.search.queries import Asked, search
from netzwerkstatt.foundation.surveys import actions


def found(text, viewer=None):
    return [document.entry for document in search(Asked(text=text), viewer).documents]


def test_a_survey_is_found_by_its_questions_and_answers_and_a_draft_by_its_city_alone(draft, officer_of_hettstedt):
    index.refresh([draft.pk])
    assert found("kilometres") == []
    assert found("kilometres", officer_of_hettstedt) == [draft.entry]
    survey = actions.open_survey(actor=officer_of_hettstedt, survey=draft)
    index.refresh([survey.pk])
    for words in ("minutes", "kilometres", "bicycle", "school shop", "keeps"):
        assert found(words) == [survey.entry], words
