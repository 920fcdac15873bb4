"""A real installation for tests: its own folder, its own port, the program as people start it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests import migrated


@dataclass(frozen=True)
class Installation:
    """Where a running installation is, and what it printed."""

    address: str
    data: Path
    log: Path

    @property
    def setup_link(self) -> str:
        """The one-time link for the first administrator."""
        found = re.search(r"http://\S+/setup/\S+", self.log.read_text())
        assert found, self.log.read_text()
        return found.group()

    def newest_code(self, email: str) -> str:
        """The code of the newest mail to this address that holds one."""
        mails = sorted((self.data / "mail").iterdir(), key=lambda file: file.stat().st_mtime_ns, reverse=True)
        texts = [text for file in mails if f"To: {email}" in (text := file.read_text())]
        codes = [re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", text, re.MULTILINE) for text in texts]
        found = next((code for code in codes if code), None)
        assert found, texts
        return found.group(1)


@contextmanager
def running(folder: Path, *options: str) -> Iterator[Installation]:
    """`netzwerkstatt serve` on an empty folder, until the block ends."""
    port = free_port()
    log = folder / "serve.log"
    here = Installation(f"http://127.0.0.1:{port}", folder / "data", log)
    migrated.copy_into(here.data)
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("NETZWERKSTATT_", "DJANGO_", "DATABASE_"))}
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "netzwerkstatt.config.cli", "serve", "--data", str(here.data), "--port", str(port), *options],
            stdout=output, stderr=subprocess.STDOUT, env=environment, start_new_session=True,
        )  # fmt: skip
        try:
            wait_for(here, process)
            yield here
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=60)


def wait_for(here: Installation, process: subprocess.Popen[bytes], seconds: float = 180) -> None:
    """Until the first page answers."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert process.poll() is None, here.log.read_text()
        try:
            with urllib.request.urlopen(f"{here.address}/sign-in", timeout=2):
                return
        except OSError:
            time.sleep(0.2)  # nothing to wait on but the port itself
    raise AssertionError(f"no page after {seconds} s\n{here.log.read_text()}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
