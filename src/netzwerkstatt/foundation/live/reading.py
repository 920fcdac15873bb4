"""What the database knows of streams, and what becomes of it for each audience: once, as the bytes that are sent.

Everything here waits for the database, so the hub lets it run in one thread of its own.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import translation

from netzwerkstatt.foundation.events.consumers import reason_of
from netzwerkstatt.foundation.events.models import Event, Stream
from netzwerkstatt.foundation.live.patches import View, takes_away, together, without_gaps
from netzwerkstatt.foundation.live.registry import Eyes, Followed, followed

AT_ONCE: Final = 500
REPLAYED: Final = 1000
STREAMS_AT_ONCE: Final = 500

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Asked:
    """A stream of which somebody wants to know what came after `head`, and with whose eyes."""

    kind: str
    stream: str
    head: int
    eyes: tuple[Eyes, ...] = ()


@dataclass(frozen=True)
class News:
    """What came after `before`, up to `last`: for each eyes the bytes to send, b"" where they see nothing of it.

    With `forgets` nothing that is older may be sent again as it was.
    """

    kind: str
    stream: str
    before: int
    last: int
    bodies: dict[Eyes, bytes] = field(default_factory=dict)
    forgets: bool = False


def head_of(stream: str) -> int:
    """The number of its last event, 0 where nothing happened yet. One query."""
    return heads([stream]).get(stream, 0)


def heads(streams: Sequence[str]) -> dict[str, int]:
    """The numbers of their last events. One query for each five hundred."""
    found: dict[str, int] = {}
    for start in range(0, len(streams), STREAMS_AT_ONCE):
        some = Stream.objects.filter(name__in=streams[start : start + STREAMS_AT_ONCE])
        found.update(some.values_list("name", "head"))
    return found


def view_of(kind: str, stream: str, eyes: Eyes) -> tuple[int, View]:
    """The number of the stream and the view that holds at least everything up to it.

    The number is read first: what happens meanwhile comes again as a change, which changes nothing then.
    """
    number = head_of(stream)
    with translation.override(eyes.language):
        return number, without_gaps(followed(kind).snapshot(stream, eyes.audience, eyes.language))


def changes(kind: str, stream: str, events: Sequence[Event], eyes: Eyes) -> View | None:
    """What these events changed for these eyes, as one patch; None where they see nothing of it."""
    about = followed(kind)
    with translation.override(eyes.language):
        patches = [about.render(event, eyes.audience, eyes.language) for event in events]
    seen = [patch for patch in patches if patch is not None]
    if not seen:
        return None
    change: View = {}
    for patch in seen:
        change = together(change, patch)
    return change


def news(asked: Iterable[Asked]) -> Iterator[News]:
    """What came since, of each stream at most five hundred events. One query for the numbers, one for each that moved."""
    wanted = list(asked)
    now = heads([one.stream for one in wanted])
    for one in wanted:
        if now.get(one.stream, 0) <= one.head:
            continue
        events = events_after(one.stream, one.head, AT_ONCE)
        if events:
            yield _told(followed(one.kind), one, events)


def events_after(stream: str, number: int, most: int) -> list[Event]:
    """What followed, in order. One query; nothing about who did it."""
    rows = Event.objects.filter(stream=stream, number__gt=number).order_by("number")
    return list(rows.defer("actor")[:most])


def _told(about: Followed, asked: Asked, events: Sequence[Event]) -> News:
    last = events[-1].number
    forgets = any(event.type in about.forgets for event in events)
    bodies = {}
    for eyes in asked.eyes:
        try:
            change = changes(asked.kind, asked.stream, events, eyes)
        except Exception as error:  # noqa: BLE001 - a room's fault must not silence the other streams
            logger.error("a change of a %s could not be shown: %s", asked.kind, reason_of(error))  # noqa: TRY400 - the message of the error may hold what people wrote
            bodies[eyes], forgets = again(last), True
            continue
        forgets = forgets or takes_away(change)
        bodies[eyes] = b"" if change is None else message(last, change)
    return News(asked.kind, asked.stream, asked.head, last, bodies, forgets)


def replay(kind: str, stream: str, after: int, eyes: Eyes) -> tuple[int, bytes]:
    """What somebody missed who knows everything up to `after`: up to which number, and the bytes that say it.

    From the table, as one change that tells of things as they are now; the whole view, where too much was missed or
    the number is none of this stream's.
    """
    head = head_of(stream)
    if after == head:
        return head, b""
    if 0 <= after < head:
        events = events_after(stream, after, REPLAYED + 1)
        if events and len(events) <= REPLAYED:
            change = changes(kind, stream, events, eyes)
            return events[-1].number, b"" if change is None else message(events[-1].number, change)
    number, view = view_of(kind, stream, eyes)
    return number, message(number, view, "snapshot")


def message(number: int, content: View, event: str = "") -> bytes:
    """One message of the stream, as it is sent."""
    return b"%sid: %d\ndata: %s\n\n" % (f"event: {event}\n".encode() if event else b"", number, as_json(content))


def again(number: int) -> bytes:
    """A message that says: fetch the whole view again."""
    return b"event: again\nid: %d\ndata:\n\n" % number


def as_json(content: Any) -> bytes:
    """JSON in one line; dates and lazy texts as Django writes them."""
    return json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":")).encode()
