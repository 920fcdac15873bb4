"""HTTP in, HTTP out: places, their profiles, the charts as files, and asking for a projection."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from netzwerkstatt.evidence import rules
from netzwerkstatt.evidence.catalogue import find_territories
from netzwerkstatt.evidence.computed import pictures
from netzwerkstatt.evidence.computed.asking import MEASURE
from netzwerkstatt.evidence.from_store import Question
from netzwerkstatt.evidence.keeping import Keep, from_figures, of_place
from netzwerkstatt.evidence.models import Territory
from netzwerkstatt.evidence.profiles import actions, drawing, queries
from netzwerkstatt.evidence.profiles.document import files_of_profile, have_profile_made, response_of
from netzwerkstatt.evidence.profiles.words import NOT_SHOWN
from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, everyone
from netzwerkstatt.foundation.documents.png import to_png
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.network.models import City
from netzwerkstatt.foundation.ui.charts import AnyShape, draw, to_csv
from netzwerkstatt.foundation.ui.formatting import number

A_PAGE = 30
LEVELS = (Territory.Level.MUNICIPALITY, Territory.Level.DISTRICT, Territory.Level.STATE, Territory.Level.COUNTRY)
CHARTS = ("pyramid", "fan", "ages")


@access(everyone)
@require_safe
def places(request: ViewerRequest) -> HttpResponse:
    """The member cities, and every place of the store by name or key."""
    words = " ".join(request.GET.get("q", "").split())[:80]
    found = find_territories(words, levels=LEVELS) if words else Territory.objects.none()
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    nothing = not words and not Territory.objects.exists()
    context = {"q": words, "page": page, "members": queries.member_places(), "nothing": nothing}
    return render(request, "evidence/profiles/places.html", context)


@access(everyone)
@require_safe
def profile(request: ViewerRequest, key: str) -> HttpResponse:
    """One place: figures beside others, people now and later, the fan, cities that are alike, and what is not known."""
    shown = queries.profile_of(key)
    if shown is None:
        city = get_object_or_404(City, ags=key)
        return render(request, "evidence/profiles/nothing_yet.html", {"city": city})
    year = _year(request, shown)
    context: dict[str, Any] = {
        "shown": shown,
        "year": year,
        "may_ask": rules.asks_for_projections.test(request.viewer),
        "may_make": rules.makes_scenarios.test(request.viewer),
        "keep": _keep_total(request, shown),
        "beside": _beside(request, shown),
        "scenarios": list(queries.scenarios_of(shown.place.key, request.viewer)[:6]),
        "not_shown": NOT_SHOWN,
    }
    if shown.basis is not None and shown.futures is not None and year is not None:
        context |= {
            "pyramid": draw(drawing.pyramid(shown.basis, shown.futures, year)),
            "pyramid_links": _links(shown.place.key, "pyramid", year),
            "fan": draw(drawing.fan(shown.basis, shown.futures, shown.history, mark=year)),
            "fan_links": _links(shown.place.key, "fan", year),
            "ages": draw(drawing.ages_over_time(shown.basis, shown.futures, drawing.few(shown.years))),
            "ages_links": _links(shown.place.key, "ages", year),
            "groups": drawing.groups_of(shown.basis, shown.futures, year),
            "silhouettes": drawing.silhouettes(shown),
            "files": files_of_profile(shown.projection) if shown.projection else None,
            "keeps": _keeps(request, shown, year),
        }
    return render(request, "evidence/profiles/profile.html", context)


@access(everyone)
@require_safe
def pyramid(request: ViewerRequest, key: str) -> HttpResponse:
    """The pyramid and the fan for one year alone: what the slider brings."""
    shown = _profile(key)
    year = _year(request, shown)
    if shown.basis is None or shown.futures is None or year is None:
        raise Http404
    context = {
        "shown": shown,
        "year": year,
        "pyramid": draw(drawing.pyramid(shown.basis, shown.futures, year)),
        "pyramid_links": _links(shown.place.key, "pyramid", year),
        "fan": draw(drawing.fan(shown.basis, shown.futures, shown.history, mark=year)),
        "fan_links": _links(shown.place.key, "fan", year),
        "keeps": _keeps(request, shown, year),
    }
    return render(request, "evidence/profiles/charts.html", context)


@access(everyone)
@require_safe
def chart_file(request: ViewerRequest, key: str, chart: str, ending: str) -> HttpResponse:
    """A chart of the profile as CSV or PNG."""
    shown = _profile(key)
    year = _year(request, shown)
    if chart not in CHARTS or shown.basis is None or shown.futures is None or year is None:
        raise Http404
    made: AnyShape
    match chart:
        case "pyramid":
            made = drawing.pyramid(shown.basis, shown.futures, year)
        case "fan":
            made = drawing.fan(shown.basis, shown.futures, shown.history, mark=year)
        case _:
            made = drawing.ages_over_time(shown.basis, shown.futures, drawing.few(shown.years))
    return chart_response(made, f"{shown.place.key}-{chart}", ending)


def chart_response(chart: AnyShape, name: str, ending: str) -> HttpResponse:
    """The figures for a spreadsheet, or the picture for slides."""
    if ending == "csv":
        response = HttpResponse(to_csv(draw(chart)), content_type="text/csv; charset=utf-8")
    elif ending == "png":
        response = HttpResponse(to_png(chart), content_type="image/png")
    else:
        raise Http404
    response["Content-Disposition"] = content_disposition_header(ending == "csv", f"{name}.{ending}") or "inline"
    return response


@access(rules.asks_for_projections)
@require_POST
def project(request: ViewerRequest, key: str) -> HttpResponseBase:
    """Have the future of the place computed from the figures that are there now."""
    try:
        actions.project_place(actor=request.viewer, key=key)
    except Invalid as invalid:
        shown = _profile(key)
        context = {"shown": shown, "reasons": list(invalid.fields.values())}
        return render(request, "evidence/profiles/cannot.html", context, status=422)
    return redirect("evidence:profile", key=key)


@access(everyone)
@require_POST
def make_document(request: ViewerRequest, key: str) -> HttpResponseBase:
    """Have the Kommunalprofil made; it is made once for each state of the figures, whoever asks how often."""
    shown = _profile(key)
    if shown.projection is None or shown.futures is None:
        raise Http404
    have_profile_made(shown)
    return redirect(reverse("evidence:profile", args=[shown.place.key]) + "#files")


@access(everyone)
@require_safe
def document(request: ViewerRequest, key: str, ending: str) -> HttpResponseBase:
    """The Kommunalprofil as PDF or DOCX; before it is made, the page that says so."""
    shown = _profile(key)
    if shown.projection is None:
        raise Http404
    found = response_of(shown.projection, ending)
    return found or redirect(reverse("evidence:profile", args=[shown.place.key]) + "#files")


def _profile(key: str) -> queries.Profile:
    shown = queries.profile_of(key)
    if shown is None:
        raise Http404
    return shown


def _year(request: HttpRequest, shown: queries.Profile) -> int | None:
    """The year the slider stands at, within those that were computed."""
    if not shown.years:
        return None
    text = request.GET.get("year", "")
    wanted = int(text) if text.isdecimal() and len(text) == 4 else min(2040, shown.years[-1])
    return min(max(wanted, shown.years[0]), shown.years[-1])


def _keeps(request: ViewerRequest, shown: queries.Profile, year: int) -> dict[str, Keep]:
    """For each picture how it becomes a card, for those who may make one."""
    if not rules.makes_cards.test(request.viewer):
        return {}
    key = shown.place.key
    view = f"{reverse('evidence:profile', args=[key])}?year={year}"
    return {chart: of_place(key, chart, year, view) for chart in (*CHARTS, pictures.GROUPS, pictures.TWINS)}


def _beside(request: ViewerRequest, shown: queries.Profile) -> list[tuple[queries.Beside, Keep | None]]:
    """The key figures, each with how it becomes a card."""
    may, key = rules.makes_cards.test(request.viewer), shown.place.key
    view, year = reverse("evidence:profile", args=[key]), shown.basis.year if shown.basis is not None else 0
    return [
        (one, of_place(key, f"{MEASURE}{one.key}", year, view, what=one.label) if may else None) for one in shown.beside
    ]


def _keep_total(request: ViewerRequest, shown: queries.Profile) -> Keep | None:
    """The counted number of people, as a card."""
    if not shown.history or not rules.makes_cards.test(request.viewer):
        return None
    year, persons = shown.history[-1]
    title = _("%(year)d, %(persons)s people live in %(place)s")
    question = Question((shown.place.key,), "population_total", view=request.path)
    return from_figures(question, title % {"year": year, "persons": number(persons, 0), "place": shown.place.name})


def _links(key: str, chart: str, year: int) -> list[tuple[str, str]]:
    address = partial(reverse, "evidence:profile-chart")
    return [
        (_("CSV"), f"{address(args=[key, chart, 'csv'])}?year={year}"),
        (_("PNG"), f"{address(args=[key, chart, 'png'])}?year={year}"),
    ]
