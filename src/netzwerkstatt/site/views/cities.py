"""The cities and their networks, and the page of one city."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, everyone
from netzwerkstatt.foundation.entries.offers import offers_on, panels_on
from netzwerkstatt.foundation.network.models import City
from netzwerkstatt.foundation.network.rules import is_partner
from netzwerkstatt.site import queries
from netzwerkstatt.site.maps import alliance_map, locator

LANGUAGE_NAMES = {"de": "Deutsch", "en": "English", "hsb": "hornjoserbsce", "dsb": "dolnoserbski", "pl": "polski",
                  "cs": "čeština", "fr": "français", "da": "dansk", "nl": "Nederlands", "fy": "frysk", "nds": "plattdüütsch",
                  "frr": "nordfriisk"}  # fmt: skip


@access(everyone)
@require_safe
def cities(request: ViewerRequest) -> HttpResponse:
    """All networks with their cities, and the map. At most six queries."""
    found = queries.all_cities()
    context = {
        "networks": queries.networks_with(found),
        "cities": found,
        "map": alliance_map(found, thread=False) if found else None,
    }
    return render(request, "site/cities.html", context)


@access(everyone)
@require_safe
def city(request: ViewerRequest, slug: str) -> HttpResponse:
    """One city: where it lies, who it is, what the rooms have to show and to offer here."""
    found = queries.all_cities()
    here = next((one for one in found if one.slug == slug), None)
    if here is None:
        raise Http404
    viewer = request.viewer
    context = {
        "city": here,
        "other_names": other_names(here),
        "map": locator(here, found),
        "neighbours": [one for one in found if one.network_id == here.network_id and one.pk != here.pk],
        "contacts": queries.contacts_of(here),
        "sees_addresses": is_partner(viewer),
        "offers": [(offer, offer.url(here)) for offer in offers_on("city", here, viewer)],
        "main_panels": panels_on("city", "main", here, viewer),
        "side_panels": panels_on("city", "side", here, viewer),
    }
    return render(request, "site/city.html", context)


def other_names(city: City) -> list[tuple[str, str, str]]:
    """Names in further languages: code, name of the language in itself, name of the city."""
    known = {**LANGUAGE_NAMES, **{code: str(name) for code, name in settings.LANGUAGES}}
    shown = str(city)
    names = {"de": city.name, **city.other_names} if shown != city.name else city.other_names
    return [(code, known.get(code, code), name) for code, name in names.items() if name != shown]
