"""A database with all tables, made once for a run and copied from then on: taking every step anew takes ten seconds."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

ON_POSTGRESQL = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
TEMPLATE = "migrated"

_server = settings.DATABASES["default"]["NAME"]
"""The database whose neighbours ours are, as it was named before the tests' own took its place."""


def copy_into(folder: Path) -> None:
    """An installation's folder with its SQLite database."""
    folder.mkdir(parents=True, exist_ok=True)
    copy_to(folder / "netzwerkstatt.sqlite3")


def copy_to(path: Path) -> None:
    """The same, as a file of this name."""
    with _one_at_a_time() as folder:
        made = folder / TEMPLATE / "netzwerkstatt.sqlite3"
        if not made.exists():
            building = folder / "building"
            shutil.rmtree(building, ignore_errors=True)
            _migrate(building, "")
            building.rename(made.parent)
    shutil.copyfile(made, path)


def create_database(name: str) -> None:
    """A new database of this name beside that of the tests, on PostgreSQL."""
    import psycopg

    with _one_at_a_time() as folder, psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as link:
        if link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE]).fetchone() is None:
            link.execute("CREATE DATABASE building")
            _migrate(folder / "postgresql-building", url_of("building"))
            link.execute(f"ALTER DATABASE building RENAME TO {TEMPLATE}")
        link.execute(f'CREATE DATABASE "{name}" TEMPLATE {TEMPLATE}')


def url_of(name: str) -> str:
    """The address of a database beside that of the tests."""
    return re.sub(rf"/{re.escape(_server)}(\?|$)", rf"/{name}\1", os.environ["DATABASE_URL"])


def _migrate(folder: Path, database_url: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("NETZWERKSTATT_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-m", "netzwerkstatt.config.cli", "manage", "migrate", "--verbosity", "0"],
        env=ours | {"NETZWERKSTATT_DATA_DIR": str(folder), "DATABASE_URL": database_url},
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]


@contextmanager
def _one_at_a_time() -> Iterator[Path]:
    """Processes share what one of them has made; the runs of `make test` too, where it is a file."""
    folder = Path(os.environ.get("TEST_TEMPLATES") or os.environ["NETZWERKSTATT_TEST_DIR"])
    with (folder / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder
