import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from netzwerkstatt.evidence.actions import make_card
from netzwerkstatt.foundation.accounts.access import everyone
from netzwerkstatt.foundation.entries import offers
from netzwerkstatt.foundation.entries.models import Link
from netzwerkstatt.foundation.entries.offers import Offer, offers_on, panels_on, register_offer
from netzwerkstatt.problems.actions import Tried, name_problem, support_with_evidence
from netzwerkstatt.problems.models import Attempt, Problem
from netzwerkstatt.problems.queries import problems_of_city
from tests.evidence.futures import futures_of

pytestmark = pytest.mark.django_db
LEAVING = "After school they leave – and too few come back"


@pytest.fixture
def problem(officer_of_hettstedt, hettstedt, alliance, card):
    return name_problem(
        actor=officer_of_hettstedt, city=hettstedt, statement=LEAVING, affected="Some 110 a year.\n\nClubs too.",
        tried=[Tried("Return day", "320 guests", "helped")], themes=[alliance.youth], cards=[card],
    )  # fmt: skip


@pytest.fixture
def officer(client, officer_of_hettstedt):
    client.force_login(officer_of_hettstedt)
    return client


def form(hettstedt, **more):
    return {
        "statement": LEAVING, "city": hettstedt.pk, "affected": "16 to 25", "client_id": str(uuid.uuid4()),
        "tried-TOTAL_FORMS": "5", "tried-INITIAL_FORMS": "0", "tried-0-text": "Return day",
        "tried-0-verdict": "helped", "tried-0-result": "320 guests",
    } | more  # fmt: skip


def test_a_visitor_reads_a_problem_without_a_cookie(client, problem, card):
    response = client.get(problem.get_absolute_url())
    html = response.content.decode()
    assert response.status_code == 200
    assert not response.cookies
    for words in (
        LEAVING,
        "Some 110 a year.",
        "Clubs too.",
        "Return day",
        "it helped",
        card.claim,
        "B-1",
        "unchanged since",
    ):
        assert words in html
    assert "What can happen next" not in html


def test_the_first_card_is_shown_in_full_and_the_others_small(
    client, problem, card, officer_of_hettstedt, classic_file, young_women
):
    second = make_card(actor=officer_of_hettstedt, file=classic_file, refs=young_women[:1], title="1,746 in 2015")
    support_with_evidence(actor=officer_of_hettstedt, problem=problem, card=second)
    html = client.get(problem.get_absolute_url()).content.decode()
    assert html.count('class="evidence stage--evidence') == 1
    assert html.count('class="evidence-small"') == 1
    assert html.index(card.claim) < html.index("1,746 in 2015")


def test_a_bare_problem_says_what_belongs_there(client, officer, officer_of_hettstedt, hettstedt):
    bare = name_problem(actor=officer_of_hettstedt, city=hettstedt, statement=LEAVING, affected="all")
    html = officer.get(bare.get_absolute_url()).content.decode()
    assert "No evidence yet" in html
    assert "Find evidence" in html
    assert "Nothing so far" in html
    assert "Find evidence" not in Client().get(bare.get_absolute_url()).content.decode()


def test_an_unknown_problem_is_not_found(client):
    assert client.get("/problems/nothing").status_code == 404


def test_a_later_room_puts_its_offer_on_the_problems_page(officer, client, problem):
    later = Offer("problem", "test-later", "Ask for a workshop", everyone, lambda p: f"/x/{p.public_id}", primary=True)
    register_offer(later)
    try:
        html = officer.get(problem.get_absolute_url()).content.decode()
        assert html.index("Ask for a workshop") < html.index(f"/problems/{problem.public_id}/evidence")
    finally:
        offers._offers.pop(("problem", "test-later"))


def test_what_can_be_done_depends_on_who_looks(problem, officer_of_hettstedt, officer_of_goerlitz):
    assert "support" in [offer.verb for offer in offers_on("problem", problem, officer_of_hettstedt)]
    assert "support" not in [offer.verb for offer in offers_on("problem", problem, officer_of_goerlitz)]


# ── naming ──────────────────────────────────────────────────────────────────


