"""The canvas: a group sketches a project from a cluster or from chosen ideas, one click makes it one."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.entries.writing import create_entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.ideas.models import Cluster, Idea, Standing
from netzwerkstatt.projects import actions
from netzwerkstatt.projects.models import Project, Sketch
from netzwerkstatt.projects.profile.known import known
from tests.projects.conftest import have_idea

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _pages_in_english(settings):
    settings.LANGUAGE_CODE = "en"


def page_of(person=None):
    client = Client(headers={"sec-fetch-site": "same-origin", "accept-language": "en"})
    if person:
        client.force_login(person)
    return client


@pytest.fixture
def cluster(ideas_workshop):
    """Three ideas of the workshop, two of them in a cluster."""
    made = Cluster.objects.create(home=ideas_workshop.entry, title="Evenings in town", size=2, dots=9)
    for text in ("A room until ten", "A late bus", "A film club"):
        have_idea(text, home=ideas_workshop.entry, standing=Standing.CHOSEN)
    Idea.objects.filter(text__in=["A room until ten", "A late bus"]).update(cluster=made)
    return made


def boxes(**more):
    return {
        "title": "Evenings", "idea": "Young people have a room. It is open until ten.", "for_whom": "14 to 20",
        "legal": "Who is liable?", "first_step": "Ask the savings bank for the hall", "first_step_by": "Jana Wernicke",
        "first_step_due": (clock.today() + timedelta(days=20)).isoformat(), "cost_class": "small", **more,
    }  # fmt: skip


def test_a_cluster_becomes_a_canvas_and_one_click_a_project_on_the_thread_of_all_its_ideas(
    ideas_workshop, cluster, officer_of_hettstedt, officer_of_saalfeld, hettstedt, saalfeld
):
    writer, page = page_of(officer_of_hettstedt), reverse("workshops:workshop", args=[ideas_workshop.public_id])
    begin = f"{reverse('projects:new-sketch')}?from={ideas_workshop.public_id}&cluster={cluster.public_id}"
    ideas_workshop.ideas = 3
    ideas_workshop.save()
    assert begin.replace("&", "&amp;") in writer.get(page).content.decode()
    assert begin.replace("&", "&amp;") not in page_of().get(page).content.decode()
    empty = writer.get(begin).content.decode()
    assert "Evenings in town" in empty
    blank = f"{reverse('projects:blank-sketch')}?from={ideas_workshop.public_id}"
    assert blank in empty
    assert "The idea in three sentences" in writer.get(blank).content.decode()
    sent = writer.post(begin, boxes(source=cluster.public_id, owner=hettstedt.pk))
    sketch = Sketch.objects.get()
    assert sent["Location"] == reverse("projects:sketch", args=[sketch.public_id])
    shown = writer.get(sent["Location"]).content.decode()
    assert "Nobody from another Land yet" in shown
    assert "One click" in shown
    # somebody of another city goes on writing, and is no owner
    other = page_of(officer_of_saalfeld)
    wider = boxes(source=cluster.public_id, owner=hettstedt.pk, cities=[saalfeld.pk], edition=1)
    other.post(reverse("projects:edit-sketch", args=[sketch.public_id]), wider)
    assert "Nobody from another Land" not in other.get(sent["Location"]).content.decode()
    assert other.post(reverse("projects:found-sketch", args=[sketch.public_id])).status_code == 403

    for _twice in range(2):
        writer.post(reverse("projects:found-sketch", args=[sketch.public_id]))
    project = Project.objects.get()
    sources = {source.title for source in thread.sources(project)}
    assert sources == {"A room until ten", "A late bus", "From ideas to an offer"}
    assert project.partners.get().city == saalfeld
    assert project.first_step_by == "Jana Wernicke"
    assert known(project).suggested("why")["groups"] == "14 to 20"
    assert project.title in writer.get(page).content.decode()
    late = writer.get(reverse("projects:edit-sketch", args=[sketch.public_id]))
    assert late.status_code == 302
    with pytest.raises(Invalid):
        actions.write_sketch(
            actor=officer_of_hettstedt, origin=ideas_workshop.entry, title="Again", cluster=cluster, sketch=sketch, edition=2
        )  # fmt: skip


def test_chosen_ideas_a_figure_and_empty_boxes(ideas_workshop, cluster, officer_of_hettstedt, hettstedt):
    ideas = list(Idea.objects.filter(text="A film club"))
    card = create_entry(kind="evidence", title="1 in 3 leaves", author=None)
    sketch = actions.write_sketch(
        actor=officer_of_hettstedt, origin=ideas_workshop.entry, title="Films", ideas=ideas, figure=card
    )
    assert len(actions.missing(sketch)) == 5
    with pytest.raises(NotAllowed):
        actions.found_from_sketch(actor=officer_of_hettstedt, sketch=sketch)
    sketch = actions.write_sketch(
        actor=officer_of_hettstedt, origin=ideas_workshop.entry, title="Films", ideas=ideas, figure=card,
        owner=hettstedt, sketch=sketch, edition=1,
    )  # fmt: skip
    with pytest.raises(Invalid, match="Still empty"):
        actions.found_from_sketch(actor=officer_of_hettstedt, sketch=sketch)
    sketch = actions.write_sketch(
        actor=officer_of_hettstedt, origin=ideas_workshop.entry, title="Films", ideas=ideas, figure=card,
        owner=hettstedt, first_step="Ask", first_step_by="Me", first_step_due=clock.today() + timedelta(days=5),
        boxes={"idea": "We show films."}, sketch=sketch, edition=2,
    )  # fmt: skip
    project = actions.found_from_sketch(actor=officer_of_hettstedt, sketch=sketch)
    assert card.pk in {source.pk for source in thread.sources(project)}
    assert "We show" not in str(list(Event.objects.values_list("payload", flat=True)))


def test_two_who_write_at_once_lose_nothing_and_the_first_step_is_near(ideas_workshop, cluster, officer_of_hettstedt):
    once = {"actor": officer_of_hettstedt, "origin": ideas_workshop.entry, "cluster": cluster}
    client_id = uuid.uuid4()
    sketch = actions.write_sketch(title="One", client_id=client_id, **once)
    assert actions.write_sketch(title="Two", client_id=client_id, **once) == sketch
    actions.write_sketch(title="Three", sketch=sketch, edition=1, **once)
    with pytest.raises(actions.ChangedMeanwhile):
        actions.write_sketch(title="Four", sketch=sketch, edition=1, **once)
    far = page_of(officer_of_hettstedt).post(
        reverse("projects:edit-sketch", args=[sketch.public_id]),
        boxes(source=cluster.public_id, edition=2, first_step_due=(clock.today() + timedelta(days=60)).isoformat()),
    )
    assert far.status_code == 422
    assert "four weeks" in far.content.decode()
    assert Sketch.objects.get().title == "Three"
    stale = page_of(officer_of_hettstedt).post(
        reverse("projects:edit-sketch", args=[sketch.public_id]), boxes(source=cluster.public_id, edition=1)
    )
    assert "Three" in stale.content.decode()
    assert "Young people have a room" in stale.content.decode()


def test_sketches_are_for_the_alliance_and_only_where_its_origin_may_be_seen(
    ideas_workshop, cluster, officer_of_hettstedt, ministry_of_st
):
    sketch = actions.write_sketch(actor=officer_of_hettstedt, origin=ideas_workshop.entry, title="One", cluster=cluster)
    url = reverse("projects:sketch", args=[sketch.public_id])
    assert page_of().get(url).status_code == 302
    assert page_of(ministry_of_st).get(url).status_code == 403
    page = reverse("workshops:workshop", args=[ideas_workshop.public_id])
    assert "Project sketches" in page_of(officer_of_hettstedt).get(page).content.decode()
    assert "Project sketches" not in page_of().get(page).content.decode()
    Entry.objects.filter(pk=ideas_workshop.pk).update(deleted_at=clock.now())
    assert page_of(officer_of_hettstedt).get(url).status_code == 404
    with pytest.raises(NotAllowed):
        actions.write_sketch(actor=ministry_of_st, origin=ideas_workshop.entry, title="Two", cluster=cluster)
    elsewhere = Cluster.objects.create(home=create_entry(kind="workshop", title="Other", author=None), title="x")
    with pytest.raises((Invalid, NotAllowed)):
        actions.write_sketch(actor=officer_of_hettstedt, origin=ideas_workshop.entry, title="Two", cluster=elsewhere)
