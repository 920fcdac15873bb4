"""The pages of projects."""

from __future__ import annotations

import datetime
import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.offers import offers_on, panels_on
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.projects.actions import found_project
from netzwerkstatt.projects.models import Partner, Project
from tests.projects.conftest import have_idea

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english_pages(settings):
    settings.LANGUAGE_CODE = "en"


def in_days(days):
    return clock.today() + datetime.timedelta(days=days)


def found(actor, city, ideas, title="A guide for coming back", **more):
    return found_project(
        actor=actor, city=city, title=title, aim="Twenty people are back.", ideas=ideas, first_step="Advertise half a post",
        first_step_by="Jana Wernicke", first_step_due=in_days(80), **more,
    )  # fmt: skip


@pytest.fixture
def signed_in():
    def make(person):
        client = Client(headers={"sec-fetch-site": "same-origin"})
        client.force_login(person)
        return client

    return make


def typed(idea, city, /, **changes):
    return {
        "client_id": str(uuid.uuid4()), "city": city.pk, "title": "A guide", "aim": "People are back.",
        "ideas": [idea.public_id], "first_step": "Advertise", "first_step_by": "Jana",
        "first_step_due": in_days(30).isoformat(), **changes,
    }  # fmt: skip


def test_everybody_reads_aim_first_step_partners_and_ideas(client, officer_of_hettstedt, hettstedt, saalfeld, idea):
    project = found(officer_of_hettstedt, hettstedt, [idea], partner_cities=[saalfeld])

    page = client.get(project.get_absolute_url())

    text = page.content.decode()
    for words in (
        "Twenty people are back.",
        "Advertise half a post",
        "80 days left",
        "Saalfeld/Saale",
        str(idea),
        "P-1",
    ):
        assert words in text
    assert "The first step is done" not in text
    assert not page.cookies


def test_a_late_first_step_says_so(client, officer_of_hettstedt, hettstedt, idea):
    project = found(officer_of_hettstedt, hettstedt, [idea])
    Project.objects.filter(pk=project.pk).update(first_step_due=in_days(-3))

    assert "3 days overdue" in client.get(project.get_absolute_url()).content.decode()


def test_a_project_is_founded_from_the_page_of_a_workshop(
    signed_in, officer_of_hettstedt, hettstedt, saalfeld, idea, ideas_workshop, alliance
):
    thread.link(ideas_workshop, thread.DERIVED_FROM, idea)
    client = signed_in(officer_of_hettstedt)
    ideas_workshop.entry.themes.add(alliance.youth)
    said_there = have_idea("A night bus", home=ideas_workshop.entry)
    page = client.get(f"{reverse('projects:new')}?from={said_there.public_id}").content.decode()
    assert re.search(rf'name="themes" value="{alliance.youth.pk}"[^>]* checked', page), "the theme of its workshop"
    address = f"{reverse('projects:new')}?from={ideas_workshop.public_id}"
    assert str(idea) in client.get(address).content.decode()

    form = typed(
        idea, hettstedt, partner_cities=[saalfeld.pk], organisation_name="Kupferwerk", organisation_kind="business",
        contribution="three places",
    )  # fmt: skip
    answer = client.post(address, form)
    again = client.post(address, form)

    project = Project.objects.get()
    assert answer.url == again.url == project.get_absolute_url()
    assert set(thread.sources(project)) == {idea.entry, ideas_workshop.entry}
    assert {str(partner) for partner in Partner.objects.all()} == {"Saalfeld/Saale", "Kupferwerk"}


def test_what_does_not_hold_is_said_at_its_field_and_nothing_typed_is_lost(
    signed_in, officer_of_hettstedt, hettstedt, idea
):
    address = f"{reverse('projects:new')}?from={idea.public_id}"
    form = typed(idea, hettstedt, title="<script>alert(1)</script>", first_step_due=in_days(-1).isoformat())

    text = signed_in(officer_of_hettstedt).post(address, form).content.decode()

    assert "Please choose a day that is still ahead." in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<script>alert" not in text
    assert not Project.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [{"ideas": []}, {"ideas": ["zzzzzzzzzzzz"]}, {"city": "999999"}, {"first_step_due": "soon"}, {"title": "x" * 5000}],
)
def test_a_broken_form_founds_nothing(signed_in, officer_of_hettstedt, hettstedt, idea, changes):
    address = f"{reverse('projects:new')}?from={idea.public_id}"

    assert signed_in(officer_of_hettstedt).post(address, typed(idea, hettstedt, **changes)).status_code == 200
    assert not Project.objects.exists()


def test_nobody_founds_for_a_city_that_is_not_theirs(signed_in, officer_of_saalfeld, hettstedt, idea):
    address = f"{reverse('projects:new')}?from={idea.public_id}"

    signed_in(officer_of_saalfeld).post(address, typed(idea, hettstedt))

    assert not Project.objects.exists()


