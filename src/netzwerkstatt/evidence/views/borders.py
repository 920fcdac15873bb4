"""Changes of borders: what is noted, the official list, and one change by hand."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from netzwerkstatt.evidence import rules
from netzwerkstatt.evidence.forms import BorderForm, BorderListForm
from netzwerkstatt.evidence.importing import border_list
from netzwerkstatt.evidence.views.imports import on_disk
from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, everyone
from netzwerkstatt.foundation.entries.pages import perform

A_PAGE = 40


@access(everyone)
@require_safe
def borders(request: ViewerRequest) -> HttpResponse:
    """All changes that are noted, the newest first; by name or key."""
    words = " ".join(request.GET.get("q", "").split())[:80]
    page = Paginator(border_list.border_changes(words), A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "q": words, "may_note": rules.imports_statistics.test(request.viewer)}
    return render(request, "evidence/borders.html", context)


@access(rules.imports_statistics)
@require_http_methods(["GET", "HEAD", "POST"])
def bring_list(request: ViewerRequest) -> HttpResponseBase:
    """The yearly list of the office comes in."""
    form = BorderListForm(request.POST, request.FILES) if request.method == "POST" else BorderListForm()
    if form.is_valid():
        with on_disk(form.cleaned_data["file"]) as path:
            noted = perform(form, partial(_bring, request, form.cleaned_data, path))
        if noted is not None:
            messages.success(request, _said(noted))
            return redirect("evidence:borders")
    return render(request, "evidence/borders_list.html", {"form": form}, status=422 if form.errors else 200)


def _bring(request: ViewerRequest, given: dict[str, Any], path: Path) -> border_list.Noted:
    return border_list.note_border_list(
        actor=request.viewer, name=given["file"].name, path=path, retrieved_on=given["retrieved_on"],
        source_address=given["source_address"],
    )  # fmt: skip


def _said(noted: border_list.Noted) -> str:
    new = ngettext("%(number)d change of borders noted.", "%(number)d changes of borders noted.", noted.new)
    parts = [new % {"number": noted.new}]
    if noted.known:
        known = ngettext("%(number)d was known already.", "%(number)d were known already.", noted.known)
        parts.append(known % {"number": noted.known})
    if left := noted.renamed + noted.others:
        parts.append(
            ngettext(
                "%(number)d line was left out: a new name only, or an association of municipalities.",
                "%(number)d lines were left out: a new name only, or an association of municipalities.",
                left,
            )
            % {"number": left}
        )
    return " ".join(parts)


@access(rules.imports_statistics)
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: ViewerRequest) -> HttpResponseBase:
    """One change by hand, with its source."""
    form = BorderForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = {key: value for key, value in form.cleaned_data.items() if key != "client_id"}
        if perform(form, lambda: border_list.note_border_change(actor=request.viewer, **given)):
            messages.success(request, _("The change is noted."))
            return redirect("evidence:borders")
    return render(request, "evidence/borders_note.html", {"form": form}, status=422 if form.errors else 200)
