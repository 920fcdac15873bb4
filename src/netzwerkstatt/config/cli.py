"""The command `netzwerkstatt`: serve everything, or one role of a larger installation.

`serve` is a parent with two children, the pages with their live streams and the worker, so that documents and imports
never run in the process that answers people. Nothing of Django is imported before the environment is set.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

LOCAL = "127.0.0.1"
PAGES_AT_ONCE = 512
OTHER_FILES = 600
# Sent to the processes that stream when they are about to be stopped.
GOODBYE = signal.SIGUSR1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code comes back."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "netzwerkstatt.config.settings")
    if given[:1] == ["manage"]:
        return manage(given[1:])
    options = parser().parse_args(given)
    return int(options.run(options))


def parser() -> argparse.ArgumentParser:
    """What can be typed."""
    top = argparse.ArgumentParser(prog="netzwerkstatt", description="The workbench for alliances of cities.")
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    serve_ = commands.add_parser("serve", help="everything on this machine: pages, live screens and worker")
    serve_.add_argument("--demo", action="store_true", help="load the demo alliance into a folder of its own")
    serve_.add_argument(
        "--room", type=Path, metavar="PACKAGE", help="run the one workshop of this package in a hall without internet"
    )
    serve_.add_argument("--address", default="", help="with --room: how phones reach this laptop (found by itself)")
    serve_.set_defaults(run=serve)
    web_ = commands.add_parser("web", help="only the pages")
    web_.add_argument("--live", action="store_true", help="and the live screens, in the same processes")
    web_.set_defaults(run=web)
    live_ = commands.add_parser("live", help="only the live screens: everything under /live/")
    live_.set_defaults(run=live)
    for command in (serve_, web_, live_):
        command.add_argument("--host", default=LOCAL, help="address to listen on (127.0.0.1)")
        command.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
        command.add_argument("--processes", type=int, default=1, help="processes that answer (1)")
    worker_ = commands.add_parser("worker", help="only the worker: documents and mails")
    worker_.set_defaults(run=worker)
    for command in (serve_, web_, live_, worker_):
        command.add_argument(
            "--data",
            type=Path,
            help="folder for everything that is kept (data, with --demo data-demo, with --room data-room)",
        )
    import_ = commands.add_parser("import-statistics", help="files of official statistics into the catalogue")
    import_.add_argument("files", nargs="+", type=Path, metavar="FILE", help="flat file, classic CSV, INKAR, GV-ISys")
    import_.add_argument("--retrieved-on", metavar="DAY", help="when they were downloaded, as 2026-03-31 (today)")
    import_.add_argument("--table", default="", help="table number, where a file does not carry it")
    import_.add_argument("--data", type=Path, help="folder for everything that is kept (data)")
    import_.set_defaults(run=import_statistics)
    commands.add_parser("manage", help="Django's own commands: manage migrate, manage shell …")
    return top


def manage(arguments: Sequence[str]) -> int:
    """Django's management commands."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["netzwerkstatt manage", *arguments])
    return 0


def serve(options: argparse.Namespace) -> int:
    """Bring the installation up to date, say how to get in, then run pages and worker until told to stop."""
    if options.room:
        return _serve_room(options)
    _choose_data(options.data or Path("data-demo" if options.demo else "data"))
    address = f"http://{options.host}:{options.port}"
    os.environ.setdefault("NETZWERKSTATT_BASE_URL", address)
    if options.demo:
        os.environ["NETZWERKSTATT_DEMO"] = "1"
    _prepare()
    print(_demo_welcome(address) if options.demo else _welcome(address), flush=True)
    return _run_children(options)


def _serve_room(options: argparse.Namespace) -> int:
    """One borrowed workshop for the phones in the hall: plain HTTP in the hall's own network, SQLite in a folder of its
    own, whatever this machine is set to otherwise. 1 where the package cannot be taken.
    """
    from netzwerkstatt.config import environment, neighbours

    _choose_data(options.data or Path("data-room"))
    if options.host == LOCAL:
        options.host = "0.0.0.0"  # noqa: S104 - the phones in the hall are to reach it
    here = options.address or neighbours.address()
    for setting in (environment.DATABASE_URL, environment.MAIL_URL, environment.TRUSTED_PROXIES, environment.DEMO):
        os.environ.pop(setting.name, None)
    os.environ |= {
        environment.ROOM.name: "1",
        environment.HTTPS.name: "0",
        environment.HOSTS.name: ",".join(
            dict.fromkeys([here, *neighbours.names(), *environment.HOSTS.default.split(",")])
        ),
        environment.BASE_URL.name: f"http://{here}:{options.port}",
    }
    _prepare()
    from netzwerkstatt.workshops.lending.laptop import ready, welcome

    try:
        data = options.room.read_bytes()
    except OSError as error:
        print(f"{options.room}: {error.strerror}", file=sys.stderr)
        return 1
    if refused := ready(data):
        print(f"{options.room}: {refused}", file=sys.stderr)
        return 1
    print(welcome(local=f"http://{LOCAL}:{options.port}"), flush=True)
    return _run_children(options)


