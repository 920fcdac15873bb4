"""What this room shows on pages of earlier rooms."""

from __future__ import annotations

from typing import Any

from netzwerkstatt.evidence import queries, rules
from netzwerkstatt.evidence.computed.pictures import FAN
from netzwerkstatt.evidence.importing.changes import changed_beneath
from netzwerkstatt.evidence.keeping import of_place
from netzwerkstatt.evidence.profiles.drawing import future_of
from netzwerkstatt.evidence.profiles.queries import latest_projections
from netzwerkstatt.foundation.entries.offers import EVERY_ITEM, Panel, register_panel


def register() -> None:
    """At start: on a city, the evidence that it made; on every item, which figures beneath it have changed since."""
    register_panel(Panel(EVERY_ITEM, "later-figures", "main", _changed, "evidence/later_panel.html", order=1))
    register_panel(Panel("city", "evidence", "main", _of_city, "evidence/city_panel.html", order=10))
    register_panel(Panel("city", "profile", "main", _future_of, "evidence/profiles/city_panel.html", order=5))


def _future_of(city: Any, viewer: Any) -> Any:
    """The city's middle path; None where nobody had it computed. One query."""
    found = latest_projections([city.ags]).get(city.ags)
    if found is None:
        return None
    made = future_of(found)
    if not rules.makes_cards.test(viewer):
        return made
    return made | {"keep": of_place(city.ags, FAN, made["year"], city.get_absolute_url())}


def _of_city(city: Any, viewer: Any) -> Any:
    return queries.cards_of_city(city, viewer) or None


def _changed(subject: Any, viewer: Any) -> Any:
    """For a card its own changes; for everything else the cards beneath it. No query while no figure has changed."""
    entry = getattr(subject, "entry", subject)
    cards = changed_beneath(entry, viewer)
    if not cards:
        return None
    return {"own": [card for card in cards if card.pk == entry.pk], "beneath": [c for c in cards if c.pk != entry.pk]}
