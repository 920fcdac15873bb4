"""A discussion in a browser: on the item's page, on its own, and everything one can do without a script."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from netzwerkstatt.foundation.comments.actions import answer, comment_on, hide
from netzwerkstatt.foundation.comments.models import Comment
from netzwerkstatt.foundation.comments.offers import panel_of
from netzwerkstatt.foundation.comments.registered import words_of
from netzwerkstatt.foundation.entries.models import Visibility
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.personal import all_personal
from netzwerkstatt.foundation.moderation.registry import reportable
from tests.comments.talking import talk


@pytest.fixture
def browser():
    def of(person=None):
        client = Client(headers={"sec-fetch-site": "same-origin", "accept-language": "en"})
        if person:
            client.force_login(person)
        return client

    return of


def page(client, name, *args, **query):
    return client.get(reverse(f"comments:{name}", args=args), query)


def test_the_page_of_an_item_ends_with_what_is_said_about_it(problem, entry, citizen, browser):
    comment_on(actor=citizen, entry=entry, text="The last train <leaves> at eight.")
    html = browser().get(problem.get_absolute_url()).content.decode()

    assert "The last train &lt;leaves&gt; at eight." in html
    assert "1 comment<" in html
    assert "Selma Citizen" in html
    assert f"/sign-in?next=/e/{entry.public_id}/comments/new" in html
    assert "<textarea" not in html


def test_a_visitor_costs_one_query_more_with_five_comments_and_with_fifty(problem, entry, jana, browser):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert browser().get(problem.get_absolute_url()).status_code == 200
        return len([q for q in seen if "comments_" in q["sql"]]), len(seen)

    queries()
    none = queries()
    talk(entry, jana, 5)
    five = queries()
    Comment.objects.all().delete()
    talk(entry, jana, 14, answers=lambda n: 3)
    fifty = queries()
    assert none == five == fifty
    assert five[0] == 1


def test_five_comments_are_drawn_in_a_moment(entry, jana, rf):
    talk(
        entry,
        jana,
        5,
        text="Words of a comment, with a few more words and a link to https://example.org/{number} in it.",
    )
    request = rf.get("/")
    request.viewer = request.user = None
    panel = panel_of(entry, None)
    context = {"panel": panel, "request": request, "viewer": None, "sign_in_url": "/sign-in"}
    render_to_string("comments/panel.html", context)
    began = time.process_time()
    for _ in range(200):
        render_to_string("comments/panel.html", context | {"panel": panel_of(entry, None)})
    spent = (time.process_time() - began) / 200
    assert spent < 0.006, f"{spent * 1000:.2f} ms"


def test_somebody_comments_and_finds_it_at_its_permanent_address(problem, entry, citizen, browser):
    client = browser(citizen)
    assert 'name="text"' in client.get(problem.get_absolute_url()).content.decode()
    response = client.post(reverse("comments:write", args=[entry.public_id]), {"text": "One sentence"})

    made = Comment.objects.get()
    assert response.headers["Location"] == f"/comments/{made.public_id}#c-{made.public_id}"
    assert "One sentence" in browser().get(f"/comments/{made.public_id}").content.decode()


def test_words_that_do_not_hold_come_back_with_the_reason(entry, citizen, browser):
    response = browser(citizen).post(reverse("comments:write", args=[entry.public_id]), {"text": "x" * 5000})
    assert response.status_code == 422
    assert "x" * 5000 in response.content.decode()


def test_an_answer_has_a_page_of_its_own(entry, citizen, jana, browser):
    first = comment_on(actor=citizen, entry=entry, text="What do you think?")
    client = browser(jana)
    assert "What do you think?" in page(client, "answer", first.public_id).content.decode()
    client.post(reverse("comments:answer", args=[first.public_id]), {"text": "A lot"})

    html = browser().get(reverse("comments:discussion", args=[entry.public_id])).content.decode()
    assert html.index("What do you think?") < html.index("A lot")
    assert "comment--answer" in html


def test_the_author_changes_words_then_only_adds_a_note_then_deletes(entry, citizen, browser):
    client = browser(citizen)
    with clock.telling(clock.now() - timedelta(minutes=5)):
        comment = comment_on(actor=citizen, entry=entry, text="First words")
    assert "First words" in page(client, "edit", comment.public_id).content.decode()
    client.post(reverse("comments:edit", args=[comment.public_id]), {"text": "Better words"})
    Comment.objects.update(created_at=clock.now() - timedelta(hours=1))

    assert page(client, "edit", comment.public_id).headers["Location"] == f"/comments/{comment.public_id}/note"
    late = client.post(reverse("comments:edit", args=[comment.public_id]), {"text": "Too late words"})
    assert (late.status_code, "Too late words" in late.content.decode()) == (422, True)
    client.post(reverse("comments:note", args=[comment.public_id]), {"text": "One thing more"})
    html = page(browser(), "comment", comment.public_id).content.decode()
    assert "Better words" in html
    assert "One thing more" in html
    assert "changed" in html

    assert page(client, "delete", comment.public_id).status_code == 200
    assert Comment.objects.exists()
    client.post(reverse("comments:delete", args=[comment.public_id]))
    assert page(client, "comment", comment.public_id).status_code == 404


def test_only_the_author_gets_to_these_pages(entry, citizen, jana, browser):
    comment = comment_on(actor=citizen, entry=entry, text="Mine")
    for name in ("edit", "note", "delete"):
        assert page(browser(jana), name, comment.public_id).status_code == 403
        assert page(browser(), name, comment.public_id).status_code == 302


def test_a_comment_on_what_one_may_not_see_is_not_there(entry, citizen, jana, browser):
    comment = comment_on(actor=citizen, entry=entry, text="Among us")
    entry.visibility = Visibility.CITY
    entry.save()
    for name, key in (("comment", comment), ("answer", comment), ("discussion", entry), ("write", entry)):
        stranger = browser(citizen) if name in {"answer", "write"} else browser()
        assert page(stranger, name, key.public_id).status_code == 404
        assert page(browser(jana), name, key.public_id).status_code == 200


def test_hidden_words_are_in_no_answer_and_the_author_is_led_to_the_reason(problem, entry, citizen, jana, browser):
    comment = comment_on(actor=citizen, entry=entry, text="The secret words")
    answer(actor=jana, parent=comment, text="Please not like this")
    hide(comment, True)
    addresses = [problem.get_absolute_url(), f"/comments/{comment.public_id}", f"/e/{entry.public_id}/comments"]
    for address in addresses:
        for viewer in (None, jana):
            html = browser(viewer).get(address).content.decode()
            assert "secret" not in html
            assert "moderation hid it" in html
        own = browser(citizen).get(address).content.decode()
        assert "The secret words" in own
        assert f"/moderation/comment/{comment.public_id}/own" in own
    assert "secret" not in page(browser(jana), "answer", comment.public_id).content.decode()


def test_moderation_finds_reads_and_hides_a_comment(entry, citizen, jana):
    comment = comment_on(actor=citizen, entry=entry, text="Rude")
    kind = reportable("comment")
    found = kind.find(comment.public_id)
    assert (kind.author(found), kind.words(found), kind.url(found)) == (citizen, "Rude", comment.get_absolute_url())
    assert kind.entry(found) == entry
    assert kind.may_see(None, found)
    kind.hide(found, True)
    found.refresh_from_db()
    assert (kind.may_see(jana, found), kind.may_see(citizen, found)) == (False, True)
    assert kind.find("nothing") is None


def test_what_somebody_said_is_in_her_data(entry, citizen):
    comment = comment_on(actor=citizen, entry=entry, text="Mine")
    declared = next(one for one in all_personal() if one.model == "comments.Comment")
    assert [(row["item"], row["text"]) for row in declared.export(citizen)] == [(entry.title, "Mine")]
    assert words_of(comment) == "Mine"
