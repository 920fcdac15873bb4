"""HTTP in, HTTP out: trying out a scenario, keeping it, its page, and two side by side."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from netzwerkstatt.evidence import rules
from netzwerkstatt.evidence.adapter import Basis, Futures, Scenario
from netzwerkstatt.evidence.computed.pictures import CHANGES, FAN, SERVICE, TWO
from netzwerkstatt.evidence.keeping import Keep, of_place
from netzwerkstatt.evidence.models import Projection, ScenarioEntry
from netzwerkstatt.evidence.profiles import queries
from netzwerkstatt.evidence.profiles.views import chart_response
from netzwerkstatt.evidence.scenarios import actions, drawing
from netzwerkstatt.evidence.scenarios.forms import KeepForm, ScenarioForm
from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, everyone
from netzwerkstatt.foundation.entries.pages import find_visible, item_page, perform
from netzwerkstatt.foundation.ui.charts import draw

MIDDLE = "f=0"
"""The sliders where the middle path has them."""


@access(everyone)
@require_safe
def what_if(request: ViewerRequest, key: str) -> HttpResponse:
    """The sliders and what comes of them. The assumptions travel in the address: nothing is kept, all can be sent on."""
    usual = _usual(key)
    form = ScenarioForm(request.GET or None)
    form.is_valid()
    context = {
        "usual": usual,
        "form": form,
        "may_make": rules.makes_scenarios.test(request.viewer),
        "query": request.GET.urlencode(),
        **_picture(request, usual, form),
    }
    return render(request, "evidence/scenarios/what_if.html", context, status=422 if form.errors else 200)


@access(everyone)
@require_safe
def picture(request: ViewerRequest, key: str) -> HttpResponse:
    """What comes of the assumptions, alone: what a moving slider brings."""
    form = ScenarioForm(request.GET or None)
    form.is_valid()
    usual = _usual(key)
    context = {"usual": usual, "form": form, **_picture(request, usual, form)}
    return render(request, "evidence/scenarios/picture.html", context, status=422 if form.errors else 200)


@access(everyone)
@require_safe
def picture_file(request: ViewerRequest, key: str, ending: str) -> HttpResponse:
    """The picture of a scenario as CSV or PNG."""
    form = ScenarioForm(request.GET or None)
    form.is_valid()
    usual = _usual(key)
    name = _("scenario")
    return chart_response(_picture(request, usual, form)["fan"].chart, f"{usual.key}-{name}", ending)


@access(rules.makes_scenarios)
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: ViewerRequest, key: str) -> HttpResponseBase:
    """A name and reasons for the assumptions in the address; then the scenario has a page of its own."""
    usual = _usual(key)
    sliders = ScenarioForm(request.GET or None)
    back = reverse("evidence:what-if", args=[key])
    if not sliders.is_valid():
        return redirect(f"{back}?{request.GET.urlencode()}")
    form = KeepForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and (made := perform(form, partial(_make, request, usual, sliders.scenario, form.cleaned_data))):
        return redirect(made)
    context = {
        "usual": usual,
        "form": form,
        "assumptions": drawing.assumptions(sliders.scenario),
        "back": f"{back}?{request.GET.urlencode()}",
    }
    return render(request, "evidence/scenarios/keep.html", context, status=422 if form.errors else 200)


def _make(request: ViewerRequest, usual: Projection, scenario: Scenario, given: dict[str, Any]) -> ScenarioEntry:
    return actions.make_scenario(
        actor=request.viewer,
        usual=usual,
        scenario=scenario,
        title=given["title"],
        reasons=given["reasons"],
        client_id=given["client_id"],
    )


@access(everyone)
@require_safe
def scenario(request: ViewerRequest, public_id: str) -> HttpResponse:
    """One kept scenario: its assumptions, its picture beside the middle path, what people say of it."""
    found = find_visible(ScenarioEntry, public_id, request.viewer, "projection", "usual")
    others = list(queries.scenarios_of(found.key, request.viewer).exclude(pk=found.pk)[:12])
    newest = queries.latest_projections([found.key]).get(found.key)
    newer = newest is not None and newest.pk > found.usual_id
    url = found.get_absolute_url()
    picture_ = _with_keeps(request, shown(found), url)
    more = {"shown": picture_, "others": others, "newer": newest if newer else None}
    return render(request, "evidence/scenarios/scenario.html", item_page(found, request.viewer, **more))


@access(everyone)
@require_safe
def beside(request: ViewerRequest) -> HttpResponse:
    """Two scenarios of one place side by side."""
    ids = [request.GET.get(name, "") for name in ("a", "b")]
    found = [find_visible(ScenarioEntry, public_id, request.viewer, "projection", "usual") for public_id in ids]
    same = found[0].key == found[1].key and found[0].usual_id == found[1].usual_id
    view = request.get_full_path()
    pair = [_with_keeps(request, shown(one), view) for one in found]
    context: dict[str, Any] = {"same": same}
    if same:
        fans = drawing.on_one_scale([one["fan"].chart for one in pair])
        pair = [one | {"fan": draw(fan)} for one, fan in zip(pair, fans, strict=True)]
        if rules.makes_cards.test(request.viewer):
            a, b = found
            year = pair[0]["year"]
            context["keep"] = of_place(a.key, TWO, year, view, scenario=a.public_id, other=b.public_id)
    context["pair"] = pair
    return render(request, "evidence/scenarios/beside.html", context)


def _with_keeps(request: ViewerRequest, made: dict[str, Any], view: str, query: str = "") -> dict[str, Any]:
    """What is shown, each part with how it becomes a card, for those who may make one."""
    if not rules.makes_cards.test(request.viewer):
        return made
    kept = made.get("scenario")
    public_id = kept.public_id if kept is not None else ""

    def keep_(chart: str, what: str = "") -> Keep:
        return of_place(made["basis"].key, chart, made["year"], view, query=query, scenario=public_id, what=what)

    services = [(one, keep_(f"{SERVICE}{one.name}", one.label)) for one, _none in made["services"]]
    return made | {"keep": keep_(FAN), "keep_changes": keep_(CHANGES), "services": services}


def shown(found: ScenarioEntry) -> dict[str, Any]:
    """What pages show of a kept scenario; until the worker has found its futures, the quick ones."""
    scenario_ = Scenario.of(found.projection.scenario)
    outcome = found.projection.outcome
    futures = Futures.of(outcome) if outcome else drawing.tried(found.usual_id, found.usual.fingerprint, scenario_)
    middle = found.usual.outcome if outcome else None
    made = _shown(found.usual, futures, Futures.of(middle) if middle else _quick_middle(found.usual))
    return made | {
        "entry": found.entry,
        "scenario": found,
        "assumptions": drawing.assumptions(scenario_),
        "quick": not outcome,
        "address": _address(found.key, scenario_),
    }


def _picture(request: ViewerRequest, usual: Projection, form: ScenarioForm) -> dict[str, Any]:
    assumed, query = form.scenario, request.GET.urlencode()
    futures = drawing.tried(usual.pk, usual.fingerprint, assumed)
    made = _shown(usual, futures, _quick_middle(usual))
    address = partial(reverse, "evidence:what-if-file")
    links = [
        (words, f"{address(args=[usual.key, ending])}?{query}")
        for words, ending in ((_("CSV"), "csv"), (_("PNG"), "png"))
    ]
    view = reverse("evidence:what-if", args=[usual.key]) + (f"?{query}" if query else "")
    if not form.errors:
        made = _with_keeps(request, made, view, query or MIDDLE)
    return made | {"assumptions": drawing.assumptions(assumed), "fan_links": links}


def _quick_middle(usual: Projection) -> Futures:
    """The middle path computed as quickly as the scenario: only like is compared with like."""
    return drawing.tried(usual.pk, usual.fingerprint, Scenario())


def _shown(usual: Projection, futures: Futures, middle: Futures) -> dict[str, Any]:
    basis = Basis.of(usual.basis)
    year = min(drawing.YEAR, futures.years[-1])
    history = tuple((year_, value) for year_, value in queries.history_of(usual.key))
    return {
        "fan": draw(drawing.fan(basis, futures, middle, history, year)),
        "changes": drawing.changes(basis, futures, middle, year),
        "services": [(one, None) for one in drawing.services(basis, futures, year)],
        "year": year,
        "basis": basis,
    }


def _address(key: str, assumed: Scenario) -> str:
    """The sliders at these assumptions."""
    given = {
        "f": assumed.fertility, "e": assumed.life, "d": assumed.dwellings, "df": assumed.built_from, "dt": assumed.built_to,
        "p": assumed.persons_per_dwelling, "h": assumed.home, "hy": assumed.home_year, "hk": assumed.home_kind,
        **{f"i{at}": value for at, value in enumerate(assumed.moves_in)},
        **{f"o{at}": value for at, value in enumerate(assumed.moves_out)},
    }  # fmt: skip
    plain = {name: f"{value:g}" if isinstance(value, float) else value for name, value in given.items()}
    return f"{reverse('evidence:what-if', args=[key])}?{urlencode(plain)}"


def _usual(key: str) -> Projection:
    """The newest middle path of the place; without one there is nothing to depart from."""
    found = queries.latest_projections([key]).get(key)
    if found is None:
        raise Http404
    return found
