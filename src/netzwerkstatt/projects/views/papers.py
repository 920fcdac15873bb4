"""Council paper, brief and Demografie-Check: written, made, taken along."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, signed_in
from netzwerkstatt.foundation.documents.files import docx_response, files_of, pdf_response
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.projects import actions
from netzwerkstatt.projects.profile.papers import PAPERS, Paper, file_id
from netzwerkstatt.projects.views.pages import who_is_there
from netzwerkstatt.projects.views.profile import writable


@access(signed_in)
@require_safe
def papers(request: ViewerRequest, public_id: str) -> HttpResponse:
    """What the city can take along to a meeting, as PDF and DOCX."""
    project = writable(request, public_id)
    shown = [(paper, files_of(file_id(public_id, paper))) for paper in PAPERS.values()]
    context = {"project": project, "entry": project.entry, "papers": shown}
    return render(request, "projects/profile/papers.html", context)


@access(signed_in)
@require_POST
def make(request: ViewerRequest, public_id: str, paper: str) -> HttpResponse:
    """Have one made."""
    project = writable(request, public_id)
    _paper(paper)
    try:
        actions.print_paper(actor=who_is_there(request), project=project, paper=paper)
    except Invalid as invalid:
        messages.warning(request, " ".join(str(text) for text in invalid.fields.values()))
    else:
        messages.success(request, _("It is being made; it stands here in a moment."))
    return redirect("projects:papers", public_id)


@access(signed_in)
@require_safe
def as_pdf(request: ViewerRequest, public_id: str, paper: str) -> HttpResponseBase:
    """The PDF, once it is made."""
    return _file(request, public_id, paper, pdf_response)


@access(signed_in)
@require_safe
def as_docx(request: ViewerRequest, public_id: str, paper: str) -> HttpResponseBase:
    """The office file, once it is made."""
    return _file(request, public_id, paper, docx_response)


def _file(request: ViewerRequest, public_id: str, paper: str, respond: Any) -> HttpResponseBase:
    project = writable(request, public_id)
    about = _paper(paper)
    found: HttpResponseBase | None = respond(file_id(public_id, about), f"{project.entry.code}-{about.code}")
    return found or redirect("projects:papers", public_id)


def _paper(code: str) -> Paper:
    if code not in PAPERS:
        raise Http404
    return PAPERS[code]
