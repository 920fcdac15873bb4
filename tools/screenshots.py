"""`make screenshots`: the demo's pages as pictures in build/screenshots, light and dark, telephone and desk.

With names only those: `make screenshots ARGS="start city"`. With `handbook` those of the handbook, which a browser test
takes (tests/browser/test_handbook_pictures.py), into the site.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tools.paths import ROOT, SRC, VENV_BIN, shown
from tools.test import browser_path

PICTURES = ROOT / "build" / "screenshots"
DATA = ROOT / "build" / "screenshots-data"
BOOK = SRC / "site" / "static" / "site" / "handbook"
_PATIENCE = 600  # seconds for a demo that is loaded for the first time
_WIDTHS = {390: 844, 1440: 900}


@dataclass(frozen=True)
class Shot:
    """A page: its address, or the first link in `main` from there that begins with `into`."""

    name: str
    address: str
    into: str = ""
    signed_in: bool = False


SHOTS = [
    Shot("start", "/"),
    Shot("cities", "/cities/"),
    Shot("city", "/cities/", into="/cities/"),
    Shot("evidence", "/evidence/"),
    Shot("evidence-card", "/evidence/", into="/evidence/"),
    Shot("problems", "/problems/"),
    Shot("problem", "/problems/", into="/problems/"),
    Shot("workshops", "/workshops/"),
    Shot("workshop", "/workshops/", into="/workshops/"),
    Shot("projects", "/projects/"),
    Shot("project", "/projects/", into="/projects/"),
    Shot("recommendations", "/recommendations/"),
    Shot("recommendation", "/recommendations/", into="/recommendations/"),
    Shot("desk", "/desk", signed_in=True),
    Shot("components", "/ui/"),
]


def main(names: list[str]) -> int:
    """0 when every page could be shown; a page that answers with an error is named and has no picture."""
    if names == ["handbook"]:
        return handbook()
    shots = [shot for shot in SHOTS if not names or shot.name in names]
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    with demo() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=["--no-sandbox"])
        faults = [fault for shot in shots for fault in _take(browser, address, shot)]
    print("\n".join(faults) or f"{len(list(PICTURES.glob('*.png')))} pictures in {shown(PICTURES)}")
    return 1 if faults else 0


def handbook() -> int:
    """Have the pictures of the handbook taken by the browser test, and exchange those of the site when all are there."""
    taken = ROOT / "build" / "handbook"
    shutil.rmtree(taken, ignore_errors=True)
    test = ["-q", "-p", "no:cacheprovider", "tests/browser/test_handbook_pictures.py"]
    ended = subprocess.run(
        [VENV_BIN / "pytest", *test], cwd=ROOT, env=os.environ | {"HANDBOOK": str(taken)}, check=False
    )
    if ended.returncode:
        return 1
    shutil.rmtree(BOOK)
    shutil.copytree(taken, BOOK)
    made = sorted(BOOK.glob("*/*.webp"))
    print(f"{len(made)} pictures of the handbook, {sum(one.stat().st_size for one in made) // 1000} kB")
    return 0


@contextmanager
def demo(data: Path = DATA) -> Iterator[str]:
    """The demo on a free port, stopped in the end; its data stays for the next time."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(VENV_BIN / "netzwerkstatt"), "serve", "--demo", "--data", str(data), "--port", str(port)]
    own = {key: value for key, value in os.environ.items() if not key.startswith(("NETZWERKSTATT_", "DJANGO_"))}
    server = subprocess.Popen(command, cwd=ROOT, env=own, stdout=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}/", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if server.poll() is not None:
            raise SystemExit(f"The demo ended with {server.returncode} before it answered.")
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 – the demo just started
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.3)
        else:
            return
    raise SystemExit(f"The demo did not answer within {_PATIENCE} seconds.")


def _take(browser: Browser, address: str, shot: Shot) -> Iterator[str]:
    for width, height in _WIDTHS.items():
        for scheme in ("light", "dark"):
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
                locale="de-DE",
                reduced_motion="reduce",
            )
            page = context.new_page()
            fault = _open(page, address, shot)
            if not fault:
                page.screenshot(path=_file(shot, width, scheme), full_page=True)
            context.close()
            if fault:
                yield f"{shot.name}: {fault}"
                return


def _open(page: Page, address: str, shot: Shot) -> str:
    """Empty when the page is there, else what is wrong."""
    if shot.signed_in:
        page.goto(f"{address}/demo")
        page.locator("main form button").first.click()
    answer = page.goto(address + shot.address)
    if shot.into and answer and answer.ok:
        inner = page.locator(f'main a[href^="{shot.into}"]:not([href="{shot.into}"])')
        if not inner.count():
            return f"{shot.address} has no link into {shot.into}"
        answer = page.goto(address + str(inner.first.get_attribute("href")))
    return (
        ""
        if answer and answer.ok
        else f"{page.url.removeprefix(address)} answers {answer.status if answer else 'nothing'}"
    )


def _file(shot: Shot, width: int, scheme: str) -> Path:
    return PICTURES / f"{shot.name}-{width}{'-dark' if scheme == 'dark' else ''}.png"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
