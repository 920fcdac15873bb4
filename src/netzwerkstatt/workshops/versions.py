"""What of a workshop has versions, and what goes when it is deleted; with contributions in it, it stays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.ui.formatting import day
from netzwerkstatt.foundation.versions.erasing import Erasure, declare_erasure, declare_lasting
from netzwerkstatt.foundation.versions.keeping import Versioned, declare_versioned
from netzwerkstatt.workshops import hiding
from netzwerkstatt.workshops.models import Format, Invitation, Phase, Workshop


def declare() -> None:
    """At start."""
    labels = {
        "question": _("Question to everybody"),
        "day": _("Day"),
        "begins": _("Begins at"),
        "ends": _("Room until"),
        "place": _("Place"),
        "practical": _("Good to know"),
    }
    for kind in Format.values:
        declare_versioned(Versioned(kind, labels, planned_now, without=frozenset({"summary"})))
        declare_erasure(Erasure(kind, "workshop", _erase, _("Phases and invitations")))
        declare_lasting(kind, _released)
    hiding.declare()


def planned_now(entry: Entry) -> dict[str, Any]:
    """What is planned, as people read it."""
    workshop = Workshop.objects.filter(entry=entry).first()
    return planned(workshop) if workshop else {}


def planned(workshop: Workshop) -> dict[str, Any]:
    """What this workshop says of its plan, as people read it."""
    return {
        "question": workshop.question,
        "day": day(workshop.day) if workshop.day else "",
        "begins": workshop.begins.strftime("%H:%M") if workshop.begins else "",
        "ends": workshop.ends.strftime("%H:%M") if workshop.ends else "",
        "place": workshop.place,
        "practical": workshop.practical,
    }


def _erase(entry: Entry) -> None:
    Invitation.objects.filter(workshop=entry.pk).delete()
    Phase.objects.filter(workshop=entry.pk).delete()
    Workshop.objects.filter(entry=entry).delete()


def _released(entries: Sequence[Entry]) -> set[int]:
    found = Workshop.objects.filter(entry__in=entries, state=Workshop.State.RELEASED)
    return set(found.values_list("pk", flat=True))
