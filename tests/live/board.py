"""A kind of stream for tests: a board of notes, known only from the log. `secret-…` is hidden from guests."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from netzwerkstatt.foundation.events.log import EVENT_TYPES, EventType, record
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.live import registry

KIND, WHOLE = "board-of-tests", "board-of-tests-told-as-a-whole"
rendered: Counter[tuple[int, str, str]] = Counter()


def _type(name: str) -> EventType:
    return EVENT_TYPES.get(name) or EventType(name, "changed a note", plain=("note", "words"))


PUT = _type("board_of_tests.put")
TORN = _type("board_of_tests.torn")
BROKEN = _type("board_of_tests.broken")


@dataclass(frozen=True)
class Board:
    """Something with a stream."""

    stream: str
    public_id: str = ""

    def put(self, note: str, words: str) -> None:
        record(PUT(self, note=note, words=words))

    def tear(self, note: str) -> None:
        record(TORN(self, note=note))

    def break_down(self) -> None:
        """An event whose change cannot be shown."""
        record(BROKEN(self))


def notes_of(stream: str) -> dict[str, str]:
    """What hangs there now."""
    notes: dict[str, str] = {}
    for event in Event.objects.filter(stream=stream).order_by("number"):
        if event.type == PUT.name:
            notes[event.payload["note"]] = event.payload["words"]
        elif event.type == TORN.name:
            notes.pop(event.payload["note"], None)
    return notes


def _seen_by(audience: str, note: str) -> bool:
    return audience == "host" or not note.startswith("secret")


def snapshot(stream: str, audience: str, language: str) -> dict[str, Any]:
    notes = {note: words for note, words in notes_of(stream).items() if _seen_by(audience, note)}
    return {"language": language, "notes": notes, "count": len(notes)}


def render(event: Event, audience: str, language: str) -> dict[str, Any] | None:
    rendered[event.number, audience, language] += 1
    if event.type == BROKEN.name:
        raise RuntimeError("words of a guest")
    note = event.payload["note"]
    if not _seen_by(audience, note):
        return None
    now = snapshot(event.stream_id, audience, language)
    return {"notes": {note: now["notes"].get(note)}, "count": now["count"]}


def render_whole(event: Event, audience: str, language: str) -> dict[str, Any] | None:
    if not _seen_by(audience, event.payload["note"]):
        return None
    return registry.Whole(snapshot(event.stream_id, audience, language))


for kind, rendering in ((KIND, render), (WHOLE, render_whole)):
    if kind not in registry._followed:
        registry.register(kind, snapshot=snapshot, render=rendering, audiences=("guest", "host"))
