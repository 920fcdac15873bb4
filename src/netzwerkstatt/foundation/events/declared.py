"""What the log keeps about people."""

from __future__ import annotations

from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.events.personal import Personal, declare_harmless, declare_personal
from netzwerkstatt.foundation.events.shredding import shred, telling_of, told


def declare() -> None:
    """At start."""
    declare_personal(
        Personal(
            model="events.Event",
            label=_("The log of changes"),
            person_fields=("actor",),
            words=("payload",),
            keeps=_("Who changed what and when, because others rely on it. As long as the installation."),
            stays=_("What happened and when stays; who it was is erased. It then says “somebody”."),
            export=_own_events,
            erase=shred,
        )
    )
    declare_harmless("events.Consumed", "reason", because="kind and place of an error in our code, never its message")
    declare_harmless("events.Chore", "name", "reason", because="words of our code")
    declare_harmless("events.Stream", "name", because="a random id, or a number that says nothing once the row is gone")


def _own_events(person: Any) -> list[dict[str, Any]]:
    return [
        {
            "at": localtime(event.at).isoformat(timespec="seconds"),
            "what": told(event),
            "item": event.entry,
            "details": event.payload,
        }
        for event in telling_of(person).select_related("actor").order_by("at", "id")
    ]
