"""A client without a network: it calls the ASGI application and keeps what comes."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from netzwerkstatt.foundation.live.endpoint import Live
from netzwerkstatt.foundation.live.patches import merge
from netzwerkstatt.foundation.live.tickets import ticket_for
from tests.live.board import KIND


@dataclass
class Message:
    """One message of a stream."""

    event: str
    id: int
    data: Any


def messages_in(text: str) -> list[Message]:
    """As a browser would read them."""
    found = []
    for part in text.split("\n\n"):
        if part:
            lines = dict(line.split(": ", 1) if ": " in line else (line.rstrip(":"), "") for line in part.split("\n"))
            data = json.loads(lines["data"]) if lines.get("data") else None
            found.append(Message(lines.get("event", ""), int(lines.get("id", -1)), data))
    return found


@dataclass
class Client:
    """Follows one stream; `view` is what its screen shows."""

    live: Live
    kind: str = KIND
    view: dict[str, Any] = field(default_factory=dict)
    number: int = -1
    status: int = 0
    headers: dict[bytes, bytes] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    twice: list[int] = field(default_factory=list)
    over: bool = False
    task: asyncio.Task[None] | None = None
    _gone: asyncio.Future[dict[str, Any]] | None = None
    _asked: bool = False

    def connect(self, stream: str, ticket: str, after: int | None = None, method: str = "GET") -> None:
        self.over, self._asked = False, False
        self._gone = asyncio.get_running_loop().create_future()
        scope = {
            "type": "http",
            "method": method,
            "path": f"/live/{stream}",
            "query_string": b"" if after is None else b"after=%d" % after,
            "headers": [(b"live-ticket", ticket.encode())],
        }
        self.task = asyncio.create_task(self.live(scope, self._receive, self._send))

    def follow(self, stream: str, audience: str = "guest", language: str = "en", after: int | None = None) -> None:
        """Connect with a ticket of its own; knowing everything up to `after`, or what it knew before."""
        known = self.number if after is None and self.number >= 0 else after
        self.connect(stream, ticket_for(self.kind, stream, audience, language), known)

    def leave(self) -> None:
        """As a telephone whose screen goes dark."""
        if self._gone and not self._gone.done():
            self._gone.set_result({"type": "http.disconnect"})

    async def until(self, what: Callable[[], object], seconds: float = 5.0) -> None:
        """Wait for it; fails where it does not come."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if what():
                return
            await asyncio.sleep(0.002)
        raise AssertionError(f"it did not come; this came: {self.messages}")

    async def _receive(self) -> dict[str, Any]:
        if not self._asked:
            self._asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        assert self._gone is not None
        return await asyncio.shield(self._gone)

    async def _send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], dict(message["headers"])
            return
        self.over = not message["more_body"]
        for one in messages_in(message["body"].decode()):
            self.messages.append(one)
            if one.event == "snapshot":
                self.view = one.data
            elif one.event == "":
                if one.id <= self.number:
                    self.twice.append(one.id)
                self.view = merge(self.view, one.data)
            self.number = max(self.number, one.id)
