"""Signing in, by code and by password; wrong, late, too often; and no cookie for who only looks."""

from __future__ import annotations

import re
from email import message_from_string
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from netzwerkstatt.config.settings import ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS
from netzwerkstatt.foundation.accounts.models import Person

pytestmark = pytest.mark.django_db
PASSWORD = "a long password"
ANONYMOUS = [
    "account_login", "account_logout", "account_signup", "account_request_login_code", "account_confirm_login_code",
    "account_reset_password", "account_confirm_password_reset_code", "account_complete_password_reset",
    "account_password_reset_completed", "account_inactive", "account_change_password", "account_set_password",
    "account_reauthenticate",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _nobody_was_here() -> Any:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "en", "sec-fetch-site": "same-origin"})


@pytest.fixture
def jana(officer_of_hettstedt: Person) -> Person:
    return officer_of_hettstedt


def is_signed_in(client: Client) -> bool:
    return client.get("/desk").status_code == 200


def request_code(client: Client, email: str) -> Any:
    return client.post("/sign-in/code", {"email": email}, follow=True)


def code_in_mail() -> str:
    found = re.search(r"^    (\S+)$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found
    return found[1]


# ── no cookie ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("name", ANONYMOUS)
def test_who_only_looks_gets_no_cookie(client: Client, name: str, language: str) -> None:
    page = client.get(reverse(name), headers={"accept-language": language})
    assert page.status_code in {200, 302}
    assert not page.cookies
    assert "csrfmiddlewaretoken" not in page.content.decode()


def test_the_pages_are_ours(client: Client) -> None:
    for name in ("account_login", "account_request_login_code", "account_reset_password", "account_signup"):
        html = client.get(reverse(name)).content.decode()
        assert "site-head" in html
        assert html.count("<h1") == 1
        assert "No account?" in html


def test_nobody_registers_alone(client: Client) -> None:
    assert "Accounts come by invitation" in client.get("/sign-up").content.decode()
    client.post("/sign-up", {"email": "eve@example.org"})
    assert not Person.objects.filter(email="eve@example.org").exists()


# ── by password ─────────────────────────────────────────────────────────────


def test_a_person_signs_in_by_password_and_out_again(client: Client, jana: Person) -> None:
    answer = client.post("/sign-in", {"login": jana.email.upper(), "password": PASSWORD})
    assert answer.headers["Location"] == "/desk"
    assert is_signed_in(client)
    page = client.get("/desk").content.decode()
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found
    client.post("/sign-out", {"csrfmiddlewaretoken": found[1]})
    assert not is_signed_in(client)


def test_signing_in_leads_back_to_where_one_wanted_to_go(client: Client, jana: Person) -> None:
    page = client.get("/desk/profile", follow=True)
    assert 'name="next" value="/desk/profile"' in page.content.decode()
    answer = client.post("/sign-in", {"login": jana.email, "password": PASSWORD, "next": "/desk/profile"})
    assert answer.headers["Location"] == "/desk/profile"


def test_signing_in_never_leads_to_another_site(client: Client, jana: Person) -> None:
    answer = client.post("/sign-in", {"login": jana.email, "password": PASSWORD, "next": "https://evil.example/"})
    assert answer.headers["Location"] == "/desk"


@pytest.mark.parametrize("email", ["jana.wernicke@example.org", "nobody@example.org"])
def test_a_wrong_password_tells_nothing_about_the_address(client: Client, jana: Person, email: str) -> None:
    page = client.post("/sign-in", {"login": email, "password": "wrong wrong wrong"})
    html = page.content.decode()
    assert "Address and password do not belong together." in html
    assert email in html
    assert "wrong wrong wrong" not in html
    assert not is_signed_in(client)


def test_german_errors_speak_to_grown_ups(client: Client, jana: Person) -> None:
    page = client.post("/sign-in", {"login": jana.email, "password": "x"}, headers={"accept-language": "de"})
    html = page.content.decode()
    assert "Adresse und Passwort gehören nicht zusammen. Prüfen Sie beides" in html
    assert "Passwort vergessen?" in html


def test_a_closed_account_gets_in_neither_way(client: Client, jana: Person) -> None:
    Person.objects.filter(pk=jana.pk).update(is_active=False)
    client.post("/sign-in", {"login": jana.email, "password": PASSWORD}, follow=True)
    assert not is_signed_in(client)
    request_code(client, jana.email)
    assert all("    " not in str(sent.body) for sent in mail.outbox)


@pytest.mark.parametrize(
    "login", ["", "no address", "x" * 5000 + "@example.org", "<script>@example.org", "a\x00b@example.org"]
)
def test_broken_addresses_are_said_at_the_field(client: Client, login: str) -> None:
    page = client.post("/sign-in", {"login": login, "password": "x"})
    assert page.status_code == 200
    assert "<script>@" not in page.content.decode()


def test_a_form_from_another_site_is_refused(client: Client, jana: Person) -> None:
    data = {"login": jana.email, "password": PASSWORD}
    browser = Client(enforce_csrf_checks=True)
    assert browser.post("/sign-in", data, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert not is_signed_in(browser)
    assert browser.post("/sign-in", data, headers={"sec-fetch-site": "same-origin"}).status_code == 302


# ── by code ─────────────────────────────────────────────────────────────────


def test_a_person_signs_in_by_code(client: Client, jana: Person) -> None:
    page = request_code(client, jana.email)
    assert page.redirect_chain[-1][0] == "/sign-in/code/confirm"
    assert mail.outbox[-1].to == [jana.email]
    assert code_in_mail() not in page.content.decode()
    answer = client.post("/sign-in/code/confirm", {"code": code_in_mail().lower().replace("-", " ")})
    assert answer.headers["Location"] == "/desk"
    assert is_signed_in(client)


def test_a_code_works_once(client: Client, jana: Person) -> None:
    request_code(client, jana.email)
    code = code_in_mail()
    client.post("/sign-in/code/confirm", {"code": code})
    client.logout()
    client.post("/sign-in/code/confirm", {"code": code})
    assert not is_signed_in(client)


def test_a_code_works_only_in_the_browser_that_asked(client: Client, jana: Person) -> None:
    request_code(client, jana.email)
    other = Client(headers={"sec-fetch-site": "same-origin"})
    other.post("/sign-in/code/confirm", {"code": code_in_mail()})
    assert not is_signed_in(other)


def test_a_wrong_code_can_be_corrected(client: Client, jana: Person) -> None:
    request_code(client, jana.email)
    page = client.post("/sign-in/code/confirm", {"code": "WRNG-CODE"})
    assert "This code is not the one we sent." in page.content.decode()
    client.post("/sign-in/code/confirm", {"code": code_in_mail()})
    assert is_signed_in(client)


def test_after_five_wrong_codes_the_right_one_is_worth_nothing(client: Client, jana: Person) -> None:
    request_code(client, jana.email)
    for _ in range(ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS):
        client.post("/sign-in/code/confirm", {"code": "WRNG-CODE"})
    client.post("/sign-in/code/confirm", {"code": code_in_mail()})
    assert not is_signed_in(client)


def test_a_code_ends_after_fifteen_minutes(client: Client, jana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    request_code(client, jana.email)
    module = "allauth.account.internal.flows.code_verification.time.time"
    import time

    later = time.time() + 15 * 60 + 1
    monkeypatch.setattr(module, lambda: later)
    client.post("/sign-in/code/confirm", {"code": code_in_mail()})
    monkeypatch.undo()
    assert not is_signed_in(client)


def test_an_unknown_address_looks_the_same_on_the_page(client: Client, jana: Person) -> None:
    known = request_code(client, jana.email)
    stranger = Client(headers={"accept-language": "en", "sec-fetch-site": "same-origin"})
    unknown = request_code(stranger, "nobody@example.org")
    assert known.redirect_chain == unknown.redirect_chain
    shown = [re.sub(r'\S+@example\.org|[0-9a-f-]{36}|value="[^"]*"', "", p.content.decode()) for p in (known, unknown)]
    assert shown[0] == shown[1]
    assert "there is no account for it" in str(mail.outbox[-1].body)


def test_mails_speak_the_language_of_the_visitor(client: Client, jana: Person) -> None:
    client.post("/sign-in/code", {"email": jana.email}, headers={"accept-language": "de"})
    sent = mail.outbox[-1]
    assert sent.subject == "Ihr Code zum Anmelden"
    for words in ("Guten Tag,", "Er gilt fünfzehn Minuten", "Alliance of the tests", "http://testserver"):
        assert words in sent.body
    assert code_in_mail() not in sent.subject


def test_without_a_mail_server_the_mail_is_a_file_in_the_data_folder(
    client: Client, jana: Person, settings: Any, tmp_path: Path
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    request_code(client, jana.email)
    (file,) = (tmp_path / "mail").iterdir()
    sent: Message = message_from_string(file.read_text("utf-8").split("\n---")[0])
    assert sent["To"] == jana.email
    assert re.search(r"^    [A-Z]{4}-[A-Z]{4}$", str(sent.get_payload(decode=True), "utf-8"), re.MULTILINE)


# ── too often ───────────────────────────────────────────────────────────────


def test_the_limit_hangs_on_the_account_and_not_on_the_address(
    client: Client, jana: Person, officer_of_saalfeld: Person
) -> None:
    for _ in range(10):
        client.post("/sign-in", {"login": jana.email, "password": "wrong"})
    page = client.post("/sign-in", {"login": jana.email, "password": PASSWORD})
    assert "That was too often for this account." in page.content.decode()
    assert not is_signed_in(client)
    client.post("/sign-in", {"login": officer_of_saalfeld.email, "password": PASSWORD})
    assert is_signed_in(client)


def test_a_limit_cannot_be_dodged_from_elsewhere(client: Client, jana: Person) -> None:
    for number in range(10):
        client.post("/sign-in", {"login": jana.email, "password": "wrong"}, REMOTE_ADDR=f"10.0.0.{number}")
    page = client.post("/sign-in", {"login": jana.email, "password": PASSWORD}, REMOTE_ADDR="10.9.9.9")
    assert "That was too often for this account." in page.content.decode()


def test_codes_for_one_account_cannot_be_requested_without_end(jana: Person, officer_of_saalfeld: Person) -> None:
    def from_a_new_browser(email: str) -> str:
        browser = Client(headers={"accept-language": "en", "sec-fetch-site": "same-origin"})
        return str(request_code(browser, email).content.decode())

    for _ in range(3):
        from_a_new_browser(jana.email)
    sent = len(mail.outbox)
    assert "That was too often for this account." in from_a_new_browser(jana.email)
    assert len(mail.outbox) == sent == 3
    from_a_new_browser(officer_of_saalfeld.email)
    assert mail.outbox[-1].to == [officer_of_saalfeld.email]


def test_a_whole_town_hall_signs_in_from_one_address(client: Client, jana: Person) -> None:
    for _ in range(60):
        town_hall = Client(headers={"sec-fetch-site": "same-origin"})
        assert town_hall.post("/sign-in", {"login": jana.email, "password": PASSWORD}).status_code == 302


# ── passwords ───────────────────────────────────────────────────────────────


def test_a_forgotten_password_is_replaced_by_code(client: Client, jana: Person) -> None:
    page = client.post("/password/reset", {"email": jana.email}, follow=True)
    assert page.redirect_chain[-1][0] == "/password/reset/code"
    page = client.post("/password/reset/code", {"code": code_in_mail()}, follow=True)
    assert page.redirect_chain[-1][0] == "/password/reset/new"
    weak = client.post("/password/reset/new", {"password1": "short"})
    assert "at least 12 characters" in weak.content.decode()
    client.post("/password/reset/new", {"password1": "quite another sentence"}, follow=True)
    assert is_signed_in(client)
    jana.refresh_from_db()
    assert jana.check_password("quite another sentence")


def test_a_new_password_is_not_set_without_the_code(client: Client, jana: Person) -> None:
    client.post("/password/reset", {"email": jana.email})
    client.post("/password/reset/new", {"password1": "quite another sentence"})
    jana.refresh_from_db()
    assert jana.check_password(PASSWORD)


def test_who_is_signed_in_changes_the_password(client: Client, jana: Person) -> None:
    client.force_login(jana)
    page = client.get("/password").content.decode()
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found
    data = {"csrfmiddlewaretoken": found[1], "password1": "quite another sentence"}
    refused = client.post("/password", {**data, "oldpassword": "wrong"})
    assert "This is not your present password." in refused.content.decode()
    client.post("/password", {**data, "oldpassword": PASSWORD})
    jana.refresh_from_db()
    assert jana.check_password("quite another sentence")
    assert is_signed_in(client)


def test_who_has_no_password_yet_chooses_one(client: Client, jana: Person) -> None:
    jana.set_unusable_password()
    jana.save()
    client.force_login(jana)
    page = client.get("/password", follow=True)
    assert page.redirect_chain[-1][0] == "/password/set"
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())
    assert found
    client.post("/password/set", {"csrfmiddlewaretoken": found[1], "password1": "quite another sentence"})
    jana.refresh_from_db()
    assert jana.check_password("quite another sentence")
