"""Official tables: the two excerpts that the demo is built on, and small ones made by hand."""

from __future__ import annotations

import datetime
from importlib import resources

import pytest

from netzwerkstatt.evidence import adapter
from netzwerkstatt.evidence.actions import make_card, upload_file
from netzwerkstatt.evidence.importing.entering import enter_statistics
from netzwerkstatt.evidence.importing.preparing import prepare
from netzwerkstatt.evidence.models import EvidenceCard, OfficialFile
from netzwerkstatt.evidence.profiles.actions import project_place
from netzwerkstatt.evidence.profiles.tasks import compute
from netzwerkstatt.evidence.reading import table_of
from netzwerkstatt.foundation.accounts.models import Person
from tests.evidence import places

RETRIEVED = datetime.date(2025, 11, 3)
CLASSIC = "12411-0018_auszug.csv"
FLAT = "12411-01-01-4_auszug_de_flat.csv"
TOWNS = (places.DISTRICT, places.TOWN, places.VILLAGE, places.OTHER)
FEWER = {"trajectories": 60, "whole": False}
CLAIM = "From 2015 to 2020 the women from 20 to 24 became fewer"


def official(name: str) -> bytes:
    """The bytes of an official file that comes with the product."""
    return resources.files("netzwerkstatt.site.demo").joinpath(name).read_bytes()


@pytest.fixture(autouse=True)
def _own_store(tmp_path, settings):
    settings.DATA_DIR = tmp_path
    settings.LANGUAGE_CODE = "en"  # what a browser gets that asks for no language


@pytest.fixture
def classic_file(officer_of_hettstedt: Person) -> OfficialFile:
    return upload_file(actor=officer_of_hettstedt, name=CLASSIC, data=official(CLASSIC), retrieved_on=RETRIEVED)


@pytest.fixture
def flat_file(officer_of_hettstedt: Person) -> OfficialFile:
    return upload_file(actor=officer_of_hettstedt, name=FLAT, data=official(FLAT), retrieved_on=RETRIEVED)


@pytest.fixture
def young_women(classic_file: OfficialFile) -> list[str]:
    """The addresses of six figures: women from 20 to 24 in Mansfeld-Südharz, 2015 to 2020."""
    grid = table_of(classic_file).grid("15087")
    row = next(row for row in grid.rows if row.label == "weiblich · 20 bis unter 25 Jahre")
    return [cell.ref for cell in row.cells]


@pytest.fixture
def card(officer_of_hettstedt: Person, classic_file: OfficialFile, young_women: list[str]) -> EvidenceCard:
    city = officer_of_hettstedt.memberships.get().city
    return make_card(actor=officer_of_hettstedt, file=classic_file, refs=young_women, title=CLAIM, city=city)


@pytest.fixture
def store(coordinator, tmp_path):
    """The country, a Land, a district and three municipalities; ages of 2015 and 2024."""
    for name, data in (
        ("a.csv", places.single_ages(2015)), ("b.csv", places.single_ages(2024)), ("c.csv", places.age_groups(2015, TOWNS)),
    ):  # fmt: skip
        path = tmp_path / name
        path.write_bytes(data)
        enter_statistics(actor=coordinator, prepared=prepare(path, name), retrieved_on=RETRIEVED)


@pytest.fixture
def few(monkeypatch):
    """Few futures and no single persons, so that a test does not wait for a thousand."""
    whole = adapter.project
    monkeypatch.setattr(adapter, "project", lambda basis, scenario, **_more: whole(basis, scenario, **FEWER))


@pytest.fixture
def projected(store, few, officer_of_hettstedt):
    """The middle path of the town, as the worker leaves it."""
    made = project_place(actor=officer_of_hettstedt, key=places.TOWN)
    compute.func(made.pk)
    made.refresh_from_db()
    return made
