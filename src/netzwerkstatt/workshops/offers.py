"""What this room offers on pages of earlier rooms, and what it shows there."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries.offers import Offer, Panel, register_offer, register_panel
from netzwerkstatt.foundation.network.rules import speaks_for_a_city, speaks_for_city
from netzwerkstatt.workshops import queries
from netzwerkstatt.workshops.models import Format
from netzwerkstatt.workshops.rules import can_be_taken_up, is_over


def _address(name: str, query: str = "") -> Any:
    """The address of a page that begins something with the subject, in its query."""
    return lambda subject: f"{reverse(f'workshops:{name}')}?{query}={subject.public_id}"


def register() -> None:
    """At start."""
    flying = str(Format.FLYING)
    register_offer(
        Offer(
            "problem", "request-workshop", _("Request a flying workshop"), speaks_for_city,
            _address("request", "problem"), hint=_("Experts of all networks come and think with you."), primary=True,
        )
    )  # fmt: skip
    register_offer(
        Offer(
            flying, "ideas-workshop", _("Plan an ideas workshop"), speaks_for_a_city & is_over,
            _address("from-ideas", "workshop"), hint=_("Chosen ideas become projects."), primary=True,
        )
    )  # fmt: skip
    register_offer(
        Offer(
            "idea", "ideas-workshop", _("Take it up in an ideas workshop"), speaks_for_a_city & can_be_taken_up,
            _address("from-ideas", "idea"), order=60,
        )
    )  # fmt: skip
    register_panel(
        Panel("problem", "workshops", "main", queries.workshops_of_problem, "workshops/parts/of_problem.html")
    )
    register_panel(
        Panel("idea", "notes", "main", queries.notes_on_idea, "workshops/parts/notes_on_idea.html", order=30)
    )
    register_panel(Panel("city", "workshops", "main", queries.workshops_of_city, "workshops/parts/of_city.html"))
    register_panel(Panel("idea", "workshop", "side", queries.origin_of_idea, "workshops/parts/of_idea.html", order=20))
