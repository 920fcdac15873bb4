"""What profiles say of methods, gaps and figures, as sentences."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.events.errors import Text

METHODS: Final[dict[str, Text]] = {
    "register": gettext_lazy(
        "The people come from the city's own register of residents, not from the official population."
    ),
    "fitted": gettext_lazy(
        "Estimated: nobody publishes single years of age for this municipality. Its last official age groups were aged as its district's cohorts were, and fitted to the district's ages and to the municipality's own total."
    ),
    "as-the-district": gettext_lazy(
        "Estimated: no age groups of this municipality are in the store. Its people are divided by age as its district's are; the total is its own."
    ),
    "ungrouped": gettext_lazy(
        "Estimated: only age groups are published; single years between them are smoothed so that every group keeps its sum."
    ),
    "old-total": gettext_lazy(
        "No newer total of this municipality is in the store; the total is that of the age groups."
    ),
    "borders": gettext_lazy(
        "The borders have changed since the age groups were counted; their shape is of the old territory, the total of the new one."
    ),
    "moves-of-the-district": gettext_lazy(
        "Moves: what the district gained and lost by age since 2015, beyond births and deaths. A step of the census of 2022 is part of it."
    ),
    "moves-of-the-country": gettext_lazy(
        "Moves: as in the country as a whole, because no earlier age structure of the district is in the store."
    ),
    "leaving-of-the-place": gettext_lazy(
        "Who moves away: the place's own moves by age, of the last year in the store."
    ),
    "leaving-as-the-country": gettext_lazy(
        "Who moves away: as often at each age as in all municipalities of the country."
    ),
    "events-of-the-district": gettext_lazy(
        "Births and deaths: the country's rates, raised or lowered as the district's births and deaths lie to them."
    ),
    "events-as-the-country": gettext_lazy(
        "Births and deaths: the country's rates, because none of the district are in the store."
    ),
}

OF_PEOPLE: Final = frozenset({"register", "fitted", "as-the-district", "ungrouped", "old-total", "borders"})
"""Methods by which the people of today were found; the others say how they change."""

MISSING: Final[dict[str, Text]] = {
    "place": gettext_lazy("No place with this key is in the store."),
    "ages": gettext_lazy(
        "No age structure of this place is in the store. Needed is table 12411-02-03-5 (municipalities) or the city's own register."
    ),
    "district": gettext_lazy(
        "No age structure of its district is in the store. Needed is table 12411-04-02-4 (districts by single years of age)."
    ),
}

ALIKE: Final[dict[str, Text]] = {
    "size": gettext_lazy("number of people"),
    "young": gettext_lazy("share of people under 18"),
    "old": gettext_lazy("share of people of 65 and older"),
    "very_old": gettext_lazy("share of people of 75 and older"),
    "middle": gettext_lazy("share of people of 30 to 49"),
    "women": gettext_lazy("women for 100 men of 18 to 29"),
}

NOT_SHOWN: Final[tuple[Text, ...]] = (
    gettext_lazy("Who moves in and out because of one single employer, school or home."),
    gettext_lazy("Second homes, commuters, students who are registered elsewhere."),
    gettext_lazy("What nobody can know: wars, epidemics, laws, prices. The bands hold what was usual in the past."),
    gettext_lazy("Parts of the city: quarters and villages are not told apart."),
)


def group_words(first: int, last: int | None) -> str:
    """under 3, 3 to 5, 80 and older."""
    if last is None:
        return _("%(first)d and older") % {"first": first}
    if first == 0:
        return _("under %(end)d") % {"end": last + 1}
    return _("%(first)d to %(last)d") % {"first": first, "last": last}
