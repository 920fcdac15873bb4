"""The pictures of the handbook: `make screenshots ARGS=handbook` takes them from the demo and writes them into the site.

A workshop of the demo is held from its plan to the choice of ideas; what the handbook shows of it is taken on the way,
in both languages. The rest are pages as the demo left them.
"""

import io
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tools.paths import ROOT, SRC
from tools.test import browser_path

BOOK = SRC / "site" / "static" / "site" / "handbook"
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
        return self.browser.new_context(
            viewport={"width": size["width"], "height": size["height"]},
            locale=f"{language}-DE",
            color_scheme="light",
            reduced_motion="reduce",
        )

    def take(self, name: str, path: str, email: str = "", part: str = "", size: dict[str, int] | None = None) -> None:
        """One picture in each language: the screen, or from `part` of the page as much as a screen holds."""
        for language in LANGUAGES:
            page = self.of(email, language, size)
            answer = page.goto(path if path.startswith("http") else self.address + path)
            if answer is None or not answer.ok:
                raise SystemExit(f"{name}: {path} answers {answer.status if answer else 'nothing'}")
            page.wait_for_load_state("networkidle")
            _write(_part(page, part, size or DESK), BOOK / language / f"{name}.webp")

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
    if box is None:
        raise SystemExit(f"{page.url} shows no {part}")
    left, top = max(box["x"] - 24, 0), max(box["y"] - 24, 0)
    clip = {"x": left, "y": top, "width": box["width"] + 48, "height": min(box["height"] + 48, size["height"])}
    return page.screenshot(full_page=True, clip=clip)  # type: ignore[arg-type]


def _write(png: bytes, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(io.BytesIO(png)) as image:
        image.thumbnail((WIDEST, WIDEST))
        image.convert("RGB").save(path, "WEBP", quality=72, method=6)


Demo = Callable[[Path], AbstractContextManager[str]]


def take_all(demo: Demo) -> int:
    """Write every picture anew; says how many there are and how much they weigh."""
    for language in LANGUAGES:
        shutil.rmtree(BOOK / language, ignore_errors=True)
    with _house(demo) as windows:
        _pages_as_they_are(windows)
        _hold_a_workshop(windows)
    made = sorted(BOOK.glob("*/*.webp"))
    print(f"{len(made)} pictures of the handbook, {sum(one.stat().st_size for one in made) // 1000} kB")
    return 0


@contextmanager
def _house(demo: Demo) -> Iterator[Windows]:
    shutil.rmtree(DATA, ignore_errors=True)
    with demo(DATA) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=["--no-sandbox"])
        yield Windows(browser, address)
        browser.close()


def _pages_as_they_are(windows: Windows) -> None:
    windows.take("desk", "/desk", JANA)
    windows.take("card", windows.first("/evidence/", "/evidence/", title="Mädchen und jungen Frauen"))
    windows.take("problem", windows.first("/problems/", "/problems/", title="Nach der Schule"))
    project = windows.first("/projects/", "/projects/", title="Rückkehr-Lotsin")
    windows.take("project", project)
    windows.take("plan-of-project", project, part="#steps")
    windows.take("help", project, part="#needs")
    windows.take("steckbrief", f"{project}/steckbrief/write", JANA)
    windows.take("thread", windows.first("/recommendations/", "/recommendations/"))
    windows.take("toolbox", "/methods/")
    windows.take("experts", "/workshops/experts", JANA)


