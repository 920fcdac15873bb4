"""A release is final: for pages, models, querysets and plain SQL, on both databases."""

from __future__ import annotations

import hashlib
import json
import threading

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from netzwerkstatt.foundation.documents.models import Rendering
from netzwerkstatt.foundation.documents.queries import rendering_of
from netzwerkstatt.foundation.entries.models import Counter, Entry, Visibility
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.guard import NeverChangedError
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.texts.models import Paragraph
from netzwerkstatt.recommendations import actions
from netzwerkstatt.recommendations.models import Address, Release
from tests.recommendations.conftest import CLAIM, FIRST, SECOND, TITLE, in_days

pytestmark = pytest.mark.django_db


def test_a_release_gives_number_and_checksum_and_makes_it_public(coordinator, complete):
    release = actions.release(actor=coordinator, recommendation=complete)

    complete.entry.refresh_from_db()
    assert complete.entry.code == "E-1"
    assert complete.entry.visibility == Visibility.PUBLIC
    assert (release.number, release.version, release.released_by) == (1, 1, coordinator)
    assert release.sha256 == hashlib.sha256(release.content.encode()).hexdigest()
    said = release.data
    assert (said["title"], said["code"]) == (TITLE, "E-1")
    assert [p["text"] for p in said["paragraphs"]] == [FIRST, SECOND]
    assert [o["title"] for o in said["paragraphs"][0]["rests_on"]] == [CLAIM, "A guide for coming back"]
    assert [(a["code"], a["answer_by"]) for a in said["addressees"]] == [
        ("ST", in_days(80).isoformat()),
        ("TH", in_days(80).isoformat()),
    ]
    assert said["figures"][0]["claim"] == CLAIM
    assert "12411-0018" in said["figures"][0]["source"]
    assert said["released_on"] == clock.today().isoformat()


def test_released_twice_is_released_once(coordinator, complete):
    first = actions.release(actor=coordinator, recommendation=complete)
    again = actions.release(actor=coordinator, recommendation=complete)

    assert first == again
    assert Event.objects.filter(type="recommendation.released").count() == 1
    assert Rendering.objects.count() == 1


def test_only_the_alliance_coordinator_releases(
    complete, officer_of_hettstedt, coordinator_of_goerlitz, ministry_of_st
):
    for person in (officer_of_hettstedt, coordinator_of_goerlitz, ministry_of_st, None):
        with pytest.raises(NotAllowed):
            actions.release(actor=person, recommendation=complete)
    assert not Release.objects.exists()


def test_an_incomplete_draft_is_not_released_and_uses_up_no_number(coordinator, draft, complete):
    Paragraph.objects.filter(entry=draft.entry).delete()
    with pytest.raises(Invalid) as refused:
        actions.release(actor=coordinator, recommendation=draft)

    assert "There is no paragraph yet." in str(refused.value.fields[""])
    draft.entry.refresh_from_db()
    assert (draft.entry.number, draft.entry.visibility) == (None, Visibility.ALLIANCE)
    assert not Counter.objects.filter(kind="recommendation").exists()


def test_no_action_changes_what_was_released(coordinator, released, alliance, card):
    paragraph = Paragraph.objects.filter(entry=released.entry).first()
    attempts = [
        lambda: actions.retitle(actor=coordinator, recommendation=released, title="Other", base=TITLE),
        lambda: actions.add_paragraph(actor=coordinator, recommendation=released, text="One more"),
        lambda: actions.rewrite_paragraph(actor=coordinator, paragraph=paragraph, text="Other", rests_on=[], base=1),
        lambda: actions.remove_paragraph(actor=coordinator, paragraph=paragraph),
        lambda: actions.rest_on(actor=coordinator, recommendation=released, origin=card),
        lambda: actions.address_to(actor=coordinator, recommendation=released, state=alliance.sn, due=in_days(90)),
        lambda: actions.withdraw_address(actor=coordinator, recommendation=released, state=alliance.st),
    ]
    events = Event.objects.count()
    for attempt in attempts:
        with pytest.raises(NotAllowed, match="stays as it is"):
            attempt()
    assert Event.objects.count() == events


def test_no_model_changes_what_was_released(released):
    release = released.release
    address = released.addresses.first()
    paragraph = Paragraph.objects.filter(entry=released.entry).first()
    release.content = "{}"
    address.due = in_days(900)
    paragraph.text = "Other"
    released.entry.title = "Other"
    for save in (release.save, address.save, paragraph.save, released.entry.save, release.delete, address.delete):
        with pytest.raises((NeverChangedError, IntegrityError)), transaction.atomic():
            save()


