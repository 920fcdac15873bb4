"""The quiet links at the foot of every item's page: what it said before, and deleting it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.entries.offers import EVERY_ITEM, Panel, register_panel
from netzwerkstatt.foundation.versions import rules
from netzwerkstatt.foundation.versions.keeping import has_versions


@dataclass(frozen=True)
class Foot:
    """Which of the links this viewer gets."""

    public_id: str
    has_versions: bool
    may_delete: bool


def register() -> None:
    """At start. Costs a visitor no query."""
    register_panel(Panel(EVERY_ITEM, "versions", "side", _foot, "versions/foot_panel.html", order=98))


def _foot(subject: Any, viewer: Any) -> Foot | None:
    entry: Entry = getattr(subject, "entry", subject)
    foot = Foot(entry.public_id, has_versions(entry.kind), viewer is not None and rules.may_delete.test(viewer, entry))
    return foot if foot.has_versions or foot.may_delete else None
