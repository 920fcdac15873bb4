"""HTTP in, HTTP out: the form of a comparison and what comes of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from netzwerkstatt.evidence import rules
from netzwerkstatt.evidence.catalogue import find_territories
from netzwerkstatt.evidence.comparing import queries
from netzwerkstatt.evidence.computed.shares import make_card_from_shares
from netzwerkstatt.evidence.from_store import Question, make_card_from_query, own_address
from netzwerkstatt.evidence.keeping import Keep, client_id_of, from_figures
from netzwerkstatt.evidence.models import EvidenceCard, Territory
from netzwerkstatt.evidence.profiles.views import LEVELS, chart_response
from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, everyone
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.network.models import City
from netzwerkstatt.foundation.ui.charts import Dots, Multiples

SPAN = 20
FOUND = 12
NAMED = 3  # in the sentence of a card


@access(everyone)
@require_safe
def compare(request: ViewerRequest) -> HttpResponse:
    """Places, indicators and years from the address; a picture for each indicator, or why there is none."""
    context = _asked(request)
    compared = (
        queries.compare(context["places"], context["chosen"], context["first"], context["last"])
        if context["places"]
        else []
    )
    query = request.GET.urlencode()
    may_keep = rules.makes_cards.test(request.viewer)
    context |= {
        "compared": [
            (
                one,
                [(_("CSV"), _file(at, "csv", query)), (_("PNG"), _file(at, "png", query))],
                _keep(request, context, one) if may_keep else None,
            )
            for at, one in enumerate(compared)
        ],
        "borders": queries.changed_borders(context["places"], context["first"], context["last"]) if compared else [],
    }
    return render(request, "evidence/comparing/compare.html", context)


@access(everyone)
@require_safe
def compare_file(request: ViewerRequest, number: int, ending: str) -> HttpResponse:
    """One picture of a comparison as CSV or PNG."""
    asked = _asked(request)
    if number >= len(asked["chosen"]) or not asked["places"]:
        raise Http404
    one = queries.compare(asked["places"], asked["chosen"][number : number + 1], asked["first"], asked["last"])[0]
    if one.drawing is None or not isinstance(one.drawing.chart, Multiples | Dots):
        raise Http404
    return chart_response(one.drawing.chart, "compare", ending)


@access(rules.makes_cards)
@require_POST
def keep_card(request: ViewerRequest) -> HttpResponseBase:
    """The figures of a comparison, a map or a table become a card at once; its sentence is the finding that stood above them."""
    client_id = client_id_of(request.POST.get("client_id", ""))
    title = " ".join(request.POST.get("title", "").split())[:240]
    try:
        question = Question.from_address(request.POST)
        card = _card(request, question, title, client_id)
    except Invalid as invalid:
        back = own_address(request.POST.get("view", "")) or reverse("evidence:compare")
        context = {"reasons": list(invalid.fields.values()), "back": back}
        return render(request, "evidence/cannot.html", context, status=422)
    return redirect(card)


def _card(request: ViewerRequest, question: Question, title: str, client_id: UUID | None) -> EvidenceCard:
    if question.indicator.startswith(queries.SHARE):
        return make_card_from_shares(actor=request.viewer, question=question, title=title, client_id=client_id)
    city = City.objects.filter(ags=question.territories[0]).first() if len(question.territories) == 1 else None
    return make_card_from_query(actor=request.viewer, question=question, title=title, city=city, client_id=client_id)


def _keep(request: HttpRequest, asked: dict[str, Any], one: queries.Compared) -> Keep:
    years = tuple(range(asked["first"], asked["last"] + 1))
    question = Question(
        tuple(key for key, _name in asked["places"]), one.choice.code, years, view=request.get_full_path()
    )
    return from_figures(question, f"{one.choice.name}: {_named([name for _key, name in asked['places']])}")


def _named(places: list[str]) -> str:
    """A few places by name, many by the first of them and their number."""
    if len(places) <= NAMED:
        return "; ".join(places)
    words = {"first": places[0], "number": len(places) - 1}
    return _("%(first)s and %(number)d more places") % words


def _file(number: int, ending: str, query: str) -> str:
    return f"{reverse('evidence:compare-file', args=[number, ending])}?{query}"


def _asked(request: HttpRequest) -> dict[str, Any]:
    """What the address asks for: known places and indicators, each once, and a span of years."""
    wanted = list(dict.fromkeys(key for key in request.GET.getlist("place") if key.isalnum() and len(key) <= 12))
    names = dict(Territory.objects.filter(key__in=wanted[: queries.MOST_PLACES]).values_list("key", "name"))
    places = [(key, names[key]) for key in wanted if key in names]
    known = queries.choices()
    codes = dict.fromkeys(request.GET.getlist("indicator"))
    chosen = [one for one in known if one.code in codes][: queries.MOST_INDICATORS]
    this_year = clock.today().year
    last = _year(request.GET.get("to", ""), this_year)
    first = min(_year(request.GET.get("from", ""), last - SPAN), last)
    first = max(first, last - queries.MOST_YEARS)
    words = " ".join(request.GET.get("q", "").split())[:80]
    found = list(find_territories(words, levels=LEVELS)[:FOUND]) if words else []
    return {
        "places": places,
        "chosen": chosen,
        "codes": {one.code for one in chosen},
        "known": known,
        "members": [(city.ags, str(city)) for city in City.objects.order_by("name")],
        "keys": {key for key, _name in places},
        "q": words,
        "found": [(place.key, place.name, place.get_level_display()) for place in found if place.key not in names],
        "first": first,
        "last": last,
        "too_many": len(wanted) > queries.MOST_PLACES or len(codes) > queries.MOST_INDICATORS,
        "most_places": queries.MOST_PLACES,
        "most_indicators": queries.MOST_INDICATORS,
    }


def _year(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) == 4 and 1900 <= int(text) <= 2200 else otherwise
