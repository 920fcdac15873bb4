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


async def votes(port: int, place: str, cookies: list[str], ideas: list[str], seconds: float, at_once: int) -> dict[str, Any]:
    """One dot after the other, each of another guest, `at_once` on their way; no guest sends the same twice."""
    pairs = ((cookie, idea) for idea in ideas for cookie in cookies)
    end, took, other = time.monotonic() + seconds, [], []

    async def telephone() -> None:
        line = Line(port)
        while (begun := time.monotonic()) < end:
            cookie, idea = next(pairs)
            status = await line.ask("POST", f"/w/{place}/dots", cookie, {"set": f"{idea}:1"})
            (took if status == 200 else other).append(time.monotonic() - begun if status == 200 else status)

    begun = time.monotonic()
    await asyncio.gather(*(telephone() for _ in range(at_once)))
    return {"accepted": len(took), "other": other[:5], "a_second": len(took) / (time.monotonic() - begun), **_at(took)}


async def ideas(
    port: int, place: str, cookies: list[str], screens: dict[str, str], every: float, looks: float
) -> dict[str, Any]:
    """One idea of each guest, one every so many seconds; beside it `looks` pages a second, as telephones fetch them that
    show what others write. How long from the tap to the message in which wall and console show it.
    """
    begun: dict[int, float] = {}
    wall: dict[int, float] = {}
    counted: list[tuple[float, int]] = []
    sure: dict[int, int] = {}  # with so many contributions this one is among them, whatever order they were kept in
    over, refused = asyncio.Event(), []

    def on_wall(message: bytes) -> None:
        now = time.monotonic()
        for found in MARK.findall(message.decode()):
            wall.setdefault(int(found), now)

    def on_console(message: bytes) -> None:
        if found := CONTRIBUTIONS.search(message):
            counted.append((time.monotonic(), int(found[1])))

    async def look() -> None:
        line = Line(port)
        while not over.is_set():
            await asyncio.sleep(random.expovariate(looks / 4))
            await line.ask("GET", f"/w/{place}", random.choice(cookies))

    async def send(number: int, cookie: str) -> None:
        begun[number] = time.monotonic()
        words = f"Idee-{number}- Ein Fahrdienst, den Ehrenamtliche fahren und den die Stadt versichert."
        form = {"phase": "1", "do": "write", "text": words, "client_id": str(uuid4())}
        if (status := await Line(port).ask("POST", f"/w/{place}", cookie, form)) != 200:
            refused.append(status)
        sure[number] = len(begun)

    listening = [
        asyncio.create_task(_listen(port, place, screens["wall"], on_wall)),
        asyncio.create_task(_listen(port, place, screens["console"], on_console)),
    ]
    looking = [asyncio.create_task(look()) for _ in range(4)]
    await asyncio.sleep(1)
    sending = []
    for number, cookie in enumerate(cookies):
        sending.append(asyncio.create_task(send(number, cookie)))
        await asyncio.sleep(every)
    await asyncio.gather(*sending)
    end = time.monotonic() + 20
    while time.monotonic() < end and min(len(wall), max((n for _at, n in counted), default=0)) < len(cookies):
        await asyncio.sleep(0.05)
    over.set()
    await asyncio.gather(*looking)
    for task in listening:
        task.cancel()
    console = {
        number: next((at for at, there in counted if there >= least), 0.0) for number, least in sure.items()
    }
    return {
        "sent": len(cookies),
        "refused": refused[:5],
        "wall": {"heard": len(wall), **_at([wall[number] - begun[number] for number in wall])},
        "console": {
            "heard": sum(at > 0 for at in console.values()),
            **_at([at - begun[number] for number, at in console.items() if at]),
        },
    }


async def _listen(port: int, place: str, ticket: str, take: Any) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**22)
    writer.write(f"GET /live/{place} HTTP/1.1\r\nHost: 127.0.0.1\r\nLive-Ticket: {ticket}\r\n\r\n".encode())
    with contextlib.suppress(asyncio.IncompleteReadError, OSError):
        while True:
            take(await reader.readuntil(b"\n\n"))


def _at(delays: list[float]) -> dict[str, int]:
    """Milliseconds within which so many of them lie."""
    rows = sorted(delays)
    parts = (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))
    return {name: round(rows[int(len(rows) * part)] * 1000) for name, part in parts} if rows else {}


def main() -> None:
    said = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    do = {"votes": votes, "ideas": ideas}[said.pop("do")]
    print(json.dumps(asyncio.run(do(**said))), flush=True)


if __name__ == "__main__":
    main()
