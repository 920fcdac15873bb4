"""A poor net between a browser and the server: slow, with pieces that come late, and gone for a while.

What TCP makes of lost packets is that everything behind them waits; so a lost piece here is one that is sent again later.
In an outage answers are lost whose questions arrived, and at its end every connection is broken.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

SENT_AGAIN = (0.2, 1.0)


@dataclass
class PoorNet:
    """`delay` is the way in one direction in seconds, `loss` the share of pieces that have to be sent again."""

    server: int
    port: int = 0
    delay: float = 0.0
    loss: float = 0.0
    late: int = 0
    broken: int = 0
    _there: asyncio.Event = field(default_factory=asyncio.Event)
    _lines: set[asyncio.StreamWriter] = field(default_factory=set)
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _dice: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311 - the same bad luck each time

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def go(self) -> None:
        """From now on nothing comes back; what is sent still arrives, and nobody hears of it."""
        self._loop.call_soon_threadsafe(self._there.clear)

    def come_back(self) -> None:
        """Whoever waited finds the connection broken; a new one goes through."""
        asyncio.run_coroutine_threadsafe(self._break(), self._loop).result(10)

    async def _break(self) -> None:
        self._there.set()
        self.broken += len(self._lines) // 2
        for line in list(self._lines):
            line.transport.abort()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            back, there = await asyncio.open_connection("127.0.0.1", self.server)
        except OSError:
            writer.transport.abort()
            return
        self._lines |= {writer, there}
        try:
            with contextlib.suppress(asyncio.CancelledError):  # the test is over
                await asyncio.gather(self._pass(reader, there, answers=False), self._pass(back, writer, answers=True))
        finally:
            self._lines -= {writer, there}
            for line in (writer, there):
                line.transport.abort()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, answers: bool) -> None:
        pieces: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        sending = asyncio.create_task(self._send(pieces, writer, answers=answers))
        due = 0.0
        with contextlib.suppress(OSError):
            while piece := await reader.read(65536):
                now = asyncio.get_running_loop().time()
                again = self._dice.uniform(*SENT_AGAIN) if self._dice.random() < self.loss else 0.0
                self.late += again > 0
                due = max(due, now + self.delay + again)
                pieces.put_nowait((due, piece))
        pieces.put_nowait((due, b""))
        await sending

    async def _send(
        self, pieces: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter, *, answers: bool
    ) -> None:
        with contextlib.suppress(OSError):
            while True:
                due, piece = await pieces.get()
                await asyncio.sleep(max(0.0, due - asyncio.get_running_loop().time()))
                if answers:
                    await self._there.wait()
                if not piece:
                    break
                writer.write(piece)
                await writer.drain()
            writer.write_eof()


@contextlib.contextmanager
def poor_net(server: int) -> Iterator[PoorNet]:
    """To the server at this port, in a thread of its own; at first as good as any."""
    net = PoorNet(server)
    ready = threading.Event()

    async def run() -> None:
        net._there.set()
        listening = await asyncio.start_server(net._accept, "127.0.0.1", 0)
        net.port = int(listening.sockets[0].getsockname()[1])
        ready.set()
        async with listening:
            await listening.serve_forever()

    def carry() -> None:
        asyncio.set_event_loop(net._loop)
        with contextlib.suppress(asyncio.CancelledError):
            net._loop.run_until_complete(run())
        left = asyncio.all_tasks(net._loop)
        for task in left:
            task.cancel()
        net._loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        net._loop.close()

    thread = threading.Thread(target=carry, name="poor net", daemon=True)
    thread.start()
    ready.wait(10)
    try:
        yield net
    finally:
        net._loop.call_soon_threadsafe(lambda: [task.cancel() for task in asyncio.all_tasks(net._loop)])
        thread.join(10)
