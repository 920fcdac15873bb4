"""What a client gets, when it gets it again, and what it never gets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext

from netzwerkstatt.foundation.live import channel, hub, reading, tickets
from netzwerkstatt.foundation.live.endpoint import Live
from netzwerkstatt.foundation.live.tickets import ticket_for
from tests.live import board
from tests.live.board import KIND, Board
from tests.live.client import Client

pytestmark = pytest.mark.django_db(transaction=True)
BOARD = Board("stream-of-tests")


async def put(note: str, words: str) -> None:
    await elsewhere(lambda: BOARD.put(note, words))


async def tear(note: str) -> None:
    await elsewhere(lambda: BOARD.tear(note))


async def elsewhere(change: Callable[[], None]) -> None:
    """In a thread of its own, which keeps no connection to the database."""

    def run_and_close() -> None:
        try:
            change()
        finally:
            connection.close()

    await asyncio.to_thread(run_and_close)


@asynccontextmanager
async def running(most: int = 100) -> AsyncIterator[Live]:
    live = Live(most)
    live.hub.start()
    try:
        yield live
    finally:
        await live.hub.stop()
        live.hub._thread.shutdown()


def run(story: Callable[[], Awaitable[Any]]) -> None:
    board.rendered.clear()
    asyncio.run(story())  # type: ignore[arg-type]


def test_whoever_comes_new_gets_the_view_and_then_what_changes() -> None:
    async def story() -> None:
        await put("a", "first")
        async with running() as live:
            guest = Client(live)
            guest.follow(BOARD.stream)
            await guest.until(lambda: guest.view)
            assert guest.status == 200
            assert guest.headers[b"x-accel-buffering"] == b"no"
            assert guest.view == {"language": "en", "notes": {"a": "first"}, "count": 1}
            await put("b", "second")
            await guest.until(lambda: guest.number == 2)
            assert guest.view == {"language": "en", "notes": {"a": "first", "b": "second"}, "count": 2}
            assert [one.event for one in guest.messages] == ["snapshot", "beat", ""]

    run(story)


def test_one_change_is_rendered_once_for_each_audience_and_language_however_many_listen() -> None:
    async def story() -> None:
        async with running() as live:
            clients = [Client(live) for _ in range(30)]
            for place, client in enumerate(clients):
                client.follow(BOARD.stream, ("guest", "host")[place % 2], ("en", "de")[place % 3 == 0], after=0)
            await asyncio.gather(*(client.until(lambda client=client: client.messages) for client in clients))
            await put("a", "first")
            await asyncio.gather(*(client.until(lambda client=client: client.number == 1) for client in clients))
            assert set(board.rendered) == {
                (1, audience, lang) for audience in ("guest", "host") for lang in ("en", "de")
            }
            assert set(board.rendered.values()) == {1}
            assert [client.view["notes"] for client in clients] == [{"a": "first"}] * 30
            assert not any(client.twice for client in clients)

    run(story)


def test_what_is_hidden_is_in_nothing_that_is_sent() -> None:
    async def story() -> None:
        await put("secret-1", "before")
        async with running() as live:
            guest, host = Client(live), Client(live)
            guest.follow(BOARD.stream)
            host.follow(BOARD.stream, "host")
            await host.until(lambda: host.view)
            await put("secret-2", "while we look")
            await host.until(lambda: host.view["count"] == 2)
            guest.leave()
            guest.follow(BOARD.stream, after=0)
            await guest.until(lambda: guest.messages[-1].event == "beat")
            assert guest.view["notes"] == {}
            assert "secret" not in str(guest.messages)

    run(story)


def test_whoever_was_away_goes_on_at_the_number_and_misses_nothing() -> None:
    async def story() -> None:
        async with running() as live:
            stays, goes = Client(live), Client(live)
            for client in (stays, goes):
                client.follow(BOARD.stream)
                await client.until(lambda client=client: client.number == 0)
            await put("a", "first")
            await goes.until(lambda: goes.number == 1)
            goes.leave()
            await goes.until(goes.task.done)
            for number in range(5):
                await put("a", f"words {number}")
                await put(f"note {number}", "another")
            await stays.until(lambda: stays.number == 11)
            renders = sum(board.rendered.values())
            goes.follow(BOARD.stream)
            await goes.until(lambda: goes.number == 11)
            assert goes.view == stays.view
            assert not goes.twice
            assert sum(board.rendered.values()) == renders, "from the ring, nothing is rendered again"

    run(story)


def test_after_a_restart_what_was_missed_comes_from_the_table_once_for_all() -> None:
    async def story() -> None:
        for number in range(4):
            await put(f"note {number}", "words")
        async with running() as live:
            clients = [Client(live, number=2) for _ in range(20)]
            for client in clients:
                client.follow(BOARD.stream)
            await asyncio.gather(*(client.until(lambda client=client: client.number == 4) for client in clients))
            assert [client.view for client in clients] == [
                {"notes": {"note 2": "words", "note 3": "words"}, "count": 4}
            ] * 20
            assert sum(board.rendered.values()) == 2

    run(story)


def test_too_old_a_number_and_one_from_another_time_get_the_whole_view(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "REPLAYED", 3)

    async def story() -> None:
        for number in range(5):
            await put(f"note {number}", "words")
        async with running() as live:
            for number in (1, 77):
                client = Client(live)
                client.follow(BOARD.stream, after=number)
                await client.until(lambda client=client: client.view)
                assert client.messages[0].event == "snapshot"
                assert client.view["count"] == 5
                assert client.messages[0].id == 5
            client = Client(live, number=2)
            client.follow(BOARD.stream)
            await client.until(lambda: client.view)
            assert client.messages[0].event == ""

    run(story)


def test_what_was_taken_away_is_never_sent_again_not_even_from_memory() -> None:
    async def story() -> None:
        async with running() as live:
            stays, comes = Client(live), Client(live, number=0)
            stays.follow(BOARD.stream)
            await stays.until(lambda: stays.number == 0)
            await put("a", "an insult")
            await put("b", "an idea")
            await stays.until(lambda: stays.number == 2)
            await tear("a")
            await stays.until(lambda: stays.number == 3)
            comes.follow(BOARD.stream)
            await comes.until(lambda: comes.number == 3)
            assert comes.view["notes"] == {"b": "an idea"} == stays.view["notes"]
            assert "insult" not in str(comes.messages)

    run(story)


@pytest.mark.parametrize(
    "ticket",
    [
        "",
        "nonsense",
        signing.Signer(salt="another").sign_object([KIND, BOARD.stream, "guest", "en", 2**40]),
        signing.Signer(salt=tickets._SALT).sign_object([KIND, BOARD.stream, "guest", "en", 1]),
        signing.Signer(salt=tickets._SALT).sign_object([KIND, "another-stream", "guest", "en", 2**40]),
        signing.Signer(salt=tickets._SALT).sign_object("not what we write"),
    ],
)
def test_a_ticket_that_is_wrong_over_or_for_another_stream_opens_nothing(ticket: str) -> None:
    async def story() -> None:
        async with running() as live:
            client = Client(live)
            client.connect(BOARD.stream, ticket)
            await client.until(lambda: client.over)
            assert (client.status, client.messages) == (403, [])
            assert live.hub.count == 0

    run(story)


def test_a_ticket_is_made_only_for_an_audience_that_the_room_named() -> None:
    with pytest.raises(LookupError):
        ticket_for(KIND, BOARD.stream, "press", "en")
    with pytest.raises(LookupError):
        ticket_for("no such kind", BOARD.stream, "guest", "en")


def test_only_get_is_answered_and_only_under_its_address() -> None:
    async def story() -> None:
        async with running() as live:
            client = Client(live)
            client.connect(BOARD.stream, ticket_for(KIND, BOARD.stream, "guest", "en"), method="POST")
            await client.until(lambda: client.over)
            assert client.status == 405

    run(story)


def test_a_stream_ends_with_its_ticket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tickets, "LIFE", 1)
    monkeypatch.setattr(hub, "HEARTBEAT", 1)

    async def story() -> None:
        async with running() as live:
            client = Client(live)
            client.follow(BOARD.stream)
            await client.until(lambda: client.over)
            assert client.messages[-1].event == "bye"
            await client.until(client.task.done)
            assert live.hub.count == 0

    run(story)


def test_as_many_as_may_are_connected_and_the_others_hear_when_to_come_again() -> None:
    async def story() -> None:
        async with running(most=2) as live:
            clients = [Client(live) for _ in range(3)]
            for client in clients:
                client.follow(BOARD.stream)
                await client.until(lambda client=client: client.status)
            assert [client.status for client in clients] == [200, 200, 503]
            assert 5 <= int(clients[2].headers[b"retry-after"]) <= 20
            clients[0].leave()
            await clients[0].until(clients[0].task.done)
            clients[2].follow(BOARD.stream)
            await clients[2].until(lambda: clients[2].status == 200)

    run(story)


def test_whoever_does_not_read_is_owed_little_and_can_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channel, "MOST_BYTES", 2000)

    async def story() -> None:
        async with running() as live:
            client = Client(live)
            client.follow(BOARD.stream)
            await client.until(lambda: client.number == 0)
            for number in range(5):
                await put(f"note {number}", "x" * 500)
            await client.until(lambda: client.over)
            assert client.messages[-1].event == "bye"
            await client.until(client.task.done)
            client.follow(BOARD.stream)
            await client.until(lambda: client.number == 5)
            assert client.view["count"] == 5
            assert not client.twice

    run(story)


def test_a_server_that_would_make_us_wait_for_one_client_holds_up_nobody() -> None:
    async def story() -> None:
        async with running() as live:
            slow, quick = Client(live), Client(live)
            for client in (slow, quick):
                client.follow(BOARD.stream)
                await client.until(lambda client=client: client.number == 0)

            async def never(_message: Any) -> None:
                await asyncio.sleep(3600)

            (listeners,) = live.hub._channels[KIND, BOARD.stream].listeners.values()
            next(one for one in listeners if one.send == slow._send).send = never
            await put("a", "first")
            await quick.until(lambda: quick.number == 1)
            await slow.until(slow.task.done)
            assert live.hub.count == 1

    run(story)


def test_a_change_that_cannot_be_shown_sends_everybody_to_the_view_and_holds_up_no_other() -> None:
    async def story() -> None:
        async with running() as live:
            client = Client(live)
            client.follow(BOARD.stream)
            await client.until(lambda: client.number == 0)
            await elsewhere(BOARD.break_down)
            await client.until(lambda: client.number == 1)
            assert client.messages[-1].event == "again"
            await put("a", "first")
            await client.until(lambda: client.number == 2)
            assert client.view["notes"] == {"a": "first"}

    run(story)


def test_a_database_that_is_away_for_a_while_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    news, asked = reading.news, []

    def sometimes(*args: Any) -> Any:
        asked.append(args)
        if len(asked) < 3:
            raise OSError("away")
        return news(*args)

    async def story() -> None:
        async with running() as live:
            client = Client(live)
            client.follow(BOARD.stream)
            await client.until(lambda: client.number == 0)
            asked.clear()
            monkeypatch.setattr(reading, "news", sometimes)
            await put("a", "first")
            await client.until(lambda: client.number == 1)

    run(story)


def test_many_come_while_much_happens_and_all_see_the_same_once() -> None:
    async def story() -> None:
        async with running(most=1000) as live:
            writing = asyncio.create_task(_write(60))
            clients = []
            while not writing.done() or len(clients) < 200:
                client = Client(live)
                client.follow(BOARD.stream, after=0)
                clients.append(client)
                await asyncio.sleep(0.005)
            await writing
            await asyncio.gather(*(client.until(lambda client=client: client.number == 60) for client in clients))
            assert not any(client.twice for client in clients)
            views = [client.view for client in clients]
            assert all(view["count"] == 60 and len(view["notes"]) == 60 for view in views)

    async def _write(number: int) -> None:
        for place in range(number):
            await put(f"note {place}", "words")
            await asyncio.sleep(0.01)

    run(story)


def test_a_process_that_stops_says_so_to_everybody() -> None:
    async def story() -> None:
        async with running() as live:
            clients = [Client(live) for _ in range(5)]
            for client in clients:
                client.follow(BOARD.stream)
                await client.until(lambda client=client: client.number == 0)
        for client in clients:
            await client.until(lambda client=client: client.task.done())
            assert client.messages[-1].event == "bye"

    run(story)


def test_nobody_listens_nobody_asks(django_assert_num_queries: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stream that nobody follows is forgotten after a while, and a process without streams asks nothing."""
    monkeypatch.setattr(hub, "QUIET_FOR", 0.0)
    asked = []
    news = reading.news
    monkeypatch.setattr(reading, "news", lambda wanted: asked.append(wanted) or news(wanted))

    async def story() -> None:
        async with running() as live:
            client = Client(live)
            client.follow(BOARD.stream)
            await client.until(lambda: asked)
            client.leave()
            await client.until(lambda: not live.hub._channels)
            before = len(asked)
            await asyncio.sleep(0.3)
            assert len(asked) == before

    run(story)