def test_a_person_names_a_problem_from_a_figure(officer, hettstedt, card):
    page = officer.get(f"{reverse('problems:new')}?card={card.public_id}").content.decode()
    assert card.claim in page
    assert f'<option value="{hettstedt.pk}" selected' in page
    response = officer.post(reverse("problems:new"), form(hettstedt, card=card.public_id))
    problem = Problem.objects.get()
    assert response.url == problem.get_absolute_url()
    assert problem.entry.links_in.get().source == card.entry
    assert list(Attempt.objects.values_list("text", "verdict")) == [("Return day", "helped")]


def test_a_double_click_names_one_problem(officer, hettstedt):
    sent = form(hettstedt)
    first, second = (officer.post(reverse("problems:new"), sent) for _ in range(2))
    assert first.url == second.url
    assert Problem.objects.count() == 1


def test_wrong_input_keeps_what_was_typed(officer, hettstedt, card):
    sent = form(
        hettstedt, statement="", affected="<script>alert(1)</script>", card=card.public_id,
        **{"tried-1-result": "it went", "tried-0-text": "y" * 161},
    )  # fmt: skip
    response = officer.post(reverse("problems:new"), sent)
    html = response.content.decode()
    assert response.status_code == 422
    assert "&lt;script&gt;" in html
    assert "<script>alert" not in html
    assert "y" * 161 in html
    assert "What was tried here?" in html
    assert f'name="card" value="{card.public_id}"' in html
    assert sent["client_id"] in html
    assert not Problem.objects.exists()


def test_a_damaged_form_is_no_crash(officer, hettstedt):
    for broken in (
        {"tried-TOTAL_FORMS": "999999"},
        {"tried-TOTAL_FORMS": "x"},
        {"city": "' OR 1=1"},
        {"statement": "a\x00b"},
    ):
        assert officer.post(reverse("problems:new"), form(hettstedt) | broken).status_code == 422


def test_another_citys_problem_cannot_be_named(officer, saalfeld):
    assert officer.post(reverse("problems:new"), form(saalfeld)).status_code == 422
    assert not Problem.objects.exists()


def test_a_malicious_statement_is_only_text(officer, hettstedt):
    officer.post(reverse("problems:new"), form(hettstedt, statement='"><img src=x onerror=alert(1)>'))
    html = officer.get(Problem.objects.get().get_absolute_url()).content.decode()
    assert "<img src=x" not in html
    assert "&lt;img src=x" in html


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_visitor_signs_in_first(method, client, hettstedt):
    visitor = Client(headers={"sec-fetch-site": "same-origin"})
    response = getattr(visitor, method)(reverse("problems:new"))
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_a_ministry_reads_but_does_not_name(client, ministry_of_st):
    client.force_login(ministry_of_st)
    assert client.get(reverse("problems:new")).status_code == 403


# ── evidence ────────────────────────────────────────────────────────────────


def test_a_person_searches_evidence_and_rests_the_problem_on_it(officer, officer_of_hettstedt, hettstedt, card):
    bare = name_problem(actor=officer_of_hettstedt, city=hettstedt, statement=LEAVING, affected="all")
    address = reverse("problems:support", args=[bare.public_id])
    assert card.claim in officer.get(address + "?q=Mansfeld").content.decode()
    assert card.claim not in officer.get(address + "?q=Hamburg").content.decode()
    for _ in range(2):
        assert officer.post(address, {"card": card.public_id}).url == bare.get_absolute_url()
    assert bare.entry.links_in.count() == 1
    assert card.claim not in officer.get(address).content.decode()


@pytest.mark.parametrize("sent", [{}, {"card": ""}, {"card": "nothing"}, {"card": "' OR 1=1"}])
def test_a_wrong_choice_of_evidence_is_said(officer, officer_of_hettstedt, hettstedt, card, sent):
    bare = name_problem(actor=officer_of_hettstedt, city=hettstedt, statement=LEAVING, affected="all")
    response = officer.post(reverse("problems:support", args=[bare.public_id]), sent)
    assert response.status_code == 422
    assert not bare.entry.links_in.exists()


def test_another_city_gets_a_clear_refusal(client, officer_of_goerlitz, problem, card):
    client.force_login(officer_of_goerlitz)
    address = reverse("problems:support", args=[problem.public_id])
    assert client.get(address).status_code == 403
    response = client.post(address, {"card": card.public_id})
    assert response.status_code == 403
    assert "the city that has it" in response.content.decode()


# ── lists and panels ────────────────────────────────────────────────────────


