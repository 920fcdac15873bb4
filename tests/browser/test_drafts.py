"""What was typed outlives a crash of the browser, until the server has it; and others see who is writing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect

from netzwerkstatt.foundation.network.models import Role
from netzwerkstatt.foundation.texts.models import Paragraph
from netzwerkstatt.foundation.texts.writing import rewrite_paragraph
from netzwerkstatt.problems.models import Problem
from tests.site_wide.world import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def windows(browser: Browser, live_server: Any, world: World) -> Iterator[Any]:
    """`windows(role)` opens the browser of this role; closing its page is the crash."""
    opened: list[BrowserContext] = []

    def of(who: str) -> BrowserContext:
        context = browser.new_context(locale="en-GB", base_url=live_server.url)
        cookies: Any = [
            {"name": name, "value": one.value, "url": live_server.url}
            for name, one in world.client(who).cookies.items()
        ]
        context.add_cookies(cookies)
        opened.append(context)
        return context

    yield of
    for context in opened:
        context.close()


def at(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    return page


def save(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main form[method=post] button[type=submit]").first.click()


def test_a_paragraph_is_kept_in_the_browser_until_it_is_saved(world: World, windows: Any):
    address = world.url("recommendations:rewrite-paragraph")
    window = windows(Role.CITY_COORDINATOR)
    crashed = at(window, address)
    crashed.locator("textarea[name=text]").fill("Every town names two people for those who want to come back.")
    crashed.close()
    paragraph = Paragraph.objects.get(pk=world.addresses["recommendations:rewrite-paragraph"]["paragraph"])
    rewrite_paragraph(paragraph, f"{paragraph.text} The Land pays.", [], base=paragraph.version)

    page = at(window, address)
    offered = page.locator("[data-kept-text]").last
    expect(offered).to_have_text("Every town names two people for those who want to come back.")
    expect(page.locator("[data-kept-older]").last).to_be_visible()
    page.locator("[data-kept-take]").last.click()
    expect(page.locator("textarea[name=text]")).to_have_value(
        offered_text := "Every town names two people for those who want to come back."
    )
    save(page)
    paragraph.refresh_from_db()
    assert paragraph.text == f"{offered_text} The Land pays.", "put together with what came in meanwhile"

    again = at(window, address)
    assert again.locator("[data-kept-text]").count() == 0, "saved, it is not offered any more"


def test_the_words_of_a_problem_are_kept_until_they_are_saved(world: World, windows: Any):
    address = world.url("problems:change")
    window = windows(Role.CITY_COORDINATOR)
    crashed = at(window, address)
    crashed.locator("textarea[name=affected]").fill("Those of 16 to 30")
    crashed.close()
    page = at(window, address)
    page.locator("[data-kept-take]").last.click()
    expect(page.locator("textarea[name=affected]")).to_have_value("Those of 16 to 30")
    save(page)
    assert (
        Problem.objects.get(entry__public_id=world.addresses["problems:change"]["public_id"]).affected
        == "Those of 16 to 30"
    )
    assert at(window, address).locator("[data-kept-text]").count() == 0


def test_a_new_comment_is_there_again_after_a_crash(world: World, windows: Any):
    address = world.url("comments:write")
    window = windows(Role.CITIZEN)
    crashed = at(window, address)
    crashed.locator("textarea[name=text]").fill("Here it is the flats.")
    crashed.close()
    page = at(window, address)
    expect(page.locator("textarea[name=text]")).to_have_value("Here it is the flats.")
    save(page)
    expect(at(window, address).locator("textarea[name=text]")).to_have_value("")


def test_another_editor_sees_who_is_writing_here(world: World, windows: Any):
    address = world.url("recommendations:rewrite-paragraph")
    writes = at(windows(Role.CITY_COORDINATOR), address)
    with writes.expect_request(lambda request: request.method == "POST" and request.url.endswith("/writing")):
        writes.locator("textarea[name=text]").press_sequentially("A")
    name = world.people[Role.CITY_COORDINATOR].name
    edits = reverse("recommendations:edit", kwargs=world.addresses["recommendations:edit"])
    expect(at(windows(Role.ALLIANCE_COORDINATOR), edits).locator("main")).to_contain_text(name)
