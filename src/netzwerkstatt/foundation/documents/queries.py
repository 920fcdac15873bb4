"""Reading documents."""

from __future__ import annotations

from netzwerkstatt.foundation.documents import store
from netzwerkstatt.foundation.documents.models import Rendering


class NotReadyError(LookupError):
    """The file is not there: still in the making, or it could not be made."""


def rendering_of(public_id: str, *, version: str | None = None) -> Rendering | None:
    """The document of an item in this version, or the one asked for last. One query."""
    found = Rendering.objects.filter(public_id=public_id)
    if version is not None:
        found = found.filter(version=version)
    return found.order_by("-asked_at", "-pk").first()


def pdf_of(rendering: Rendering) -> bytes:
    """The file, checked against its fingerprint. Raises `NotReadyError`, or `DamagedError` if the disk lost it."""
    if rendering.state != Rendering.State.READY:
        raise NotReadyError(str(rendering))
    return store.pdf.fetch(rendering.pdf_sha256)


def docx_of(rendering: Rendering) -> bytes:
    """The office file; as `pdf_of`. Raises `NotReadyError` also for a document from before there were such files."""
    if rendering.state != Rendering.State.READY or not rendering.docx_sha256:
        raise NotReadyError(str(rendering))
    return store.docx.fetch(rendering.docx_sha256)
