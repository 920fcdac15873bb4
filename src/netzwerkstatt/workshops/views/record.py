"""The record: written and released by who runs the workshop, read – where it is not confidential – by everybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from netzwerkstatt.foundation.accounts.access import MemberRequest, ViewerRequest, access, everyone, signed_in
from netzwerkstatt.foundation.documents.files import docx_response, files_of, pdf_response
from netzwerkstatt.foundation.documents.redacting import redactions_of
from netzwerkstatt.foundation.entries.offers import offers_on
from netzwerkstatt.foundation.entries.pages import find_visible, ids_sent, perform
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.ui.templatetags.ui import Keyset
from netzwerkstatt.ideas.kinds import IDEA
from netzwerkstatt.ideas.models import Idea
from netzwerkstatt.workshops import actions, drafting, exporting, photos, queries
from netzwerkstatt.workshops.actions.recording import finished
from netzwerkstatt.workshops.document import version_now
from netzwerkstatt.workshops.models import Protocol, Withdrawal, Workshop
from netzwerkstatt.workshops.protocol import as_read, canonical, protocol_of
from netzwerkstatt.workshops.record_forms import CorrectForm, RecordForm, TakeBackForm
from netzwerkstatt.workshops.record_page import ShownRecord, shown_record
from netzwerkstatt.workshops.rules import may_read_record, runs_workshop
from netzwerkstatt.workshops.views.own import mine, or_said

MOST_WAYS = 12


def _find(request: ViewerRequest) -> Callable[[str], tuple[Workshop, Protocol]]:
    """The workshop and the version that is asked for with `?version=`, else the one that holds now; else `Http404`."""

    def find(public_id: str) -> tuple[Workshop, Protocol]:
        found = find_visible(Workshop, public_id, request.viewer)
        if not may_read_record.test(request.viewer, found):
            raise Http404
        rows = Protocol.objects.filter(workshop=found).select_related("workshop__entry").order_by("-version")
        wanted = request.GET.get("version", "")
        if wanted:
            rows = rows.filter(version=int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 5 else 0)
        record = rows.first()
        if record is None:
            raise Http404
        return found, record

    return find


@access(everyone)
@require_safe
def protocol(request: ViewerRequest, public_id: str) -> HttpResponse:
    """The released record, and where its files are."""
    found, record = _find(request)(public_id)
    versions = list(
        Protocol.objects.filter(workshop=found).order_by("-version").values_list("version", "reason", "released_at")
    )
    version = str(version_now(record))
    context = {
        "workshop": found,
        "entry": found.entry,
        "record": record,
        "page": _with_ways(shown_record(record.content), request.viewer),
        "files": files_of(public_id, version=version),
        "redactions": redactions_of(public_id),
        "versions": versions,
        "is_latest": record.version == versions[0][0],
        "asked": f"?version={record.version}" if record.version != versions[0][0] else "",
        "offers": [(offer, offer.url(found)) for offer in offers_on(found.entry.kind, found, request.viewer)],
        "may_run": runs_workshop.test(request.viewer, found),
    }
    return render(request, "workshops/protocol.html", context)


def _with_ways(page: ShownRecord, viewer: Any) -> ShownRecord:
    """Beside each idea that goes on, what this viewer can begin with it. One query, and none for visitors."""
    if viewer is None or not page.chosen:
        return page
    rows = Idea.objects.filter(entry__public_id__in=[one["public_id"] for one in page.chosen[:MOST_WAYS]])
    ways = {
        idea.public_id: [
            (offer.label, offer.url(idea)) for offer in offers_on(IDEA, idea, viewer) if offer.page == IDEA
        ]
        for idea in rows.select_related("entry")
    }
    return replace(page, chosen=[one | {"ways": ways.get(one["public_id"], [])} for one in page.chosen])


@access(everyone)
@require_safe
def protocol_pdf(request: ViewerRequest, public_id: str) -> HttpResponse:
    """The record as PDF, once it is made; before that, the page that says so."""
    found, record = _find(request)(public_id)
    ready = pdf_response(public_id, found.entry.code or public_id, version=str(version_now(record)))
    return ready or redirect("workshops:protocol", public_id)


@access(everyone)
@require_safe
def protocol_docx(request: ViewerRequest, public_id: str) -> HttpResponse:
    """The record for office programs, once it is made; before that, the page that says so."""
    found, record = _find(request)(public_id)
    ready = docx_response(public_id, found.entry.code or public_id, version=str(version_now(record)))
    return ready or redirect("workshops:protocol", public_id)


@access(everyone)
@require_safe
def protocol_csv(request: ViewerRequest, public_id: str) -> HttpResponse:
    """The record as one table for spreadsheets."""
    found, record = _find(request)(public_id)
    response = HttpResponse(exporting.as_csv(record.content), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.entry.code or public_id}.csv"'
    return response


@access(everyone)
@require_safe
def protocol_json(request: ViewerRequest, public_id: str) -> HttpResponse:
    """The exact bytes that the checksum is of."""
    found, record = _find(request)(public_id)
    response = HttpResponse(canonical(record.content), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.entry.code or public_id}.json"'
    return response


@access(signed_in)
@require_POST
def protocol_files(request: MemberRequest, public_id: str) -> HttpResponse:
    """Have the files made that are missing."""
    found = find_visible(Workshop, public_id, request.viewer)
    actions.ask_for_files(actor=request.viewer, workshop=found)
    return redirect("workshops:protocol", public_id)


# ---------------------------------------------------------------- before the release, and for a correction


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: MemberRequest, public_id: str) -> HttpResponse:
    """The texts of the record: sections, a note for each phase, pictures."""
    found = mine(request, public_id)
    if not found.is_over:
        return redirect(found)
    posted = request.POST if request.method == "POST" else None
    now = drafting.written(found)
    form = RecordForm(posted, phases=queries.phases_of(found), pictures=photos.hanging(found), now=now)
    if posted is not None and form.is_valid():
        save = partial(
            actions.save_draft, actor=request.viewer, workshop=found, base=form.cleaned_data["base"], texts=form.texts(),
            chosen_photos=form.chosen_photos(),
        )  # fmt: skip
        if form.save(save):
            return redirect("workshops:correct" if found.is_released else "workshops:release", public_id)
    status = 409 if form.met else 422 if form.errors else 200
    context = {"workshop": found, "entry": found.entry, "form": form}
    return render(request, "workshops/record.html", context, status=status)


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def taken_back(request: MemberRequest, public_id: str) -> HttpResponse:
    """The ideas, fifteen at a time, and what the group took back; `?idea=` opens the form for one of them."""
    found = mine(request, public_id)
    if not found.is_over:
        return redirect(found)
    if request.method == "POST" and request.POST.get("do") == "bring-back":
        return _bring_back(request, found)
    posted = request.POST if request.method == "POST" else None
    wanted = (posted or request.GET).get("idea", "")
    idea = (
        Idea.objects.select_related("entry").filter(home=found.entry, entry__public_id__in=ids_sent([wanted])).first()
    )
    form = TakeBackForm(posted, initial={"idea": wanted})
    if posted is not None and form.is_valid():
        if idea is None:
            form.add_error(None, _("This idea does not belong to this workshop."))
        elif perform(
            form,
            partial(
                actions.withdraw_idea,
                actor=request.viewer,
                workshop=found,
                idea=idea,
                reason=form.cleaned_data["reason"],
            ),
        ):
            return redirect("workshops:taken-back", public_id)
    page = queries.turn(queries.WITH_ENTRY, queries.Among.WORKSHOP, found.pk, request.GET.get("at", ""))
    context = {
        "workshop": found,
        "entry": found.entry,
        "ideas": page.rows,
        "keyset": Keyset(f"?at={page.before}" if page.before else "", f"?at={page.after}" if page.after else ""),
        "form": form,
        "idea": idea,
        "gone": list(Withdrawal.objects.filter(workshop=found).select_related("idea__entry").order_by("pk")),
    }
    return render(request, "workshops/taken_back.html", context, status=422 if form.errors else 200)


def _bring_back(request: MemberRequest, found: Workshop) -> HttpResponse:
    wanted = ids_sent([request.POST.get("idea", "")])
    gone = Withdrawal.objects.filter(workshop=found, idea__entry__public_id__in=wanted).select_related("idea").first()
    if gone is not None:
        act = partial(actions.bring_idea_back, actor=request.viewer, workshop=found, idea=gone.idea)
        or_said(request, act)
    return redirect("workshops:taken-back", found.public_id)


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: MemberRequest, public_id: str) -> HttpResponse:
    """The record as it will stand, and the button that makes it final."""
    found = mine(request, public_id)
    if found.is_released:
        return redirect("workshops:protocol", public_id)
    if not found.is_over:
        return redirect(found)
    if request.method == "POST" and or_said(
        request, lambda: actions.release_workshop(actor=request.viewer, workshop=found)
    ):
        return redirect("workshops:protocol", public_id)
    content = finished(found, protocol_of(found, released_at=clock.now(), released_by=request.viewer.name))
    context = {"workshop": found, "entry": found.entry, "page": shown_record(content)}
    return render(request, "workshops/release.html", context)


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: MemberRequest, public_id: str) -> HttpResponse:
    """The corrected version as it will stand, the reason for it, and the button that releases it."""
    found = mine(request, public_id)
    before = found.record
    if before is None:
        return redirect(found)
    form = CorrectForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if perform(form, partial(actions.correct_protocol, actor=request.viewer, workshop=found, reason=reason)):
            return redirect("workshops:protocol", public_id)
    read = as_read(before.content)
    content = finished(found, read)
    context = {
        "workshop": found,
        "entry": found.entry,
        "page": shown_record(content),
        "form": form,
        "differs": content != read,
    }
    return render(request, "workshops/correct.html", context, status=422 if form.errors else 200)
