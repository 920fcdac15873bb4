"""Every page of a workshop, opened and used as people do."""

import json
import re
from hashlib import sha256
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from netzwerkstatt.foundation.entries.desk import tasks_of
from netzwerkstatt.foundation.events.consumers import catch_up
from netzwerkstatt.ideas.models import Cluster, Idea, Standing
from netzwerkstatt.ideas.writing import create_ideas
from netzwerkstatt.workshops import actions
from netzwerkstatt.workshops.models import Invitation, Workshop
from tests.workshops.room import browser, phone


def text(response):
    return response.content.decode()


FRAME = {"day": "2030-02-04", "begins": "13:00", "place": "Saigerhütte", "question": "What now?"}


def test_the_city_of_a_problem_asks_for_a_workshop_on_the_problems_page(problem, officer_of_hettstedt):
    client = browser(officer_of_hettstedt)
    page = text(client.get(f"/problems/{problem.public_id}"))
    assert f"/workshops/request?problem={problem.public_id}" in page

    answer = client.post(f"/workshops/request?problem={problem.public_id}", {"title": "What brings you back?"})
    made = Workshop.objects.get()
    assert answer.headers["Location"] == f"/workshops/{made.public_id}/plan"
    assert "What brings you back?" in text(client.get(f"/problems/{problem.public_id}"))


def test_asking_for_another_city_is_refused(problem, officer_of_saalfeld):
    answer = browser(officer_of_saalfeld).post(f"/workshops/request?problem={problem.public_id}", {"title": "Ours"})
    assert answer.status_code == 403
    assert not Workshop.objects.exists()


def test_a_request_without_a_title_keeps_the_question(problem, officer_of_hettstedt):
    answer = browser(officer_of_hettstedt).post(
        f"/workshops/request?problem={problem.public_id}", {"title": "", "question": "Kept words?"}
    )
    assert answer.status_code == 200
    assert "Kept words?" in text(answer)
    assert not Workshop.objects.exists()


def test_a_frame_is_saved_and_the_clock_is_computed(requested, officer_of_hettstedt):
    client = browser(officer_of_hettstedt)
    answer = client.post(f"/workshops/{requested.public_id}/plan", FRAME | {"ends": "14:00"})
    assert answer.status_code == 302, re.findall(r"kern-error.*", text(answer))
    requested.refresh_from_db()
    assert requested.state == "planned"
    page = text(client.get(f"/workshops/{requested.public_id}"))
    for clock in ("13.00", "13.30", "13.50"):
        assert clock in page
    plan = text(client.get(f"/workshops/{requested.public_id}/plan"))
    assert "20 minutes too long" in plan
    assert "The room ends here" in plan
    sheet = text(client.get(f"/workshops/{requested.public_id}/plan/sheet"))
    assert "Run sheet" in sheet
    assert "13.50" in sheet


def test_phases_are_moved_added_changed_doubled_and_taken_out_by_buttons(requested, officer_of_hettstedt):
    client, address = browser(officer_of_hettstedt), f"/workshops/{requested.public_id}/plan/phase"

    def kinds():
        return list(requested.phases.order_by("number").values_list("kind", flat=True))

    client.post(address, {"do": "down:1"})
    assert kinds() == ["cluster", "collect", "dots", "decide"]
    client.post(address, {"do": "up:2"})
    client.post(address, {"do": "up:1"})
    assert kinds() == ["collect", "cluster", "dots", "decide"]
    added = client.post(address, {"do": "add", "kind": "feedback"})
    assert added.headers["Location"].endswith("/plan?phase=5#phase-5")
    client.post(address, {"do": "double:1"})
    client.post(address, {"do": "remove:3"})
    assert kinds() == ["collect", "collect", "dots", "decide", "feedback"]
    assert [one.number for one in requested.phases.order_by("number")] == [1, 2, 3, 4, 5]

    page = text(client.get(f"/workshops/{requested.public_id}/plan?phase=3"))
    assert 'name="phase-3-dots"' in page
    change = {"do": "change:3", "phase-3-title": "Weigh", "phase-3-kind": "dots", "phase-3-minutes": 12}
    page = text(client.post(address, change | {"phase-3-dots": 0, "phase-3-reveals": "close"}))
    assert "kern-error" in page
    client.post(address, change | {"phase-3-dots": 7, "phase-3-reveals": "close"})
    third = requested.phases.get(number=3)
    assert (third.minutes, third.dots, third.prompt) == (12, 7, "")
    refused = client.post(address, {"do": "add", "kind": "dots"}, follow=True)
    assert "Dots are given once" in text(refused)


