"""What attachments put on the page of every item: the list of files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from netzwerkstatt.foundation.attachments.queries import Hanging, attachments_of
from netzwerkstatt.foundation.attachments.rules import may_attach
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.entries.offers import EVERY_ITEM, Panel, register_panel


@dataclass(frozen=True)
class Hangings:
    """The files of an entry, and whether this viewer may change them."""

    entry: Entry
    files: list[Hanging]
    may_attach: bool


def register() -> None:
    """Above the discussion, on every item's page."""
    register_panel(
        Panel(
            page=EVERY_ITEM,
            name="attachments",
            slot="main",
            read=lambda subject, viewer: hangings(subject.entry, viewer),
            template="attachments/panel.html",
            order=90,
        )
    )


def hangings(entry: Entry, viewer: Any) -> Hangings | None:
    """Files and the way to add one; nothing where there is neither. One query."""
    may = viewer is not None and may_attach.test(viewer, entry)
    files = attachments_of(entry, viewer)
    return Hangings(entry, files, may) if files or may else None
