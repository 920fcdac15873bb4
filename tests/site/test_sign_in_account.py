"""The own account: another address, other devices, the language, and a page that says how long to wait."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from netzwerkstatt.foundation.accounts import actions
from netzwerkstatt.foundation.accounts.devices import named
from netzwerkstatt.foundation.accounts.models import Person, Session
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.ui.formatting import in_time
from netzwerkstatt.site.sign_in import adapter

pytestmark = pytest.mark.django_db
PASSWORD = "a long password"
NEW = "jana.new@example.org"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 15_4 like Mac OS X) AppleWebKit/605.1.15 Version/15.4 Mobile Safari/604.1"


@pytest.fixture(autouse=True)
def _nobody_was_here(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("django.db.transaction.on_commit", lambda then: then())  # no test of this file commits
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def jana(officer_of_hettstedt: Person) -> Person:
    return officer_of_hettstedt


def browser(device: str = FIREFOX, **headers: str) -> Client:
    return Client(headers={"accept-language": "en", "sec-fetch-site": "same-origin", "user-agent": device, **headers})


def signed_in(person: Person, device: str = FIREFOX) -> Client:
    """A browser of this person, who has just said again who it is."""
    client = browser(device)
    client.post("/sign-in", {"login": person.email, "password": PASSWORD})
    client.post("/account/confirm", {"password": PASSWORD})
    assert is_signed_in(client)
    return client


def is_signed_in(client: Client) -> bool:
    return client.get("/desk").status_code == 200


def code_in_mail() -> str:
    found = re.search(r"^    (\S+)$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found
    return found[1]


# ── address ─────────────────────────────────────────────────────────────────


def test_a_person_takes_another_address_and_the_old_one_is_told(jana: Person) -> None:
    old, client = jana.email, signed_in(jana)
    client.post("/account/address", {"email": NEW.upper()})
    assert mail.outbox[-1].to == [NEW]
    assert old not in mail.outbox[-1].body
    jana.refresh_from_db()
    assert jana.email == old, "until the code is given, the old address counts"

    client.post("/account/address/code", {"code": code_in_mail().lower()})
    jana.refresh_from_db()
    assert jana.email == NEW
    assert mail.outbox[-1].to == [old]
    assert "another e-mail address" in mail.outbox[-1].body
    assert NEW not in mail.outbox[-1].body
    event = Event.objects.get(type="person.address_changed")
    assert event.payload == {}


def test_nobody_signs_in_with_an_address_that_was_given_up(jana: Person) -> None:
    old, client = jana.email, signed_in(jana)
    EmailAddress.objects.create(user=jana, email=old, verified=True, primary=True)
    client.post("/account/address", {"email": NEW})
    client.post("/account/address/code", {"code": code_in_mail()})
    other = browser()
    other.post("/sign-in", {"login": old, "password": PASSWORD})
    assert not is_signed_in(other)
    other.post("/sign-in/code", {"email": old})
    assert "there is no account for it" in mail.outbox[-1].body
    third = browser()
    third.post("/sign-in", {"login": NEW, "password": PASSWORD})
    assert is_signed_in(third)


def test_an_address_that_belongs_to_somebody_is_told_to_that_person_alone(
    jana: Person, officer_of_saalfeld: Person
) -> None:
    client = signed_in(jana)
    shown = {}
    for address in (officer_of_saalfeld.email, "free@example.org"):
        page = client.post("/account/address", {"email": address}, follow=True).content.decode()
        shown[address] = re.sub(r'\S+@example\.org|value="[^"]*"', "", page)
    assert shown[officer_of_saalfeld.email] == shown["free@example.org"]
    taken = next(sent for sent in mail.outbox if sent.to == [officer_of_saalfeld.email])
    assert "belongs to your account already" in taken.body
    assert jana.email not in taken.body
    assert not re.search(r"^    \S+$", taken.body, re.MULTILINE)


def test_two_people_never_have_one_address(jana: Person, officer_of_saalfeld: Person) -> None:
    with pytest.raises(Invalid):
        actions.change_address(actor=jana, address=officer_of_saalfeld.email.upper())
    with pytest.raises(Invalid):
        actions.change_address(actor=jana, address="no address")
    with pytest.raises(NotAllowed):
        actions.change_address(actor=None, address=NEW)  # type: ignore[arg-type]
    actions.change_address(actor=jana, address=f" {jana.email.upper()} ")
    assert not Event.objects.filter(type="person.address_changed").exists()


def test_a_code_for_an_address_is_not_guessed(jana: Person) -> None:
    client = signed_in(jana)
    client.post("/account/address", {"email": NEW})
    for _ in range(5):
        client.post("/account/address/code", {"code": "WRNG-CODE"})
    assert client.post("/account/address/code", {"code": code_in_mail()}).headers["Location"] == "/account/address"
    jana.refresh_from_db()
    assert jana.email != NEW


def test_a_code_for_an_address_counts_once_in_its_browser_and_fifteen_minutes(
    jana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, other = signed_in(jana), signed_in(jana)
    client.post("/account/address", {"email": NEW})
    code = code_in_mail()
    assert other.post("/account/address/code", {"code": code}).headers["Location"] == "/account/address"
    import time

    real = time.time
    monkeypatch.setattr("netzwerkstatt.site.sign_in.address.time.time", lambda: real() + 15 * 60 + 1)
    client.post("/account/address/code", {"code": code})
    monkeypatch.undo()
    jana.refresh_from_db()
    assert jana.email != NEW


def test_letters_to_new_addresses_are_not_sent_without_end(jana: Person) -> None:
    client = signed_in(jana)
    for number in range(5):
        client.post("/account/address", {"email": f"n{number}@example.org"})
    sent = len(mail.outbox)
    refused = client.post("/account/address", {"email": "n6@example.org"})
    assert refused.status_code == 429
    assert len(mail.outbox) == sent
    assert "send it again in 12 minutes" in refused.content.decode()


def test_the_code_is_kept_as_a_hash(jana: Person) -> None:
    client = signed_in(jana)
    client.post("/account/address", {"email": NEW})
    assert code_in_mail() not in str([row.get_decoded() for row in Session.objects.all()])


# ── devices ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (FIREFOX, "Firefox on Linux"),
        (IPHONE, "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130 Safari/537.36 Edg/130", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 8) AppleWebKit/537.36 Chrome/96 Mobile Safari/537.36", "Chrome on Android"),
        ("<script>alert(1)</script>", "a browser we do not know"),
        ("", "a browser we do not know"),
    ],
)
def test_a_device_is_named_in_plain_words(line: str, words: str) -> None:
    assert named(line).words == words


def test_a_person_sees_where_she_is_signed_in(jana: Person, officer_of_saalfeld: Person) -> None:
    with clock.telling(timezone.now() - timedelta(days=3)):
        signed_in(jana, IPHONE)
    here = signed_in(jana)
    signed_in(officer_of_saalfeld, IPHONE)
    page = here.get("/account/devices").content.decode()
    assert page.index("Firefox on Linux") < page.index("Safari on iPhone")
    assert page.count("Safari on iPhone") == 1
    assert "this device" in page
    for row in Session.objects.all():
        assert row.session_key not in page


def test_no_address_and_no_line_of_the_browser_is_kept(jana: Person) -> None:
    client = browser()
    client.post("/sign-in", {"login": jana.email, "password": PASSWORD}, REMOTE_ADDR="203.0.113.9")
    client.get("/account/devices", REMOTE_ADDR="203.0.113.9")
    (row,) = Session.objects.filter(person=jana)
    kept = str(row.get_decoded()) + str([(f.name, getattr(row, f.name)) for f in row._meta.fields])
    assert "203.0.113" not in kept
    assert "Mozilla" not in kept


def test_the_last_day_is_noted_once_a_day(jana: Person, django_assert_max_num_queries: Any) -> None:
    client = signed_in(jana)
    with django_assert_max_num_queries(30) as queries:
        client.get("/account/devices")
    assert not [one for one in queries.captured_queries if one["sql"].startswith("UPDATE")]
    with clock.telling(timezone.now() + timedelta(days=2)):
        client.get("/account/devices")
        day = clock.today().isoformat()
    assert Session.objects.get(person=jana).get_decoded()["used"] == day


def test_ending_one_device_ends_that_one(jana: Person) -> None:
    lost, other, here = signed_in(jana, IPHONE), signed_in(jana), signed_in(jana)
    handle = next(row.handle for row in Session.objects.all() if row.session_key == lost.cookies["session"].value)
    here.post("/account/devices", {"handle": handle})
    assert [is_signed_in(client) for client in (lost, other, here)] == [False, True, True]
    assert Event.objects.get(type="person.device_signed_out").payload == {"devices": 1}


def test_ending_all_others_keeps_this_one(jana: Person, officer_of_saalfeld: Person) -> None:
    lost, other, here = signed_in(jana, IPHONE), signed_in(jana), signed_in(jana)
    ole = signed_in(officer_of_saalfeld)
    here.post("/account/devices", {"others": "1"})
    assert [is_signed_in(client) for client in (lost, other, here, ole)] == [False, False, True, True]
    assert Event.objects.get(type="person.device_signed_out").payload == {"devices": 2}


def test_ending_this_device_signs_out(jana: Person) -> None:
    here, other = signed_in(jana), signed_in(jana)
    handle = next(row.handle for row in Session.objects.all() if row.session_key == here.cookies["session"].value)
    assert here.post("/account/devices", {"handle": handle}).headers["Location"] == "/"
    assert [is_signed_in(client) for client in (here, other)] == [False, True]


def test_nobody_ends_the_session_of_somebody_else(jana: Person, officer_of_saalfeld: Person) -> None:
    ole, here = signed_in(officer_of_saalfeld), signed_in(jana)
    for handle in [*(row.handle for row in Session.objects.filter(person=officer_of_saalfeld)), "", "x" * 500]:
        here.post("/account/devices", {"handle": handle})
    assert is_signed_in(ole)
    assert not Event.objects.filter(type="person.device_signed_out").exists()


def test_a_new_password_signs_out_all_other_devices(jana: Person) -> None:
    other, here = signed_in(jana, IPHONE), signed_in(jana)
    here.post("/password", {"oldpassword": PASSWORD, "password1": "quite another sentence"})
    assert [is_signed_in(client) for client in (other, here)] == [False, True]
    assert Session.objects.filter(person=jana).count() == 1
    assert "Your password was changed." in mail.outbox[-1].body
    assert "Firefox on Linux" in mail.outbox[-1].body
    assert Event.objects.filter(type="person.password_changed").count() == 1


def test_a_forgotten_password_signs_out_whoever_is_in(jana: Person) -> None:
    thief, client = signed_in(jana, IPHONE), browser()
    client.post("/password/reset", {"email": jana.email})
    client.post("/password/reset/code", {"code": code_in_mail()})
    client.post("/password/reset/new", {"password1": "quite another sentence"})
    assert [is_signed_in(one) for one in (thief, client)] == [False, True]


def test_a_person_does_without_a_password(jana: Person) -> None:
    other, here = signed_in(jana, IPHONE), signed_in(jana)
    assert "Do without a password?" in here.get("/password/remove").content.decode()
    here.post("/password/remove")
    assert [is_signed_in(client) for client in (other, here)] == [False, True]
    jana.refresh_from_db()
    assert not jana.has_usable_password()
    assert "Choose a password" in here.get("/account").content.decode()


def test_a_session_is_given_a_new_key_when_somebody_signs_in(jana: Person) -> None:
    client = browser()
    client.post("/sign-in/code", {"email": jana.email})
    before = client.cookies["session"].value
    client.post("/sign-in/code/confirm", {"code": code_in_mail()})
    assert is_signed_in(client)
    assert client.cookies["session"].value != before


# ── language ────────────────────────────────────────────────────────────────


def test_a_new_device_speaks_the_persons_language(jana: Person) -> None:
    actions.choose_language(actor=jana, language="de")
    client = browser()
    client.post("/sign-in", {"login": jana.email, "password": PASSWORD})
    assert 'lang="de"' in client.get("/desk").content.decode()


def test_who_never_chose_a_language_keeps_that_of_the_browser(jana: Person) -> None:
    client = browser()
    client.post("/sign-in", {"login": jana.email, "password": PASSWORD})
    assert 'lang="en"' in client.get("/desk").content.decode()


def test_changing_the_language_is_kept_for_the_person(jana: Person) -> None:
    signed_in(jana).post("/language", {"language": "de", "next": "/"})
    jana.refresh_from_db()
    assert jana.language == "de"
    other = signed_in(jana)
    assert 'lang="de"' in other.get("/desk").content.decode()
    for strange in ("xx", "", "d" * 500):
        other.post("/language", {"language": strange})
    jana.refresh_from_db()
    assert jana.language == "de"
    assert Event.objects.filter(type="person.language_chosen").count() == 1


# ── how often ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("seconds", "english"),
    [(1, "in 1 second"), (40, "in 40 seconds"), (61, "in 2 minutes"), (180, "in 3 minutes"), (3601, "in 2 hours")],
)
def test_the_page_says_how_long_to_wait(seconds: int, english: str) -> None:
    assert in_time(seconds) == english


def test_while_very_many_passwords_are_tried_codes_and_passkeys_go_on(
    jana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adapter, "WRONG_PASSWORDS", adapter.Limit("wrong-passwords", 4, timedelta(minutes=10)))
    for number in range(4):
        browser().post("/sign-in", {"login": f"n{number}@example.org", "password": "x"}, REMOTE_ADDR=f"10.0.0.{number}")
    client = browser()
    page = client.post("/sign-in", {"login": jana.email, "password": PASSWORD})
    assert "trying out very many passwords" in page.content.decode()
    client.post("/sign-in/code", {"email": jana.email})
    client.post("/sign-in/code/confirm", {"code": code_in_mail()})
    assert is_signed_in(client)


def test_nobody_sends_letters_to_strangers_through_us(alliance: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapter, "UNKNOWN_ADDRESSES", adapter.Limit("unknown-addresses", 3, timedelta(minutes=10)))
    pages = [
        browser().post("/sign-in/code", {"email": f"stranger{number}@example.org"}, follow=True) for number in range(6)
    ]
    assert len(mail.outbox) == 3
    assert {page.redirect_chain[-1][0] for page in pages} == {"/sign-in/code/confirm"}


def test_what_limits_count_is_not_thrown_away(jana: Person) -> None:
    for _ in range(10):
        browser().post("/sign-in", {"login": jana.email, "password": "wrong"})
    for number in range(700):
        cache.set(f"noise-{number}", number, 300)
    page = browser().post("/sign-in", {"login": jana.email, "password": PASSWORD})
    assert "That was too often for this account." in page.content.decode()
