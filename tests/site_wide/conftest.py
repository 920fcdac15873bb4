"""A world for a test; it takes a second or two, so tests here look at all of it at once."""

from __future__ import annotations

import pytest

from tests.site_wide.world import World, build


@pytest.fixture
def world(db: None) -> World:
    """One of everything."""
    return build()
