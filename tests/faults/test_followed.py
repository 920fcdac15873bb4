"""Writers and consumers of the log are killed at random moments: no event is lost, none is worked off twice."""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
from pathlib import Path

from tests import migrated
from tests.faults.test_kill import ROOT, Installation, _database


def test_no_event_is_lost_or_doubled_whoever_is_killed(tmp_path: Path):
    seed = secrets.randbelow(10_000)
    if not migrated.ON_POSTGRESQL:
        migrated.copy_into(tmp_path)
    with _database() as url:
        done = subprocess.run(
            [sys.executable, "-m", "tests.faults.followed", str(seed)],
            cwd=ROOT, env=Installation(tmp_path, url, 0).environment, check=False, capture_output=True, text=True, timeout=400,
        )  # fmt: skip
    assert done.returncode == 0, f"seed {seed}: {done.stderr[-3000:]}"
    found = json.loads(done.stdout)

    assert found["killed"] >= 25
    marks = found["marks"]
    assert len(marks) == len(set(marks)), "an event was written twice"
    assert set(found["acknowledged"]) <= set(marks), "an event that was acknowledged is gone"
    assert len(marks) >= 100

    log = [tuple(row) for row in found["log"]]
    streams = {stream for stream, _number in log}
    for stream in streams:
        numbers = [number for of, number in log if of == stream]
        assert numbers == list(range(1, len(numbers) + 1)), f"{stream} has a gap"
    for consumer in ("first", "second"):
        noted = [(stream, number) for name, stream, number in found["noted"] if name == consumer]
        for stream in streams:
            mine = [number for of, number in noted if of == stream]
            assert mine == [number for of, number in log if of == stream], f"seed {seed}: {consumer} in {stream}"
