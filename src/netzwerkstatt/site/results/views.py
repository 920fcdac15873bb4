"""What a year has brought, as page, table and document; every number leads to the items it is the number of."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from netzwerkstatt.foundation.accounts.access import MemberRequest, ViewerRequest, access, everyone, signed_in
from netzwerkstatt.foundation.documents.files import files_of, pdf_response
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.site import queries as site
from netzwerkstatt.site.results import exporting, queries
from netzwerkstatt.site.results.queries import FIRST, LAST, Place, Year, amount

A_PAGE = 20


@access(everyone)
@require_safe
def now(request: ViewerRequest) -> HttpResponse:
    """This year; with a form's choice of place and year, that one."""
    asked = request.GET
    chosen = asked.get("year", "")
    year = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) == 4 else clock.today().year
    kept = {name: asked[name] for name in ("city", "network") if asked.get(name)}
    if (place := asked.get("place", "")) and "." in place:
        kind, _dot, key = place.partition(".")
        kept = {kind: key} if kind in {"city", "network"} else {}
    return redirect(f"{reverse('results:year', args=[year])}{'?' + urlencode(kept) if kept else ''}")


@access(everyone)
@require_safe
def year(request: ViewerRequest, year: int) -> HttpResponse:
    """The numbers of a year with their definitions, and the ledger of what came of it. At most twenty queries."""
    cities = site.all_cities()
    named = next((one for one in cities if one.slug == request.GET.get("city")), None)
    here, scope = _scope(request, year, queries.of_city(named) if named else None)
    found = queries.year_of(scope)
    page = Paginator(found.ledger, A_PAGE).get_page(request.GET.get("page"))
    context = {
        **_frame(here, found),
        "page": page,
        "subtotal": sum(line.cents or 0 for line in page),
        "key_numbers": [(one, amount(one)) for one in found.key],
        "numbers": [(one, amount(one)) for one in found.numbers],
        "years": queries.years(found.scope),
        "networks": site.networks_with(cities),
        "files": files_of(exporting.shelf_of(here, year)),
    }
    return render(request, "site/results/year.html", context)


@access(everyone)
@require_safe
def number(request: ViewerRequest, year: int, name: str) -> HttpResponse:
    """One number: what it counts, and every item."""
    here, scope = _scope(request, year)
    shown = queries.one_number(scope, name)
    if shown is None:
        raise Http404
    page = Paginator(shown.found.lines, A_PAGE).get_page(request.GET.get("page"))
    found = Year(scope, [shown], [])
    context = {**_frame(here, found), "shown": shown, "amount": amount(shown), "page": page}
    return render(request, "site/results/number.html", context)


@access(everyone)
@require_safe
def as_csv(request: ViewerRequest, year: int) -> HttpResponse:
    """Every item of every number, as the viewer may see it."""
    here, found = _asked(request, year)
    response = HttpResponse(exporting.csv_of(found), content_type="text/csv; charset=utf-8")
    name = here.city.slug if here.city else here.network.slug if here.network else "alliance"
    response["Content-Disposition"] = f'attachment; filename="results-{name}-{year}.csv"'
    return response


@access(everyone)
@require_safe
def as_pdf(request: ViewerRequest, year: int) -> HttpResponse:
    """The document of the year that was made last; before there is one, the page."""
    here, _found = _scope(request, year)
    made = pdf_response(exporting.shelf_of(here, year), f"results-{year}")
    return made or redirect(f"{reverse('results:year', args=[year])}{here.query}#files")


@access(signed_in)
@require_POST
def make_pdf(request: MemberRequest, year: int) -> HttpResponse:
    """Have the document made anew, of what everybody may see."""
    here, _scope_of_viewer = _scope(request, year)
    found = queries.year_of(queries.scope_of(here, year, None))
    exporting.have_made(here, exporting.document_of(here, found), year)
    messages.success(request, _("The PDF is being made. It holds what everybody may see, and stands here in a moment."))
    return redirect(f"{reverse('results:year', args=[year])}{here.query}#files")


def _scope(request: ViewerRequest | MemberRequest, year: int, known: Place | None = None) -> tuple[Place, Any]:
    """Where and when, as the address says it; `known` where the place was read already."""
    if not FIRST <= year <= LAST:
        raise Http404
    here = known or queries.place(request.GET.get("city", ""), request.GET.get("network", ""))
    if here is None:
        raise Http404
    return here, queries.scope_of(here, year, request.viewer)


def _asked(request: ViewerRequest, year: int) -> tuple[Place, Year]:
    here, scope = _scope(request, year)
    return here, queries.year_of(scope)


def _frame(here: Place, found: Year) -> dict[str, Any]:
    """What both pages need."""
    state = here.city.state if here.city else here.network.state if here.network else None
    return {"here": here, "year": found, "state": state, "this_year": clock.today().year, "today": clock.today()}
