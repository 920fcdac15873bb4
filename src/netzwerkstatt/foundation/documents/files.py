"""The files of a released item, as its page offers them and as they go out."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse

from netzwerkstatt.foundation.documents import store
from netzwerkstatt.foundation.documents.models import Rendering
from netzwerkstatt.foundation.documents.queries import docx_of, pdf_of, rendering_of
from netzwerkstatt.foundation.entries.files import Shelf

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class ShownFiles:
    """What a page says about its files: waiting, ready or failed; sizes in bytes, 0 where there is no file.

    While they wait, `step` says which of `steps` is being done, 0 before the first.
    """

    state: str
    reason: str
    sha256: str
    size: int
    office_size: int
    step: int = 0
    doing: str = ""
    steps: int = len(Rendering.Step)


def files_of(public_id: str, *, version: str | None = None) -> ShownFiles | None:
    """The files of the item's latest document, or of one version; None before it was asked for. One query."""
    rendering = rendering_of(public_id, version=version)
    if rendering is None:
        return None
    sizes = _size(store.pdf, rendering.pdf_sha256), _size(store.docx, rendering.docx_sha256)
    step = Rendering.Step(rendering.step) if rendering.step else None
    at, doing = (list(Rendering.Step).index(step) + 1, str(step.label)) if step else (0, "")
    return ShownFiles(rendering.state, rendering.reason, rendering.pdf_sha256, *sizes, at, doing)


def _size(shelf: Shelf, sha256: str) -> int:
    path = shelf.path_of(sha256)
    return path.stat().st_size if sha256 and path.exists() else 0


def pdf_response(public_id: str, name: str, *, version: str | None = None) -> HttpResponse | None:
    """The PDF, to be looked at; None while it is not ready."""
    rendering = rendering_of(public_id, version=version)
    if rendering is None or rendering.state != Rendering.State.READY:
        return None
    return _response(pdf_of(rendering), "application/pdf", rendering.pdf_sha256, f'inline; filename="{name}.pdf"')


def docx_response(public_id: str, name: str, *, version: str | None = None) -> HttpResponse | None:
    """The office file, to be kept; None while it is not ready."""
    rendering = rendering_of(public_id, version=version)
    if rendering is None or not rendering.docx_sha256:
        return None
    return _response(docx_of(rendering), _WORD, rendering.docx_sha256, f'attachment; filename="{name}.docx"')


def _response(data: bytes, kind: str, sha256: str, disposition: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response["ETag"] = f'"{sha256}"'
    response["Content-Disposition"] = disposition
    return response
