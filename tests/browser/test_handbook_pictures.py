"""The pictures of the handbook, taken by the browser on its way through the demo: a workshop is held from its plan to the
choice of ideas, and what the handbook shows of it is taken in both languages; the rest are pages as the demo left them.

Only where `HANDBOOK` names a folder: `make screenshots ARGS=handbook` runs this and takes the pictures over into the site
when all of them are there and every one that a chapter shows was made.
"""

from __future__ import annotations

import io
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from tools.paths import ROOT, SRC
from tools.screenshots import demo

CHAPTERS = SRC / "site" / "handbook"
PICTURES = Path(os.environ.get("HANDBOOK", "")).resolve()
DATA = ROOT / "build" / "handbook-data"
LANGUAGES = ("de", "en")
DESK = {"width": 1200, "height": 800}
TELEPHONE = {"width": 390, "height": 720}
WALL = {"width": 1920, "height": 1080}
WIDEST = 1200

JANA, MILA = "jana.wernicke@example.org", "mila.hanke@example.org"
COMING = "Ohne Auto zum Arzt"
COLLECTING, CLUSTERING, WEIGHING = 3, 4, 6
SAID = [
    "Sprechstunde im Bürgerhaus, einmal in der Woche.",
    "Ein Fahrdienst, den Ehrenamtliche fahren und den die Stadt versichert.",
    "Videosprechstunde in der Bibliothek, jemand hilft am Gerät.",
    "Der Bus wartet, bis die Praxis schließt.",
    "Rezepte und Kleinigkeiten bringt die Gemeindeschwester mit.",
    "Mitfahrbank vor dem Ärztehaus.",
]
# What a full hall writes: each of these for each part of the town.
WANTED = [
    "Sprechstunde einmal in der Woche in {}", "Ein Rufbus, der auch {} anfährt", "Mitfahrbank in {}",
    "Eine Gemeindeschwester für {}", "Videosprechstunde mit Hilfe am Gerät in {}", "Rezepte nach {} bringen",
    "Impftag in {}", "Blutabnahme vor Ort in {}", "Ein Fahrdienst, der {} kennt", "Zahnarzt zweimal im Jahr in {}",
    "Abendtermine für Menschen aus {}", "Apotheke auf Rädern, Halt in {}", "Einkauf und Arzt in einer Fahrt ab {}",
    "Nachbarn fahren Nachbarn in {}", "Hausbesuche bündeln, dienstags {}", "Sehtest und Hörtest in {}",
    "Ein Raum mit WLAN für Videosprechstunden in {}", "Patenschaften für Arztwege in {}",
    "Der Bus nach {} fährt eine Stunde später", "Krankengymnastik in {}",
]  # fmt: skip
WHERE = [
    "Weinhübel", "Rauschwalde", "Königshufen", "Biesnitz", "Hagenwerder", "Tauchritz", "Ludwigsdorf", "Ober-Neundorf",
    "Schlauroth", "Kunnerwitz", "Klein Neundorf", "Klingewalde", "Nikolaivorstadt", "Südstadt", "Innenstadt",
]  # fmt: skip
BUNDLES = {
    "Hilfe kommt her": ("Sprechstunde einmal", "Gemeindeschwester", "Blutabnahme"),
    "Gemeinsam hinfahren": ("Mitfahrbank", "Fahrdienst", "Nachbarn fahren"),
    "Der Bus passt sich an": ("Rufbus", "Der Bus"),
    "Es geht auch von zu Hause": ("Videosprechstunde", "Rezepte"),
}
MOST_A_MINUTE = 30  # one telephone takes no more
LONGEST = 300_000  # milliseconds: the pictures are made beside whatever else the machine does


AT_THE_TABLE = [
    "Eine Nummer, die auch abends jemand abnimmt.",
    "Der Arzt kommt ins Gemeindehaus, jeden zweiten Dienstag.",
]
ON_THE_SHEET = ["Die Apotheke bringt, was fehlt.", "Haltestelle vor die Praxis, nicht an die Hauptstraße."]


