"""The page that explains the engine is true: its code runs, and what it asserts holds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parents[3] / "docs" / "demography-models.md"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_pages_code_runs_from_its_first_block_to_its_last():
    text = PAGE.read_text(encoding="utf-8")
    session: dict[str, object] = {}
    blocks = list(BLOCK.finditer(text))

    assert len(blocks) >= 9
    for block in blocks:
        line = text[: block.start()].count("\n") + 1
        code = compile("\n" * line + block.group(1), str(PAGE), "exec")
        try:
            exec(code, session)  # noqa: S102 – our own page
        except AssertionError as wrong:
            pytest.fail(f"docs/demography-models.md, in the block from line {line}: {wrong!r}")
