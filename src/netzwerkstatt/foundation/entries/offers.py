"""Offers and panels: what later rooms put on the pages of earlier ones.

An earlier room never names a later one. In `AppConfig.ready` a later room registers what it offers on a page
("Fliegende Werkstatt anfragen" on a problem) and what it shows there (its workshops on a city's page).
A page is declared by the room that owns it; an unknown page or a double registration fails at start.
What belongs on the page of every item, whatever its kind (comments, attachments), is registered on `EVERY_ITEM`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rules.predicates import Predicate

from netzwerkstatt.foundation.entries.kinds import KINDS
from netzwerkstatt.foundation.events.errors import Text


@dataclass(frozen=True)
class Offer:
    """One thing a viewer can do next: `url(subject)` leads to it where `rule` (viewer, subject) holds."""

    page: str
    verb: str
    label: Text
    rule: Predicate
    url: Callable[[Any], str]
    hint: Text = ""
    primary: bool = False
    order: int = 50


@dataclass(frozen=True)
class Panel:
    """Something shown on a page: `read(subject, viewer)` gives the template its `panel`; None shows nothing.

    slot: "main" or "side". The panel's queries count in the page's budget.
    """

    page: str
    name: str
    slot: str
    read: Callable[[Any, Any], Any]
    template: str
    order: int = 50


@dataclass(frozen=True)
class ShownPanel:
    """A panel with what it read."""

    template: str
    panel: Any


EVERY_ITEM = "every item"
PAGES: set[str] = {EVERY_ITEM}
_offers: dict[tuple[str, str], Offer] = {}
_panels: dict[tuple[str, str], Panel] = {}


def declare_page(name: str) -> None:
    """The owner of a page says that it renders offers and panels."""
    PAGES.add(name)


def register_offer(offer: Offer) -> None:
    """Put an offer on a page. Raises `ValueError` for a second one of the same verb."""
    _once(_offers, (offer.page, offer.verb), offer)


def register_panel(panel: Panel) -> None:
    """Put a panel on a page. Raises `ValueError` for a second one of the same name or an unknown slot."""
    if panel.slot not in {"main", "side"}:
        raise ValueError(f"panel {panel.name}: slot {panel.slot} is unknown")
    _once(_panels, (panel.page, panel.name), panel)


def _once(registry: dict[Any, Any], key: tuple[str, str], thing: Any) -> None:
    if key in registry:
        raise ValueError(f"{key[1]} is registered twice on {key[0]}")
    registry[key] = thing


def check_pages() -> None:
    """At the end of start: whatever is registered belongs to a page that exists. Raises `ValueError`."""
    for page, name in (*_offers, *_panels):
        if page not in PAGES:
            raise ValueError(f"{name} is registered on {page}, which no room declares")


def offers_on(page: str, subject: Any, viewer: Any) -> list[Offer]:
    """What this viewer can do next with the subject, the primary one first."""
    found = [o for (where, _), o in _offers.items() if _belongs(where, page) and o.rule.test(viewer, subject)]
    return sorted(found, key=lambda offer: (not offer.primary, offer.order))


def panels_on(page: str, slot: str, subject: Any, viewer: Any) -> list[ShownPanel]:
    """What later rooms show on this page, in order; each panel reads at most a few queries."""
    here = (p for (where, _), p in _panels.items() if _belongs(where, page) and p.slot == slot)
    found = sorted(here, key=lambda panel: panel.order)
    read = [(panel, panel.read(subject, viewer)) for panel in found]
    return [ShownPanel(panel.template, shown) for panel, shown in read if shown is not None]


def _belongs(where: str, page: str) -> bool:
    return where == page or (where == EVERY_ITEM and page in KINDS)
