"""What the database knows of streams, and what becomes of it for each audience: once, as the bytes that are sent.

Everything here waits for the database, so the hub lets it run in one thread of its own. What belongs together is read
as of one moment, so that a view is exactly the one at its number: a change may then leave out what is as it was.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.utils import translation

from netzwerkstatt.foundation.events.consumers import reason_of
from netzwerkstatt.foundation.events.models import Event, Stream
from netzwerkstatt.foundation.live.patches import View, difference, merge, takes_away, together, without_gaps
from netzwerkstatt.foundation.live.registry import Eyes, Whole, followed

REPLAYED: Final = 1000
STREAMS_AT_ONCE: Final = 500

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Asked:
    """A stream of which somebody wants to know what came after `head`: with whose eyes, and what those saw last."""

    kind: str
    stream: str
    head: int
    known: dict[Eyes, View | None] = field(default_factory=dict)


@dataclass(frozen=True)
class News:
    """What came after `before`, up to `last`: for each eyes the bytes to send, b"" where they see nothing of it.

    `known` is what each of them sees now, where that is known as a whole. With `forgets` nothing that is older may be
    sent again as it was.
    """

    kind: str
    stream: str
    before: int
    last: int
    bodies: dict[Eyes, bytes] = field(default_factory=dict)
    known: dict[Eyes, View | None] = field(default_factory=dict)
    forgets: bool = False


@contextmanager
def one_moment() -> Iterator[None]:
    """Within, all reads see the database as it was at the first of them. Nothing may be written, nobody is held up."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:
        mode, connection.transaction_mode = connection.transaction_mode, "DEFERRED"  # type: ignore[attr-defined] # of SQLite
        try:
            with transaction.atomic():
                yield
        finally:
            connection.transaction_mode = mode  # type: ignore[attr-defined] # as above


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
    """The number of the stream, and the view at this number."""
    with one_moment(), translation.override(eyes.language):
        number = head_of(stream)
        return number, without_gaps(followed(kind).snapshot(stream, eyes.audience, eyes.language))


def changes(kind: str, events: Sequence[Event], eyes: Eyes) -> View | None:
    """What these events changed for these eyes: one patch, or a `Whole`; None where they see nothing of it.

    The last event is asked first: after a whole view, what came before need not be told.
    """
    about = followed(kind)
    change: View | None = None
    with translation.override(eyes.language):
        for event in reversed(events):
            patch = about.render(event, eyes.audience, eyes.language)
            if isinstance(patch, Whole):
                return Whole(without_gaps(patch if change is None else merge(patch, change)))
            if patch is not None:
                change = patch if change is None else together(patch, change)
    return change


def news(asked: Iterable[Asked]) -> Iterator[News]:
    """What came since. One query for the numbers, one for each stream that moved, and what its room asks."""
    wanted = list(asked)
    now = heads([one.stream for one in wanted])
    for one in wanted:
        if now.get(one.stream, 0) > one.head:
            with one_moment():
                yield _told(one)


def events_after(stream: str, number: int, most: int) -> list[Event]:
    """What followed, in order. One query; nothing about who did it."""
    rows = Event.objects.filter(stream=stream, number__gt=number).order_by("number")
    return list(rows.defer("actor")[:most])


def _told(asked: Asked) -> News:
    events = events_after(asked.stream, asked.head, REPLAYED + 1)
    told = News(asked.kind, asked.stream, asked.head, events[-1].number)
    if len(events) > REPLAYED:
        last = head_of(asked.stream)
        return News(
            asked.kind, asked.stream, asked.head, last, {eyes: again(last) for eyes in asked.known}, forgets=True
        )
    forgets = any(event.type in followed(asked.kind).forgets for event in events)
    for eyes, known in asked.known.items():
        try:
            change = changes(asked.kind, events, eyes)
        except Exception as error:  # noqa: BLE001 - a room's fault must not silence the other streams
            logger.error("a change of a %s could not be shown: %s", asked.kind, reason_of(error))  # noqa: TRY400 - the message of the error may hold what people wrote
            told.bodies[eyes], told.known[eyes], forgets = again(told.last), None, True
            continue
        told.bodies[eyes], told.known[eyes], takes = _said(told.last, known, change)
        forgets = forgets or takes
    return News(told.kind, told.stream, told.before, told.last, told.bodies, told.known, forgets)


def _said(number: int, known: View | None, change: View | None) -> tuple[bytes, View | None, bool]:
    """The bytes for a change, what is known after it, and whether it takes something away."""
    if change is None:
        return b"", known, False
    if known is None:
        if isinstance(change, Whole):
            return message(number, change, "snapshot"), dict(change), True
        return message(number, change), None, takes_away(change)
    after = dict(change) if isinstance(change, Whole) else merge(known, change)
    patch = difference(known, after)
    return message(number, patch) if patch else b"", after, takes_away(patch)


def catch_up(asked: Asked, after: int, eyes: Eyes) -> tuple[News | None, int, bytes]:
    """What came in the stream, and what somebody missed who knows everything up to `after`, as of the same moment.

    The bytes come from the table, as one change that tells of things as they are now; they are the whole view, where too
    much was missed or the number is none of this stream's.
    """
    with one_moment():
        head = head_of(asked.stream)
        told = _told(asked) if head > asked.head else None
        return told, head, _missed(asked, head, after, eyes)


def _missed(asked: Asked, head: int, after: int, eyes: Eyes) -> bytes:
    if after == head:
        return b""
    if 0 <= after < head:
        events = events_after(asked.stream, after, REPLAYED + 1)
        if len(events) <= REPLAYED:
            return _said(head, None, changes(asked.kind, events, eyes))[0]
    with translation.override(eyes.language):
        view = without_gaps(followed(asked.kind).snapshot(asked.stream, eyes.audience, eyes.language))
    return message(head, view, "snapshot")


def message(number: int, content: View, event: str = "") -> bytes:
    """One message of the stream, as it is sent."""
    return b"%sid: %d\ndata: %s\n\n" % (f"event: {event}\n".encode() if event else b"", number, as_json(content))


def again(number: int) -> bytes:
    """A message that says: fetch the whole view again."""
    return b"event: again\nid: %d\ndata:\n\n" % number


def as_json(content: Any) -> bytes:
    """JSON in one line; dates and lazy texts as Django writes them."""
    return json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":")).encode()