def test_one_question_finds_the_news_of_all_streams_and_every_connection_hears_of_us_every_fifteen_seconds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A second passes in a fiftieth here."""
    boards = [Board(f"stream-of-tests-{number}") for number in range(5)]
    clients: list[Client] = []
    beats: list[list[int]] = []
    asked: list[tuple[int, int]] = []
    sleep, news = asyncio.sleep, reading.news

    async def quick(seconds: float, *rest: Any) -> Any:
        if seconds == 1:
            beats.append([sum(one.event == "beat" for one in client.messages) for client in clients])
        return await sleep(seconds / 50 if seconds == 1 else seconds, *rest)

    def counted(streams: Any) -> Any:
        with CaptureQueriesContext(connection) as queries:
            found = list(news(streams))
        asked.append((len(streams), len(queries)))
        return found

    async def story() -> None:
        async with running() as live:
            clients.extend(Client(live) for _ in range(20))
            for place, client in enumerate(clients):
                client.follow(boards[place % 5].stream)
            await asyncio.gather(*(client.until(lambda client=client: client.number == 0) for client in clients))
            begun, first = len(beats), len(asked)
            await clients[0].until(lambda: len(beats) > begun + 32)
            later = [
                [now - then for then, now in zip(*pair, strict=True)] for pair in zip(beats, beats[15:], strict=False)
            ]
            assert later[begun:]
            assert all(each == [1] * 20 for each in later[begun:])
            assert set(asked[first + 1 :]) == {(5, 1)}, "five streams, one question"
            await elsewhere(lambda: boards[3].put("a", "first"))
            await clients[3].until(lambda: clients[3].number == 1)
            assert not clients[2].view["notes"]

    assert hub.HEARTBEAT == 15
    monkeypatch.setattr(asyncio, "sleep", quick)
    monkeypatch.setattr(reading, "news", counted)
    run(story)
