"""Around every page: no cookie for who only reads, writes from our own pages alone, and no door without a rule."""

from __future__ import annotations

import re

import pytest
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from netzwerkstatt.config.urls import urlpatterns as product
from netzwerkstatt.foundation.accounts.access import access, everyone, signed_in
from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events.errors import NotAllowed, TooMany
from netzwerkstatt.foundation.network.rules import is_operator

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

OURS, FOREIGN = "http://testserver", "https://elsewhere.example.org"


def no_rule(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


@access(everyone)
def write(request: HttpRequest) -> HttpResponse:
    return HttpResponse("written")


@access(everyone)
def careless(request: HttpRequest) -> HttpResponse:
    request.session["seen"] = "yes"
    messages.success(request, "A note for later.")
    return HttpResponse("read")


@access(signed_in)
def inside(request: HttpRequest) -> HttpResponse:
    return HttpResponse("inside")


@access(is_operator)
def operators(request: HttpRequest) -> HttpResponse:
    return HttpResponse("operators")


@access(everyone)
def busy(request: HttpRequest) -> HttpResponse:
    raise TooMany(42)


@access(everyone)
def refused(request: HttpRequest) -> HttpResponse:
    raise NotAllowed("Only Hettstedt may change this.")


views = [no_rule, write, careless, inside, operators, busy, refused]
urlpatterns = [*(path(f"try/{view.__name__}", view) for view in views), *product]


def browser(person: Person | None = None, **headers: str) -> Client:
    """A browser whose forms are looked at; test clients are waved through otherwise."""
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "en", **headers})
    if person is not None:
        client.force_login(person)
    return client


def token_of(client: Client) -> str:
    """The token in a form of the pages that this person sees."""
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get("/desk/profile").content.decode())
    assert found
    return found[1]


@pytest.mark.parametrize("address", ["/", "/cities/", "/problems/", "/sign-in", "/join", "/handbook", "/try/careless"])
def test_who_only_reads_gets_no_cookie(address: str, alliance: object) -> None:
    response = Client().get(address)
    assert response.status_code == 200
    assert not response.cookies


def test_notes_are_for_who_is_signed_in(officer_of_hettstedt: Person) -> None:
    person, visitor = browser(officer_of_hettstedt), browser()
    for client in (person, visitor):
        client.get("/try/careless")
    assert "A note for later." in person.get("/desk").content.decode()
    assert "A note for later." not in visitor.get("/").content.decode()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "none"}, 200),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "cross-site", "origin": OURS}, 403),
        ({"sec-fetch-site": ""}, 403),
        ({"origin": OURS}, 200),
        ({"origin": FOREIGN}, 403),
        ({"origin": "http://testserver.elsewhere.example.org"}, 403),
        ({"origin": "http://testserver@elsewhere.example.org"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": ""}, 403),
        ({"referer": f"{OURS}/"}, 403),
        ({}, 403),
    ],
)
def test_a_visitors_form_comes_from_our_own_pages(headers: dict[str, str], status: int) -> None:
    client = browser(**headers)
    for send in (client.post, client.put, client.patch, client.delete):
        assert send("/try/write").status_code == status
    assert client.get("/try/write").status_code == 200


def test_a_refused_form_says_what_to_do() -> None:
    page = browser(origin=FOREIGN).post("/try/write").content.decode()
    assert "reload the page, and send it again" in page


def test_who_is_signed_in_needs_our_page_and_its_token(officer_of_hettstedt: Person) -> None:
    client = browser(officer_of_hettstedt)
    token = token_of(client)

    def send(token: str, **headers: str) -> int:
        return client.post("/try/write", {"csrfmiddlewaretoken": token}, headers=headers).status_code

    assert send(token, **{"sec-fetch-site": "same-origin"}) == 200
    assert send(token, origin=OURS) == 200
    assert send("", **{"sec-fetch-site": "same-origin"}) == 403
    assert send("x" * 64, **{"sec-fetch-site": "same-origin"}) == 403
    assert send(token, **{"sec-fetch-site": "cross-site"}) == 403
    assert send(token, origin=FOREIGN) == 403
    assert send(token) == 403


def test_the_token_of_one_person_does_not_open_for_another(
    officer_of_hettstedt: Person, officer_of_saalfeld: Person
) -> None:
    token = token_of(browser(officer_of_hettstedt))
    other = browser(officer_of_saalfeld, **{"sec-fetch-site": "same-origin"})
    token_of(other)
    assert other.post("/try/write", {"csrfmiddlewaretoken": token}).status_code == 403


def test_a_view_without_a_rule_is_closed_to_all(coordinator: Person) -> None:
    assert browser().get("/try/no_rule").status_code == 403
    assert browser(coordinator).get("/try/no_rule").status_code == 403


def test_a_rule_that_says_no_asks_a_visitor_to_sign_in_and_refuses_a_person(
    coordinator: Person, officer_of_hettstedt: Person
) -> None:
    answer = browser().get("/try/inside?page=2")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in?next=/try/inside%3Fpage%3D2")
    assert browser(officer_of_hettstedt).get("/try/inside").content == b"inside"
    assert browser(officer_of_hettstedt).get("/try/operators").status_code == 403
    assert browser(coordinator).get("/try/operators").content == b"operators"


def test_a_closed_account_is_a_visitor(officer_of_hettstedt: Person) -> None:
    client = browser(officer_of_hettstedt)
    Person.objects.filter(pk=officer_of_hettstedt.pk).update(is_active=False)
    assert client.get("/try/inside").status_code == 302


@pytest.mark.parametrize(
    ("name", "status", "text"), [("refused", 403, "Only Hettstedt"), ("busy", 429, "Nothing was lost")]
)
def test_what_an_action_refuses_becomes_a_page_that_says_why(name: str, status: int, text: str) -> None:
    answer = browser().get(f"/try/{name}")
    assert answer.status_code == status
    assert text in answer.content.decode()
    assert answer.get("Retry-After", "") == ("42" if status == 429 else "")
