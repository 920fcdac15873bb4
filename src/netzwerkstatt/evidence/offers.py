"""What this room shows on pages of earlier rooms."""

from __future__ import annotations

from typing import Any

from netzwerkstatt.evidence import queries
from netzwerkstatt.foundation.entries.offers import Panel, register_panel


def register() -> None:
    """At start: on a city, the evidence that it made."""
    register_panel(Panel("city", "evidence", "main", _of_city, "evidence/city_panel.html", order=10))


def _of_city(city: Any, viewer: Any) -> Any:
    return queries.cards_of_city(city, viewer) or None
