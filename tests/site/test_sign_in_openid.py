"""Signing in with the account of an administration: a real provider in a process beside, and everything it may do wrong."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import jwt
import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core import mail
from django.core.cache import cache
from django.test import Client
from jwt.algorithms import RSAAlgorithm

from netzwerkstatt.config import environment
from netzwerkstatt.foundation.accounts.models import Person, Session
from netzwerkstatt.foundation.events.models import Event
from tests.browser.installation import free_port

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PASSWORD = "a long password"
NAME = "Konto der Stadt"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The address of a provider on this machine that insists on a nonce."""
    port = free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", "true"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        end = time.monotonic() + 120
        while time.monotonic() < end:
            assert process.poll() is None
            try:
                requests.get(f"{address}/.well-known/openid-configuration", timeout=2).raise_for_status()
            except requests.ConnectionError:
                time.sleep(0.1)  # nothing to wait on but the port itself
                continue
            break
        yield address
    finally:
        process.terminate()
        process.wait(timeout=60)


@pytest.fixture(autouse=True)
def _configured(provider: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("NETZWERKSTATT_OPENID_ISSUER", provider)
    monkeypatch.setenv("NETZWERKSTATT_OPENID_CLIENT", "netzwerkstatt")
    monkeypatch.setenv("NETZWERKSTATT_OPENID_SECRET", "a secret")
    monkeypatch.setenv("NETZWERKSTATT_OPENID_NAME", NAME)
    apps = {**settings.SOCIALACCOUNT_PROVIDERS["openid_connect"], "APPS": environment.openid_providers()}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": apps}
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def client() -> Client:
    return browser()


@pytest.fixture
def jana(officer_of_hettstedt: Person) -> Person:
    return officer_of_hettstedt


def browser() -> Client:
    return Client(headers={"accept-language": "en", "sec-fetch-site": "same-origin"})


def is_signed_in(client: Client) -> bool:
    return client.get("/desk").status_code == 200


def known_there(provider: str, sub: str, **claims: Any) -> None:
    """Somebody has an account at the provider."""
    requests.put(f"{provider}/users/{quote(sub)}", json=claims, timeout=60).raise_for_status()


def leave(client: Client, wanted: str = "") -> str:
    """Press the button; the address at the provider that the page leads on to."""
    page = client.post("/sign-in/with/provider", {"next": wanted} if wanted else {})
    assert page.status_code == 200, page
    led = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', page.content.decode())
    assert led
    return unescape(led[1])


def agree(address: str, sub: str) -> str:
    """Sign in there; the address with which the provider sends one back."""
    answer = requests.post(address, data={"sub": sub}, allow_redirects=False, timeout=60)
    assert answer.status_code == 302, answer.text
    back = urlsplit(answer.headers["Location"])
    assert back.netloc == "testserver"
    return f"{back.path}?{back.query}"


def sign_in(client: Client, sub: str) -> Any:
    return client.get(agree(leave(client), sub))


def test_the_page_for_signing_in_shows_the_button_and_sets_no_cookie(client: Client, alliance: object) -> None:
    page = client.get("/sign-in")
    assert NAME in page.content.decode()
    assert not page.cookies
    assert client.get("/sign-in/with/provider").headers["Location"] == "/sign-in"
    assert client.get("/sign-in/with/another").status_code == 404


def test_the_way_there_carries_state_nonce_and_proof(client: Client, alliance: object) -> None:
    asked = [parse_qs(urlsplit(leave(client)).query) for _ in range(2)]
    for one in asked:
        assert set(one["scope"][0].split()) == {"openid", "profile", "email"}
        assert one["redirect_uri"] == ["http://testserver/sign-in/with/provider/back"]
        assert one["code_challenge_method"] == ["S256"]
    for name in ("state", "nonce", "code_challenge"):
        assert asked[0][name] != asked[1][name]


def test_who_was_invited_signs_in_and_is_tied_once(client: Client, jana: Person, provider: str) -> None:
    known_there(provider, "j1", email=jana.email.upper(), email_verified=True, name="Somebody Else")
    answer = sign_in(client, "j1")
    assert answer.headers["Location"] == "/desk"
    assert is_signed_in(client)
    (tied,) = SocialAccount.objects.all()
    assert (tied.user, tied.uid, tied.provider, tied.extra_data) == (jana, "j1", "provider", {})
    assert Event.objects.filter(type="person.provider_linked").count() == 1
    assert "account of your administration" in mail.outbox[-1].body
    jana.refresh_from_db()
    assert jana.name == "Jana Wernicke"
    assert jana.check_password(PASSWORD), "signing in elsewhere takes no password away"

    again = browser()
    sign_in(again, "j1")
    assert is_signed_in(again)
    assert SocialAccount.objects.count() == 1
    assert NAME in again.get("/account").content.decode()


def test_who_is_tied_stays_so_whatever_address_the_provider_tells(client: Client, jana: Person, provider: str) -> None:
    known_there(provider, "j2", email=jana.email, email_verified=True)
    sign_in(client, "j2")
    known_there(provider, "j2", email="another@example.org", email_verified=False)
    again = browser()
    sign_in(again, "j2")
    assert is_signed_in(again)


@pytest.mark.parametrize("verified", [False, "true", 1, None, "absent"])
def test_an_address_that_is_not_verified_opens_nothing(
    client: Client, jana: Person, provider: str, verified: Any
) -> None:
    claims = {"email": jana.email} | ({} if verified == "absent" else {"email_verified": verified})
    known_there(provider, f"unverified {verified}", **claims)
    page = sign_in(client, f"unverified {verified}")
    assert page.status_code == 403
    assert "does not vouch" in page.content.decode()
    assert not is_signed_in(client)
    assert not SocialAccount.objects.exists()


def test_an_address_of_a_domain_the_operator_trusts_counts_as_verified(
    client: Client, jana: Person, provider: str, settings: Any
) -> None:
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"]["verified_email"] = ["example.org"]
    known_there(provider, "trusted", email=jana.email)
    known_there(provider, "stranger", email="jana.wernicke@sub.example.org.evil.example")
    sign_in(client, "trusted")
    assert is_signed_in(client)
    assert sign_in(browser(), "stranger").status_code == 403


@pytest.mark.parametrize("address", ["stranger@example.org", None])
def test_a_stranger_gets_a_page_that_says_whom_to_ask_and_no_account(
    client: Client, jana: Person, provider: str, address: str | None
) -> None:
    known_there(provider, f"stranger {address}", **({"email": address, "email_verified": True} if address else {}))
    before = Person.objects.count()
    page = sign_in(client, f"stranger {address}")
    assert page.status_code == 403
    html = page.content.decode()
    assert "There is no account for you here yet." in html
    assert 'href="/contact"' in html
    assert not is_signed_in(client)
    assert (Person.objects.count(), SocialAccount.objects.count()) == (before, 0)
    assert not Session.objects.filter(person__isnull=False).exists()


def test_a_closed_account_stays_closed(client: Client, jana: Person, provider: str) -> None:
    Person.objects.filter(pk=jana.pk).update(is_active=False)
    known_there(provider, "closed", email=jana.email, email_verified=True)
    sign_in(client, "closed")
    assert not is_signed_in(client)


def test_an_answer_counts_once_and_only_in_the_browser_that_asked(client: Client, jana: Person, provider: str) -> None:
    known_there(provider, "once", email=jana.email, email_verified=True)
    back = agree(leave(client), "once")
    other = browser()
    assert other.get(back).status_code == 403
    other.post("/sign-in/with/provider")
    assert other.get(back).status_code == 403
    assert not is_signed_in(other)
    client.get(back)
    assert is_signed_in(client)
    client.cookies.clear()
    assert client.get(back).status_code == 403
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "query", ["", "?code=x", "?state=x", "?code=x&state=x", "?error=server_error&state=x", "?code[]=x&state[]=y"]
)
def test_a_made_up_answer_is_refused(client: Client, alliance: object, query: str) -> None:
    client.post("/sign-in/with/provider")
    page = client.get(f"/sign-in/with/provider/back{query}")
    assert page.status_code == 403
    assert "You are not signed in" in page.content.decode()


