"""The corpus of sentences, written once per test that asks for it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.search import corpus


@pytest.fixture
def sentences(alliance: Any, hettstedt: Any) -> dict[int, int]:
    return corpus.write(hettstedt, [alliance.youth])
