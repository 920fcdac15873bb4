"""The job behind a document: frozen content → PDF and DOCX → store → ready. Runs in the worker, as often as need be."""

from __future__ import annotations

import logging

from django_tasks import task

from netzwerkstatt.foundation.documents import store
from netzwerkstatt.foundation.documents.models import Rendering
from netzwerkstatt.foundation.events import clock

log = logging.getLogger(__name__)

LONGEST_REASON = 2000


@task()
def render(pk: int) -> None:
    """Make the files of a rendering that waits.

    Killed at any point, it can simply run again: the same content gives the same bytes, the store keeps them once, and
    only the last statement makes the rendering ready. Whatever goes wrong is kept as the reason, and in the log.
    """
    from netzwerkstatt.foundation.documents.docx import to_docx
    from netzwerkstatt.foundation.documents.pdf import to_pdf

    waiting = Rendering.objects.filter(pk=pk, state=Rendering.State.WAITING)
    rendering = waiting.first()
    if rendering is None:
        return
    try:
        document = rendering.document
        waiting.update(step=Rendering.Step.PAGES)
        pdf_sha256 = store.pdf.keep(to_pdf(document))
        waiting.update(step=Rendering.Step.OFFICE)
        docx_sha256 = store.docx.keep(to_docx(document))
    except Exception as error:
        log.exception("The document %s could not be made", rendering)
        reason = (str(error).strip() or type(error).__name__)[:LONGEST_REASON]
        waiting.update(state=Rendering.State.FAILED, step=None, reason=reason.replace("\x00", ""))
        return
    made = {"pdf_sha256": pdf_sha256, "docx_sha256": docx_sha256, "made_at": clock.now()}
    waiting.update(state=Rendering.State.READY, step=None, **made)
