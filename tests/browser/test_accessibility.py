"""Every page, as a person meets it: axe finds nothing, nothing is wider than the screen, nothing comes from elsewhere.

Pages take turns between German and English; those of an empty installation the other way round than those of a full one.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from netzwerkstatt.foundation.network.models import Role
from netzwerkstatt.problems.models import Problem
from netzwerkstatt.workshops import actions as workshops
from netzwerkstatt.workshops.models import Contribution
from netzwerkstatt.workshops.phases.kind import KINDS
from netzwerkstatt.workshops.plans import PhasePlan
from tests.browser.conftest import PATIENCE
from tests.site_wide.test_access import PAGES, SWITCHED
from tests.site_wide.world import GUEST, PASSWORD, VISITOR, World, founder, patterns, start_workshop

pytestmark = pytest.mark.django_db(transaction=True)

# Not pages: they only take posts, lead on, or give a file. Everything else is opened here.
FILES = {
    "entries:prov",
    "evidence:file",
    "evidence:csv",
    "evidence:profile-charts",
    "evidence:profile-chart",
    "evidence:profile-file",
    "evidence:what-if-picture",
    "evidence:what-if-file",
    "evidence:compare-file",
    "evidence:map-file",
    "evidence:import_progress",
    "recommendations:json",
    "recommendations:pdf",
    "recommendations:docx",
    "workshops:protocol-pdf",
    "workshops:protocol-docx",
    "privacy:download",
    "recommendations:who-writes",
    "attachments:file",
    "attachments:small",
    "projects:profile-pdf",
    "projects:profile-docx",
    "projects:paper-pdf",
    "projects:paper-docx",
    "workshops:sheet-photo",
    "workshops:calendar",
    "workshops:lent-package",
    "workshops:given-back-package",
}
FILES |= {
    name
    for name, one in patterns()
    if str(one.pattern).endswith((".csv", ".json", ".xlsx", ".pdf", ".docx", ".zip", ".ics", ".atom"))
    or (name.startswith("api:") and name != "api:docs")
}
STEPS = {
    "account_confirm_login_code",
    "account_set_password",
    "account_confirm_password_reset_code",
    "account_complete_password_reset",
    "surveys:answer",
}
# Opened by those who have what they are about, in test_passkeys.py.
OWN_WAYS = {
    "account_address",
    "account_address_code",
    "account_remove_password",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "openid_connect_login",
    "openid_connect_callback",
}
NO_PAGES = FILES | STEPS | OWN_WAYS | {name for name, (_who, answer) in PAGES.items() if answer in {302, 404, 405}}

# The one who sees most of a page, where it is not the visitor.
INSIDERS = [Role.CITY_COORDINATOR, Role.ALLIANCE_COORDINATOR, Role.MINISTRY, GUEST]

WIDE = {"width": 1440, "height": 900}
SMALLEST = {"width": 320, "height": 640}
OPTIONS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],
    "preload": False,  # it would fetch every sheet of styles again, for rules that are not among these
}
AXE = Axe().axe_script
# By night the page is the same but for its colours: these are the rules that look at them.
BY_NIGHT = OPTIONS | {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


LANGUAGES = ("de", "en")
WITHOUT_COLOURS = {"rules": {"color-contrast": {"enabled": False}}}
PARTS = """[...new Set([...document.body.querySelectorAll("*")].map(one =>
  [one.parentElement, one].map(each => each.tagName + "." + (each.getAttribute("class") || "")).join(" > ")))]"""
SEEN: set[str] = set()
"""What stood in what, on the pages of this process whose colours were looked at."""


@dataclass
class Visit:
    """One browser window of one person; everything it complains about is kept, and in which language and light it looked."""

    context: BrowserContext
    address: str
    language: str
    by_night: bool = True
    faults: list[str] = field(default_factory=list)
    where: str = ""
    looked: set[tuple[str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self._note(f"script: {error}"))
        self.page.on("request", self._asked)

    def _note(self, fault: str) -> None:
        self.faults.append(f"{self.where}: {fault}")

    def _heard(self, message: Any) -> None:
        if "/live/" in message.location.get("url", ""):
            return  # this server has pages only: what follows a stream goes on by asking now and then
        is_answer = "Failed to load resource" in message.text and self.page.url in message.location.get("url", "")
        if message.type in {"error", "warning"} and not is_answer:
            self._note(f"console: {message.text}")

    def _asked(self, request: Any) -> None:
        asked = urlsplit(request.url)
        if asked.scheme != "data" and asked.netloc != urlsplit(self.address).netloc:
            self._note(f"asks {request.url}")

    def open(self, label: str, path: str, language: str = "", *, size: dict[str, int] = WIDE) -> None:
        """Look at one page on the smallest screen and with axe – on one of this `size` –, by day and by night.

        Colours are looked at where something stands in something else as it did on no page before, and once in each
        language.
        """
        if language and language != self.language:  # chosen as at the foot of each page
            self.language = language
            self.context.add_cookies([{"name": "language", "value": language, "url": self.address}])
        self.where = f"{label} ({self.language})"
        self.page.set_viewport_size(size)
        self.page.emulate_media(color_scheme="light", reduced_motion="reduce")
        answer = self.page.goto(self.address + path)
        assert answer is not None
        if answer.status >= 500:
            self._note(f"answers {answer.status}")
        if self.page.locator("html").get_attribute("lang") != self.language:
            self._note("speaks another language")
        self._fits(SMALLEST)
        self.page.set_viewport_size(size)
        parts = set(self.page.evaluate(PARTS))
        with_colours = not parts <= SEEN or (self.by_night and (self.language, "dark") not in self.looked)
        SEEN.update(parts)
        self._axe("light", OPTIONS if with_colours else OPTIONS | WITHOUT_COLOURS)
        if self.by_night and with_colours:
            self.page.emulate_media(color_scheme="dark", reduced_motion="reduce")
            self._axe("dark", BY_NIGHT)

    def _axe(self, light: str, options: dict[str, Any]) -> None:
        if not self.page.evaluate("'axe' in window"):  # once for all that is asked about a page
            self.page.evaluate(AXE)
        self.looked.add((self.language, light))
        found = self.page.evaluate("options => axe.run(options).then(result => result.violations)", options)
        for one in found:
            first = one["nodes"][0]
            self._note(
                f"{light}: {one['id']} ×{len(one['nodes'])}: {first['html'][:160]} {first['failureSummary'][-200:]}"
            )

    def _fits(self, size: Any) -> None:
        self.page.set_viewport_size(size)
        width = self.page.evaluate("document.documentElement.scrollWidth")
        if width > size["width"]:
            self._note(f"{width} wide on {size['width']}")


@dataclass
class House:
    """Windows on a running installation."""

    browser: Browser
    address: str
    by_night: bool = True
    windows: dict[str, Visit] = field(default_factory=dict)
    looked: set[tuple[str, str]] = field(default_factory=set)

    def window(self, who: str, client: Client) -> Visit:
        """The window of this person."""
        if who not in self.windows:
            context = self.browser.new_context(locale=f"{LANGUAGES[0]}-DE", viewport=WIDE)
            context.add_cookies(
                [{"name": name, "value": one.value, "url": self.address} for name, one in client.cookies.items()]
            )
            self.windows[who] = Visit(context, self.address, LANGUAGES[0], self.by_night, looked=self.looked)
        return self.windows[who]

    @property
    def faults(self) -> list[str]:
        return [fault for visit in self.windows.values() for fault in visit.faults]


@pytest.fixture
def house(browser: Browser, live_server: Any) -> Iterator[House]:
    house = House(browser, live_server.url)
    yield house
    for visit in house.windows.values():
        visit.context.close()


def report(faults: list[str]) -> str:
    return "\n".join(faults)


def test_every_address_is_a_page_that_is_opened_here_or_none():
    names = {name for name, _pattern in patterns()} - SWITCHED
    opened = {name for name, (who, _answer) in PAGES.items() if name not in NO_PAGES and who}
    assert names - NO_PAGES == opened


def test_what_looks_for_barriers_finds_them(house: House):
    visit = house.window(VISITOR, Client())
    visit.where = "a bad page"
    visit.page.goto(f"{house.address}/imprint")
    bad = '<img src="https://elsewhere.example/a.png" style="width: 999px"><p id="grey">dark grey in both lights</p>'
    visit.page.evaluate("bad => document.querySelector('main').innerHTML = bad", bad)
    visit.page.evaluate("document.querySelector('main').style.width = '999px'")
    visit.page.evaluate("document.querySelector('#grey').style.color = '#444'")
    visit._axe("light", OPTIONS)
    visit.page.emulate_media(color_scheme="dark")
    visit._axe("dark", BY_NIGHT)
    visit._fits(SMALLEST)
    told = report(visit.faults)
    assert "light: color-contrast" not in told, told
    for fault in (
        "dark: color-contrast",
        "image-alt",
        "page-has-heading-one",
        "wide on 320",
        "elsewhere.example",
        "Content Security Policy",
    ):
        assert fault in told, told


def test_an_empty_installation_has_no_barrier(house: House):
    house.by_night = False  # the same parts in the same colours as in a full one
    clients = {VISITOR: Client()}
    plain = [
        name
        for name, pattern in patterns()
        if name in PAGES and name not in NO_PAGES and not pattern.pattern.converters
    ]
    world = World({}, None, {name: {} for name in plain})  # type: ignore[arg-type]
    _open_all(house, world, clients, VISITOR, set(plain), turn=1)

    kora = founder()
    clients[Role.ALLIANCE_COORDINATOR] = Client()
    assert clients[Role.ALLIANCE_COORDINATOR].login(email=kora.email, password=PASSWORD)
    for turn, step in enumerate(("states", "networks", "cities", "themes", "people")):
        visit = house.window(Role.ALLIANCE_COORDINATOR, clients[Role.ALLIANCE_COORDINATOR])
        visit.open(f"set-up {step}", f"/setup/{step}", LANGUAGES[turn % 2])
    _open_all(house, world, clients, Role.ALLIANCE_COORDINATOR, set(plain), turn=1)
    assert not house.faults, report(house.faults)


def _open_what_is_public(house: House, world: World) -> None:
    """As the one who sees most of it, if that is not the visitor."""
    clients = {who: world.client(who) for who in (VISITOR, *INSIDERS)}
    public = {name for name in world.addresses if name in PAGES and VISITOR in PAGES[name][0]}
    for who, names in _insiders(world).items():
        _open_all(house, world, clients, who, names & public)
        public -= names
    _open_all(house, world, clients, VISITOR, public)
    house.window(VISITOR, clients[VISITOR]).open("not found", "/there-is-no-such-page", "de")


def _open_what_is_not(house: House, world: World) -> None:
    """Every other page, as the one who sees most of it."""
    clients = {who: world.client(who) for who in INSIDERS}
    for who, names in _insiders(world).items():
        _open_all(house, world, clients, who, {name for name in names if VISITOR not in PAGES[name][0]})
    coordinator = Role.CITY_COORDINATOR
    house.window(coordinator, clients[coordinator]).open("refused", "/setup/alliance", "en")


def _insiders(world: World) -> dict[str, set[str]]:
    """Each page that needs more than a visitor's rights, or shows more to somebody, under who that is."""
    found: dict[str, set[str]] = {}
    for name in set(world.addresses) & set(PAGES):
        if who := next((who for who in INSIDERS if who in PAGES[name][0]), None):
            found.setdefault(who, set()).add(name)
    return found


