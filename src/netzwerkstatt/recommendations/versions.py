"""What of a recommendation has versions here (its paragraphs have their own), and what stands for good."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.texts.models import Paragraph, Version, Writing
from netzwerkstatt.foundation.versions.erasing import Erasure, declare_erasure, declare_lasting
from netzwerkstatt.foundation.versions.keeping import Versioned, declare_versioned
from netzwerkstatt.recommendations.kinds import ANSWER, RECOMMENDATION
from netzwerkstatt.recommendations.models import RELEASED, Address, Recommendation


def declare() -> None:
    """At start."""
    declare_versioned(Versioned(RECOMMENDATION.code, without=frozenset({"summary"})))
    declare_erasure(Erasure(RECOMMENDATION.code, "recommendation", _erase, _("Its paragraphs and whom it addresses")))
    declare_lasting(RECOMMENDATION.code, _released)
    declare_lasting(ANSWER.code, _all)


def _erase(entry: Entry) -> None:
    for words in (Writing, Version, Paragraph):
        words.objects.filter(entry=entry).delete()
    Address.objects.filter(recommendation=entry.pk).delete()
    Recommendation.objects.filter(entry=entry).delete()


def _released(entries: Sequence[Entry]) -> set[int]:
    return {entry.pk for entry in entries if entry.state == RELEASED}


def _all(entries: Sequence[Entry]) -> set[int]:
    return {entry.pk for entry in entries}