def test_no_queryset_changes_what_was_released(released, card):
    paragraphs = Paragraph.objects.filter(entry=released.entry)
    paragraph, address, release = paragraphs[0], released.addresses.all()[0], released.release
    paragraph.text = address.due = release.sha256 = "0"
    address.due = in_days(900)
    attempts = [
        lambda: Release.objects.update(content="{}"),
        lambda: Release.objects.bulk_update([release], ["sha256"]),
        lambda: Release.objects.all()._raw_delete("default"),
        lambda: paragraphs.update(text="Other"),
        lambda: Paragraph.objects.bulk_update([paragraph], ["text"]),
        paragraphs.delete,
        lambda: Paragraph.objects.bulk_create([Paragraph(entry=released.entry, number=9, text="One more")]),
        paragraph.rests_on.clear,
        lambda: paragraph.rests_on.add(released.entry),
        lambda: Address.objects.bulk_update([address], ["due"]),
        lambda: Address.objects.all()._raw_delete("default"),
        lambda: Address.objects.bulk_create([Address(recommendation=released, state_id=1, due=in_days(90))]),
        lambda: Entry.objects.filter(pk=released.pk).update(title="Other"),
        lambda: Entry.objects.filter(pk=released.pk).update(number=99),
        lambda: Entry.objects.filter(pk=released.pk).update(visibility=Visibility.CITY),
    ]
    before = (release.__class__.objects.values().get(), list(paragraphs.values()), list(Address.objects.values()))
    for attempt in attempts:
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()
    assert before == (Release.objects.values().get(), list(paragraphs.values()), list(Address.objects.values()))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE recommendations_release SET content = '{}'",
        "UPDATE recommendations_release SET sha256 = '0', number = 7",
        "DELETE FROM recommendations_release",
        "UPDATE texts_paragraph SET text = 'Other'",
        "UPDATE texts_paragraph SET entry_id = entry_id",
        "DELETE FROM texts_paragraph_rests_on",
        "UPDATE recommendations_address SET due = '2099-01-01'",
        "DELETE FROM recommendations_address",
        "UPDATE entries_entry SET title = 'Other' WHERE kind = 'recommendation'",
    ],
)
def test_no_plain_sql_changes_what_was_released(released, statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Release.objects.get().content == released.release.content


def test_drafts_beside_a_release_can_still_be_written(released, officer_of_hettstedt, project, alliance):
    other = actions.draft_recommendation(actor=officer_of_hettstedt, title="Another one", projects=[project])
    paragraph = actions.add_paragraph(actor=officer_of_hettstedt, recommendation=other, text=FIRST, rests_on=[project])
    actions.rewrite_paragraph(actor=officer_of_hettstedt, paragraph=paragraph, text=SECOND, rests_on=[], base=1)
    actions.address_to(actor=officer_of_hettstedt, recommendation=other, state=alliance.st, due=in_days(30))
    moved = Paragraph.objects.filter(pk=paragraph.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        moved.update(entry=released.entry, number=50)
    actions.remove_paragraph(actor=officer_of_hettstedt, paragraph=paragraph)


def test_what_comes_of_a_release_can_still_be_counted(released, answered):
    released.entry.refresh_from_db()
    assert released.entry.outcomes == 1


def test_the_page_shows_the_frozen_words_even_if_the_rows_were_forced(client, released):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE texts_paragraph DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER texts_paragraph_no_update_once_released")
    Paragraph.objects.filter(entry=released.entry).update(text="Forged")

    text = client.get(released.get_absolute_url()).content.decode()

    assert "Forged" not in text
    assert FIRST in text


def test_anybody_can_recompute_the_checksum_from_the_json(client, released):
    address = reverse("recommendations:json", args=[released.public_id])
    response = client.get(address)
    answer = json.loads(response.content)

    canonical = json.dumps(answer["content"], sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert hashlib.sha256(canonical).hexdigest() == answer["sha256"] == released.release.sha256
    assert canonical in response.content
    assert response["ETag"] == f'"{answer["sha256"]}"'
    assert not response.cookies


def test_the_json_can_only_be_read(client, signed_in, coordinator, released):
    address = reverse("recommendations:json", args=[released.public_id])
    for someone in (client, signed_in(coordinator)):
        for method in ("post", "put", "patch", "delete"):
            answer = getattr(someone, method)(address, headers={"sec-fetch-site": "same-origin"})
            assert answer.status_code == 405
    assert client.head(address).status_code == 200


def test_a_draft_has_no_json_no_pdf_and_no_page_for_the_public(client, signed_in, officer_of_saalfeld, draft):
    for name in ("json", "pdf", "recommendation"):
        address = reverse(f"recommendations:{name}", args=[draft.public_id])
        assert client.get(address).status_code == 404
        expected = 200 if name == "recommendation" else 404
        assert signed_in(officer_of_saalfeld).get(address).status_code == expected


def test_the_short_address_leads_to_the_permanent_one(client, released):
    assert client.get("/recommendations/E-1").url == released.get_absolute_url()
    assert client.get("/recommendations/E-2").status_code == 404
    assert client.get("/recommendations/E-99999999999999999999").status_code == 404


def test_the_pdf_is_asked_for_with_the_release(released):
    rendering = rendering_of(released.public_id)

    assert rendering.state == Rendering.State.READY
    assert rendering.document.fingerprint == released.release.sha256


@pytest.mark.django_db(transaction=True)
def test_parallel_releases_have_numbers_without_gap(coordinator, officer_of_hettstedt, project, card, alliance):
    drafts = []
    for number in range(4):
        draft = actions.draft_recommendation(actor=officer_of_hettstedt, title=f"Number {number}", projects=[project])
        actions.add_paragraph(actor=officer_of_hettstedt, recommendation=draft, text=FIRST, rests_on=[card])
        actions.address_to(actor=officer_of_hettstedt, recommendation=draft, state=alliance.st, due=in_days(30))
        drafts.append(draft)
    empty = actions.draft_recommendation(actor=officer_of_hettstedt, title="Empty", projects=[project])
    refused, start = [], threading.Barrier(6)

    def release(draft):
        start.wait()
        try:
            actions.release(actor=coordinator, recommendation=draft)
        except Invalid:
            refused.append(draft)
        finally:
            connection.close()

    threads = [threading.Thread(target=release, args=[draft]) for draft in (*drafts, drafts[0], empty)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(Release.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert refused == [empty]
    assert Event.objects.filter(type="recommendation.released").count() == 4
