"""What recommendations put on the pages of earlier rooms."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries.offers import Offer, Panel, register_offer, register_panel
from netzwerkstatt.recommendations import queries, rules


def register() -> None:
    """On a project: draft a recommendation from it; what it grew into. On a city: what rests on it."""
    register_offer(
        Offer(
            page="project",
            verb="draft-recommendation",
            label=_("Draft a recommendation"),
            rule=rules.may_draft,
            url=_draft_from,
            hint=_("What worked here becomes a recommendation to the Länder; the way back stays visible."),
            primary=True,
            order=70,
        )
    )
    register_panel(
        Panel(
            page="project",
            name="recommendations",
            slot="main",
            read=_resting_on,
            template="recommendations/panels/on_project.html",
            order=70,
        )
    )
    register_panel(
        Panel(
            page="city",
            name="recommendations",
            slot="main",
            read=_of_city,
            template="recommendations/panels/on_city.html",
            order=70,
        )
    )


def _of_city(city: Any, viewer: Any) -> Any:
    return queries.resting_on_city(city, viewer) or None


def _draft_from(project: Any) -> str:
    return f"{reverse('recommendations:new')}?project={project.public_id}"


def _resting_on(project: Any, viewer: Any) -> Any:
    return queries.resting_on(project, viewer) or None
