"""How long official statistics take: `make bench NAME=evidence` prints a table. ARGS="--quick": a tenth of the size.

The import: a real flat file (12411-01-01-4, or the demo's excerpt of it where the collection is not there) repeated with
other districts and years up to 400 MB, read whole, stored and entered into the catalogue of an empty installation, on
the database that `DATABASE_URL` names or SQLite. One run in a process of its own, so that its peak of memory is its own.

The catalogue (`catalogue.py`): all municipalities × 20 years × 200 figures on SQLite and PostgreSQL, and the pages that ask it.
"""

from __future__ import annotations

import argparse
import datetime
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT.parent / "shared" / "data" / "demography" / "ffcsv_samples" / "12411-01-01-4_de_flat.csv"
NAME = "12411-01-01-4_de_flat.csv"
MEGABYTE = 1_000_000
YEARS = range(1900, 2020)


@dataclass(frozen=True)
class Row:
    """One line: what is measured, its bars (least, goal; seconds), and the work, which says what it did."""

    name: str
    bars: tuple[float, float]
    work: Callable[[float], str]


def main() -> None:
    """Measure and print, a row at a time."""
    parser = argparse.ArgumentParser(prog="bench.evidence", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the size: to see that it runs")
    parser.add_argument("--rows", default="", help="only rows whose name holds this")
    parser.add_argument("--row", help="only this row, without the head of the table")
    options = parser.parse_args()
    share = 0.1 if options.quick else 1.0
    if options.row is not None:
        _print(next(row for row in ROWS if row.name == options.row), share)
        return
    load = os.getloadavg()
    print(f"load {load[0]:.1f} {load[1]:.1f} {load[2]:.1f} before, {os.cpu_count()} processors")
    print(f"{'what':<34}{'s':>8}{'CPU s':>8}{'least':>8}{'goal':>7}{'MB':>7}  did")
    for row in ROWS:
        if options.rows in row.name:
            arguments = [
                sys.executable,
                "-m",
                "bench.evidence",
                "--row",
                row.name,
                *(["--quick"] if options.quick else []),
            ]
            with tempfile.TemporaryDirectory(prefix="netzwerkstatt-bench-") as folder:
                environment = os.environ | {"NETZWERKSTATT_DATA_DIR": folder}
                subprocess.run(arguments, check=True, env=environment, cwd=ROOT)
    if options.rows in "catalogue":
        _catalogue("0.1" if options.quick else "1")


def _catalogue(share: str) -> None:
    """The pages on a full catalogue, on both databases; each store is filled first."""
    for name in ("sqlite", "postgresql"):
        with tempfile.TemporaryDirectory(prefix="netzwerkstatt-bench-") as folder:
            for verb in (["build", folder, name, share], ["ask", folder, name]):
                subprocess.run([sys.executable, "-m", "bench.evidence.catalogue", *verb], check=True, cwd=ROOT)


def _print(row: Row, share: float) -> None:
    began, cpu = time.perf_counter(), time.process_time()
    did = row.work(share)
    wall, cpu = time.perf_counter() - began - _aside[0], time.process_time() - cpu - _aside[1]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{row.name:<34}{wall:>8.1f}{cpu:>8.1f}{row.bars[0]:>8.0f}{row.bars[1]:>7.0f}{peak:>7.0f}  {did}", flush=True)


_aside = [0.0, 0.0]  # seconds, and seconds of this processor, that belong to the setting and not to the work


def _import(share: float) -> str:
    began, cpu = time.perf_counter(), time.process_time()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "netzwerkstatt.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from netzwerkstatt.evidence.importing.entering import enter_statistics
    from netzwerkstatt.evidence.importing.preparing import prepare
    from netzwerkstatt.evidence.rules import Console

    with tempfile.NamedTemporaryFile(prefix="netzwerkstatt-bench-", suffix=".csv") as made:
        size = repeat(Path(made.name), int(400 * MEGABYTE * share))
        _aside[:] = [time.perf_counter() - began, time.process_time() - cpu]
        prepared = prepare(Path(made.name), NAME)
        dataset = enter_statistics(actor=Console(), prepared=prepared, retrieved_on=datetime.date(2026, 3, 31))
    return f"{size / MEGABYTE:.0f} MB, {dataset.figure_count:,} figures, {len(prepared.places):,} places"


def repeat(target: Path, size: int) -> int:
    """Write the sample again and again, each time with other keys of districts or another year; the bytes written."""
    data = SAMPLE.read_bytes() if SAMPLE.is_file() else _excerpt()
    header, _, body = data.partition(b"\n")
    lines = body.splitlines(keepends=True)
    written = 0
    with target.open("wb") as out:
        written += out.write(header + b"\n")
        for time_ in range(100):
            for year in YEARS:
                for line in lines:
                    cells = line.split(b";")
                    cells[4] = b"%d-12-31" % year
                    cells[7] = (
                        cells[7]
                        if cells[7] == b"DG" and not time_
                        else b"%02d" % time_ + cells[7][-3:].rjust(3, b"0") + b"000"
                    )
                    written += out.write(b";".join(cells))
                if written >= size:
                    return written
    return written


def _excerpt() -> bytes:
    return resources.files("netzwerkstatt.site.demo").joinpath("12411-01-01-4_auszug_de_flat.csv").read_bytes()


ROWS = (Row("import of a flat file, 400 MB", (60, 20), _import),)


if __name__ == "__main__":
    main()
