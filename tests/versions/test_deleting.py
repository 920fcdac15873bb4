"""What is deleted leaves a stone with role and reason, and no word of what it said."""

from __future__ import annotations

import datetime

import pytest
from django.apps import apps
from django.db import models
from django.test import Client

from netzwerkstatt.foundation.attachments.models import Attachment
from netzwerkstatt.foundation.comments.actions import comment_on
from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.models import Entry, Visibility
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.versions.actions import delete_entry
from netzwerkstatt.foundation.versions.keeping import keep_version
from netzwerkstatt.problems.models import Problem
from netzwerkstatt.workshops import actions as workshops
from tests.conftest import last_event

SECRET = "Xylophonunterricht"


def test_author_or_city_delete_with_a_reason_and_nobody_else(
    problem, author, officer_of_hettstedt, officer_of_saalfeld, coordinator
):
    for person in (officer_of_saalfeld, coordinator):
        with pytest.raises(NotAllowed):
            delete_entry(actor=person, entry=problem, reason="I want to")
    with pytest.raises(Invalid):
        delete_entry(actor=author, entry=problem, reason=" ")
    stone = delete_entry(actor=officer_of_hettstedt, entry=problem, reason="Named twice")
    assert (stone.role, stone.reason) == ("city", "Named twice")
    assert last_event().type == "entry.deleted"
    assert delete_entry(actor=author, entry=problem, reason="Again") == stone


def test_the_address_answers_410_with_day_role_and_reason(problem, author, client):
    delete_entry(actor=author, entry=problem, reason="Named twice")
    for address in (problem.get_absolute_url(), f"/e/{problem.public_id}", f"/e/{problem.public_id}/versions"):
        answer = client.get(address)
        assert answer.status_code == 410
        text = answer.content.decode()
        assert "Named twice" in text
        assert "its author" in text
        assert author.name not in text


def test_the_stone_of_what_was_not_public_is_seen_by_whom_it_was_open_to(problem, author, officer_of_hettstedt, client):
    Entry.objects.filter(pk=problem.pk).update(visibility=Visibility.CITY)
    delete_entry(actor=author, entry=problem, reason="Named twice")
    assert client.get(problem.get_absolute_url()).status_code == 404
    known = Client()
    known.force_login(officer_of_hettstedt)
    assert known.get(problem.get_absolute_url()).status_code == 410


def test_its_knot_stays_on_the_thread_of_what_came_of_it(problem, author, client):
    workshop = workshops.request_workshop(actor=author, problem=Problem.objects.get(entry=problem), title="What now?")
    delete_entry(actor=author, entry=problem, reason="Named twice")
    steps = thread.walk(workshop.entry, None).steps
    assert [(step.deleted, step.entry.title if step.entry else "") for step in steps] == [
        (True, "–"), (False, "What now?"),
    ]  # fmt: skip
    assert client.get(workshop.get_absolute_url()).status_code == 200
    assert client.get(f"/e/{workshop.public_id}/thread").status_code == 200


def test_no_word_of_it_is_left_anywhere_in_the_database(problem, author, officer_of_saalfeld):
    from netzwerkstatt.foundation.moderation.actions import report_thing

    Entry.objects.filter(pk=problem.pk).update(title=SECRET, summary=SECRET)
    Problem.objects.filter(entry=problem).update(affected=SECRET)
    problem.refresh_from_db()
    keep_version(problem, {}, author)
    report_thing(actor=officer_of_saalfeld, kind="problem", public_id=problem.public_id, category="insult")
    assert _tables_with(SECRET)
    delete_entry(actor=author, entry=problem, reason="It should not be here")
    assert _tables_with(SECRET) == []


def _tables_with(word):
    kinds = (models.CharField, models.TextField, models.JSONField)
    return [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, kinds) and not field.choices and model.objects.filter(**{f"{field.name}__icontains": word})
    ]


def test_its_comments_are_hidden_and_its_files_go(problem, author, officer_of_saalfeld):
    comment = comment_on(actor=officer_of_saalfeld, entry=problem, text=f"{SECRET}?")
    words = {"format": "pdf", "name": SECRET, "size": 1, "sha256": "a" * 64}
    file = Attachment.objects.create(entry=problem, uploader=author, **words)
    delete_entry(actor=author, entry=problem, reason="Named twice")
    comment.refresh_from_db()
    file.refresh_from_db()
    assert comment.hidden_at is not None
    assert (file.name, file.sha256) == ("", "")
    assert file.removed_at is not None


def test_what_something_released_rests_on_stays_and_says_what_that_is(problem, author, officer_of_hettstedt, client):
    workshop = workshops.request_workshop(
        actor=officer_of_hettstedt, problem=Problem.objects.get(entry=problem), title="What keeps us?"
    )
    plan = [workshops.PhasePlan("collect", "Collect", "What helps?", 30)]
    workshops.set_phases(actor=officer_of_hettstedt, workshop=workshop, phases=plan)
    day = clock.today() + datetime.timedelta(days=3)
    workshops.plan_workshop(
        actor=officer_of_hettstedt, workshop=workshop, day=day, begins=datetime.time(13), place="Saigerhütte"
    )
    workshops.start_workshop(actor=officer_of_hettstedt, workshop=workshop)
    workshops.choose_ideas(actor=officer_of_hettstedt, workshop=workshop, ideas=[])
    workshops.release_workshop(actor=officer_of_hettstedt, workshop=workshop)
    client.force_login(author)
    page = client.get(f"/e/{problem.public_id}/delete").content.decode()
    assert "This cannot be deleted" in page
    assert "What keeps us?" in page
    with pytest.raises(Invalid):
        delete_entry(actor=author, entry=problem, reason="Anyway")
    assert client.post(f"/e/{problem.public_id}/delete", {"reason": "Anyway"}).status_code == 422
    assert Entry.objects.get(pk=problem.pk).deleted_at is None


def test_the_page_asks_before_and_says_what_stays(problem, author):
    browser = Client(headers={"sec-fetch-site": "same-origin"})
    browser.force_login(author)
    assert f"/e/{problem.public_id}/delete" in browser.get(problem.get_absolute_url()).content.decode()
    assert "What stays" in browser.get(f"/e/{problem.public_id}/delete").content.decode()
    assert browser.post(f"/e/{problem.public_id}/delete", {"reason": "Named twice"}).status_code == 302
    assert browser.get(problem.get_absolute_url()).status_code == 410


def test_every_kind_can_be_deleted_but_what_is_never_taken_back():
    from netzwerkstatt.foundation.entries.kinds import KINDS
    from netzwerkstatt.foundation.versions.erasing import can_be_deleted

    assert {kind for kind in KINDS if not can_be_deleted(kind)} <= {"answer", "amendment"}
