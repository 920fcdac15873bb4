"""The command `netzwerkstatt`: what can be typed, how one gets in, and what is refused before anything starts."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from netzwerkstatt.config import cli, environment
from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.documents.models import Rendering
from netzwerkstatt.foundation.events import clock, following
from netzwerkstatt.site.demo import load

# `serve` as people type it, up to the moment when its two processes would start.
PREPARED = (
    "import sys; from netzwerkstatt.config import cli; cli._run_children = lambda options: 0; sys.exit(cli.main())"
)
LINK = re.compile(r"http://127\.0\.0\.1:8000/setup/[\w-]{20,}")


def typed(*arguments: str, program: tuple[str, ...] = ("-m", "netzwerkstatt.config.cli"), **variables: str) -> Any:
    """What the command says in a process of its own, with nothing of the test's own installation."""
    foreign = ("NETZWERKSTATT_", "DJANGO_", "DATABASE_")
    own = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    return subprocess.run(
        [sys.executable, *program, *arguments],
        env={**own, **variables}, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def test_every_command_is_understood_with_its_options() -> None:
    known = cli.parser().parse_args
    serve = known(["serve", "--demo", "--data", "here", "--host", "0.0.0.0", "--port", "9000", "--processes", "2"])  # noqa: S104
    assert (serve.run, serve.demo, serve.data, serve.port, serve.processes) == (cli.serve, True, Path("here"), 9000, 2)
    web = known(["web"])
    assert (web.run, web.host, web.port, web.processes, web.data) == (cli.web, "127.0.0.1", 8000, 1, None)
    worker = known(["worker", "--data", "here"])
    assert (worker.run, worker.data) == (cli.worker, Path("here"))


@pytest.mark.parametrize("wrong", [[], ["sevre"], ["serve", "--port", "many"], ["worker", "--port", "1"]])
def test_what_nobody_can_mean_is_refused(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        cli.main(wrong)
    assert refused.value.code == 2
    assert "usage: netzwerkstatt" in capsys.readouterr().err


def test_manage_hands_everything_on_to_django(capsys: pytest.CaptureFixture[str]) -> None:
    import django

    assert cli.main(["manage", "version"]) == 0
    assert capsys.readouterr().out.strip() == django.get_version()


def test_the_first_start_prints_a_link_that_only_the_latest_start_makes_good(tmp_path: Path) -> None:
    def start() -> str:
        done = typed("serve", "--data", str(tmp_path), program=("-c", PREPARED))
        assert done.returncode == 0, done.stderr
        return str(done.stdout)

    first, second = LINK.findall(start()), LINK.findall(start())
    assert len(first) == len(second) == 1
    assert first != second
    key = second[0].rpartition("/")[2]
    made = typed(
        "manage", "shell", "-c",
        "from netzwerkstatt.foundation.network.actions import become_first_administrator as become\n"
        f"become(actor=None, token={key!r}, email='kora@example.org', name='Kora')",
        NETZWERKSTATT_DATA_DIR=str(tmp_path),
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    assert start().strip() == "Netzwerkstatt: http://127.0.0.1:8000"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("mysql://root:hidden@localhost/name", "only postgresql:// is known, not mysql://"),
        ("sqlite:///data.sqlite3", "only postgresql:// is known"),
        ("data.sqlite3", "only postgresql:// is known"),
        ("postgresql://anna:hidden@localhost:many/name", "the port is not a number"),
        ("postgresql://anna:hidden@localhost", "the name of the database is missing"),
    ],
)
def test_an_address_that_is_no_database_is_refused_in_one_sentence(
    url: str, reason: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(SystemExit, match=reason) as refused:
        environment.databases(tmp_path)
    assert "hidden" not in str(refused.value)


def test_a_wrong_address_stops_the_start_without_a_traceback(tmp_path: Path) -> None:
    done = typed("serve", "--data", str(tmp_path), DATABASE_URL="mysql://localhost/name")
    assert done.returncode == 1
    assert done.stderr == "DATABASE_URL: only postgresql:// is known, not mysql://\n"


def test_an_address_says_all_that_postgresql_needs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://an%40na:a%2Fb@db.example.org:5433/net?sslmode=require")
    chosen = environment.databases(tmp_path)["default"]
    assert {key: chosen[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "NAME": "net", "USER": "an@na", "PASSWORD": "a/b", "HOST": "db.example.org", "PORT": "5433",
    }  # fmt: skip
    assert chosen["OPTIONS"]["sslmode"] == "require"  # type: ignore[index]


def test_the_key_is_made_once_for_the_eyes_of_its_owner(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("NETZWERKSTATT_SECRET_KEY", raising=False)
    key = environment.secret_key(tmp_path)
    assert len(key) >= 50
    assert environment.secret_key(tmp_path) == key
    assert [file.name for file in tmp_path.iterdir()] == ["secret.key"]
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600

    monkeypatch.setenv("NETZWERKSTATT_SECRET_KEY", "from elsewhere")
    assert environment.secret_key(tmp_path) == "from elsewhere"


def test_eight_that_start_at_the_same_moment_share_one_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("NETZWERKSTATT_SECRET_KEY", raising=False)
    barrier = threading.Barrier(8)
    keys: list[str] = []

    def start() -> None:
        barrier.wait()
        keys.append(environment.secret_key(tmp_path))

    starts = [threading.Thread(target=start) for _ in range(8)]
    for one in starts:
        one.start()
    for one in starts:
        one.join()
    assert len(keys) == 8
    assert len(set(keys)) == 1
    assert keys[0]


@pytest.mark.django_db
def test_a_worker_first_takes_up_what_a_killed_one_left(monkeypatch: pytest.MonkeyPatch) -> None:
    left = Rendering.objects.create(public_id="E-06", version="1", content="{}", content_sha256="0" * 64)
    Rendering.objects.update(asked_at=clock.now() - timedelta(seconds=1))
    seen: list[tuple[str, ...]] = []

    def work(arguments: list[str]) -> int:
        left.refresh_from_db()
        seen.append((arguments[0], left.state))
        return 0

    monkeypatch.setattr("django.setup", lambda: None)
    monkeypatch.setattr(following, "follow", lambda _stop: None)  # it would wait for the end of this transaction
    monkeypatch.setattr(cli, "manage", work)
    assert cli.main(["worker"]) == 0
    # taken up and, being no document, put aside with its reason before the first new job
    assert seen == [("db_worker", Rendering.State.FAILED)]
    assert not Person.objects.exists()


def _load_nothing_and_sign() -> None:
    Path(os.environ["NETZWERKSTATT_DATA_DIR"], "loaded-by").write_text(str(os.getpid()))


def test_the_process_that_pages_are_copied_from_does_not_load_the_demo_itself(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for name in ("DATA_DIR", "DEMO", "BASE_URL"):
        monkeypatch.setenv(f"NETZWERKSTATT_{name}", "")
    monkeypatch.setattr(cli, "_prepare", lambda: None)
    monkeypatch.setattr(cli, "_run_children", lambda _options: 0)
    monkeypatch.setattr(load, "demo_is_loaded", lambda: False)
    monkeypatch.setattr(load, "demo_logins", lambda: [load.DemoLogin("kora@example.org", "Kora", "Everything")])
    monkeypatch.setattr(load, "load_demo", _load_nothing_and_sign)
    assert cli.main(["serve", "--demo", "--data", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "http://127.0.0.1:8000" in said
    assert "kora@example.org" in said
    assert int((tmp_path / "loaded-by").read_text()) != os.getpid()
