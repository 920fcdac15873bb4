"""What this room shows on pages of earlier rooms."""

from __future__ import annotations

from typing import Any

from netzwerkstatt.foundation.entries.offers import Panel, register_panel
from netzwerkstatt.ideas import queries


def register() -> None:
    """At start: on a city, its ideas that wait to be taken up."""
    register_panel(Panel("city", "pool", "main", _of_city, "ideas/city_panel.html", order=55))


def _of_city(city: Any, viewer: Any) -> Any:
    return queries.waiting_in(city, viewer) or None
