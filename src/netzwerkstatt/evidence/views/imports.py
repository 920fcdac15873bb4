"""Bringing statistics in: upload, progress, preview, the word to enter them; a register export names its columns."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from netzwerkstatt.engines.official_files import Unreadable
from netzwerkstatt.engines.official_files.register import Choice, guess, look
from netzwerkstatt.evidence import rules
from netzwerkstatt.evidence.forms import ColumnsForm, ConfirmForm, RegisterForm, StatisticsForm
from netzwerkstatt.evidence.importing import arriving
from netzwerkstatt.evidence.importing.showing import shown
from netzwerkstatt.evidence.models import StatisticsImport
from netzwerkstatt.evidence.reading import said
from netzwerkstatt.foundation.accounts.access import ViewerRequest, access
from netzwerkstatt.foundation.entries.pages import perform

A_PAGE = 10
PIECE = 1 << 20


@access(rules.imports_statistics)
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: ViewerRequest) -> HttpResponseBase:
    """An official file comes in; below, what one brought in before."""
    form = StatisticsForm(request.POST, request.FILES) if request.method == "POST" else StatisticsForm()
    if form.is_valid():
        with on_disk(form.cleaned_data["file"]) as path:
            made = perform(form, partial(_offer, request, form.cleaned_data, path))
        if made:
            return redirect(made)
    page = Paginator(arriving.imports_of(request.viewer), A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "may_register": rules.imports_some_register.test(request.viewer)}
    return render(request, "evidence/imports.html", context, status=422 if form.errors else 200)


def _offer(request: ViewerRequest, given: dict[str, Any], path: Path) -> StatisticsImport:
    return arriving.offer_statistics(
        actor=request.viewer, name=given["file"].name, path=path, retrieved_on=given["retrieved_on"],
        source_address=given["source_address"], table_code=given["table_code"],
    )  # fmt: skip


@access(rules.imports_some_register)
@require_http_methods(["GET", "HEAD", "POST"])
def offer_register(request: ViewerRequest) -> HttpResponseBase:
    """A city's own register export comes in."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = RegisterForm(*sent, viewer=request.viewer)
    if form.is_valid():
        with on_disk(form.cleaned_data["file"]) as path:
            made = perform(form, partial(_offer_register, request, form.cleaned_data, path))
        if made:
            return redirect("evidence:import_columns", public_id=made.public_id)
    return render(request, "evidence/register.html", {"form": form}, status=422 if form.errors else 200)


def _offer_register(request: ViewerRequest, given: dict[str, Any], path: Path) -> StatisticsImport:
    return arriving.offer_register(
        actor=request.viewer, city=given["city"], name=given["file"].name, path=path,
        retrieved_on=given["retrieved_on"],
    )  # fmt: skip


@access(rules.imports_something)
@require_safe
def arrival(request: ViewerRequest, public_id: str) -> HttpResponseBase:
    """One import: how far it is, what was found, or why it cannot be read."""
    found = _import(request, public_id)
    if found.city_id and not found.columns and found.state == arriving.State.WAITING:
        return redirect("evidence:import_columns", public_id=public_id)
    form = ConfirmForm(needs_code=_needs_code(found), initial={"table_code": found.table_code})
    return render(request, "evidence/import.html", {"arrival": found, "shown": shown(found), "form": form})


@access(rules.imports_something)
@require_safe
def progress(request: ViewerRequest, public_id: str) -> HttpResponse:
    """The part of the page that changes while the worker reads."""
    found = _import(request, public_id)
    response = render(request, "evidence/import_progress.html", {"arrival": found, "shown": shown(found)})
    response["X-Moving"] = "yes" if found.is_moving else "no"
    return response


@access(rules.imports_something)
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: ViewerRequest, public_id: str) -> HttpResponseBase:
    """Which column of a register export holds what."""
    found = _import(request, public_id)
    if found.city_id is None or found.state in {arriving.State.DONE, arriving.State.ENTERING}:
        return redirect(found)
    try:
        sheet = look(arriving.incoming.fetch(found.sha256))
    except Unreadable as objection:
        return render(
            request, "evidence/import.html", {"arrival": found, "shown": shown(found), "broken": said(objection)}
        )
    known = Choice.of(found.columns) if found.columns else arriving.remembered_columns(found)
    sent = request.POST if request.method == "POST" else None
    form = ColumnsForm(sent, header=sheet.header, initial=(known or guess(sheet.header)).to_json())
    if form.is_valid() and (moved := perform(form, partial(_name, request, found, form.cleaned_data))):
        return redirect(moved)
    context = {"arrival": found, "sheet": sheet, "form": form, "remembered": known is not None}
    return render(request, "evidence/columns.html", context, status=422 if form.errors else 200)


def _name(request: ViewerRequest, found: StatisticsImport, given: dict[str, Any]) -> StatisticsImport:
    day = given.pop("day")
    choice = Choice.of({**given, "day": day.isoformat()})
    return arriving.name_columns(actor=request.viewer, arrival=found, choice=choice)


@access(rules.imports_something)
@require_POST
def confirm(request: ViewerRequest, public_id: str) -> HttpResponseBase:
    """Enter what was read."""
    found = _import(request, public_id)
    form = ConfirmForm(request.POST, needs_code=_needs_code(found))
    if form.is_valid():
        code = form.cleaned_data.get("table_code", "")
        moved = perform(form, lambda: arriving.confirm_import(actor=request.viewer, arrival=found, table_code=code))
        if moved:
            return redirect(moved)
    context = {"arrival": found, "shown": shown(found), "form": form}
    return render(request, "evidence/import.html", context, status=422)


@access(rules.imports_something)
@require_POST
def give_up(request: ViewerRequest, public_id: str) -> HttpResponseBase:
    """Take the upload away."""
    found = _import(request, public_id)
    form = ConfirmForm(request.POST, needs_code=False)
    if form.is_valid() and perform(form, lambda: arriving.give_up_import(actor=request.viewer, arrival=found)):
        return redirect("evidence:data")
    return render(request, "evidence/import.html", {"arrival": found, "shown": shown(found), "form": form}, status=422)


def _import(request: ViewerRequest, public_id: str) -> StatisticsImport:
    return get_object_or_404(arriving.imports_of(request.viewer), public_id=public_id)


def _needs_code(found: StatisticsImport) -> bool:
    return bool(found.preview) and found.city_id is None and not (found.preview or {}).get("table_code")


@contextmanager
def on_disk(file: UploadedFile) -> Iterator[Path]:
    """The upload as a file on disk, for as long as it is needed."""
    known: Callable[[], str] | None = getattr(file, "temporary_file_path", None)
    if known is not None:
        yield Path(known())
        return
    with tempfile.NamedTemporaryFile(prefix="netzwerkstatt-") as target:
        for piece in file.chunks(PIECE):
            target.write(piece)
        target.flush()
        yield Path(target.name)
