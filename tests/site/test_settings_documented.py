"""What an operator can set is written down, and nothing else is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from netzwerkstatt.config.environment import SETTINGS, Setting

OPERATIONS = Path(__file__).resolve().parents[2] / "docs" / "operations.md"
ROWS = dict(re.findall(r"^\| `([A-Z_]+)` \| (.+?) \|", OPERATIONS.read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_is_documented_with_its_default(setting: Setting) -> None:
    assert setting.name in ROWS, f"{setting.name} has no row in docs/operations.md"
    if setting.default:
        assert ROWS[setting.name] == f"`{setting.default}`"


def test_no_setting_is_documented_that_does_not_exist() -> None:
    assert set(ROWS) == {setting.name for setting in SETTINGS}