@dataclass
class Windows:
    """Browser windows on the demo, one for each person, language and width."""

    browser: Browser
    address: str
    kept: dict[tuple[str, str, int], Page] = field(default_factory=dict)

    def of(self, email: str, language: str = "de", size: dict[str, int] | None = None) -> Page:
        size = size or DESK
        key = (email, language, size["width"])
        if key not in self.kept:
            page = self._context(language, size).new_page()
            if "@" in email:
                page.goto(f"{self.address}/demo")
                page.locator(f"form:has(input[value='{email}']) button").click()
            self.kept[key] = page
        return self.kept[key]

    def _context(self, language: str, size: dict[str, int]) -> BrowserContext:
        made = self.browser.new_context(
            viewport={"width": size["width"], "height": size["height"]},
            locale=f"{language}-DE",
            color_scheme="light",
            reduced_motion="reduce",
        )
        made.set_default_timeout(LONGEST)
        return made

    def take(self, name: str, path: str, email: str = "", part: str = "", size: dict[str, int] | None = None) -> None:
        """One picture in each language: the screen, or from `part` of the page as much as a screen holds."""
        for language in LANGUAGES:
            page = self.of(email, language, size)
            answer = page.goto(path if path.startswith("http") else self.address + path)
            assert answer is not None, name
            assert answer.ok, f"{name}: {path} answers {answer.status}"
            page.evaluate("document.fonts.ready")
            _write(_part(page, part, size or DESK), PICTURES / language / f"{name}.webp")

    def first(self, listing: str, into: str, email: str = "", title: str = "") -> str:
        """The address of the first item on a list (with this title)."""
        page = self.of(email)
        page.goto(self.address + listing)
        links = page.locator(f'main a[href^="{into}"]:not([href="{into}"])')
        found = links.filter(has_text=title) if title else links
        return self.address + str(found.first.get_attribute("href"))


def _part(page: Page, part: str, size: dict[str, int]) -> bytes:
    if not part:
        return page.screenshot()
    box = page.locator(part).first.bounding_box()
    assert box is not None, f"{page.url} shows no {part}"
    left, top = max(box["x"] - 24, 0), max(box["y"] - 24, 0)
    clip = {"x": left, "y": top, "width": box["width"] + 48, "height": min(box["height"] + 48, size["height"])}
    return page.screenshot(full_page=True, clip=clip)  # type: ignore[arg-type]


