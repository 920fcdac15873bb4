"""`kill -9` in the middle of fifty people writing: what was acknowledged is there, once, and the log has no gap."""

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from tests import migrated

ROOT = Path(__file__).resolve().parents[2]
WRITERS = 50
EACH = 20
BEFORE_THE_KILL = 150
SECONDS_TO_START = 180


@dataclass
class Installation:
    """A data folder and a database of its own, and the real server on them."""

    folder: Path
    database_url: str
    port: int
    workshop: str = ""
    code: str = ""
    phase: str = ""
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def environment(self) -> dict[str, str]:
        ours = {key: value for key, value in os.environ.items() if not key.startswith("NETZWERKSTATT_")}
        ours.pop("DJANGO_SETTINGS_MODULE", None)
        return ours | {
            "DJANGO_SETTINGS_MODULE": "netzwerkstatt.config.settings",
            "NETZWERKSTATT_DATA_DIR": str(self.folder),
            "DATABASE_URL": self.database_url,
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
            "PYTHONWARNINGS": "ignore",
        }

    def prepare(self) -> None:
        if not self.database_url:
            migrated.copy_into(self.folder)
        done = subprocess.run(
            [sys.executable, "-m", "tests.faults.prepared"],
            cwd=ROOT, env=self.environment, check=False, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-2000:]
        self.workshop, self.code, self.phase = done.stdout.split()

    def start(self) -> None:
        """The command people type, in a process group of its own."""
        command = [sys.executable, "-m", "netzwerkstatt.config.cli", "serve"]
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--data", str(self.folder), "--port", str(self.port), "--processes", "2"],
                cwd=self.folder, env=self.environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        until = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < until:
            with contextlib.suppress(OSError, http.client.HTTPException):
                Browser(self).get("/sign-in")
                return
            assert self.process.poll() is None, self.log()
            time.sleep(0.1)
        raise AssertionError(f"no answer after {SECONDS_TO_START} s\n{self.log()}")

    def kill(self) -> None:
        """Everything of the server at once, without a word before."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def log(self) -> str:
        return (self.folder / "server.log").read_text(errors="replace")[-3000:]

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """What lies in the database, asked past the server."""
        if self.database_url:
            import psycopg

            with psycopg.connect(self.database_url) as connection:
                return connection.execute(query).fetchall()
        import sqlite3

        with contextlib.closing(sqlite3.connect(self.folder / "netzwerkstatt.sqlite3")) as connection:
            return connection.execute(query).fetchall()


class Browser:
    """What a phone does: keeps cookies, posts forms from our own pages, follows nothing by itself."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> int:
        return self._ask("GET", path, None)[0]

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, str]:
        """Status and the address the answer leads to."""
        return self._ask("POST", path, urlencode(fields))

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.installation.port, timeout=120)
        headers = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            answer.read()
        finally:
            connection.close()
        for name, value in re.findall(r"([^=\s]+)=([^;]*)", answer.headers.get("Set-Cookie", "").split(";")[0]):
            self.cookies[name] = value
        return answer.status, answer.headers.get("Location", "")


@dataclass
class Writer:
    """One person in the room: what was sent, and what the server said it has."""

    browser: Browser
    number: int
    sent: dict[str, str] = field(default_factory=dict)
    acknowledged: set[str] = field(default_factory=set)

    def come_in(self) -> None:
        status, _to = self.browser.post("/join", {"code": self.browser.installation.code, "client_id": str(uuid4())})
        assert status == 302

    def write(self) -> None:
        """Ideas one after the other, until the server is gone."""
        for turn in range(EACH):
            if not self.send(str(uuid4()), f"Idea {turn} of person {self.number}"):
                return

    def send(self, client_id: str, text: str) -> bool:
        """Whether the server took it; without an answer nobody knows."""
        self.sent[client_id] = text
        fields = {"client_id": client_id, "phase": self.browser.installation.phase, "text": text}
        try:
            status, to = self.browser.post(f"/w/{self.browser.installation.workshop}", fields)
        except (OSError, http.client.HTTPException):
            return False
        if status in {302, 303} and "sent=1" in to:
            self.acknowledged.add(client_id)
        return True


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    with _database() as url:
        made = Installation(tmp_path, url, _free_port())
        made.prepare()
        try:
            yield made
        finally:
            made.kill()


@contextlib.contextmanager
def _database() -> Iterator[str]:
    """A database for the server alone: a file in its folder, or a new one beside that of the tests."""
    if not migrated.ON_POSTGRESQL:
        yield ""
        return
    import psycopg

    name = f"kill_{uuid4().hex}"
    migrated.create_database(name)
    yield migrated.url_of(name)
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _all_at_once(jobs: list[threading.Thread]) -> None:
    for job in jobs:
        job.start()


def test_a_killed_server_has_lost_nothing_that_it_acknowledged_and_doubles_nothing(installation):
    installation.start()
    writers = [Writer(Browser(installation), number) for number in range(WRITERS)]
    for writer in writers:
        writer.come_in()

    threads = [threading.Thread(target=writer.write) for writer in writers]
    _all_at_once(threads)
    until = time.monotonic() + 120
    while sum(len(w.acknowledged) for w in writers) < BEFORE_THE_KILL and time.monotonic() < until:
        time.sleep(0.005)
    installation.kill()
    for thread in threads:
        thread.join()

    acknowledged = {client_id for w in writers for client_id in w.acknowledged}
    assert BEFORE_THE_KILL <= len(acknowledged) < WRITERS * EACH, "the kill did not fall into the middle"
    assert all(len(w.sent) > len(w.acknowledged) for w in writers), "everybody was in the middle of sending"

    installation.start()
    _kept_once(installation, at_least=acknowledged)

    # the phones send again what was never answered, and some send again what was
    for writer in writers:
        again = set(writer.sent) - writer.acknowledged | set(list(writer.acknowledged)[:1])
        for client_id in again:
            assert writer.send(client_id, writer.sent[client_id])
        assert set(writer.sent) == writer.acknowledged

    sent = {client_id: text for w in writers for client_id, text in w.sent.items()}
    kept = _kept_once(installation, at_least=set(sent))
    assert kept == sent


def _kept_once(installation: Installation, at_least: set[str]) -> dict[str, str]:
    """What is kept; each contribution once, each with its own event, the events numbered without a gap."""
    rows = installation.rows("SELECT client_id, text FROM workshops_contribution")
    kept = {str(client_id).replace("-", ""): str(text) for client_id, text in rows}
    missing = {client_id.replace("-", "") for client_id in at_least} - set(kept)
    assert not missing, f"{len(missing)} acknowledged ideas are gone"
    assert max(Counter(kept.values()).values()) == 1, "an idea is there twice"

    [(counted,)] = installation.rows("SELECT sum(contributions) FROM workshops_phase")
    assert counted == len(rows)
    log = installation.rows("SELECT stream_id, number, type FROM events_event ORDER BY number")
    events = [(number, kind) for stream, number, kind in log if stream == installation.workshop]
    assert [number for number, _kind in events] == list(range(1, len(events) + 1))
    assert sum(kind == "workshop.contributed" for _number, kind in events) == len(rows)
    dashed = {client_id.replace("-", ""): client_id for client_id in at_least}
    return {dashed.get(client_id, client_id): text for client_id, text in kept.items()}
