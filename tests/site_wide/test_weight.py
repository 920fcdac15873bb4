"""What the first page costs on a slow line: its HTML, styles and scripts, compressed as they are sent."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.site_wide.world import World

MOST = 100_000


@pytest.mark.once
def test_the_first_page_weighs_less_than_a_hundred_kilobytes_without_its_letters(world: World):
    html = Client().get("/").content
    linked = re.findall(r'<(?:link[^>]*rel="stylesheet"[^>]*href|script[^>]*src)="/static/([^"?]+)"', html.decode())
    assert linked, "no styles or scripts were found on the page"
    files = _with_imports({_file(name) for name in linked})
    weights = {file.name: len(gzip.compress(file.read_bytes(), 9)) for file in files}
    weights["the page"] = len(gzip.compress(html, 6))
    assert sum(weights.values()) < MOST, sorted(weights.items(), key=lambda pair: -pair[1])


def _file(name: str) -> Path:
    found = finders.find(name)
    assert found, f"{name} is linked and not there"
    return Path(found)


def _with_imports(files: set[Path]) -> set[Path]:
    """Scripts and styles that these import, and what those import."""
    new = files
    while new:
        new = {imported for file in new for imported in _imports(file)} - files
        files = files | new
    return files


def _imports(file: Path) -> set[Path]:
    pattern = r"""(?:^|[\s;}])(?:import|export)\b[^'";]*['"](\.[^'"]+)['"]|@import\s+(?:url\()?['"]([^'"]+)"""
    names = (script or style for script, style in re.findall(pattern, file.read_text()))
    return {(file.parent / name).resolve() for name in names}