def test_a_code_with_another_state_is_refused(client: Client, jana: Person, provider: str) -> None:
    known_there(provider, "mixed", email=jana.email, email_verified=True)
    stolen = parse_qs(urlsplit(agree(leave(browser()), "mixed")).query)["code"][0]
    state = parse_qs(urlsplit(leave(client)).query)["state"][0]
    page = client.get(f"/sign-in/with/provider/back?{urlencode({'code': stolen, 'state': state})}")
    assert page.status_code == 403, "PKCE ties a code to the browser that asked for it"
    assert not is_signed_in(client)


def test_a_token_with_another_nonce_is_refused(client: Client, jana: Person, provider: str) -> None:
    known_there(provider, "nonce", email=jana.email, email_verified=True)
    address = leave(client)
    nonce = parse_qs(urlsplit(address).query)["nonce"][0]
    page = client.get(agree(address.replace(nonce, "another-nonce"), "nonce"))
    assert page.status_code == 403
    assert not is_signed_in(client)
    assert not SocialAccount.objects.exists()


OURS = rsa.generate_private_key(public_exponent=65537, key_size=2048)
FORGED = ["another's key", "a shared secret", "no signature", "missing"]
WRONG_CLAIMS: dict[str, dict[str, Any]] = {
    "another audience": {"aud": "another"},
    "another issuer": {"iss": "https://evil.example"},
    "about nobody": {"sub": ""},
    "for another client": {"aud": ["netzwerkstatt", "another"], "azp": "another"},
    "over": {"exp": 1_700_000_000},
}


