"""Three, six and twelve months later the host tells what became of a workshop."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.notifications.models import Reminder
from netzwerkstatt.workshops import actions
from netzwerkstatt.workshops.echoes import due_on
from netzwerkstatt.workshops.models import Echo
from netzwerkstatt.workshops.notices import remind_of_echoes
from tests.workshops.room import browser
from tests.workshops.test_pages import text


def at(year, month, day):
    return clock.telling(datetime(year, month, day, 12, tzinfo=UTC))


def test_a_month_that_is_shorter_ends_with_its_last_day():
    assert due_on(date(2027, 11, 30), 3) == date(2028, 2, 29)
    assert due_on(date(2027, 2, 4), 12) == date(2028, 2, 4)


def test_the_host_is_asked_after_three_six_and_twelve_months_and_everybody_reads_the_answer(
    released, officer_of_hettstedt, officer_of_saalfeld
):
    page = f"/workshops/{released.public_id}"
    host = browser(officer_of_hettstedt)
    with at(2027, 3, 1):
        assert "what became of it" not in text(host.get(page))
        assert host.get(f"{page}/echo").status_code == 302
    with at(2027, 5, 2):
        remind_of_echoes()
        remind_of_echoes()
    assert Reminder.objects.get().key.endswith("-3")
    with at(2027, 5, 5):
        assert "after 3 months" in text(host.get(page))
        assert "after 3 months" not in text(browser().get(page))
        empty = text(host.post(f"{page}/echo", {"words": " "}))
        assert "What became of it?" in empty
        host.post(f"{page}/echo", {"words": "The room is open twice a week."})
        assert "The room is open" in text(browser().get(page))
        host.post(f"{page}/echo?months=3", {"words": "The room is open three times a week."})
        assert Echo.objects.get().words.endswith("three times a week.")
        assert browser(officer_of_saalfeld).get(f"{page}/echo").status_code == 403
    with at(2028, 3, 1):
        assert "after 12 months" in text(host.get(page))
        Reminder.objects.all().delete()
        remind_of_echoes()
    assert {one.key.rsplit("-", 1)[1] for one in Reminder.objects.all()} == {"12"}


def test_only_released_workshops_and_only_these_months(released, officer_of_hettstedt, officer_of_saalfeld):
    say = {"workshop": released, "words": "Well"}
    with pytest.raises(Invalid):
        actions.write_echo(actor=officer_of_hettstedt, months=4, **say)
    with pytest.raises(NotAllowed):
        actions.write_echo(actor=officer_of_saalfeld, months=3, **say)
    once = actions.write_echo(actor=officer_of_hettstedt, months=3, **say)
    assert actions.write_echo(actor=officer_of_hettstedt, months=3, **say) == once
    with pytest.raises(IntegrityError), transaction.atomic():
        Echo.objects.create(workshop=released, months=3, words="Again")
