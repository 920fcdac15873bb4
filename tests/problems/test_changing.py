"""A city words its problem anew: what it said before stays, and nobody overwrites unawares."""

import threading

import pytest
from django.db import connection
from django.urls import reverse

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.network.models import Role
from netzwerkstatt.foundation.versions import queries
from netzwerkstatt.foundation.versions.actions import delete_entry
from netzwerkstatt.foundation.versions.models import Version
from netzwerkstatt.foundation.versions.saving import Meanwhile
from netzwerkstatt.problems.actions import Tried, change_problem, name_problem
from netzwerkstatt.problems.models import Problem
from netzwerkstatt.problems.queries import attempts_of
from tests.conftest import last_event

pytestmark = pytest.mark.django_db
LEAVING = "After school they leave and too few come back"
AFFECTED = "Some 110 a year.\n\nClubs too."
BUS = Tried("A late bus", "Nobody knew", "stopped")


@pytest.fixture(autouse=True)
def _pages_in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def problem(officer_of_hettstedt, hettstedt, alliance):
    return name_problem(
        actor=officer_of_hettstedt, city=hettstedt, statement=LEAVING, affected=AFFECTED, tried=[BUS],
        themes=[alliance.youth],
    )  # fmt: skip


@pytest.fixture
def member(invite, hettstedt):
    return invite("Mara Lenz", Role.CITY_MEMBER, city=hettstedt)


def change(actor, problem, base=1, **words):
    said = {"statement": LEAVING, "affected": AFFECTED, "tried": [BUS], "themes": problem.entry.themes.all()}
    return change_problem(actor=actor, problem=problem, base=base, **{**said, **words})


def test_what_the_problem_said_before_stays_with_visible_differences(problem, member, client):
    now = change(member, problem, statement="After school they leave for good", tried=[BUS, Tried("A fair")], themes=[])

    assert (now.title, [one.text for one in attempts_of(now)], now.themes) == (
        "After school they leave for good", ["A late bus", "A fair"], [],
    )  # fmt: skip
    assert (last_event().type, last_event().payload) == (
        "problem.changed",
        {"fields": ["title", "tried", "themes"]},
    )
    said = queries.history(now.entry)
    changed = queries.compared(now.entry, said[1], said[0])
    assert [str(one.label) for one in changed] == ["The problem in one sentence", "What was tried", "Themes"]
    assert "A late bus: Nobody knew (given up)" in "".join(p.same for p in changed[1].pieces)
    page = client.get(f"/e/{now.public_id}/versions").content.decode()
    assert "<del>" in page
    assert member.name in page


def test_a_change_that_changes_nothing_records_nothing(problem, member):
    before = Event.objects.count()
    assert change(member, problem, statement=f"  {LEAVING} ") == problem
    assert (Event.objects.count(), Version.objects.count()) == (before, 0)


def test_nobody_words_the_problem_of_another_city_anew(problem, officer_of_saalfeld, ministry_of_st, alliance, invite):
    citizen = invite("Bea Baker", Role.CITIZEN, city=alliance.hettstedt)
    for other in (officer_of_saalfeld, ministry_of_st, alliance.coordinator, citizen, None):
        with pytest.raises(NotAllowed):
            change(other, problem, statement="Ours")
    problem.refresh_from_db()
    assert problem.title == LEAVING


def test_two_who_change_different_words_both_find_theirs(problem, member, officer_of_hettstedt):
    change(member, problem, statement="After school they leave and too few return", base=1)
    now = change(
        officer_of_hettstedt, problem, base=1, statement="After school most leave and too few come back",
        affected="Some 120 a year.\n\nClubs too.",
    )  # fmt: skip
    assert now.title == "After school most leave and too few return"
    assert now.affected == "Some 120 a year.\n\nClubs too."
    assert Version.objects.filter(entry=now.entry).count() == 2


def test_two_who_change_the_same_words_are_told_and_nothing_is_overwritten(problem, member, officer_of_hettstedt):
    change(member, problem, statement="They go", tried=[BUS, Tried("A fair")])
    with pytest.raises(Meanwhile) as told:
        change(officer_of_hettstedt, problem, base=1, statement="They do not stay", tried=[Tried("A camp")])
    assert set(told.value.fields) == {"title", "tried"}
    assert (told.value.number, told.value.who) == (2, member.name)
    problem.refresh_from_db()
    assert problem.title == "They go"
    decided = change(officer_of_hettstedt, problem, base=2, statement="They do not stay", tried=[Tried("A camp")])
    assert decided.title == "They do not stay"


