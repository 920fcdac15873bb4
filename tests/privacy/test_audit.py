"""The log opens for a reason that others read, for an hour; then it can be searched, paged and taken along."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.log import EVENT_TYPES, EventType, record
from netzwerkstatt.foundation.events.models import Consumed, Event, Stream
from netzwerkstatt.foundation.network.models import Membership, Role
from netzwerkstatt.site.privacy import audit
from netzwerkstatt.site.privacy.actions import Place, open_audit
from netzwerkstatt.site.privacy.audit import Filters
from tests.site_wide.world import World

REASON = "Somebody asked who changed the title of a draft."
COUNTED = EVENT_TYPES.get("test.counted") or EventType("test.counted", "counted", plain=("turn", "note"))


@pytest.fixture
def officer(world: World) -> Person:
    return world.people[Role.DATA_PROTECTION]


@pytest.fixture
def client(world: World) -> Client:
    return world.client(Role.DATA_PROTECTION)


def text(client: Client, query: str = "") -> str:
    return client.get(reverse("privacy:audit") + query).content.decode()


def test_the_log_is_closed_until_there_is_a_reason(client: Client, officer: Person) -> None:
    assert "Open the log" in text(client)
    assert client.get(reverse("privacy:audit-csv")).status_code == 302
    for reason in ("", "just so"):
        assert client.post(reverse("privacy:audit"), {"reason": reason}).status_code == 200
    assert audit.opening_of(officer) is None

    client.post(reverse("privacy:audit"), {"reason": REASON})
    opened = Event.objects.get(type="audit.opened")
    assert (opened.actor, opened.payload) == (officer, {"reason": REASON})
    assert "named the problem" in text(client)


def test_every_other_officer_reads_the_reason_and_has_to_give_one_too(world: World, client: Client) -> None:
    client.post(reverse("privacy:audit"), {"reason": REASON})
    second = Person.objects.create_user("second@example.org", name="Second Officer")
    Membership.objects.create(person=second, role=Role.DATA_PROTECTION)
    other = Client(headers={"sec-fetch-site": "same-origin"})
    other.force_login(second)
    page = text(other)
    assert REASON in page
    assert "Open the log" in page
    assert "named the problem" not in page


def test_the_log_closes_after_an_hour(client: Client, officer: Person) -> None:
    open_audit(actor=officer, reason=REASON)
    open_audit(actor=officer, reason=REASON)
    assert Event.objects.filter(type="audit.opened").count() == 1, "asked twice, told once"
    with clock.telling(clock.now() + timedelta(minutes=61)):
        assert "Open the log" in text(client)


def test_nobody_else_opens_it(world: World) -> None:
    with pytest.raises(NotAllowed):
        open_audit(actor=world.people[Role.ALLIANCE_COORDINATOR], reason=REASON)
    with pytest.raises(Invalid):
        open_audit(actor=world.people[Role.DATA_PROTECTION], reason="short")


def found(**wanted: Any) -> list[Event]:
    return list(Filters(**wanted).events())


def test_filters_find_time_kind_person_and_item(world: World) -> None:
    jana = world.people[Role.CITY_COORDINATOR]
    today = clock.today()
    assert len(found()) == Event.objects.count()
    assert found(since=today + timedelta(days=1)) == []
    assert found(until=today - timedelta(days=1)) == []
    assert {event.type for event in found(kind="problem.named")} == {"problem.named"}

    told_of = found(person=jana.email)
    assert any(event.actor == jana for event in told_of)
    assert any(event.type == "membership.granted" and event.actor != jana for event in told_of)
    assert all(event.actor == jana or jana.pk in event.payload.values() for event in told_of)
    assert found(person="nobody of this name") == []

    problem = Entry.objects.filter(kind="problem").first()
    for words in (problem.public_id, f"https://example.org{problem.get_absolute_url()}", problem.code):
        if words:
            assert problem.public_id in {event.entry for event in found(item=words)}, words
    assert found(item="no/such/item") == []


def test_pages_by_key_show_every_event_once_there_and_back(world: World, officer: Person) -> None:
    with clock.telling(clock.now() - timedelta(days=400)):
        for turn in range(60):
            record(COUNTED(Place("counting"), None, turn=turn))
    moment = clock.now()
    with clock.telling(moment):
        for turn in range(60):
            record(COUNTED(Place("counting"), None, turn=100 + turn))
    everything = [event.pk for event in found()]
    seen, shown = [], audit.page(Filters(), officer)
    assert shown.newer is None
    while True:
        seen += [row.event.pk for row in shown.rows]
        if shown.older is None:
            break
        shown = audit.page(Filters(), officer, before=shown.older)
    assert seen == everything

    back = [row.event.pk for row in shown.rows]
    while shown.newer:
        shown = audit.page(Filters(), officer, after=shown.newer)
        back = [row.event.pk for row in shown.rows] + back
    assert back == everything


def test_a_page_costs_the_same_with_many_events(
    client: Client, officer: Person, django_assert_max_num_queries: Any
) -> None:
    open_audit(actor=officer, reason=REASON)
    text(client)
    for turn in range(80):
        record(COUNTED(Place("counting"), officer, turn=turn))
    with django_assert_max_num_queries(20):
        page = text(client, "?kind=test.counted&person=Data")
    assert page.count("test.counted</small>") == audit.ON_A_PAGE


@pytest.mark.parametrize(
    "query", ["?before=x", "?before=99999999999999999999", "?after=-1", "?since=never", "?kind=no"]
)
def test_nonsense_in_the_address_harms_nothing(client: Client, officer: Person, query: str) -> None:
    open_audit(actor=officer, reason=REASON)
    assert client.get(reverse("privacy:audit") + query).status_code == 200


def test_the_file_holds_what_the_filters_show_and_taking_it_is_told(client: Client, officer: Person) -> None:
    open_audit(actor=officer, reason=REASON)
    record(COUNTED(Place("counting"), None, note="=2+3"))
    response = client.get(reverse("privacy:audit-csv") + "?kind=test.counted")
    body = b"".join(response.streaming_content).decode()
    rows = list(csv.reader(io.StringIO(body.removeprefix("\ufeff")), delimiter=";"))
    assert rows[0] == audit.COLUMNS
    assert [row[1] for row in rows[1:]] == ["test.counted"]
    told = Event.objects.get(type="audit.exported")
    assert (told.actor, told.payload) == (officer, {"filters": ["kind"]})


def test_the_operator_sees_what_fails(world: World) -> None:
    stream = Stream.objects.first()
    Consumed.objects.update_or_create(
        consumer="search",
        stream=stream,
        defaults={"tries": 3, "reason": "KeyError in follow, line 7", "again_at": clock.now()},
    )
    page = world.client(Role.OPERATOR).get(reverse("privacy:background")).content.decode()
    assert "KeyError in follow, line 7" in page
    assert "retention accounts.Allowance" in page
