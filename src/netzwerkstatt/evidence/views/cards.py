"""HTTP in, HTTP out: list, card and its exports, and the three steps from a file to a card."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from netzwerkstatt.engines.official_files import Table, Territory
from netzwerkstatt.evidence import actions, queries, rules, store
from netzwerkstatt.evidence.again import ask_again
from netzwerkstatt.evidence.export import csv_of
from netzwerkstatt.evidence.figures import Figure
from netzwerkstatt.evidence.forms import CardForm, FilterForm, UploadForm
from netzwerkstatt.evidence.from_store import Question, checked, make_card_from_query, quotes
from netzwerkstatt.evidence.models import EvidenceCard, OfficialFile
from netzwerkstatt.evidence.reading import MOST_FIGURES, chosen, said, table_of
from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, everyone
from netzwerkstatt.foundation.entries.pages import find_visible, item_page, perform
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.network.queries import cities
from netzwerkstatt.foundation.network.rules import standing
from netzwerkstatt.foundation.ui.thread import Steps

A_PAGE = 20
MOST_PLACES = 24
QUESTION = ("territory", "place", "indicator", "year", "from", "to", "sex", "age", "nationality", "view")
CELLS_CAN_BE_CHOSEN = ("classic", "flat")
TYPES = {"directory": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@access(everyone)
@require_safe
def card_list(request: ViewerRequest) -> HttpResponse:
    """All cards, the newest first; by words, theme and city."""
    form = FilterForm(request.GET)
    form.is_valid()
    wanted = getattr(form, "cleaned_data", {})
    theme, city = wanted.get("theme"), wanted.get("city")
    found = queries.cards(
        viewer=request.viewer,
        text=wanted.get("q", ""),
        theme=theme.slug if theme else "",
        city=city.slug if city else "",
    )
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    may_make = rules.makes_cards.test(request.viewer)
    return render(
        request,
        "evidence/list.html",
        {"form": form, "page": page, "filtered": any(wanted.values()), "may_make": may_make},
    )


@access(everyone)
@require_safe
def card(request: ViewerRequest, public_id: str) -> HttpResponse:
    """One card: claim, drawing, what exactly is counted, and its place in the file."""
    found = find_visible(EvidenceCard, public_id, request.viewer)
    may_ask = bool(found.query) and rules.makes_cards.test(request.viewer)
    more = {
        "shown": queries.shown(found), "quotes": queries.proof(found), "may_ask": may_ask,
        "again": ask_again(found) if may_ask and "again" in request.GET else None,
    }  # fmt: skip
    return render(request, "evidence/card_page.html", item_page(found, request.viewer, **more))


@access(everyone)
@require_safe
def figures_csv(request: ViewerRequest, public_id: str) -> HttpResponse:
    """The figures of a card with everything one needs to find them again."""
    found = find_visible(EvidenceCard, public_id, request.viewer)
    response = HttpResponse(csv_of(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"{found.entry.code or public_id}.csv")
    return response


@access(everyone)
@require_safe
def original(request: ViewerRequest, sha256: str) -> HttpResponseBase:
    """The official file, byte for byte; for everybody once a card quotes it."""
    file = _file(sha256)
    if not rules.reads_file.test(request.viewer, file):
        raise Http404
    if not store.is_whole(file.sha256):
        return render(request, "evidence/damaged.html", {"file": file}, status=500)
    charset = "windows-1252" if file.encoding == "cp1252" else "utf-8"
    kind = TYPES.get(file.format, f"text/plain; charset={charset}")
    response = StreamingHttpResponse(store.pieces(file.sha256), content_type=kind)
    response["Content-Length"] = str(store.path_of(file.sha256).stat().st_size)
    response["Content-Disposition"] = content_disposition_header(True, file.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["ETag"] = f'"{file.sha256}"'
    return response


# ── from a file to a card ───────────────────────────────────────────────────


def _steps(now: int) -> Any:
    return Steps.of((_("File"), _("Figures"), _("Finding")), now=now)


@access(rules.uploads_files)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: ViewerRequest) -> HttpResponseBase:
    """Step 1: a file comes in, or one that is here is taken."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid() and (file := perform(form, partial(_upload, request, form.cleaned_data))):
        return redirect("evidence:choose", sha256=file.sha256)
    page = Paginator(queries.files(), 10).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "steps": _steps(0)}
    return render(request, "evidence/upload.html", context, status=422 if form.errors else 200)


def _upload(request: ViewerRequest, given: dict[str, Any]) -> OfficialFile:
    return actions.upload_file(
        actor=request.viewer,
        name=given["file"].name,
        data=given["file"].read(),
        retrieved_on=given["retrieved_on"],
        source_address=given["source_address"],
    )


@access(rules.makes_cards)
@require_safe
def choose(request: ViewerRequest, sha256: str) -> HttpResponse:
    """Step 2: a territory, then cells of its table. The choice travels in the address: nothing is kept, all survives."""
    file = _file(sha256)
    if file.format not in CELLS_CAN_BE_CHOSEN:
        raise Http404
    try:
        table = table_of(file)
    except store.DamagedError:
        return render(request, "evidence/damaged.html", {"file": file}, status=500)
    refs, words = _refs(request), " ".join(request.GET.get("q", "").split())
    place = _place(table, request.GET.get("territory", ""))
    part = place and queries.grid_part(
        table, place, words=request.GET.get("rows", ""), page=_whole(request, "page"), window=_whole(request, "window")
    )
    places = _matching(table, words) if words or not place else []
    context = {
        "file": file,
        "table": table,
        "warnings": [said(notice) for notice in table.warnings],
        "q": words,
        "rows": request.GET.get("rows", ""),
        "places": [(one, _with_place(one, refs)) for one in places[:MOST_PLACES]],
        "more_places": max(0, len(places) - MOST_PLACES),
        "one_place": len(table.territories()) == 1,
        "part": part,
        "signs": queries.signs_in(part) if part else [],
        "refs": set(refs),
        "hidden_refs": [ref for ref in refs if not part or ref not in part.refs],
        "picked": _picked(request, table, refs),
        "most": MOST_FIGURES,
        "steps": _steps(1),
    }
    return render(request, "evidence/choose.html", context)


