"""`/live/<stream>`: the raw ASGI application that streams; and what it needs at the start and end of its process."""

from __future__ import annotations

import asyncio
import random
import threading
import time
from typing import Any, Final
from urllib.parse import parse_qs

from netzwerkstatt.foundation.live.channel import Listener, Send
from netzwerkstatt.foundation.live.hub import Hub, NotNowError
from netzwerkstatt.foundation.live.tally import tell_tallies
from netzwerkstatt.foundation.live.tickets import NoTicketError, read_ticket

PATH: Final = "/live/"
# In a header, not in the address: what proxies note is of no use to anybody.
TICKET: Final = b"live-ticket"
LATER: Final = range(5, 21)


class Live:
    """The ASGI application. One for each process; `most` is how many connections it takes.

    `goodbye` is the signal that the process gets when it is about to be stopped.
    """

    def __init__(self, most: int, goodbye: int | None = None) -> None:
        self.hub = Hub(most)
        self._goodbye = goodbye
        self._stop = threading.Event()

    async def lifespan(self, receive: Any, send: Any) -> None:
        """Start and stop with the process."""
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self.hub.start()
                if self._goodbye is not None:
                    asyncio.get_running_loop().add_signal_handler(self._goodbye, self.hub.say_goodbye)
                threading.Thread(target=tell_tallies, args=(self._stop,), name="tally", daemon=True).start()
                await send({"type": "lifespan.startup.complete"})
            else:
                self._stop.set()
                await self.hub.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Send) -> None:
        """One stream, from its request to its end."""
        if not scope["path"].startswith(PATH):
            await _refuse(send, 404)
            return
        if scope["method"] != "GET":
            await _refuse(send, 405, (b"allow", b"GET"))
            return
        try:
            ticket = read_ticket(_header(scope, TICKET), scope["path"][len(PATH) :])
        except NoTicketError:
            await _refuse(send, 403)
            return
        loop = asyncio.get_running_loop()
        listener = Listener(send, ticket.eyes, loop.time() + ticket.until - time.time(), loop.create_future())
        await receive()
        _watch(receive(), listener)
        try:
            await self.hub.follow(ticket.kind, ticket.stream, listener, _after(scope))
        except NotNowError:
            later = random.choice(LATER)  # noqa: S311 - spreads those who come again
            await _refuse(send, 503, (b"retry-after", str(later).encode()))


def _watch(gone: Any, listener: Listener) -> None:
    """End with the connection. Granian's answer can be asked to call; what another server gives takes a task."""
    if not hasattr(gone, "add_done_callback"):
        gone = asyncio.ensure_future(gone)
    gone.add_done_callback(lambda _gone: listener.leave())


def _header(scope: dict[str, Any], name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def _after(scope: dict[str, Any]) -> int:
    """The number up to which the client knows everything; -1 where it knows nothing."""
    said = parse_qs(scope["query_string"].decode("latin-1")).get("after", [""])[0]
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else -1


async def _refuse(send: Send, status: int, *headers: tuple[bytes, bytes]) -> None:
    start = {"type": "http.response.start", "status": status, "headers": [(b"cache-control", b"no-store"), *headers]}
    await send(start)
    await send({"type": "http.response.body", "body": b"", "more_body": False})
