"""Hanging files on an item, describing and removing them, and what stays on the disk."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from netzwerkstatt.foundation.accounts.access import signed_in
from netzwerkstatt.foundation.attachments import rules, store
from netzwerkstatt.foundation.attachments.actions import attach, describe, hide, look_into, remove
from netzwerkstatt.foundation.attachments.models import MOST, Attachment
from netzwerkstatt.foundation.attachments.queries import attachments_of, size_in_words
from netzwerkstatt.foundation.attachments.receiving import receive
from netzwerkstatt.foundation.entries.models import Visibility
from netzwerkstatt.foundation.events import chores
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed, TooMany
from netzwerkstatt.foundation.events.models import Event
from tests.attachments.samples import samples
from tests.conftest import last_event

PDF, PICTURE = samples()["pdf"], samples()["jpeg"]


def files(shelf):
    return sorted(path.name for path in shelf.glob("??/*"))


def make_old(shelf):
    long_ago = time.time() - timedelta(days=2).total_seconds()
    for path in shelf.glob("??/*"):
        os.utime(path, (long_ago, long_ago))


def test_who_speaks_for_the_city_hangs_a_file_on_its_item(entry, jana, shelf):
    attachment = attach(actor=jana, entry=entry, file=receive(*PDF))

    assert (attachment.file_name, attachment.size) == ("Minutes.pdf", len(PDF[1]))
    assert store.fetch(attachment.sha256) == PDF[1]
    assert (last_event().type, last_event().payload) == ("attachment.added", {"attachment": attachment.public_id})
    assert files(shelf) == [attachment.sha256]


def test_nobody_else_does(entry, citizen, officer_of_saalfeld, coordinator):
    for other in (citizen, officer_of_saalfeld, coordinator, None):
        with pytest.raises(NotAllowed):
            attach(actor=other, entry=entry, file=receive(*PDF))
    assert not Attachment.objects.exists()


def test_a_room_says_for_its_kind_who_may(entry, citizen, monkeypatch):
    monkeypatch.setattr(rules, "_of_kind", {})
    rules.register_may_attach("problem", signed_in)
    attach(actor=citizen, entry=entry, file=receive(*PDF))
    entry.visibility = Visibility.CITY
    entry.save()
    with pytest.raises(NotAllowed):
        attach(actor=citizen, entry=entry, file=receive(*PDF))
    with pytest.raises(ValueError, match="twice"):
        rules.register_may_attach("problem", signed_in)


def test_a_picture_has_words_or_is_decoration(entry, jana):
    with pytest.raises(Invalid) as refused:
        attach(actor=jana, entry=entry, file=receive(*PICTURE))
    assert list(refused.value.fields) == ["alt"]
    described = attach(actor=jana, entry=entry, file=receive(*PICTURE), alt="The hall, empty")
    plain = attach(actor=jana, entry=entry, file=receive(*PICTURE), is_decoration=True)
    assert [(a.alt, a.is_decoration) for a in (described, plain)] == [("The hall, empty", False), ("", True)]
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.filter(pk=described.pk).update(alt="")


def test_the_same_form_sent_twice_hangs_one_file(entry, jana):
    form = uuid4()
    first = attach(actor=jana, entry=entry, file=receive(*PDF), client_id=form)
    again = attach(actor=jana, entry=entry, file=receive(*PDF), client_id=form)
    assert first == again
    assert Event.objects.filter(type="attachment.added").count() == 1


def test_a_file_gets_another_name_and_a_picture_other_words(entry, jana, citizen):
    attachment = attach(actor=jana, entry=entry, file=receive(*PICTURE), alt="A hall")
    changed = describe(actor=jana, attachment=attachment, name="Saigerhütte", alt="The hall with forty chairs")
    describe(actor=jana, attachment=attachment, name="Saigerhütte", alt="The hall with forty chairs")

    assert (changed.file_name, changed.alt) == ("Saigerhütte.jpg", "The hall with forty chairs")
    assert Event.objects.filter(type="attachment.described").count() == 1
    for field, words in (("name", {"name": " "}), ("alt", {"name": "Hall", "alt": ""})):
        with pytest.raises(Invalid) as refused:
            describe(actor=jana, attachment=attachment, **words)
        assert list(refused.value.fields) == [field]
    with pytest.raises(NotAllowed):
        describe(actor=citizen, attachment=attachment, name="Mine")


def test_what_is_removed_leaves_a_row_without_name_and_file_and_its_bytes_are_swept(entry, jana, shelf):
    attachment = attach(actor=jana, entry=entry, file=receive(*PICTURE), alt="A hall")
    for _ in range(2):
        remove(actor=jana, attachment=attachment)

    attachment.refresh_from_db()
    assert (attachment.name, attachment.alt, attachment.sha256, attachment.thumbnail) == ("", "", "", "")
    assert attachments_of(entry, jana) == []
    assert Event.objects.filter(type="attachment.removed").count() == 1
    assert store.sweep() == 0
    make_old(shelf)
    assert store.sweep() == 2
    assert files(shelf) == []
    with pytest.raises(Invalid):
        describe(actor=jana, attachment=attachment, name="Again")


def test_the_same_file_on_two_items_stays_until_the_last_one_lets_go(entry, jana, shelf):
    first, second = (attach(actor=jana, entry=entry, file=receive(*PDF)) for _ in range(2))
    assert files(shelf) == [first.sha256]
    remove(actor=jana, attachment=first)
    make_old(shelf)
    assert store.sweep() == 0
    assert store.fetch(second.sha256) == PDF[1]


def test_a_process_killed_between_file_and_row_leaves_nothing_but_a_file_that_is_swept(entry, jana, shelf, monkeypatch):
    def killed(**_fields):
        raise SystemExit

    monkeypatch.setattr(Attachment.objects, "create", killed)
    with pytest.raises(SystemExit):
        attach(actor=jana, entry=entry, file=receive(*PICTURE), alt="A hall")
    assert not Attachment.objects.exists()
    assert not Event.objects.filter(type="attachment.added").exists()
    assert len(files(shelf)) == 2
    make_old(shelf)
    (shelf / "ab").mkdir(exist_ok=True)
    (shelf / "ab" / ".half.tmp").write_bytes(b"half a file")
    make_old(shelf)
    os.utime(shelf / "ab" / ".half.tmp", (1, 1))
    assert store.sweep() == 3


@pytest.mark.django_db(transaction=True)
def test_a_file_that_is_swept_while_its_row_is_written_comes_back(entry, jana, shelf, monkeypatch):
    create = Attachment.objects.create

    def create_while_sweeping(**fields):
        make_old(shelf)
        store.sweep()
        return create(**fields)

    monkeypatch.setattr(Attachment.objects, "create", create_while_sweeping)
    attachment = attach(actor=jana, entry=entry, file=receive(*PDF))
    assert store.fetch(attachment.sha256) == PDF[1]


def test_the_worker_sweeps():
    assert "attachments: sweep the shelf" in chores._chores


def test_thirty_files_are_enough(entry, jana):
    one = attach(actor=jana, entry=entry, file=receive(*PDF))
    words = {"entry": entry, "format": "pdf", "name": "x", "size": 1, "sha256": one.sha256}
    Attachment.objects.bulk_create(Attachment(**words) for _ in range(MOST - 1))
    with pytest.raises(Invalid, match="thirty"):
        attach(actor=jana, entry=entry, file=receive(*PDF))


def test_nobody_has_files_looked_into_without_end(jana):
    for _ in range(60):
        look_into(actor=jana, name="x.txt", data=b"x")
    with pytest.raises(TooMany):
        look_into(actor=jana, name="x.txt", data=b"x")


def test_what_moderation_hides_is_there_for_its_uploader_alone(entry, jana, citizen):
    attachment = attach(actor=jana, entry=entry, file=receive(*PDF))
    hide(attachment, True)
    assert [len(attachments_of(entry, viewer)) for viewer in (None, citizen, jana)] == [0, 0, 1]
    hide(attachment, False)
    assert len(attachments_of(entry, None)) == 1


@pytest.mark.parametrize(
    ("size", "words"), [(0, "0 bytes"), (870, "870 bytes"), (240_400, "240 kB"), (1_240_000, "1.2 MB")]
)
def test_a_size_is_said_in_words(size, words):
    assert size_in_words(size) == words
