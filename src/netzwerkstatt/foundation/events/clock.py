"""What time it is: one place to ask, so that the demo can tell a story that took a year."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_told: ContextVar[datetime | None] = ContextVar("told_time", default=None)


def now() -> datetime:
    """The present moment, aware of its zone."""
    return _told.get() or timezone.now()


def today() -> date:
    """The day in the installation's time zone."""
    return timezone.localtime(now()).date()


@contextmanager
def telling(moment: datetime) -> Iterator[None]:
    """Within, `now` is this moment. For the demo and for tests; pages never use it."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)