def web(options: argparse.Namespace) -> int:
    """The pages, in as many processes as asked for; with `--live` each of them also streams."""
    _choose_data(options.data)
    if options.live:
        return _serve_streams(options, "netzwerkstatt.config.asgi:application", pages=PAGES_AT_ONCE)
    from granian.constants import Interfaces

    return _serve(options, "netzwerkstatt.config.wsgi:application", Interfaces.WSGI, PAGES_AT_ONCE, blocking_threads=4)


def live(options: argparse.Namespace) -> int:
    """The live screens alone."""
    _choose_data(options.data)
    return _serve_streams(options, "netzwerkstatt.config.asgi:streams", pages=0)


def _serve_streams(options: argparse.Namespace, target: str, *, pages: int) -> int:
    """Each connection needs a file: as many as the system lets us have are asked for, and no more are taken on."""
    from granian.constants import Interfaces
    from granian.http import HTTP1Settings

    from netzwerkstatt.config import environment

    wanted = int(environment.LIVE_MOST.read())
    most = min(wanted, _files_allowed(wanted + OTHER_FILES) - OTHER_FILES)
    if most < wanted:
        print(
            f"At most {most} live screens at the same time in each process, not {wanted}: the system allows no more open"
            f" files. `ulimit -n {wanted + OTHER_FILES}` (systemd: LimitNOFILE) changes that.",
            flush=True,
        )
        os.environ[environment.LIVE_MOST.name] = str(max(most, 0))
    return _serve(
        options,
        target,
        Interfaces.ASGI,
        # A server that took fewer would let the others hang without a word; ours says 503 and when to come again.
        max(most, 0) + max(pages, OTHER_FILES),
        backlog=4096,
        http1_settings=HTTP1Settings(max_buffer_size=8192),
        workers_kill_timeout=10,
        prepare=_end_streams_first,
    )


def _end_streams_first() -> None:
    """A server that is told to stop waits for its connections, and streams do not end: so they are told first."""
    for number in (signal.SIGTERM, signal.SIGINT):
        stop = signal.getsignal(number)

        def goodbye(signum: int, frame: Any, stop: Any = stop) -> None:
            # Whoever is told twice at once, by the terminal and by `serve`, waits for itself in what follows.
            for again in (signal.SIGTERM, signal.SIGINT):
                signal.signal(again, signal.SIG_IGN)
            for child in multiprocessing.active_children():
                os.kill(child.pid or 0, GOODBYE)
            stop(signum, frame)

        signal.signal(number, goodbye)