def test_what_does_not_hold_is_said_at_its_field(requested, officer_of_hettstedt):
    page = text(
        browser(officer_of_hettstedt).post(f"/workshops/{requested.public_id}/plan", FRAME | {"day": "1999-01-01"})
    )
    assert "This day has passed" in page
    requested.refresh_from_db()
    assert requested.state == "requested"


def test_planning_is_for_the_host_city(requested, officer_of_saalfeld):
    assert browser(officer_of_saalfeld).get(f"/workshops/{requested.public_id}/plan").status_code == 403
    assert browser().get(f"/workshops/{requested.public_id}/plan").status_code == 302


def test_an_expert_is_invited_and_answers_on_the_page(planned, officer_of_hettstedt, expert_of_goerlitz):
    host = browser(officer_of_hettstedt)
    page = text(host.get(f"/workshops/{planned.public_id}/plan"))
    assert expert_of_goerlitz.name in page
    field = f"e{expert_of_goerlitz.pk}-why"
    empty = host.post(f"/workshops/{planned.public_id}/experts", {"person": expert_of_goerlitz.pk, field: ""})
    assert "one sentence why" in text(empty)
    host.post(f"/workshops/{planned.public_id}/experts", {"person": expert_of_goerlitz.pk, field: "Knows trains"})
    expert = browser(expert_of_goerlitz)
    assert "Knows trains" in text(expert.get(f"/workshops/{planned.public_id}"))
    expert.post(f"/workshops/{planned.public_id}/invitation", {"comes": "yes"})
    assert Invitation.objects.get().answer == "comes"
    assert host.post(f"/workshops/{planned.public_id}/invitation", {"comes": "no"}).status_code == 404
    assert Invitation.objects.get().answer == "comes"


