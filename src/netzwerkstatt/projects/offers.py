"""What projects put on the pages of earlier rooms."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries.offers import Offer, Panel, register_offer, register_panel
from netzwerkstatt.foundation.network.rules import is_partner
from netzwerkstatt.ideas.models import Cluster
from netzwerkstatt.projects import queries, rules, sketches


def register() -> None:
    """On an Ideen-Werkstatt and on an idea: found a project; on a project: word it anew, say how far it is. On a city and on an organisation:
    its projects.
    """
    for page in ("ideas-workshop", "workshop", "meeting", "idea", "cluster"):
        register_offer(
            Offer(
                page,
                "sketch-project",
                _("Sketch a project"),
                is_partner,
                _sketch_from,
                hint=_("A canvas that a group fills in; one click makes a project of it."),
                order=55,
            )
        )
    for page in ("ideas-workshop", "workshop", "meeting", "idea"):
        register_panel(Panel(page, "sketches", "main", sketches.sketches_of, "projects/panels/sketches.html", order=40))
    for page in ("ideas-workshop", "idea"):
        register_offer(
            Offer(
                page=page,
                verb="found-project",
                label=_("Found a project"),
                rule=rules.may_found_somewhere,
                url=_found_from,
                hint=_("One city takes it into its hands; others join as partners."),
                primary=page == "ideas-workshop",
                order=60,
            )
        )
    register_offer(
        Offer(
            page="project",
            verb="change",
            label=_("Change the words"),
            rule=rules.may_write,
            url=lambda project: reverse("projects:change", args=[project.public_id]),
            order=90,
        )
    )
    register_offer(
        Offer(
            page="project",
            verb="stage",
            label=_("Say how far it is"),
            rule=rules.may_write,
            url=lambda project: reverse("projects:stage", args=[project.public_id]),
            order=80,
        )
    )
    register_panel(
        Panel(
            page="organisation",
            name="projects",
            slot="main",
            read=_of_organisation,
            template="projects/panels/on_organisation.html",
            order=60,
        )
    )
    register_panel(
        Panel(
            page="city",
            name="projects",
            slot="main",
            read=_of_city,
            template="projects/panels/on_city.html",
            order=60,
        )
    )


def _found_from(origin: Any) -> str:
    return f"{reverse('projects:new')}?from={origin.public_id}"


def _sketch_from(subject: Any) -> str:
    """Of a cluster the workshop it lies in, and the cluster itself."""
    if isinstance(subject, Cluster):
        return f"{reverse('projects:new-sketch')}?from={subject.home.public_id}&cluster={subject.public_id}"
    return f"{reverse('projects:new-sketch')}?from={subject.public_id}"


def _of_city(city: Any, viewer: Any) -> Any:
    return queries.of_city(city, viewer) or None


def _of_organisation(organisation: Any, viewer: Any) -> Any:
    return queries.of_organisation(organisation, viewer) or None
