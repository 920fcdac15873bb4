"""Where a page says that it can be followed from outside."""

from __future__ import annotations

from typing import Any

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.offers import Panel, register_panel


def _address(subject: Any, viewer: Person | None) -> str | None:
    """The public id under which the project has a feed; none where only some may see it. No query."""
    return str(subject.entry.public_id) if subject.entry.is_public else None


def register() -> None:
    """At start."""
    register_panel(Panel("project", "feed", "side", _address, "site/feed_panel.html", order=91))
