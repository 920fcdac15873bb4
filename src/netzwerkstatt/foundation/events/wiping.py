"""What was deleted leaves the file too: SQLite's log of changes keeps old pages until it is written over.

`secure_delete` overwrites deleted rows in the database; the write-ahead log beside it still holds the pages as they were
before. PostgreSQL has no such file within reach of a dump.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import connection, transaction

from netzwerkstatt.foundation.events.chores import declare_chore

logger = logging.getLogger(__name__)
PATIENCE = 2000
"""Milliseconds to wait for others that are reading; after that the chore tries again within the hour."""


def declare() -> None:
    """At start: once an hour, for whatever was being read when something was wiped."""
    declare_chore("events.wiping", every=timedelta(hours=1), do=wipe_when_through)


def wipe_when_through() -> None:
    """When this transaction is through, empty the log, so that no file keeps what was deleted in it."""
    if connection.vendor == "sqlite":
        transaction.on_commit(wipe, robust=True)


def wipe() -> bool:
    """Empty SQLite's log now; says whether that went, which it does not while somebody reads an old page."""
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout={PATIENCE}")
        try:
            busy, *_pages = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            cursor.execute(f"PRAGMA busy_timeout={int(before)}")
    if busy:
        logger.info("the log of changes is being read; it is emptied by the next chore")
    return not busy