def _open_all(
    house: House, world: World, clients: dict[str, Client], who: str, names: set[str], *, turn: int = 0
) -> None:
    """Each in the language whose turn it is by its place in the list of all pages."""
    for place, (name, (meant, _answer)) in enumerate(PAGES.items(), turn):
        if name in names and name not in NO_PAGES and who in meant:
            language = LANGUAGES[place % len(LANGUAGES)]
            house.window(who, clients[who]).open(f"{name} for {who}", world.url(name), language)


def _open_the_phases(house: House, world: World) -> None:
    """One workshop from its first idea to its protocol, on the console, on the telephone and for readers."""
    turns = itertools.cycle(LANGUAGES)
    jana, running = world.people[Role.CITY_COORDINATOR], world.running
    clients = {who: world.client(who) for who in (GUEST, VISITOR, Role.CITY_COORDINATOR)}
    readers = (VISITOR, Role.CITY_COORDINATOR)  # a guest reads what a visitor reads
    console = house.window(Role.CITY_COORDINATOR, clients[Role.CITY_COORDINATOR])
    collect, dots = running.phases.select_related("workshop__entry")

    def look(moment: str) -> None:
        for who in readers:
            address = running.get_absolute_url()
            house.window(who, clients[who]).open(f"workshop for {who}, {moment}", address, next(turns))
        room = world.url("workshops:take-part")
        house.window(GUEST, clients[GUEST]).open(f"telephone, {moment}", room, next(turns))
        if running.is_running:
            for name in ("console", "board", "steps", "suggestions", "wall"):
                console.open(f"{name}, {moment}", world.url(f"workshops:{name}"), next(turns))

    workshops.close_phase(actor=jana, phase=collect)
    for name in ("console", "wall"):
        console.open(f"{name}, before the reveal", world.url(f"workshops:{name}"), next(turns))
    ideas = workshops.reveal(actor=jana, phase=collect)
    workshops.form_cluster(actor=jana, workshop=running, title="Light", ideas=ideas)
    workshops.open_phase(actor=jana, phase=dots)
    look("in the vote")
    workshops.close_phase(actor=jana, phase=dots)
    for sheet in running.sheets.all():
        workshops.take_photo_down(actor=jana, workshop=running, sheet=sheet)
    workshops.choose_ideas(actor=jana, workshop=running, ideas=ideas[:1])
    running.refresh_from_db()
    look("when it is over")
    _open_every_kind(house, world)