def test_the_list_is_filtered_by_land_theme_city_and_words(client, problem, officer_of_goerlitz, goerlitz):
    name_problem(actor=officer_of_goerlitz, city=goerlitz, statement="The bridge is closed", affected="all")
    shown = lambda query: client.get(f"/problems/?{query}").content.decode()  # noqa: E731
    assert LEAVING in shown("land=ST")
    assert "The bridge is closed" not in shown("land=ST")
    assert "The bridge is closed" not in shown("theme=youth")
    assert LEAVING not in shown("city=goerlitz")
    assert "The bridge is closed" in shown("q=BRIDGE")
    assert "Nothing found" in shown("q=zebra")
    assert LEAVING in shown("land=XX&page=99")


def test_an_empty_list_says_what_begins_here(client, alliance):
    assert "No problem yet" in client.get("/problems/").content.decode()


def _queries(client, address):
    client.get(address)  # what each process knows for some seconds
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_pages_cost_the_same_with_many_problems(client, problem, officer_of_hettstedt, hettstedt, card):
    name_problem(actor=officer_of_hettstedt, city=hettstedt, statement="Second", affected="all", cards=[card])
    few = _queries(client, "/problems/"), _queries(client, card.get_absolute_url())
    for number in range(18):
        name_problem(actor=officer_of_hettstedt, city=hettstedt, statement=f"No {number}", affected="all", cards=[card])
    assert (_queries(client, "/problems/"), _queries(client, card.get_absolute_url())) == few
    assert few[0] <= 10


def test_a_problem_page_costs_the_same_with_many_cards(
    client, problem, officer_of_hettstedt, classic_file, young_women
):
    few = _queries(client, problem.get_absolute_url())
    for number in range(8):
        card = make_card(actor=officer_of_hettstedt, file=classic_file, refs=young_women[:1], title=f"Figure {number}")
        support_with_evidence(actor=officer_of_hettstedt, problem=problem, card=card)
    assert _queries(client, problem.get_absolute_url()) == few
    assert few <= 20


def test_a_citys_page_shows_its_newest_problems_and_how_many_more(problem, officer_of_hettstedt, hettstedt, saalfeld):
    for number in range(6):
        name_problem(actor=officer_of_hettstedt, city=hettstedt, statement=f"No {number}", affected="all")
    panel = problems_of_city(hettstedt, None)
    assert [one.title for one in panel.problems] == [f"No {number}" for number in (5, 4, 3, 2, 1)]
    assert panel.more == 2
    assert problems_of_city(saalfeld, None) is None


def test_a_cards_page_shows_what_rests_on_it_and_offers_to_name_a_problem(
    officer, client, problem, card, officer_of_hettstedt
):
    html = officer.get(card.get_absolute_url()).content.decode()
    assert LEAVING in html
    assert f"/problems/new?card={card.public_id}" in html
    assert f"/problems/new?card={card.public_id}" not in Client().get(card.get_absolute_url()).content.decode()
    assert panels_on("evidence", "main", card, None)


def test_a_scenario_is_put_into_a_problem_from_either_page_and_stands_there_with_what_comes_of_it(
    client, officer_of_hettstedt, officer_of_saalfeld, hettstedt, problem
):
    _usual, scenario = futures_of(actor=officer_of_hettstedt, city=hettstedt)
    client.force_login(officer_of_hettstedt)
    choose = reverse("problems:discuss", args=[problem.public_id])
    assert "Forty homes a year" in client.get(choose).content.decode()
    assert client.post(choose, {"chosen": "", "client_id": str(uuid.uuid4())}).status_code == 422
    assert client.post(choose, {"chosen": scenario.public_id, "client_id": str(uuid.uuid4())}).status_code == 302
    assert "Nothing to choose from" in client.get(choose).content.decode()
    again = reverse("problems:discuss-in", args=[scenario.public_id])
    assert "Your city has no other problem" in client.get(again).content.decode()
    assert client.post(again, {"chosen": problem.public_id, "client_id": str(uuid.uuid4())}).status_code == 302
    assert Link.objects.filter(target=scenario.entry).count() == 1

    client.force_login(officer_of_saalfeld)
    assert client.get(choose).status_code == 403
    assert client.post(again, {"chosen": problem.public_id, "client_id": str(uuid.uuid4())}).status_code == 422

    client.logout()
    page = client.get(problem.get_absolute_url()).content.decode()
    assert "Scenarios discussed here" in page
    assert "on the middle path" in page
    assert LEAVING in client.get(scenario.get_absolute_url()).content.decode()