def _files_allowed(wanted: int) -> int:
    """Open files that this process and its children may have, after asking for so many."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return wanted if soft == resource.RLIM_INFINITY else soft


def _serve(
    options: argparse.Namespace,
    target: str,
    interface: Any,
    backpressure: int,
    prepare: Callable[[], None] | None = None,
    **more: Any,
) -> int:
    """`prepare` runs when the server is about to start its processes."""
    from granian.server import Server

    server = Server(
        target,
        address=options.host,
        port=options.port,
        interface=interface,
        workers=options.processes,
        backpressure=backpressure,
        websockets=False,
        log_access=False,
        respawn_failed_workers=True,
        **more,
    )
    if prepare:
        server.on_startup(prepare)
    server.serve()
    return 0


def worker(options: argparse.Namespace) -> int:
    """Work through what pages have left to do, first what an earlier worker left when it was killed; follow the log."""
    _choose_data(options.data)
    _take_up()
    from netzwerkstatt.foundation.events.following import following

    with following():
        return manage(["db_worker", "--interval", "0.5", "--no-startup-delay"])


def import_statistics(options: argparse.Namespace) -> int:
    """Import each file whole or not at all; 1 where one of them could not be read."""
    _choose_data(options.data)
    _prepare_database()
    from django.core.management import CommandError, call_command

    given = {"table": options.table, "retrieved_on": options.retrieved_on}
    try:
        call_command("import_statistics", *[str(path) for path in options.files], **given)
    except CommandError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _choose_data(folder: Path | None) -> None:
    if folder is not None:
        os.environ["NETZWERKSTATT_DATA_DIR"] = str(folder.resolve())


def _prepare() -> None:
    """Database and static files as this version wants them; nothing happens where they are."""
    _prepare_database()
    _collect_static_files()


def _prepare_database() -> None:
    import django
    from django.core.management import call_command

    django.setup()
    if not _every_step_is_taken():
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)


def _every_step_is_taken() -> bool:
    """Whether the database is as this version wants it: `migrate` takes a second to find nothing to do."""
    from django.conf import settings
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    last = executor.loader.graph.leaf_nodes()
    written_down = executor.recorder.applied_migrations()
    there = connection.introspection.table_names()
    cache = settings.CACHES["default"]["LOCATION"]
    return cache in there and all(step in written_down for step in last) and not executor.migration_plan(last)


def _collect_static_files() -> None:
    """Only where a file is newer or another than at the last start: a second start is quick."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    sources = [storage.path(name) for finder in get_finders() for name, storage in finder.list(None)]
    stand = "\n".join(f"{path} {Path(path).stat().st_mtime_ns}" for path in sorted(sources))
    stamp = settings.DATA_DIR / "static.stamp"
    if not stamp.exists() or stamp.read_text() != stand:
        call_command("collectstatic", verbosity=0, interactive=False)
        stamp.write_text(stand)


def _take_up() -> None:
    import django

    django.setup()
    from netzwerkstatt.evidence.importing.arriving import resume_imports
    from netzwerkstatt.foundation.documents.actions import resume_renderings

    resume_renderings(older_than=timedelta(0))
    resume_imports(older_than=timedelta(0))


def _welcome(address: str) -> str:
    from netzwerkstatt.site.start_key import new_start_key

    key = new_start_key()
    if key is None:
        return f"Netzwerkstatt: {address}"
    return (
        f"Netzwerkstatt: {address}\n\n"
        "Nobody has an account here yet. This link makes the first administrator, once:\n"
        f"  {address}/setup/{key}\n"
    )


def _demo_welcome(address: str) -> str:
    from netzwerkstatt.site.demo.load import DEMO_PASSWORD, demo_is_loaded, demo_logins, load_demo

    if not demo_is_loaded():
        _apart(load_demo)
    lines = [f"  {login.email:<44} {login.who}" for login in demo_logins()]
    return "\n".join(
        [
            f"Netzwerkstatt, demo alliance: {address}",
            "",
            f"Sign in with one click at {address}/demo, or with these addresses and the password “{DEMO_PASSWORD}”:",
            *lines,
            "",
        ]
    )


def _apart(work: Callable[[], None]) -> None:
    """Do it in a process of its own that ends with it.

    Reading statistics starts threads (Polars). A copy of a process with threads has their locks and not them: the first
    page in it that reads figures would wait for ever.
    """
    from django.db import connections

    connections.close_all()
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("fork")) as process:
        process.submit(work).result()


def _run_children(options: argparse.Namespace) -> int:
    """Worker and pages begin as copies of this process, which has everything loaded: loading it takes seconds."""
    from django.db import connections

    connections.close_all()
    options.data, options.live = None, True  # the data are chosen already
    copies = multiprocessing.get_context("fork")
    children = [copies.Process(target=lambda run=run: sys.exit(run(options))) for run in (worker, web)]
    for child, needs in zip(children, (None, "netzwerkstatt.config.urls"), strict=True):
        if needs:
            import_module(needs)  # the first page would load it
        child.start()

    def stop(*_: object) -> None:
        for child in children:
            if child.is_alive():
                child.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while all(child.is_alive() for child in children):
        time.sleep(0.2)
    stop()
    return max(_code(child) for child in children)


def _code(child: multiprocessing.process.BaseProcess) -> int:
    child.join(timeout=30)
    if child.is_alive():
        child.kill()
        child.join()
    code = child.exitcode or 0
    return 0 if code == -signal.SIGTERM else abs(code)


if __name__ == "__main__":
    raise SystemExit(main())
