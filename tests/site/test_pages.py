"""Start page, cities, contact, handbook and the pages one reads: empty, full, in both languages, without a cookie."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.models import Entry, Link
from netzwerkstatt.foundation.entries.offers import PAGES
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network import actions
from netzwerkstatt.foundation.network.models import City, Role
from netzwerkstatt.ideas.models import Idea
from netzwerkstatt.recommendations.models import Recommendation, Release
from netzwerkstatt.site import handbook, queries
from netzwerkstatt.site.maps import rings_of
from netzwerkstatt.site.views.start import enumerated, lead, promise
from netzwerkstatt.workshops.models import Workshop
from tests.conftest import Invite, SmallAlliance

pytestmark = pytest.mark.django_db
OPEN_PAGES = ["start", "cities", "contact", "handbook", "accessibility", "privacy", "imprint"]


@pytest.fixture
def client() -> Client:
    """A visitor who reads English, unless a request says otherwise."""
    return Client(headers={"accept-language": "en"})


def text_of(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def make_entry(kind: str, title: str, **fields: Any) -> Entry:
    return Entry.objects.create(kind=kind, title=title, **fields)


def make_workshop(city: City, title: str, **fields: Any) -> Workshop:
    entry = make_entry("workshop", title, city=city, network=city.network)
    return Workshop.objects.create(entry=entry, **fields)


# ── before and after the founding ───────────────────────────────────────────


def test_before_the_founding_the_start_page_says_how_to_begin(client: Client) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert "Look where the program was started" in text_of(page)


def test_a_founded_alliance_without_cities_has_a_start_page_without_a_map(client: Client, coordinator: Person) -> None:
    actions.found_alliance(actor=coordinator, name="Bund der Inselstädte")
    page = client.get("/")
    assert "What one city finds out helps many." in text_of(page)
    assert "hero__map" not in page.content.decode()


@pytest.mark.parametrize("name", OPEN_PAGES)
@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("founded", ["founded", "before the founding"])
def test_every_open_page_can_be_read_without_a_cookie(
    client: Client, request: pytest.FixtureRequest, name: str, language: str, founded: str
) -> None:
    if founded == "founded":
        request.getfixturevalue("alliance")
    page = client.get(reverse(f"site:{name}"), headers={"accept-language": language})
    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.content.decode()
    assert not page.cookies
    assert page.content.decode().count("<h1") == 1


# ── start ───────────────────────────────────────────────────────────────────


def test_the_promise_is_made_from_the_number_of_cities(client: Client, alliance: SmallAlliance) -> None:
    assert "What one city finds out helps three." in text_of(client.get("/"))
    assert promise(12) == "What one city finds out helps twelve."
    assert promise(13) == "What one city finds out helps 13."
    assert promise(1) == "What one city finds out helps many."


def test_the_german_promise_reads_as_people_say_it(client: Client, alliance: SmallAlliance) -> None:
    page = client.get("/", headers={"accept-language": "de"})
    assert "Was eine Stadt herausfindet, hilft drei." in text_of(page)
    assert "Drei Städte in Sachsen, Sachsen-Anhalt und Thüringen teilen" in text_of(page)


def test_the_lead_names_the_laender_that_have_cities(alliance: SmallAlliance) -> None:
    assert lead(queries.all_cities()).startswith("Three cities in Sachsen, Sachsen-Anhalt and Thüringen share")
    assert enumerated(["Sachsen"]) == "Sachsen"


def test_the_purpose_of_the_alliance_takes_the_place_of_the_lead(client: Client, alliance: SmallAlliance) -> None:
    actions.found_alliance(actor=alliance.coordinator, name="Islands", purpose="We share our ferries.")
    assert "We share our ferries." in text_of(client.get("/"))


def test_a_code_is_posted_to_the_door_of_the_workshops(client: Client, alliance: SmallAlliance) -> None:
    html = client.get("/").content.decode()
    form = re.search(r'<form class="code-entry"[^>]*>', html)
    assert form
    assert f'action="{reverse("workshops:join")}"' in form[0]
    assert 'method="post"' in form[0]
    assert 'name="code"' in html


def test_the_map_shows_the_names_of_all_cities(client: Client, alliance: SmallAlliance) -> None:
    html = client.get("/").content.decode()
    assert html.count("Saalfeld/Saale") >= 2


def test_a_new_city_appears_on_the_map_at_once(client: Client, alliance: SmallAlliance) -> None:
    client.get("/")
    city = alliance.hettstedt
    actions.add_city(
        actor=alliance.coordinator, name="Sangerhausen", ags="15087370", network=city.network, district=city.district,
        latitude=51.47, longitude=11.3,
    )  # fmt: skip
    assert "Sangerhausen" in client.get("/").content.decode()


def test_an_outline_may_be_rings_with_districts_or_rings_alone() -> None:
    ring = [[11.0, 51.0], [12.0, 51.0], [11.5, 52.0]]
    drawn = (((11.0, 51.0), (12.0, 51.0), (11.5, 52.0)),)
    assert rings_of({"rings": [ring]}, "rings") == drawn
    assert rings_of({"rings": [ring]}, "districts") == ()
    assert rings_of([ring], "rings") == drawn
    assert rings_of([ring], "districts") == ()
    assert rings_of({}, "rings") == rings_of(None, "rings") == ()


def test_numbers_count_what_everybody_may_see_and_lead_to_their_lists(client: Client, alliance: SmallAlliance) -> None:
    make_entry("problem", "Buses")
    make_entry("problem", "Doctors")
    make_entry("problem", "Not yet public", visibility="alliance")
    make_entry("problem", "Deleted", deleted_at=clock.now())
    numbers = {knot.kind: knot for knot in queries.public_numbers()}
    assert numbers["problem"].number == "2"
    assert numbers["problem"].url == reverse("problems:list")
    assert numbers["evidence"].number == "0"


def test_nothing_is_on_and_the_block_now_is_not_there(client: Client, alliance: SmallAlliance) -> None:
    assert "now-grid" not in client.get("/").content.decode()


def test_a_running_workshop_is_the_live_panel_and_planned_ones_stand_beside_it(
    client: Client, alliance: SmallAlliance
) -> None:
    make_workshop(alliance.hettstedt, "What brings you back?", state="running", code="123456")
    tomorrow = clock.today() + timedelta(days=1)
    make_workshop(alliance.goerlitz, "Buses at night", state="planned", day=tomorrow)
    make_workshop(alliance.goerlitz, "Long ago", state="planned", day=tomorrow - timedelta(days=9))
    html = client.get("/").content.decode()
    assert html.index("now-live") < html.index("What brings you back?") < html.index("Buses at night")
    assert "Long ago" not in html
    assert "123456" not in html


def test_the_three_latest_outcomes_are_public_ones(client: Client, alliance: SmallAlliance) -> None:
    for number in range(4):
        make_entry("project", f"Project {number}", created_at=clock.now() - timedelta(days=10 - number))
    make_entry("recommendation", "A draft", visibility="alliance")
    make_entry("problem", "A problem")
    assert [entry.title for entry in queries.latest_outcomes()] == ["Project 3", "Project 2", "Project 1"]


def test_the_start_page_costs_the_same_with_many_things(client: Client, alliance: SmallAlliance) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/").status_code == 200
        return len(captured)

    make_workshop(alliance.hettstedt, "First", state="running", code="111111")
    make_entry("project", "First", city=alliance.hettstedt)
    make_workshop(alliance.goerlitz, "Ahead", state="planned", day=clock.today())
    client.get("/")
    few = cost()
    for number in range(20):
        make_workshop(alliance.goerlitz, f"Ahead {number}", state="planned", day=clock.today())
        make_workshop(alliance.goerlitz, f"Now {number}", state="running", code=f"2222{number:02}")
        make_entry("project", f"P {number}", city=alliance.hettstedt)
    assert cost() == few <= 12


# ── cities ──────────────────────────────────────────────────────────────────


def test_cities_stand_below_their_networks(
    client: Client, alliance: SmallAlliance, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(8):
        text = text_of(client.get("/cities/"))
    assert text.index("Network of Görlitz") < text.index("Network of Hettstedt")
    assert "Saalfeld/Saale" in text


def test_a_city_says_who_it_is_and_where_its_figures_come_from(client: Client, alliance: SmallAlliance) -> None:
    city = alliance.goerlitz
    City.objects.filter(pk=city.pk).update(
        population=56000, population_source="Destatis, 31.12.2022", central_place="upper-shared",
        other_names={"hsb": "Zhorjelc", "pl": "Zgorzelec"},
    )  # fmt: skip
    html = client.get("/cities/goerlitz").content.decode()
    for words in ("56,000", "Destatis, 31.12.2022", "upper centre shared", "14626110", "Sachsen", "Network of Görlitz"):
        assert words in html
    assert '<span lang="hsb">Zhorjelc</span>' in html
    assert "map-dot--here" in html


def test_a_city_with_nothing_yet_says_so(client: Client, alliance: SmallAlliance) -> None:
    text = text_of(client.get("/cities/hettstedt"))
    assert "Nothing stands here yet" in text
    assert "Nobody is entered for this city yet." in text


def test_an_unknown_city_is_not_found(client: Client, alliance: SmallAlliance) -> None:
    assert client.get("/cities/atlantis").status_code == 404


def test_the_rooms_can_put_things_on_a_citys_page() -> None:
    assert "city" in PAGES


def test_only_partners_see_the_address_of_a_contact(
    client: Client, invite: Invite, officer_of_hettstedt: Person, ministry_of_st: Person, expert_of_goerlitz: Person
) -> None:
    for page in ("/cities/hettstedt", "/contact"):
        client.logout()
        seen = client.get(page).content.decode()
        assert "Jana Wernicke" in seen
        assert officer_of_hettstedt.email not in seen
        client.force_login(ministry_of_st)
        assert officer_of_hettstedt.email not in client.get(page).content.decode()
        client.force_login(expert_of_goerlitz)
        assert officer_of_hettstedt.email in client.get(page).content.decode()


def test_whose_role_has_ended_is_no_contact_any_more(
    client: Client, alliance: SmallAlliance, officer_of_hettstedt: Person
) -> None:
    yesterday = clock.today() - timedelta(days=1)
    officer_of_hettstedt.memberships.update(since=yesterday, until=yesterday)  # type: ignore[attr-defined]
    assert "Jana Wernicke" not in client.get("/cities/hettstedt").content.decode()
    assert "Jana Wernicke" not in client.get("/contact").content.decode()


def test_a_citys_page_costs_the_same_with_many_neighbours(
    client: Client, alliance: SmallAlliance, invite: Invite
) -> None:
    def cost() -> int:
        client.get("/cities/hettstedt")
        with CaptureQueriesContext(connection) as captured:
            client.get("/cities/hettstedt")
        return len(captured)

    invite("First Person", Role.CITY_COORDINATOR, city=alliance.hettstedt)
    few = cost()
    for number in range(12):
        actions.add_city(
            actor=alliance.coordinator, name=f"Town {number}", ags=f"150870{number:02}", latitude=51.5, longitude=11.4,
            network=alliance.hettstedt.network, district=alliance.hettstedt.district,
        )  # fmt: skip
        invite(f"Person {number}", Role.CITY_COORDINATOR, city=alliance.hettstedt)
    assert cost() == few <= 14


def test_a_malicious_name_is_text_everywhere(client: Client, alliance: SmallAlliance) -> None:
    evil = '<script>alert("x")</script>'
    City.objects.filter(pk=alliance.hettstedt.pk).update(name=evil, other_names={'"><b>': evil})
    for page in ("/", "/cities/", "/cities/hettstedt", "/contact"):
        assert "<script>alert" not in client.get(page).content.decode()


# ── what one reads ──────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("slug", handbook.ORDER)
def test_every_page_of_the_handbook_can_be_read(client: Client, slug: str, language: str) -> None:
    page = client.get(f"/handbook/{slug}", headers={"accept-language": language})
    html = page.content.decode()
    assert page.status_code == 200
    assert not page.cookies
    assert html.count("<h1") == 1
    assert "<h2>" in html


def test_both_languages_of_the_handbook_have_the_same_sections() -> None:
    german, english = handbook._pages("de"), handbook._pages("en")
    assert [page.html.count("<h2>") for page in german] == [page.html.count("<h2>") for page in english]
    assert all(page.title and page.summary for page in (*german, *english))


def test_every_picture_of_the_handbook_is_shown_and_there_in_both_languages() -> None:
    german, english = handbook.pictures("de"), handbook.pictures("en")
    assert german.keys() == english.keys()
    for language, kept in (("de", german), ("en", english)):
        shown = "".join(page.html for page in handbook._pages(language))
        unused = {name for name, picture in kept.items() if picture.file.removesuffix(".webp") not in shown}
        assert not unused
        assert shown.count("<figure>") == shown.count("<figcaption>") > 10
        chapters = ("coordinator", "facilitating", "table-secretary", "expert", "projects")
        assert all("<figure>" in page.html for page in handbook._pages(language) if page.slug in chapters)
    assert "<p><figure>" not in shown


def test_a_language_without_a_handbook_reads_the_english_one(client: Client, settings: Any) -> None:
    settings.LANGUAGES = [("de", "Deutsch"), ("pl", "polski")]
    assert client.get("/handbook/roles", headers={"accept-language": "pl"}).status_code == 200


def test_an_unknown_page_of_the_handbook_is_not_found(client: Client) -> None:
    assert client.get("/handbook/nothing").status_code == 404


def test_the_imprint_says_when_it_is_not_filled_in(client: Client, settings: Any, alliance: SmallAlliance) -> None:
    assert "not filled in yet" in text_of(client.get("/imprint"))
    settings.IMPRINT = "Stadt Görlitz\n<b>Untermarkt</b>"
    html = client.get("/imprint").content.decode()
    assert "not filled in yet" not in html
    assert "Stadt Görlitz<br>&lt;b&gt;Untermarkt" in html


def test_privacy_names_every_cookie_the_house_can_set(client: Client, settings: Any) -> None:
    html = client.get("/privacy").content.decode()
    for name in (settings.SESSION_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME, "appearance"):
        assert f"<code>{name}</code>" in html


@pytest.mark.parametrize("name", OPEN_PAGES)
def test_pages_that_are_read_take_no_posts(client: Client, name: str) -> None:
    assert client.post(reverse(f"site:{name}"), headers={"sec-fetch-site": "same-origin"}).status_code == 405


def test_a_city_shows_what_each_room_knows_of_it_and_nothing_that_the_visitor_may_not_see(
    client: Client, alliance: SmallAlliance, officer_of_hettstedt: Person
) -> None:
    here = {"city": alliance.hettstedt, "network": alliance.hettstedt.network}
    entries = {
        kind: Entry.objects.create(kind=kind, title=f"A {kind} of this city", **here)
        for kind in ("evidence", "idea", "experience", "project", "recommendation")
    }
    Idea.objects.create(entry=entries["idea"], text=entries["idea"].title, standing="pool")
    Entry.objects.filter(pk=entries["recommendation"].pk).update(city=None, network=None, state="released")
    released = Recommendation.objects.create(entry=entries["recommendation"])
    Release.objects.create(recommendation=released, number=1, content="{}", sha256="0" * 64)
    Link.objects.create(source=entries["evidence"], target=released.entry, kind="supported-by")
    shown = ("evidence", "idea", "experience", "recommendation")

    page = client.get(alliance.hettstedt.get_absolute_url()).content.decode()
    assert [kind for kind in shown if f"A {kind} of this city" not in page] == []
    elsewhere = client.get(alliance.saalfeld.get_absolute_url()).content.decode()
    assert [kind for kind in shown if f"A {kind} of this city" in elsewhere] == []
    Entry.objects.filter(city=alliance.hettstedt).update(visibility="city")
    page = client.get(alliance.hettstedt.get_absolute_url()).content.decode()
    assert [kind for kind in shown if f"A {kind} of this city" in page] == []
