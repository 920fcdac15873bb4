"""What the rooms ask people, answered by the link in a mail."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

import pytest
from django.test import Client

from netzwerkstatt.foundation.entries.desk import tasks_of
from netzwerkstatt.foundation.entries.writing import create_entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.consumers import catch_up
from netzwerkstatt.foundation.events.errors import NotAllowed
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.network.models import Role
from netzwerkstatt.foundation.notifications.models import Notice
from netzwerkstatt.foundation.notifications.queries import follows
from netzwerkstatt.foundation.notifications.rounds import ask_for_dates
from netzwerkstatt.ideas.models import Idea, Standing
from netzwerkstatt.projects import queries as projects
from netzwerkstatt.projects.actions import add_partner, answer_partnership, finish_first_step, found_project
from netzwerkstatt.workshops import actions as workshops
from netzwerkstatt.workshops.models import Invitation, Workshop
from tests.notifications.conftest import MONDAY, at, go_round


@pytest.fixture
def browser(db):
    return Client(headers={"sec-fetch-site": "same-origin", "accept-language": "en"})


def link_in(mail):
    (link,) = re.findall(r"http://testserver(/answer/\S+)", mail.body)
    return link


@pytest.fixture
def workshop(problem, officer_of_hettstedt):
    made = workshops.request_workshop(actor=officer_of_hettstedt, problem=problem.problem, title="What keeps you?")
    plans = [workshops.PhasePlan("collect", "Collect", "What helps?", 30)]
    workshops.set_phases(actor=officer_of_hettstedt, workshop=made, phases=plans)
    return workshops.plan_workshop(
        actor=officer_of_hettstedt, workshop=made, day=date(2026, 4, 9), begins=time(13), place="Saigerhütte"
    )


@pytest.fixture
def invitation(workshop, officer_of_hettstedt, expert_of_goerlitz):
    return workshops.invite_expert(
        actor=officer_of_hettstedt, workshop=workshop, person=expert_of_goerlitz, why="Knows rooms."
    )


def test_an_invitation_is_mailed_at_once_and_answered_without_signing_in(
    invitation, mails, browser, expert_of_goerlitz, officer_of_hettstedt
):
    go_round()
    (mail,) = mails
    assert mail.recipients() == [expert_of_goerlitz.email]
    assert mail.subject.startswith(f"{invitation.workshop.entry.title} – ")
    page = browser.get(link_in(mail)).content.decode()
    assert "Knows rooms." in page
    assert "Saigerhütte" in page
    assert Invitation.objects.get().answer == Invitation.Answer.WAITING
    browser.post(link_in(mail), {"choice": "comes"})
    assert Invitation.objects.get().answer == Invitation.Answer.COMES
    assert Event.objects.latest("id").actor == expert_of_goerlitz
    catch_up("notifications")
    assert Notice.objects.filter(person=officer_of_hettstedt, text="Thea Krahl comes.", waits=False).exists()
    assert follows(expert_of_goerlitz, entry=invitation.workshop.entry)


def test_an_invitation_that_is_answered_already_is_in_no_mail(invitation, mails, expert_of_goerlitz):
    catch_up("notifications")
    workshops.answer_invitation(actor=expert_of_goerlitz, invitation=invitation, comes=False)
    go_round()
    assert mails == []


def test_the_link_ends_with_the_workshop(invitation, mails, browser):
    go_round()
    Workshop.objects.update(state=Workshop.State.CLOSED)
    assert browser.get(link_in(mails[0])).status_code == 410
    assert browser.post(link_in(mails[0]), {"choice": "comes"}).status_code == 410


@pytest.fixture
def project(hettstedt, saalfeld, officer_of_hettstedt, officer_of_saalfeld):
    entry = create_entry(kind="idea", title="One person who answers", author=None)
    idea = Idea.objects.create(entry=entry, text="One person who answers", standing=Standing.CHOSEN)
    return found_project(
        actor=officer_of_hettstedt, city=hettstedt, title="A guide", aim="Twenty people are back.", ideas=[idea],
        first_step="Advertise half a post", first_step_by="Jana", first_step_due=date(2026, 3, 20),
        partner_cities=[saalfeld],
    )  # fmt: skip


def test_a_city_named_as_a_partner_is_asked_and_answers_by_its_link(
    project, mails, browser, officer_of_saalfeld, officer_of_hettstedt
):
    assert [task.title for task in tasks_of(projects.waiting_for(officer_of_saalfeld))] == [
        "Does Saalfeld/Saale carry “A guide”?"
    ]
    go_round()
    (mail,) = mails
    assert mail.recipients() == [officer_of_saalfeld.email]
    assert "A guide" in browser.get(link_in(mail)).content.decode()
    browser.post(link_in(mail), {"choice": "carries"})
    partner = project.partners.get()
    assert (partner.answer, partner.answered_by) == ("carries", officer_of_saalfeld)
    assert tasks_of(projects.waiting_for(officer_of_saalfeld)) == []
    catch_up("notifications")
    said = Notice.objects.filter(person=officer_of_hettstedt).values_list("text", flat=True)
    assert list(said) == ["Ole Brandt says: we carry the project."]


def test_where_a_city_has_filled_no_office_its_network_is_asked(project, mails, goerlitz, officer_of_hettstedt, invite):
    speaker = invite("Paul Rehbein", Role.NETWORK_COORDINATOR, network=goerlitz.network)
    add_partner(actor=officer_of_hettstedt, project=project, city=goerlitz)
    go_round()
    assert speaker.email in [address for mail in mails for address in mail.recipients()]


def test_nobody_answers_for_another_city(project, officer_of_hettstedt):
    with pytest.raises(NotAllowed):
        answer_partnership(actor=officer_of_hettstedt, partner=project.partners.get(), carries=True)


def test_a_city_answers_on_the_page_too_and_may_change_its_mind(project, officer_of_saalfeld, browser):
    browser.force_login(officer_of_saalfeld)
    url = project.get_absolute_url()
    assert "Does Saalfeld/Saale carry this project?" in browser.get(url).content.decode()
    browser.post(f"{url}/partnership", {"carries": "yes"})
    before = Event.objects.count()
    browser.post(f"{url}/partnership", {"carries": "yes"})
    assert Event.objects.count() == before
    browser.post(f"{url}/partnership", {"carries": "no"})
    assert project.partners.get().answer == "declines"


def test_a_first_step_is_reminded_of_a_week_before_and_once_when_it_is_late(project, officer_of_hettstedt, mails):
    def texts():
        kinds = Notice.objects.filter(person=officer_of_hettstedt, kind="projects.first_step")
        return list(kinds.order_by("pk").values_list("text", flat=True))

    def ask():
        ask_for_dates()
        go_round()

    with clock.telling(MONDAY + timedelta(days=10)):
        ask()
        assert texts() == []
    for day in (11, 12, 19, 20, 21):
        with clock.telling(MONDAY + timedelta(days=day)):
            ask()
            ask()
    ahead, late = texts()
    assert ahead.startswith("First step by")
    assert late.startswith("The first step was due on")


def test_what_is_done_is_not_reminded_of(project, officer_of_hettstedt):
    finish_first_step(actor=officer_of_hettstedt, project=project)
    with clock.telling(MONDAY + timedelta(days=15)):
        ask_for_dates()
        go_round()
    assert not Notice.objects.filter(kind="projects.first_step").exists()


def test_an_event_of_long_ago_is_told_on_the_page_and_by_no_mail(invitation, mails, expert_of_goerlitz):
    with clock.telling(at(5, 9)):
        go_round()
    with clock.telling(at(6, 9)):
        go_round()
    assert [mail.subject for mail in mails if expert_of_goerlitz.email in mail.recipients()] == []
    assert Notice.objects.filter(person=expert_of_goerlitz).exists()
