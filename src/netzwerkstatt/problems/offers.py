"""What this room offers on pages of earlier rooms, and on its own."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.evidence.models import EvidenceCard
from netzwerkstatt.foundation.entries.offers import Offer, Panel, register_offer, register_panel
from netzwerkstatt.problems import queries, rules


def register() -> None:
    """At start: from a figure to a problem, more evidence for one, and where problems are shown."""
    register_offer(
        Offer(
            page="evidence",
            verb="name-problem",
            label=_("Name a problem from this figure"),
            hint=_("The problem rests on this evidence from its first moment."),
            rule=rules.names_problems,
            url=_new_from,
            primary=True,
        )
    )
    register_offer(
        Offer(
            page="problem",
            verb="support",
            label=_("Add evidence"),
            rule=rules.supports_problem,
            url=queries.support_url,
            order=20,
        )
    )
    register_offer(
        Offer(
            page="problem",
            verb="discuss",
            label=_("Discuss a scenario"),
            rule=rules.supports_problem,
            url=lambda problem: reverse("problems:discuss", args=[problem.public_id]),
            order=30,
        )
    )
    register_offer(
        Offer(
            page="scenario",
            verb="discuss-in",
            label=_("Discuss it in a problem"),
            hint=_("The problem's page shows what comes of it."),
            rule=rules.names_problems,
            url=lambda scenario: reverse("problems:discuss-in", args=[scenario.public_id]),
            order=20,
        )
    )
    register_offer(
        Offer(
            page="problem",
            verb="change",
            label=_("Change the words"),
            rule=rules.changes_problem,
            url=lambda problem: reverse("problems:change", args=[problem.public_id]),
            order=90,
        )
    )
    register_panel(
        Panel(
            page="evidence",
            name="problems",
            slot="main",
            read=queries.problems_resting_on,
            template="problems/evidence_panel.html",
        )
    )
    register_panel(
        Panel(
            page="problem",
            name="scenarios",
            slot="main",
            read=queries.scenarios_discussed,
            template="problems/scenarios_panel.html",
            order=10,
        )
    )
    register_panel(
        Panel(
            page="scenario",
            name="problems",
            slot="main",
            read=queries.problems_around,
            template="problems/scenario_panel.html",
            order=10,
        )
    )
    register_panel(
        Panel(
            page="city",
            name="problems",
            slot="main",
            read=queries.problems_of_city,
            template="problems/city_panel.html",
            order=20,
        )
    )


def _new_from(card: EvidenceCard) -> str:
    return f"{reverse('problems:new')}?{urlencode({'card': card.public_id})}"
