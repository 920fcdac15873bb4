"""Actions inside actions, and the one clock."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from rules.predicates import always_allow, predicate

from netzwerkstatt.foundation.accounts.models import Guest, Person
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.log import EVENT_TYPES, EventType, current_unit, record
from netzwerkstatt.foundation.events.models import Event

pytestmark = pytest.mark.django_db
NOTED = EVENT_TYPES.get("test.noted") or EventType("test.noted", "noted something", plain=("text",))


@dataclass(frozen=True)
class Page:
    stream: str = "page"
    public_id: str = "abc"
    locked: bool = False


@predicate
def is_open(person: Any, page: Page) -> bool:
    return not page.locked


@action(rule=is_open, on="page", refusal="This page is locked.")
def note(*, actor: Any, text: str, page: Page) -> str:
    record(NOTED(page, actor, text=text))
    return text


@action(rule=always_allow)
def note_all(*, actor: Any, pages: list[Page], fail: bool = False) -> None:
    for number, page in enumerate(pages):
        note(actor=actor, text=str(number), page=page)
    if fail:
        raise Invalid({"": "at the very end"})


def texts() -> list[str]:
    return [event.payload["text"] for event in Event.objects.filter(type="test.noted").order_by("id")]


def test_actions_inside_an_action_are_written_together_in_their_order() -> None:
    note_all(actor=None, pages=[Page(), Page("other"), Page()])
    assert texts() == ["0", "1", "2"]
    assert list(Event.objects.filter(stream="page").order_by("number").values_list("number", flat=True)) == [1, 2]
    assert current_unit() is None


@pytest.mark.parametrize(
    ("pages", "fail", "error"), [([Page(), Page()], True, Invalid), ([Page(), Page(locked=True)], False, NotAllowed)]
)
def test_what_fails_at_the_end_undoes_what_was_done_inside(pages: list[Page], fail: bool, error: type) -> None:  # noqa: FBT001 - from the table above
    with pytest.raises(error):
        note_all(actor=None, pages=pages, fail=fail)
    assert texts() == []
    assert current_unit() is None
    note(actor=None, text="afterwards", page=Page())
    assert Event.objects.get(type="test.noted").number == 1


@action(rule=always_allow)
def note_what_is_possible(*, actor: Any, pages: list[Page]) -> None:
    for page in pages:
        with suppress(NotAllowed):
            note_all(actor=actor, pages=[Page("first"), page])


def test_what_was_undone_inside_is_not_told_when_the_action_goes_on_without_it() -> None:
    note_what_is_possible(actor=None, pages=[Page(), Page(locked=True)])
    assert Event.objects.filter(type="test.noted").count() == 2
    assert Event.objects.get(stream="first").number == 1


def test_the_rule_is_asked_with_the_subject_that_is_named() -> None:
    with pytest.raises(NotAllowed, match="locked"):
        note(actor=None, text="no", page=Page(locked=True))
    assert note(actor=None, text="yes", page=Page()) == "yes"


def test_the_log_names_people_and_never_guests(officer_of_hettstedt: Person) -> None:
    guest, _token = Guest.welcome("abc")
    for actor in (officer_of_hettstedt, guest, AnonymousUser(), None):
        note(actor=actor, text="x", page=Page())
    assert [event.actor for event in Event.objects.filter(stream="page").order_by("number")] == [
        officer_of_hettstedt, None, None, None,
    ]  # fmt: skip


def test_an_event_type_is_declared_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        EventType("test.noted", "again", plain=("text",))


def test_what_is_told_of_another_time_bears_that_time() -> None:
    moment = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)
    with clock.telling(moment):
        note(actor=None, text="then", page=Page())
        assert clock.now() == moment
        assert clock.today().isoformat() == "2026-01-01", "the day is that of the installation's time zone"
    assert Event.objects.get(type="test.noted").at == moment
    assert clock.now() > moment
