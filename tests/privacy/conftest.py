"""An alliance in which everything has happened once; built once, and each test finds it as it was built."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import translation

from tests.site_wide.world import World, build


@pytest.fixture(scope="package")
def _standing(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[World]:
    """A transaction around all tests holds the alliance; each test has a savepoint in it, and goes back to it."""
    folder = tmp_path_factory.mktemp("privacy")
    with (
        override_settings(DATA_DIR=folder, LANGUAGE_CODE="en"),
        translation.override("en"),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def world(_standing: World, db: None) -> World:
    """A copy: who leaves in one test is there in the next."""
    return deepcopy(_standing)