def test_the_console_leads_through_the_whole_workshop(planned, officer_of_hettstedt):
    host, public_id = browser(officer_of_hettstedt), planned.public_id
    host.post(f"/workshops/{public_id}/start")
    planned.refresh_from_db()
    assert planned.spoken_code in text(host.get(f"/workshops/{public_id}/console"))
    assert "svg" in text(host.get(f"/workshops/{public_id}/print"))

    host.post(f"/workshops/{public_id}/console/phase", {"phase": 1, "do": "open"})
    guest = phone(planned)
    for words in ("A rehearsal room", "<script>alert(1)</script>", "A late train"):
        answer = guest.post(f"/w/{public_id}", {"phase": 1, "text": words, "client_id": uuid4()})
        assert answer.headers["Location"] == f"/w/{public_id}?sent=1"
    assert "A rehearsal room" in text(guest.get(f"/w/{public_id}"))
    board = text(host.get(f"/workshops/{public_id}/console"))
    assert "A rehearsal room" not in board
    assert "Close and reveal 3 contributions" in board

    host.post(f"/workshops/{public_id}/console/phase", {"phase": 1, "do": "reveal"})
    host.post(f"/workshops/{public_id}/console/phase", {"phase": 2, "do": "open"})
    board = text(host.get(f"/workshops/{public_id}/console"))
    assert "&lt;script&gt;" in board
    assert "<script>alert" not in board

    ideas = list(Idea.objects.select_related("entry"))
    ids = [idea.public_id for idea in ideas[:2]]
    assert (
        host.post(f"/workshops/{public_id}/console/clusters", {"do": "new", "title": "", "ideas": ids}).status_code
        == 200
    )
    host.post(f"/workshops/{public_id}/console/clusters", {"do": "new", "title": "Evenings", "ideas": ids})
    cluster = Cluster.objects.get()
    assert cluster.size == 2
    host.post(f"/workshops/{public_id}/console/clusters", {"do": "out", "ideas": ids[:1]})
    host.post(f"/workshops/{public_id}/console/clusters", {"do": f"rename:{cluster.public_id}", "title": "Nights"})
    cluster.refresh_from_db()
    assert (cluster.title, cluster.size) == ("Nights", 1)

    host.post(f"/workshops/{public_id}/console/phase", {"phase": 3, "seen": 2, "do": "open"})
    votes = text(guest.get(f"/w/{public_id}"))
    assert "5 of 5 dots left" in votes
    name = ideas[0].public_id
    for _ in range(2):
        guest.post(f"/w/{public_id}/dots", {"set": f"{name}:2"})
    assert "3 of 5 dots left" in text(guest.get(f"/w/{public_id}"))
    assert "You have 5 dots" in text(guest.post(f"/w/{public_id}/dots", {"set": f"{name}:6"}))

    host.post(f"/workshops/{public_id}/console/phase", {"phase": 4, "seen": 3, "do": "open"})
    assert Idea.objects.get(pk=ideas[0].pk).dots == 2
    assert "talked over" in text(guest.get(f"/w/{public_id}"))
    assert "Please choose at least one" in text(host.post(f"/workshops/{public_id}/choose", {}))
    host.post(f"/workshops/{public_id}/choose", {"ideas": [name]})
    assert "Thank you" in text(guest.get(f"/w/{public_id}"))
    assert "What becomes final" in text(host.get(f"/workshops/{public_id}/release"))
    host.post(f"/workshops/{public_id}/release")

    protocol = text(browser().get(f"/workshops/{public_id}/protocol"))
    assert "1 person came in by code." in protocol
    assert "Nights" in protocol
    raw = browser().get(f"/workshops/{public_id}/protocol.json").content
    assert sha256(raw).hexdigest() in protocol
    assert json.loads(raw)["title"] == "What brings you back?"


def test_an_ideas_workshop_is_planned_from_the_workshops_page(released, officer_of_hettstedt):
    host = browser(officer_of_hettstedt)
    address = f"/workshops/from-ideas?workshop={released.public_id}"
    assert address in text(host.get(f"/workshops/{released.public_id}")).replace("&amp;", "&")
    chosen = Idea.objects.get(standing=Standing.CHOSEN)
    data = {"ideas": [chosen.pk], "title": "Make it real", "city": released.entry.city_id}
    answer = host.post(address, data)
    made = Workshop.objects.get(format="ideas-workshop")
    assert answer.headers["Location"] == f"/workshops/{made.public_id}/plan"
    assert "Project sketch" in text(host.get(f"/workshops/{made.public_id}/plan"))
    assert chosen.title in text(host.get(f"/workshops/{made.public_id}"))


def test_an_idea_from_the_pool_is_found_and_taken_up(released, officer_of_saalfeld, saalfeld):
    idea = Idea.objects.filter(standing=Standing.POOL).select_related("entry")[0]
    assert idea.title in text(browser().get("/ideas/"))
    word = idea.text.split()[-1]
    catch_up("search")
    assert idea.title in text(browser().get("/ideas/", {"q": word}))
    assert "Nothing about" in text(browser().get("/ideas/", {"q": "zzz"}))
    client = browser(officer_of_saalfeld)
    assert f"?idea={idea.public_id}" in text(client.get(f"/ideas/{idea.public_id}"))
    answer = client.post(f"/workshops/from-ideas?idea={idea.public_id}", {
        "ideas": [idea.pk], "title": "Here, too", "city": saalfeld.pk,
    })  # fmt: skip
    assert answer.status_code == 302


