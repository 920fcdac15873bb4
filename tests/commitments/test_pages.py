"""Commitments in a browser: on the item's page, on their own, as a list and as a file."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from netzwerkstatt.foundation.commitments.actions import commit, hand_back, postpone, report_done
from netzwerkstatt.foundation.commitments.models import Commitment, State
from netzwerkstatt.foundation.entries.models import Entry, Visibility
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.versions.erasing import erasures_of

LIST = "/commitments/"


def in_days(days):
    return clock.today() + timedelta(days=days)


@pytest.fixture
def own(jana, entry):
    return commit(actor=jana, entry=entry, what="Ask three schools", due=in_days(20), person=jana)


@pytest.fixture
def for_ole(jana, ole, entry):
    return commit(actor=jana, entry=entry, what="Send the timetable", due=in_days(10), person=ole)


def many(entry, person, number, **fields):
    """So many commitments at once."""
    rows = [
        Commitment(entry=entry, what=f"Number {n}", person=person, author=person, due=in_days(n % 9), **fields)
        for n in range(number)
    ]
    return Commitment.objects.bulk_create(rows)


def queries(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_partners_read_on_the_items_page_who_does_what(problem, own, for_ole, ole, browser):
    html = browser(ole).get(problem.get_absolute_url()).content.decode()
    assert html.index("Send the timetable") < html.index("Ask three schools")
    assert f"/e/{problem.public_id}/commitments/new" in html


def test_visitors_and_citizens_read_nothing_of_it_and_it_costs_them_no_query(problem, own, citizen, browser):
    for client in (browser(), browser(citizen)):
        client.get(problem.get_absolute_url())
        with CaptureQueriesContext(connection) as seen:
            html = client.get(problem.get_absolute_url()).content.decode()
        assert "Ask three schools" not in html
        assert not [query for query in seen if "commitments_" in query["sql"]]
        assert client.get(own.get_absolute_url()).status_code in {302, 403}


def test_a_commitment_is_gone_for_who_may_not_see_its_item(own, entry, ole, browser):
    assert browser(ole).get(own.get_absolute_url()).status_code == 200
    Entry.objects.filter(pk=entry.pk).update(visibility=Visibility.CITY)
    client = browser(ole)
    assert client.get(own.get_absolute_url()).status_code == 404
    assert "Ask three schools" not in client.get(LIST, {"whose": "all"}).content.decode()
    assert "Ask three schools" not in client.get("/commitments.csv", {"whose": "all"}).getvalue().decode()


def test_one_writes_it_down_without_a_script(problem, jana, ole, browser):
    client = browser(jana)
    url = reverse("commitments:new", args=[problem.public_id])
    assert client.post(url, {"what": "", "due": ""}).status_code == 422
    sent = {"what": "Call the railway", "due": in_days(5).isoformat(), "person": ole.pk, "party": ""}
    page = client.post(url, sent, follow=True).content.decode()
    assert "Call the railway" in page
    assert "not accepted yet" in page


def test_who_is_named_accepts_on_the_page_or_hands_back_with_a_reason(for_ole, ole, browser):
    client = browser(ole)
    assert "Do you do it?" in client.get(for_ole.get_absolute_url()).content.decode()
    page = client.post(reverse("commitments:accept", args=[for_ole.public_id]), follow=True).content.decode()
    assert "Do you do it?" not in page
    back = reverse("commitments:hand-back", args=[for_ole.public_id])
    assert client.post(back, {"reason": ""}).status_code == 422
    assert "No <time>" not in client.post(back, {"reason": "No <time>."}, follow=True).content.decode()
    for_ole.refresh_from_db()
    assert for_ole.is_handed_back


def test_done_shows_its_proof_and_the_item_behind_an_address(own, problem, jana, browser):
    client = browser(jana)
    url = reverse("commitments:done", args=[own.public_id])
    today = clock.today().isoformat()
    assert client.post(url, {"on": today, "entry": "https://example.org/nothing"}).status_code == 422
    address = f"https://example.org{problem.get_absolute_url()}"
    page = client.post(url, {"on": today, "proof": "Letters are out.", "entry": address}, follow=True).content.decode()
    assert "Letters are out." in page
    assert problem.title in page
    assert "Take it up again" in page


def test_every_step_has_its_page_and_who_may_not_is_refused(own, jana, expert_of_goerlitz, browser):
    names = ("done", "postpone", "drop", "resume", "reword", "entrust")
    for name in names:
        url = reverse(f"commitments:{name}", args=[own.public_id])
        assert browser(jana).get(url).status_code == 200
        assert browser(expert_of_goerlitz).get(url).status_code == 403


def test_the_list_knows_mine_my_citys_and_what_is_late(own, for_ole, entry, jana, ole, browser):
    with clock.telling(clock.now() - timedelta(days=30)):
        commit(actor=jana, entry=entry, what="Long late", due=in_days(25), person=jana)
    mine = browser(ole).get(LIST).content.decode()
    assert "Send the timetable" in mine
    assert "Ask three schools" not in mine
    city = browser(jana).get(LIST, {"whose": "city"}).content.decode()
    assert city.index("Long late") < city.index("Send the timetable") < city.index("Ask three schools")
    late = browser(ole).get(LIST, {"whose": "all", "state": "overdue"}).content.decode()
    assert "Long late" in late
    assert "Send the timetable" not in late


def test_filters_by_state_words_and_day(own, for_ole, jana, ole, browser):
    hand_back(actor=ole, commitment=for_ole, reason="On leave.")
    report_done(actor=jana, commitment=own)
    client = browser(jana)
    for asked, there, gone in [
        ({"state": "handed-back"}, "Send the timetable", "Ask three schools"),
        ({"state": State.DONE}, "Ask three schools", "Send the timetable"),
        ({"state": "every", "q": "schools"}, "Ask three schools", "Send the timetable"),
        ({"state": "every", "until": in_days(12).isoformat()}, "Send the timetable", "Ask three schools"),
    ]:
        html = client.get(LIST, {"whose": "all", **asked}).content.decode()
        assert there in html
        assert gone not in html


def test_pages_go_on_by_key_and_show_each_once(entry, jana, browser):
    many(entry, jana, 60)
    client, url, seen = browser(jana), LIST, []
    while url:
        context = client.get(url).context
        seen += [row.pk for row in context["rows"]]
        url = context["keyset"].after and f"{LIST}{context['keyset'].after}"
    assert len(seen) == len(set(seen)) == 60


@pytest.mark.once
def test_list_panel_and_desk_cost_the_same_with_three_and_with_sixty(problem, entry, jana, browser):
    client = browser(jana)
    pages = (LIST, f"{LIST}?whose=city&state=every", problem.get_absolute_url(), "/desk")
    many(entry, jana, 3)
    few = [queries(client, page) for page in pages]
    many(entry, jana, 57)
    assert [queries(client, page) for page in pages] == few


def test_the_file_holds_what_the_filters_show_and_no_formula(own, entry, jana, browser):
    commit(actor=jana, entry=entry, what="=1+1", due=in_days(2), party="+ Club")
    answer = browser(jana).get("/commitments.csv", {"whose": "all"})
    lines = answer.getvalue().decode().splitlines()
    assert len(lines) == 3
    assert lines[1].startswith("'=1+1;'+ Club;")
    assert "attachment" in answer["Content-Disposition"]


def test_the_history_stands_on_the_page(own, jana, browser):
    postpone(actor=jana, commitment=own, due=in_days(30), reason="The school year ends.")
    html = browser(jana).get(own.get_absolute_url()).content.decode()
    assert "made the commitment" in html
    assert "postponed it" in html
    assert "The school year ends." in html


def test_with_a_deleted_item_its_commitments_go(own, entry):
    for erasure in erasures_of(entry.kind):
        if erasure.name == "commitments":
            erasure.erase(entry)
    assert not Commitment.objects.exists()
