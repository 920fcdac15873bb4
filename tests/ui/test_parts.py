"""The parts escape what they are given, speak to screen readers, and refuse what does not exist."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree as ET

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import translation

import netzwerkstatt.foundation.ui as room
from netzwerkstatt.foundation.ui.icons import ICONS, MARK, STAGES, icon_paths
from netzwerkstatt.foundation.ui.templatetags.ui import Keyset, Tab

ATTACK = "\"><script>alert('x')</script>"


def render(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_is_a_drawing_that_can_be_read(name):
    ET.fromstring(f"<svg>{icon_paths(name)}</svg>")  # noqa: S314 - our own constant
    assert MARK.startswith("M0 40")


def test_every_stage_has_its_icon_and_a_colour():
    sheet = (Path(room.__file__).parent / "static/ui/parts.css").read_text(encoding="utf-8")
    for stage in STAGES:
        assert stage in ICONS
        assert f".stage--{stage}" in sheet


def test_an_icon_is_decoration_unless_it_is_named():
    assert 'aria-hidden="true"' in render('{% icon "search" %}')
    assert 'role="img" aria-label="Suche"' in render('{% icon "search" label="Suche" %}')


def test_an_icon_that_does_not_exist_is_a_mistake():
    with pytest.raises(KeyError):
        render('{% icon "unicorn" %}')


@pytest.mark.parametrize(
    "source",
    [
        "{% icon 'search' label=x %}",
        "{% stage_label 'problem' x %}",
        "{% land_badge code=x name=x %}",
        "{% theme_badge name=x %}",
        "{% state_mark 'ok' x %}",
        "{% person x x x %}",
        "{% button x x icon='search' %}",
        "{% button x name=x value=x formaction=x described_by=x %}",
        "{% more x x %}",
        "{% chip x x %}",
        "{% panel x id=x %}{{ x }}{% endpanel %}",
        "{% alert 'danger' x %}{{ x }}{% endalert %}",
        "{% data_table x %}<tbody><tr><td>{{ x }}</td></tr></tbody>{% enddata_table %}",
        "{% list_row x x kind='problem' kind_text=x when=x %}{{ x }}{% endlist_row %}",
        "{% empty_state x x x x %}",
        "{% key_figure x x x url=x note=x %}",
        "{% evidence_small x x meta=x source=x url=x %}",
        "{% breadcrumb x x x %}",
        "{% data_list pairs %}",
        "{% tabs tabs %}",
        "{% pagination keyset %}",
        "{% meter 1 2 x %}",
        "{{ x|first_sentence }}{{ x|other_sentences }}{{ x|initials }}",
    ],
)
def test_no_part_lets_a_script_through(source):
    page = render(
        source, x=ATTACK, pairs=[(ATTACK, ATTACK)], tabs=[Tab(ATTACK, ATTACK)], keyset=Keyset(ATTACK, ATTACK, ATTACK)
    )
    assert "<script" not in page
    assert "&lt;script" in page or source.startswith("{{ x|first")


def test_a_land_shows_its_letters_and_says_its_name():
    land = SimpleNamespace(code="ST", index=2, name="Sachsen-Anhalt")
    assert render("{% land_badge land %}", land=land) == '<abbr class="land land--2" title="Sachsen-Anhalt">ST</abbr>'
    assert render("{% land_badge %}") == ""


def test_a_state_or_a_button_that_does_not_exist_is_refused():
    with pytest.raises(TemplateSyntaxError):
        render('{% state_mark "fabulous" "x" %}')
    with pytest.raises(TemplateSyntaxError):
        render('{% button "x" kind="golden" %}')


def test_a_button_without_an_address_sends_its_form():
    assert render('{% button "Speichern" %}').startswith('<button class="kern-btn kern-btn--primary" type="submit">')
    assert render('{% button "Beleg" "/b" %}').startswith('<a class="kern-btn kern-btn--primary" href="/b">')


def test_the_last_crumb_is_the_page_itself():
    page = render('{% breadcrumb "Probleme" "/p" "Hier" %}')
    assert '<a href="/p">Probleme</a>' in page
    assert '<span aria-current="page">Hier</span>' in page


def test_pages_keep_the_question_in_their_addresses():
    request = RequestFactory().get("/library?q=Nachtbus&page=3")
    with translation.override("de"):
        page = render("{% pagination page %}", page=Paginator(range(114), 10).page(3), request=request)
    assert 'href="?q=Nachtbus&amp;page=4"' in page
    assert 'aria-current="page"' in page
    assert "21 bis 30 von 114" in page


def test_one_page_needs_no_way_to_another():
    assert "<nav" not in render("{% pagination page %}", page=Paginator([1], 10).page(1))


def test_a_meter_never_leaves_its_track():
    assert 'width="100.0"' in render("{% meter 9 3 'x' %}")
    assert 'width="0.0"' in render("{% meter 3 0 'x' %}")


def test_an_anonymous_page_gets_no_token_and_no_session(rf):
    request = rf.get("/")
    request.user = SimpleNamespace(is_authenticated=False)
    assert render("{% form_token %}", request=request) == ""
    assert "CSRF_COOKIE" not in request.META


def test_a_signed_in_page_carries_the_token(rf):
    request = rf.get("/")
    request.user = SimpleNamespace(is_authenticated=True)
    request.session = {}
    assert 'name="csrfmiddlewaretoken"' in render("{% form_token %}", request=request)


def test_a_message_is_split_into_what_happened_and_what_now():
    page = render("{{ m|first_sentence }}|{{ m|other_sentences }}", m="Übernommen. Görlitz weiß Bescheid.")
    assert page == "Übernommen.|Görlitz weiß Bescheid."
    assert render("{{ m|first_sentence }}|{{ m|other_sentences }}", m="Gesichert") == "Gesichert|"
