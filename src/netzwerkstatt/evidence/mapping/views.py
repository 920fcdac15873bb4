"""HTTP in, HTTP out: the map, its picture and figures as files, and the outlines that it is drawn on."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from netzwerkstatt.evidence import rules
from netzwerkstatt.evidence.from_store import MOST_PLACES, Question
from netzwerkstatt.evidence.importing.showing import problem_of
from netzwerkstatt.evidence.keeping import Keep, from_figures
from netzwerkstatt.evidence.mapping import arriving, queries
from netzwerkstatt.evidence.mapping.forms import OutlinesForm
from netzwerkstatt.evidence.models import Boundaries
from netzwerkstatt.evidence.profiles.views import chart_response
from netzwerkstatt.evidence.views.imports import on_disk
from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, everyone
from netzwerkstatt.foundation.entries.pages import perform
from netzwerkstatt.foundation.ui.charts import Areas

BEGIN_WITH = ("mean_age", "share:65-")
MOST_LISTED = 24


@access(everyone)
@require_safe
def map_page(request: ViewerRequest) -> HttpResponse:
    """One indicator of one year on outlines that somebody brought in; what it cannot show is said."""
    asked = _asked(request)
    shown = asked["shown"]
    context = asked | {"may_bring": rules.imports_statistics.test(request.viewer)}
    if shown is not None:
        query = request.GET.urlencode()
        address = partial(reverse, "evidence:map-file")
        context |= {
            "links": [(words, f"{address(args=[ending])}?{query}") for words, ending in ((_("CSV"), "csv"), (_("PNG"), "png"))],
            "few_without": shown.without[:MOST_LISTED],
            "more_without": max(0, len(shown.without) - MOST_LISTED),
            "few_breaks": shown.breaks[:MOST_LISTED],
            "more_breaks": max(0, len(shown.breaks) - MOST_LISTED),
            "keep": _keep(request, shown) if rules.makes_cards.test(request.viewer) else None,
            "too_many": len(shown.keys) > MOST_PLACES and rules.makes_cards.test(request.viewer),
            "most_places": MOST_PLACES,
        }  # fmt: skip
    return render(request, "evidence/mapping/map.html", context)


def _keep(request: HttpRequest, shown: queries.Map) -> Keep | None:
    """The figures of so many places as one card can hold."""
    if shown.drawing is None or len(shown.keys) > MOST_PLACES:
        return None
    question = Question(tuple(shown.keys), shown.choice.code, (shown.year,), view=request.get_full_path())
    return from_figures(question, shown.drawing.chart.title)


@access(everyone)
@require_safe
def map_file(request: ViewerRequest, ending: str) -> HttpResponse:
    """The map as CSV or PNG."""
    shown = _asked(request)["shown"]
    if shown is None or shown.drawing is None or not isinstance(shown.drawing.chart, Areas):
        raise Http404
    return chart_response(shown.drawing.chart, _("map"), ending)


@access(rules.imports_statistics)
@require_http_methods(["GET", "HEAD", "POST"])
def outlines(request: ViewerRequest) -> HttpResponseBase:
    """Outlines come in; below, those that are there."""
    form = OutlinesForm(request.POST, request.FILES) if request.method == "POST" else OutlinesForm()
    if form.is_valid():
        with on_disk(form.cleaned_data["file"]) as path:
            made = perform(form, partial(_bring, request, form.cleaned_data, path))
        if made:
            return redirect("evidence:outlines")
    everything = Boundaries.objects.select_related("brought_by").order_by("-brought_at", "-pk")[:50]
    listed = [(one, problem_of(one.problem), rules.removes_outlines.test(request.viewer, one)) for one in everything]
    context = {"form": form, "listed": listed}
    return render(request, "evidence/mapping/outlines.html", context, status=422 if form.errors else 200)


def _bring(request: ViewerRequest, given: dict[str, Any], path: Path) -> Boundaries:
    return arriving.bring_outlines(
        actor=request.viewer, name=given["name"], path=path, file_name=given["file"].name,
        status_on=given["status_on"], source=given["source"], licence=given["licence"],
    )  # fmt: skip


@access(rules.imports_statistics)
@require_POST
def remove(request: ViewerRequest, public_id: str) -> HttpResponseBase:
    """Take outlines away."""
    arriving.remove_outlines(actor=request.viewer, boundaries=get_object_or_404(Boundaries, public_id=public_id))
    return redirect("evidence:outlines")


def _asked(request: HttpRequest) -> dict[str, Any]:
    """What the address asks for, where it is there; else what there is to begin with."""
    everything = list(queries.outlines_to_see()[:60])
    if not everything:
        return {"everything": [], "shown": None}
    wanted = request.GET.get("outlines", "")
    chosen = next((one for one in everything if one.public_id == wanted), everything[0])
    lands = queries.lands_of(chosen)
    must = chosen.number > queries.MOST_DRAWN
    land = request.GET.get("land", "")
    if land not in {key for key, _name in lands}:
        land = lands[0][0] if must else ""
    known = queries.choices_for(chosen)
    choice = next((one for one in known if one.code == request.GET.get("indicator", "")), None)
    choice = choice or next(
        (one for code in BEGIN_WITH for one in known if one.code == code), known[0] if known else None
    )
    text = request.GET.get("year", "")
    year = int(text) if text.isdecimal() and len(text) == 4 else None
    years = queries.years_to_see(chosen, land, choice) if choice else ()
    return {
        "everything": everything, "chosen": chosen, "lands": lands, "must": must, "land": land, "known": known,
        "choice": choice, "years": tuple(reversed(years)), "year": year,
        "shown": queries.map_of(chosen, land, choice, year, years) if choice else None,
    }  # fmt: skip
