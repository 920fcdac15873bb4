"""A flying workshop of three hours in fast motion: real pages for phones, wall and console, from coming in to the released
protocol, with a server that is killed and a phone without a net in the middle. What is in the protocol is what was typed.

`HALL=30` brings thirty phones instead of eight.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import migrated
from tests.browser.conftest import PATIENCE
from tests.browser.installation import free_port

PHONES = int(os.environ.get("HALL", "8"))
ROOT = Path(__file__).resolve().parents[2]
expect.set_options(timeout=PATIENCE)
EMPTY_OUTBOX = "() => !Object.keys(localStorage).some((key) => key.startsWith('outbox:'))"


@dataclass
class Server:
    """The command people type, that can be killed and started again on the same folder."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        ours = {k: v for k, v in os.environ.items() if not k.startswith(("NETZWERKSTATT_", "DJANGO_", "DATABASE_"))}
        return ours | {
            "DJANGO_SETTINGS_MODULE": "netzwerkstatt.config.settings",
            "NETZWERKSTATT_DATA_DIR": str(self.folder / "data"),
            "NETZWERKSTATT_BASE_URL": self.address,
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
            "PYTHONWARNINGS": "ignore",
        }

    def prepare(self) -> dict[str, str]:
        migrated.copy_into(self.folder / "data")
        command = [sys.executable, "-m", "tests.browser.hall"]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, check=False, capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, done.stderr[-2000:]
        found: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
        return found

    def start(self) -> None:
        command = [sys.executable, "-m", "netzwerkstatt.config.cli", "serve"]
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--data", str(self.folder / "data"), "--port", str(self.port)],
                cwd=self.folder, env=self.environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        until = time.monotonic() + 180
        while time.monotonic() < until:
            assert self.process.poll() is None, (self.folder / "server.log").read_text()[-3000:]
            try:
                with urllib.request.urlopen(f"{self.address}/sign-in", timeout=2):
                    return
            except OSError:
                time.sleep(0.1)
        raise AssertionError((self.folder / "server.log").read_text()[-3000:])

    def kill(self) -> None:
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


@dataclass
class Phone:
    """Somebody with a phone; `wrote` is what was typed, by the kind of thing it should become."""

    number: int
    context: BrowserContext
    page: Page
    address: str
    wrote: list[str] = field(default_factory=list)

    def come_in(self, workshop: str, key: str, code: str) -> None:
        """Half of them photograph the square, half type the digits."""
        if self.number % 2:
            self.page.goto(f"{self.address}/join?key={key}")
        else:
            self.page.goto(f"{self.address}/join")
            self.page.locator("[name=code]").fill(code)
        self.page.locator(".phone__foot button").click()
        self.page.wait_for_url(f"**/w/{workshop}")

    def sees(self, text: str) -> None:
        """The page has followed by itself."""
        expect(self.page.locator("main h1")).to_contain_text(text, timeout=PATIENCE * 2)

    def writes(self, text: str) -> None:
        self.page.locator("textarea[name=text]").fill(text)
        self.page.locator(".phone__foot button.kern-btn--primary").click()
        self.wrote.append(text)

    def has_sent_all(self) -> None:
        self.page.wait_for_function(EMPTY_OUTBOX, timeout=60_000)

    def votes(self) -> None:
        """Something on every line of the sheet."""
        groups = {str(one.get_attribute("name")) for one in self.page.locator("#vote input[type=radio]").all()}
        for place, name in enumerate(sorted(groups)):
            steps = self.page.locator(f"#vote input[name='{name}']")
            choice = steps.nth((self.number + place) % steps.count())
            self.page.locator(f"label[for='{choice.get_attribute('id')}']").click()
        self.page.locator("button[form=vote], #vote button").first.click()
        self.has_sent_all()


@dataclass
class Facilitator:
    """Who runs it, at the console."""

    page: Page
    console: str

    def opens(self, title: str) -> None:
        self.page.goto(self.console)
        button = self.page.locator(".console__phase button[value=open]")
        expect(button).to_contain_text(title)
        button.click()
        expect(self.page.locator(".console__phase h2")).to_have_text(title)

    def presses(self, do: str) -> None:
        self.page.locator(f".console__phase button[value='{do}']").click()
        self.page.wait_for_load_state()

    def shows(self, name: str, number: int) -> None:
        """The number has come by itself."""
        expect(self.page.locator(f"[data-number={name}]").first).to_have_text(str(number), timeout=PATIENCE)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = Server(tmp_path, free_port())
    yield made
    made.kill()


