"""What commitments put on the page of every item, for those who work in the alliance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from netzwerkstatt.foundation.commitments import rules
from netzwerkstatt.foundation.commitments.models import Commitment
from netzwerkstatt.foundation.commitments.queries import commitments_on
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.entries.offers import EVERY_ITEM, Panel, register_panel


@dataclass(frozen=True)
class CommitmentsPanel:
    """The commitments on an item."""

    entry: Entry
    rows: list[Commitment]
    has_more: bool


def register() -> None:
    """Above the attachments, on every item's page."""
    register_panel(
        Panel(
            page=EVERY_ITEM,
            name="commitments",
            slot="main",
            read=lambda subject, viewer: panel_of(subject.entry, viewer),
            template="commitments/panel.html",
            order=85,
        )
    )


def panel_of(entry: Entry, viewer: Any) -> CommitmentsPanel | None:
    """Who does what until when; nothing for visitors, who cost no query here. One query."""
    if viewer is None or not rules.sees_commitments.test(viewer):
        return None
    return CommitmentsPanel(entry, *commitments_on(entry))
