"""One world for all tests of this folder; each test finds it as it was built, whatever the one before did to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from netzwerkstatt.site import context
from tests.site_wide.walk import Walk
from tests.site_wide.world import World, build


@pytest.fixture(scope="package")
def _standing(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """A transaction around them all holds the world; each test has a savepoint in it, and goes back to it."""
    with django_db_blocker.unblock(), transaction.atomic(), translation.override("en"):
        yield build()
        transaction.set_rollback(True)


@pytest.fixture(scope="package")
def _walked(_standing: World, django_db_blocker: Any) -> Walk:
    with django_db_blocker.unblock():
        return Walk(_standing)


@pytest.fixture
def world(_standing: World, db: None) -> World:
    """One of everything."""
    return _standing


@pytest.fixture
def walk(_walked: Walk, db: None) -> Walk:
    """Every page as every role sees it, opened once for all tests that look at the answers."""
    return _walked


@pytest.fixture
def nothing_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The number beside "My desk" is counted anew after each post: half of the time where everything is posted to."""
    monkeypatch.setattr(context, "number_waiting", lambda viewer: 0)
