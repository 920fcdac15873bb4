"""Debian's Chromium, driven by Playwright; one for all tests of a run."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

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
