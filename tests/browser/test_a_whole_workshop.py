"""A flying workshop of three hours in fast motion: real pages for phones, wall and console, from coming in to the released
protocol. In the middle of it the server is killed twice – while all write, and inside a vote –, one phone has no net and one
a poor one, one has five tabs and one a clock that is years behind, the laptop sleeps, and a second console is at work. What
is in the protocol is what was typed. Beside it, in another workshop of the same server, a telephone is without a net for a
whole minute, and a joker sends idea after idea. And one workshop that is held as the handbook says, step by step, by what can
be seen.

`HALL=23` makes it thirty pages: the phones, four more tabs, the wall and two consoles; `HALL=30` brings thirty phones, and a joker
with ten thousand ideas instead of five hundred.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import migrated
from tests.browser.conftest import PATIENCE
from tests.browser.installation import free_port
from tests.browser.joker import Joker
from tests.browser.poor_net import PoorNet, poor_net

PHONES = max(8, int(os.environ.get("HALL", "8")))
JOKES = 10_000 if PHONES >= 30 else 500
OUTAGE = 60.0
ROOT = Path(__file__).resolve().parents[2]
expect.set_options(timeout=PATIENCE * 2)
# Who of the phones is in trouble.
WITHOUT_A_NET, WITH_TABS, BEHIND, IN_THE_CORNER = 0, 3, 4, 5
YEARS_BEHIND = """{
    const years = 7 * 365 * 86_400_000;
    const Right = Date;
    globalThis.Date = class extends Right {
        constructor(...given) { given.length ? super(...given) : super(Right.now() - years); }
        static now() { return Right.now() - years; }
    };
}"""
# Words on the wall that cannot be read from the last row.
TOO_SMALL = """() => [...document.querySelectorAll(".wall *")]
    .filter((one) => one.checkVisibility() && [...one.childNodes].some((part) => part.nodeType === 3 && part.data.trim()))
    .map((one) => [parseFloat(getComputedStyle(one).fontSize), one.textContent])
    .filter(([size]) => size < 28)"""
EMPTY_OUTBOX = "() => !Object.keys(localStorage).some((key) => key.startsWith('outbox:'))"


@dataclass
class Server:
    """The command people type, that can be killed and started again on the same folder."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None
    known: dict[str, str] = field(default_factory=dict)

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
        expect(self.page.locator("main h1")).to_contain_text(text)

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
        expect(self.page.locator(f"[data-number={name}]").first).to_have_text(str(number))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One for all stories here, each of which has a workshop of its own."""
    made = Server(tmp_path_factory.mktemp("hall"), free_port())
    made.known = made.prepare()
    made.start()
    yield made
    made.kill()


def _desk(browser: Browser, server: Server, locale: str = "en-GB") -> BrowserContext:
    """A browser in which Jana is signed in."""
    desk = browser.new_context(locale=locale, viewport={"width": 1440, "height": 900})
    desk.add_cookies([{"name": "session", "value": server.known["session"], "url": server.address}])
    desk.set_default_timeout(PATIENCE * 3)
    return desk


def _pocket(browser: Browser, width: int = 390, locale: str = "en-GB") -> BrowserContext:
    """A browser on a phone."""
    pocket = browser.new_context(locale=locale, viewport={"width": width, "height": 844}, has_touch=True)
    pocket.set_default_timeout(PATIENCE * 3)
    return pocket


def test_a_workshop_from_coming_in_to_the_released_protocol(browser: Browser, server: Server) -> None:
    workshop = server.known["workshop"]
    host = _desk(browser, server)
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

    joker = Joker(server.port, server.known["open"], server.known["key"], JOKES)
    joker.begin()
    key = _key_of(server, workshop)
    with poor_net(server.port) as net, _a_minute_without_a_net(browser, server):
        phones = []
        for number in range(PHONES):
            context = _pocket(browser)
            if number == BEHIND:
                context.add_init_script(YEARS_BEHIND)
            address = net.address if number == IN_THE_CORNER else server.address
            phone = Phone(number, context, context.new_page(), address)
            phone.come_in(workshop, key, code)
            phones.append(phone)
        jana.shows("people", PHONES)
        expect(wall.locator(".wall__count b")).to_have_text(str(PHONES))

        taboos = _taboos(jana, wall, phones)
        _outlives(server, joker)
        ideas = _ideas(jana, wall, phones, server, net)
        _cluster_and_weigh(jana, wall, phones, server)
        _rate_and_resist(jana, wall, phones)
        protocol = _to_the_protocol(jana, phones, server, workshop)

    told = [note["text"] for phase in protocol["agenda"] if phase["kind"] == "notes" for note in phase.get("notes", [])]
    assert sorted(told) == sorted(taboos), "every taboo that was typed, once"
    kept = [idea["text"] for cluster in protocol["clusters"] for idea in cluster["ideas"]]
    assert sorted(kept) == sorted(ideas), "every idea that was typed, once, through a kill and a lost net"
    assert protocol["people"]["number"] == PHONES
    dots = sum(idea["dots"] for cluster in protocol["clusters"] for idea in cluster["ideas"])
    assert dots == 3 * PHONES
    assert [phase["held"] is not None for phase in protocol["agenda"]].count(True) >= 9
    assert net.broken, "the poor net broke something"
    for one in (host, screen, *(phone.context for phone in phones)):
        one.close()


@contextmanager
def _a_minute_without_a_net(browser: Browser, server: Server) -> Iterator[None]:
    """A telephone writes, is cut off for sixty seconds while all else goes on, and writes meanwhile: all of it arrives, once."""
    with poor_net(server.port) as net:
        phone = Phone(99, context := _pocket(browser), context.new_page(), net.address)
        phone.come_in(server.known["open"], server.known["key"], server.known["code"])
        phone.writes("Minute 1: before")
        phone.has_sent_all()
        net.go()
        began = time.monotonic()
        phone.writes("Minute 2: into the silence")
        phone.writes("Minute 3: and one more")
        yield
        expect(phone.page.locator(".is-waiting").last).to_contain_text("kept on this device")
        time.sleep(max(0.0, began + OUTAGE - time.monotonic()))
        assert not _texts(server, "Minute 3%"), "nothing came through in all this time"
        net.come_back()
        phone.has_sent_all()
        expect(phone.page.locator(".is-waiting")).to_have_count(0)
        assert sorted(_texts(server, "Minute%")) == sorted(phone.wrote), "each of them once"
        context.close()


def _outlives(server: Server, joker: Joker) -> None:
    """Of what a joker sends as much is kept as anybody may write; who means it is answered as ever."""
    joker.end()
    kept = joker.answers[200]
    assert sum(joker.answers.values()) == JOKES
    assert set(joker.answers) == {200, 429}
    assert set(joker.honest) == {200}
    assert 30 <= kept <= 31 + (joker.seconds + 2) / 2, "thirty in a minute"
    assert len(_texts(server, "Joke %")) == kept
    assert len(_texts(server, "Meant %")) == len(joker.meant)
    assert sorted(joker.meant)[len(joker.meant) // 2] < 1, joker.meant
    print(f"\n{JOKES} ideas of a joker in {joker.seconds:.1f} s, {kept} kept; others waited meanwhile {joker.meant}")


def _texts(server: Server, like: str) -> list[str]:
    """What waits for its reveal, where it lies."""
    query = "SELECT text FROM workshops_contribution WHERE text LIKE ?"
    return [str(row[0]) for row in _rows(server, query, like)]


def _key_of(server: Server, workshop: str) -> str:
    """What the square carries: a camera reads it there, we read it where it lies."""
    query = "SELECT w.key FROM workshops_workshop w JOIN entries_entry e ON e.id = w.entry_id WHERE e.public_id = ?"
    return str(_rows(server, query, workshop)[0][0])


def _rows(server: Server, query: str, value: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(server.folder / "data" / "netzwerkstatt.sqlite3")) as rows:
        return rows.execute(query, [value]).fetchall()


def _taboos(jana: Facilitator, wall: Page, phones: list[Phone]) -> list[str]:
    """Figures, then what nobody says aloud: hidden from everybody until it is revealed at once."""
    jana.opens("The problem and its figures")
    for phone in phones[:2]:  # neither of the two pages comes at the first look; they look again
        phone.page.route("**/w/*", lambda route: route.fulfill(status=503), times=2)
    jana.opens("What nobody says aloud")
    for phone in phones:
        phone.sees("What can nobody say aloud here?")
        phone.writes(f"Taboo {phone.number}: it was decided long ago")
    for phone in phones:
        phone.has_sent_all()
    jana.shows("waiting" if jana.page.locator("[data-number=waiting]").count() else "contributions", len(phones))
    expect(wall.locator(".wall__count")).to_contain_text("contributions")
    expect(wall.locator(".wall__count b")).to_have_text(str(len(phones)))
    expect(wall.locator("[data-clock-text]")).to_have_text(re.compile(r"^\d+:\d\d$"))
    assert wall.evaluate(TOO_SMALL) == []
    assert "it was decided" not in wall.content(), "hidden is absent at the wall"
    assert "it was decided" not in jana.page.content(), "and on the console"
    jana.page.goto(jana.console)
    jana.presses("reveal")
    expect(wall.locator(".slips li").first).to_contain_text("it was decided")
    assert wall.evaluate(TOO_SMALL) == []
    texts = [text for phone in phones for text in phone.wrote]
    for phone in phones:
        phone.wrote.clear()
    return texts


def _ideas(jana: Facilitator, wall: Page, phones: list[Phone], server: Server, net: PoorNet) -> list[str]:
    """Ideas: one phone has no net and one a poor one, the laptop sleeps, and the server is killed while everybody writes."""
    jana.opens("Ideas without taboos")
    net.delay, net.loss = 1.0, 0.1
    for phone in phones:
        phone.sees("What would bring you back?")
    _shows_the_same_minutes(phones[BEHIND], phones[1])
    laptop = jana.page.context.new_cdp_session(jana.page)
    laptop.send("Page.setWebLifecycleState", {"state": "frozen"})
    cut_off, tabs, corner = (phones[which] for which in (WITHOUT_A_NET, WITH_TABS, IN_THE_CORNER))
    rest = [phone for phone in phones if phone is not cut_off]
    more_tabs = [tabs.context.new_page() for _ in range(4)]
    for tab in more_tabs:
        tab.goto(tabs.page.url)
    cut_off.context.set_offline(True)
    cut_off.writes("Idea 0a: written without a net")
    expect(cut_off.page.locator(".is-waiting")).to_contain_text("kept on this device")
    for phone in rest:
        phone.writes(f"Idea {phone.number}a: <b>a late bus</b> & more")
    for phone in rest[:2]:
        phone.has_sent_all()
    net.go()  # what the corner sends now arrives, and it does not hear so
    corner.writes("Idea 5c: into the silence")
    server.kill()
    for phone in rest:
        phone.writes(f"Idea {phone.number}b: while the server was down")
    for place, tab in enumerate(more_tabs):
        Phone(tabs.number, tabs.context, tab, tabs.address, tabs.wrote).writes(f"Idea 3 in tab {place}: all of mine")
    expect(rest[0].page.locator(".is-waiting").last).to_contain_text("kept on this device")
    server.start()
    rest[1].page.goto(rest[1].page.url)  # a reload loses nothing that waits
    cut_off.context.set_offline(False)
    net.come_back()
    for phone in phones:
        phone.has_sent_all()
    for tab in more_tabs:
        tab.close()
    net.delay, net.loss = 0.0, 0.0
    texts = [text for phone in phones for text in phone.wrote]
    laptop.send("Page.setWebLifecycleState", {"state": "active"})
    jana.shows("contributions", len(texts))  # woken up, it goes on by itself
    jana.page.goto(jana.console)
    jana.presses("reveal")
    expect(wall.locator(".slips li").first).to_be_visible()
    return texts


def _shows_the_same_minutes(one: Phone, other: Phone) -> None:
    """A phone that lives in another year counts down to the same end."""

    def left(phone: Phone) -> int:
        text = phone.page.locator(".phone [data-clock-text]").inner_text()
        minutes, seconds = text.split(":")
        return int(minutes) * 60 + int(seconds)

    expect(one.page.locator(".phone [data-clock-text]")).to_have_text(re.compile(r"^\d+:\d\d$"))
    assert abs(left(one) - left(other)) <= 3


def _cluster_and_weigh(jana: Facilitator, wall: Page, phones: list[Phone], server: Server) -> None:
    """Two consoles at once; then the server is killed inside the vote."""
    second = jana.page.context.new_page()
    second.goto(jana.console)
    jana.opens("Cluster")
    expect(second.locator(".console__phase h2")).to_have_text("Cluster")
    cards = jana.page.locator(".board__card")
    for place in range(3):
        cards.nth(place).locator("input").check()
    jana.page.locator("#id_title").fill("On the way")
    jana.page.locator(".selection-bar button[value=new]").click()
    jana.page.locator(".board h3", has_text="On the way").wait_for()
    expect(wall.locator(".bundles h2").first).to_have_text("On the way")
    assert wall.evaluate(TOO_SMALL) == []
    column = jana.page.locator("section[data-column]", has=jana.page.locator("h3", has_text="On the way"))
    card = jana.page.locator("section[aria-labelledby=alone] .board__card").first
    card.drag_to(column, source_position={"x": 80, "y": 20}, target_position={"x": 60, "y": 80})
    expect(column.locator(".board__card")).to_have_count(4)
    there_too = second.locator("section[data-column]", has=second.locator("h3", has_text="On the way"))
    expect(there_too.locator(".board__card")).to_have_count(4)
    jana.opens("Break")
    jana.opens("Weigh")
    expect(second.locator(".console__phase h2")).to_have_text("Weigh")
    second.close()
    for phone in phones:
        phone.sees("What should we go on with?")
    for phone in phones:
        rows = phone.page.locator(".votes li")  # of a long list a page
        plus = rows.nth(phone.number % rows.count()).locator("button").last
        plus.click()
        if phone.number == len(phones) // 2:
            server.kill()
        plus.click()
        plus.click()
    server.start()
    for phone in phones:
        phone.has_sent_all()


def _rate_and_resist(jana: Facilitator, wall: Page, phones: list[Phone]) -> None:
    jana.page.goto(jana.console)
    jana.presses("close")
    expect(wall.locator(".bars .bar").first).to_be_visible()
    assert wall.evaluate(TOO_SMALL) == []
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
    expect(phones[0].page.locator("h1")).to_have_text("Thank you")
    jana.page.goto(f"{server.address}/workshops/{workshop}/release")
    jana.page.locator("main aside form button.kern-btn--primary").click()
    jana.page.wait_for_load_state()
    answer = jana.page.request.get(f"{server.address}/workshops/{workshop}/protocol.json")
    found: dict[str, Any] = answer.json()
    return found


TOKEN = re.compile(r"„([^“]+)“|\*\*([^*]+)\*\*|\*([^*]+)\*")
PLACES = {"Am Rechner": "desk", "Auf dem Handy": "phone", "An der Wand": "wall"}
FROM_THE_WALL = "die sechs Ziffern von der Wand"


@dataclass
class Reader:
    """Somebody who knows nothing but the handbook's steps: presses what is „quoted“ and visible, types what is *slanted*,
    and believes a step when what is **bold** stands there.
    """

    pages: dict[str, Page]
    address: str
    taps: int = 0
    fields: int = 0
    arrived: tuple[int, int] | None = None

    def does(self, step: str) -> None:
        place, _colon, words = step.partition(":")
        page = self.pages[PLACES[place]]
        if "Adresse von der Wand" in words:
            found = re.search(r"\S+/join", self.pages["wall"].locator("main").inner_text())
            assert found, "the wall says where to come in"
            page.goto(f"http://{found.group()}")
        for label, shown, typed in TOKEN.findall(words):
            if label:
                self.presses(page, label)
            elif typed:
                page.keyboard.type(self.from_the_wall() if typed == FROM_THE_WALL else typed)
                self.fields += typed == FROM_THE_WALL
            else:
                expect(page.get_by_text(shown).locator("visible=true").first).to_be_visible()
                self.arrived = self.arrived or (self.taps, self.fields)

    def from_the_wall(self) -> str:
        found = re.search(r"\b\d{3} ?\d{3}\b", self.pages["wall"].locator("main").inner_text())
        assert found, "the wall shows the code"
        return found.group().replace(" ", "")

    def presses(self, page: Page, label: str) -> None:
        """Whatever bears this name and can be seen; … stands for anything."""
        name = re.compile("^" + ".*".join(re.escape(part.strip()) for part in label.split("…")))
        things = [page.get_by_role(role, name=name) for role in ("button", "link", "checkbox", "textbox")]
        thing = things[0].or_(things[1]).or_(things[2]).or_(things[3]).locator("visible=true").first
        expect(thing).to_be_enabled()
        before = page.url
        with page.context.expect_page() if thing.get_attribute("target") == "_blank" else nullcontext() as opened:
            if thing.get_attribute("type") == "checkbox":
                thing.check(force=True)
            elif page is self.pages["phone"]:
                thing.tap()
                self.taps += 1
            else:
                thing.click()
        if opened:
            self.pages["wall"] = opened.value
        elif page.url != before:
            page.wait_for_load_state()


def test_a_workshop_is_held_by_the_steps_of_the_handbook(browser: Browser, server: Server) -> None:
    """In German, on the smallest phone; the first contribution takes four taps and one field."""
    book = (ROOT / "src/netzwerkstatt/site/handbook/de/facilitating.md").read_text(encoding="utf-8")
    steps = re.findall(r"^\d+\. (.+)$", book, re.MULTILINE)
    assert len(steps) >= 10
    desk = _desk(browser, server, "de-DE")
    pocket = _pocket(browser, 320, "de-DE")
    reader = Reader({"desk": desk.new_page(), "phone": pocket.new_page()}, server.address)
    reader.pages["desk"].goto(f"{server.address}/workshops/{server.known['small']}")
    for step in steps:
        reader.does(step)
    assert reader.arrived == (4, 1), "four taps and one field"
    wide = reader.pages["phone"].evaluate("document.documentElement.scrollWidth")
    assert wide <= 320, "nothing sticks out on the smallest telephone"
    protocol = reader.pages["desk"].request.get(
        f"{server.address}/workshops/{server.known['small']}/protocol.json"
    ).json()  # fmt: skip
    (cluster,) = protocol["clusters"]
    (idea,) = cluster["ideas"]
    assert (cluster["title"], idea["text"], idea["dots"]) == ("Unterwegs", "Ein Bus, der abends wartet", 1)
    for one in (desk, pocket):
        one.close()
