"""Pages that everybody reads: the toolbox, a method, its run sheet and the files of that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from netzwerkstatt.foundation.accounts.access import MemberRequest, ViewerRequest, access, everyone, signed_in
from netzwerkstatt.foundation.documents.blocks import Document
from netzwerkstatt.foundation.documents.files import docx_response, files_of, pdf_response
from netzwerkstatt.foundation.entries.offers import offers_on, panels_on
from netzwerkstatt.foundation.entries.pages import item_page
from netzwerkstatt.foundation.ui.formatting import day
from netzwerkstatt.methods import document, matching, queries, rules
from netzwerkstatt.methods import sheet as run_sheet
from netzwerkstatt.methods.forms import SheetForm, WishForm
from netzwerkstatt.methods.kinds import TOOLBOX
from netzwerkstatt.methods.matching import Match, Matches
from netzwerkstatt.methods.method import Method, length
from netzwerkstatt.methods.searching import holding
from netzwerkstatt.methods.sheet import Part
from netzwerkstatt.methods.vocabulary import Stage

SHOWN_FIRST = 4


@dataclass(frozen=True)
class Shelf:
    """Methods of one stage, under the question that stage asks."""

    code: str
    title: str
    question: str
    matches: list[Match]


def stage_questions() -> dict[str, tuple[str, str]]:
    """What each stage is about, as the toolbox heads it."""
    return {
        Stage.CLARIFY: (_("Clarify"), _("What is it about, and who belongs to it?")),
        Stage.DIAGNOSE: (_("Look closely"), _("What is going on, and why?")),
        Stage.IDEAS: (_("Find ideas"), _("What could be done?")),
        Stage.ASSESS: (_("Weigh and choose"), _("Which of it do we want?")),
        Stage.PLAN: (_("Plan"), _("Who does what until when?")),
        Stage.TRANSFER: (_("Pass on"), _("What can others take from it?")),
        Stage.REVIEW: (_("Look back"), _("What have we learned?")),
    }


@access(everyone)
@require_safe
def toolbox(request: ViewerRequest) -> HttpResponse:
    """All methods, or those that fit what was asked for. Three queries, however many methods and uses there are."""
    form = WishForm(request.GET)
    wish = form.wish
    archived = "archived" in request.GET and rules.makes_methods.test(request.viewer)
    found = queries.methods(request.viewer, archived=archived)
    if wish.text:
        found = holding(found, wish.text)
    matches = matching.match(found, queries.experiences(found), wish)
    is_narrow = wish.asks or archived
    context = {
        "form": form,
        "wish": wish,
        "more_set": sum(
            bool(getattr(wish, name)) for name in ("minutes", "staff", "text", "online", "without", "conflict", "easy")
        ),
        "matches": matches,
        "shelves": [] if is_narrow else _shelves(matches),
        "is_narrow": is_narrow,
        "archived": archived,
        "may_make": rules.makes_methods.test(request.viewer),
    }
    return render(request, "methods/toolbox.html", context)


def _shelves(matches: Matches) -> list[Shelf]:
    """Everything by the stage it helps most at, own methods among the others."""
    by_stage: dict[str, list[Match]] = {code: [] for code in Stage.values}
    for one in matches.others:
        by_stage[one.method.stages[0]].append(one)
    named = stage_questions()
    return [Shelf(code, *named[code], found) for code, found in by_stage.items() if found]


@access(everyone)
@require_safe
def method(request: ViewerRequest, public_id: str) -> HttpResponse:
    """One method: its course, what it needs, and how it went where it was used."""
    found = visible(public_id, request.viewer)
    viewer = request.viewer
    reads = rules.reads_uses.test(viewer)
    uses = queries.uses_of(found, viewer) if reads else []
    shared = {
        "method": found,
        "course": run_sheet.parts(found),
        "experience": queries.experience_of(found),
        "uses": uses[:SHOWN_FIRST],
        "more_uses": uses[SHOWN_FIRST:],
        "reads_uses": reads,
        "form": SheetForm(),
        "based_on": queries.find(found.based_on, viewer) if found.based_on else None,
        "may_edit": found.own is not None and rules.edits_method.test(viewer, found.own),
        "frame": "entries/item.html" if found.own else "methods/shipped.html",
    }
    more = [(offer, offer.url(found)) for offer in offers_on(TOOLBOX, found, viewer)]
    if found.own:
        context = item_page(found.own, viewer, **shared)
        context["offers"] = [*more, *context["offers"]]
    else:
        panels = {slot: panels_on(TOOLBOX, slot, found, viewer) for slot in ("main", "side")}
        context = {**shared, "offers": more, "main_panels": panels["main"], "side_panels": panels["side"]}
    return render(request, "methods/method.html", context)


@dataclass(frozen=True)
class Asked:
    """A run sheet as the address asks for it."""

    form: SheetForm
    course: list[Part]
    document: Document
    pairs: list[tuple[str, str]]
    day: str

    @property
    def query(self) -> str:
        """The same, for an address."""
        return urlencode(self.pairs)


def _asked(found: Method, sent: Any) -> Asked:
    form = SheetForm(sent)
    form.is_valid()
    given = form.cleaned_data
    on, begins = given.get("day"), given.get("begins")
    total = queries.suggested_minutes(found) if given.get("practice") else 0
    course = run_sheet.parts(found, begins=begins, total=total)
    pairs = [
        (name, value)
        for name, value in (
            ("day", on.isoformat() if on else ""),
            ("begins", begins.strftime("%H:%M") if begins else ""),
            ("practice", "on" if given.get("practice") else ""),
        )
        if value
    ]
    sheet = document.document_of(found, course, on=on, begins=begins)
    return Asked(form, course, sheet, pairs, day(on) if on else "")


@access(everyone)
@require_safe
def sheet(request: ViewerRequest, public_id: str) -> HttpResponse:
    """The run sheet, to be printed; with a beginning it has clock times."""
    found = visible(public_id, request.viewer)
    asked = _asked(found, request.GET)
    context = {
        "method": found,
        "asked": asked,
        "course": asked.course,
        "experience": queries.experience_of(found),
        "files": files_of(document.shelf_of(found), version=document.version_of(asked.document)),
        "total": length(sum(part.minutes for part in asked.course)),
        "may_make": signed_in.test(request.viewer),
    }
    return render(request, "methods/sheet.html", context)


@access(everyone)
@require_safe
def sheet_pdf(request: ViewerRequest, public_id: str) -> HttpResponse:
    """The run sheet as PDF, once it is made; before that, the page that says so."""
    found, asked, where = _file(request, public_id)
    made = pdf_response(document.shelf_of(found), found.key, version=document.version_of(asked.document))
    return made or redirect(where)


@access(everyone)
@require_safe
def sheet_docx(request: ViewerRequest, public_id: str) -> HttpResponse:
    """The run sheet for office programs, once it is made; before that, the page that says so."""
    found, asked, where = _file(request, public_id)
    made = docx_response(document.shelf_of(found), found.key, version=document.version_of(asked.document))
    return made or redirect(where)


def _file(request: ViewerRequest, public_id: str) -> tuple[Method, Asked, str]:
    found = visible(public_id, request.viewer)
    asked = _asked(found, request.GET)
    return found, asked, sheet_url(found, asked.query)


@access(signed_in)
@require_POST
def sheet_files(request: MemberRequest, public_id: str) -> HttpResponse:
    """Have the files of exactly this run sheet made."""
    found = visible(public_id, request.viewer)
    asked = _asked(found, request.POST)
    document.have_made(found, asked.document)
    return redirect(f"{sheet_url(found, asked.query)}#files")


def sheet_url(found: Method, query: str = "") -> str:
    """Where a run sheet stands."""
    here = reverse("methods:sheet", args=[found.key])
    return f"{here}?{query}" if query else here


def visible(public_id: str, viewer: Any) -> Method:
    """The method with this key, if the viewer may see it; else `Http404`."""
    found = queries.find(public_id, viewer)
    if found is None:
        raise Http404
    return found