def test_a_workshop_from_coming_in_to_the_released_protocol(browser: Browser, server: Server) -> None:
    made = server.prepare()
    server.start()
    workshop = made["workshop"]
    host = browser.new_context(locale="en-GB", viewport={"width": 1440, "height": 900})
    host.add_cookies([{"name": "session", "value": made["session"], "url": server.address}])
    host.set_default_timeout(PATIENCE)
    jana = Facilitator(host.new_page(), f"{server.address}/workshops/{workshop}/console")
    jana.page.goto(f"{server.address}/workshops/{workshop}")
    jana.page.locator("form[action$='/start'] button").click()
    jana.page.wait_for_url("**/console")
    code = jana.page.locator(".room-code").inner_text()
    wall_address = jana.page.locator(".console__top a[target=_blank]").get_attribute("href")
    square = jana.page.locator(".qr svg").count()
    assert square, "the square hangs beside the code"

    screen = browser.new_context(locale="en-GB", viewport={"width": 1920, "height": 1080})
    screen.set_default_timeout(PATIENCE)
    wall = screen.new_page()
    wall.goto(f"{server.address}{wall_address}")
    expect(wall.locator(".wall__code")).to_have_text(f"{code[:3]} {code[3:]}" if " " not in code else code)

    key = _key_of(server, workshop)
    phones = []
    for number in range(PHONES):
        context = browser.new_context(locale="en-GB", viewport={"width": 390, "height": 844}, has_touch=True)
        context.set_default_timeout(PATIENCE)
        phone = Phone(number, context, context.new_page(), server.address)
        phone.come_in(workshop, key, code)
        phones.append(phone)
    jana.shows("people", PHONES)
    expect(wall.locator(".wall__count b")).to_have_text(str(PHONES))

    taboos = _taboos(jana, wall, phones)
    ideas = _ideas(jana, wall, phones, server)
    _cluster_and_weigh(jana, wall, phones, ideas)
    _rate_and_resist(jana, phones)
    protocol = _to_the_protocol(jana, phones, server, workshop)

    told = [note["text"] for phase in protocol["agenda"] if phase["kind"] == "notes" for note in phase.get("notes", [])]
    assert sorted(told) == sorted(taboos), "every taboo that was typed, once"
    kept = [idea["text"] for cluster in protocol["clusters"] for idea in cluster["ideas"]]
    assert sorted(kept) == sorted(ideas), "every idea that was typed, once, through a kill and a lost net"
    assert protocol["people"]["number"] == PHONES
    dots = sum(idea["dots"] for cluster in protocol["clusters"] for idea in cluster["ideas"])
    assert dots == 3 * PHONES
    assert [phase["held"] is not None for phase in protocol["agenda"]].count(True) >= 9
    for one in (host, screen, *(phone.context for phone in phones)):
        one.close()


def _key_of(server: Server, workshop: str) -> str:
    """What the square carries: a camera reads it there, we read it where it lies."""
    import contextlib
    import sqlite3

    with contextlib.closing(sqlite3.connect(server.folder / "data" / "netzwerkstatt.sqlite3")) as rows:
        found = rows.execute(
            "SELECT w.key FROM workshops_workshop w JOIN entries_entry e ON e.id = w.entry_id WHERE e.public_id = ?",
            [workshop],
        ).fetchone()
    return str(found[0])


def _taboos(jana: Facilitator, wall: Page, phones: list[Phone]) -> list[str]:
    """Figures, then what nobody says aloud: hidden from everybody until it is revealed at once."""
    jana.opens("The problem and its figures")
    jana.opens("What nobody says aloud")
    for phone in phones:
        phone.sees("What can nobody say aloud here?")
        phone.writes(f"Taboo {phone.number}: it was decided long ago")
    for phone in phones:
        phone.has_sent_all()
    jana.shows("waiting" if jana.page.locator("[data-number=waiting]").count() else "contributions", len(phones))
    assert "it was decided" not in wall.content(), "hidden is absent at the wall"
    assert "it was decided" not in jana.page.content(), "and on the console"
    jana.page.goto(jana.console)
    jana.presses("reveal")
    expect(wall.locator(".slips li").first).to_contain_text("it was decided", timeout=PATIENCE)
    texts = [text for phone in phones for text in phone.wrote]
    for phone in phones:
        phone.wrote.clear()
    return texts


def _ideas(jana: Facilitator, wall: Page, phones: list[Phone], server: Server) -> list[str]:
    """Ideas: one phone loses its net, then the server is killed while everybody writes."""
    jana.opens("Ideas without taboos")
    for phone in phones:
        phone.sees("What would bring you back?")
    cut_off, rest = phones[0], phones[1:]
    cut_off.context.set_offline(True)
    cut_off.writes("Idea 0a: written without a net")
    expect(cut_off.page.locator(".is-waiting")).to_contain_text("kept on this device", timeout=PATIENCE)
    for phone in rest:
        phone.writes(f"Idea {phone.number}a: <b>a late bus</b> & more")
    for phone in rest[:2]:
        phone.has_sent_all()
    server.kill()
    for phone in rest:
        phone.writes(f"Idea {phone.number}b: while the server was down")
    expect(rest[0].page.locator(".is-waiting").last).to_contain_text("kept on this device", timeout=PATIENCE)
    rest[1].page.evaluate("document.title = 'before the reload'")
    server.start()
    rest[1].page.goto(rest[1].page.url)  # a reload loses nothing that waits
    cut_off.context.set_offline(False)
    for phone in phones:
        phone.has_sent_all()
    texts = [text for phone in phones for text in phone.wrote]
    jana.page.goto(jana.console)
    jana.shows("contributions", len(texts))
    jana.presses("reveal")
    expect(wall.locator(".slips li").first).to_be_visible(timeout=PATIENCE)
    return texts


