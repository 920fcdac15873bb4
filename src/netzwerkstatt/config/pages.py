"""The pages behind an ASGI server: Django's WSGI application in a bounded pool of threads.

Django's own ASGI handler makes each page 1.6 ms dearer, and a general bridge crosses between loop and threads five times
for each page; this one crosses twice (docs/decisions/pages-in-threads.md).
"""

from __future__ import annotations

import asyncio
import io
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Scope = dict[str, Any]

IN_ONE_PIECE: Final = 64 * 1024
MOST_WAITING: Final = 512


class Pages:
    """An ASGI application that answers HTTP. At most `threads` pages are made at once; 512 more may wait."""

    def __init__(self, application: Application, threads: int) -> None:
        self._application = application
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="pages")
        self._waiting = 0

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """One request. Raises nothing for one that the client gave up."""
        if self._waiting >= MOST_WAITING:
            await send(_start(503, [(b"retry-after", b"5")]))
            await send(_part(b"", more=False))
            return
        loop = asyncio.get_running_loop()
        environ = _environ(scope, await _body(scope, receive, loop))
        answer = _Answer(loop, send)
        self._waiting += 1
        try:
            last = await loop.run_in_executor(self._threads, answer.make, self._application, environ)
        finally:
            self._waiting -= 1
        if last.start:
            await send(last.start)
        await send(_part(last.rest, more=False))


class _Answer:
    """Made in a thread. What fits into one piece crosses to the loop once, with the end."""

    def __init__(self, loop: asyncio.AbstractEventLoop, send: Any) -> None:
        self._loop = loop
        self._send = send
        self.start: dict[str, Any] | None = None
        self.rest = b""

    def make(self, application: Application, environ: dict[str, Any]) -> _Answer:
        """Run the application; what is left to send comes back in `start` and `rest`."""
        parts = application(environ, self._begin)
        try:
            held, size = [], 0
            for part in parts:
                held.append(part)
                size += len(part)
                if size >= IN_ONE_PIECE:
                    self._pass_on(b"".join(held))
                    held, size = [], 0
            self.rest = b"".join(held)
        finally:
            if close := getattr(parts, "close", None):
                close()
        return self

    def _begin(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        named = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        self.start = _start(int(status[:3]), named)

    def _pass_on(self, piece: bytes) -> None:
        """A large answer goes piece by piece; the thread waits until the server took it."""
        asyncio.run_coroutine_threadsafe(self._pass(self.start, piece), self._loop).result()
        self.start = None

    async def _pass(self, start: dict[str, Any] | None, piece: bytes) -> None:
        if start:
            await self._send(start)
        await self._send(_part(piece, more=True))


def _start(status: int, headers: list[tuple[bytes, bytes]]) -> dict[str, Any]:
    return {"type": "http.response.start", "status": status, "headers": headers}


def _part(body: bytes, *, more: bool) -> dict[str, Any]:
    return {"type": "http.response.body", "body": body, "more_body": more}


# ---------------------------------------------------------------- what is asked


def _environ(scope: Scope, body: io.BufferedIOBase) -> dict[str, Any]:
    """The request as WSGI wants it (PEP 3333): bytes as latin-1, headers of the same name joined."""
    server, client = scope.get("server") or ("localhost", 80), scope.get("client") or ("", 0)
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        if b"_" in name:
            continue  # would be taken for another one with a hyphen, which a server in front may have set
        key = name.decode("latin-1").upper().replace("-", "_")
        key = key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"
        said = value.decode("latin-1")
        if key in environ:
            said = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{said}"
        environ[key] = said
    return environ


async def _body(scope: Scope, receive: Any, loop: asyncio.AbstractEventLoop) -> io.BufferedIOBase:
    """What was sent along: at hand where it came in one piece, else read as the page reads it."""
    headers = dict(scope["headers"])
    said = headers.get(b"content-length", b"")
    expected = int(said) if said.isdigit() else 0
    if not expected and b"transfer-encoding" not in headers:
        return io.BytesIO()
    message = await receive()
    first: bytes = message.get("body", b"")
    if not message.get("more_body") or 0 < expected <= len(first):
        return io.BytesIO(first)
    return io.BufferedReader(_Arriving(first, receive, loop), IN_ONE_PIECE)


class _Arriving(io.RawIOBase):
    """A body that is still on its way; read in a thread, received in the loop."""

    def __init__(self, first: bytes, receive: Any, loop: asyncio.AbstractEventLoop) -> None:
        self._held = memoryview(first)
        self._receive = receive
        self._loop = loop
        self._more = True

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """As many bytes as there are and fit; 0 at the end. Raises `OSError` where the client is gone."""
        while not self._held and self._more:
            message = asyncio.run_coroutine_threadsafe(self._next(), self._loop).result()
            if message["type"] == "http.disconnect":
                raise OSError("the client is gone")
            self._held = memoryview(message.get("body", b""))
            self._more = message.get("more_body", False)
        number = min(len(buffer), len(self._held))
        buffer[:number] = self._held[:number]
        self._held = self._held[number:]
        return number

    async def _next(self) -> dict[str, Any]:
        """A coroutine, whatever the server calls its own: Granian's is none."""
        message: dict[str, Any] = await self._receive()
        return message
