"""Debian's Chromium, driven by Playwright, and one of everything to look at; each is made once for all tests of a process."""

from __future__ import annotations

import os
import pickle
import shutil
import sqlite3
from collections.abc import Iterator

import pytest
from django.db import connection
from playwright.sync_api import Browser, sync_playwright

from tests.site_wide.world import World, build

# How long the browser waits for anything, in milliseconds: the tests are about what comes, not about how soon.
PATIENCE = 15_000
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
# What only makes pictures is no part of the suite.
collect_ignore = [] if os.environ.get("HANDBOOK") else ["test_handbook_pictures.py"]
CHROMIUM = next((path for name in BROWSERS if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless browser that reaches nothing but this machine."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (apt-get install chromium-headless-shell)")
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps an event loop in this very thread
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def _kept() -> Iterator[list[tuple[sqlite3.Connection, bytes]]]:
    """The database of the world that was built, and what points into it."""
    kept: list[tuple[sqlite3.Connection, bytes]] = []
    yield kept
    for database, _made in kept:
        database.close()


@pytest.fixture
def world(transactional_db: None, _kept: list[tuple[sqlite3.Connection, bytes]]) -> World:
    """One of everything: built for the first test of a process, for the others its database is put back."""
    if connection.vendor != "sqlite":
        return build()
    connection.ensure_connection()
    if _kept:
        database, made = _kept[0]
        database.backup(connection.connection)
        again: World = pickle.loads(made)  # noqa: S301 - made below
        return again
    world = build()
    database = sqlite3.connect(":memory:")
    connection.connection.backup(database)
    _kept.append((database, pickle.dumps(world)))
    return world
