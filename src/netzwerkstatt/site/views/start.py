"""The start page: what this alliance is, what is on now, what came of it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, everyone
from netzwerkstatt.foundation.network.models import City
from netzwerkstatt.foundation.network.queries import the_alliance
from netzwerkstatt.site import queries
from netzwerkstatt.site.maps import alliance_map
from netzwerkstatt.site.words import at_the_beginning, spelled


@access(everyone)
@require_safe
def start(request: ViewerRequest) -> HttpResponse:
    """Promise, code, map, now, the numbers on the thread, what came of it. At most twelve queries."""
    alliance = the_alliance()
    if alliance is None:
        return render(request, "site/before.html")
    cities = queries.all_cities()
    context = {
        "alliance": alliance,
        "promise": promise(len(cities)),
        "lead": alliance.purpose or lead(cities),
        "cities": cities,
        "map": alliance_map(cities) if cities else None,
        "running": queries.running_workshops(),
        "planned": queries.planned_workshops(),
        "numbers": queries.public_numbers(),
        "outcomes": queries.latest_outcomes(),
    }
    return render(request, "site/start.html", context)


def promise(cities: int) -> str:
    """The one sentence of the house, with the number of cities it holds for."""
    if cities < 2:
        return _("What one city finds out helps many.")
    return _("What one city finds out helps %(number)s.") % {"number": spelled(cities)}


def lead(cities: list[City]) -> str:
    """Who works together, from what is entered; "" while there is no city."""
    if not cities:
        return _("The cities of this alliance are still being entered.")
    names = sorted({(city.state.position, str(city.state)) for city in cities})
    text = ngettext(
        "%(number)s city in %(states)s shares its problems, ideas and projects – from the first figure to the answer"
        " of the Länder.",
        "%(number)s cities in %(states)s share their problems, ideas and projects – from the first figure to the answer"
        " of the Länder.",
        len(cities),
    )
    return at_the_beginning(text % {"number": spelled(len(cities)), "states": enumerated([n for _place, n in names])})


def enumerated(names: list[str]) -> str:
    """`Sachsen, Sachsen-Anhalt and Thüringen`."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
