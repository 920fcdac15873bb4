"""Votes write no event; while one is open, one tally tells how many have voted, at most four times a second.

Of all processes that stream one leads, by a lease in the database: it counts, and where the number is another than the
last one told it lets the room record an event. A leader that is killed is followed by another three seconds later.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db import close_old_connections, connection

from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.consumers import reason_of
from netzwerkstatt.foundation.live.models import Lease

EVERY: Final = 0.25
IDLE: Final = 1.0
HELD_FOR: Final = timedelta(seconds=3)
LONGEST_REST: Final = 30.0
TASK: Final = "tally"

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Tally:
    """What is being counted: its key, the number just now, and how the room records it."""

    key: str
    number: int
    tell: Callable[[int], None]


Running = Callable[[], Iterable[Tally]]
_rooms: dict[str, Running] = {}


def register_tally(name: str, running: Running) -> None:
    """`running` gives what is counted just now, with a bounded number of queries. To be called in `AppConfig.ready`.

    Raises `ValueError` for a name that is taken.
    """
    if name in _rooms:
        raise ValueError(f"the tally {name} is registered twice")
    _rooms[name] = running


class Teller:
    """Tells what changed since it told last; nothing is told twice by the same leader."""

    def __init__(self) -> None:
        self.holder = secrets.token_hex(16)
        self._told: dict[str, int] = {}
        self._leads_until = clock.now()

    def turn(self) -> bool:
        """One turn; whether anything is being counted here, so that the next turn comes soon."""
        running = [one for room in _rooms.values() for one in room()]
        if not running:
            self._told.clear()
            return False
        if not self._leads():
            return False
        for one in running:
            if self._told.get(one.key) != one.number:
                one.tell(one.number)
                self._told[one.key] = one.number
        return True

    def _leads(self) -> bool:
        """Holds the lease, or takes it where nobody does. Written once a second at most."""
        now = clock.now()
        if self._leads_until - now > HELD_FOR * 2 / 3:
            return True
        until = now + HELD_FOR
        with connection.cursor() as cursor:
            moments = [connection.ops.adapt_datetimefield_value(moment) for moment in (until, now)]
            cursor.execute(
                f"INSERT INTO {Lease._meta.db_table} (task, holder, until) VALUES (%s, %s, %s)"  # noqa: S608, SLF001 - own words
                " ON CONFLICT (task) DO UPDATE SET holder = excluded.holder, until = excluded.until"
                f" WHERE {Lease._meta.db_table}.holder = excluded.holder OR {Lease._meta.db_table}.until < %s"  # noqa: SLF001 - as above
                " RETURNING holder",
                [TASK, self.holder, *moments],
            )
            leads = cursor.fetchone() is not None
        if not leads:
            self._told.clear()
        self._leads_until = until if leads else now
        return leads


def tell_tallies(stop: threading.Event) -> None:
    """Until told to stop: the thread of a process that streams. Errors are told, and tried again after a pause."""
    teller, failures = Teller(), 0
    while not stop.is_set():
        pause = IDLE
        try:
            pause = EVERY if teller.turn() else IDLE
            failures = 0
        except Exception as error:  # noqa: BLE001 - whatever it is, the next turn may come through
            failures += 1
            pause = min(EVERY * 2**failures, LONGEST_REST)
            logger.error("telling how many voted failed: %s", reason_of(error))  # noqa: TRY400 - the message of the error may hold what people wrote
            close_old_connections()
        stop.wait(pause)
    connection.close()
