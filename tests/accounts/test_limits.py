"""How often: buckets that empty, refill with time, and give nobody more than there is."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from netzwerkstatt.foundation.accounts.limits import Limit, check, spend
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import TooMany

THREE_A_MINUTE = Limit("three", 3, timedelta(minutes=1))
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def spent(times: int, who: str = "guest", *, at: datetime = NOON) -> int:
    """How many of so many attempts pass at this moment."""
    passed = 0
    with clock.telling(at):
        for _ in range(times):
            try:
                spend(THREE_A_MINUTE, who)
            except TooMany:
                continue
            passed += 1
    return passed


@pytest.mark.django_db
def test_a_bucket_gives_what_is_in_it_and_then_says_when_again() -> None:
    assert spent(3) == 3
    with clock.telling(NOON + timedelta(seconds=5)), pytest.raises(TooMany) as refused:
        spend(THREE_A_MINUTE, "guest")
    assert refused.value.seconds == 15


@pytest.mark.django_db
def test_a_bucket_refills_evenly_and_never_over_its_rim() -> None:
    assert spent(4) == 3
    assert spent(2, at=NOON + timedelta(seconds=19)) == 0
    assert spent(2, at=NOON + timedelta(seconds=20)) == 1
    assert spent(9, at=NOON + timedelta(days=30)) == 3


@pytest.mark.django_db
def test_what_is_refused_takes_nothing() -> None:
    assert spent(3) == 3
    assert spent(50, at=NOON + timedelta(seconds=10)) == 0
    assert spent(1, at=NOON + timedelta(seconds=20)) == 1


@pytest.mark.django_db
def test_everybody_and_everything_has_a_bucket_of_its_own() -> None:
    other = Limit("other", 1, timedelta(hours=1))
    assert spent(3) == 3
    assert spent(3, "another guest") == 3
    spend(other, "guest")


@pytest.mark.django_db
def test_looking_into_a_bucket_takes_nothing_out() -> None:
    with clock.telling(NOON):
        check(THREE_A_MINUTE, "guest")
        for _ in range(3):
            check(THREE_A_MINUTE, "guest")
            spend(THREE_A_MINUTE, "guest")
        with pytest.raises(TooMany):
            check(THREE_A_MINUTE, "guest")


@pytest.mark.django_db
def test_a_clock_that_goes_back_gives_nothing() -> None:
    assert spent(3) == 3
    assert spent(3, at=NOON - timedelta(hours=1)) == 0


@pytest.mark.django_db(transaction=True)
def test_ten_at_the_same_moment_get_no_more_than_is_in_the_bucket() -> None:
    barrier = threading.Barrier(10)
    answers: list[str] = []

    def take() -> None:
        barrier.wait()
        try:
            with clock.telling(NOON):
                spend(THREE_A_MINUTE, "crowd")
            answers.append("passed")
        except TooMany:
            answers.append("refused")
        finally:
            connection.close()

    crowd = [threading.Thread(target=take) for _ in range(10)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert sorted(answers) == ["passed"] * 3 + ["refused"] * 7


class AnyHour(TestCase):
    """A law over any sequence of attempts."""

    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.integers(0, 40), min_size=1, max_size=20))
    def test_over_any_time_no_more_passes_than_the_burst_and_what_came_back(self, pauses: list[int]) -> None:
        who, now, passed = f"hour {pauses}"[:60], NOON, 0
        for pause in pauses:
            now += timedelta(seconds=pause)
            passed += spent(1, who, at=now)
        assert passed <= THREE_A_MINUTE.burst + sum(pauses) / THREE_A_MINUTE.pace + 1e-6
