"""The worker's second thread: about every second it works off the log for all consumers, and does what is due."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import close_old_connections, connection
from django.db.models import Max

from netzwerkstatt.foundation.events.chores import do_chores
from netzwerkstatt.foundation.events.consumers import catch_up, reason_of
from netzwerkstatt.foundation.events.models import Event

EVERY = 1.0
THOROUGH_EVERY = 30.0
LONGEST_REST = 60.0
# A transaction that took its id early may end after later ones: so far back is looked once more.
OVERLAP = 1000

logger = logging.getLogger(__name__)


@contextmanager
def following() -> Iterator[None]:
    """Within, a thread follows the log; at the end it finishes what it is at, and stops."""
    stop = threading.Event()
    thread = threading.Thread(target=follow, args=(stop,), name="following", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=20)


def follow(stop: threading.Event) -> None:
    """Until told to stop. Errors of the database are told, and tried again after a pause that grows."""
    rest, failures = Rest(), 0
    while not stop.is_set():
        try:
            close_old_connections()
            rest.go_on()
            failures = 0
        except Exception as error:  # noqa: BLE001 - whatever it is, the next turn may come through
            failures += 1
            logger.error("following the log failed, try %s: %s", failures, reason_of(error))  # noqa: TRY400 - the message of the error may hold what people wrote
            _let_go()
        stop.wait(min(EVERY * 2 ** min(failures, 8), LONGEST_REST) if failures else EVERY)
    _let_go()


class Rest:
    """How far the log was followed: most turns look at what came since, some at everything."""

    def __init__(self) -> None:
        self.seen = 0
        self.thorough_at = 0.0

    def go_on(self) -> None:
        """One turn."""
        newest = Event.objects.aggregate(newest=Max("id"))["newest"] or 0
        thorough = time.monotonic() - self.thorough_at >= THOROUGH_EVERY
        if thorough:
            self.thorough_at = time.monotonic()
            catch_up()
        elif newest > self.seen:
            catch_up(after=max(self.seen - OVERLAP, 1))
        self.seen = newest
        do_chores()


def _let_go() -> None:
    try:
        connection.close()
    except Exception as error:  # noqa: BLE001 - it is broken already
        logger.warning("the connection could not be closed: %s", reason_of(error))
