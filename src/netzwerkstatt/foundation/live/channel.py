"""One followed stream in the memory of one process: what was sent lately, as bytes, and who listens."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, Final, NamedTuple

from netzwerkstatt.foundation.live.patches import View
from netzwerkstatt.foundation.live.reading import Asked, News
from netzwerkstatt.foundation.live.registry import Eyes

KEPT: Final = 256
KEPT_BYTES: Final = 1024 * 1024
REPLAYS: Final = 64
# A server takes what is written without ever saying that its client does not read. So much is owed to one at most; then
# the stream ends, and whoever is still there comes back at the number.
MOST_BYTES: Final = 512 * 1024

Send = Callable[[dict[str, Any]], Awaitable[None]]
Message = dict[str, Any]


class Replay(NamedTuple):
    """What somebody missed, up to which number; good as long as the stream has forgotten no more than `forgotten` times."""

    upto: int
    body: bytes
    forgotten: int


class Listener:
    """One connection. What is sent to it is written at once: no task, queue, thread or query belongs to it."""

    __slots__ = ("cohort", "eyes", "number", "over", "send", "sent", "until")

    def __init__(self, send: Send, eyes: Eyes, until: float, over: asyncio.Future[None]) -> None:
        self.send = send
        self.eyes = eyes
        self.until = until
        self.over = over
        self.number = -1
        self.sent = 0
        self.cohort = 0

    def write(self, message: Message, size: int) -> None:
        """Hand the bytes to the server, which takes them at once; a server that would make us wait has a slow client."""
        if self.over.done():
            return
        self.sent += size
        try:
            step = self.send(message).__await__()
            next(step)
        except StopIteration:
            if self.sent > MOST_BYTES and message.get("more_body"):
                self.end()
        except Exception:  # noqa: BLE001 - the connection is gone, whatever its server calls that
            self.leave()
        else:
            self.leave()

    def end(self, words: bytes = b"event: bye\ndata:\n\n") -> None:
        """Say so and close: the client comes back with a fresh ticket."""
        self.write({"type": "http.response.body", "body": words, "more_body": False}, len(words))
        self.leave()

    def leave(self) -> None:
        """Nothing is written any more; whoever waits for the end goes on."""
        if not self.over.done():
            self.over.set_result(None)


class Ring:
    """The last messages, oldest first, without a gap. Each is kept as it was sent, once for all who share the eyes."""

    def __init__(self) -> None:
        self._kept: deque[News] = deque()
        self._bytes = 0

    def append(self, one: News) -> None:
        """Keep it; with what it forgets, and what is too much, gone."""
        if one.forgets or (self._kept and self._kept[-1].last != one.before):
            self._kept.clear()
            self._bytes = 0
        self._kept.append(one)
        self._bytes += _size(one)
        while len(self._kept) > KEPT or (self._bytes > KEPT_BYTES and len(self._kept) > 1):
            self._bytes -= _size(self._kept.popleft())

    def since(self, number: int, eyes: Eyes) -> list[bytes] | None:
        """What came after this number, for these eyes; None where that is not known here."""
        missed = [one for one in self._kept if one.before >= number]
        if (
            not missed or missed[0].before != number
        ):  # a change says what is new since the one before it, and nothing else
            return None
        bodies = [one.bodies.get(eyes) for one in missed]
        known = [body for body in bodies if body is not None]
        return known if len(known) == len(bodies) else None


class Channel:
    """A stream that somebody follows here. `head` is the number up to which everything was sent."""

    def __init__(self, kind: str, stream: str, head: int, now: float) -> None:
        self.kind = kind
        self.stream = stream
        self.head = head
        self.ring = Ring()
        self.listeners: dict[Eyes, set[Listener]] = {}
        self.known: dict[Eyes, View | None] = {}
        self.replays: dict[tuple[int, Eyes], asyncio.Future[Replay]] = {}
        self.quiet_since = now
        self.forgotten = 0
        self.telling = False

    def asked(self) -> Asked:
        """What the tailer is to look for."""
        return Asked(self.kind, self.stream, self.head, {eyes: self.known.get(eyes) for eyes in self.listeners})

    def take(self, one: News) -> None:
        """Keep the news; what was put together for late comers counts no longer where something is forgotten."""
        self.ring.append(one)
        self.head = one.last
        self.known = one.known
        self.forgotten += one.forgets
        if one.forgets or len(self.replays) > REPLAYS:
            self.replays.clear()

    def missed(self, after: int, eyes: Eyes) -> list[bytes] | None:
        """What somebody missed who knows everything up to `after`; None where only the database knows."""
        return [] if after == self.head else self.ring.since(after, eyes)

    def drop(self, after: int, eyes: Eyes, replay: Replay) -> None:
        """What was put together for late comers leads no further: nobody kept what came after it for these eyes."""
        kept = self.replays.get((after, eyes))
        if kept is not None and kept.done() and not kept.exception() and kept.result() is replay:
            del self.replays[after, eyes]

    def join(self, listener: Listener) -> None:
        self.listeners.setdefault(listener.eyes, set()).add(listener)

    def part(self, listener: Listener, now: float) -> None:
        same = self.listeners.get(listener.eyes)
        if same is None:
            return
        same.discard(listener)
        if not same:
            del self.listeners[listener.eyes]
        if not self.listeners:
            self.quiet_since = now


def _size(one: News) -> int:
    return sum(len(body) for body in one.bodies.values())
