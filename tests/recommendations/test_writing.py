"""Writing paragraphs through the pages: others write too, and nothing that was typed is lost."""

from __future__ import annotations

import datetime
import json

import pytest
from django.urls import reverse

from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.texts.models import Paragraph, Writing
from netzwerkstatt.recommendations import actions
from netzwerkstatt.recommendations.content import content_of
from netzwerkstatt.recommendations.document import document_from
from tests.recommendations.conftest import FIRST, SECOND

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("documents_wait")]
MINE = FIRST.replace("one person", "two people")
THEIRS = FIRST.replace("one person", "an office")


def url(name, draft, *more):
    return reverse(f"recommendations:{name}", args=[draft.public_id, *more])


@pytest.fixture
def paragraph(complete):
    return Paragraph.objects.get(entry=complete.pk, number=1)


@pytest.fixture
def jana(signed_in, officer_of_hettstedt):
    return signed_in(officer_of_hettstedt)


def they_write(coordinator, paragraph, text):
    actions.rewrite_paragraph(
        actor=coordinator,
        paragraph=paragraph,
        text=text,
        rests_on=list(paragraph.rests_on.all()),
        base=paragraph.version,
    )


def test_changes_apart_are_put_together_and_the_writer_is_told(complete, paragraph, jana, coordinator):
    they_write(coordinator, paragraph, FIRST.replace("Every town", "Every city and town"))
    answer = jana.post(url("rewrite-paragraph", complete, paragraph.pk), {"text": MINE, "base": "1"}, follow=True)
    paragraph.refresh_from_db()
    assert paragraph.text == MINE.replace("Every town", "Every city and town")
    assert "city and" in answer.content.decode()
    assert "Both are in the paragraph now" in answer.content.decode()


@pytest.mark.parametrize(
    ("pick", "own", "stands"),
    [
        ("mine", "", "two people"),
        ("theirs", "", "an office"),
        ("both", "", "an office two people"),
        ("own", "a team", "a team"),
    ],
)
def test_who_wrote_the_same_words_decides_in_one_form(complete, paragraph, jana, coordinator, pick, own, stands):
    they_write(coordinator, paragraph, THEIRS)
    address = url("rewrite-paragraph", complete, paragraph.pk)
    conflict = jana.post(address, {"text": MINE, "base": "1"})
    page = conflict.content.decode()
    assert conflict.status_code == 409
    for words in ("two people", "an office", "one person", "Kora Dinator"):
        assert words in page
    sent = {"mine": MINE, "mine_base": "1", "base": "2"}
    assert jana.post(address, sent).status_code == 422
    assert Paragraph.objects.get(pk=paragraph.pk).text == THEIRS
    decided = jana.post(address, sent | {"pick_0": pick, "own_0": own})
    assert decided.status_code == 302
    assert Paragraph.objects.get(pk=paragraph.pk).text == FIRST.replace("one person", stands)


def test_whoever_was_overtaken_again_while_deciding_is_asked_again(complete, paragraph, jana, coordinator):
    they_write(coordinator, paragraph, THEIRS)
    paragraph.refresh_from_db()
    they_write(coordinator, paragraph, FIRST.replace("one person", "a whole team"))
    sent = {"mine": MINE, "mine_base": "1", "base": "2", "pick_0": "mine"}
    again = jana.post(url("rewrite-paragraph", complete, paragraph.pk), sent)
    assert again.status_code == 409
    assert "a whole team" in again.content.decode()
    assert "two people" in again.content.decode()


