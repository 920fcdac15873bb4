"""Numbers and days as people read them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from netzwerkstatt.foundation.ui import formatting


@pytest.mark.parametrize(
    ("value", "decimals", "german", "english"),
    [
        (13678, None, "13\u202f678", "13,678"),
        (999, None, "999", "999"),
        (1000, None, "1\u202f000", "1,000"),
        (-216, None, "\u2212216", "\u2212216"),
        (Decimal("-5.90"), None, "\u22125,90", "\u22125.90"),
        (-5.9, 1, "\u22125,9", "\u22125.9"),
        (0.25, None, "0,25", "0.25"),
        (1234567.891, 2, "1\u202f234\u202f567,89", "1,234,567.89"),
        (0, None, "0", "0"),
        (2.5, 0, "2", "2"),
        (Decimal("1E+3"), None, "1\u202f000", "1,000"),
        (None, None, "–", "–"),
    ],
)
def test_a_number_is_written_as_its_language_writes_it(value, decimals, german, english):
    with translation.override("de"):
        assert formatting.number(value, decimals) == german
    with translation.override("en"):
        assert formatting.number(value, decimals) == english


@given(st.integers())
def test_no_digit_of_a_number_is_lost_on_the_way(value):
    with translation.override("de"):
        text = formatting.number(value)
    assert int(text.replace("\u202f", "").replace("\u2212", "-")) == value


def test_a_change_carries_its_sign_and_no_change_carries_none():
    with translation.override("de"):
        assert [formatting.signed(n) for n in (128, -216, 0)] == ["+128", "\u2212216", "0"]


@pytest.mark.parametrize(("language", "text"), [("de", "12. Mai 2026"), ("en", "12 May 2026")])
def test_a_day_is_written_out(language, text):
    with translation.override(language):
        assert formatting.day(date(2026, 5, 12)) == text


def test_a_moment_is_told_in_the_time_of_the_installation():
    late = datetime(2026, 5, 11, 22, 35, tzinfo=UTC)
    with translation.override("de"), timezone.override("Europe/Berlin"):
        assert formatting.daytime(late) == "12. Mai 2026, 0.35\u00a0Uhr"
        assert formatting.weekday(late) == "Dienstag, 12. Mai 2026"
    with translation.override("en"), timezone.override("Europe/Berlin"):
        assert formatting.daytime(late) == "12 May 2026, 0:35"
    assert formatting.iso(late) == "2026-05-11T22:35:00+00:00"


@pytest.mark.parametrize(
    ("days", "text"),
    [(0, "today"), (1, "tomorrow"), (80, "80 days left"), (-1, "1 day overdue"), (-3, "3 days overdue")],
)
def test_a_deadline_says_how_long_there_is(days, text):
    with translation.override("en"):
        assert formatting.days_left(timezone.localdate() + timedelta(days=days)) == text


@pytest.mark.parametrize(("days", "text"), [(0, "today"), (1, "yesterday"), (3, "3 days ago")])
def test_what_happened_lately_is_counted_in_days(days, text):
    with translation.override("en"):
        assert formatting.ago_days(timezone.now() - timedelta(days=days)) == text


def test_what_happened_long_ago_is_told_by_its_date():
    long_ago = timezone.localdate() - timedelta(days=200)
    assert formatting.ago_days(long_ago) == formatting.day(long_ago)


def test_nothing_is_said_about_a_day_that_is_not_known():
    tellers = (formatting.day, formatting.weekday, formatting.clock, formatting.daytime, formatting.iso)
    assert [tell(None) for tell in (*tellers, formatting.ago_days, formatting.days_left)] == [""] * 7


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Dr. Thea Krahl", "TK"),
        ("Murat Özkan", "MÖ"),
        ("Jan-Peter von Halle", "JH"),
        ("Madonna", "M"),
        ("", ""),
        ("42", "4"),
    ],
)
def test_a_person_has_the_initials_of_first_and_last_name(name, letters):
    assert formatting.initials(name) == letters
