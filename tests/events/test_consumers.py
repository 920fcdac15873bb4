"""A consumer sees each event once and in order; one that fails holds up its own stream only."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from netzwerkstatt.foundation.events import chores, clock, consumers
from netzwerkstatt.foundation.events.chores import declare_chore, do_chores
from netzwerkstatt.foundation.events.consumers import catch_up, pause_after, register_consumer
from netzwerkstatt.foundation.events.following import Rest, follow
from netzwerkstatt.foundation.events.log import EVENT_TYPES, EventType, record
from netzwerkstatt.foundation.events.models import Chore, Consumed, Event, Stream

TOLD = EVENT_TYPES.get("test.told") or EventType("test.told", "told something")
ANSWERED = EVENT_TYPES.get("test.answered") or EventType("test.answered", "answered")


@dataclass(frozen=True)
class Thing:
    stream: str = "one"
    public_id: str = ""


@pytest.fixture(autouse=True)
def _only_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consumers, "_consumers", {})
    monkeypatch.setattr(chores, "_chores", {})


@dataclass
class Reader:
    """A handler that remembers what it got, and fails while it is told to."""

    turns: list[list[tuple[str, int]]]
    broken_in: str = ""

    def __call__(self, events: Sequence[Event]) -> None:
        if events[0].stream_id == self.broken_in:
            raise RuntimeError("Jana Wernicke, jana@example.org")
        self.turns.append([(event.stream_id, event.number) for event in events])


@pytest.fixture
def reader() -> Reader:
    made = Reader([])
    register_consumer("reader", made)
    return made


def tell(*streams: str) -> None:
    for stream in streams:
        record(TOLD(Thing(stream)))


@pytest.mark.django_db
def test_new_events_come_stream_by_stream_in_order_and_once(reader: Reader) -> None:
    tell("one", "two", "one")
    assert catch_up() == 3
    assert reader.turns == [[("one", 1), ("one", 2)], [("two", 1)]]
    assert catch_up("reader") == 0
    tell("one")
    assert catch_up(after=1) == 1
    assert reader.turns[-1] == [("one", 3)]


@pytest.mark.django_db
def test_a_long_stream_comes_in_parts(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consumers, "AT_ONCE", 2)
    tell(*["one"] * 5)
    assert catch_up() == 5
    assert [len(turn) for turn in reader.turns] == [2, 2, 1]


@pytest.mark.django_db
def test_many_streams_are_all_found(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consumers, "STREAMS_AT_ONCE", 3)
    tell(*(f"stream-{number}" for number in range(10)))
    assert catch_up() == 10


@pytest.mark.django_db
def test_one_stream_that_fails_stops_no_other_and_comes_through_when_mended(reader: Reader) -> None:
    tell("one", "two")
    reader.broken_in = "one"
    assert catch_up() == 1
    assert reader.turns == [[("two", 1)]]

    failed = Consumed.objects.get(stream="one")
    assert (failed.number, failed.tries) == (0, 1)
    assert failed.reason.startswith("RuntimeError in __call__, line ")
    assert "Jana" not in failed.reason, "the message of an error may hold what people wrote"
    assert catch_up() == 0, "it rests"

    with clock.telling(clock.now() + timedelta(seconds=3)):
        catch_up()
        failed.refresh_from_db()
        assert failed.tries == 2

    reader.broken_in = ""
    with clock.telling(clock.now() + timedelta(minutes=1)):
        assert catch_up() == 1
    failed.refresh_from_db()
    assert (failed.number, failed.tries, failed.reason, failed.again_at) == (1, 0, "", None)


def test_pauses_grow_up_to_an_hour() -> None:
    pauses = [pause_after(tries) for tries in range(1, 40)]
    assert pauses[0] == timedelta(seconds=2)
    assert pauses == sorted(pauses)
    assert pauses[-1] == timedelta(hours=1)


@pytest.mark.django_db
def test_what_a_handler_changed_before_it_failed_is_undone(reader: Reader) -> None:
    def half(events: Sequence[Event]) -> None:
        Stream.objects.create(name="half done")
        record(ANSWERED(Thing("answers")))
        raise KeyError("no")

    register_consumer("half", half)
    tell("one")
    catch_up("half")
    assert not Stream.objects.filter(name__in=["half done", "answers"]).exists()
    assert Consumed.objects.get(consumer="half").tries == 1


@pytest.mark.django_db
def test_what_a_handler_records_in_the_same_stream_comes_to_it_next_time() -> None:
    seen: list[str] = []

    def answer(events: Sequence[Event]) -> None:
        seen.extend(event.type for event in events)
        if events[0].type == "test.told":
            record(ANSWERED(Thing(events[0].stream_id)))

    register_consumer("answering", answer)
    tell("one")
    catch_up()
    catch_up()
    assert seen == ["test.told", "test.answered"]


@pytest.mark.django_db
def test_a_name_belongs_to_one_consumer(reader: Reader) -> None:
    with pytest.raises(ValueError, match="twice"):
        register_consumer("reader", lambda events: None)


@pytest.mark.django_db
def test_how_many_queries_are_made_does_not_grow_with_streams_that_are_done(
    reader: Reader, django_assert_num_queries: Callable[..., Any]
) -> None:
    tell(*(f"stream-{number}" for number in range(30)))
    catch_up()
    with django_assert_num_queries(1):
        catch_up()


@pytest.mark.django_db
def test_a_quick_turn_finds_what_came_since_and_a_thorough_one_everything(reader: Reader) -> None:
    rest = Rest()
    tell("one")
    rest.go_on()
    tell("two")
    rest.go_on()
    assert reader.turns == [[("one", 1)], [("two", 1)]]
    rest.go_on()
    assert len(reader.turns) == 2


@pytest.fixture
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netzwerkstatt.foundation.events.following.EVERY", 0.01)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_quick")
def test_the_thread_survives_errors_of_the_database_and_ends_when_told(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real, failures = consumers._waiting, iter([True, False])

    def now_and_then(consumer: str, after: int) -> Any:
        if next(failures, False):
            raise OSError("the address of the database is 10.0.0.7")
        return real(consumer, after)

    monkeypatch.setattr(consumers, "_waiting", now_and_then)
    tell("one")
    stop = threading.Event()
    thread = threading.Thread(target=follow, args=(stop,))
    thread.start()
    until = time.monotonic() + 60
    while not reader.turns and time.monotonic() < until:
        tell("one")
        time.sleep(0.02)
    stop.set()
    thread.join(timeout=60)
    assert reader.turns, "it came through"
    assert not thread.is_alive()
    assert "OSError" in caplog.text
    assert "10.0.0.7" not in caplog.text


@pytest.mark.django_db
def test_a_chore_is_done_when_it_is_due_and_tried_again_when_it_fails() -> None:
    done: list[str] = []
    broken = [True]

    def sweep() -> None:
        if broken[0]:
            raise RuntimeError("jana@example.org")
        done.append("swept")

    Chore.objects.all().delete()
    declare_chore("sweep", every=timedelta(days=1), do=sweep)
    assert do_chores() == 0
    kept = Chore.objects.get(name="sweep")
    assert kept.tries == 1
    assert "jana" not in kept.reason

    broken[0] = False
    with clock.telling(clock.now() + timedelta(seconds=5)):
        assert do_chores() == 1
        assert do_chores() == 0
    with clock.telling(clock.now() + timedelta(days=2)):
        assert do_chores() == 1
    assert done == ["swept", "swept"]
    with pytest.raises(ValueError, match="twice"):
        declare_chore("sweep", every=timedelta(days=1), do=sweep)
