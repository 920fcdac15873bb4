"""My desk: greeting, what waits, what I began, my roles, my profile."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import netzwerkstatt
from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.comments.actions import comment_on
from netzwerkstatt.foundation.entries.desk import Task, Waiting
from netzwerkstatt.foundation.entries.models import Entry, Link
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.consumers import catch_up
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.network.models import City, Role
from netzwerkstatt.foundation.network.people import update_profile
from netzwerkstatt.foundation.network.rules import standing
from netzwerkstatt.foundation.notifications.actions import follow, unfollow
from netzwerkstatt.problems.actions import name_problem
from netzwerkstatt.site import desk, queries
from netzwerkstatt.site.views.desk import greeting, waiting_words
from netzwerkstatt.site.words import spelled
from tests.conftest import Invite, last_event

pytestmark = pytest.mark.django_db
PROFILE = {"name": "Jana Wernicke", "function": "Demography", "expertise": "Return", "language": "en"}


@pytest.fixture
def client(officer_of_hettstedt: Person) -> Client:
    """The officer of Hettstedt at her desk, reading English."""
    client = Client(headers={"accept-language": "en", "sec-fetch-site": "same-origin"})
    client.force_login(officer_of_hettstedt)
    return client


@pytest.fixture
def tasks(monkeypatch: pytest.MonkeyPatch) -> list[Task]:
    """What the rooms say is waiting, to be filled by the test."""
    found: list[Task] = []

    def room(person: Person) -> list[Waiting]:
        return [Waiting(Person.objects.filter(pk=person.pk)[:1], lambda _rows: found)]

    monkeypatch.setattr("netzwerkstatt.site.desk.ROOMS", (room,))
    return found


def text_of(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def task(title: str, due: Any = None) -> Task:
    return Task("problem", title, "Hettstedt", "Go", "/somewhere", due)


def test_a_visitor_is_asked_to_sign_in_first(db: None) -> None:
    answer = Client().get("/desk")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in?next=/desk")
    assert not answer.cookies


def test_the_desk_greets_by_name_and_counts_in_words(client: Client, tasks: list[Task]) -> None:
    tasks += [task("First"), task("Second"), task("Third")]
    text = text_of(client.get("/desk"))
    assert "Jana Wernicke. Three things wait for you." in text
    assert "Drei Dinge warten auf Sie." in text_of(client.get("/desk", headers={"accept-language": "de"}))


def test_one_thing_is_one_thing_and_nothing_is_said_plainly() -> None:
    assert waiting_words(1) == "One thing waits for you."
    assert waiting_words(0) == "Nothing waits for you today."
    assert waiting_words(13) == "13 things wait for you."
    assert spelled(12) == "twelve"


@pytest.mark.parametrize(
    ("hour", "words"), [(3, "evening"), (4, "morning"), (10, "morning"), (11, "day"), (18, "evening")]
)
def test_the_greeting_goes_by_the_clock_of_the_town(hour: int, words: str) -> None:
    moment = datetime(2026, 6, 1, hour, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    assert greeting(moment, Person(name="Jana")).startswith(f"Good {words}, Jana.")


def test_what_is_due_first_lies_on_top(client: Client, tasks: list[Task]) -> None:
    today = clock.today()
    tasks += [task("Without a date"), task("Later", today + timedelta(days=9)), task("Late", today - timedelta(days=1))]
    html = client.get("/desk").content.decode()
    assert html.index("Late<") < html.index("Later<") < html.index("Without a date<")
    assert html.count("state--warn") == 1


def test_an_empty_desk_says_so(client: Client, tasks: list[Task]) -> None:
    text = text_of(client.get("/desk"))
    assert "Nothing waits for you today." in text
    assert "A free desk" in text
    assert "What you write or found will stand here" in text


def test_what_i_began_shows_how_far_it_came(client: Client, officer_of_hettstedt: Person, hettstedt: City) -> None:
    problem = Entry.objects.create(kind="problem", title="Buses", author=officer_of_hettstedt, city=hettstedt)
    workshop = Entry.objects.create(kind="workshop", title="At the Saigerhütte")
    project = Entry.objects.create(kind="project", title="A bus", visibility="alliance")
    for source, target in ((problem, workshop), (workshop, project)):
        Link.objects.create(source=source, target=target, kind="derived-from")
    (own,) = queries.belongings_of(officer_of_hettstedt).own
    assert (own.entry, own.label) == (problem, "Has come as far as: Flying workshop")
    Entry.objects.filter(pk=project.pk).update(visibility="public")
    assert queries.belongings_of(officer_of_hettstedt).own[0].label == "Has come as far as: Project"
    assert "Buses" in client.get("/desk").content.decode()


def test_nobody_elses_things_lie_on_my_desk(client: Client, officer_of_saalfeld: Person) -> None:
    Entry.objects.create(kind="problem", title="Of Saalfeld", author=officer_of_saalfeld)
    assert "Of Saalfeld" not in client.get("/desk").content.decode()


def test_my_roles_stand_with_their_days(client: Client, officer_of_hettstedt: Person) -> None:
    text = text_of(client.get("/desk"))
    assert "City coordinator, Hettstedt" in text
    yesterday = clock.today() - timedelta(days=1)
    officer_of_hettstedt.memberships.update(since=yesterday, until=yesterday)  # type: ignore[attr-defined]
    assert " – " in text_of(client.get("/desk"))


def test_a_person_without_a_role_is_told_whom_to_ask(client: Client, officer_of_hettstedt: Person) -> None:
    officer_of_hettstedt.memberships.all().delete()  # type: ignore[attr-defined]
    assert "You have no role at present." in text_of(client.get("/desk"))


def test_coordinators_see_the_network_at_a_glance(
    invite: Invite, hettstedt: City, officer_of_hettstedt: Person, coordinator: Person
) -> None:
    nele = invite("Nele Netz", Role.NETWORK_COORDINATOR, network=hettstedt.network)
    taken = Entry.objects.create(kind="problem", title="Trains", network=hettstedt.network)
    Entry.objects.create(kind="problem", title="Buses", network=hettstedt.network)
    workshop = Entry.objects.create(kind="workshop", title="Rails", network=hettstedt.network)
    Link.objects.create(source=taken, target=workshop, kind="derived-from")
    for person in (nele, officer_of_hettstedt):
        seen = queries.glance(person)
        assert seen is not None
        assert seen.names == ["Network of Hettstedt"]
        counts = {label: count for label, count, _url in seen.rows}
        assert (counts["Problems without a workshop"], counts["Flying workshops"]) == ("1", "1")
        assert [one.city for one in seen.silent] == [hettstedt]
    everywhere = queries.glance(coordinator)
    assert everywhere is not None
    assert len(everywhere.names) == 3
    assert queries.glance(invite("Imke Insel", Role.CITY_MEMBER, city=hettstedt)) is None


def test_a_city_that_wrote_lately_is_not_called_silent(
    client: Client, officer_of_hettstedt: Person, hettstedt: City
) -> None:
    assert "Hettstedt has entered nothing yet." in text_of(client.get("/desk"))
    old = Entry.objects.create(
        kind="problem", title="Buses", city=hettstedt, network=hettstedt.network,
        created_at=clock.now() - timedelta(days=100),
    )  # fmt: skip
    assert "Hettstedt has entered nothing since" in text_of(client.get("/desk"))
    Entry.objects.filter(pk=old.pk).update(created_at=clock.now())
    assert "has entered nothing" not in text_of(client.get("/desk"))


def test_what_i_follow_stands_with_what_was_told_of_it_last(
    client: Client, officer_of_hettstedt: Person, officer_of_saalfeld: Person, saalfeld: City
) -> None:
    assert "Follow items, cities and themes" in text_of(client.get("/desk"))
    made = [
        name_problem(actor=officer_of_saalfeld, city=saalfeld, statement=words, affected="16–25")
        for words in ("The young leave", "The old stay")
    ]
    for problem in made:
        follow(actor=officer_of_hettstedt, thing=problem.entry)
    comment_on(actor=officer_of_saalfeld, entry=made[0].entry, text="Here too.", client_id=uuid4())
    catch_up()
    shown = queries.belongings_of(officer_of_hettstedt).followed
    assert [one.own.entry.title for one in shown] == ["The young leave", "The old stay"]
    assert officer_of_saalfeld.name in shown[0].text
    unfollow(actor=officer_of_hettstedt, thing=made[1].entry)
    Entry.objects.filter(pk=made[0].entry.pk).update(visibility="city")
    assert queries.belongings_of(officer_of_hettstedt).followed == []


def test_the_number_beside_my_desk_costs_one_question_and_is_counted_anew_after_a_post(
    client: Client, officer_of_hettstedt: Person, tasks: list[Task], monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(officer_of_hettstedt)

    def visit() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as captured:
            page = client.get("/contact")
        return page.context["desk_count"], len(captured)

    visit()
    tasks.append(task("A first thing"))
    known, without = visit()
    client.post("/notices/read", {})
    counted, with_it = visit()
    assert (known, counted, with_it - without) == (0, 1, 1)


def test_all_rooms_together_are_asked_one_question(
    officer_of_hettstedt: Person, django_assert_num_queries: Any
) -> None:
    standing(officer_of_hettstedt)
    with django_assert_num_queries(1):
        desk.waiting_for(officer_of_hettstedt)


def test_every_room_that_has_something_waiting_is_asked() -> None:
    root = Path(netzwerkstatt.__file__).parent
    rooms = {
        ".".join(file.relative_to(root.parent).with_suffix("").parts)
        for file in root.rglob("*.py")
        if "def waiting_for(person" in file.read_text() and file.name != "desk.py"
    }
    assert rooms == {room.__module__ for room in desk.ROOMS}


def test_the_desk_costs_the_same_with_many_things(
    client: Client, officer_of_hettstedt: Person, hettstedt: City
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/desk")
        return len(captured)

    Entry.objects.create(kind="problem", title="First", author=officer_of_hettstedt, city=hettstedt)
    client.get("/desk")
    few = cost()
    for number in range(10):
        Entry.objects.create(kind="problem", title=f"No {number}", author=officer_of_hettstedt, city=hettstedt)
    followed = [Entry.objects.create(kind="problem", title=f"Of others {number}") for number in range(4)]
    for entry in followed:
        follow(actor=officer_of_hettstedt, thing=entry)
    assert cost() <= few + 1, "how far the items came is read at once"
    assert cost() <= 60


# ── profile ─────────────────────────────────────────────────────────────────


def token(client: Client) -> dict[str, str]:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get("/desk/profile").content.decode())
    assert found
    return {"csrfmiddlewaretoken": found[1]}


def test_a_person_changes_the_own_profile(client: Client, officer_of_hettstedt: Person) -> None:
    answer = client.post("/desk/profile", {**PROFILE, **token(client)})
    assert answer.headers["Location"] == f"/people/{officer_of_hettstedt.pk}"
    assert answer.cookies["language"].value == "en"
    officer_of_hettstedt.refresh_from_db()
    assert (officer_of_hettstedt.function, officer_of_hettstedt.expertise) == ("Demography", "Return")
    event = last_event()
    assert (event.type, event.actor, event.payload) == (
        "person.changed", officer_of_hettstedt, {"fields": ["function", "expertise", "language"]},
    )  # fmt: skip


def test_saving_the_same_profile_again_records_nothing(officer_of_hettstedt: Person) -> None:
    update_profile(actor=officer_of_hettstedt, **PROFILE)
    before = Event.objects.count()
    update_profile(actor=officer_of_hettstedt, **PROFILE)
    assert Event.objects.count() == before


def test_a_name_is_needed_and_what_was_typed_is_kept(client: Client, officer_of_hettstedt: Person) -> None:
    page = client.post("/desk/profile", {**PROFILE, "name": "  ", "function": "Typed", **token(client)})
    assert page.status_code == 200
    assert "Typed" in page.content.decode()
    officer_of_hettstedt.refresh_from_db()
    assert officer_of_hettstedt.name == "Jana Wernicke"
    with pytest.raises(Invalid):
        update_profile(actor=officer_of_hettstedt, **{**PROFILE, "name": " "})


@pytest.mark.parametrize("bad", [{"language": "xx"}, {"name": "x" * 121}, {"expertise": "x" * 601}])
def test_what_does_not_hold_is_said_at_the_field(client: Client, bad: dict[str, str]) -> None:
    page = client.post("/desk/profile", {**PROFILE, **bad, **token(client)})
    assert page.status_code == 200
    assert not Event.objects.filter(type="person.changed").exists()


def test_nobody_has_a_profile_without_an_account(db: None) -> None:
    with pytest.raises(NotAllowed):
        update_profile(actor=None, **PROFILE)  # type: ignore[arg-type]


def test_a_profile_is_not_changed_from_another_site(client: Client, officer_of_hettstedt: Person) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(officer_of_hettstedt)
    data = {**PROFILE, **token(browser)}
    assert browser.post("/desk/profile", data, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert browser.post("/desk/profile", PROFILE, headers={"sec-fetch-site": "same-origin"}).status_code == 403
    assert browser.post("/desk/profile", data, headers={"sec-fetch-site": "same-origin"}).status_code == 302


def test_what_is_new_since_the_last_visit_stands_on_the_desk(
    client: Client, officer_of_hettstedt: Person, officer_of_saalfeld: Person, hettstedt: City
) -> None:
    problem = name_problem(actor=officer_of_hettstedt, city=hettstedt, statement="The young leave", affected="16–25")
    client.force_login(officer_of_hettstedt)
    assert "New since" not in client.get("/desk").content.decode()

    comment_on(actor=officer_of_saalfeld, entry=problem.entry, text="We have that, too.", client_id=uuid4())
    catch_up()
    shown = client.get("/desk").content.decode()
    assert "New since you were last here" in shown
    assert officer_of_saalfeld.name in shown
