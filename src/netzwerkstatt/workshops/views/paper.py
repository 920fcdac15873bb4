"""Paper: numbered cards and photos of sheets, typed in by secretaries and the facilitation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, everyone
from netzwerkstatt.foundation.attachments import store
from netzwerkstatt.foundation.attachments.formats import FORMATS
from netzwerkstatt.foundation.attachments.receiving import receive
from netzwerkstatt.foundation.attachments.views import ALONE
from netzwerkstatt.foundation.entries.pages import perform
from netzwerkstatt.workshops import actions, queries
from netzwerkstatt.workshops.models import Contribution, PaperSheet, Phase, Source, Workshop
from netzwerkstatt.workshops.phases.kind import Hand
from netzwerkstatt.workshops.rules import runs_workshop
from netzwerkstatt.workshops.table_forms import PaperForm, PhotoForm
from netzwerkstatt.workshops.views.own import or_said
from netzwerkstatt.workshops.views.tables import Keeper, Place, for_keepers, uuid_of, wrote_it


def _writing_phases(found: Workshop) -> list[Phase]:
    """For which phases something can be typed in: those in which one writes, open or over. One query."""
    return [
        one
        for one in queries.phases_of(found)
        if Hand.WRITE in one.about.hands and not one.about.is_about_ideas and (one.is_open or one.is_closed)
    ]


@access(everyone)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
def paper(request: ViewerRequest, place: Place) -> HttpResponse:
    """Numbered cards typed in, photos of sheets put up, and what waits of both.

    Where there are tables with secretaries, they read what they typed in; the facilitation does not before the reveal.
    """
    found, actor, tables_here = place
    at = [one for one in tables_here if wrote_it(actor, one)]
    if not found.is_running:
        return redirect(found)
    phases = _writing_phases(found)
    wanted = request.POST.get("phase") or request.GET.get("phase", "")
    phase = next((one for one in phases if str(one.number) == wanted), None) or next(
        (one for one in reversed(phases) if one.is_open), phases[-1] if phases else None
    )
    context: dict[str, Any] = {
        "workshop": found,
        "entry": found.entry,
        "phases": phases,
        "phase": phase,
        "sheets": list(found.sheets.select_related("phase")),
        "may_run": runs_workshop.test(actor, found),
    }
    if phase is None:
        return render(request, "workshops/tables/paper.html", context)
    forms = {"form": PaperForm(initial={"phase": phase.number}), "photo": PhotoForm(initial={"phase": phase.number})}
    if request.method == "POST":
        response = _on_paper(request, found, actor, phase, forms)
        if response is not None:
            return response
    rows = Contribution.objects.filter(phase=phase, source=Source.PAPER).order_by("-own", "client_id")
    waiting = list(rows[:200]) if at or not found.tables.exists() else []
    return render(request, "workshops/tables/paper.html", context | forms | {"waiting": waiting})


def _on_paper(
    request: ViewerRequest, found: Workshop, actor: Keeper, phase: Phase, forms: dict[str, Any]
) -> HttpResponse | None:
    do, _colon, which = request.POST.get("do", "").partition(":")
    here = f"{reverse('workshops:paper', args=[found.public_id])}?phase={phase.number}"
    if do == "photo":
        photo = forms["photo"] = PhotoForm(request.POST, request.FILES)
        sheet = perform(photo, lambda: _photo(found, actor, phase, photo)) if photo.is_valid() else None
        if sheet is not None:
            return redirect("workshops:sheet-words", found.public_id, sheet.public_id)
        return None
    if do == "take-back":
        if key := uuid_of(which):
            actions.take_paper_back(actor=actor, workshop=found, phase=phase, client_id=key)
        return HttpResponseRedirect(f"{here}#waiting")
    form = forms["form"] = PaperForm(request.POST)
    if form.is_valid() and (number := perform(form, lambda: _typed(found, actor, phase, form))):
        _say_typed(request, number)
        return HttpResponseRedirect(here)
    return None


def _photo(found: Workshop, actor: Keeper, phase: Phase, form: PhotoForm) -> PaperSheet:
    """The file is looked into before anything is locked."""
    file = form.cleaned_data["file"]
    received = receive(file.name or "photo", file.read())
    return actions.put_up_photo(
        actor=actor, workshop=found, phase=phase, file=received, persons=form.cleaned_data["persons"]
    )


def _typed(found: Workshop, actor: Keeper, phase: Phase, form: PaperForm, sheet: PaperSheet | None = None) -> int:
    data = form.cleaned_data
    return actions.type_in(
        actor=actor, workshop=found, phase=phase, words=data["words"], client_id=data["client_id"], sheet=sheet,
        anyway=data["anyway"],
    )  # fmt: skip


def _say_typed(request: ViewerRequest, number: int) -> None:
    text = ngettext("%(n)s contribution is in.", "%(n)s contributions are in.", number)
    messages.success(request, text % {"n": number})


@access(everyone)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
def sheet_words(request: ViewerRequest, place: Place, sheet_id: str) -> HttpResponse:
    """The photo, and beside it what stands on it: a photo alone is nothing that anybody can read or cluster."""
    found, actor, _at = place
    sheet = (
        PaperSheet.objects.select_related("phase__workshop__entry", "phase__ballot")
        .filter(workshop=found, public_id=sheet_id)
        .first()
    )
    if sheet is None:
        raise Http404
    if not found.is_running:
        return redirect(found)
    form = PaperForm(request.POST if request.method == "POST" else None, initial={"phase": sheet.phase.number})
    here = redirect("workshops:paper", found.public_id)
    if request.method == "POST" and request.POST.get("do") == "down":
        or_said(request, lambda: actions.take_photo_down(actor=actor, workshop=found, sheet=sheet))
        return here
    if request.method == "POST" and form.is_valid():
        number = perform(form, lambda: _typed(found, actor, sheet.phase, form, sheet))
        if number:
            _say_typed(request, number)
            return here
    context = {"workshop": found, "entry": found.entry, "sheet": sheet, "form": form}
    return render(request, "workshops/tables/sheet_words.html", context)


@access(everyone)
@never_cache
@for_keepers
@require_safe
def photo(request: ViewerRequest, place: Place, sheet_id: str) -> HttpResponse:
    """The photo of a sheet, for those who type in."""
    found, _actor, _at = place
    sheet = PaperSheet.objects.filter(workshop=found, public_id=sheet_id).first()
    if sheet is None:
        raise Http404
    try:
        data = store.fetch(sheet.sha256)
    except store.DamagedError:
        raise Http404 from None
    response = HttpResponse(data, content_type=FORMATS[sheet.format].content_type)
    response["Content-Security-Policy"] = ALONE
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
