"""By which words surveys are found: they stand below the search and cannot say so themselves."""

from __future__ import annotations

from typing import Any

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.search.searchable import Parts, joined
from netzwerkstatt.foundation.texts.markdown import to_plain


def read_surveys(entries: Any) -> Any:
    """Entries with their surveys."""
    return entries.select_related("survey")


def words_of_survey(entry: Entry) -> Parts:
    """What it is about, and what it asks, with the answers one can give."""
    told = []
    for section in entry.survey.questionnaire.sections:
        told += [section.title, section.text]
        for question in section.questions:
            told += [question.text, question.help, *question.options, *question.rows]
    return Parts(summary=to_plain(entry.survey.intro), text=joined(*told))
