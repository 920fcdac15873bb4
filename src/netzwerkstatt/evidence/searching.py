"""By which words an evidence card is found."""

from __future__ import annotations

from typing import Any

from netzwerkstatt.evidence.kinds import CARD, SCENARIO
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.search.searchable import Parts, declare_searchable, joined


def declare() -> None:
    """Make cards known to the search, at start."""
    declare_searchable(CARD.code, words, read=read)
    declare_searchable(SCENARIO.code, words_of_scenario, read=read_scenarios)


def read(entries: Any) -> Any:
    """Entries with their cards."""
    return entries.select_related("evidencecard")


def words(entry: Entry) -> Parts:
    """What the card says, and of what it is made."""
    card = entry.evidencecard
    return Parts(
        summary=card.explanation,
        text=joined(
            card.measure, card.definition, card.territory_names, card.statistic, card.table_title, card.table_code,
            card.institution,
        ),
    )  # fmt: skip


def read_scenarios(entries: Any) -> Any:
    """Entries with their scenarios."""
    return entries.select_related("scenarioentry")


def words_of_scenario(entry: Entry) -> Parts:
    """The place and the reasons."""
    scenario = entry.scenarioentry
    return Parts(summary=scenario.reasons, text=joined(scenario.place, scenario.key))
