"""A city takes ideas into its hands."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.db import IntegrityError, transaction

from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.desk import tasks_of
from netzwerkstatt.foundation.entries.models import Link, Visibility
from netzwerkstatt.foundation.entries.writing import create_entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.network.models import Organisation
from netzwerkstatt.projects import queries
from netzwerkstatt.projects.actions import NewOrganisation, add_partner, finish_first_step, found_project
from netzwerkstatt.projects.models import Partner, Project
from tests.projects.conftest import have_idea

pytestmark = pytest.mark.django_db


def in_days(days):
    return clock.today() + datetime.timedelta(days=days)


def found(actor, city, ideas, **changes):
    words = {
        "title": "A guide for coming back",
        "aim": "Twenty people are back in two years.",
        "first_step": "Advertise half a post",
        "first_step_by": "Jana Wernicke",
        "first_step_due": in_days(80),
    }
    return found_project(actor=actor, city=city, ideas=ideas, **{**words, **changes})


def test_a_project_hangs_on_every_idea_and_on_the_workshop(
    officer_of_hettstedt, hettstedt, idea, ideas_workshop, alliance
):
    other = have_idea("Trial living")

    project = found(
        officer_of_hettstedt, hettstedt, [idea, other.entry], workshop=ideas_workshop, themes=[alliance.youth]
    )

    assert set(thread.sources(project)) == {idea.entry, other.entry, ideas_workshop.entry}
    assert set(Link.objects.filter(target=project.entry).values_list("kind", flat=True)) == {"derived-from"}
    assert project.entry.code == "P-1"
    assert project.entry.city == hettstedt
    assert list(project.entry.themes.all()) == [alliance.youth]
    assert [e.type for e in Event.objects.filter(entry=project.public_id)] == ["project.founded"]


def test_only_who_speaks_for_a_city_founds_its_projects(
    officer_of_saalfeld, expert_of_goerlitz, ministry_of_st, hettstedt, idea
):
    for person in (officer_of_saalfeld, expert_of_goerlitz, ministry_of_st, None):
        with pytest.raises(NotAllowed):
            found(person, hettstedt, [idea])
    assert not Project.objects.exists()


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("ideas", {"ideas": []}),
        ("title", {"title": "  "}),
        ("title", {"title": "x" * 241}),
        ("aim", {"aim": "\x00\n "}),
        ("aim", {"aim": "x" * 2001}),
        ("first_step", {"first_step": ""}),
        ("first_step_by", {"first_step_by": "x" * 161}),
        ("first_step_due", {"first_step_due": datetime.date(2020, 1, 1)}),
    ],
)
def test_what_is_missing_or_too_much_is_said_at_its_field(officer_of_hettstedt, hettstedt, idea, field, changes):
    ideas = changes.pop("ideas", [idea])

    with pytest.raises(Invalid) as refused:
        found(officer_of_hettstedt, hettstedt, ideas, **changes)

    assert set(refused.value.fields) == {field}
    assert not Project.objects.exists()
    assert not Event.objects.filter(type="project.founded").exists()


def test_the_first_step_cannot_be_due_today(officer_of_hettstedt, hettstedt, idea):
    with pytest.raises(Invalid):
        found(officer_of_hettstedt, hettstedt, [idea], first_step_due=in_days(0))
    assert found(officer_of_hettstedt, hettstedt, [idea], first_step_due=in_days(1))


def test_something_that_is_no_idea_or_not_visible_starts_no_project(
    officer_of_hettstedt, saalfeld, hettstedt, ideas_workshop
):
    hidden = create_entry(
        kind="idea", title="Not for everybody", author=None, city=saalfeld, visibility=Visibility.CITY
    )
    for origin in (ideas_workshop, hidden):
        with pytest.raises(Invalid):
            found(officer_of_hettstedt, hettstedt, [origin])
    assert not Project.objects.exists()


def test_sent_twice_it_is_one_project(officer_of_hettstedt, hettstedt, idea):
    form = uuid.uuid4()

    first = found(officer_of_hettstedt, hettstedt, [idea], client_id=form)
    second = found(officer_of_hettstedt, hettstedt, [idea], client_id=form)

    assert first == second
    assert Project.objects.count() == 1
    assert Event.objects.filter(type="project.founded").count() == 1
    assert found(officer_of_hettstedt, hettstedt, [idea]).entry.code == "P-2"


def test_cities_of_other_networks_and_businesses_carry_it_too(
    officer_of_hettstedt, hettstedt, saalfeld, goerlitz, idea
):
    club = Organisation.objects.create(name="Heimatverein", kind="association")

    project = found(
        officer_of_hettstedt, hettstedt, [idea],
        partner_cities=[saalfeld, goerlitz],
        partner_organisations=[club, NewOrganisation("Kupferwerk", "business", "three places")],
    )  # fmt: skip

    assert [str(p) for p in queries.partners_of(project)] == ["Görlitz", "Saalfeld/Saale", "Heimatverein", "Kupferwerk"]
    made = Organisation.objects.get(name="Kupferwerk")
    assert Partner.objects.get(organisation=made).contribution == "three places"
    assert Event.objects.filter(type="alliance.organisation_added").count() == 1


def test_a_partner_joins_once_and_is_one_thing(officer_of_hettstedt, officer_of_saalfeld, hettstedt, saalfeld, idea):
    project = found(officer_of_hettstedt, hettstedt, [idea])

    first = add_partner(actor=officer_of_hettstedt, project=project, city=saalfeld, contribution="advice")
    again = add_partner(actor=officer_of_hettstedt, project=project, city=saalfeld)

    assert first == again
    assert Event.objects.filter(type="project.partner_added").count() == 1
    for wrong in ({}, {"city": saalfeld, "organisation": NewOrganisation("X", "business")}, {"city": hettstedt}):
        with pytest.raises(Invalid):
            add_partner(actor=officer_of_hettstedt, project=project, **wrong)
    for organisation in (NewOrganisation("", "business"), NewOrganisation("X", "circus")):
        with pytest.raises(Invalid):
            add_partner(actor=officer_of_hettstedt, project=project, organisation=organisation)
    with pytest.raises(NotAllowed):
        add_partner(actor=officer_of_saalfeld, project=project, city=saalfeld)


def test_the_database_refuses_a_partner_that_is_nothing_both_or_twice(officer_of_hettstedt, hettstedt, saalfeld, idea):
    project = found(officer_of_hettstedt, hettstedt, [idea], partner_cities=[saalfeld])
    club = Organisation.objects.create(name="Club", kind="association")
    for row in ({}, {"city": saalfeld, "organisation": club}, {"city": saalfeld}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Partner.objects.create(project=project, **row)


def test_a_first_step_is_finished_once_by_its_city(officer_of_hettstedt, officer_of_saalfeld, hettstedt, idea):
    project = found(officer_of_hettstedt, hettstedt, [idea])
    with pytest.raises(NotAllowed):
        finish_first_step(actor=officer_of_saalfeld, project=project)

    done = finish_first_step(actor=officer_of_hettstedt, project=project)
    finish_first_step(actor=officer_of_hettstedt, project=project)

    assert done.first_step_done_on == clock.today()
    assert Event.objects.filter(type="project.first_step_finished").count() == 1


def test_first_steps_wait_on_the_desk_of_their_city_when_due_or_late(
    officer_of_hettstedt, officer_of_saalfeld, hettstedt, idea
):
    soon = found(officer_of_hettstedt, hettstedt, [idea], first_step="Soon", first_step_due=in_days(10))
    found(officer_of_hettstedt, hettstedt, [idea], first_step="Far", first_step_due=in_days(30))
    late = found(officer_of_hettstedt, hettstedt, [idea], first_step="Late")
    Project.objects.filter(pk=late.pk).update(first_step_due=in_days(-3))
    done = found(officer_of_hettstedt, hettstedt, [idea], first_step="Done", first_step_due=in_days(5))
    finish_first_step(actor=officer_of_hettstedt, project=done)

    assert [task.title for task in tasks_of(queries.waiting_for(officer_of_hettstedt))] == ["Late", "Soon"]
    assert tasks_of(queries.waiting_for(officer_of_hettstedt))[1].due == soon.first_step_due
    assert tasks_of(queries.waiting_for(officer_of_saalfeld)) == []


def test_ideas_chosen_in_a_workshop_come_first_and_are_preselected(officer_of_hettstedt, ideas_workshop):
    brought = have_idea("Brought along")
    thread.link(ideas_workshop, thread.DERIVED_FROM, brought)
    have_idea("Not chosen", home=ideas_workshop.entry, dots=9)
    chosen = have_idea("Chosen", home=ideas_workshop.entry, standing="chosen", dots=3)

    ideas = queries.ideas_from(ideas_workshop.entry, officer_of_hettstedt)

    assert ideas == [chosen, brought]
    assert queries.preselected(ideas) == [chosen.public_id]


def test_without_a_choice_all_ideas_of_the_workshop_can_be_taken(officer_of_hettstedt, ideas_workshop):
    few = have_idea("Few dots", home=ideas_workshop.entry, dots=1)
    many = have_idea("Many dots", home=ideas_workshop.entry, dots=5)

    ideas = queries.ideas_from(ideas_workshop.entry, officer_of_hettstedt)

    assert ideas == [many, few]
    assert queries.preselected(ideas) == [many.public_id, few.public_id]


def test_a_city_sees_projects_it_owns_and_carries(officer_of_hettstedt, hettstedt, saalfeld, goerlitz, idea):
    project = found(officer_of_hettstedt, hettstedt, [idea], partner_cities=[saalfeld])

    assert [(p.project, p.as_partner) for p in queries.of_city(hettstedt, None)] == [(project, False)]
    assert [(p.project, p.as_partner) for p in queries.of_city(saalfeld, None)] == [(project, True)]
    assert queries.of_city(goerlitz, None) == []


def test_no_word_of_a_project_is_kept_with_what_nobody_sees(officer_of_hettstedt, hettstedt, idea):
    project = found(
        officer_of_hettstedt, hettstedt, [idea], title="A\x00 guide\u202e  for\x07 all", aim="One\r\n\x1btwo "
    )

    assert project.title == "A guide for all"
    assert project.aim == "One\ntwo"
