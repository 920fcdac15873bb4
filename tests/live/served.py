"""The real server on a folder of its own, with a board to follow; and clients that come over the network."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import os
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from netzwerkstatt.foundation.live.patches import merge
from tests import migrated
from tests.live.client import messages_in

ROOT = Path(__file__).resolve().parents[2]
STREAM = "stream-of-tests"


@dataclass
class Served:
    """`netzwerkstatt web --live` with the settings of `tests.live.site`, on SQLite in `folder`."""

    folder: Path
    port: int
    variables: dict[str, str] = field(default_factory=dict)
    processes: int = 1
    process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        foreign = ("NETZWERKSTATT_", "DJANGO_", "DATABASE_")
        ours = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
        return ours | {
            "DJANGO_SETTINGS_MODULE": "tests.live.site",
            "NETZWERKSTATT_DATA_DIR": str(self.folder),
            "NETZWERKSTATT_SECRET_KEY": "only-for-tests",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
            **self.variables,
        }

    def manage(self, *arguments: str) -> str:
        """A command of Django, or with `-c` a few lines of Python."""
        program = ["-c", arguments[1]] if arguments[0] == "-c" else ["-m", "django", *arguments]
        done = subprocess.run(
            [sys.executable, *program], cwd=ROOT, env=self.environment, check=False, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout.strip()

    def start(self) -> None:
        command = [sys.executable, "-m", "netzwerkstatt.config.cli", "web", "--live", "--port", str(self.port)]
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--processes", str(self.processes)],
                cwd=self.folder, env=self.environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        until = time.monotonic() + 180
        while time.monotonic() < until:
            with contextlib.suppress(OSError, http.client.HTTPException):
                self.get("/board/nobody")
                return
            assert self.process.poll() is None, self.log()
            time.sleep(0.1)
        raise AssertionError(self.log())

    def kill(self) -> None:
        """As a power cut would."""
        assert self.process
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> float:
        """As a supervisor would; how many seconds it took."""
        assert self.process
        begun = time.monotonic()
        os.kill(self.process.pid, signal.SIGTERM)
        self.process.wait(timeout=60)
        return time.monotonic() - begun

    def log(self) -> str:
        return (self.folder / "server.log").read_text()[-3000:]

    def get(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            link.request(method, path, body, headers)
            answer = link.getresponse()
            return answer.status, answer.read()
        finally:
            link.close()


@contextlib.contextmanager
def served(folder: Path, processes: int = 1, **variables: str) -> Iterator[Served]:
    """Up to date and running, until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        here = Served(folder, int(free.getsockname()[1]), variables, processes)
    migrated.copy_into(folder)
    here.manage("migrate", "--verbosity", "0")
    here.manage("createcachetable")
    here.start()
    try:
        yield here
    finally:
        with contextlib.suppress(ProcessLookupError):
            here.kill()


class Phone:
    """Follows the board over the network; comes back by itself, at its number, with its ticket."""

    def __init__(self, port: int, ticket: str) -> None:
        self.port, self.ticket = port, ticket
        self.view: dict[str, Any] = {}
        self.number = -1
        self.status = 0
        self.twice: list[int] = []
        self.events: list[str] = []
        self.link: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def connect(self) -> int:
        """The status of the answer."""
        self.vanish()
        self.link = await asyncio.open_connection("127.0.0.1", self.port)
        after = f"?after={self.number}" if self.number >= 0 else ""
        request = f"GET /live/{STREAM}{after} HTTP/1.1\r\nHost: 127.0.0.1\r\nLive-Ticket: {self.ticket}\r\n\r\n"
        self.link[1].write(request.encode())
        head = await self.link[0].readuntil(b"\r\n\r\n")
        self.status = int(head.split()[1])
        return self.status

    async def listen(self) -> None:
        """Until the stream ends or breaks."""
        assert self.link
        text, link = b"", self.link
        with contextlib.suppress(asyncio.IncompleteReadError, OSError, ValueError):
            while size := int(await link[0].readline(), 16):
                text += await link[0].readexactly(size)
                await link[0].readexactly(2)
                *parts, text = text.split(b"\n\n")
                for part in parts:
                    self.take(part.decode() + "\n\n")
        self.vanish()

    def vanish(self) -> None:
        """Without a goodbye, as a telephone that lost its network: the kernel alone says that nobody is there."""
        if self.link:
            gone = self.link[1].get_extra_info("socket")
            gone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.link[1].transport.abort()
            self.link = None

    def take(self, text: str) -> None:
        (message,) = messages_in(text)
        self.events.append(message.event)
        if message.event == "snapshot":
            self.view = message.data
        elif message.event == "":
            self.twice += [message.id] if message.id <= self.number else []
            self.view = merge(self.view, message.data)
        self.number = max(self.number, message.id)

    async def stay(self) -> None:
        """As `live.js` does, only quicker."""
        while True:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                if await self.connect() == 200:
                    await self.listen()
            self.vanish()
            await asyncio.sleep(0.1)
