"""Cards of evidence and experiences as files: made when somebody asks, forgotten when the item changes or goes."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from netzwerkstatt.evidence.models import EvidenceCard
from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.documents import pdf, store, tasks
from netzwerkstatt.foundation.documents.files import files_of
from netzwerkstatt.foundation.documents.models import Rendering
from netzwerkstatt.foundation.documents.printed import have_printed, is_printed
from netzwerkstatt.foundation.documents.redacting import released_kinds
from netzwerkstatt.foundation.entries.kinds import KINDS
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.network.models import City, Role
from netzwerkstatt.foundation.versions.actions import delete_entry
from netzwerkstatt.foundation.versions.saving import number_now
from netzwerkstatt.ideas.inquiries import actions
from netzwerkstatt.ideas.inquiries.actions import Lesson
from netzwerkstatt.ideas.inquiries.models import Experience
from netzwerkstatt.workshops.document import document_of
from netzwerkstatt.workshops.models import Format, Protocol, Workshop
from tests.documents.reading import joined, read_aloud
from tests.site_wide.world import VISITOR, World


def files(entry: Entry, client: Client) -> bytes:
    """The PDF, after it was asked for on the page."""
    address = reverse("documents:pdf", args=[entry.public_id])
    if client.get(address).status_code == 302:
        client.post(reverse("documents:make", args=[entry.public_id]))
    answer = client.get(address)
    assert answer["Content-Type"] == "application/pdf"
    return answer.content


def spoken(pdf: bytes) -> str:
    return joined([one.text for one in read_aloud(pdf)])


def test_a_card_is_printed_with_its_drawing_its_figures_and_its_source(world: World):
    card = EvidenceCard.objects.select_related("entry").get(
        entry__public_id=world.addresses["evidence:card"]["public_id"]
    )
    client = world.client(VISITOR)
    page = client.get(card.get_absolute_url()).content.decode()
    assert reverse("documents:make", args=[card.public_id]) in page
    said = spoken(files(card.entry, client))
    for words in (card.claim, card.definition, card.table_code, card.institution, card.file_sha256[:20]):
        assert joined([words]) in said
    for figure in card.read_figures:
        assert joined([figure.raw.lstrip("0")[-3:]]) in said
    office = client.get(reverse("documents:docx", args=[card.public_id]))
    assert office.content.startswith(b"PK")
    assert "Accessible PDF" in client.get(card.get_absolute_url(), headers={"accept-language": "en"}).content.decode()
    before = Rendering.objects.count()
    client.post(reverse("documents:make", args=[card.public_id]))
    assert Rendering.objects.count() == before


def test_an_experience_is_printed_as_it_reads_now_and_forgotten_when_it_goes(world: World):
    found = Experience.objects.select_related("entry__city").get(
        entry__public_id=world.addresses["inquiries:experience"]["public_id"]
    )
    asker = _coordinator_of(found.entry.city)
    client = Client(headers={"sec-fetch-site": "same-origin"})
    client.force_login(asker)
    assert joined([found.works.split()[0]]) in spoken(files(found.entry, client))
    lesson = Lesson(found.title, "Three stops are enough.", "", "", "")
    actions.change_experience(actor=asker, experience=found, base=number_now(found.entry), lesson=lesson)
    assert files_of(found.public_id) is None
    assert joined(["Three stops are enough."]) in spoken(files(found.entry, client))
    delete_entry(actor=asker, entry=found.entry, reason="It was a mistake.")
    assert not Rendering.objects.filter(public_id=found.public_id).exists()
    assert client.get(reverse("documents:pdf", args=[found.public_id])).status_code == 410


def test_who_may_not_see_an_item_gets_no_file_of_it_and_other_kinds_have_none_here(world: World):
    card = Entry.objects.get(public_id=world.addresses["evidence:card"]["public_id"])
    client = world.client(VISITOR)
    files(card, client)
    Entry.objects.filter(pk=card.pk).update(visibility="city")
    problem = Entry.objects.filter(kind="problem", visibility="public").first()
    assert problem
    for entry in (card, problem):
        assert client.get(reverse("documents:pdf", args=[entry.public_id])).status_code == 404
        assert client.post(reverse("documents:make", args=[entry.public_id])).status_code == 404


def test_the_page_says_which_step_is_being_done(world: World, monkeypatch: pytest.MonkeyPatch):
    card = Entry.objects.get(public_id=world.addresses["evidence:card"]["public_id"])
    client, seen = world.client(VISITOR), []

    def say(_document: Any) -> bytes:
        page = client.get(card.get_absolute_url(), headers={"accept-language": "en"}).content.decode()
        seen.append("The pages are being set, step 1 of 2" in page)
        raise OSError("No space left on device")

    monkeypatch.setattr(type(tasks.render), "enqueue", lambda _task, pk: None)
    client.post(reverse("documents:make", args=[card.public_id]))
    waiting = Rendering.objects.get(public_id=card.public_id)
    assert (
        "wait for their turn" in client.get(card.get_absolute_url(), headers={"accept-language": "en"}).content.decode()
    )
    with monkeypatch.context() as patched:
        patched.setattr(pdf, "to_pdf", say)
        tasks.render.call(waiting.pk)
    failed = client.get(card.get_absolute_url(), headers={"accept-language": "en"}).content.decode()
    assert seen == [True]
    assert "No space left on device" in failed
    client.post(reverse("documents:make", args=[card.public_id]))
    tasks.render.call(waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.step) == (Rendering.State.READY, None)


def test_whatever_is_released_or_printed_can_be_read_by_everybody(world: World):
    """The mark of PDF/UA. Whoever declares a further kind puts one of it into the world."""
    found = {kind.kind: _pdf_of(frozen.public_id) for kind in released_kinds() for frozen in list(kind.every(""))[:1]}
    found |= {
        entry.kind: _pdf_of(have_printed(entry).public_id)
        for kind in KINDS
        if is_printed(kind)
        for entry in Entry.objects.filter(kind=kind, deleted_at__isnull=True)[:1]
    }
    protocol = Protocol.objects.select_related("workshop__entry").order_by("-version")[0]
    for other in {str(one) for one in Format.values} - set(found):  # the same workshop, had it been the other one
        Workshop.objects.filter(pk=protocol.workshop_id).update(format=other)
        protocol.refresh_from_db()
        found[other] = pdf.to_pdf(document_of(protocol))
    declared = {kind.kind for kind in released_kinds()} | {kind for kind in KINDS if is_printed(kind)}
    assert set(found) == declared
    assert [kind for kind, data in found.items() if b"<pdfuaid:part>1</pdfuaid:part>" not in data] == []


def _pdf_of(public_id: str) -> bytes:
    made = Rendering.objects.filter(public_id=public_id).order_by("-pk")[0]
    assert made.state == Rendering.State.READY, made.reason
    return store.pdf.fetch(made.pdf_sha256)


def _coordinator_of(city: City | None) -> Person:
    return Person.objects.filter(memberships__city=city, memberships__role=Role.CITY_COORDINATOR)[0]
