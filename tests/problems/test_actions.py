import threading
import uuid

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.desk import tasks_of
from netzwerkstatt.foundation.entries.models import Link
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.network.models import Role
from netzwerkstatt.problems.actions import Tried, name_problem, support_with_evidence
from netzwerkstatt.problems.models import Attempt, Problem
from netzwerkstatt.problems.queries import attempts_of, problems, waiting_for
from tests.conftest import last_event

pytestmark = pytest.mark.django_db
LEAVING = "After school they leave – and too few come back"


@pytest.fixture
def problem(officer_of_hettstedt, hettstedt):
    return name_problem(actor=officer_of_hettstedt, city=hettstedt, statement=LEAVING, affected="16 to 25")


def test_a_city_names_its_problem_and_everybody_can_read_it(problem, hettstedt):
    assert thread.sources(problem) == []
    assert last_event().type == "problem.named"
    assert problem.entry.code == "PB-1"
    assert problem.entry.city == hettstedt
    assert problem in problems(viewer=None)


@pytest.mark.parametrize("role", [Role.CITY_MEMBER, Role.CITY_COORDINATOR, Role.MAYOR])
def test_whoever_speaks_for_the_city_names_its_problem(invite, hettstedt, role):
    assert name_problem(actor=invite("X Y", role, city=hettstedt), city=hettstedt, statement=LEAVING, affected="all")


def test_nobody_names_a_problem_for_another_city(saalfeld, officer_of_hettstedt):
    with pytest.raises(NotAllowed):
        name_problem(actor=officer_of_hettstedt, city=saalfeld, statement=LEAVING, affected="16–25")
    assert not Problem.objects.exists()


@pytest.mark.parametrize("who", ["ministry", "expert", "citizen", "coordinator", "nobody"])
def test_only_the_city_itself_names_its_problem(who, invite, alliance, hettstedt, ministry_of_st, expert_of_goerlitz):
    actor = {
        "ministry": ministry_of_st,
        "expert": expert_of_goerlitz,
        "citizen": invite("Bea Baker", Role.CITIZEN, city=hettstedt),
        "coordinator": alliance.coordinator,
        "nobody": None,
    }[who]
    with pytest.raises(NotAllowed):
        name_problem(actor=actor, city=hettstedt, statement=LEAVING, affected="16–25")


def test_a_problem_named_from_a_figure_rests_on_it_at_once(officer_of_hettstedt, hettstedt, card):
    events = Event.objects.count()
    problem = name_problem(
        actor=officer_of_hettstedt, city=hettstedt, statement=LEAVING, affected="16–25", cards=[card, card]
    )
    assert thread.sources(problem) == [card.entry]
    assert Event.objects.count() == events + 1
    assert last_event().payload == {"evidence": [card.public_id]}


def test_asked_twice_the_same_link_comes_back(officer_of_hettstedt, problem, card):
    first = support_with_evidence(actor=officer_of_hettstedt, problem=problem, card=card)
    assert last_event().type == "problem.supported"
    events = Event.objects.count()
    assert support_with_evidence(actor=officer_of_hettstedt, problem=problem, card=card) == first
    assert (Event.objects.count(), Link.objects.count()) == (events, 1)


def test_another_city_adds_no_evidence(officer_of_goerlitz, problem, card):
    with pytest.raises(NotAllowed):
        support_with_evidence(actor=officer_of_goerlitz, problem=problem, card=card)
    assert not Link.objects.exists()


def test_a_repeated_post_names_one_problem(officer_of_hettstedt, hettstedt):
    wanted = {
        "actor": officer_of_hettstedt, "city": hettstedt, "statement": LEAVING, "affected": "all", "tried": "a\nb",
        "client_id": uuid.uuid4(),
    }  # fmt: skip
    first = name_problem(**wanted)
    events = Event.objects.count()
    assert name_problem(**wanted) == first
    assert (Problem.objects.count(), Attempt.objects.count(), Event.objects.count()) == (1, 2, events)


@pytest.mark.django_db(transaction=True)
def test_two_posts_at_the_same_moment_name_one_problem(officer_of_hettstedt, hettstedt):
    client_id, found, failed = uuid.uuid4(), [], []

    def post():
        try:
            made = name_problem(
                actor=officer_of_hettstedt, city=hettstedt, statement=LEAVING, affected="all", client_id=client_id
            )
            found.append(made.pk)
        except Exception as error:  # noqa: BLE001 - told by the assertion below
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=post) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert not failed
    assert len(set(found)) == Problem.objects.count() == 1
    assert Event.objects.filter(type="problem.named").count() == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"statement": " "}, "statement"),
        ({"statement": "x" * 241}, "statement"),
        ({"affected": "\n "}, "affected"),
        ({"affected": "x" * 4001}, "affected"),
        ({"tried": "\n".join("abcdefghijklm")}, "tried"),
        ({"tried": [Tried("x" * 161)]}, "tried"),
        ({"tried": [Tried("x", "y" * 401)]}, "tried"),
        ({"tried": [Tried("x", verdict="wonderful")]}, "tried"),
    ],
)
def test_what_does_not_hold_is_said_at_its_field(officer_of_hettstedt, hettstedt, given, field):
    wanted = {"city": hettstedt, "statement": LEAVING, "affected": "all"} | given
    with pytest.raises(Invalid) as caught:
        name_problem(actor=officer_of_hettstedt, **wanted)
    assert list(caught.value.fields) == [field]
    assert not Problem.objects.exists()


def test_what_was_tried_is_told_in_its_order_with_its_verdict(officer_of_hettstedt, hettstedt):
    tried = [
        Tried("Return day", "320 guests", "helped"),
        Tried("Grant", "", "hardly"),
        Tried("Youth council", verdict="stopped"),
    ]
    problem = name_problem(
        actor=officer_of_hettstedt,
        city=hettstedt,
        statement=LEAVING,
        affected="all",
        tried=[*tried, Tried("Newsletter")],
    )
    assert [(one.text, one.mark) for one in attempts_of(problem)] == [
        ("Return day", "ok"), ("Grant", "minus"), ("Youth council", "off"), ("Newsletter", "open"),
    ]  # fmt: skip


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=60), max_size=5))
def test_every_line_that_says_something_is_one_attempt(officer_of_hettstedt, hettstedt, lines):
    problem = name_problem(
        actor=officer_of_hettstedt, city=hettstedt, statement=LEAVING, affected="all", tried="\n".join(lines)
    )
    assert [one.text for one in attempts_of(problem)] == [line.strip() for line in lines if line.strip()]


def test_a_problem_without_evidence_waits_for_its_coordinator(
    invite, hettstedt, officer_of_hettstedt, officer_of_goerlitz, problem, card
):
    task = tasks_of(waiting_for(officer_of_hettstedt))[0]
    assert task.title == LEAVING
    assert task.url == f"/problems/{problem.public_id}/evidence"
    assert tasks_of(waiting_for(officer_of_goerlitz)) == []
    assert tasks_of(waiting_for(invite("Mia Member", Role.CITY_MEMBER, city=hettstedt))) == []
    support_with_evidence(actor=officer_of_hettstedt, problem=problem, card=card)
    assert tasks_of(waiting_for(officer_of_hettstedt)) == []
