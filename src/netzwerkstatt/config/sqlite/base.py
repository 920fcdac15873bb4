"""SQLite lets one writer in at a time, and whoever finds it taken sleeps, each time longer, up to a tenth of a second.

With eight writers the database then stands idle while all of them sleep. So a transaction first waits for its turn:
threads of a process by a lock that wakes the next one at once, processes by a lock on a file beside the database that
is tried again after a tenth of a millisecond. The system takes it from a process that dies. SQLite's own lock stays
what keeps writers apart, also from programs that know no queue.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from functools import lru_cache
from typing import Any, Final

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

PAUSE: Final = 0.0001
WRITES, IS_NEXT = 0, 1


class Queue:
    """The writers of one database file."""

    def __init__(self, path: str) -> None:
        self._path = f"{path}-turn"
        self._threads = threading.Lock()
        self._file: int | None = None

    def take(self, patience: float) -> None:
        """Wait until it is this thread's turn, at most so many seconds. Raises `OperationalError` after them."""
        until = time.monotonic() + patience
        if not self._threads.acquire(timeout=patience):
            raise OperationalError("database is locked")
        try:
            self._take_from_processes(until)
        except BaseException:
            self._threads.release()
            raise

    def give(self) -> None:
        """Let the next one write."""
        if self._file is not None:
            _let_go(self._file, WRITES)
        self._threads.release()

    def _take_from_processes(self, until: float) -> None:
        """Whoever is next waits alone for who writes: so processes take turns, and all of them have work to do."""
        if self._file is None:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        _take(self._file, IS_NEXT, until)
        try:
            _take(self._file, WRITES, until)
        finally:
            _let_go(self._file, IS_NEXT)


def _take(file: int, place: int, until: float) -> None:
    while True:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
        except BlockingIOError:
            if time.monotonic() > until:
                raise OperationalError("database is locked") from None
            time.sleep(PAUSE)
        else:
            return


def _let_go(file: int, place: int) -> None:
    fcntl.lockf(file, fcntl.LOCK_UN, 1, place)


_queues: dict[str, Queue] = {}
os.register_at_fork(after_in_child=_queues.clear)  # a copy of a process has its locks, and nobody who gives them back


class Cursor(base.SQLiteCursorWrapper):
    """Writes a statement in SQLite's way once, not each time it is asked: pages ask the same again and again."""

    def convert_query(self, query: str, *, param_names: Any = None) -> str:
        """`?` in place of `%s`."""
        return super().convert_query(query, param_names=param_names) if param_names else _converted(query)


@lru_cache(maxsize=1_000)
def _converted(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class DatabaseWrapper(base.DatabaseWrapper):
    """Takes a turn for each transaction and gives it back at its end, however that comes."""

    _queue: Queue | None = None
    _turn: Queue | None = None

    def get_new_connection(self, conn_params: Any) -> Any:
        path = os.path.realpath(str(self.settings_dict["NAME"]))
        self._queue = None if self.is_in_memory_db() else _queues.setdefault(path, Queue(path))
        return super().get_new_connection(conn_params)

    def create_cursor(self, name: str | None = None) -> Cursor:
        return self.connection.cursor(factory=Cursor)  # type: ignore[no-any-return]

    def _start_transaction_under_autocommit(self) -> None:
        if self._queue is not None and self._turn is None:
            self._queue.take(self.settings_dict["OPTIONS"].get("timeout", 5.0))
            self._turn = self._queue
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._give_turn()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc] # where it fails the transaction still stands, and is rolled back
        self._give_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._give_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._give_turn()

    def _give_turn(self) -> None:
        turn, self._turn = self._turn, None
        if turn is not None:
            turn.give()
