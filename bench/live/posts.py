"""What telephones send, in a process of its own: as their script does, the forms of the page with an answer as JSON.

    python -m bench.live.posts FILE

The file says what to do (`votes` or `ideas`) and with what; the answer is one line of JSON.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import re
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

MARK = re.compile(r"Idee-(\d+)-")
NUMBER = re.compile(rb"(?:^|\n)id: (\d+)")
COMES_BACK = 2.0  # seconds at most, as the browser's script has it
CONTRIBUTIONS = re.compile(rb'"contributions":(\d+)')


class Line:
    """One connection that is kept, as a browser keeps it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.link: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, cookie: str, form: dict[str, str] | None = None) -> int:
        """The status of the answer; 0 where none came."""
        body = urlencode(form or {})
        accept = "application/json" if method == "POST" else "text/html"
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\nAccept: {accept}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\nCookie: {cookie}\r\n\r\n"
        )
        try:
            if self.link is None:
                self.link = await asyncio.open_connection("127.0.0.1", self.port, limit=2**20)
            reader, writer = self.link
            writer.write((head + body).encode())
            said = await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(int(re.search(rb"content-length: (\d+)", said.lower())[1]))  # type: ignore[index]
            return int(said[9:12])
        except (OSError, asyncio.IncompleteReadError):
            self.link = None
            return 0


async def votes(
    port: int, place: str, cookies: list[str], ideas: list[str], seconds: float, at_once: int
) -> dict[str, Any]:
    """One dot after the other, each of another guest, `at_once` on their way; no guest sends the same twice."""
    pairs = ((cookie, idea) for idea in ideas for cookie in cookies)
    end = time.monotonic() + seconds
    took: list[float] = []
    other: list[int] = []

    async def telephone() -> None:
        line = Line(port)
        while (begun := time.monotonic()) < end:
            cookie, idea = next(pairs)
            status = await line.ask("POST", f"/w/{place}/dots", cookie, {"set": f"{idea}:1"})
            if status == 200:
                took.append(time.monotonic() - begun)
            else:
                other.append(status)

    begun = time.monotonic()
    await asyncio.gather(*(telephone() for _ in range(at_once)))
    return {"accepted": len(took), "other": other[:5], "a_second": len(took) / (time.monotonic() - begun), **_at(took)}


class Screens:
    """Wall and console, and when what came to be seen on them."""

    def __init__(self) -> None:
        self.wall: dict[int, float] = {}
        self.counted: list[tuple[float, int]] = []
        self.all_there = asyncio.Event()
        self.wanted = 0

    def on_wall(self, message: bytes) -> None:
        now = time.monotonic()
        for found in MARK.findall(message.decode()):
            self.wall.setdefault(int(found), now)
        self._look()

    def on_console(self, message: bytes) -> None:
        if found := CONTRIBUTIONS.search(message):
            self.counted.append((time.monotonic(), int(found[1])))
            self._look()

    def _look(self) -> None:
        if min(len(self.wall), max((number for _at, number in self.counted), default=0)) >= self.wanted:
            self.all_there.set()

    def counted_at(self, number: int) -> float:
        """When the console first showed so many; 0 where it never did."""
        return next((at for at, there in self.counted if there >= number), 0.0)


class Writers:
    """Guests who send one idea each; `sure` is with how many contributions theirs is among them, in whatever order they
    were kept.
    """

    def __init__(self, port: int, place: str) -> None:
        self.port, self.place = port, place
        self.begun: dict[int, float] = {}
        self.sure: dict[int, int] = {}
        self.refused: list[int] = []

    async def send(self, number: int, cookie: str) -> None:
        self.begun[number] = time.monotonic()
        words = f"Idee-{number}- Ein Fahrdienst, den Ehrenamtliche fahren und den die Stadt versichert."
        form = {"phase": "1", "do": "write", "text": words, "client_id": str(uuid4())}
        if (status := await Line(self.port).ask("POST", f"/w/{self.place}", cookie, form)) != 200:
            self.refused.append(status)
        self.sure[number] = len(self.begun)

    async def send_all(self, cookies: list[str], every: float) -> None:
        sending = []
        for number, cookie in enumerate(cookies):
            sending.append(asyncio.create_task(self.send(number, cookie)))
            await asyncio.sleep(every)
        await asyncio.gather(*sending)

    async def look(self, cookies: list[str], a_second: float) -> None:
        """Pages that telephones fetch, without end."""
        line = Line(self.port)
        while True:
            await asyncio.sleep(random.expovariate(a_second))
            await line.ask("GET", f"/w/{self.place}", random.choice(cookies))


async def ideas(
    port: int, place: str, cookies: list[str], screens: dict[str, str], every: float, looks: float
) -> dict[str, Any]:
    """One idea of each guest, one every so many seconds; beside it `looks` pages a second, as telephones fetch them that
    show what others write. How long from the tap to the message in which wall and console show it.
    """
    seen, writers = Screens(), Writers(port, place)
    seen.wanted = len(cookies)
    beside = [
        asyncio.create_task(_listen(port, place, screens["wall"], seen.on_wall)),
        asyncio.create_task(_listen(port, place, screens["console"], seen.on_console)),
        *(asyncio.create_task(writers.look(cookies, looks / 4)) for _ in range(4)),
    ]
    await asyncio.sleep(1)
    await writers.send_all(cookies, every)
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(seen.all_there.wait(), 20)
    for task in beside:
        task.cancel()
    console = {number: at for number, least in writers.sure.items() if (at := seen.counted_at(least))}
    return {
        "sent": len(cookies),
        "refused": writers.refused[:5],
        "wall": {"heard": len(seen.wall), **_at([at - writers.begun[number] for number, at in seen.wall.items()])},
        "console": {"heard": len(console), **_at([at - writers.begun[number] for number, at in console.items()])},
    }


async def _listen(port: int, place: str, ticket: str, take: Any) -> None:
    """Follow as a browser does: where the stream ends – much was sent on it – come back at the number, after a moment."""
    number = -1
    while True:
        after = f"?after={number}" if number >= 0 else ""
        with contextlib.suppress(asyncio.IncompleteReadError, OSError):
            reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**22)
            writer.write(
                f"GET /live/{place}{after} HTTP/1.1\r\nHost: 127.0.0.1\r\nLive-Ticket: {ticket}\r\n\r\n".encode()
            )
            while b"event: bye" not in (message := await reader.readuntil(b"\n\n")):
                take(message)
                number = max([number, *map(int, NUMBER.findall(message))])
            writer.close()
        await asyncio.sleep(COMES_BACK * random.random())


def _at(delays: list[float]) -> dict[str, int]:
    """Milliseconds within which so many of them lie."""
    rows = sorted(delays)
    parts = (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))
    return {name: round(rows[int(len(rows) * part)] * 1000) for name, part in parts} if rows else {}


def main() -> None:
    said = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    do: Any = {"votes": votes, "ideas": ideas}[said.pop("do")]
    print(json.dumps(asyncio.run(do(**said))), flush=True)


if __name__ == "__main__":
    main()
