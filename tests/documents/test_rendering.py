import dataclasses
import hashlib
import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from netzwerkstatt.foundation.documents import pdf, store, tasks
from netzwerkstatt.foundation.documents.actions import (
    AlreadyRenderedError,
    request_rendering,
    resume_renderings,
    retry_rendering,
)
from netzwerkstatt.foundation.documents.blocks import Figure, InvalidDocumentError, Paragraph
from netzwerkstatt.foundation.documents.models import Rendering
from netzwerkstatt.foundation.documents.pdf import FONTS, to_pdf
from netzwerkstatt.foundation.documents.queries import NotReadyError, pdf_of, rendering_of
from netzwerkstatt.foundation.entries import files
from netzwerkstatt.foundation.events.guard import NeverChangedError
from tests.documents import samples

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not FONTS.is_dir(), reason="the fonts for PDF are not built (make assets)"),
]

State = Rendering.State
BROKEN = Figure("<svg><g></svg>", "kaputt", "Kaputt")


@pytest.fixture(autouse=True)
def _a_store_of_its_own(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def worker_is_away(monkeypatch):
    """Jobs are written down and nobody does them."""
    asked = []
    monkeypatch.setattr(type(tasks.render), "enqueue", lambda _task, pk: asked.append(pk))
    return asked


def broken():
    return dataclasses.replace(samples.recommendation(), blocks=(BROKEN,))


def test_a_document_that_was_asked_for_is_made_and_kept():
    document = samples.recommendation()

    rendering = request_rendering(public_id="E-06", document=document)

    assert rendering.state == State.READY
    assert rendering.document == document
    assert rendering.made_at is not None
    assert pdf_of(rendering) == to_pdf(document)
    assert hashlib.sha256(pdf_of(rendering)).hexdigest() == rendering.pdf_sha256
    assert hashlib.sha256(rendering.content.encode()).hexdigest() == rendering.content_sha256
    assert rendering_of("E-06") == rendering_of("E-06", version="3") == rendering
    assert rendering_of("E-06", version="2") is None


def test_asked_for_twice_it_is_there_once():
    first = request_rendering(public_id="E-06", document=samples.recommendation())
    second = request_rendering(public_id="E-06", document=samples.recommendation())

    assert first == second
    assert Rendering.objects.count() == 1
    assert first.made_at == second.made_at


def test_another_content_needs_another_version():
    request_rendering(public_id="E-06", document=samples.recommendation())
    changed = dataclasses.replace(samples.recommendation(), title="Rückkehr noch möglicher machen")

    with pytest.raises(AlreadyRenderedError):
        request_rendering(public_id="E-06", document=changed)

    newer = request_rendering(public_id="E-06", document=dataclasses.replace(changed, version="4"))
    assert rendering_of("E-06") == newer
    assert Rendering.objects.count() == 2


def test_what_is_ready_is_never_changed():
    rendering = request_rendering(public_id="E-06", document=samples.recommendation())

    with pytest.raises(NeverChangedError):
        rendering.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        Rendering.objects.filter(pk=rendering.pk).update(content="{}")


def test_the_database_knows_no_ready_without_a_file_and_no_failure_without_a_reason():
    for state in (State.READY, State.FAILED):
        with pytest.raises(IntegrityError), transaction.atomic():
            Rendering.objects.create(public_id="E-07", content="{}", content_sha256="0" * 64, state=state)


def test_what_cannot_be_made_says_why_and_can_be_tried_again(monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(pdf, "to_pdf", lambda _document: (_ for _ in ()).throw(OSError("No space left on device")))
        rendering = request_rendering(public_id="E-06", document=samples.recommendation())

    assert rendering.state == State.FAILED
    assert rendering.reason == "No space left on device"
    with pytest.raises(NotReadyError):
        pdf_of(rendering)

    again = retry_rendering(rendering=rendering)
    assert again.state == State.READY
    assert again.reason == ""
    assert retry_rendering(rendering=again).made_at == again.made_at


def test_a_broken_drawing_leaves_typsts_reason():
    rendering = request_rendering(public_id="E-06", document=broken())

    assert rendering.state == State.FAILED
    assert "SVG" in rendering.reason


def test_a_content_that_never_came_out_may_be_replaced_under_the_same_version():
    request_rendering(public_id="E-06", document=broken())

    rendering = request_rendering(public_id="E-06", document=samples.recommendation())

    assert rendering.state == State.READY
    assert rendering.document == samples.recommendation()


def test_the_job_is_written_only_if_the_rendering_is(worker_is_away):
    class UndoneError(Exception):
        pass

    def ask_and_fail():
        with transaction.atomic():
            request_rendering(public_id="E-06", document=samples.recommendation())
            raise UndoneError

    with pytest.raises(UndoneError):
        ask_and_fail()

    assert not Rendering.objects.exists()


def test_a_worker_killed_after_the_file_was_kept_finishes_the_second_time(worker_is_away, monkeypatch):
    rendering = request_rendering(public_id="E-06", document=samples.recommendation())
    assert worker_is_away == [rendering.pk]
    store.pdf.keep(to_pdf(samples.recommendation()))  # as far as it came

    tasks.render.call(rendering.pk)
    tasks.render.call(rendering.pk)

    rendering.refresh_from_db()
    assert rendering.state == State.READY
    assert len(list(store.pdf.path_of(rendering.pdf_sha256).parent.iterdir())) == 1


def test_what_a_killed_worker_left_is_taken_up_again(worker_is_away):
    rendering = request_rendering(public_id="E-06", document=samples.recommendation())
    worker_is_away.clear()

    assert resume_renderings() == 0
    Rendering.objects.update(asked_at=timezone.now() - timedelta(hours=1))
    assert resume_renderings() == 1
    assert worker_is_away == [rendering.pk]


def test_a_job_for_something_that_is_gone_does_nothing():
    tasks.render.call(4711)


def test_stored_content_that_is_no_document_fails_with_a_reason(worker_is_away):
    rendering = Rendering.objects.create(public_id="E-08", content=json.dumps({"title": "x"}), content_sha256="0" * 64)

    tasks.render.call(rendering.pk)

    rendering.refresh_from_db()
    assert rendering.state == State.FAILED
    assert "not a document" in rendering.reason


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b"])
def test_text_no_database_can_hold_is_refused(text):
    document = dataclasses.replace(samples.recommendation(), blocks=(Paragraph(text),))

    with pytest.raises(InvalidDocumentError):
        request_rendering(public_id="E-06", document=document)


def test_a_damaged_file_is_noticed_and_made_good_by_keeping_it_again():
    rendering = request_rendering(public_id="E-06", document=samples.recommendation())
    path = store.pdf.path_of(rendering.pdf_sha256)
    whole = path.read_bytes()

    path.write_bytes(whole[:-1])
    with pytest.raises(store.DamagedError):
        pdf_of(rendering)
    assert store.pdf.keep(whole) == rendering.pdf_sha256
    assert pdf_of(rendering) == whole

    path.unlink()
    with pytest.raises(store.DamagedError):
        pdf_of(rendering)


def test_a_full_disk_leaves_nothing_half_written(monkeypatch, tmp_path):
    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)

    rendering = request_rendering(public_id="E-06", document=samples.recommendation())

    assert rendering.state == State.FAILED
    assert "No space left" in rendering.reason
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
