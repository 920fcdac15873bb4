"""What goes when evidence is deleted. A card never changes; the official file stays for the other cards."""

from __future__ import annotations

from netzwerkstatt.evidence.kinds import CARD, SCENARIO
from netzwerkstatt.evidence.models import EvidenceCard, ScenarioEntry
from netzwerkstatt.foundation.documents.redacting import forget_files
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.moderation.registry import declare_words
from netzwerkstatt.foundation.versions.erasing import Erasure, declare_erasure


def declare() -> None:
    """At start."""
    declare_erasure(Erasure(CARD.code, "card", _erase))
    declare_words(CARD.code, _words)
    declare_erasure(Erasure(SCENARIO.code, "scenario", _erase_scenario))
    declare_words(SCENARIO.code, _words_of_scenario)


def _words(entry: Entry) -> str:
    explained = EvidenceCard.objects.filter(entry=entry).values_list("explanation", flat=True).first()
    return f"{entry.title}\n\n{explained or ''}".strip()


def _erase(entry: Entry) -> None:
    forget_files(entry.public_id)
    EvidenceCard.objects.filter(entry=entry).delete()


def _words_of_scenario(entry: Entry) -> str:
    reasons = ScenarioEntry.objects.filter(entry=entry).values_list("reasons", flat=True).first()
    return f"{entry.title}\n\n{reasons or ''}".strip()


def _erase_scenario(entry: Entry) -> None:
    """The scenario goes; the futures stay, they belong to the place and name nobody."""
    ScenarioEntry.objects.filter(entry=entry).delete()