LONG = "Eine Daseinsvorsorgeeinrichtung, die auch abends für Kommunikationsdienstleistungsbeauftragte da ist"
EVERY_KIND = [
    PhasePlan("input", "Begrüßung und Zahlen", "", 15),
    PhasePlan("talk", "Vorstellungsrunde", "Wer sind Sie?", 15),
    PhasePlan("notes", "Was niemand laut sagt", LONG, 10, identity="named", taboo_free=True),
    PhasePlan("collect", "Ideen", LONG, 30, identity="named", taboo_free=True),
    PhasePlan("cluster", "Bündeln", "", 20),
    PhasePlan("comment", "Rat geben", LONG, 20),
    PhasePlan("dots", "Gewichten", "", 10, dots=5),
    PhasePlan("rating", "Wirkung und Aufwand", "", 15, axes=("Aufwand", "Wirkung")),
    PhasePlan("ranking", "Reihenfolge", "", 10, items="words", words=f"{LONG}\nZuerst im Süden"),
    PhasePlan("resistance", "Widerstand", "", 10),
    PhasePlan("questions", "Fragen", LONG, 10),
    PhasePlan("opinion", "Meinungsrunde", "", 5, items="words", words=f"{LONG}\nWir werden gefragt"),
    PhasePlan("words", "Ein Wort", "Heimat ist …", 5),
    PhasePlan("groups", "In Gruppen", LONG, 30),
    PhasePlan("decide", "Verabreden", "", 20),
    PhasePlan("feedback", "Rückmeldung", "", 5),
    PhasePlan("pause", "Kaffee", "", 15),
]


