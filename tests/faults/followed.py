"""Eight writers and four consumers on one log, killed at random: `python -m tests.faults.followed SEED` plays it.

Everything is one process that divides itself, so that the interpreter starts once. What the consumers did lies in a
table of its own without any constraint: an event that were lost or doubled would show. Prints what it found as JSON.
"""

# ruff: noqa: S311 - chance that plays has no secret to keep
from __future__ import annotations

import json
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import django
from django.core.management import call_command

WRITERS, CONSUMERS, STREAMS = 8, 4, 12
SECONDS = 5.0
# As much as must have happened by then, however slow the machine is; and when to give up on it.
KILLS, ACKNOWLEDGED, PATIENCE = 25, 100, 120.0
FAILS = 0.03


def main(seed: int) -> None:
    """Play it, and say what came of it."""
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    _prepare()
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        play = Play(chance, Path(folder))
        play.run()
        _drain()
        print(json.dumps(play.found()))


def _prepare() -> None:
    from django.db import connection, connections

    from netzwerkstatt.foundation.events import consumers
    from netzwerkstatt.foundation.events.log import EventType

    EventType("test.followed", "told something", plain=("mark",))
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE followed (id BIGINT, consumer TEXT, stream TEXT, number BIGINT)")
    consumers._consumers.clear()
    for name in ("first", "second"):
        consumers.register_consumer(name, _handler(name))
    consumers.pause_after = lambda tries: timedelta(milliseconds=20)
    consumers.logger.disabled = True
    connections.close_all()


def _handler(name: str) -> Callable[[Sequence[object]], None]:
    """Notes each event, and now and then fails with half of them noted."""
    from django.db import connection

    def note(events: Sequence[object]) -> None:
        fails_at = random.randrange(len(events)) if random.random() < FAILS else None
        for turn, event in enumerate(events):
            if turn == fails_at:
                raise RuntimeError("half way")
            with connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO followed SELECT COALESCE(MAX(id), 0) + 1, %s, %s, %s FROM followed WHERE consumer = %s"
                    " AND stream = %s",
                    [name, event.stream_id, event.number, name, event.stream_id],
                )

    return note


@dataclass(frozen=True)
class Thing:
    stream: str
    public_id: str = ""


@dataclass
class Play:
    """Who is at work, and what the writers were told is safe."""

    chance: random.Random
    folder: Path
    writers: set[int] = field(default_factory=set)
    consumers: set[int] = field(default_factory=set)
    killed: int = 0
    born: int = 0

    def run(self) -> None:
        for _ in range(WRITERS):
            self.writers.add(self._divide(_write))
        for _ in range(CONSUMERS):
            self.consumers.add(self._divide(_follow))
        start = time.monotonic()
        while (passed := time.monotonic() - start) < SECONDS or (passed < PATIENCE and not self._has_seen_enough()):
            time.sleep(self.chance.uniform(0.02, 0.25))
            kind, work = self.chance.choice(
                [(self.consumers, _follow), (self.consumers, _follow), (self.writers, _write)]
            )
            self._kill(kind, self.chance.choice(sorted(kind)))
            kind.add(self._divide(work))
        for kind in (self.writers, self.consumers):
            for process in sorted(kind):
                self._kill(kind, process)

    def _has_seen_enough(self) -> bool:
        return self.killed >= KILLS and len(self._acknowledged()) >= ACKNOWLEDGED

    def _acknowledged(self) -> list[str]:
        return [line for file in self.folder.iterdir() for line in file.read_text().splitlines()]

    def _divide(self, work: Callable[[Path, int], None]) -> int:
        self.born += 1
        process = os.fork()
        if process:
            return process
        random.seed(self.born)
        try:
            work(self.folder / str(self.born), self.born)
        finally:
            os._exit(1)

    def _kill(self, kind: set[int], process: int) -> None:
        os.kill(process, signal.SIGKILL)
        _, status = os.waitpid(process, 0)
        assert os.WIFSIGNALED(status), "it ended by itself"
        kind.discard(process)
        self.killed += 1

    def found(self) -> dict[str, object]:
        """What was acknowledged, what the log has, and what each consumer noted, in its order."""
        from django.db import connection

        from netzwerkstatt.foundation.events.models import Event

        log = list(Event.objects.filter(type="test.followed").order_by("stream", "number"))
        with connection.cursor() as cursor:
            cursor.execute("SELECT consumer, stream, number FROM followed ORDER BY consumer, stream, id")
            noted = [list(row) for row in cursor.fetchall()]
        return {
            "killed": self.killed,
            "acknowledged": self._acknowledged(),
            "marks": [event.payload["mark"] for event in log],
            "log": [[event.stream_id, event.number] for event in log],
            "noted": noted,
        }


def _write(acknowledged: Path, born: int) -> None:
    from netzwerkstatt.foundation.events.log import EVENT_TYPES, record

    with acknowledged.open("a", buffering=1) as lines:
        number = 0
        while True:
            number += 1
            mark = f"{born}-{number}"
            record(EVENT_TYPES["test.followed"](Thing(f"stream-{random.randrange(STREAMS)}"), None, mark=mark))
            lines.write(f"{mark}\n")
            time.sleep(random.uniform(0, 0.02))


def _follow(_acknowledged: Path, _born: int) -> None:
    from netzwerkstatt.foundation.events.consumers import catch_up

    while True:
        catch_up()
        time.sleep(random.uniform(0, 0.01))


def _drain() -> None:
    """After all the killing, one consumer that is left alone works off the rest."""
    from netzwerkstatt.foundation.events.consumers import catch_up

    end, quiet = time.monotonic() + PATIENCE, 0
    while quiet < 5 and time.monotonic() < end:
        quiet = 0 if catch_up() else quiet + 1
        time.sleep(0.05)


if __name__ == "__main__":
    main(int(sys.argv[1]))
