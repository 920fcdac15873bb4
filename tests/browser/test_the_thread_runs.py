"""The whole way on an empty installation, typed by hand: from the one-time link to the answered recommendation, and
back along the golden thread to the number in the uploaded file, byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.browser.conftest import PATIENCE
from tests.browser.installation import Installation, running

GUEST_IDEAS = [
    "A contact person who finds flat, childcare and work – also in the evening.",
    "Four weeks of trial living with a placement.",
    "A late bus. <script>alert('no')</script> & more",
]

# What stands where in the plan that a flying workshop begins with.
COLLECTING, CLUSTERING, WEIGHING = 3, 4, 6


@dataclass(frozen=True)
class Place:
    """One Land with its network and city, as somebody types them."""

    land: str
    code: str
    key: str
    network: str
    city: str
    ags: str
    district: str
    latitude: str
    longitude: str


@dataclass(frozen=True)
class Case:
    """One alliance, the file it starts from, and whether its guests have JavaScript."""

    alliance: str
    host: Place
    other: Place
    file: str
    territory: str
    figure: str
    locale: str
    guests_with_scripts: bool
    other_names: str = ""


CASES = [
    Case(
        "Städtenetz zum Probieren",
        Place("Sachsen-Anhalt", "ST", "15", "Mansfelder Netz", "Hettstedt", "15087220", "Mansfeld-Südharz", "51.64", "11.51"),
        Place("Sachsen", "SN", "14", "Lausitzer Netz", "Görlitz", "14626110", "Görlitz", "51.15", "14.98"),
        "12411-0018_auszug.csv", "15087", "1858", "de-DE", guests_with_scripts=True, other_names="hsb: Zhorjelc",
    ),
    Case(
        "Bund der Inselstädte",
        Place("Nordland", "NL", "91", "Die Sandinseln", "Großsand", "91001001", "Inselkreis", "54.10", "7.90"),
        Place("Ostland", "OL", "92", "Die Felseninseln", "Klippstadt", "92001001", "Felsenkreis", "54.60", "13.40"),
        "12411-01-01-4_auszug_de_flat.csv", "16073", "50902", "en-GB", guests_with_scripts=False,
    ),
]  # fmt: skip


@dataclass
class Somebody:
    """A person at a browser of her own."""

    here: Installation
    page: Page

    def go(self, path: str) -> None:
        answer = self.page.goto(path if path.startswith("http") else self.here.address + path)
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            box = self.page.locator(f"main [name={name}]").first
            if box.evaluate("box => box.tagName") == "SELECT":
                box.select_option(label=value)
            else:
                box.fill(value)

    def tick(self, name: str, text: str) -> None:
        """The box or button of this name whose label has the text."""
        boxes = self.page.locator(f"main input[name={name}]")
        for number in range(boxes.count()):
            box = boxes.nth(number)
            label = box.evaluate("box => box.closest('label')?.innerText ?? box.labels[0]?.innerText ?? ''")
            if text in label.splitlines():
                self.mark(box)
                return
        raise AssertionError(f"no box {name} with “{text}”")

    def mark(self, box: Locator) -> None:
        """Click what the box or button is called, as one does on a telephone."""
        around = box.locator("xpath=ancestor::label")
        label = around if around.count() else self.page.locator(f"main label[for='{box.get_attribute('id')}']")
        if not box.is_checked():
            label.click()
        assert box.is_checked(), f"{box} stays empty"

    def send(self, which: str = "main form[method=post] button.kern-btn--primary") -> None:
        before = self.page.url
        self.page.locator(which).first.click()
        self.page.wait_for_load_state()
        errors = self.page.locator(".error-summary, .kern-error")
        assert errors.count() == 0, f"{before}: {errors.first.inner_text()}"

    def follow(self, address: str) -> None:
        """Click the first visible link that leads to an address like this."""
        self.page.locator(f"main a[href*='{address}']").first.click()
        self.page.wait_for_load_state()

    def sign_in_by_code(self, email: str) -> None:
        self.go("/sign-in/code")
        self.fill(email=email)
        self.send()
        self.fill(code=self.here.newest_code(email))
        self.send()
        assert self.page.url.endswith("/desk"), self.page.url


@contextmanager
def somebody(browser: Browser, here: Installation, locale: str, *, scripts: bool = True) -> Iterator[Somebody]:
    context = browser.new_context(locale=locale, java_script_enabled=scripts, accept_downloads=True)
    try:
        context.set_default_timeout(PATIENCE)
        yield Somebody(here, context.new_page())
    finally:
        context.close()


@pytest.mark.parametrize("case", CASES, ids=["the German one", "an invented one, guests without JavaScript"])
def test_the_thread_runs(case: Case, browser: Browser, tmp_path: Path) -> None:
    official = files("netzwerkstatt.site.demo").joinpath(case.file).read_bytes()
    (tmp_path / case.file).write_bytes(official)

    with running(tmp_path) as here, somebody(browser, here, case.locale) as admin:
        set_up(admin, case)
        with somebody(browser, here, case.locale) as officer:
            officer.sign_in_by_code("jana@example.org")
            card = make_card(officer, case, tmp_path / case.file)
            problem = name_problem(officer, case, card)
            workshop = plan_workshop(officer, case, problem)
            with somebody(browser, here, case.locale) as expert:
                expert.sign_in_by_code("thea@example.org")
                expert.go(workshop)
                expert.send("main button[name=comes][value=yes]")
            ideas_workshop = hold_workshop(officer, case, browser, workshop)
            project = found_project(officer, case, ideas_workshop)
        recommendation = recommend(admin, case, project)
        with somebody(browser, here, case.locale) as ministry:
            ministry.sign_in_by_code("ute@example.org")
            give_answer(ministry, recommendation)
        with somebody(browser, here, case.locale) as reader:
            walk_back(reader, case, recommendation, official)


def set_up(admin: Somebody, case: Case) -> None:
    admin.go(admin.here.setup_link)
    admin.fill(name="Ada Admin", email="ada@example.org", password="correct horse battery staple")
    admin.send()
    admin.fill(name=case.alliance, purpose="Damit niemand allein rechnet.")
    admin.send()
    for place in (case.host, case.other):
        admin.go("/setup/states")
        admin.fill(name=place.land, code=place.code, key=place.key)
        admin.send()
        admin.go("/setup/networks")
        admin.fill(name=place.network, state=place.land)
        admin.send()
        admin.go("/setup/cities")
        admin.fill(
            name=place.city, network=place.network, ags=place.ags, district_name=place.district,
            latitude=place.latitude, longitude=place.longitude,
        )  # fmt: skip
        if place is case.other:
            admin.fill(other_names=case.other_names)
        admin.send()
    admin.go("/setup/themes")
    admin.fill(name="Jugend")
    admin.send()
    people = [
        ("Jana Wernicke", "jana@example.org", "city-coordinator:city-", case.host.city),
        ("Thea Krahl", "thea@example.org", "expert:network-", case.other.network),
        ("Ute Kern", "ute@example.org", "ministry:state-", case.host.land),
    ]
    for name, email, role, where in people:
        admin.go("/setup/people")
        option = admin.page.locator(f"select[name=role] option[value^='{role}']", has_text=where).first
        admin.fill(name=name, email=email)
        admin.page.locator("select[name=role]").select_option(option.get_attribute("value"))
        admin.send()


def make_card(officer: Somebody, case: Case, file: Path) -> str:
    officer.go("/evidence/new")
    officer.page.locator("input[name=file]").set_input_files(file)
    officer.fill(retrieved_on=date.today().isoformat())
    officer.send()
    officer.fill(q=case.territory)
    officer.page.locator("main form[role=search] button").first.click()
    officer.page.wait_for_load_state()
    if officer.page.locator("main input[type=checkbox][name=ref]").count() == 0:
        officer.follow(f"territory={case.territory}")
    officer.mark(officer.page.locator(f"main label:has(.num:text-is('{case.figure}')) input[name=ref]").first)
    officer.page.locator("main .form-foot button.kern-btn--primary").click()
    officer.page.wait_for_load_state()
    officer.fill(title=f"{case.figure} sind noch da")
    officer.send()
    assert f"{case.figure} sind noch da" in officer.page.locator("h1").inner_text()
    return officer.page.url


def name_problem(officer: Somebody, case: Case, card: str) -> str:
    officer.go(card)
    officer.follow("/problems/new")
    officer.fill(statement="Nach der Schule gehen sie", affected="Junge Menschen zwischen 16 und 25.")
    officer.send()
    assert officer.page.locator("h1").inner_text() == "Nach der Schule gehen sie"
    assert case.figure in officer.page.locator("main").inner_text()
    return officer.page.url


def plan_workshop(officer: Somebody, case: Case, problem: str) -> str:
    officer.go(problem)
    officer.follow("/workshops/request")
    officer.fill(title="Was bringt dich zurück?", question="Was müsste hier anders sein?")
    officer.send()
    if "/plan" not in officer.page.url:
        officer.follow("/plan")
    officer.fill(day=date.today().isoformat(), begins="14:00", place="Rathaus, Saal")
    officer.send("#plan-form .buttons button.kern-btn--primary")
    if "/plan" not in officer.page.url:
        officer.follow("/plan")
    plan = officer.page.url
    officer.page.locator("details.invite summary").first.click()
    officer.page.locator("details.invite :is(textarea, input[type=text])").first.fill(
        "Weiß, woran eine Rückkehr scheitert."
    )
    officer.page.locator("details.invite button").first.click()
    officer.page.wait_for_load_state()
    assert "Weiß, woran eine Rückkehr scheitert." in officer.page.locator("main").inner_text()
    return plan.split("/plan")[0]


def hold_workshop(officer: Somebody, case: Case, browser: Browser, workshop: str) -> str:
    officer.go(f"{workshop}/plan")
    officer.send("main form[action$='/start'] button")
    officer.go(f"{workshop}/console")
    code = re.sub(r"\D", "", officer.page.locator(".room-code").inner_text())
    open_phase(officer, COLLECTING)
    for number, text in enumerate(GUEST_IDEAS):
        with somebody(browser, officer.here, case.locale, scripts=case.guests_with_scripts) as guest:
            guest.go("/join")
            assert not guest.page.context.cookies(), "reading leaves no cookie"
            guest.fill(code=code)
            guest.send("button.kern-btn--primary")
            guest.page.locator("textarea[name=text]").fill(text)
            guest.page.locator(".phone__foot button.kern-btn--primary").click()
            guest.page.locator(".sent li .icon + span", has_text=text).wait_for()
            guest.page.locator(".is-waiting").wait_for(state="detached")
            assert all(other not in guest.page.content() for other in GUEST_IDEAS[:2] if other != text)
            if number == 0:
                guest_state = guest.page.context.storage_state()
    officer.go(f"{workshop}/console")
    assert GUEST_IDEAS[0] not in officer.page.content(), "hidden is absent, for the facilitator too"
    officer.send(".console__phase button[value=reveal]")
    assert GUEST_IDEAS[0] in officer.page.locator("main").inner_text()
    open_phase(officer, CLUSTERING)
    for text in GUEST_IDEAS[:2]:
        officer.page.locator(".board label", has_text=text[:30]).locator("input[name=ideas]").check()
    officer.page.locator(".selection-bar input[name=title]").fill("Ankommen")
    officer.page.locator(".selection-bar button[value=new]").click()
    officer.page.locator(".board h3", has_text="Ankommen").wait_for()
    open_phase(officer, WEIGHING)
    context = browser.new_context(
        locale=case.locale, java_script_enabled=case.guests_with_scripts, storage_state=guest_state
    )
    guest = Somebody(officer.here, context.new_page())
    guest.go(f"/w/{workshop.rsplit('/', 1)[1]}")
    for _ in range(3):
        guest.page.locator(".votes li", has_text=GUEST_IDEAS[0][:30]).locator("button").last.click()
        guest.page.wait_for_load_state()
    if case.guests_with_scripts:
        guest.page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('outbox:'))")
    context.close()
    officer.go(f"{workshop}/console")
    officer.send(".console__phase button[value=close], .console__phase button[value=open]")
    return choose_and_go_on(officer, case, workshop)


def open_phase(officer: Somebody, number: int) -> None:
    """Go on with this phase of the plan: it is the next one, or one further down."""
    further = officer.page.locator(f".console__rail li:nth-child({number}) button[value=open]")
    if further.count():
        further.click()
        officer.page.wait_for_load_state()
    else:
        officer.send(".console__phase button[value=open]")


def choose_and_go_on(officer: Somebody, case: Case, workshop: str) -> str:
    officer.go(f"{workshop}/choose")
    officer.mark(officer.page.locator("label.choice", has_text=GUEST_IDEAS[0][:30]).locator("input"))
    officer.page.locator("main aside button.kern-btn--primary, main button[form=choose]").first.click()
    officer.page.wait_for_load_state()
    officer.go(f"{workshop}/release")
    officer.send("main aside form button.kern-btn--primary")
    protocol = officer.page.locator("main").inner_text()
    officer.go(workshop)
    officer.follow("/workshops/from-ideas")
    officer.fill(
        title="Aus einer Idee wird ein Angebot", day=(date.today() + timedelta(days=1)).isoformat(), begins="09:30",
        place="Rathaus",
    )  # fmt: skip
    officer.send()
    assert "Was bringt dich zurück?" in protocol
    return re.sub(r"/(plan|console)$", "", officer.page.url)


def found_project(officer: Somebody, case: Case, ideas_workshop: str) -> str:
    officer.go(ideas_workshop)
    officer.follow("/projects/new")
    boxes = officer.page.locator("main input[name=ideas]")
    if not any(boxes.nth(n).is_checked() for n in range(boxes.count())):
        officer.mark(boxes.first)
    officer.fill(
        title="Rückkehr-Lotsin", aim="Wer zurückkommen möchte, spricht mit einer Person.",
        first_step="Stelle ausschreiben", first_step_by="Jana Wernicke",
        first_step_due=(date.today() + timedelta(days=30)).isoformat(),
        organisation_name="Bäckerei Beispiel", contribution="zwei Praktikumsplätze",
    )  # fmt: skip
    officer.page.locator("main [name=organisation_kind]").select_option("business")
    officer.tick("partner_cities", case.other.city)
    officer.send()
    text = officer.page.locator("main").inner_text()
    assert officer.page.locator("h1").inner_text() == "Rückkehr-Lotsin"
    assert "Bäckerei Beispiel" in text
    assert case.other.city in text
    return officer.page.url


def recommend(admin: Somebody, case: Case, project: str) -> str:
    admin.go(project)
    admin.follow("/recommendations/new")
    admin.fill(title="Rückkehr möglich machen")
    admin.send()
    draft = re.sub(r"/edit$", "", admin.page.url)
    admin.go(f"{draft}/paragraphs/new")
    admin.fill(text="Jede Stadt benennt eine Ansprechperson für Rückkehr.")
    for box in admin.page.locator("main input[name=rests_on]").all():
        admin.mark(box)
    admin.send()
    for place in (case.host, case.other):
        admin.go(f"{draft}/addressees/new")
        admin.tick("state", place.land)
        admin.fill(due=(date.today() + timedelta(days=60)).isoformat())
        admin.send()
    admin.go(f"{draft}/release")
    admin.send()
    assert "E-1" in admin.page.locator("main").inner_text()
    return draft


def give_answer(ministry: Somebody, recommendation: str) -> None:
    ministry.go("/desk")
    ministry.follow("/recommendations/")
    ministry.go(recommendation)
    ministry.follow("/answers/")
    ministry.mark(ministry.page.locator("main input[type=radio][value=accepted]").first)
    ministry.fill(text="Das Land folgt dem Absatz, Mittel sind eingeplant.")
    ministry.send()


def walk_back(reader: Somebody, case: Case, recommendation: str, official: bytes) -> None:
    reader.go(recommendation)
    text = reader.page.locator("main").inner_text()
    assert "Mittel sind eingeplant" in text
    assert case.other.land in text
    pdf = wait_for_pdf(reader, recommendation)
    assert pdf.startswith(b"%PDF-")

    reader.page.locator(".thread__whole a").click()
    kinds = reader.page.locator("main .thread-page li").all_inner_texts()
    assert any("Was bringt dich zurück?" in kind for kind in kinds)
    for step in ("/recommendations/", "/projects/", "/workshops/", "/problems/", "/evidence/"):
        reader.go(recommendation)
        reader.page.locator(f"nav.thread-strip a[href*='{step}'], nav a[href*='{step}']:visible").first.wait_for()
    reader.page.locator("section nav a[href*='/evidence/'], .thread-strip a[href*='/evidence/']").first.click()
    reader.page.wait_for_load_state()
    assert f"{case.figure} sind noch da" in reader.page.locator("h1").inner_text()

    page = reader.page.locator("main").inner_text()
    place = re.search(r"(?:line|Zeile) (\d+),\s+(?:column|Spalte) (\d+)", page)
    assert place, page
    answer = reader.page.request.get(
        reader.here.address + str(reader.page.locator("main a[href*='/evidence/files/']").first.get_attribute("href"))
    )
    assert answer.body() == official
    line = official.splitlines()[int(place.group(1)) - 1]
    assert line.split(b";")[int(place.group(2)) - 1].strip(b'"') == case.figure.encode()


def wait_for_pdf(reader: Somebody, recommendation: str) -> bytes:
    """The worker makes it; the page says so until it is there."""
    for _ in range(240):
        answer = reader.page.request.get(f"{recommendation}.pdf")
        if answer.ok and answer.headers["content-type"] == "application/pdf":
            return answer.body()
        reader.page.wait_for_timeout(500)
    raise AssertionError("the PDF did not come")
