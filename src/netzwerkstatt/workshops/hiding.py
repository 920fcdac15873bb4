"""A workshop counts its ideas; one that is hidden or deleted is not counted, and leaves the screens of a running one."""

from __future__ import annotations

from typing import Any

from django.db.models import F

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.foundation.moderation.registry import Aside, declare_aside
from netzwerkstatt.foundation.versions.erasing import Erasure, declare_erasure
from netzwerkstatt.ideas.kinds import IDEA
from netzwerkstatt.workshops import events
from netzwerkstatt.workshops.models import Workshop


def declare() -> None:
    """At start."""
    declare_aside(Aside(IDEA, "number", _one_less, _one_more))
    declare_erasure(Erasure(IDEA, "number", _erase))


def _one_less(entry: Entry) -> dict[str, Any]:
    counted = Workshop.objects.filter(entry=entry.home_id, ideas__gt=0).update(ideas=F("ideas") - 1)
    _tell_screens(entry)
    return {"counted": counted}


def _one_more(entry: Entry, taken: dict[str, Any]) -> None:
    if taken.get("counted"):
        Workshop.objects.filter(entry=entry.home_id).update(ideas=F("ideas") + 1)
    _tell_screens(entry)


def _erase(entry: Entry) -> None:
    if entry.hidden_at is None:  # a hidden one was taken out already
        _one_less(entry)


def _tell_screens(entry: Entry) -> None:
    """Moderation tells of its decision on a stream of its own; what a screen shows changes by events of the workshop."""
    running = Workshop.objects.filter(entry=entry.home_id, state=Workshop.State.RUNNING).select_related("entry").first()
    if running:
        record(events.SEEN_ANEW(running, None))
