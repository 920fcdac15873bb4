"""The hub of one process: who listens to what, and the one tailer that looks for news.

It lives in one event loop. The tailer asks the database every 50 ms for the numbers of the streams that somebody
follows here, on both databases and through any pooler; what is new is rendered once for each audience and language, and
the bytes are written to every connection that has waited for them. Nothing is woken for that and nothing queued.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, TypeVar

from django.db import close_old_connections, connection

from netzwerkstatt.foundation.events.consumers import reason_of
from netzwerkstatt.foundation.live import reading
from netzwerkstatt.foundation.live.channel import Channel, Listener, Replay
from netzwerkstatt.foundation.live.reading import News
from netzwerkstatt.foundation.live.registry import Eyes

EVERY: Final = 0.05
LONGEST_REST: Final = 5.0
HEARTBEAT: Final = 15
QUIET_FOR: Final = 60.0
# So many are written to before others get their turn: some five milliseconds.
IN_ONE_GO: Final = 1000
TRIES: Final = 5
START: Final[dict[str, Any]] = {
    "type": "http.response.start",
    "status": 200,
    "headers": [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),  # nginx would collect before it passes on
        (b"x-content-type-options", b"nosniff"),
    ],
}

T = TypeVar("T")
logger = logging.getLogger(__name__)


class NotNowError(Exception):
    """As many are connected to this process as it takes, or the database does not answer. Nothing was sent."""


class Hub:
    """All streams and connections of one process; at most `most` connections."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.count = 0
        self.closing = False
        self._channels: dict[tuple[str, str], Channel] = {}
        self._opening: dict[tuple[str, str], asyncio.Task[Channel]] = {}
        self._cohorts: list[set[tuple[Channel, Listener]]] = [set() for _ in range(HEARTBEAT)]
        self._reading = asyncio.Lock()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="live")
        self._tasks: list[asyncio.Task[None]] = []

    # ------------------------------------------------------------ from start to end

    def start(self) -> None:
        """Begin to look for news. To be called in the loop that serves the connections."""
        self._tasks = [asyncio.create_task(self._tail()), asyncio.create_task(self._beat())]

    def say_goodbye(self) -> None:
        """End every stream with a word and take no more: a server waits for its connections before it stops."""
        self.closing = True
        for cohort in self._cohorts:
            for _channel, listener in tuple(cohort):
                listener.end()

    async def stop(self) -> None:
        """The process ends."""
        self.say_goodbye()
        for task in self._tasks:
            task.cancel()
        self._thread.submit(lambda: connection.close())  # noqa: PLW0108 - of that thread, not of this one
        self._thread.shutdown(wait=False)

    # ------------------------------------------------------------ one connection

    async def follow(self, kind: str, stream: str, listener: Listener, after: int) -> None:
        """Send what came after `after`, then everything that comes, until the stream ends for this connection.

        Raises `NotNowError` before anything was sent where no more are taken, or the database does not answer.
        """
        if self.closing or self.count >= self.most:
            raise NotNowError
        self.count += 1
        channel: Channel | None = None
        try:
            try:
                channel = await self._channel(kind, stream)
                await self._catch_up(channel, listener, after)
            except Exception as error:  # noqa: BLE001 - whatever it is, the client comes again
                logger.error("a stream could not begin: %s", reason_of(error))  # noqa: TRY400 - the message of the error may hold what people wrote
                raise NotNowError from None
            await listener.over
        finally:
            self.count -= 1
            if channel is not None:
                channel.part(listener, _now())
                self._cohorts[listener.cohort].discard((channel, listener))

    async def _channel(self, kind: str, stream: str) -> Channel:
        """The stream as this process knows it; asked for by many at once, it is looked up once."""
        key = (kind, stream)
        if key in self._channels:
            return self._channels[key]
        if key not in self._opening:
            self._opening[key] = asyncio.create_task(self._open(key))
        return await asyncio.shield(self._opening[key])

    async def _open(self, key: tuple[str, str]) -> Channel:
        try:
            head = await self._ask(lambda: reading.head_of(key[1]))
            return self._channels.setdefault(key, Channel(*key, head, _now()))
        finally:
            del self._opening[key]

    async def _catch_up(self, channel: Channel, listener: Listener, after: int) -> None:
        """What was missed, from the ring, else from the table, else the whole view; from then on it listens."""
        for _try in range(TRIES):
            missed = channel.missed(after, listener.eyes)
            if missed is None:
                replay = await self._replay(channel, after, listener.eyes)
                rest = channel.missed(replay.upto, listener.eyes)
                if rest is None or replay.forgotten != channel.forgotten:
                    channel.drop(after, listener.eyes, replay)
                    continue
                missed = [replay.body, *rest]
            self._join(channel, listener, missed)
            return
        raise NotNowError

    async def _replay(self, channel: Channel, after: int, eyes: Eyes) -> Replay:
        """From the database, once for all who ask for the same."""
        key = (after, eyes)
        if key not in channel.replays:
            channel.replays[key] = asyncio.create_task(self._read_replay(channel, after, eyes))
        try:
            return await asyncio.shield(channel.replays[key])
        except Exception:
            channel.replays.pop(key, None)
            raise

    async def _read_replay(self, channel: Channel, after: int, eyes: Eyes) -> Replay:
        """With the news of the same moment, told to the others first: so the numbers of all are the same."""
        async with self._reading:
            asked = channel.asked()
            told, upto, body = await self._ask(lambda: reading.catch_up(asked, after, eyes))
            if told:
                await self._tell(channel, told)
            return Replay(upto, body, channel.forgotten)

    def _join(self, channel: Channel, listener: Listener, missed: list[bytes]) -> None:
        """In one step of the loop: nothing can come between what was missed and what comes."""
        self._channels.setdefault((channel.kind, channel.stream), channel)
        body = b"".join([*missed, beat(channel.head)])
        listener.number = channel.head
        listener.write(START, 0)
        listener.cohort = min(range(HEARTBEAT), key=lambda place: len(self._cohorts[place]))
        listener.write({"type": "http.response.body", "body": body, "more_body": True}, len(body))
        channel.join(listener)
        self._cohorts[listener.cohort].add((channel, listener))

    # ------------------------------------------------------------ news

    async def _tail(self) -> None:
        """Every 50 ms, until the process ends. An error of the database is told, and tried again after a pause."""
        failures = 0
        while True:
            await asyncio.sleep(min(EVERY * 2**failures, LONGEST_REST))
            try:
                await self._look()
                failures = 0
            except Exception as error:  # noqa: BLE001 - whatever it is, the next turn may come through
                failures = min(failures + 1, 8)
                logger.error("looking for news failed: %s", reason_of(error))  # noqa: TRY400 - the message of the error may hold what people wrote

    async def _look(self) -> None:
        """One turn: forget streams that nobody followed for a while, tell of the others what came."""
        now = _now()
        for key, channel in list(self._channels.items()):
            if not channel.listeners and now - channel.quiet_since > QUIET_FOR:
                del self._channels[key]
        if not self._channels:
            return
        async with self._reading:
            asked = [channel.asked() for channel in self._channels.values()]
            for one in await self._ask(lambda: list(reading.news(asked))):
                if followed := self._channels.get((one.kind, one.stream)):
                    await self._tell(followed, one)

    async def _tell(self, channel: Channel, one: News) -> None:
        """Write it to everybody who waits for it, and keep it for those who come late."""
        channel.take(one)
        channel.telling = True
        try:
            for eyes, body in one.bodies.items():
                if body:
                    message = {"type": "http.response.body", "body": body, "more_body": True}
                    await self._write(channel.listeners.get(eyes, ()), message, one.last)
        finally:
            channel.telling = False

    async def _write(self, listeners: Iterable[Listener], message: dict[str, Any], number: int) -> None:
        size = len(message["body"])
        for place, listener in enumerate(tuple(listeners), 1):
            if listener.number < number:  # whoever joined meanwhile has it from the ring
                listener.number = number
                listener.write(message, size)
            if place % IN_ONE_GO == 0:
                await asyncio.sleep(0)

    async def _beat(self) -> None:
        """Each second a fifteenth of all connections hears that we are here, and ends where its time is over."""
        turn = 0
        while True:
            await asyncio.sleep(1)
            turn = (turn + 1) % HEARTBEAT
            now = _now()
            for channel, listener in tuple(self._cohorts[turn]):
                if now >= listener.until:
                    listener.end()
                else:
                    if not channel.telling:
                        listener.number = channel.head
                    body = beat(listener.number)
                    listener.write({"type": "http.response.body", "body": body, "more_body": True}, len(body))

    async def _ask(self, question: Callable[[], T]) -> T:
        """In the one thread that talks to the database."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, _with_a_live_connection, question)


def beat(number: int) -> bytes:
    """A sign of life with the number up to which everything was sent."""
    return b"event: beat\nid: %d\ndata:\n\n" % number


def _now() -> float:
    return asyncio.get_running_loop().time()


def _with_a_live_connection(question: Callable[[], T]) -> T:
    """Django closes what is broken at the end of a request; there are no requests here."""
    try:
        return question()
    except Exception:
        close_old_connections()
        raise
