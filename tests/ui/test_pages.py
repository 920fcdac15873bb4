"""The frames, the error pages, the sheet of parts, and the two switches in the footer."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from netzwerkstatt.foundation.ui import languages, views
from netzwerkstatt.foundation.ui.showcase import everything


def post(path: str, **data: str) -> HttpRequest:
    return RequestFactory().post(path, data, headers={"referer": "http://testserver/problems?page=2"})


class Link(NamedTuple):
    label: str
    url: str
    current: bool


class Column(NamedTuple):
    title: str
    links: tuple[Link, ...]


def frame(**context: object) -> dict[str, object]:
    links = (Link("Städte", "/cities", current=True),)
    return {"nav": links, "footer": (Column("Hilfe", links),), "alliance": "Städtenetzwerk", "home_url": "/", **context}


def test_the_sheet_of_parts_shows_both_schemes():
    page = render_to_string("ui/components.html", {**frame(), **everything()})
    assert page.count('data-kern-theme="light"') == 1
    assert page.count('data-kern-theme="dark"') == 1
    assert "<script>" not in page
    assert "&lt;b&gt;bleibt stehen&lt;/b&gt;" in page


def test_no_id_stands_twice_on_the_sheet_of_parts():
    import re

    found = re.findall(r'\sid="([^"]+)"', render_to_string("ui/components.html", {**frame(), **everything()}))
    assert not [name for name in set(found) if found.count(name) > 1]


def test_the_frame_says_where_one_is_and_how_to_get_to_the_content():
    page = render_to_string("ui/base.html", frame())
    assert '<a class="skip" href="#main">' in page
    assert '<a href="/cities" aria-current="page">Städte</a>' in page
    assert '<main id="main"' in page


def test_a_visitor_is_offered_to_sign_in_and_a_member_finds_the_desk():
    visitor = render_to_string("ui/base.html", frame(sign_in_url="/in", viewer=None))
    member = render_to_string("ui/base.html", frame(sign_in_url="/in", viewer=object(), desk_url="/desk", desk_count=3))
    assert 'href="/in"' in visitor
    assert "/desk" not in visitor
    assert 'href="/desk"' in member
    assert "/in" not in member


def test_the_page_is_in_the_language_that_was_chosen():
    with translation.override("de"):
        page = render_to_string("ui/base.html", frame())
    assert '<html lang="de"' in page
    assert "Zum Inhalt springen" in page


@pytest.mark.parametrize("code", ["400", "403", "404", "429", "500"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_error_page_says_what_happened_and_what_is_kept(code, language):
    with translation.override(language):
        page = render_to_string(f"{code}.html")
    assert "<h1" in page
    assert 'href="/"' in page


def test_who_may_not_learns_who_may():
    with translation.override("de"):
        page = render_to_string("403.html", frame(owner="Hettstedt", contact="Jana Wernicke"))
    assert "Das darf nur Hettstedt ändern." in page
    assert "Schreiben Sie Jana Wernicke, oder schlagen Sie eine Änderung vor." in page


def test_the_name_of_an_owner_is_text_and_nothing_else():
    assert "<b>" not in render_to_string("403.html", frame(owner="<b>Hettstedt</b>", contact="<b>x</b>"))


def test_a_chosen_language_is_remembered_and_one_comes_back_to_the_same_page():
    response = views.language(post("/language", language="en", next="/problems?page=2"))
    assert response["Location"] == "/problems?page=2"
    assert response.cookies["language"].value == "en"
    assert response.cookies["language"]["samesite"] == "Lax"


def test_a_language_the_installation_does_not_speak_is_not_remembered():
    assert not views.language(post("/language", language="xx", next="/")).cookies


@pytest.mark.parametrize("chosen", ["auto", "light", "dark"])
def test_a_chosen_appearance_is_remembered(chosen):
    response = views.appearance(post("/appearance", appearance=chosen))
    assert response.cookies[languages.APPEARANCE_COOKIE].value == chosen
    assert response["Location"] == "http://testserver/problems?page=2"


def test_an_unknown_appearance_is_not_remembered():
    assert not views.appearance(post("/appearance", appearance="neon")).cookies


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "http:///evil"]
)
def test_nobody_is_sent_to_another_site(elsewhere):
    request = RequestFactory().post("/appearance", {"appearance": "dark", "next": elsewhere})
    assert views.appearance(request)["Location"] == "/"


def test_the_switches_answer_to_a_post_only():
    for view in (views.language, views.appearance):
        response: HttpResponse = view(RequestFactory().get("/"))
        assert response.status_code == 405


def test_a_cookie_somebody_made_up_counts_as_no_choice():
    request = RequestFactory().get("/")
    request.COOKIES[languages.APPEARANCE_COOKIE] = '"><script>'
    assert languages.appearance_of(request) == "auto"