def _matching(table: Table, words: str) -> list[Territory]:
    """Places that fit the words; those that no longer exist come last."""
    return sorted(table.territories(words), key=lambda place: not place.present)


def _place(table: Table, key: str) -> Territory | None:
    only = table.territories()
    return only[0] if len(only) == 1 else table.territory(key) if key else None


def _with_place(place: Territory, refs: list[str]) -> str:
    return "?" + urlencode([("territory", place.key), *(("ref", ref) for ref in refs)])


def _picked(request: HttpRequest, table: Table, refs: list[str]) -> list[tuple[str, str]]:
    """The chosen cells in words, each with the address under which it is no longer chosen."""
    found = []
    for ref in refs:
        if (cell := table.at(ref)) is not None:
            query = request.GET.copy()
            query.setlist("ref", [other for other in refs if other != ref])
            found.append((f"{Figure.of(cell).label}: {cell.raw}", f"?{query.urlencode()}"))
    return found


@access(rules.makes_cards)
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: ViewerRequest, sha256: str) -> HttpResponseBase:
    """Step 3: the chosen figures as they will be drawn, and the sentence that they carry."""
    file, refs = _file(sha256), _refs(request)
    if file.format not in CELLS_CAN_BE_CHOSEN:
        raise Http404
    back = f"{reverse('evidence:choose', args=[sha256])}?{urlencode([('ref', ref) for ref in refs])}"
    try:
        table = table_of(file)
        cells = chosen(table, refs)
    except store.DamagedError:
        return render(request, "evidence/damaged.html", {"file": file}, status=500)
    except Invalid as invalid:
        return render(request, "evidence/cannot.html", {"reasons": invalid.fields.values(), "back": back}, status=422)
    back += "&" + urlencode({"territory": cells[0].territory.key if cells[0].territory else ""})
    sent = request.POST if request.method == "POST" else None
    form = CardForm(sent, file=file, initial={"city": _own_city(request.viewer)})
    if form.is_valid() and (made := perform(form, partial(_make, request, file, refs, form.cleaned_data))):
        return redirect(made)
    drawing = queries.preview(file, table, cells, form.data.get("title", ""))
    context = {
        "file": file, "form": form, "drawing": drawing, "refs": refs, "back": back, "steps": _steps(2),
        "count": len(cells),
    }  # fmt: skip
    return render(request, "evidence/claim.html", context, status=422 if form.errors else 200)


def _make(request: ViewerRequest, file: OfficialFile, refs: list[str], given: dict[str, Any]) -> EvidenceCard:
    return actions.make_card(
        actor=request.viewer,
        file=file,
        refs=refs,
        title=given["title"],
        explanation=given["explanation"],
        city=given["city"],
        themes=given["themes"],
        table_code=given.get("table_code", ""),
        client_id=given["client_id"],
    )


@access(rules.makes_cards)
@require_http_methods(["GET", "HEAD", "POST"])
def from_store(request: ViewerRequest) -> HttpResponseBase:
    """A view of the store becomes a card: what is asked travels in the address, the sentence is typed."""
    given = request.POST if request.method == "POST" else request.GET
    try:
        question = Question.from_address(given)
        rows = checked(question)
        quoted = quotes(rows)
    except Invalid as invalid:
        back = reverse("evidence:data")
        refused = {"reasons": invalid.fields.values(), "back": back}
        return render(request, "evidence/cannot.html", refused, status=422)
    sent = request.POST if request.method == "POST" else None
    form = CardForm(sent, file=None, initial={"city": _own_city(request.viewer)})
    if form.is_valid() and (made := perform(form, partial(_make_from, request, question, form.cleaned_data))):
        return redirect(made)
    drawing = queries.preview_of(rows, quoted, form.data.get("title", ""))
    context = {
        "form": form, "drawing": drawing, "back": question.view or reverse("evidence:data"), "count": len(rows),
        "fields": [(name, value) for name in QUESTION for value in given.getlist(name)],
        "sources": list(dict.fromkeys(row.source.line for row in rows)),
    }  # fmt: skip
    return render(request, "evidence/from_store.html", context, status=422 if form.errors else 200)


def _make_from(request: ViewerRequest, question: Question, given: dict[str, Any]) -> EvidenceCard:
    return make_card_from_query(
        actor=request.viewer, question=question, title=given["title"], explanation=given["explanation"],
        city=given["city"], themes=given["themes"], client_id=given["client_id"],
    )  # fmt: skip


def _own_city(person: Any) -> Any:
    own = standing(person).cities
    return cities().filter(pk__in=own).first() if own else None


def _file(sha256: str) -> OfficialFile:
    return get_object_or_404(OfficialFile, sha256=sha256)


def _refs(request: HttpRequest) -> list[str]:
    """The chosen addresses in the order of the form, each once, at most a few more than can be shown."""
    given = request.POST if request.method == "POST" else request.GET
    return list(dict.fromkeys(given.getlist("ref")))[: MOST_FIGURES + 1]


def _whole(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "1")
    return int(text) if text.isdecimal() and len(text) < 7 else 1
