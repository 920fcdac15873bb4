"""A small alliance that every test can build on, made by the same actions as a real one."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseOperations as SQLiteOperations
from django.utils import timezone, translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.network import actions
from netzwerkstatt.foundation.network.models import City, CityNetwork, Membership, Role, State, Theme
from netzwerkstatt.foundation.network.queries import the_alliance
from tests import migrated
from tests.remembering import remembered
from tests.units import Units

# Small matrices on a shared machine: threads of the linear algebra only wait for each other. Before NumPy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# How fast a machine makes examples says nothing about our laws; two cores with ten things to do are slow.
hypothesis_settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("house")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Units:
    """For `make test` and whoever runs with -n."""
    return Units(config, log)


def pytest_collection_finish() -> None:
    """What is imported by now stays to the end: whoever collects garbage need not look at it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture
def shared_data() -> Path:
    """Real official files; they are not part of the product."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the folder with real official data (../shared/data) is not here")
    return SHARED_DATA


@pytest.fixture(autouse=True)
def _nothing_known_from_before() -> None:
    """People of different tests have the same keys."""
    caches["of-this-process"].clear()


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest, django_db_modify_db_settings: None) -> bool:
    """A copy of the migrated database lies there before the tests' own is set up; the folder goes away at the end."""
    if request.config.getoption("reuse_db") or os.environ.get("TEST_DATABASE_URL"):
        return bool(request.config.getoption("reuse_db"))
    name = settings.DATABASES["default"]["TEST"]["NAME"]
    if migrated.ON_POSTGRESQL:
        migrated.create_database(name or f"test_{settings.DATABASES['default']['NAME']}")
    else:
        migrated.copy_to(Path(name))
    return True


@pytest.fixture(autouse=True, scope="session")
def _final_rows_end_with_their_test() -> Any:
    """SQLite empties its tables row by row, which final rows refuse; between two tests their guards step aside."""
    flush = SQLiteOperations.execute_sql_flush

    def without_guards(operations: SQLiteOperations, statements: Any) -> None:
        with operations.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name NOT LIKE 'search%'")
            guards = cursor.fetchall()
            for name, _ in guards:
                cursor.execute(f"DROP TRIGGER {name}")
            flush(operations, statements)
            for _, sql in guards:
                cursor.execute(sql)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SQLiteOperations, "execute_sql_flush", without_guards)
        yield


@pytest.fixture(autouse=True, scope="session")
def _only_tables_with_rows_are_emptied() -> Any:
    """PostgreSQL makes a new file for each table and index that it truncates, of which most are empty."""
    if not (migrated.ON_POSTGRESQL and connection.settings_dict["USER"] == "postgres"):
        yield
        return
    from django.db.backends.postgresql.operations import DatabaseOperations

    def of_those_with_rows(operations: DatabaseOperations, _style: Any, tables: Any, **_how: Any) -> list[str]:
        names = [operations.quote_name(table) for table in tables]
        with operations.connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(f"(SELECT '{name}' FROM {name} LIMIT 1)" for name in names))  # noqa: S608
            filled = [name for (name,) in cursor.fetchall()]
        deleted = [f"DELETE FROM {name}" for name in filled]  # noqa: S608
        return ["SET LOCAL session_replication_role = replica", *deleted] if filled else []

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", of_those_with_rows)
        yield


@pytest.fixture(autouse=True)
def _in_english() -> Any:
    with translation.override("en"):
        yield


@dataclass(frozen=True)
class SmallAlliance:
    """Three Länder, a network in each, one or two cities, one theme."""

    coordinator: Person
    st: State
    th: State
    sn: State
    hettstedt: City
    saalfeld: City
    goerlitz: City
    youth: Theme

    @property
    def networks(self) -> list[CityNetwork]:
        return [city.network for city in (self.hettstedt, self.saalfeld, self.goerlitz)]


Remembered = Callable[[str, Callable[[], Any]], Any]


@pytest.fixture
def _remembered(request: pytest.FixtureRequest, db: None) -> Remembered:
    """`remembered`, or in a test that commits, lives at another time or among others: done as it is done for people."""
    mark = request.node.get_closest_marker("django_db")
    commits = "transactional_db" in request.fixturenames or (mark is not None and mark.kwargs.get("transaction"))
    another_time = abs(clock.now() - timezone.now()) > timedelta(minutes=1)
    usual = connection.in_atomic_block and not commits and not another_time

    def once(name: str, make: Callable[[], Any]) -> Any:
        return remembered(name, make) if usual and not Event.objects.exists() else make()

    return once