def _write(png: bytes, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(io.BytesIO(png)) as image:
        image.thumbnail((WIDEST, WIDEST))
        image.convert("RGB").save(path, "WEBP", quality=72, method=6)


@pytest.fixture
def windows(browser: Browser) -> Iterator[Windows]:
    shutil.rmtree(DATA, ignore_errors=True)
    with demo(DATA) as address:
        house = Windows(browser, address)
        yield house
        for page in house.kept.values():
            page.context.close()


def test_the_pages_that_the_handbook_shows(windows: Windows):
    _pages_as_they_are(windows)
    _hold_a_workshop(windows)
    for language in LANGUAGES:
        texts = [chapter.read_text(encoding="utf-8") for chapter in (CHAPTERS / language).glob("*.md")]
        shown = {name for text in texts for name in re.findall(r"^!\[[^\]]+\]\(([\w-]+)\)$", text, re.MULTILINE)}
        made = {picture.stem for picture in (PICTURES / language).glob("*.webp")}
        assert shown <= made, language


def _pages_as_they_are(windows: Windows) -> None:
    windows.take("desk", "/desk", JANA)
    windows.take("card", windows.first("/evidence/", "/evidence/", title="Mädchen und jungen Frauen"))
    windows.take("problem", windows.first("/problems/", "/problems/", title="Nach der Schule"))
    project = windows.first("/projects/", "/projects/", title="Rückkehr-Lotsin")
    windows.take("project", project)
    windows.take("plan-of-project", project, part="#steps")
    windows.take("help", project, part="#needs")
    begun = windows.first("/projects/", "/projects/", title="Probierladen: ein Jahr")
    windows.take("steckbrief", f"{begun}/steckbrief/write", MILA)
    windows.take("thread", windows.first("/recommendations/", "/recommendations/"))
    windows.take("toolbox", "/methods/")
    windows.take("experts", "/workshops/experts", JANA)


def _hold_a_workshop(windows: Windows) -> None:
    workshop = windows.first("/workshops/", "/workshops/", MILA, COMING)
    room = f"/w/{workshop.rsplit('/', 1)[1]}"
    windows.take("plan", f"{workshop}/plan", MILA, part="#course")
    windows.take("invitation", f"{workshop}/plan", MILA, part="#experts")
    mila = windows.of(MILA)
    mila.goto(f"{workshop}/plan")
    _press(mila.locator("main form[action$='/start'] button"))
    mila.goto(f"{workshop}/console")
    code = re.sub(r"\D", "", mila.locator(".room-code").inner_text())
    wall = windows.address + str(mila.locator(".console__top a[target=_blank]").get_attribute("href"))
    _open(mila, COLLECTING)
    windows.take("join", "/join", size=TELEPHONE)
    guest = windows.browser.new_context(locale="de-DE").new_page()
    guest.set_default_timeout(LONGEST)
    _come_in(guest, windows.address, code)
    for text in SAID:
        guest.locator("textarea[name=text]").fill(text)
        guest.locator(".phone__foot button").click()
        guest.locator("[data-own] li", has_text=text).wait_for()
    guest.context.close()
    for language in LANGUAGES:
        _come_in(windows.of("guest", language, TELEPHONE), windows.address, code)
    windows.take("telephone", room, "guest", size=TELEPHONE)
    windows.take("wall-waiting", wall, "wall", size=WALL)
    windows.take("console", f"{workshop}/console", MILA)
    _write_at_a_table(windows, workshop)
    _fill_the_hall(windows, room, code)
    mila.goto(f"{workshop}/console")
    _press(mila.locator(".console__phase button[value=reveal]"))
    windows.take("wall", wall, "wall", size=WALL)
    _open(mila, CLUSTERING)
    for title, words in BUNDLES.items():
        _bundle(mila, f"{workshop}/board", title, words)
    windows.take("board", f"{workshop}/board", MILA)
    windows.take("wall-clusters", wall, "wall", size=WALL)
    mila.goto(f"{workshop}/console")
    _open(mila, WEIGHING)
    windows.take("dots", room, "guest", size=TELEPHONE)
    protocol = windows.first("/workshops/", "/workshops/", title="Was bringt dich zurück?")
    windows.take("protocol", f"{protocol}/protocol")


def _fill_the_hall(windows: Windows, room: str, code: str) -> None:
    """As many ideas as a full hall writes, each telephone as many as one may send in a minute."""
    ideas = [wanted.format(where) for wanted, where in product(WANTED, WHERE)]
    for start in range(0, len(ideas), MOST_A_MINUTE):
        guest = windows.browser.new_context(locale="de-DE")
        own = {"Sec-Fetch-Site": "same-origin"}
        guest.request.post(
            f"{windows.address}/join", form={"code": code, "has_read": "on"}, headers=own, timeout=LONGEST
        )
        for text in ideas[start : start + MOST_A_MINUTE]:
            sent: dict[str, str | float | bool] = {"phase": str(COLLECTING), "text": text, "client_id": str(uuid4())}
            headers = own | {"Accept": "application/json"}
            answer = guest.request.post(windows.address + room, form=sent, headers=headers, timeout=LONGEST)
            assert answer.ok, f"{text}: {answer.text()}"
        guest.close()


def _bundle(page: Page, board: str, title: str, words: tuple[str, ...]) -> None:
    """Every card on which one of the words stands: the first ones make the cluster, the others come to it."""
    for place, word in enumerate(words):
        page.goto(f"{board}?{urlencode({'q': word})}")
        for mark in page.locator(".board__card input").all():
            mark.check()
        if place:
            page.locator("#to-cluster").select_option(label=title)
            page.locator(".selection-bar button[value=move]").click()
        else:
            page.locator(".selection-bar input[name=title]").fill(title)
            page.locator(".selection-bar button[value=new]").click()
        page.locator(".board__card small", has_text=title).first.wait_for()


def _write_at_a_table(windows: Windows, workshop: str) -> None:
    """Six people without phones say what they think, and a sheet of the wall is typed in."""
    mila = windows.of(MILA)
    mila.goto(f"{workshop}/tables")
    new = mila.locator("form:has(input[name=do][value=new])")
    new.locator("input[name=name]").fill("Tisch am Fenster")
    new.locator("input[name=persons]").fill("6")
    new.locator("select[name=secretary]").select_option(label="Mila Hanke")
    _press(new.locator("button.kern-btn--primary"))
    mila.locator(".tables__head", has_text="Tisch am Fenster").wait_for()
    windows.take("tables", f"{workshop}/tables", MILA)
    table = f"{windows.address}/w/{workshop.rsplit('/', 1)[1]}/table"
    for text in AT_THE_TABLE:
        mila.goto(table)
        mila.locator("main textarea[name=text]").fill(text)
        _press(mila.locator("main button.kern-btn--primary"))
    windows.take("table", table, MILA)
    mila.goto(table.replace("/table", "/paper"))
    mila.locator("main textarea[name=words]").fill("\n".join(ON_THE_SHEET))
    _press(mila.locator("main button.kern-btn--primary"))
    windows.take("paper", table.replace("/table", "/paper"), MILA)


def _press(button: Locator) -> None:
    """Until the page that comes of it is there."""
    with button.page.expect_navigation():
        button.first.click()


def _open(page: Page, number: int) -> None:
    """This phase of the plan: the next one, or one further down."""
    further = page.locator(f".console__rail li:nth-child({number}) button[value=open]")
    _press(further if further.count() else page.locator(".console__phase button[value=open]"))


def _come_in(page: Page, address: str, code: str) -> None:
    page.goto(f"{address}/join")
    page.locator("main [name=code]").fill(code)
    _press(page.locator(".phone__foot button"))
    if "/join" in page.url:  # photos are taken: that is read first
        _press(page.locator(".phone__foot button"))
