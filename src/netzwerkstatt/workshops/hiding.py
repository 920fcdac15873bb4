"""A workshop counts its ideas; one that is hidden or deleted is not counted."""

from __future__ import annotations

from typing import Any

from django.db.models import F

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.moderation.registry import Aside, declare_aside
from netzwerkstatt.foundation.versions.erasing import Erasure, declare_erasure
from netzwerkstatt.ideas.kinds import IDEA
from netzwerkstatt.workshops.models import Workshop


def declare() -> None:
    """At start."""
    declare_aside(Aside(IDEA, "number", _one_less, _one_more))
    declare_erasure(Erasure(IDEA, "number", _erase))


def _one_less(entry: Entry) -> dict[str, Any]:
    return {"counted": Workshop.objects.filter(entry=entry.home_id, ideas__gt=0).update(ideas=F("ideas") - 1)}


def _one_more(entry: Entry, taken: dict[str, Any]) -> None:
    if taken.get("counted"):
        Workshop.objects.filter(entry=entry.home_id).update(ideas=F("ideas") + 1)


def _erase(entry: Entry) -> None:
    if entry.hidden_at is None:  # a hidden one was taken out already
        _one_less(entry)
