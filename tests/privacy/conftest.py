"""An alliance in which everything has happened once."""

from __future__ import annotations

from typing import Any

import pytest

from tests.site_wide.world import World, build


@pytest.fixture
def world(db: None, tmp_path: Any, settings: Any) -> World:
    settings.DATA_DIR = tmp_path
    settings.LANGUAGE_CODE = "en"
    return build()