def test_a_save_on_an_unknown_version_takes_nothing_away(problem, member, officer_of_hettstedt):
    change(member, problem, statement="They go")
    for base in (0, 7, 10**8 - 1):
        with pytest.raises(Meanwhile):
            change(officer_of_hettstedt, problem, base=base)
    problem.refresh_from_db()
    assert problem.title == "They go"


def test_a_deleted_problem_is_not_worded_anew(problem, officer_of_hettstedt):
    delete_entry(actor=officer_of_hettstedt, entry=problem.entry, reason="Named twice.")
    with pytest.raises(Invalid):
        change_problem(actor=officer_of_hettstedt, problem=problem, base=1, statement="They go", affected="All")
    assert Entry.objects.get(pk=problem.pk).title == "–"


def test_what_does_not_hold_is_said_at_its_field(problem, member):
    for words, field in (
        ({"statement": " "}, "statement"),
        ({"statement": "x" * 241}, "statement"),
        ({"affected": ""}, "affected"),
        ({"tried": [Tried(f"Attempt {n}") for n in range(13)]}, "tried"),
        ({"tried": [Tried("A bus", "", "great")]}, "tried"),
    ):
        with pytest.raises(Invalid) as told:
            change(member, problem, **words)
        assert set(told.value.fields) == {field}
    assert not Version.objects.exists()


def posted(problem, base, **words):
    return {
        "base": str(base), "statement": LEAVING, "affected": AFFECTED,
        "themes": [theme.pk for theme in problem.entry.themes.all()],
        "tried-TOTAL_FORMS": "4", "tried-INITIAL_FORMS": "1", "tried-0-text": BUS.text, "tried-0-result": BUS.result,
        "tried-0-verdict": BUS.verdict,
    } | words  # fmt: skip


def test_the_page_shows_both_and_keeps_what_was_typed(problem, member, officer_of_hettstedt, client):
    address = reverse("problems:change", args=[problem.public_id])
    client.force_login(officer_of_hettstedt)
    page = client.get(address).content.decode()
    assert 'name="base" value="1"' in page
    assert BUS.text in page
    change(member, problem, statement="They go")

    answer = client.post(address, posted(problem, 1, statement="They do not stay"))

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Mara Lenz saved while you wrote." in page
    assert "They do not stay" in page
    assert "<ins>" in page
    assert 'name="base" value="2"' in page
    assert Problem.objects.get(pk=problem.pk).title == "They go"
    answer = client.post(address, posted(problem, 2, statement="They do not stay"))
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{problem.get_absolute_url()}?saved")
    assert Problem.objects.get(pk=problem.pk).title == "They do not stay"
    for odd in ("", "x", "9" * 400, "-1"):
        assert client.post(address, posted(problem, odd, statement="Another")).status_code == 409


def test_lines_of_what_was_tried_come_and_go(problem, officer_of_hettstedt, client):
    client.force_login(officer_of_hettstedt)
    address = reverse("problems:change", args=[problem.public_id])
    gone = posted(problem, 1, **{"tried-0-text": "", "tried-0-result": "", "tried-1-text": "A fair"})
    assert client.post(address, gone).status_code == 302
    assert [one.text for one in attempts_of(problem)] == ["A fair"]
    answer = client.post(address, posted(problem, 2, **{"tried-0-text": ""}))
    assert answer.status_code == 422
    assert "What was tried here?" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_the_same_moment_neither_overwrites_the_other(problem, officer_of_hettstedt, member):
    begin, told = threading.Barrier(2), []

    def save(actor, statement):
        begin.wait()
        try:
            change(actor, problem, base=1, statement=statement)
            told.append("saved")
        except Meanwhile:
            told.append("met")
        finally:
            connection.close()

    threads = [
        threading.Thread(target=save, args=each)
        for each in ((officer_of_hettstedt, "They stay away"), (member, "They move out"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["met", "saved"]
    assert Version.objects.count() == 1
