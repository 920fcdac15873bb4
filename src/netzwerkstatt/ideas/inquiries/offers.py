"""Where inquiries are offered: on problems, projects, in the library, and on their own pages."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.entries.offers import Offer, Panel, register_offer, register_panel
from netzwerkstatt.ideas.inquiries import rules
from netzwerkstatt.ideas.inquiries.kinds import EXPERIENCE, INQUIRY

ON_A_CITYS_PAGE = 5
HINT = _("Who has experience with it? The cities answer by mail or here.")


def register() -> None:
    """At start."""
    register_panel(Panel("city", "inquiries", "main", _of_city, "ideas/inquiries/city_panel.html", order=65))
    for page in ("problem", "project"):
        register_offer(
            Offer(page=page, verb="ask-cities", label=_("Ask the other cities"), rule=rules.asks, url=ask_url, order=60)
        )
    register_offer(
        Offer(
            page="library", verb="ask-cities", label=_("Ask the other cities"), hint=HINT, rule=rules.asks, url=ask_url
        )
    )
    register_offer(
        Offer(
            page=INQUIRY.code,
            verb="answer",
            label=_("Answer for my city"),
            rule=rules.can_answer,
            url=lambda inquiry: reverse("inquiries:give-answer", args=[inquiry.public_id]),
            primary=True,
        )
    )
    register_offer(
        Offer(
            page=INQUIRY.code,
            verb="sum-up",
            label=_("Sum up what was learned"),
            rule=rules.offers_to_sum_up,
            url=lambda inquiry: reverse("inquiries:sum-up", args=[inquiry.public_id]),
            primary=True,
        )
    )
    register_offer(
        Offer(
            page=EXPERIENCE.code,
            verb="change",
            label=_("Change the words"),
            rule=rules.sums_up,
            url=lambda experience: reverse("inquiries:change-experience", args=[experience.public_id]),
        )
    )


def _of_city(city: Any, viewer: Any) -> Any:
    """The last inquiries and experiences of a city. One query."""
    kinds = (INQUIRY.code, EXPERIENCE.code)
    found = Entry.objects.visible_to(viewer).filter(kind__in=kinds, city=city)
    return list(found.order_by("-created_at", "-pk")[:ON_A_CITYS_PAGE]) or None


def ask_url(subject: Any) -> str:
    """The form for a new inquiry; from an item's page it stands on that item's thread."""
    here = reverse("inquiries:new")
    return here if subject is None else f"{here}?{urlencode({'origin': subject.public_id})}"
