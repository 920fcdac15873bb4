"""What is told of methods, and how it changes what is suggested."""

from __future__ import annotations

import datetime
from uuid import uuid4

import pytest
from django.test import Client

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.consumers import catch_up
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.moderation import actions as moderation
from netzwerkstatt.foundation.moderation.models import Category
from netzwerkstatt.foundation.network.models import City
from netzwerkstatt.foundation.notifications.models import Notice
from netzwerkstatt.methods import queries
from netzwerkstatt.methods.actions import change_use, make_method, record_use, take_back_use
from netzwerkstatt.methods.catalogue import shipped
from netzwerkstatt.methods.models import MethodUse, OwnMethod
from netzwerkstatt.problems.actions import name_problem
from tests.methods.conftest import CONTENT, told


def headstand():
    return shipped()["headstand"]


def test_one_and_two_uses_change_nothing_three_do(officer_of_hettstedt: Person):
    suggested = []
    for minutes in (60, 42, 44):
        record_use(actor=officer_of_hettstedt, method=headstand(), told=told(minutes))
        suggested.append(queries.suggested_minutes(headstand()))
    assert suggested == [30, 30, 45]
    found = queries.experience_of(headstand())
    assert (found.uses, found.middle, found.shortest, found.longest, found.again) == (3, 44, 42, 60, 3)
    assert found.is_enough
    assert found.differs


def test_a_plan_gets_the_length_from_practice(officer_of_hettstedt: Person):
    for _ in range(3):
        record_use(actor=officer_of_hettstedt, method=headstand(), told=told(52))
    picked = {one.key: one for one in queries.for_picker(None)}
    assert picked["headstand"].minutes == 50
    assert picked["headstand"].kinds == ("collect", "cluster")
    assert picked["triz"].minutes == 35
    assert not picked["triz"].is_own


def test_uses_of_an_own_method_count_for_it_alone(bench: OwnMethod, colleague: Person):
    for _ in range(3):
        record_use(actor=colleague, method=queries.of_own(bench), told=told(60))
    assert queries.suggested_minutes(queries.of_own(bench)) == 60
    assert queries.suggested_minutes(headstand()) == 30


def test_citizens_tell_nothing_and_nobody_tells_of_what_she_does_not_see(
    citizen: Person, colleague: Person, officer_of_hettstedt: Person, hettstedt: City
):
    kept = make_method(actor=officer_of_hettstedt, content=CONTENT, city=hettstedt, visibility="city")
    for actor, method in ((citizen, headstand()), (None, headstand()), (colleague, queries.of_own(kept))):
        with pytest.raises(NotAllowed):
            record_use(actor=actor, method=method, told=told())
    assert not MethodUse.objects.exists()


def test_a_use_says_where_it_was_but_not_to_who_may_not_see_it(
    officer_of_hettstedt: Person, colleague: Person, hettstedt: City
):
    problem = name_problem(actor=officer_of_hettstedt, city=hettstedt, statement="No bus", affected="All")
    record_use(actor=officer_of_hettstedt, method=headstand(), told=told(), entry=problem.entry)
    assert queries.uses_of(headstand(), colleague)[0].place == problem.entry
    problem.entry.visibility = "city"
    problem.entry.save()
    assert queries.uses_of(headstand(), colleague)[0].place is None
    with pytest.raises(NotAllowed):
        record_use(actor=colleague, method=headstand(), told=told(), entry=problem.entry)


def test_a_city_shows_what_it_tried_to_those_who_work_in_the_alliance(
    officer_of_hettstedt: Person, colleague: Person, citizen: Person, hettstedt: City
):
    kept = make_method(actor=officer_of_hettstedt, content=CONTENT, city=hettstedt, visibility="city")
    record_use(actor=officer_of_hettstedt, method=headstand(), told=told(worked="Much laughter", city=hettstedt))
    record_use(actor=officer_of_hettstedt, method=queries.of_own(kept), told=told(city=hettstedt))
    record_use(actor=colleague, method=headstand(), told=told())

    def shown(person: Person | None) -> list[str]:
        return [tried.title for tried in queries.tried_in(hettstedt, person)]

    assert shown(officer_of_hettstedt) == ["Bench talk", headstand().title]
    assert shown(colleague) == [headstand().title]
    assert shown(citizen) == shown(None) == []
    client = Client(headers={"accept-language": "en"})
    client.force_login(colleague)
    page = client.get(hettstedt.get_absolute_url()).content.decode()
    assert "Methods that were tried here" in page
    assert "Much laughter" in page
    assert "Bench talk" not in page


def test_what_does_not_hold_is_said(officer_of_hettstedt: Person):
    tomorrow = clock.today() + datetime.timedelta(days=1)
    with pytest.raises(Invalid) as found:
        record_use(
            actor=officer_of_hettstedt, method=headstand(),
            told=told(0, on=tomorrow, people=0, verdict="perhaps", worked="x" * 601),
        )  # fmt: skip
    assert set(found.value.fields) == {"on", "people", "minutes", "verdict", "worked"}
    assert not MethodUse.objects.exists()


def test_told_twice_it_is_told_once(officer_of_hettstedt: Person):
    client_id = uuid4()
    for _ in range(2):
        record_use(actor=officer_of_hettstedt, method=headstand(), told=told(), client_id=client_id)
    assert MethodUse.objects.count() == 1
    assert Event.objects.filter(type="method.used").count() == 1


def test_only_who_told_it_changes_it_and_takes_it_back(officer_of_hettstedt: Person, colleague: Person):
    use = record_use(actor=officer_of_hettstedt, method=headstand(), told=told(40))
    for act in (change_use, take_back_use):
        more = {"told": told(10)} if act is change_use else {}
        with pytest.raises(NotAllowed):
            act(actor=colleague, use=use, **more)
    change_use(actor=officer_of_hettstedt, use=use, told=told(40))
    assert not Event.objects.filter(type="method.use-changed").exists()
    change_use(actor=officer_of_hettstedt, use=use, told=told(50, worked="The cheeky cards"))
    use.refresh_from_db()
    assert (use.minutes, use.worked) == (50, "The cheeky cards")
    take_back_use(actor=officer_of_hettstedt, use=use)
    take_back_use(actor=officer_of_hettstedt, use=use)
    assert not MethodUse.objects.exists()
    assert Event.objects.filter(type="method.use-taken-back").count() == 1


def test_what_moderation_hides_counts_no_more_and_is_seen_by_its_author_alone(
    officer_of_hettstedt: Person, colleague: Person, coordinator: Person
):
    use = record_use(actor=officer_of_hettstedt, method=headstand(), told=told(worked="Herr X. cannot write"))
    report = moderation.report_thing(
        actor=colleague, kind="method-use", public_id=use.public_id, category=Category.PERSONAL, words="A name."
    )
    moderation.hide(actor=coordinator, case=report.case, reason="It names somebody.")
    assert queries.experience_of(headstand()).uses == 0
    assert queries.uses_of(headstand(), colleague) == []
    assert [one.use for one in queries.uses_of(headstand(), officer_of_hettstedt)] == [use]


def test_who_made_a_method_hears_that_it_was_used(bench: OwnMethod, colleague: Person, officer_of_hettstedt: Person):
    record_use(actor=colleague, method=queries.of_own(bench), told=told())
    catch_up()
    assert "hat Ihre Methode eingesetzt" in Notice.objects.get(person=officer_of_hettstedt).text
