"""What this room shows on the page of every item: that it is hidden, and the way to report it."""

from __future__ import annotations

from typing import Any

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.entries.offers import EVERY_ITEM, Panel, register_panel
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.moderation.models import Case, State
from netzwerkstatt.foundation.moderation.queries import notice_on


def register() -> None:
    """At start. Neither costs a visitor a query."""
    register_panel(Panel(EVERY_ITEM, "hidden", "main", notice_on, "moderation/hidden_panel.html", order=0))
    register_panel(Panel(EVERY_ITEM, "report", "side", _reported, "moderation/report_panel.html", order=99))


def _reported(subject: Any, viewer: Any) -> Entry:
    entry: Entry = getattr(subject, "entry", subject)
    return entry


def forget_words(entry: Entry) -> None:
    """With an item its words in the cases go: what it said when it was reported, and what its author objected."""
    Case.objects.filter(kind=entry.kind, thing=entry.public_id, state=State.OBJECTED).update(state=State.HIDDEN)
    Case.objects.filter(kind=entry.kind, thing=entry.public_id).update(words="", objection="", is_final=True)
    Case.objects.filter(kind=entry.kind, thing=entry.public_id, state=State.OPEN).update(
        state=State.LEFT, decided_at=clock.now()
    )