def test_words_for_a_removed_paragraph_are_offered_as_a_new_one(complete, paragraph, jana, coordinator, card):
    actions.remove_paragraph(actor=coordinator, paragraph=paragraph)
    answer = jana.post(
        url("rewrite-paragraph", complete, paragraph.pk), {"text": MINE, "base": "1", "rests_on": card.public_id}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert MINE in page
    assert f'action="{url("add-paragraph", complete)}"' in page
    assert "checked" in page


def test_words_for_a_released_text_can_be_copied(complete, paragraph, jana, coordinator):
    actions.release(actor=coordinator, recommendation=complete)
    for name, more in (("rewrite-paragraph", [paragraph.pk]), ("add-paragraph", [])):
        answer = jana.post(url(name, complete, *more), {"text": "Typed for an hour", "base": "1"})
        assert answer.status_code == 409
        assert "Typed for an hour" in answer.content.decode()
    assert paragraph.text == Paragraph.objects.get(pk=paragraph.pk).text


def test_paragraphs_are_moved_and_put_between_by_buttons(complete, paragraph, jana):
    jana.post(url("move-paragraph", complete, paragraph.pk), {"to": "down"})
    assert list(Paragraph.objects.filter(entry=complete.pk).values_list("text", flat=True)) == [SECOND, FIRST]
    jana.post(url("add-paragraph", complete), {"text": "Between.", "after": "1"})
    assert list(Paragraph.objects.filter(entry=complete.pk).values_list("number", "text")) == [
        (1, SECOND),
        (2, "Between."),
        (3, FIRST),
    ]
    assert Event.objects.filter(type="recommendation.paragraph_moved").count() == 1


def test_the_page_of_versions_shows_who_changed_what(complete, paragraph, jana, coordinator):
    they_write(coordinator, paragraph, MINE)
    actions.remove_paragraph(actor=coordinator, paragraph=paragraph)
    page = jana.get(url("versions", complete, paragraph.pk)).content.decode()
    for words in ("Kora Dinator", "Jana Wernicke", "<del>", "<ins>", "removed"):
        assert words in page
    assert jana.get(url("versions", complete, 999999)).status_code == 404


def test_others_see_who_writes_where_until_it_ends_by_itself(complete, paragraph, jana, signed_in, coordinator):
    kora = signed_in(coordinator)
    assert jana.post(url("who-writes", complete), {"paragraph": paragraph.pk}).status_code == 204
    asked = kora.get(url("who-writes", complete))
    assert json.loads(asked.content) == {str(paragraph.pk): "Jana Wernicke is writing here"}
    again = kora.get(url("who-writes", complete), headers={"if-none-match": asked["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert json.loads(jana.get(url("who-writes", complete)).content) == {}
    assert "Jana Wernicke is writing here" in kora.get(url("edit", complete)).content.decode()
    with clock.telling(clock.now() + datetime.timedelta(minutes=2)):
        assert json.loads(kora.get(url("who-writes", complete)).content) == {}
        kora.post(url("who-writes", complete), {"paragraph": "0"})
    assert list(Writing.objects.values_list("person", flat=True)) == [coordinator.pk]


def test_the_hint_goes_with_the_save(complete, paragraph, jana):
    jana.post(url("who-writes", complete), {"paragraph": paragraph.pk})
    jana.post(url("rewrite-paragraph", complete, paragraph.pk), {"text": MINE, "base": "1"})
    assert not Writing.objects.exists()


def test_a_hint_leaves_no_event(complete, paragraph, jana):
    before = Event.objects.count()
    jana.post(url("who-writes", complete), {"paragraph": paragraph.pk})
    assert Event.objects.count() == before


def test_what_is_typed_as_markdown_is_shown_as_such_on_page_and_paper(complete, paragraph, jana, coordinator):
    text = "Every town\n\n- names **one person**,\n- says so."
    they_write(coordinator, paragraph, text)
    page = jana.get(complete.get_absolute_url()).content.decode()
    assert "<li>names <strong>one person</strong>,</li>" in page
    numbered = next(b for b in document_from(content_of(complete)).blocks if b.type == "numbered")
    assert "".join(run.text for run in numbered.text) == "Every town\n– names one person,\n– says so."
    assert [run.text for run in numbered.text if run.strong] == ["one person"]