def _hold_a_workshop(windows: Windows) -> None:
    workshop = windows.first("/workshops/", "/workshops/", MILA, COMING)
    windows.take("plan", f"{workshop}/plan", MILA, part="#course")
    windows.take("invitation", f"{workshop}/plan", MILA, part="#experts")
    mila = windows.of(MILA)
    _press(mila, f"{workshop}/plan", "main form[action$='/start'] button")
    mila.goto(f"{workshop}/console")
    code = re.sub(r"\D", "", mila.locator(".room-code").inner_text())
    _open(mila, COLLECTING)
    windows.take("join", "/join", size=TELEPHONE)
    for text in SAID:
        guest = windows.browser.new_context(locale="de-DE").new_page()
        _come_in(guest, windows.address, code)
        guest.locator("textarea[name=text]").fill(text)
        guest.locator("button.kern-btn--primary").first.click()
        guest.wait_for_load_state()
        guest.context.close()
    for language in LANGUAGES:
        _come_in(windows.of("guest", language, TELEPHONE), windows.address, code)
    windows.take("telephone", f"/w/{workshop.rsplit('/', 1)[1]}", "guest", size=TELEPHONE)
    windows.take("console", f"{workshop}/console", MILA)
    _write_at_a_table(windows, workshop)
    mila.goto(f"{workshop}/console")
    wall = windows.address + str(mila.locator(".console__top a[target=_blank]").get_attribute("href"))
    _press(mila, f"{workshop}/console", ".console__phase button[value=reveal]")
    windows.take("wall", wall, "wall", size=WALL)
    _open(mila, CLUSTERING)
    mila.goto(f"{workshop}/board")
    for text in SAID[:2]:
        mila.locator(".board label", has_text=text[:25]).first.click()
    mila.locator(".selection-bar input[name=title]").fill("Hilfe kommt her")
    mila.locator(".selection-bar button[value=new]").click()
    mila.locator(".board h3", has_text="Hilfe kommt her").wait_for()
    windows.take("board", f"{workshop}/board", MILA)
    windows.take("wall-clusters", wall, "wall", size=WALL)
    mila.goto(f"{workshop}/console")
    _open(mila, WEIGHING)
    windows.take("dots", f"/w/{workshop.rsplit('/', 1)[1]}", "guest", size=TELEPHONE)
    protocol = windows.first("/workshops/", "/workshops/", title="Was bringt dich zurück?")
    windows.take("protocol", f"{protocol}/protocol")


def _write_at_a_table(windows: Windows, workshop: str) -> None:
    """Six people without phones say what they think, and a sheet of the wall is typed in."""
    mila = windows.of(MILA)
    mila.goto(f"{workshop}/tables")
    new = mila.locator("form:has(input[name=do][value=new])")
    new.locator("input[name=name]").fill("Tisch am Fenster")
    new.locator("input[name=persons]").fill("6")
    new.locator("select[name=secretary]").select_option(label="Mila Hanke")
    new.locator("button.kern-btn--primary").click()
    mila.locator(".tables__head", has_text="Tisch am Fenster").wait_for()
    windows.take("tables", f"{workshop}/tables", MILA)
    table = f"{windows.address}/w/{workshop.rsplit('/', 1)[1]}/table"
    for text in AT_THE_TABLE:
        mila.goto(table)
        mila.locator("main textarea[name=text]").fill(text)
        mila.locator("main button.kern-btn--primary").click()
        mila.wait_for_load_state()
    windows.take("table", table, MILA)
    mila.goto(table.replace("/table", "/paper"))
    mila.locator("main textarea[name=words]").fill("\n".join(ON_THE_SHEET))
    mila.locator("main button.kern-btn--primary").click()
    mila.wait_for_load_state()
    windows.take("paper", table.replace("/table", "/paper"), MILA)


def _press(page: Page, address: str, button: str) -> None:
    page.goto(address)
    page.locator(button).first.click()
    page.wait_for_load_state()


def _open(page: Page, number: int) -> None:
    """This phase of the plan: the next one, or one further down."""
    further = page.locator(f".console__rail li:nth-child({number}) button[value=open]")
    button = further if further.count() else page.locator(".console__phase button[value=open]")
    button.first.click()
    page.wait_for_load_state()


def _come_in(page: Page, address: str, code: str) -> None:
    page.goto(f"{address}/join")
    page.locator("main [name=code]").fill(code)
    page.locator("button.kern-btn--primary").first.click()
    page.wait_for_load_state()
    if "/join" in page.url:  # photos are taken: that is read first
        page.locator("button.kern-btn--primary").first.click()
        page.wait_for_load_state()
