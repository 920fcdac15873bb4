"""What is done again and again by the worker: daily letters, things whose time is over. Once, however many workers run."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection

from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.consumers import pause_after, reason_of
from netzwerkstatt.foundation.events.log import unit_of_work
from netzwerkstatt.foundation.events.models import Chore

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Declared:
    """One chore: what it does, and how much time lies between two times."""

    name: str
    every: timedelta
    do: Callable[[], object]


_chores: dict[str, Declared] = {}


def declare_chore(name: str, *, every: timedelta, do: Callable[[], object]) -> None:
    """From now on the worker calls `do`, in one transaction, when `every` has passed since the last time.

    To be called in `AppConfig.ready`. Raises `ValueError` for a name that is taken.
    """
    if name in _chores:
        raise ValueError(f"the chore {name} is declared twice")
    _chores[name] = Declared(name, every, do)


def do_chores() -> int:
    """Do what is due; how many chores that were. One that fails is tried again after a pause that grows."""
    due = set(_chores) - set(Chore.objects.filter(due_at__gt=clock.now()).values_list("name", flat=True))
    return sum(_do(_chores[name]) for name in sorted(due))


def _do(chore: Declared) -> bool:
    Chore.objects.bulk_create([Chore(name=chore.name, due_at=clock.now())], ignore_conflicts=True)
    try:
        with unit_of_work():
            rows = Chore.objects.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
            if (kept := rows.filter(name=chore.name, due_at__lte=clock.now()).first()) is None:
                return False
            chore.do()
            kept.due_at, kept.done_at, kept.tries, kept.reason = clock.now() + chore.every, clock.now(), 0, ""
            kept.save()
    except Exception as error:
        if connection.needs_rollback:
            raise
        _keep_failure(chore.name, error)
        return False
    return True


def _keep_failure(name: str, error: Exception) -> None:
    kept = Chore.objects.get(name=name)
    kept.tries, kept.reason = kept.tries + 1, reason_of(error)
    kept.due_at = clock.now() + pause_after(kept.tries)
    kept.save()
    logger.error("chore %s failed, try %s: %s", name, kept.tries, kept.reason)


def names() -> list[str]:
    """The chores that are declared."""
    return sorted(_chores)
