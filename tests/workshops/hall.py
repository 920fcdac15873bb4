"""`serve --room` as a facilitator types it, and phones of the hall that speak to it over plain HTTP."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlencode

ADDRESS = "192.0.2.7"
SECONDS_TO_START = 120


class Phone:
    """A browser that is told no `Sec-Fetch-Site`: over plain HTTP it sends none, only where its form stood."""

    def __init__(self, laptop: Laptop) -> None:
        self.port = laptop.port
        self.cookies: dict[str, str] = {}
        self.head: Any = {}

    def get(self, path: str) -> str:
        return self._ask("GET", path, None, "")[2]

    def post(self, path: str, *, origin: str = "", **fields: Any) -> tuple[int, str]:
        """Status and the address the answer leads to."""
        return self._ask("POST", path, urlencode(fields), origin or f"http://{ADDRESS}:{self.port}")[:2]

    def token(self, path: str) -> str:
        """What a form of this page carries for somebody who is signed in."""
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(path))
        return found[1] if found else ""

    def _ask(self, method: str, path: str, body: str | None, origin: str) -> tuple[int, str, str]:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Host": f"{ADDRESS}:{self.port}", "Content-Type": "application/x-www-form-urlencoded"}
        headers |= {"Origin": origin} if origin else {}
        headers |= {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        try:
            link.request(method, path, body, headers)
            answer = link.getresponse()
            text = answer.read().decode(errors="replace")
        finally:
            link.close()
        self.head = answer.headers
        for line in answer.headers.get_all("Set-Cookie", []):
            name, _sign, value = line.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.headers.get("Location", ""), text


class Laptop(Phone):
    """The process, from its start to its end; what it says is kept."""

    def __init__(self, package: Path, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        super().__init__(self)
        self.log = folder.parent / "laptop.log"
        ours = ("NETZWERKSTATT_", "DJANGO_", "DATABASE_")
        own = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "netzwerkstatt.config.cli", "serve", "--room", str(package)),
                    *("--data", str(folder), "--port", str(self.port), "--address", ADDRESS),
                ],
                env=own | {"PYTHONWARNINGS": "ignore", "NETZWERKSTATT_HTTPS": "1"},
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def __enter__(self) -> Self:
        until = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < until and self.process.poll() is None:
            try:
                self.get("/join")
            except (OSError, http.client.HTTPException):
                time.sleep(0.1)
            else:
                break
        return self

    def __exit__(self, *_error: object) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(60)

    def said(self) -> str:
        """All it printed so far."""
        return self.log.read_text(errors="replace")
