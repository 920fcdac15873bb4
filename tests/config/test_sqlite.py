"""Writers of SQLite wait in a queue: nobody sleeps while the database is free, and nobody waits for somebody who died."""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from netzwerkstatt.config.sqlite.base import Queue
from netzwerkstatt.foundation.accounts.models import Allowance
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.workshops.models import SentAtOnce

on_sqlite = pytest.mark.usefixtures("only_on_sqlite")


def test_one_goes_after_the_other(tmp_path: Path) -> None:
    queue, inside, most = Queue(str(tmp_path / "db")), 0, 0

    def write() -> None:
        nonlocal inside, most
        for _turn in range(50):
            queue.take(10)
            inside += 1
            most = max(most, inside)
            inside -= 1
            queue.give()

    threads = [threading.Thread(target=write) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert most == 1


def test_who_waits_too_long_is_told_and_takes_nothing(tmp_path: Path) -> None:
    queue = Queue(str(tmp_path / "db"))
    queue.take(1)
    with pytest.raises(OperationalError, match="locked"):
        queue.take(0.01)
    queue.give()
    queue.take(0.01)
    queue.give()


HOLD = "import sys; from netzwerkstatt.config.sqlite.base import Queue; Queue(sys.argv[1]).take(1); print(flush=True); input()"


def test_another_process_waits_and_one_that_is_killed_keeps_nobody_waiting(tmp_path: Path) -> None:
    path = str(tmp_path / "db")
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    )
    assert other.stdout
    other.stdout.readline()
    queue = Queue(path)
    with pytest.raises(OperationalError, match="locked"):
        queue.take(0.05)
    other.kill()
    other.communicate()
    queue.take(5)
    queue.give()


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_many_write_at_the_same_moment_and_nobody_is_refused() -> None:
    faults: list[Exception] = []

    def write(name: int) -> None:
        try:
            for turn in range(5):
                with transaction.atomic():
                    Allowance.objects.create(key=f"{name}:{turn}", full_at=1, at=clock.now())
        except Exception as fault:  # noqa: BLE001 - shown below
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(name,)) for name in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert not faults
    assert Allowance.objects.count() == 40


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_what_fails_only_at_the_end_gives_its_turn_back() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        SentAtOnce.objects.create(client_id="00000000-0000-4000-8000-000000000001", phase_id=1)
    assert not connection._turn  # type: ignore[attr-defined]
    with transaction.atomic():
        Allowance.objects.create(key="after", full_at=1, at=clock.now() + timedelta(seconds=1))


@on_sqlite
@pytest.mark.django_db
def test_a_statement_is_written_once_and_reads_as_django_means_it():
    with connection.cursor() as cursor:
        for value in ("50 %", "%s"):
            cursor.execute("SELECT %s, '100 %%', '%%s' || %s", [value, value])
            assert cursor.fetchone() == (value, "100 %", f"%s{value}")
        cursor.execute("SELECT '50 %' || '%s'")
        assert cursor.fetchone() == ("50 %%s",)
        cursor.execute("SELECT %(one)s, %(other)s", {"one": 1, "other": "2"})
        assert cursor.fetchone() == (1, "2")
