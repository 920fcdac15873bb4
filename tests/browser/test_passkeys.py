"""Passkeys in a real browser, with an authenticator that Chromium plays: made, used alone, used as the second step."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import Browser, Page

from netzwerkstatt.foundation.accounts.models import Person
from tests.browser.test_accessibility import Visit, report
from tests.site.test_sign_in_second_step import shown_by_app

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "a long password"


@dataclass
class Desk:
    """One browser with one authenticator, on `localhost`: a passkey belongs to a name, never to a number."""

    visit: Visit
    address: str
    devtools: Any
    key: str

    @property
    def page(self) -> Page:
        return self.visit.page

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)

    def click(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def look(self, label: str) -> None:
        """Nothing on this page is a barrier, by day and by night, wide and narrow."""
        self.visit.open(label, self.page.url.removeprefix(self.address))

    def confirm_password(self) -> None:
        self.page.get_by_label("Passwort").fill(PASSWORD)
        self.click("Bestätigen")

    def unlock(self, *, works: bool) -> None:
        """Whether the finger on the authenticator is the right one."""
        told = {"authenticatorId": self.key, "isUserVerified": works}
        self.devtools.send("WebAuthn.setUserVerified", told)

    def forget_session(self) -> None:
        self.page.context.clear_cookies()

    def is_signed_in(self) -> bool:
        self.go("/desk")
        return self.page.url == f"{self.address}/desk"


@pytest.fixture
def desk(browser: Browser, live_server: Any) -> Iterator[Desk]:
    cache.clear()
    address = re.sub(r"//[^:]+", "//localhost", live_server.url)
    context = browser.new_context(locale="de-DE")
    visit = Visit(context, address, "de")
    devtools = context.new_cdp_session(visit.page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield Desk(visit, address, devtools, made["authenticatorId"])
    context.close()


@pytest.fixture
def jana(officer_of_hettstedt: Person) -> Person:
    return officer_of_hettstedt


def sign_in_by_password(desk: Desk, person: Person) -> None:
    desk.go("/sign-in")
    desk.page.get_by_label("E-Mail-Adresse").fill(person.email)
    desk.page.get_by_label("Passwort").fill(PASSWORD)
    desk.click("Anmelden")


def add_passkey(desk: Desk, name: str, *, alone: bool = True) -> None:
    desk.go("/account/passkeys/new")
    if "/account/confirm" in desk.page.url:
        desk.confirm_password()
    desk.page.get_by_label("Name").fill(name)
    desk.page.get_by_label("Mit diesem Passkey allein anmelden").set_checked(alone)
    desk.click("Passkey erstellen")
    desk.page.wait_for_url(re.compile(r"/account(/recovery-codes)?$"))


def test_a_passkey_is_made_and_then_is_the_only_thing_one_needs(desk: Desk, jana: Person) -> None:
    sign_in_by_password(desk, jana)
    add_passkey(desk, "Büro")
    assert desk.page.get_by_role("heading", name="Ihre Notfallcodes").is_visible()
    assert "Ein Passkey wurde hinzugefügt." in mail.outbox[-1].body
    desk.go("/account")
    assert desk.page.locator("b", has_text="Büro").is_visible()
    assert desk.page.get_by_text("genügt allein").is_visible()

    desk.go("/password/remove")
    desk.click("Passwort entfernen")
    desk.page.wait_for_url("**/account")
    jana.refresh_from_db()
    assert not jana.has_usable_password()

    desk.forget_session()
    assert not desk.is_signed_in()
    desk.go("/sign-in?next=/people")
    desk.click("Mit Passkey")
    desk.page.wait_for_url(f"{desk.address}/people")  # not the address that says where to go on
    assert desk.is_signed_in()
    assert not desk.visit.faults, report(desk.visit.faults)


def test_the_wrong_finger_opens_nothing_and_the_page_says_what_to_do(desk: Desk, jana: Person) -> None:
    sign_in_by_password(desk, jana)
    add_passkey(desk, "Büro")
    desk.forget_session()
    desk.unlock(works=False)
    desk.go("/sign-in")
    desk.click("Mit Passkey")
    desk.page.get_by_text("Das Gerät hat keinen Passkey herausgegeben.").wait_for()
    assert not desk.is_signed_in()
    desk.unlock(works=True)
    desk.go("/sign-in")
    desk.click("Mit Passkey")
    desk.page.wait_for_url("**/desk")


def test_a_passkey_is_the_second_step_after_the_password(desk: Desk, jana: Person) -> None:
    sign_in_by_password(desk, jana)
    add_passkey(desk, "Schlüssel", alone=False)
    desk.forget_session()
    sign_in_by_password(desk, jana)
    desk.page.wait_for_url("**/sign-in/second*")
    assert not Authenticator.objects.get(type="webauthn").wrap().is_passwordless
    desk.look("second step with a passkey")
    desk.click("Mit dem Passkey bestätigen")
    desk.page.wait_for_url("**/desk")

    desk.go("/account/app")
    desk.page.get_by_role("link", name="Lieber mit einem Passkey").click()
    desk.look("confirm by passkey")
    desk.click("Mit dem Passkey bestätigen")
    desk.page.wait_for_url("**/account/app")
    assert not desk.visit.faults, report(desk.visit.faults)


def test_a_taken_away_passkey_opens_nothing(desk: Desk, jana: Person) -> None:
    sign_in_by_password(desk, jana)
    add_passkey(desk, "Handy")
    key = Authenticator.objects.get(type="webauthn")
    desk.go(f"/account/passkeys/{key.pk}/name")
    desk.page.get_by_label("Name").fill("Altes Handy")
    desk.look("rename")
    desk.page.get_by_label("Name").fill("Altes Handy")
    desk.click("Speichern")
    assert desk.page.locator("b", has_text="Altes Handy").is_visible()
    desk.look("ways of signing in")
    desk.go(f"/account/passkeys/{key.pk}/remove")
    desk.look("take away")
    desk.click("Entfernen")
    desk.page.wait_for_url("**/account")
    assert not Authenticator.objects.exists()
    desk.forget_session()
    desk.go("/sign-in")
    desk.click("Mit Passkey")
    desk.page.get_by_text("Mit dem Passkey hat es nicht geklappt.").wait_for()
    assert not desk.is_signed_in()
    assert not desk.visit.faults, report(desk.visit.faults)


def test_what_a_passkey_signed_counts_once(desk: Desk, jana: Person) -> None:
    sign_in_by_password(desk, jana)
    add_passkey(desk, "Büro")
    desk.forget_session()
    sent: list[str] = []
    desk.page.on(
        "request", lambda one: sent.append(one.post_data or "") if "credential" in (one.post_data or "") else None
    )
    desk.go("/sign-in")
    desk.click("Mit Passkey")
    desk.page.wait_for_url("**/desk")
    desk.forget_session()
    desk.go("/sign-in")
    desk.page.evaluate("() => fetch('/sign-in/passkey', {method: 'POST'})")
    again = """body => fetch('/sign-in/passkey', {method: 'POST', body,
        headers: {'Content-Type': 'application/x-www-form-urlencoded'}}).then((answer) => answer.text())"""
    assert "Mit dem Passkey hat es nicht geklappt." in desk.page.evaluate(again, sent[-1])
    assert not desk.is_signed_in()


def test_the_app_is_set_up_and_all_its_pages_have_no_barrier(desk: Desk, jana: Person) -> None:
    sign_in_by_password(desk, jana)
    desk.go("/account/app")
    desk.look("confirm by password")
    desk.confirm_password()
    desk.look("set up the app")
    desk.page.get_by_text("Tippen Sie den Schlüssel ab").click()
    secret = re.sub(r"\s", "", desk.page.locator(".secret").inner_text())
    import time

    desk.page.get_by_label("Code aus der App").fill(shown_by_app(secret, time.time()))
    desk.click("Einschalten")
    desk.page.wait_for_url("**/recovery-codes")
    assert desk.page.locator(".codes li").count() == 10
    desk.look("recovery codes")
    for address in ("recovery-codes/new", "app/remove", "passkeys/new", "address"):
        desk.go(f"/account/{address}")
        desk.look(address)
    desk.page.get_by_label("Neue E-Mail-Adresse").fill("jana.new@example.org")
    desk.click("Code schicken")
    desk.page.wait_for_url("**/address/code")
    desk.look("address code")
    desk.go("/password/remove")
    desk.look("without a password")
    desk.forget_session()
    sign_in_by_password(desk, jana)
    desk.page.wait_for_url("**/sign-in/second*")
    desk.look("second step with the app")
    assert not desk.visit.faults, report(desk.visit.faults)
