"""Where inquiries are offered: on problems, projects, in the library, and on their own pages."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries.offers import Offer, register_offer
from netzwerkstatt.ideas.inquiries import rules
from netzwerkstatt.ideas.inquiries.kinds import EXPERIENCE, INQUIRY

HINT = _("Who has experience with it? The cities answer by mail or here.")


def register() -> None:
    """At start."""
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


def ask_url(subject: Any) -> str:
    """The form for a new inquiry; from an item's page it stands on that item's thread."""
    here = reverse("inquiries:new")
    return here if subject is None else f"{here}?{urlencode({'origin': subject.public_id})}"
