"""HTTP in, HTTP out: what a page computes becomes a card at once."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from netzwerkstatt.evidence import rules
from netzwerkstatt.evidence.adapter import Scenario
from netzwerkstatt.evidence.computed import pictures
from netzwerkstatt.evidence.computed.asking import Asked
from netzwerkstatt.evidence.computed.cards import make_card_from_computation
from netzwerkstatt.evidence.computed.twins import make_card_from_twins
from netzwerkstatt.evidence.from_store import own_address
from netzwerkstatt.evidence.keeping import client_id_of
from netzwerkstatt.evidence.models import Projection, ScenarioEntry
from netzwerkstatt.evidence.profiles.queries import latest_projections
from netzwerkstatt.evidence.scenarios.forms import ScenarioForm
from netzwerkstatt.foundation.accounts.access import ViewerRequest, access
from netzwerkstatt.foundation.entries.pages import find_visible
from netzwerkstatt.foundation.events.errors import Invalid


@access(rules.makes_cards)
@require_POST
def keep(request: ViewerRequest, key: str) -> HttpResponseBase:
    """What is computed of a place – a picture, a key figure, a scenario, one beside another – becomes a card; its sentence is the
    finding above it.
    """
    view = own_address(request.POST.get("view", "")) or reverse("evidence:profile", args=[key])
    try:
        usual, tied, asked = _asked(request, key, view)
        client_id = client_id_of(request.POST.get("client_id", ""))
        if asked.chart == pictures.TWINS:
            card = make_card_from_twins(actor=request.viewer, usual=usual, view=view, client_id=client_id)
        else:
            kept, other = (*tied, None, None)[:2]
            card = make_card_from_computation(
                actor=request.viewer, usual=usual, asked=asked, kept=kept, other=other, client_id=client_id
            )
    except Invalid as invalid:
        context = {"reasons": list(invalid.fields.values()), "back": view}
        return render(request, "evidence/cannot.html", context, status=422)
    return redirect(card)


def _asked(request: ViewerRequest, key: str, view: str) -> tuple[Projection, Sequence[ScenarioEntry], Asked]:
    """What is to be kept. Raises `Invalid` for assumptions that cannot be, `Http404` for a place nobody has computed."""
    chart, text = request.POST.get("chart", "")[:40], request.POST.get("year", "")
    if ids := [public_id for name in ("scenario", "other") if (public_id := request.POST.get(name, ""))]:
        tied = [find_visible(ScenarioEntry, public_id, request.viewer, "projection", "usual") for public_id in ids]
        first, whole = tied[0].usual, all(one.projection.outcome and one.usual.outcome for one in tied)
        here, other = (*(Scenario.of(one.projection.scenario) for one in tied), None)[:2]
        names = tuple(one.entry.title for one in tied) if other is not None else ()
        return first, tied, Asked(chart, _year(text, first), here, whole, view, other, names)
    usual = latest_projections([key]).get(key)
    if usual is None:
        raise Http404
    if not request.GET:
        return usual, (), Asked(chart, _year(text, usual, chart), view=view)
    form = ScenarioForm(request.GET)
    if not form.is_valid():
        raise Invalid({"question": _("One of the assumptions cannot be")})
    assumed = None if form.scenario.is_middle else form.scenario
    return usual, (), Asked(chart, _year(text, usual), assumed, whole=False, view=view)


def _year(text: str, usual: Projection, chart: str = "") -> int:
    """A year of the place's futures; for what covers them all the last one, for what is known the first."""
    years = (usual.outcome or {}).get("years", [usual.year])
    if chart == pictures.AGES:
        return int(years[-1])
    wanted = int(text) if text.isdecimal() and len(text) == 4 else usual.year
    return int(min(max(wanted, years[0]), years[-1]))
