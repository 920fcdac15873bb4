"""How many contributions a second a workshop takes, beside a bare post of one row: `make bench NAME=write`.

On SQLite and on PostgreSQL, two processes for pages, `wrk` with eight connections, a thousand guests with their
cookies, the normal form of the phone's page. Bare and whole posts take turns in one run, so that what the machine does
besides falls on both; the figure is the median of the ratios. At the end the rows are counted: every post that was
answered is there, once, with its event.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import shutil
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

GUESTS = 2_000
CONNECTIONS = 8
PAIRS = 5
LEAST = 0.4
DATABASES = ("sqlite", "postgresql")


def main() -> int:
    """Measure on both databases, each in a process of its own; 1 when a bar is missed or a row is."""
    options = _options()
    if not shutil.which("wrk"):
        print("missing: wrk (apt-get install wrk) – nothing was measured")
        return 1 if os.environ.get("CI") == "true" else 0
    if options.on:
        return _on(options.on, options.seconds)
    print(
        f"{'database':<14}{'bare/s':>9}{'ideas/s':>9}{'ratio':>8}{'from':>8}{'to':>8}   bar: ratio ≥ {LEAST}",
        flush=True,
    )
    command = [sys.executable, "-m", "bench.write", "--seconds", str(options.seconds), "--on"]
    missed = [name for name in DATABASES if subprocess.run([*command, name], cwd=ROOT, check=False).returncode]
    print("\n" + (f"MISSED on {' and '.join(missed)}" if missed else "Every bar is held; no row is missing."))
    return 1 if missed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.write")
    parser.add_argument("--seconds", type=int, default=4, help="length of each run (4)")
    parser.add_argument("--on", choices=DATABASES, help="only this database")
    return parser.parse_args()


def _on(database: str, seconds: int) -> int:
    from bench.pages.__main__ import _server

    with tempfile.TemporaryDirectory(prefix="netzwerkstatt-bench-") as folder, _database(database, Path(folder)):
        place, guests = _set_up(Path(folder))
        with _server() as (port, _process):
            pairs = [_pair(port, place, guests, seconds, number) for number in range(PAIRS)]
        missing = _missing(place, sum(said for _bare, _whole, said in pairs))
    ratios = [whole / bare for bare, whole, _said in pairs]
    ratio = statistics.median(ratios)
    bare, whole = (statistics.median(pair[at] for pair in pairs) for at in (0, 1))
    print(
        f"{database:<14}{bare:>9.0f}{whole:>9.0f}{ratio:>8.2f}{min(ratios):>8.2f}{max(ratios):>8.2f}"
        f"{'   missed' if ratio < LEAST or missing else '   held'}",
        flush=True,
    )
    if missing:
        print(missing)
    return 1 if ratio < LEAST or missing else 0


@contextlib.contextmanager
def _database(name: str, folder: Path) -> Iterator[None]:
    from bench.pages.__main__ import _database as postgresql

    for setting in [setting for setting in os.environ if setting.startswith("NETZWERKSTATT_")]:
        del os.environ[setting]
    os.environ.pop("DATABASE_URL", None)
    os.environ["NETZWERKSTATT_DATA_DIR"] = str(folder / "data")
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.write.settings"
    os.environ["PYTHONPATH"] = str(ROOT)
    with postgresql(folder) if name == "postgresql" else contextlib.nullcontext("") as url:
        if url:
            os.environ["DATABASE_URL"] = url
        yield


def _set_up(folder: Path) -> tuple[str, Path]:
    """A running workshop that collects; its public id, and a file with the cookies of its guests."""
    import django

    django.setup()
    from bench.pages import world
    from netzwerkstatt.foundation.accounts.models import Guest
    from netzwerkstatt.workshops.models import Participant

    world.migrate()
    workshop = world.collecting(*world.found())
    tokens = [f"guest {number}" for number in range(GUESTS)]
    guests = Guest.objects.bulk_create(
        [Guest(token_hash=Guest.hash_of(token), place=workshop.public_id) for token in tokens]
    )
    Participant.objects.bulk_create([Participant(workshop=workshop, guest=guest) for guest in guests])
    cookies = folder / "cookies"
    cookies.write_text("\n".join(_cookie(workshop.public_id, token) for token in tokens), encoding="utf-8")
    return workshop.public_id, cookies


def _cookie(place: str, token: str) -> str:
    """As the page that lets guests in sets it."""
    from django.http import HttpResponse

    response = HttpResponse()
    response.set_signed_cookie(f"guest-{place}", token, salt="workshops.guest")
    return response.cookies.output(attrs=[], header="").strip()


def _pair(port: int, place: str, guests: Path, seconds: int, number: int) -> tuple[float, float, int]:
    """Bare and whole posts a second, one after the other in turns, and how many whole ones were answered."""
    whole_first = bool(number % 2)
    done = {}
    for path in ("/bare", f"/w/{place}")[:: -1 if whole_first else 1]:
        done[path] = _wrk(port, path, guests, seconds)
    (bare, _), (whole, answered) = done["/bare"], done[f"/w/{place}"]
    return bare, whole, answered


def _wrk(port: int, path: str, guests: Path, seconds: int) -> tuple[float, int]:
    script = Path(__file__).with_name("post.lua")
    command = [
        "wrk",
        "-t1",
        f"-c{CONNECTIONS}",
        f"-d{seconds}s",
        "--timeout",
        "30s",
        "-s",
        str(script),
        f"http://127.0.0.1:{port}",
    ]
    said = subprocess.run(
        [*command, "--", path, str(guests), str(time.monotonic_ns() % 1_000_000)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    if fault := re.search(r"(Non-2xx.*|Socket errors.*)", said):
        raise SystemExit(f"{path}: {fault[1]}")
    speed, number = re.search(r"Requests/sec:\s+([\d.]+)", said), re.search(r"(\d+) requests in", said)
    if speed is None or number is None:
        raise SystemExit(f"wrk said something else:\n{said}")
    return float(speed[1]), int(number[1])


def _missing(place: str, answered: int) -> str:
    """What is wrong with the rows, or nothing: at least those answered are there, each with one event."""
    from netzwerkstatt.foundation.events.models import Event
    from netzwerkstatt.workshops.models import Contribution, Phase

    kept: Any = Contribution.objects.filter(phase__workshop__entry__public_id=place).count()
    counted = Phase.objects.values_list("contributions", flat=True).get(workshop__entry__public_id=place, number=1)
    told = Event.objects.filter(stream_id=place, type="workshop.contributed").count()
    if kept < answered or len({kept, counted, told}) > 1:
        return f"answered {answered}, kept {kept}, counted {counted}, events {told}"
    return ""


if __name__ == "__main__":
    raise SystemExit(main())