@pytest.mark.parametrize("wrong", ["nothing", *FORGED, *WRONG_CLAIMS])
def test_a_token_that_does_not_hold_is_refused(
    client: Client, jana: Person, provider: str, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The provider's answer is bent on its way. Wrong claims come signed by a key that we take for the provider's."""
    real = OAuth2Client.get_access_token

    def bent(self: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        answer: dict[str, Any] = real(self, *args, **kwargs)
        claims = jwt.decode(answer["id_token"], options={"verify_signature": False}) | WRONG_CLAIMS.get(wrong, {})
        match wrong:
            case "a shared secret":
                answer["id_token"] = jwt.encode(claims, "a secret of thirty-two letters, or more", "HS256")
            case "no signature":
                answer["id_token"] = jwt.encode(claims, None, "none")
            case "missing":
                del answer["id_token"]
            case _:
                answer["id_token"] = jwt.encode(claims, OURS, "RS256")
        return answer

    monkeypatch.setattr(OAuth2Client, "get_access_token", bent)
    if wrong not in FORGED:
        key = jwt.PyJWK.from_json(RSAAlgorithm.to_jwk(OURS.public_key()))
        monkeypatch.setattr("netzwerkstatt.site.sign_in.openid.exchange.Exchange._key", lambda self, head: key)
    known_there(provider, "bent", email=jana.email, email_verified=True)
    page = sign_in(client, "bent")
    assert is_signed_in(client) == (wrong == "nothing")
    assert SocialAccount.objects.exists() == (wrong == "nothing")
    assert page.status_code == (302 if wrong == "nothing" else 403)


def test_signing_in_leads_back_to_where_one_wanted_to_go_and_never_elsewhere(
    client: Client, jana: Person, provider: str
) -> None:
    known_there(provider, "next", email=jana.email, email_verified=True)
    assert client.get(agree(leave(client, "/people"), "next")).headers["Location"] == "/people"
    for evil in ("https://evil.example/", "//evil.example", "javascript:alert(1)"):
        other = browser()
        assert other.get(agree(leave(other, evil), "next")).headers["Location"] == "/desk"


def test_nobody_bends_what_is_asked_of_the_provider(client: Client, alliance: object) -> None:
    page = client.post(
        "/sign-in/with/provider?auth_params=redirect_uri%3Dhttps://evil.example&scope=admin&process=connect"
    )
    led = parse_qs(urlsplit(unescape(re.findall(r'content="0;url=([^"]+)"', page.content.decode())[0])).query)
    assert led["redirect_uri"] == ["http://testserver/sign-in/with/provider/back"]
    assert "admin" not in led["scope"][0]


def test_who_is_signed_in_does_not_take_over_an_account_elsewhere(
    client: Client, jana: Person, officer_of_saalfeld: Person, provider: str
) -> None:
    """Linking by being signed in would let somebody tie an own account to a browser left open."""
    known_there(provider, "mallory", email="mallory@example.org", email_verified=True)
    client.force_login(jana)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get("/desk").content.decode())
    assert token
    page = client.post("/sign-in/with/provider?process=connect", {"process": "connect"})
    led = unescape(re.findall(r'content="0;url=([^"]+)"', page.content.decode())[0])
    client.get(agree(led, "mallory"))
    assert not SocialAccount.objects.exists()


def test_a_second_step_is_asked_for_all_the_same(client: Client, jana: Person, provider: str) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(jana, generate_totp_secret())
    known_there(provider, "second", email=jana.email, email_verified=True)
    assert sign_in(client, "second").headers["Location"].startswith("/sign-in/second")
    assert not is_signed_in(client)


def test_a_provider_that_cannot_be_reached_is_said(client: Client, alliance: object, settings: Any) -> None:
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"]["server_url"] = f"http://127.0.0.1:{free_port()}"
    page = client.post("/sign-in/with/provider")
    assert page.status_code == 403
    assert "That did not work." in page.content.decode()


def test_cancelling_there_is_no_fault(client: Client, alliance: object) -> None:
    state = parse_qs(urlsplit(leave(client)).query)["state"][0]
    page = client.get(f"/sign-in/with/provider/back?error=access_denied&state={state}")
    assert page.status_code == 200
    assert "You stopped it there." in page.content.decode()


# ── settings ────────────────────────────────────────────────────────────────


def test_several_providers_are_a_json_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETZWERKSTATT_OPENID_PROVIDERS", '[{"id": "b", "issuer": "https://b.example/", "client": "c"}]')
    apps = environment.openid_providers()
    assert [(app["provider_id"], app["name"]) for app in apps] == [("provider", NAME), ("b", "b")]
    assert apps[1]["settings"] == {"server_url": "https://b.example", "verified_email": []}


@pytest.mark.parametrize(
    "wrong",
    ["{", "1", '["a"]', '[{"id": "a"}]', '[{"id": "A b", "issuer": "x", "client": "c"}]',
     '[{"id": "provider", "issuer": "x", "client": "c"}]'],
)  # fmt: skip
def test_a_wrong_list_of_providers_is_said_at_the_start(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    monkeypatch.setenv("NETZWERKSTATT_OPENID_PROVIDERS", wrong)
    with pytest.raises(SystemExit):
        environment.openid_providers()
