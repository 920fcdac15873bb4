"""The second step of signing in: a code from the app, recovery codes; each opens once, and nobody guesses them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events.models import Event

pytestmark = pytest.mark.django_db
PASSWORD = "a long password"


@pytest.fixture(autouse=True)
def _nobody_was_here(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("django.db.transaction.on_commit", lambda then: then())  # no test of this file commits
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The time by which codes are made, in the middle of a step: `clock(30)` goes on by half a minute.

    It begins now and not when this file was read: what the limits remember ends by the clock of the machine.
    """
    moment = [time.time() // 30 * 30 + 15]
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time.time", lambda: moment[0])

    def go_on(seconds: float) -> None:
        moment[0] += seconds

    go_on.now = lambda: moment[0]  # type: ignore[attr-defined]
    return go_on


@pytest.fixture
def jana(officer_of_hettstedt: Person) -> Person:
    return officer_of_hettstedt


def browser() -> Client:
    return Client(headers={"accept-language": "en", "sec-fetch-site": "same-origin"})


def shown_by_app(secret: str, moment: float) -> str:
    """RFC 6238, as every app does it: written here anew, so that two programs must agree."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(moment) // 30), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def confirm_password(client: Client, address: str) -> Any:
    """Open a page that first asks for the password, and give it."""
    page = client.get(address, follow=True)
    asked = page.redirect_chain[-1][0]
    assert asked.startswith("/account/confirm")
    return client.post(asked, {"password": PASSWORD, "next": address}, follow=True)


def set_up(client: Client, now: float) -> tuple[str, list[str]]:
    """An app for the person of this browser; the secret, and the recovery codes that came with it."""
    page = confirm_password(client, "/account/app").content.decode()
    secret = re.sub(r"\s", "", re.search(r'class="secret"[^>]*>([A-Z2-7 ]+)<', page)[1])  # type: ignore[index]
    answer = client.post("/account/app", {"code": shown_by_app(secret, now)}, follow=True)
    codes = re.findall(r"<li>(\d{8})</li>", answer.content.decode())
    assert len(codes) == 10
    return secret, codes


@pytest.fixture
def app(jana: Person, clock: Any) -> tuple[str, list[str]]:
    """Jana's app; a minute has passed since."""
    client = browser()
    client.force_login(jana)
    made = set_up(client, clock.now())
    clock(120)
    return made


def first_step(client: Client, jana: Person) -> Any:
    return client.post("/sign-in", {"login": jana.email, "password": PASSWORD}, follow=True)


def second_step(client: Client, code: str) -> Any:
    return client.post("/sign-in/second", {"code": code})


def is_signed_in(client: Client) -> bool:
    return client.get("/desk").status_code == 200


def test_an_app_is_set_up_by_a_square_and_shown_to_work(jana: Person, clock: Any) -> None:
    client = browser()
    client.force_login(jana)
    page = confirm_password(client, "/account/app").content.decode()
    assert "<svg" in page
    assert "style=" not in page
    refused = client.post("/account/app", {"code": "000000"})
    assert "This did not work." in refused.content.decode()
    assert not Authenticator.objects.exists()
    set_up_again = re.search(r'class="secret"[^>]*>([A-Z2-7 ]+)<', refused.content.decode())
    assert set_up_again
    secret = set_up_again[1].replace(" ", "")
    client.post("/account/app", {"code": shown_by_app(secret, clock.now())})
    assert {one.type for one in Authenticator.objects.filter(user=jana)} == {"totp", "recovery_codes"}
    assert mail.outbox[-1].to == [jana.email]
    assert "An app for codes was added." in mail.outbox[-1].body
    assert Event.objects.filter(type="person.way_added", actor=jana).count() == 1


def test_the_secret_lies_encrypted_in_the_database(app: tuple[str, list[str]], jana: Person) -> None:
    kept = str([one.data for one in Authenticator.objects.filter(user=jana)])
    assert app[0] not in kept
    assert not any(code in kept for code in app[1])


def test_the_password_alone_no_longer_opens(app: tuple[str, list[str]], jana: Person, clock: Any) -> None:
    client = browser()
    page = first_step(client, jana)
    assert page.redirect_chain[-1][0].startswith("/sign-in/second")
    assert not is_signed_in(client)
    second_step(client, shown_by_app(app[0], clock.now()))
    assert is_signed_in(client)


def test_a_code_by_mail_alone_no_longer_opens(app: tuple[str, list[str]], jana: Person, clock: Any) -> None:
    client = browser()
    client.post("/sign-in/code", {"email": jana.email})
    code = re.search(r"^    (\S+)$", str(mail.outbox[-1].body), re.MULTILINE)
    assert code
    answer = client.post("/sign-in/code/confirm", {"code": code[1]})
    assert answer.headers["Location"].startswith("/sign-in/second")
    assert not is_signed_in(client)
    second_step(client, shown_by_app(app[0], clock.now()))
    assert is_signed_in(client)


def test_a_code_of_the_step_before_still_counts_and_an_older_one_does_not(
    app: tuple[str, list[str]], jana: Person, clock: Any
) -> None:
    late, too_late = browser(), browser()
    for client in (late, too_late):
        first_step(client, jana)
    second_step(too_late, shown_by_app(app[0], clock.now() - 60))
    assert not is_signed_in(too_late)
    second_step(late, shown_by_app(app[0], clock.now() - 30))
    assert is_signed_in(late)


@pytest.mark.parametrize("seconds", [0, 20, 31, 59])
def test_a_code_from_the_app_opens_once(app: tuple[str, list[str]], jana: Person, clock: Any, seconds: int) -> None:
    code = shown_by_app(app[0], clock.now())
    for client in (first := browser(), again := browser()):
        first_step(client, jana)
    second_step(first, code)
    clock(seconds)
    cache.clear()
    second_step(again, code)
    assert (is_signed_in(first), is_signed_in(again)) == (True, False)


def test_the_code_that_set_the_app_up_does_not_open(jana: Person, clock: Any) -> None:
    client = browser()
    client.force_login(jana)
    secret, _codes = set_up(client, clock.now())
    other = browser()
    first_step(other, jana)
    second_step(other, shown_by_app(secret, clock.now()))
    assert not is_signed_in(other)
    clock(31)
    second_step(other, shown_by_app(secret, clock.now()))
    assert is_signed_in(other)


def test_a_recovery_code_opens_once(app: tuple[str, list[str]], jana: Person) -> None:
    for client in (first := browser(), again := browser()):
        first_step(client, jana)
        second_step(client, app[1][3])
    assert (is_signed_in(first), is_signed_in(again)) == (True, False)
    page = confirm_password(first, "/account/recovery-codes")
    assert len(re.findall(r"<li>\d{8}</li>", page.content.decode())) == 9


@pytest.mark.django_db(transaction=True)
def test_ten_browsers_with_one_recovery_code_at_once_open_one_session(app: tuple[str, list[str]], jana: Person) -> None:
    clients = [browser() for _ in range(6)]
    for client in clients:
        first_step(client, jana)
    barrier = threading.Barrier(len(clients))

    def use(client: Client) -> None:
        barrier.wait()
        try:
            second_step(client, app[1][0])
        finally:
            connection.close()

    crowd = [threading.Thread(target=use, args=(client,)) for client in clients]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert sum(is_signed_in(client) for client in clients) <= 1


def test_new_recovery_codes_end_the_old_ones(app: tuple[str, list[str]], jana: Person, clock: Any) -> None:
    client = browser()
    first_step(client, jana)
    second_step(client, shown_by_app(app[0], clock.now()))
    confirm_password(client, "/account/recovery-codes/new")
    page = client.post("/account/recovery-codes/new", follow=True).content.decode()
    fresh = re.findall(r"<li>(\d{8})</li>", page)
    assert len(fresh) == 10
    assert not set(fresh) & set(app[1])
    other = browser()
    first_step(other, jana)
    second_step(other, app[1][0])
    assert not is_signed_in(other)
    assert Event.objects.filter(type="person.recovery_codes_renewed").count() == 1


def test_codes_are_not_guessed_and_other_accounts_are_not_slowed(
    app: tuple[str, list[str]], jana: Person, officer_of_saalfeld: Person, clock: Any
) -> None:
    for _ in range(10):
        client = browser()
        first_step(client, jana)
        second_step(client, "123456")
    page = second_step(client, shown_by_app(app[0], clock.now()))
    assert "That was too often for this account." in page.content.decode()
    assert not is_signed_in(client)
    other = browser()
    first_step(other, officer_of_saalfeld)
    assert is_signed_in(other)


def test_the_second_step_alone_leads_to_the_first(app: tuple[str, list[str]], clock: Any) -> None:
    client = browser()
    assert client.get("/sign-in/second").headers["Location"] == "/sign-in"
    second_step(client, shown_by_app(app[0], clock.now()))
    assert not is_signed_in(client)


def test_the_way_goes_on_after_the_second_step_and_never_to_another_site(
    app: tuple[str, list[str]], jana: Person, clock: Any
) -> None:
    for wanted, reached in (("/people", "/people"), ("https://evil.example/", "/desk"), ("//evil.example", "/desk")):
        client = browser()
        client.post("/sign-in", {"login": jana.email, "password": PASSWORD, "next": wanted})
        assert second_step(client, shown_by_app(app[0], clock.now())).headers["Location"] == reached
        clock(30)


def test_the_session_gets_another_key_with_each_step_inwards(
    app: tuple[str, list[str]], jana: Person, clock: Any
) -> None:
    client = browser()
    first_step(client, jana)
    before = client.cookies["session"].value
    second_step(client, shown_by_app(app[0], clock.now()))
    assert client.cookies["session"].value != before
    thief = browser()
    thief.cookies["session"] = before
    assert not is_signed_in(thief)


def test_delicate_pages_ask_again_who_it_is(app: tuple[str, list[str]], jana: Person, clock: Any) -> None:
    client = browser()
    first_step(client, jana)
    second_step(client, shown_by_app(app[0], clock.now()))
    for address in ("/account/app/remove", "/account/passkeys/new", "/account/recovery-codes", "/account/address"):
        assert client.get(address).headers["Location"].startswith("/account/confirm"), address


def test_taking_the_app_away_takes_its_recovery_codes_along(
    app: tuple[str, list[str]], jana: Person, clock: Any
) -> None:
    client = browser()
    first_step(client, jana)
    second_step(client, shown_by_app(app[0], clock.now()))
    confirm_password(client, "/account/app/remove")
    client.post("/account/app/remove")
    assert not Authenticator.objects.filter(user=jana).exists()
    assert Event.objects.filter(type="person.way_removed").count() == 1
    other = browser()
    first_step(other, jana)
    assert is_signed_in(other)


@pytest.mark.parametrize("credential", ["", "x", "[]", "{}", '{"response": 1}', '{"response": {}}', "null", "[" * 5000])
def test_a_broken_passkey_is_said_and_never_a_fault(jana: Person, credential: str) -> None:
    client = browser()
    client.post("/sign-in/passkey")
    page = client.post("/sign-in/passkey", {"credential": credential})
    assert page.status_code == 200
    assert "That did not work with the passkey." in page.content.decode()


def test_the_question_for_a_passkey_names_nobody(jana: Person) -> None:
    client = browser()
    asked = client.post("/sign-in/passkey").json()["publicKey"]
    assert not asked.get("allowCredentials")
    assert asked["userVerification"] == "required"
    assert asked["challenge"] != browser().post("/sign-in/passkey").json()["publicKey"]["challenge"]


def test_one_passkey_is_not_renamed_or_taken_away_by_another_person(jana: Person, officer_of_saalfeld: Person) -> None:
    key = Authenticator.objects.create(user=officer_of_saalfeld, type="webauthn", data={"name": "K", "credential": {}})
    client = browser()
    client.force_login(jana)
    confirm_password(client, "/account/app")
    for page in ("name", "remove"):
        assert client.post(f"/account/passkeys/{key.pk}/{page}", {"name": "mine"}).status_code == 404
    key.refresh_from_db()
    assert key.data["name"] == "K"


def test_our_app_agrees_with_the_standard() -> None:
    assert shown_by_app(base64.b32encode(b"12345678901234567890").decode(), 59) == "287082"  # RFC 6238, appendix B
