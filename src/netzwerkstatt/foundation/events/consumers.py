"""Consumers of the log: each keeps, per stream, the number of the last event that it has worked off.

A consumer's handler gets the new events of one stream, in order, inside the transaction that moves its number: what it
changes in our database happens exactly once, whoever is killed when. Several workers may run: one that finds a stream
being worked on goes on to the next (PostgreSQL skips locked rows; SQLite lets one write at a time anyway).

A handler that fails holds up its own stream only. It is tried again after a pause that grows, and what failed stands
with the number of tries in `Consumed` until it comes through.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

from django.db import connection, transaction

from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.log import unit_of_work
from netzwerkstatt.foundation.events.models import Consumed, Event

Handler = Callable[[Sequence[Event]], None]
AT_ONCE = 200
STREAMS_AT_ONCE = 500
LONGEST_PAUSE = timedelta(hours=1)

_BEHIND = (
    "SELECT s.name FROM events_stream s LEFT JOIN events_consumed c ON c.consumer = %s AND c.stream_id = s.name"
    " WHERE s.head > COALESCE(c.number, 0) AND (c.again_at IS NULL OR c.again_at <= %s) AND s.name > %s"
)
_WAITING = _BEHIND + " ORDER BY s.name LIMIT %s"
_RECENTLY_WAITING = (
    _BEHIND + " AND s.name IN (SELECT stream_id FROM events_event WHERE id > %s) ORDER BY s.name LIMIT %s"  # noqa: S608 - words of our own; values travel as parameters
)

logger = logging.getLogger(__name__)
_consumers: dict[str, Handler] = {}


def register_consumer(name: str, handle: Handler) -> None:
    """From now on `handle` gets every event. To be called in `AppConfig.ready`; `name` is kept in the database.

    A new consumer starts with the first event of each stream. Raises `ValueError` for a name that is taken.
    """
    if _consumers.get(name, handle) is not handle:
        raise ValueError(f"the consumer {name} is registered twice")
    _consumers[name] = handle


def catch_up(name: str | None = None, *, after: int = 0) -> int:
    """Work off what waits for this consumer, or for all; how many events that were.

    `after` looks only at streams with events of a later id: cheap, for those who ask every second. What fails is
    kept for later and does not come out of here; errors of the database itself do.
    """
    names = [name] if name else list(_consumers)
    return sum(_work_off(consumer, stream) for consumer in names for stream in _waiting(consumer, after))


def _waiting(consumer: str, after: int) -> Iterator[str]:
    """Streams with events that the consumer does not know yet, except those that are to rest."""
    last = ""
    while names := _next_waiting(consumer, after, last):
        yield from names
        last = names[-1]


def _next_waiting(consumer: str, after: int, last: str) -> list[str]:
    now = connection.ops.adapt_datetimefield_value(clock.now())
    with connection.cursor() as cursor:
        if after:
            cursor.execute(_RECENTLY_WAITING, [consumer, now, last, after, STREAMS_AT_ONCE])
        else:
            cursor.execute(_WAITING, [consumer, now, last, STREAMS_AT_ONCE])
        return [name for (name,) in cursor.fetchall()]


def _work_off(consumer: str, stream: str) -> int:
    """All that waits in one stream, some at a time; stops where the handler fails or another worker is at it."""
    Consumed.objects.bulk_create([Consumed(consumer=consumer, stream_id=stream)], ignore_conflicts=True)
    total = 0
    while done := _one_turn(consumer, stream):
        total += done
        if done < AT_ONCE:
            break
    return total


def _one_turn(consumer: str, stream: str) -> int:
    before = -1
    try:
        with unit_of_work():
            kept = _claim(consumer, stream)
            if kept is None:
                return 0
            before = kept.number
            events = list(Event.objects.filter(stream=stream, number__gt=before).order_by("number")[:AT_ONCE])
            if events:
                _consumers[consumer](events)
                Consumed.objects.filter(pk=kept.pk).update(number=events[-1].number, tries=0, reason="", again_at=None)
            return len(events)
    except Exception as error:
        if before < 0 or connection.needs_rollback:
            raise  # the database itself failed, or whoever called holds a transaction that is broken now
        _keep_failure(consumer, stream, before, error)
        return 0


def _claim(consumer: str, stream: str) -> Consumed | None:
    """The consumer's row for this stream, held until the end of the transaction; None while another worker has it."""
    rows = Consumed.objects.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
    return rows.filter(consumer=consumer, stream=stream).first()


def _keep_failure(consumer: str, stream: str, before: int, error: Exception) -> None:
    """Remember that it failed, where another worker has not come through meanwhile."""
    reason = reason_of(error)
    with transaction.atomic():
        kept = Consumed.objects.select_for_update().get(consumer=consumer, stream=stream)
        if kept.number != before:
            return
        kept.tries += 1
        kept.reason = reason
        kept.again_at = clock.now() + pause_after(kept.tries)
        kept.save(update_fields=["tries", "reason", "again_at"])
    logger.error("consumer %s failed after event %s of a stream, try %s: %s", consumer, before, kept.tries, reason)


def pause_after(tries: int) -> timedelta:
    """How long a stream rests after so many failures: two seconds, then twice as long each time, at most an hour."""
    return min(timedelta(seconds=2 ** min(tries, 20)), LONGEST_PAUSE)


def reason_of(error: BaseException) -> str:
    """Kind and place of an error, without its message: that may hold what people wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" in {frames[-1].name}, line {frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"[:200]


def names() -> list[str]:
    """The consumers that are registered."""
    return list(_consumers)