def _open_every_kind(house: House, world: World) -> None:
    """The telephone of somebody who has written and voted, in each kind of phase, as wide as the smallest one; in German,
    whose words are longer.
    """
    jana = world.people[Role.CITY_COORDINATOR]
    workshop = start_workshop(jana, Problem.objects.first(), "Alles auf einem Handy", EVERY_KIND)
    telephone = Client(headers={"sec-fetch-site": "same-origin"})
    telephone.post("/join", {"code": workshop.code, "has_read": "on"})
    page = f"/w/{workshop.public_id}"
    window = house.window("the smallest telephone", telephone)
    workshops.make_groups(actor=jana, workshop=workshop, number=2, way=workshops.Way.CHOICE)
    seen = set()
    for planned in workshop.phases.select_related("workshop__entry", "ballot").order_by("number"):
        phase = workshops.open_phase(actor=jana, phase=planned)
        if phase.kind == "groups":
            window.open("telephone, groups to choose", page, size=SMALLEST)
            telephone.post(page, {"do": "group", "phase": phase.number, "group": 1})
        do = "board" if phase.kind == "groups" else "write"
        for text in (LONG, "Ein Nachtbus"):
            telephone.post(page, {"do": do, "phase": phase.number, "text": text[:40], "client_id": uuid4()})
        if phase.kind == "questions":
            for one in Contribution.objects.filter(phase=phase):
                workshops.show_question(actor=jana, phase=phase, contribution=one)
        window.open(f"telephone, {phase.kind}", page, size=SMALLEST)
        seen.add(phase.kind)
        workshops.close_phase(actor=jana, phase=phase)
        if phase.kind == "collect":
            window.open("telephone, before the reveal", page, size=SMALLEST)
            ideas = workshops.reveal(actor=jana, phase=phase)
            workshops.form_cluster(actor=jana, workshop=workshop, title=LONG, ideas=ideas)
    assert seen == set(KINDS)


# Parts of their own, so that two processes share them.
@pytest.mark.parametrize("part", [_open_what_is_not, _open_what_is_public, _open_the_phases])
def test_a_full_installation_has_no_barrier(house: House, world: World, part: Callable[[House, World], None]):
    part(house, world)
    assert not house.faults, report(house.faults)
    assert house.looked == {(language, light) for language in LANGUAGES for light in ("light", "dark")}
