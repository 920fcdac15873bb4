"""A year of a place, put together from what the rooms registered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Min
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.entries.results import EURO, MOST, Line, Scope, Shown, results
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.models import City, CityNetwork
from netzwerkstatt.foundation.network.queries import the_alliance
from netzwerkstatt.foundation.ui.formatting import number

FIRST, LAST = 1990, 2100


@dataclass(frozen=True)
class Place:
    """A city, a network or the alliance, with the query that chooses it."""

    name: str
    query: str
    city: City | None = None
    network: CityNetwork | None = None


@dataclass(frozen=True)
class Year:
    """All numbers of a year, and its ledger: every item once, the latest first."""

    scope: Scope
    numbers: list[Shown]
    ledger: list[Line]

    @property
    def is_empty(self) -> bool:
        return not any(one.found.lines for one in self.numbers)

    @property
    def key(self) -> list[Shown]:
        """The numbers that stand large on top."""
        return [one for one in self.numbers if one.measure.key]

    @property
    def summary(self) -> str:
        """The year in a sentence or two."""
        done = sum(line.state == "ok" for line in self.ledger)
        said = ngettext("%(n)d result", "%(n)d results", len(self.ledger)) % {"n": len(self.ledger)}
        rest = len(self.ledger) - done
        if not rest:
            return _("%(results)s, all of them finished or released.") % {"results": said}
        more = ngettext("%(n)d is still on its way.", "%(n)d are still on their way.", rest) % {"n": rest}
        return _("%(results)s, %(done)d finished or released.") % {"results": said, "done": done} + " " + more


def place(city: str = "", network: str = "") -> Place | None:
    """The place with this key; None where there is none. One query."""
    if city:
        found = City.objects.select_related("network__state").filter(slug=city).first()
        return of_city(found) if found else None
    if network:
        group = CityNetwork.objects.select_related("state").filter(slug=network).first()
        return Place(str(group), f"?network={group.slug}", network=group) if group else None
    return Place(str(the_alliance() or "Netzwerkstatt"), "")


def of_city(city: City) -> Place:
    """A city as the place of results."""
    return Place(str(city), f"?city={city.slug}", city=city)


def scope_of(here: Place, year: int, viewer: Any) -> Scope:
    """The year of this place as this viewer may see it."""
    return Scope(year, viewer, here.city, here.network)


def year_of(scope: Scope) -> Year:
    """Everything the page shows; as many queries as the rooms need, at most fifteen."""
    numbers = results(scope)
    ledger = [line for one in numbers if one.measure.ledger for line in one.found.lines]
    return Year(scope, numbers, sorted(ledger, key=lambda line: (line.on, line.code), reverse=True))


def one_number(scope: Scope, name: str) -> Shown | None:
    """One number with its items; None where there is none of this name for this viewer."""
    return next(iter(results(scope, only=name)), None)


def years(scope: Scope) -> list[int]:
    """From the first year in which anything was written there to this one, the latest first. One query."""
    span = Entry.objects.filter(scope.seen("")).aggregate(first=Min("created_at"), last=Max("created_at"))
    now = clock.today().year
    first = localtime(span["first"]).year if span["first"] else now
    last = localtime(span["last"]).year if span["last"] else now
    return list(range(max(now, last, scope.year), min(first, now, scope.year) - 1, -1))[:40]


def amount(shown: Shown) -> str:
    """The number as it is read: with what it is a part of, in whole euro where it is money."""
    found = shown.found
    if shown.measure.unit == EURO:
        return number(round(found.amount / 100))
    if found.of is not None:
        return _("%(n)s of %(of)s") % {"n": number(found.amount), "of": number(found.of)}
    return _("more than %(n)s") % {"n": number(MOST - 1)} if found.is_capped else number(found.amount)
