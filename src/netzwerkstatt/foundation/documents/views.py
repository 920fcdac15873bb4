"""The files of an item, for whoever may see the item."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, everyone
from netzwerkstatt.foundation.documents import printed
from netzwerkstatt.foundation.documents.files import docx_response, pdf_response
from netzwerkstatt.foundation.entries.models import Entry


@access(everyone)
@require_safe
def as_pdf(request: ViewerRequest, public_id: str) -> HttpResponseBase:
    """The PDF; before it is made, the page that says so."""
    entry = _printed(request, public_id)
    return pdf_response(public_id, entry.code or public_id) or redirect(entry)


@access(everyone)
@require_safe
def as_docx(request: ViewerRequest, public_id: str) -> HttpResponseBase:
    """The office file; before it is made, the page that says so."""
    entry = _printed(request, public_id)
    return docx_response(public_id, entry.code or public_id) or redirect(entry)


@access(everyone)
@require_POST
def make(request: ViewerRequest, public_id: str) -> HttpResponse:
    """Have the files made. Whoever may read the item may ask; they are made once, whoever asks how often."""
    entry = _printed(request, public_id)
    printed.have_printed(entry)
    return redirect(f"{entry.get_absolute_url()}#files")


def _printed(request: ViewerRequest, public_id: str) -> Entry:
    entry = get_object_or_404(Entry.objects.visible_to(request.viewer), public_id=public_id)
    if not printed.is_printed(entry.kind):
        raise Http404
    return entry
