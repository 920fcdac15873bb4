"""What telephones follow here: a message with the moment before its commit. Every audience sees it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from netzwerkstatt.foundation.events.log import EVENT_TYPES, EventType, record
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.live import registry

KIND = "bench"
TOLD = EVENT_TYPES.get("bench.told") or EventType("bench.told", "said something", plain=("at", "words"))
WORDS = "In zehn Minuten schließt die Abstimmung. Wer noch nicht fertig ist, sagt es bitte an seinem Tisch."


@dataclass(frozen=True)
class Board:
    """Something with a stream."""

    stream: str
    public_id: str = ""


def snapshot(stream: str, _audience: str, _language: str) -> dict[str, Any]:
    last = Event.objects.filter(stream=stream).order_by("-number").first()
    return {"message": last.payload} if last else {}


def render(event: Event, _audience: str, _language: str) -> dict[str, Any]:
    return {"message": event.payload}


def tell(stream: str) -> None:
    """One broadcast, committed now."""
    record(TOLD(Board(stream), at=time.time(), words=WORDS))


if KIND not in registry._followed:  # noqa: SLF001 - the benchmark's own process may come twice
    registry.register(KIND, snapshot=snapshot, render=render, audiences=("phone",))
