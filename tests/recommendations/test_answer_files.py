"""What a Land answered, as files: the same words as on its page, accessible, for everybody."""

from __future__ import annotations

import pytest
from django.test import Client

from netzwerkstatt.foundation.documents import store
from netzwerkstatt.foundation.documents.models import Rendering
from netzwerkstatt.foundation.documents.text import to_text
from netzwerkstatt.foundation.events.errors import NotAllowed
from netzwerkstatt.recommendations import actions
from netzwerkstatt.recommendations.answer_document import answer_document
from tests.documents.reading import joined, read_aloud
from tests.recommendations.conftest import FIRST, SECOND

pytestmark = pytest.mark.django_db


def test_an_answer_has_its_accessible_pdf_and_office_file_at_once(answered):
    rendering = Rendering.objects.get(public_id=answered.public_id)
    assert rendering.state == Rendering.State.READY
    spoken = joined([each.text for each in read_aloud(store.pdf.fetch(rendering.pdf_sha256))])
    for words in ("We accept 1 and try 2.", "from next year on", FIRST, SECOND, "accepted", "to be tried"):
        assert joined([words]) in spoken
    assert joined(to_text(answer_document(answered))) == spoken
    url = answered.get_absolute_url()
    page = Client().get(url).content.decode()
    assert "Accessible PDF (PDF/UA)" in page
    pdf, office = Client().get(f"{url}.pdf"), Client().get(f"{url}.docx")
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert office.content[:2] == b"PK"


def test_files_that_are_missing_are_made_by_whoever_answered_and_by_nobody_else(
    answered, ministry_of_st, ministry_of_th, officer_of_saalfeld
):
    Rendering.objects.filter(public_id=answered.public_id).delete()
    assert Client().get(f"{answered.get_absolute_url()}.pdf").status_code == 302
    for person in (ministry_of_th, officer_of_saalfeld):
        with pytest.raises(NotAllowed):
            actions.ask_for_answer_files(actor=person, answer=answered)
    made = actions.ask_for_answer_files(actor=ministry_of_st, answer=answered)
    assert made.state == Rendering.State.READY
    assert actions.ask_for_answer_files(actor=ministry_of_st, answer=answered) == made
