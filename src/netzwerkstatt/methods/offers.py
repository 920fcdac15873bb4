"""Where the toolbox shows itself: beside the hits of the library, and on the pages of methods."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries.offers import Offer, Panel, register_offer, register_panel
from netzwerkstatt.methods import queries, rules
from netzwerkstatt.methods.kinds import TOOLBOX
from netzwerkstatt.methods.searching import beside_the_hits


def register() -> None:
    """At start."""
    register_panel(Panel("library", "toolbox", "main", beside_the_hits, "methods/library_panel.html"))
    register_panel(Panel("city", "methods", "main", _of_city, "methods/city_panel.html", order=70))
    register_offer(
        Offer(
            page=TOOLBOX,
            verb="record-use",
            label=_("Tell how it went"),
            rule=rules.records_use,
            url=lambda method: reverse("methods:record-use", args=[method.key]),
            order=60,
        )
    )
    register_offer(
        Offer(
            page=TOOLBOX,
            verb="make-own",
            label=_("Make an own method from it"),
            rule=rules.makes_methods,
            url=lambda method: f"{reverse('methods:new')}?from={method.key}",
            order=70,
        )
    )


def _of_city(city: Any, viewer: Any) -> Any:
    return queries.tried_in(city, viewer) or None