def test_visitors_are_asked_to_sign_in_and_others_refused(
    client, signed_in, ministry_of_st, officer_of_saalfeld, idea, officer_of_hettstedt, hettstedt
):
    project = found(officer_of_hettstedt, hettstedt, [idea])
    assert client.get(reverse("projects:new")).status_code == 302
    assert signed_in(ministry_of_st).get(reverse("projects:new")).status_code == 403
    for name in ("add-partner", "finish-first-step"):
        address = reverse(f"projects:{name}", args=[project.public_id])
        assert signed_in(officer_of_saalfeld).post(address).status_code == 403
    assert client.get(reverse("projects:project", args=["nothing"])).status_code == 404
    assert client.get(reverse("projects:new") + "?from=nothing").status_code == 302


def test_without_a_beginning_one_chooses_the_workshop(signed_in, officer_of_hettstedt, ideas_workshop):
    text = signed_in(officer_of_hettstedt).get(reverse("projects:new")).content.decode()

    assert f"?from={ideas_workshop.public_id}" in text


def test_the_first_step_is_finished_and_a_partner_added_on_the_page(
    signed_in, officer_of_hettstedt, hettstedt, saalfeld, idea
):
    project = found(officer_of_hettstedt, hettstedt, [idea])
    client = signed_in(officer_of_hettstedt)

    client.post(reverse("projects:finish-first-step", args=[project.public_id]))
    added = client.post(reverse("projects:add-partner", args=[project.public_id]), {"city": saalfeld.pk})

    assert added.url == project.get_absolute_url()
    project.refresh_from_db()
    assert project.first_step_done_on == clock.today()
    assert project.partners.get().city == saalfeld
    nobody = client.post(reverse("projects:add-partner", args=[project.public_id]), {})
    assert "Please choose one partner" in nobody.content.decode()


def test_the_list_can_be_narrowed_to_a_land(
    client, officer_of_hettstedt, officer_of_saalfeld, hettstedt, saalfeld, idea
):
    found(officer_of_hettstedt, hettstedt, [idea], "One in Sachsen-Anhalt")
    found(officer_of_saalfeld, saalfeld, [idea], "One in Thuringia")

    text = client.get(reverse("projects:list"), {"land": "TH"}).content.decode()

    assert "One in Thuringia" in text
    assert "One in Sachsen-Anhalt" not in text
    assert "One in Sachsen-Anhalt" in client.get(reverse("projects:list"), {"land": "%00"}).content.decode()


def test_an_empty_list_says_what_belongs_there(client, alliance):
    assert "No project yet" in client.get(reverse("projects:list")).content.decode()
    assert "No project in this Land yet" in client.get(reverse("projects:list"), {"land": "TH"}).content.decode()


def test_the_list_costs_the_same_with_many_projects(client, officer_of_hettstedt, hettstedt, saalfeld, alliance, idea):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("projects:list")).status_code == 200
        return len(captured)

    for number in range(2):
        found(
            officer_of_hettstedt,
            hettstedt,
            [idea],
            f"Project {number}",
            partner_cities=[saalfeld],
            themes=[alliance.youth],
        )
    few = queries()
    for number in range(2, 14):
        found(
            officer_of_hettstedt,
            hettstedt,
            [idea],
            f"Project {number}",
            partner_cities=[saalfeld],
            themes=[alliance.youth],
        )

    assert queries() == few
    assert few <= 12


def test_ideas_and_workshops_offer_to_found_a_project(officer_of_hettstedt, ministry_of_st, idea, ideas_workshop):
    for page, subject in (("idea", idea), ("ideas-workshop", ideas_workshop)):
        offers = {offer.verb: offer for offer in offers_on(page, subject, officer_of_hettstedt)}
        assert subject.public_id in offers["found-project"].url(subject)
        assert "found-project" not in {offer.verb for offer in offers_on(page, subject, ministry_of_st)}
        assert "found-project" not in {offer.verb for offer in offers_on(page, subject, None)}


def test_a_citys_page_shows_its_projects(officer_of_hettstedt, hettstedt, saalfeld, idea):
    found(officer_of_hettstedt, hettstedt, [idea])

    assert "projects/panels/on_city.html" in {panel.template for panel in panels_on("city", "main", hettstedt, None)}
    assert "projects/panels/on_city.html" not in {panel.template for panel in panels_on("city", "main", saalfeld, None)}


def test_many_ideas_of_a_workshop_cost_two_queries(officer_of_hettstedt, ideas_workshop, django_assert_max_num_queries):
    from netzwerkstatt.projects import queries

    for number in range(70):
        have_idea(f"Idea {number}", home=ideas_workshop.entry)
    with django_assert_max_num_queries(4):
        assert len(queries.ideas_from(ideas_workshop.entry, officer_of_hettstedt)) == 60
