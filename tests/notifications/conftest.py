"""A problem that can be followed, and mails that are caught."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.consumers import catch_up
from netzwerkstatt.foundation.notifications.bundles import bundle_up, ring_reminders
from netzwerkstatt.foundation.notifications.sending import deliver
from netzwerkstatt.problems.actions import name_problem

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 3, 2, 9, tzinfo=BERLIN)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of the week of the tests: day 0 is a Monday."""
    return MONDAY.replace(hour=hour, minute=minute) + timedelta(days=day)


def go_round() -> int:
    """What the worker does, once."""
    catch_up("notifications")
    ring_reminders()
    bundle_up()
    return deliver()


@pytest.fixture(autouse=True)
def _who_chose_no_language_reads_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture(autouse=True)
def _some_monday():
    with clock.telling(MONDAY):
        yield


@pytest.fixture
def problem(officer_of_hettstedt, hettstedt, alliance) -> Entry:
    made = name_problem(
        actor=officer_of_hettstedt, city=hettstedt, statement="Young people leave", affected="16–25",
        themes=[alliance.youth],
    )  # fmt: skip
    return made.entry


@pytest.fixture
def mails():
    return mail.outbox
