"""What the worker does for this room again and again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings

from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.chores import declare_chore
from netzwerkstatt.foundation.notifications import tasks
from netzwerkstatt.foundation.notifications.bundles import bundle_up, ring_reminders
from netzwerkstatt.foundation.notifications.models import Mailing
from netzwerkstatt.foundation.notifications.postings import are_due

OFTEN = timedelta(seconds=20)
_dates: dict[str, Callable[[], None]] = {}


def declare_dates(name: str, ask: Callable[[], None]) -> None:
    """A room says how its days that come due are asked for: `ask` calls `remind` for each, hourly, in the worker.

    A reminder's key makes it once, so `ask` looks at the state of things and need not remember anything. Raises
    `ValueError` for a name that is there already.
    """
    if name in _dates:
        raise ValueError(f"the dates {name} are declared twice")
    _dates[name] = ask


def ask_for_dates() -> None:
    """Let every room say what comes due."""
    for ask in _dates.values():
        ask()


def go_round() -> None:
    """Ring, bundle, and have sent what is due."""
    ring_reminders()
    bundle_up()
    waiting = Mailing.objects.filter(state__in=[Mailing.State.WAITING, Mailing.State.SENDING], due_at__lte=clock.now())
    if waiting.exists() or are_due():
        tasks.deliver.enqueue()


def have_bounces_read() -> None:
    """Where a mailbox is set."""
    if settings.BOUNCES:
        tasks.read_bounces.enqueue()


def declare() -> None:
    """At start."""
    declare_chore("notifications.bounces", every=timedelta(minutes=10), do=have_bounces_read)
    declare_chore("notifications.round", every=OFTEN, do=go_round)
    declare_chore("notifications.dates", every=timedelta(hours=1), do=ask_for_dates)
