"""Live screens under load: `make bench NAME=live` prints the table, in less than eight minutes.

Server, database and telephones share this machine. Telephones are raw sockets in processes of their own
(`phones.py`); the time of a message runs from before its commit to when its bytes were read. `ARGS="--rows 10000 reconnect"`
measures only some rows. On a machine that has other things to do the load average, which is printed, says so.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

SECONDS = 20
FILES = 11_000
ROWS = ("10000", "2000", "votes", "idea", "reconnect", "two")


@dataclass
class Row:
    """One line of the table: what was known before, the bar, the goal, what came out."""

    what: str
    known: str
    least: str
    goal: str
    measured: str
    held: bool


def main() -> int:
    """Measure and print; 1 when a bar is missed."""
    parser = argparse.ArgumentParser(prog="bench.live")
    parser.add_argument("--rows", nargs="+", choices=ROWS, default=list(ROWS), help="only these")
    parser.add_argument(
        "--seconds", type=int, default=SECONDS, help=f"broadcasts in each row, one a second ({SECONDS})"
    )
    options = parser.parse_args()
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < FILES:
        print(
            f"missing: {FILES} open files for one process, the system allows {hard} (ulimit -Hn) – nothing was measured"
        )
        return 1 if os.environ.get("CI") == "true" else 0
    begun = time.monotonic()
    print(f"load average before: {' '.join(f'{load:.1f}' for load in os.getloadavg())}", flush=True)
    rows: list[Row] = []
    for name in ("sqlite", "postgresql"):
        wanted = [row for row in options.rows if (row == "two") == (name == "postgresql")]
        if wanted:
            # one database for each: Django is set up once in a process
            rows += _in_own_process(name, wanted, options.seconds)
    _print(rows)
    print(
        f"load average after: {' '.join(f'{load:.1f}' for load in os.getloadavg())}; {time.monotonic() - begun:.0f} s"
    )
    return 0 if all(row.held for row in rows) else 1


def _in_own_process(database: str, rows: list[str], seconds: int) -> list[Row]:
    command = [sys.executable, "-m", "bench.live.rows", database, str(seconds), *rows]
    process = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if process.returncode:
        raise SystemExit(f"the rows {', '.join(rows)} could not be measured")
    return [Row(**json.loads(line)) for line in process.stdout.splitlines() if line.startswith("{")]


def _print(rows: list[Row]) -> None:
    print()
    print(f"{'what':<44}{'known':<34}{'at least':<22}{'goal':<10}{'measured'}")
    for row in rows:
        print(
            f"{row.what:<44}{row.known:<34}{row.least:<22}{row.goal:<10}{row.measured}{'' if row.held else '   MISSED'}"
        )
    print()


if __name__ == "__main__":
    raise SystemExit(main())
