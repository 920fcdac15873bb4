"""How many voted is told by one process at a time, at most four times a second, and only where the number is another."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.live import tally
from netzwerkstatt.foundation.live.tally import HELD_FOR, Tally, Teller


class Vote:
    """A vote that is open: its number, and what was told of it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.number = 1
        self.told: list[int] = []
        self.is_open = True
        monkeypatch.setattr(tally, "_rooms", {"vote": self.running})

    def running(self) -> list[Tally]:
        return [Tally("vote", self.number, self.told.append)] if self.is_open else []


@pytest.fixture
def vote(monkeypatch: pytest.MonkeyPatch) -> Vote:
    return Vote(monkeypatch)


def test_one_of_two_leads_and_another_follows_three_seconds_after_it_was_killed(db: None, vote: Vote) -> None:
    first, second, start = Teller(), Teller(), clock.now()
    with clock.telling(start):
        assert first.turn()
        assert not second.turn(), "the other waits"
        vote.number = 2
        second.turn()
        assert vote.told == [1]
    with clock.telling(start + timedelta(seconds=2)):
        first.turn()
        assert vote.told == [1, 2], "it goes on leading as long as it says so in time"
    with clock.telling(start + timedelta(seconds=2) + HELD_FOR / 2):
        assert not second.turn()
    with clock.telling(start + timedelta(seconds=2.1) + HELD_FOR):
        assert second.turn()
        assert vote.told == [1, 2, 2], "whoever leads anew tells how it stands"
        assert not first.turn()


def test_nothing_is_told_twice_and_nothing_where_nothing_is_open(db: None, vote: Vote) -> None:
    teller = Teller()
    for _ in range(3):
        assert teller.turn()
    assert vote.told == [1]
    vote.is_open = False
    assert not teller.turn()
    vote.is_open = True
    teller.turn()
    assert vote.told == [1, 1], "a vote that opens again is another one"


def test_a_vote_is_told_at_most_four_times_a_second_and_an_error_ends_nothing(
    db: None, vote: Vote, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    stop = threading.Event()

    def wait(seconds: float) -> bool:
        pauses.append(seconds)
        vote.number += 1
        if len(pauses) == 2:
            monkeypatch.setattr(Teller, "turn", lambda _teller: 1 / 0)
        if len(pauses) == 4:
            stop.set()
        return True

    monkeypatch.setattr(stop, "wait", wait)
    monkeypatch.setattr(tally.connection, "close", lambda: None)
    monkeypatch.setattr(tally, "close_old_connections", lambda: None)
    tally.tell_tallies(stop)
    assert vote.told == [1, 2]
    assert pauses[:2] == [0.25, 0.25]
    assert 0.25 < pauses[2] < pauses[3] <= tally.LONGEST_REST
