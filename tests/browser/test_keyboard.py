"""By keyboard alone: nothing here touches a mouse, and what has the focus can be seen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from netzwerkstatt.evidence.adapter import Scenario
from netzwerkstatt.evidence.models import ScenarioEntry
from netzwerkstatt.foundation.network.models import Role
from netzwerkstatt.ideas.models import Cluster
from netzwerkstatt.problems.models import Problem
from netzwerkstatt.workshops import actions as workshops
from netzwerkstatt.workshops.models import Contribution
from tests.browser.conftest import PATIENCE
from tests.site_wide.world import GUEST, World
from tests.workshops.room import say

pytestmark = pytest.mark.django_db(transaction=True)

FOCUSED = "document.activeElement"
MOST_STEPS = 80


class Keys:
    """A person who only has keys."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)

    @property
    def here(self) -> dict[str, str]:
        """What has the focus: tag, name of the field, words."""
        found: dict[str, str] = self.page.evaluate(
            "() => { const e = document.activeElement; return {tag: e.tagName, name: e.getAttribute('name') ?? '',"
            " id: e.id, type: e.type ?? '', text: (e.innerText || e.value || '').trim(), value: e.value ?? ''} }"
        )
        return found

    def tab_to(self, **wanted: str) -> None:
        """Go on until something has the focus for which all of this holds. Each step of the way must be visible."""
        for _ in range(MOST_STEPS):
            self.page.keyboard.press("Tab")
            assert self._focus_is_seen(), f"nothing shows that {self.here} has the focus"
            if all(self.here[key] == value for key, value in wanted.items()):
                return
        raise AssertionError(f"{wanted} is not reached with {MOST_STEPS} steps; the last was {self.here}")

    def _focus_is_seen(self) -> bool:
        """There is an outline, a shadow or a border on it, or on what is drawn for it."""
        return bool(
            self.page.evaluate(
                "() => { const e = document.activeElement; if (e === document.body) return true;"
                " return [e, e.nextElementSibling, e.parentElement, e.closest('label')].filter(Boolean).some(one => {"
                " const s = getComputedStyle(one);"
                " return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0 || s.boxShadow !== 'none' }) }"
            )
        )

    def write(self, text: str) -> None:
        self.page.keyboard.type(text)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def press_and_go(self, key: str = "Enter") -> None:
        """A key that leads to another page."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)


@pytest.fixture
def keys(browser: Browser, live_server: Any) -> Iterator[Keys]:
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    yield Keys(context.new_page(), live_server.url)
    context.close()


def sign_in(keys: Keys, client: Client) -> None:
    cookies: Any = [{"name": n, "value": one.value, "url": keys.address} for n, one in client.cookies.items()]
    keys.page.context.add_cookies(cookies)


def test_the_first_step_leads_past_the_navigation(keys: Keys, world: World):
    keys.open("/problems/")
    keys.press("Tab")
    assert keys.here["text"] == "Skip to content"
    keys.press("Enter")
    assert keys.page.url.endswith("#main")
    keys.press("Tab")
    inside = "() => document.querySelector('main').contains(document.activeElement)"
    assert keys.page.evaluate(inside), f"after the skip link the focus lies on {keys.here}"


def test_the_menu_opens_leads_on_and_closes(keys: Keys, world: World):
    keys.page.set_viewport_size({"width": 390, "height": 844})
    keys.open("/")
    is_open = "document.querySelector('details[data-menu]').open"
    keys.tab_to(tag="SUMMARY")
    keys.press("Enter")
    assert keys.page.evaluate(is_open)
    keys.press("Escape")
    assert not keys.page.evaluate(is_open)
    assert keys.here["tag"] == "SUMMARY", "closing gives the focus back to what opened it"
    keys.press("Enter")
    keys.tab_to(text="Problems")
    keys.press_and_go()
    assert keys.page.url.endswith("/problems/")


def test_a_problem_is_named(keys: Keys, world: World):
    sign_in(keys, world.client(Role.CITY_COORDINATOR))
    keys.open("/problems/new")
    keys.tab_to(name="statement")
    keys.write("Nobody takes over the practices")
    keys.tab_to(name="affected")
    keys.write("Patients of three doctors who are older than sixty")
    keys.tab_to(name="themes")
    keys.press("Space")
    keys.tab_to(type="submit", tag="BUTTON")
    keys.press_and_go()

    named = Problem.objects.get(entry__title="Nobody takes over the practices")
    assert keys.page.url == keys.address + named.get_absolute_url()
    assert named.entry.themes.count() == 1


def test_what_is_missing_gets_the_focus_and_leads_to_its_field(keys: Keys, world: World):
    sign_in(keys, world.client(Role.CITY_COORDINATOR))
    keys.open("/problems/new")
    keys.tab_to(name="affected")
    keys.write("Patients of three doctors")
    keys.tab_to(type="submit", tag="BUTTON")
    keys.press_and_go()

    assert keys.here["id"] == "errors", "the list of what is missing is where reading goes on"
    keys.tab_to(tag="A")
    keys.press("Enter")
    assert keys.here["name"] == "statement"
    keys.tab_to(name="affected")
    assert keys.here["value"] == "Patients of three doctors"


def test_an_idea_is_contributed_on_the_telephone(keys: Keys, world: World):
    sign_in(keys, world.client(GUEST))
    keys.page.set_viewport_size({"width": 390, "height": 844})
    keys.open(world.url("workshops:take-part"))
    before = Contribution.objects.count()
    keys.tab_to(name="text")
    keys.write("A light at the station")
    for _turn in range(20):
        keys.page.keyboard.press("Tab")
        if keys.page.evaluate("document.activeElement.innerText") == "Send":
            break
    keys.page.keyboard.press("Enter")
    keys.page.locator("[data-phone-said]", has_text="Kept").wait_for()  # it is sent without leaving the page
    assert "A light at the station" in keys.page.inner_text(".sent")
    keys.page.locator("[data-own]", has_text="A light at the station").wait_for()
    expect(keys.page.locator(".sent li", has_text="A light at the station")).to_have_count(1)
    assert Contribution.objects.count() == before + 1


def test_cards_are_put_together_and_taken_apart_again_and_it_is_said(keys: Keys, world: World):
    jana, running = world.people[Role.CITY_COORDINATOR], world.running
    collect = running.phases.select_related("workshop__entry", "ballot").get(kind="collect")
    workshops.close_phase(actor=jana, phase=collect)
    workshops.reveal(actor=jana, phase=collect)
    say(collect, ["A late one"])
    workshops.reveal(actor=jana, phase=collect)
    sign_in(keys, world.client(Role.CITY_COORDINATOR))
    keys.open(world.url("workshops:board"))
    keys.tab_to(name="ideas")
    first = keys.here["value"]
    keys.press("Space")
    keys.press("ArrowDown")
    assert keys.here["value"] != first
    keys.press("Space")
    assert keys.page.inner_text("[data-marked]") == "2 ideas marked"
    keys.press("n")
    keys.write("Evenings")
    keys.press("Enter")
    keys.page.locator(".board h3", has_text="Evenings").wait_for()
    said = keys.page.locator("[data-board-said]", has_text="“Evenings” is there.")
    said.wait_for(state="attached")
    assert Cluster.objects.get(home=running.entry).size == 2
    keys.tab_to(name="ideas")
    keys.press("Control+z")
    keys.page.locator("[data-board-said]", has_text="Undone").wait_for(state="attached")
    assert not Cluster.objects.filter(home=running.entry).exists()
    keys.tab_to(name="ideas")
    keys.press("Control+y")
    keys.page.locator(".board h3", has_text="Evenings").wait_for()


def test_a_scenario_is_found_with_the_sliders_and_kept_and_is_a_form_where_no_script_runs(
    keys: Keys, world: World, browser: Browser
):
    sign_in(keys, world.client(Role.CITY_COORDINATOR))
    keys.open(world.url("evidence:what-if"))
    picture = keys.page.locator("#picture")
    keys.tab_to(name="d")
    for _step in range(8):
        keys.press("ArrowRight")
    homes = keys.page.locator("input[name=d]")
    expect(keys.page.locator("output[data-of=d]")).to_have_text("40")
    expect(homes).to_have_attribute("aria-valuetext", "40")
    expect(picture).to_contain_text("New homes: 40 a year")
    expect(homes).to_be_focused()  # the picture follows and takes nothing away
    asked: list[str] = []
    keys.page.on("request", lambda request: asked.append(request.url) if "d=" in request.url else None)
    keys.page.evaluate(
        "() => { const e = document.activeElement; for (const value of [60, 80, 90]) {"
        " e.value = value; e.dispatchEvent(new Event('input', {bubbles: true})) } }"
    )
    expect(picture).to_contain_text("New homes: 90 a year")
    assert len(asked) == 1, "a slider that is pulled is waited for"
    keys.press("End")
    expect(picture).to_contain_text("New homes: 200 a year")
    keys.press("Home")
    expect(picture).to_contain_text("Nothing is assumed otherwise")
    keys.press("PageUp")
    keys.tab_to(text="Keep as a scenario …")
    keys.press_and_go()
    keys.tab_to(name="title")
    keys.write("What if homes are built?")
    keys.tab_to(type="submit", tag="BUTTON")
    keys.press_and_go()
    kept = ScenarioEntry.objects.get(entry__title="What if homes are built?")
    assert keys.page.url == keys.address + kept.get_absolute_url()
    assert Scenario.of(kept.projection.scenario).dwellings == 20

    context = browser.new_context(locale="en-GB", java_script_enabled=False)
    context.set_default_timeout(PATIENCE)
    plain = context.new_page()
    for address, slider, button, said in (
        ("evidence:what-if", "d", "Compute", "New homes: 5 a year"),
        ("evidence:profile", "year", "Show", "2041, middle assumption"),
    ):
        plain.goto(keys.address + world.url(address))
        plain.locator(f"input[name={slider}]").press("ArrowRight")
        with plain.expect_navigation():
            plain.get_by_role("button", name=button, exact=True).press("Enter")
        expect(plain.locator("main")).to_contain_text(said)
    context.close()
