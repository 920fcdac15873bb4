"""The rows of the table, on one database: python -m bench.live.rows sqlite|postgresql SECONDS ROW …"""

from __future__ import annotations

import contextlib
import dataclasses
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench.live.__main__ import ROOT, Row

BOARD = "bench"
AT_ONCE = 16  # votes on their way
PATIENCE = 30  # seconds that a machine with other things to do may take longer than the broadcasts are planned to


def main() -> None:
    """One JSON object per row."""
    database, seconds, rows = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
    from bench.write.__main__ import _database

    with tempfile.TemporaryDirectory(prefix="netzwerkstatt-bench-") as folder, _database(database, Path(folder)):
        os.environ["DJANGO_SETTINGS_MODULE"] = "bench.live.settings"
        import django

        django.setup()
        from bench.pages import world

        world.migrate()
        for name in rows:
            for row in MEASURED[name](Path(folder), seconds):
                print(json.dumps(dataclasses.asdict(row)), flush=True)


# ---------------------------------------------------------------- what runs


class Server:
    """`netzwerkstatt web --live`, as `serve` starts it, in a process group of its own."""

    def __init__(self, processes: int = 1) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.processes = processes
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "netzwerkstatt.config.cli", "web", "--live", "--port", str(self.port)]
        self.process = subprocess.Popen(
            [*command, "--processes", str(self.processes)],
            env=os.environ | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        for _ in range(600):
            with contextlib.suppress(OSError, http.client.HTTPException):
                link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
                link.request("GET", "/join")
                if link.getresponse().status == http.client.OK:
                    return
            time.sleep(0.05)
        raise SystemExit("the server did not answer within 30 s")

    def kill(self) -> None:
        """As a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.kill()

    def workers(self) -> list[int]:
        """The processes that answer: the largest of the group."""
        group = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                with contextlib.suppress(OSError):
                    if int((entry / "stat").read_text().rpartition(")")[2].split()[2]) == self.process.pid:
                        group.append(int(entry.name))
        return sorted(group, key=memory, reverse=True)[: self.processes]

    def memory(self) -> int:
        return sum(memory(pid) for pid in self.workers())

    def cpu(self) -> float:
        """Seconds of the processor since the start."""
        ticks = 0
        for pid in self.workers():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> int:
    """What it holds, in bytes."""
    with contextlib.suppress(OSError):
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return 0


@contextlib.contextmanager
def serving(processes: int = 1) -> Iterator[Server]:
    server = Server(processes)
    try:
        yield server
    finally:
        server.stop()


class Phones:
    """Telephones in a process of their own."""

    def __init__(self, port: int, count: int, stream: str, ticket: str) -> None:
        self.count = count
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.live.phones", str(port), stream, ticket, str(count)],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def say(self, command: str) -> None:
        assert self.process.stdin
        print(command, file=self.process.stdin, flush=True)

    def answer(self) -> dict[str, Any]:
        assert self.process.stdout
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def ask(self, command: str) -> dict[str, Any]:
        self.say(command)
        return self.answer()

    def quit(self) -> None:
        self.say("quit")
        self.process.wait(timeout=20)


@contextlib.contextmanager
def phones(port: int, count: int, stream: str, kind: str = BOARD) -> Iterator[Phones]:
    """So many, all connected."""
    from netzwerkstatt.foundation.live.tickets import ticket_for

    some = Phones(port, count, stream, ticket_for(kind, stream, "phone", "de"))
    try:
        said = some.ask("connect")
        print(
            f"  {said['connected']} of {count} telephones connected in {said['seconds']} s", file=sys.stderr, flush=True
        )
        yield some
    finally:
        some.quit()


def broadcast(
    stream: str, seconds: int, *groups: Phones, said: Callable[[], None] | None = None
) -> list[dict[str, Any]]:
    """One message a second; what the telephones heard of it, the last one too if it comes late."""
    from bench.live.board import tell

    for group in groups:
        group.say(f"hear {seconds} {seconds + PATIENCE}")
    for number in range(seconds):
        begun = time.monotonic()
        said() if said else tell(stream)
        if number + 1 < seconds:
            time.sleep(max(0.0, 1 - (time.monotonic() - begun)))
    return [group.answer() for group in groups]


# ---------------------------------------------------------------- the rows


def many(count: int, known: str, least: int, goal: int, seconds: int) -> Iterator[Row]:
    """So many telephones on one process, one broadcast a second; and what one of them takes."""
    stream = f"bench-{count}"
    with serving() as server:
        with phones(server.port, 50, f"{stream}-warm") as warm:
            broadcast(f"{stream}-warm", 2, warm)
        before = server.memory()
        with phones(server.port, count, stream) as some:
            cpu = server.cpu()
            (heard,) = broadcast(stream, seconds, some)
            cpu = server.cpu() - cpu
            each = (server.memory() - before) / count / 1024
    whole = heard["heard"] == count * seconds and not heard["twice"] and not heard["missed"]
    per = cpu / max(1, heard["heard"]) * 1e6
    yield Row(
        f"{count:,} telephones, commit to telephone",
        known,
        f"p99 ≤ {least} ms",
        f"{goal} ms",
        f"p50 {heard['p50']} p99 {heard['p99']} ms; {heard['heard']:,} of {count * seconds:,} heard,"
        f" {heard['twice']} twice; {per:.0f} µs of the processor each",
        whole and heard["p99"] <= least,
    )
    if count >= 10_000:
        yield Row("memory of each connected telephone", "17 KiB", "≤ 20 KiB", "12 KiB", f"{each:.1f} KiB", each <= 20)


def ten_thousand(_folder: Path, seconds: int) -> Iterator[Row]:
    return many(10_000, "sketch p99 304 ms; Channels lost 7,411", 500, 300, seconds)


def two_thousand(_folder: Path, seconds: int) -> Iterator[Row]:
    return many(2_000, "sketch 89 ms; django-eventstream 983", 150, 90, seconds)


def reconnect(_folder: Path, _seconds: int) -> Iterator[Row]:
    """The process is killed while ten thousand listen; something is told while nobody is there."""
    from bench.live.board import tell

    count, stream = 10_000, "bench-reconnect"
    with serving() as server, phones(server.port, count, stream) as some:
        broadcast(stream, 2, some)
        some.say("back 60")
        time.sleep(0.5)
        server.kill()
        for _ in range(3):
            tell(stream)
        server.start()
        up = time.time()
        said = some.answer()
        from netzwerkstatt.foundation.live.reading import head_of

        head = head_of(stream)
    took = said["last"] - up if said["last"] else float("inf")
    lost = 0 if said["numbers"] == [head] else 1
    yield Row(
        "10,000 come back after the process was killed",
        "–",
        "≤ 5 s, 0 lost, 0 twice",
        "2 s",
        f"{took:.1f} s after it answers again; {said['back']:,} back, {'0' if not lost else 'some'} lost, {said['twice']} twice",
        took <= 5 and not lost and not said["twice"],
    )


def two(_folder: Path, seconds: int) -> Iterator[Row]:
    """Two processes on PostgreSQL, fifteen thousand telephones."""
    stream, counts = "bench-two", (7_500, 7_500)
    with (
        serving(2) as server,
        phones(server.port, counts[0], stream) as one,
        phones(server.port, counts[1], stream) as other,
    ):
        heard = broadcast(stream, seconds, one, other)
    total = sum(said["heard"] for said in heard)
    twice, missed = (sum(said[name] for said in heard) for name in ("twice", "missed"))
    whole = total == sum(counts) * seconds and not twice and not missed
    yield Row(
        "two processes on PostgreSQL, 15,000 together",
        "–",
        "the same laws",
        "",
        f"{total:,} of {sum(counts) * seconds:,} heard, {twice} twice, {missed} missed; p99 {max(said['p99'] for said in heard)} ms",
        whole,
    )


def votes(folder: Path, seconds: int) -> Iterator[Row]:
    """Dots, tap after tap, while five thousand follow the same workshop and hear a message each second.

    Two processes, as an installation on two cores has them: with one it takes 340 to 366 a second, most of them waiting
    for the interpreter.
    """
    from bench.live import hall
    from bench.live.board import WORDS
    from netzwerkstatt.foundation.ballots.models import Vote, Voter
    from netzwerkstatt.workshops.live import KIND

    here, ideas = hall.voting(5_000)
    with serving(2) as server, phones(server.port, 5_000, here.place, KIND) as some:
        sender = sending(
            folder, do="votes", port=server.port, place=here.place, cookies=here.cookies, ideas=ideas,
            seconds=seconds, at_once=AT_ONCE,
        )  # fmt: skip
        (heard,) = broadcast(here.place, seconds, some, said=lambda: here.tell(f"{WORDS} (at {time.time():.3f})"))
        said = answer_of(sender)
    kept = Vote.objects.filter(ballot__home=here.workshop.entry).count()
    spent = sum(Voter.objects.filter(ballot__home=here.workshop.entry).values_list("spent", flat=True))
    whole = kept == spent == said["accepted"] and not said["other"] and heard["heard"] == 5_000 * seconds
    yield Row(
        "votes accepted while 5,000 telephones listen, 2 processes",
        "sketch 432/s",
        "≥ 400/s, p99 ≤ 250 ms",
        "600/s",
        f"{said['a_second']:.0f}/s, p50 {said['p50']} p99 {said['p99']} ms; {said['accepted']:,} accepted, {kept:,} kept"
        f"{', others answered ' + str(said['other']) if said['other'] else ''}; a message to all p99 {heard['p99']} ms,"
        f" {heard['heard']:,} of {5_000 * seconds:,} heard",
        whole and said["a_second"] >= 400 and said["p99"] <= 250,
    )


def idea(folder: Path, _seconds: int) -> Iterator[Row]:
    """Two hundred write, ten a second, into a phase that shows at once; their telephones look at what the others write."""
    from bench.live import hall
    from netzwerkstatt.foundation.live.tickets import ticket_for
    from netzwerkstatt.workshops.live import CONSOLE, KIND, WALL
    from netzwerkstatt.workshops.views.guests import LOOKS_A_SECOND

    count = 200
    here = hall.collecting(count)
    screens = {audience: ticket_for(KIND, here.place, audience, "de") for audience in (WALL, CONSOLE)}
    with serving() as server, phones(server.port, count, here.place, KIND):
        said = answer_of(
            sending(
                folder,
                do="ideas",
                port=server.port,
                place=here.place,
                cookies=here.cookies,
                screens=screens,
                every=0.1,
                looks=LOOKS_A_SECOND,
            )
        )
    wall, console = said["wall"], said["console"]
    whole = not said["refused"] and wall["heard"] == console["heard"] == count
    worst = max(wall.get("p95", 0), console.get("p95", 0))
    yield Row(
        "an idea to wall and console, 200 telephones",
        "–",
        "p95 ≤ 400 ms",
        "150 ms",
        f"wall p50 {wall.get('p50')} p95 {wall.get('p95')} ms, console p50 {console.get('p50')} p95 {console.get('p95')} ms;"
        f" {wall['heard']} and {console['heard']} of {count} seen"
        f"{', refused ' + str(said['refused']) if said['refused'] else ''}",
        whole and worst <= 400,
    )


def sending(folder: Path, **what: Any) -> subprocess.Popen[str]:
    """Telephones that send, in a process of their own."""
    file = folder / f"{what['do']}.json"
    file.write_text(json.dumps(what), encoding="utf-8")
    command = [sys.executable, "-m", "bench.live.posts", str(file)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def answer_of(process: subprocess.Popen[str]) -> dict[str, Any]:
    """What they say in the end."""
    said, _nothing = process.communicate(timeout=120)
    answer: dict[str, Any] = json.loads(said)
    return answer


MEASURED = {
    "10000": ten_thousand,
    "2000": two_thousand,
    "votes": votes,
    "idea": idea,
    "reconnect": reconnect,
    "two": two,
}


if __name__ == "__main__":
    main()