@pytest.mark.parametrize("path", ["/workshops/", "/join", "/ideas/"])
def test_empty_pages_say_what_belongs_there(alliance, path):
    answer = browser().get(path)
    assert answer.status_code == 200
    assert not answer.cookies


def test_visitors_get_no_cookie_from_reading(released):
    idea = Idea.objects.select_related("entry")[0]
    for path in (
        "/workshops/", f"/workshops/{released.public_id}", f"/workshops/{released.public_id}/ideas",
        f"/workshops/{released.public_id}/protocol", f"/ideas/{idea.public_id}", f"/w/{released.public_id}",
    ):  # fmt: skip
        answer = browser().get(path)
        assert answer.status_code == 200, path
        assert not answer.cookies, path


def fill(workshop, number):
    """So many ideas at once, with dots as they come."""
    ideas = create_ideas(
        home=workshop.entry, written=[(f"Idea {n}", None) for n in range(number)], at=workshop.entry.created_at
    )
    for n, idea in enumerate(ideas):
        idea.dots = n % 7
    Idea.objects.bulk_update(ideas, ["dots"])
    Workshop.objects.filter(pk=workshop.pk).update(ideas=number)
    return ideas


def queries_of(path):
    browser().get(path)  # what each process knows for some seconds
    with CaptureQueriesContext(connection) as captured:
        assert browser().get(path).status_code == 200
    return len(captured)


def test_pages_ask_the_database_as_often_for_two_ideas_as_for_forty(running):
    paths = [f"/workshops/{running.public_id}{part}" for part in ("", "/ideas", "/ideas?cluster=none")]
    fill(running, 2)
    few = [queries_of(path) for path in paths]
    fill(running, 40)
    many = [queries_of(path) for path in paths]
    assert few == many
    assert 0 < max(many) <= 20
    assert queries_of(Idea.objects.select_related("entry")[0].get_absolute_url()) <= 20


def test_paging_shows_every_idea_once_most_dots_first_and_leads_back(running):
    fill(running, 40)
    path, seen, back = f"/workshops/{running.public_id}/ideas", [], []
    address = path
    while address:
        page = text(browser().get(address))
        seen += re.findall(r'/ideas/([0-9a-z]{12})"', page)
        back.append(re.findall(r'rel="prev" href="([^"]+)"', page))
        following = re.findall(r'rel="next" href="([^"]+)"', page)
        address = path + following[0].replace("&amp;", "&") if following else ""
    assert len(seen) == len(set(seen)) == 40
    dots = dict(Idea.objects.values_list("entry__public_id", "dots"))
    assert [dots[one] for one in seen] == sorted(dots.values(), reverse=True)
    first = text(browser().get(path + back[1][0].replace("&amp;", "&")))
    assert re.findall(r'/ideas/([0-9a-z]{12})"', first) == seen[:15]


@pytest.mark.parametrize("at", ["x", "1.x", "-1.", "9" * 40, "1.1'", "²", "-"])
def test_a_broken_key_gives_a_page_all_the_same(running, at):
    fill(running, 3)
    assert browser().get(f"/workshops/{running.public_id}/ideas", {"at": at}).status_code == 200


def test_what_waits_lies_on_the_desk(requested, planned, officer_of_hettstedt, expert_of_goerlitz, officer_of_saalfeld):
    from netzwerkstatt.workshops.queries import waiting_for

    actions.invite_expert(actor=officer_of_hettstedt, workshop=planned, person=expert_of_goerlitz, why="Trains")
    assert [task.verb for task in tasks_of(waiting_for(expert_of_goerlitz))] == ["Answer the invitation"]
    actions.start_workshop(actor=officer_of_hettstedt, workshop=planned)
    assert [task.verb for task in tasks_of(waiting_for(officer_of_hettstedt))] == ["To the console"]
    assert tasks_of(waiting_for(officer_of_saalfeld)) == []
