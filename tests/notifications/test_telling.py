"""Who hears of what: from the log of events to notices."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from netzwerkstatt.foundation.entries.models import Entry, Visibility
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.consumers import catch_up
from netzwerkstatt.foundation.events.errors import NotAllowed
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.foundation.notifications import actions, queries
from netzwerkstatt.foundation.notifications.models import Follow, Notice, Reader
from netzwerkstatt.foundation.notifications.notify import follow_by_itself, notify
from netzwerkstatt.foundation.notifications.telling import NEWS, sentence, the_day, the_hour
from netzwerkstatt.foundation.notifications.visits import unread_here
from netzwerkstatt.problems.actions import name_problem
from netzwerkstatt.problems.events import PROBLEM_SUPPORTED
from netzwerkstatt.workshops import actions as workshops
from tests.notifications.conftest import MONDAY, at


def texts(person):
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("text", flat=True))


def supported(problem, actor):
    """A figure was added; its evidence is not needed here."""
    record(PROBLEM_SUPPORTED(problem, actor, evidence="x"))


def test_who_follows_an_item_hears_of_it_and_who_did_it_does_not(problem, officer_of_hettstedt, officer_of_saalfeld):
    actions.follow(actor=officer_of_saalfeld, thing=problem)
    catch_up("notifications")
    before = len(texts(officer_of_saalfeld))
    supported(problem, officer_of_hettstedt)
    catch_up("notifications")
    assert texts(officer_of_saalfeld)[before:] == ["Jana Wernicke added a figure with its source."]
    assert texts(officer_of_hettstedt) == []


@pytest.mark.parametrize("what", ["city", "theme"])
def test_who_follows_a_city_or_a_theme_hears_of_new_items_there(
    what, alliance, officer_of_saalfeld, officer_of_hettstedt, hettstedt
):
    actions.follow(actor=officer_of_saalfeld, thing=hettstedt if what == "city" else alliance.youth)
    name_problem(
        actor=officer_of_hettstedt, city=hettstedt, statement="They leave", affected="All", themes=[alliance.youth]
    )
    catch_up("notifications")
    assert texts(officer_of_saalfeld) == ["Jana Wernicke named this problem."]


def test_what_came_of_an_item_reaches_those_who_follow_it(problem, officer_of_hettstedt, officer_of_saalfeld):
    actions.follow(actor=officer_of_saalfeld, thing=problem)
    workshop = workshops.request_workshop(actor=officer_of_hettstedt, problem=problem.problem, title="What now?")
    catch_up("notifications")
    assert Notice.objects.filter(person=officer_of_saalfeld, entry=workshop.entry).count() == 1


def test_nobody_hears_of_what_she_may_not_see(problem, officer_of_hettstedt, officer_of_saalfeld):
    actions.follow(actor=officer_of_saalfeld, thing=problem)
    Entry.objects.filter(pk=problem.pk).update(visibility=Visibility.CITY)
    supported(problem, officer_of_hettstedt)
    catch_up("notifications")
    assert texts(officer_of_saalfeld) == []


def test_what_is_not_for_these_eyes_any_more_is_on_no_page(problem, officer_of_saalfeld):
    notify(officer_of_saalfeld, NEWS, about=problem, text="Something", url="/")
    assert len(queries.new_since_last_visit(officer_of_saalfeld)) == 1
    Entry.objects.filter(pk=problem.pk).update(visibility=Visibility.CITY)
    assert queries.new_since_last_visit(officer_of_saalfeld) == []


def test_nobody_is_told_twice_of_one_event(problem, officer_of_hettstedt, officer_of_saalfeld, hettstedt):
    for thing in (problem, hettstedt):
        actions.follow(actor=officer_of_saalfeld, thing=thing)
    supported(problem, officer_of_hettstedt)
    catch_up("notifications")
    catch_up("notifications")
    assert texts(officer_of_saalfeld).count("Jana Wernicke added a figure with its source.") == 1


def test_the_author_follows_what_she_wrote_and_may_stop(problem, officer_of_hettstedt, officer_of_saalfeld):
    catch_up("notifications")
    assert queries.follows(officer_of_hettstedt, entry=problem)
    actions.unfollow(actor=officer_of_hettstedt, thing=problem)
    supported(problem, officer_of_hettstedt)
    catch_up("notifications")
    assert not queries.follows(officer_of_hettstedt, entry=problem)


def test_who_wants_nothing_followed_by_itself_follows_nothing_by_itself(problem, officer_of_saalfeld):
    Reader.objects.create(person=officer_of_saalfeld, follows_own=False)
    follow_by_itself(officer_of_saalfeld, problem)
    assert not Follow.objects.filter(person=officer_of_saalfeld).exists()


def test_stopping_to_follow_one_item_counts_more_than_following_its_city(
    problem, hettstedt, officer_of_hettstedt, officer_of_saalfeld
):
    actions.follow(actor=officer_of_saalfeld, thing=hettstedt)
    actions.unfollow(actor=officer_of_saalfeld, thing=problem)
    supported(problem, officer_of_hettstedt)
    catch_up("notifications")
    assert texts(officer_of_saalfeld) == []


def test_nobody_follows_what_she_may_not_see(problem, officer_of_saalfeld):
    Entry.objects.filter(pk=problem.pk).update(visibility=Visibility.CITY)
    with pytest.raises(NotAllowed):
        actions.follow(actor=officer_of_saalfeld, thing=Entry.objects.get(pk=problem.pk))


def test_a_notice_is_written_in_the_language_of_the_person(problem, officer_of_hettstedt, officer_of_saalfeld):
    officer_of_saalfeld.language = "de"
    officer_of_saalfeld.save()
    actions.follow(actor=officer_of_saalfeld, thing=problem)
    supported(problem, officer_of_hettstedt)
    catch_up("notifications")
    assert "Jana Wernicke hat eine Zahl mit Quelle ergänzt." in texts(officer_of_saalfeld)


def test_days_and_hours_are_written_as_the_reader_writes_them():
    said = sentence("%(day)s, %(hour)s", day=the_day(MONDAY), hour=the_hour(MONDAY))
    for language, words in (("en", "2 March 2026, 9:00"), ("de", "2. März 2026, 9.00\u00a0Uhr")):
        with translation.override(language):
            assert str(said) == words


def test_opening_the_item_marks_its_notices_read(problem, officer_of_saalfeld):
    notify(officer_of_saalfeld, NEWS, about=problem, text="One", url="/")
    notify(officer_of_saalfeld, NEWS, about=problem, text="Two", url="/")
    notify(officer_of_saalfeld, NEWS, about=None, text="Three", url="/")
    browser = Client()
    browser.force_login(officer_of_saalfeld)
    browser.get(problem.get_absolute_url())
    assert list(Notice.objects.filter(read_at__isnull=True).values_list("text", flat=True)) == ["Three"]


def test_a_visitor_on_an_items_page_costs_no_query_of_this_room(problem):
    with CaptureQueriesContext(connection) as seen:
        Client().get(problem.get_absolute_url())
    assert not [query for query in seen if "notifications_" in query["sql"]]


def test_what_is_new_since_the_last_visit_begins_where_she_went(problem, officer_of_saalfeld):
    def tell(text, moment):
        with clock.telling(moment):
            notify(officer_of_saalfeld, NEWS, about=problem, text=text, url="/")

    with clock.telling(at(0, 9)):
        unread_here(officer_of_saalfeld)
    tell("before she left", at(0, 8))
    tell("while she was away", at(0, 12))
    with clock.telling(at(1, 9)):
        assert unread_here(officer_of_saalfeld) == 2
        (news,) = queries.new_since_last_visit(officer_of_saalfeld)
        assert [one.text for one in news.told] == ["while she was away"]
    with clock.telling(at(1, 9, 40)):
        unread_here(officer_of_saalfeld)
        assert len(queries.new_since_last_visit(officer_of_saalfeld)) == 1


def test_the_visit_is_written_at_most_once_an_hour(officer_of_saalfeld, django_assert_num_queries):
    unread_here(officer_of_saalfeld)
    with django_assert_num_queries(1):
        unread_here(officer_of_saalfeld)
    with clock.telling(at(0, 11)), django_assert_num_queries(2):
        unread_here(officer_of_saalfeld)