def _cluster_and_weigh(jana: Facilitator, wall: Page, phones: list[Phone], ideas: list[str]) -> None:
    jana.opens("Cluster")
    cards = jana.page.locator(".board__card")
    for place in range(3):
        cards.nth(place).locator("input").check()
    jana.page.locator("#id_title").fill("On the way")
    jana.page.locator(".selection-bar button[value=new]").click()
    jana.page.locator(".board h3", has_text="On the way").wait_for()
    expect(wall.locator(".bundles h2").first).to_have_text("On the way", timeout=PATIENCE)
    column = jana.page.locator("section[data-column]", has=jana.page.locator("h3", has_text="On the way"))
    card = jana.page.locator("section[aria-labelledby=alone] .board__card").first
    card.scroll_into_view_if_needed()
    here, there = card.bounding_box(), column.bounding_box()
    assert here is not None
    assert there is not None
    jana.page.mouse.move(here["x"] + 80, here["y"] + 20)
    jana.page.mouse.down()
    jana.page.mouse.move(there["x"] + 60, there["y"] + 80, steps=6)
    jana.page.mouse.up()
    expect(column.locator(".board__card")).to_have_count(4, timeout=PATIENCE)
    jana.opens("Break")
    jana.opens("Weigh")
    for phone in phones:
        phone.sees("What should we go on with?")
        for _tap in range(3):
            phone.page.locator(".votes li").nth(phone.number % len(ideas)).locator("button").last.click()
    for phone in phones:
        phone.has_sent_all()


def _rate_and_resist(jana: Facilitator, phones: list[Phone]) -> None:
    jana.opens("Effect and effort")
    for phone in phones:
        phone.sees("What does it bring, what does it take?")
        phone.votes()
    jana.page.goto(jana.console)
    jana.opens("Deepen at tables")
    jana.page.locator("#outcome-words").fill("Begin with the bus")
    jana.page.locator("button[value=outcome]").click()
    jana.opens("Measure resistance")
    for phone in phones[:3]:
        phone.sees("How much does each go against you?")
        phone.votes()
    jana.opens("First step and godparent city")


def _to_the_protocol(jana: Facilitator, phones: list[Phone], server: Server, workshop: str) -> dict[str, Any]:
    jana.page.goto(jana.console)
    for button in jana.page.locator("[data-part=hidden] button[value=reveal]").all():
        button.click()
        jana.page.wait_for_load_state()
    jana.page.goto(f"{server.address}/workshops/{workshop}/choose")
    jana.page.locator("#choose input[type=checkbox]").first.check()
    jana.page.locator("button[form=choose]").click()
    jana.page.wait_for_url(f"**/workshops/{workshop}")
    expect(phones[0].page.locator("h1")).to_have_text("Thank you", timeout=PATIENCE * 2)
    jana.page.goto(f"{server.address}/workshops/{workshop}/release")
    jana.page.locator("main aside form button.kern-btn--primary").click()
    jana.page.wait_for_load_state()
    answer = jana.page.request.get(f"{server.address}/workshops/{workshop}/protocol.json")
    found: dict[str, Any] = answer.json()
    return found


def test_four_taps_and_one_field_are_enough_for_the_first_contribution(browser: Browser, server: Server) -> None:
    made = server.prepare()
    server.start()
    host = browser.new_context(locale="en-GB")
    host.add_cookies([{"name": "session", "value": made["session"], "url": server.address}])
    page = host.new_page()
    page.goto(f"{server.address}/workshops/{made['workshop']}")
    page.locator("form[action$='/start'] button").click()
    page.wait_for_url("**/console")
    jana = Facilitator(page, page.url)
    jana.opens("The problem and its figures")
    jana.opens("What nobody says aloud")
    code = page.locator(".room-code").inner_text()
    context = browser.new_context(locale="en-GB", viewport={"width": 320, "height": 568}, has_touch=True)
    context.set_default_timeout(PATIENCE)
    phone, taps, fields = context.new_page(), 0, 0
    phone.goto(f"{server.address}/join")
    assert phone.locator("[name=code]").get_attribute("inputmode") == "numeric"
    for place, typed in (
        ("[name=code]", code),
        (".phone__foot button", ""),
        ("textarea[name=text]", "First"),
        (".phone__foot button", ""),
    ):
        phone.locator(place).tap()
        taps += 1
        if typed:
            phone.keyboard.type(typed)
            fields += place == "[name=code]"
    phone.wait_for_function(EMPTY_OUTBOX)
    expect(phone.locator("[data-own] li")).to_contain_text("First")
    assert (taps, fields) == (4, 1)
    wide = phone.evaluate("document.documentElement.scrollWidth")
    assert wide <= 320, "nothing sticks out on the smallest telephone"
