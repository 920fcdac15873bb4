"""Fewer ways to the database than Django takes: `SELECT 1` before each page, BEGIN before the first statement, COMMIT
after all else is answered.
"""

from __future__ import annotations

import select
import time
from collections.abc import Sequence
from typing import Any, Final

from django.db import DataError
from django.db.backends.postgresql import base
from django.db.backends.utils import debug_transaction
from psycopg import _queries
from psycopg.errors import DivisionByZero
from psycopg.pq import TransactionStatus

ASK_AGAIN: Final = 30.0

# The driver takes a statement apart anew each time where it is longer than 4 KB: a quarter of a millisecond for a read
# that names the columns of six tables. Those are always the same few.
_queries.MAX_CACHED_STATEMENT_LENGTH = 32 * 1024


class DatabaseWrapper(base.DatabaseWrapper):
    """Asks only where there is a doubt.

    A server that ends a connection says so on its socket, and one with nothing to read was alive a moment ago. After
    an error, and when nobody has asked for half a minute (a firewall may have forgotten it), Django's way is gone.
    """

    _asked_at = float("-inf")
    _last: list[tuple[str, Sequence[Any]]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._last = []

    def send_with_commit(self, sql: str, params: Sequence[Any]) -> None:
        """Send a statement whose answer nobody reads together with the COMMIT of the running transaction, so that a row
        everybody waits for is held only as long as the database needs; what goes wrong is raised by the COMMIT.

        Where the transaction does not end with the block that runs, it is sent at once.
        """
        if len(self.atomic_blocks) == 1 and self.commit_on_exit:
            self._last.append((sql, params))
            return
        with self.cursor() as cursor:
            cursor.execute(sql, params)

    def ask_alone(self, sql: str, params: Sequence[Any]) -> Any:
        """The row of a statement that is a transaction by itself, in place of the one that the running block would
        have begun with it: neither BEGIN nor COMMIT, and rows are held no longer than the statement takes.

        None where the block has sent something before or is not the outermost one, and where the statement divides by
        zero, which is how it says that it must not stay.
        """
        alone = len(self.atomic_blocks) == 1 and self.commit_on_exit and not self._last
        if not alone or self.connection.pgconn.transaction_status != TransactionStatus.IDLE:
            return None
        self.connection.autocommit = True
        try:
            with self.cursor() as cursor:
                cursor.execute(sql, params)
                return cursor.fetchone()
        except DataError as error:
            if isinstance(error.__cause__, DivisionByZero):
                return None
            raise
        finally:
            if not self.connection.closed:
                self.connection.autocommit = False

    def _commit(self) -> None:
        last, self._last = self._last, []
        if not last:
            super()._commit()  # type: ignore[misc]
            return
        with debug_transaction(self, "COMMIT"), self.wrap_database_errors, self.connection.pipeline():
            for sql, params in last:
                self.connection.execute(sql, params)
            self.connection.execute("COMMIT", prepare=False)

    def _rollback(self) -> None:
        self._last = []
        super()._rollback()  # type: ignore[misc]

    def _close(self) -> None:
        self._last = []
        super()._close()  # type: ignore[misc]

    def is_usable(self) -> bool:
        """Whether statements can be sent."""
        now = time.monotonic()
        if not self.errors_occurred and now - self._asked_at < ASK_AGAIN and not self._has_news():
            return True
        usable: bool = super().is_usable()
        self._asked_at = now if usable else float("-inf")
        return usable

    def _has_news(self) -> bool:
        if self.connection is None or self.connection.closed:
            return True
        socket = select.poll()
        socket.register(self.connection.fileno(), select.POLLIN)
        return bool(socket.poll(0))
