"""The pool over all networks: who fits a workshop and why, who can come, and a load that is shared."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from netzwerkstatt.foundation.accounts.models import Availability
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.network.models import Affiliation, Organisation, Role
from netzwerkstatt.foundation.network.people import Known, Reach, update_profile
from netzwerkstatt.workshops import actions, personal, pool
from netzwerkstatt.workshops.models import Absence, Invitation, MonthlyLimit
from tests.workshops.room import browser
from tests.workshops.test_pages import text

THE_DAY = date(2027, 2, 4)


@pytest.fixture
def somebody(invite, goerlitz):
    """One more person of the pool, in another Land than the host."""

    def make(name, *, expertise="", themes=(), role=Role.EXPERT, **reach):
        place = {"network": goerlitz.network} if role == Role.EXPERT else {"city": goerlitz}
        person = invite(name, role, **place)
        update_profile(
            actor=person, name=name, function="", expertise=expertise, language="en",
            reach=Reach(**reach), known=Known(themes=themes),
        )  # fmt: skip
        return person

    return make


def names(workshop):
    return [one.person.name for one in pool.suggestions(workshop)]


def suggestion(workshop, person):
    return next(one for one in pool.suggestions(workshop) if one.person == person)


def asked(host, person, problem, *, day=THE_DAY, comes=None):
    """One more workshop of the same problem, to which this person is asked."""
    other = actions.request_workshop(actor=host, problem=problem, title="Another one")
    actions.plan_workshop(actor=host, workshop=other, day=day, begins=time(9), place="Room 1")
    invitation = actions.invite_expert(actor=host, workshop=other, person=person, why="Knows it")
    if comes is not None:
        actions.answer_invitation(actor=person, invitation=invitation, comes=comes)
    return other


def test_who_fits_stands_first_with_the_reasons(planned, alliance, somebody):
    other = somebody("Anna Weber", expertise="Trains and timetables")
    word = somebody("Berta Weber", expertise="Young people find their towns")
    theme = somebody("Clara Weber", expertise="Rehearsals", themes=[alliance.youth])
    plain = somebody("Dora Weber", expertise="Youth councils", role=Role.CITY_MEMBER)
    nothing = somebody("Emil Weber", role=Role.CITY_MEMBER)

    assert names(planned) == ["Clara Weber", "Anna Weber", "Berta Weber", "Dora Weber"]
    assert suggestion(planned, theme).reasons[0] == "Asked about Youth"
    assert "Looks at it from Sachsen" in suggestion(planned, other).reasons
    assert suggestion(planned, plain).reasons[-1].startswith("Free on")
    with pytest.raises(Invalid):
        actions.invite_expert(actor=planned.entry.author, workshop=planned, person=nothing, why="Knows it")
    planned.question = "Which towns do young people find?"
    planned.save()
    assert names(planned)[:2] == ["Berta Weber", "Clara Weber"]
    assert "The profile speaks of Young, people, towns" in suggestion(planned, word).reasons


def test_who_was_asked_lately_comes_after_who_fits_as_well(planned, problem, officer_of_hettstedt, alliance, somebody):
    often = somebody("Anna Weber", expertise="Rooms", themes=[alliance.youth])
    somebody("Berta Weber", expertise="Rooms", themes=[alliance.youth])
    assert names(planned) == ["Anna Weber", "Berta Weber"]
    asked(officer_of_hettstedt, often, problem)
    assert names(planned) == ["Berta Weber", "Anna Weber"]
    assert suggestion(planned, often).load == "asked 1 time in the last six months"
    Invitation.objects.update(invited_at=clock.now() - timedelta(days=200))
    assert names(planned) == ["Anna Weber", "Berta Weber"]


def test_what_speaks_against_somebody_is_said_and_nobody_is_left_out(
    planned, problem, officer_of_hettstedt, hettstedt, somebody
):
    away, full, tied, later = (somebody(name, expertise="Rooms") for name in ("Away", "Full", "Tied", "Later"))
    actions.be_away(actor=away, since=date(2027, 2, 1), until=THE_DAY)
    actions.come_at_most(actor=full, most=1)
    asked(officer_of_hettstedt, full, problem, day=date(2027, 2, 26), comes=True)
    works = Organisation.objects.create(name="Works of Hettstedt", kind="business", city=hettstedt)
    Affiliation.objects.create(person=tied, organisation=works)
    reach = Reach(availability=Availability.LATER, available_from=date(2027, 3, 1))
    update_profile(actor=later, name="Later", function="", expertise="Rooms", language="en", reach=reach)

    said = {one.person.name: one.cautions for one in pool.suggestions(planned)}
    assert [len(each) for each in said.values()] == [1, 1, 1, 1]
    assert "Not there" in said["Away"][0]
    assert "as many workshops" in said["Full"][0]
    assert said["Tied"] == ["Belongs to Works of Hettstedt"]
    assert "Can be asked again" in said["Later"][0]
    actions.be_back(actor=away, absence=Absence.objects.get())
    assert suggestion(planned, away).cautions == []


def test_days_and_numbers_that_cannot_be_are_refused(expert_of_goerlitz, officer_of_hettstedt):
    me = expert_of_goerlitz
    today = clock.today()
    with pytest.raises(Invalid):
        actions.be_away(actor=me, since=today, until=today - timedelta(days=1))
    with pytest.raises(Invalid):
        actions.come_at_most(actor=me, most=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Absence.objects.create(person=me, since=today, until=today - timedelta(days=1))
    first = actions.be_away(actor=me, since=today, until=today)
    events = Event.objects.count()
    assert actions.be_away(actor=me, since=today, until=today) == first
    assert Event.objects.count() == events
    with pytest.raises(NotAllowed):
        actions.be_back(actor=officer_of_hettstedt, absence=first)
    assert personal._absences_past(clock.now()).count() == 0
    assert personal._absences_past(clock.now() + timedelta(days=2)).count() == 1


def test_a_person_says_on_a_page_when_it_suits(expert_of_goerlitz):
    me, day = browser(expert_of_goerlitz), (clock.today() + timedelta(days=30)).isoformat()
    half = text(me.post("/workshops/my-time", {"most": 2, "since": day, "until": ""}))
    assert "both days" in half
    assert not MonthlyLimit.objects.exists()
    me.post("/workshops/my-time", {"most": 2, "since": day, "until": day})
    assert MonthlyLimit.objects.get().most == 2
    me.post("/workshops/my-time/back", {"absence": Absence.objects.get().pk})
    assert not Absence.objects.exists()
    me.post("/workshops/my-time", {"most": ""})
    assert not MonthlyLimit.objects.exists()


def test_the_pool_is_for_those_who_invite_and_can_be_filtered(
    hettstedt, officer_of_hettstedt, expert_of_goerlitz, planned, problem, somebody, alliance
):
    reader = browser(officer_of_hettstedt)
    assert browser(expert_of_goerlitz).get("/workshops/experts").status_code == 403
    one = somebody("Anna Weber", expertise="Rooms that young people run", themes=[alliance.youth])
    other = somebody("Berta Weber", expertise="Trains")
    actions.be_away(actor=one, since=THE_DAY, until=THE_DAY)
    invitation = actions.invite_expert(actor=officer_of_hettstedt, workshop=planned, person=other, why="Knows it")
    actions.answer_invitation(actor=other, invitation=invitation, comes=False, conflict="We bid for the station")

    def found(query):
        page = text(reader.get(f"/workshops/experts?{query}"))
        return [person.name for person in (one, other) if person.name in page]

    assert found("") == ["Anna Weber", "Berta Weber"]
    assert found("q=trains") == ["Berta Weber"]
    assert found(f"theme={alliance.youth.pk}") == ["Anna Weber"]
    assert found(f"land={planned.entry.network.state.pk}") == []
    assert found(f"land={expert_of_goerlitz.memberships.get().network.state.pk}") == ["Anna Weber", "Berta Weber"]
    assert found(f"free_on={THE_DAY}") == ["Berta Weber"]
    assert found(f"apart={hettstedt.pk}") == ["Anna Weber"]
    assert found("free_on=never&apart=x&page=y") == ["Anna Weber", "Berta Weber"]


def test_more_people_ask_no_more_queries(planned, officer_of_hettstedt, problem, somebody, alliance):
    reader = browser(officer_of_hettstedt)

    def queries(url):
        with CaptureQueriesContext(connection) as asked_for:
            assert reader.get(url).status_code == 200
        return len(asked_for)

    urls = ["/workshops/experts", f"/workshops/{planned.public_id}/plan"]
    for name in ("Anna", "Berta"):
        actions.be_away(actor=somebody(name, expertise="R", themes=[alliance.youth]), since=THE_DAY, until=THE_DAY)
    [queries(url) for url in urls]  # what a process reads once
    few = [queries(url) for url in urls]
    for name in ("Clara", "Dora", "Emma"):
        person = somebody(name, expertise="R", themes=[alliance.youth])
        actions.be_away(actor=person, since=THE_DAY, until=THE_DAY)
        actions.come_at_most(actor=person, most=3)
    assert [queries(url) for url in urls] == few
    assert few[0] <= 20


def test_an_answer_carries_a_word_and_a_conflict_that_only_the_host_reads(
    planned, officer_of_hettstedt, officer_of_saalfeld, expert_of_goerlitz
):
    host, expert = browser(officer_of_hettstedt), browser(expert_of_goerlitz)
    actions.invite_expert(actor=officer_of_hettstedt, workshop=planned, person=expert_of_goerlitz, why="Knows trains")
    page = f"/workshops/{planned.public_id}"
    said = {"comes": "no", "word": "Ask Mr Kern in my place", "conflict": "We bid for the station"}
    expert.post(f"{page}/invitation", said)
    assert Invitation.objects.get().answer == "declines"
    plan = text(host.get(f"{page}/plan"))
    assert "Ask Mr Kern" in plan
    assert "We bid" in plan
    expert.post(f"{page}/invitation", {"comes": "yes", "word": "", "conflict": "We bid for the station"})
    assert Invitation.objects.get().answer == "comes"
    assert "We bid" in text(expert.get(page))
    for other in (browser(), browser(officer_of_saalfeld)):
        assert "We bid" not in text(other.get(page))
    assert "We bid" not in str(list(Event.objects.values_list("payload", flat=True)))
    too_long = expert.post(f"{page}/invitation", {"comes": "no", "word": "x" * 241})
    assert too_long.status_code == 302
    assert Invitation.objects.get().answer == "comes"
