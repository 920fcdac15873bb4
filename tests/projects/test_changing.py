"""A city words its project anew, and its first step gets another day."""

import datetime

import pytest
from django.urls import reverse
from django.utils import translation

from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.network.models import Role
from netzwerkstatt.foundation.versions import queries
from netzwerkstatt.foundation.versions.models import Version
from netzwerkstatt.foundation.versions.saving import Meanwhile
from netzwerkstatt.projects.actions import change_project, finish_first_step
from netzwerkstatt.projects.models import Project
from tests.conftest import last_event
from tests.projects.test_projects import found, in_days

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _pages_in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def project(officer_of_hettstedt, hettstedt, idea):
    return found(officer_of_hettstedt, hettstedt, [idea])


@pytest.fixture
def member(invite, hettstedt):
    return invite("Mara Lenz", Role.CITY_MEMBER, city=hettstedt)


def change(actor, project, base=1, **words):
    names = ("title", "aim", "first_step", "first_step_by", "first_step_due")
    said = {name: getattr(project, name) for name in names}
    return change_project(actor=actor, project=project, base=base, **{**said, **words})


def test_what_the_project_said_before_stays_in_the_language_of_who_reads(project, member, alliance):
    project.__class__.objects.filter(pk=project.pk).update(first_step_due=datetime.date(2030, 5, 12))
    project.refresh_from_db()
    now = change(
        member, project, aim="Forty are back.", first_step_due=datetime.date(2030, 6, 12), themes=[alliance.youth]
    )

    assert (now.aim, now.first_step_due.month, list(now.entry.themes.all())) == ("Forty are back.", 6, [alliance.youth])
    assert (last_event().type, last_event().payload) == (
        "project.changed",
        {"fields": ["aim", "first_step_due", "themes"]},
    )
    for language, words in (("en", ("12 May 2030", "12 June 2030")), ("de", ("12. Mai 2030", "12. Juni 2030"))):
        with translation.override(language):
            said = queries.history(now.entry)
            changed = {str(one.label): one.pieces for one in queries.compared(now.entry, said[1], said[0])}
            pieces = changed["Until when" if language == "en" else "Bis wann"]
            old, new = ("".join(p.same + getattr(p, side) for p in pieces) for side in ("gone", "new"))
            assert (old, new) == words


def test_a_change_that_changes_nothing_records_nothing(project, member):
    before = Event.objects.count()
    assert change(member, project, title=f" {project.title}  ") == project
    assert (Event.objects.count(), Version.objects.count()) == (before, 0)


def test_only_whoever_speaks_for_the_city_words_its_project_anew(
    project, officer_of_saalfeld, ministry_of_st, alliance
):
    for other in (officer_of_saalfeld, ministry_of_st, alliance.coordinator, None):
        with pytest.raises(NotAllowed):
            change(other, project, title="Ours")


def test_two_who_change_the_same_words_are_told_and_others_are_put_together(project, member, officer_of_hettstedt):
    change(member, project, aim="Thirty people are back in two years.", first_step_due=in_days(90))
    now = change(officer_of_hettstedt, project, base=1, aim="Twenty people are back in three years.")
    assert now.aim == "Thirty people are back in three years."
    assert now.first_step_due == in_days(90)
    with pytest.raises(Meanwhile) as told:
        change(officer_of_hettstedt, project, base=1, first_step_due=in_days(100))
    assert set(told.value.fields) == {"first_step_due"}


def test_a_day_that_moves_is_ahead_and_one_that_stays_may_be_past(project, member):
    Project.objects.filter(pk=project.pk).update(first_step_due=in_days(-9))
    project.refresh_from_db()
    assert change(member, project, title="Another name").title == "Another name"
    with pytest.raises(Invalid) as told:
        change(member, project, base=2, title="Another name", first_step_due=in_days(-2))
    assert set(told.value.fields) == {"first_step_due"}


def test_a_first_step_that_is_done_stays_as_it_was_done(project, member, client):
    finish_first_step(actor=member, project=project)
    assert change(member, project, title="Another", first_step="Something else").first_step == project.first_step
    client.force_login(member)
    page = client.get(reverse("projects:change", args=[project.public_id])).content.decode()
    assert "first_step" not in page


def test_the_page_shows_both_and_keeps_what_was_typed(project, member, officer_of_hettstedt, client):
    client.force_login(officer_of_hettstedt)
    address = reverse("projects:change", args=[project.public_id])
    page = client.get(address).content.decode()
    assert project.aim in page
    change(member, project, title="They go")
    typed = {
        "base": "1", "title": "They stay", "aim": project.aim, "first_step": project.first_step,
        "first_step_by": project.first_step_by, "first_step_due": project.first_step_due.isoformat(),
    }  # fmt: skip
    answer = client.post(address, typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Mara Lenz saved while you wrote." in page
    assert "They stay" in page
    assert "They go" in page
    assert client.post(address, {**typed, "base": "2"}).status_code == 302
    project.refresh_from_db()
    assert project.entry.title == "They stay"
    assert client.post(address, {**typed, "base": "3", "title": " "}).status_code == 422