@pytest.fixture
def coordinator(_remembered: Remembered) -> Person:
    """The first administrator: operator and alliance coordinator."""
    person: Person = _remembered("coordinator", _first_administrator)
    return person


def _first_administrator() -> Person:
    person = Person.objects.create_user("kora@example.org", "a long password", name="Kora Dinator")
    Membership.objects.create(person=person, role=Role.ALLIANCE_COORDINATOR)
    Membership.objects.create(person=person, role=Role.OPERATOR)
    return person


@pytest.fixture
def alliance(coordinator: Person, _remembered: Remembered) -> SmallAlliance:
    small: SmallAlliance = _remembered("alliance", lambda: _found(coordinator))
    the_alliance()  # as on every page but a process's first, so that queries can be compared
    return replace(small, coordinator=coordinator)


def _found(actor: Person) -> SmallAlliance:
    actions.found_alliance(actor=actor, name="Alliance of the tests")
    lands = [("Sachsen", "SN", "14"), ("Sachsen-Anhalt", "ST", "15"), ("Thüringen", "TH", "16")]
    sn, st, th = (actions.add_state(actor=actor, name=n, code=c, key=k) for n, c, k in lands)
    places = [
        ("Hettstedt", "15087220", st, "Mansfeld-Südharz", 51.65, 11.5),
        ("Saalfeld/Saale", "16073077", th, "Saalfeld-Rudolstadt", 50.65, 11.36),
        ("Görlitz", "14626110", sn, "Görlitz", 51.15, 14.98),
    ]
    cities = []
    for name, ags, state, district_name, latitude, longitude in places:
        district = actions.add_district(actor=actor, name=district_name, key=ags[:5], state=state)
        network = actions.add_network(actor=actor, name=f"Network of {name}", state=state)
        cities.append(
            actions.add_city(
                actor=actor, name=name, ags=ags, network=network, district=district,
                latitude=latitude, longitude=longitude,
            )
        )  # fmt: skip
    youth = actions.add_theme(actor=actor, name="Youth")
    return SmallAlliance(actor, st, th, sn, *cities, youth)


@pytest.fixture
def hettstedt(alliance: SmallAlliance) -> City:
    return alliance.hettstedt


@pytest.fixture
def saalfeld(alliance: SmallAlliance) -> City:
    return alliance.saalfeld


@pytest.fixture
def goerlitz(alliance: SmallAlliance) -> City:
    return alliance.goerlitz


Invite = Callable[..., Person]


@pytest.fixture
def invite(alliance: SmallAlliance) -> Invite:
    """Make a person with a role: `invite("Jana", Role.CITY_COORDINATOR, city=hettstedt)`."""

    def make(name: str, role: str, **scope: Any) -> Person:
        email = f"{name.lower().replace(' ', '.')}@example.org"
        return actions.invite_person(
            actor=alliance.coordinator, email=email, name=name, role=role, password="a long password", **scope
        )

    return make


@pytest.fixture
def officer_of_hettstedt(invite: Invite, hettstedt: City) -> Person:
    return invite("Jana Wernicke", Role.CITY_COORDINATOR, city=hettstedt)


@pytest.fixture
def officer_of_saalfeld(invite: Invite, saalfeld: City) -> Person:
    return invite("Ole Brandt", Role.CITY_COORDINATOR, city=saalfeld)


@pytest.fixture
def officer_of_goerlitz(invite: Invite, goerlitz: City) -> Person:
    return invite("Mila Hanke", Role.CITY_COORDINATOR, city=goerlitz)


@pytest.fixture
def ministry_of_st(invite: Invite, alliance: SmallAlliance) -> Person:
    return invite("Dr Ute Kern", Role.MINISTRY, state=alliance.st)


@pytest.fixture
def expert_of_goerlitz(invite: Invite, goerlitz: City) -> Person:
    return invite("Thea Krahl", Role.EXPERT, network=goerlitz.network)


@pytest.fixture
def documents_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """As with a worker that is not there: for tests that release much and open no file."""
    monkeypatch.setattr("netzwerkstatt.foundation.documents.actions._have_made", lambda _rendering: None)


def last_event() -> Event:
    """The event recorded last."""
    return Event.objects.latest("id")


@pytest.fixture
def only_on_sqlite() -> None:
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        pytest.skip("about SQLite alone")
