"""What of a workshop has versions, and what goes when it is deleted; with contributions in it, it stays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.versions.erasing import Erasure, declare_erasure, declare_lasting
from netzwerkstatt.foundation.versions.keeping import Versioned, day_in_words, declare_versioned
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
        "facilitator": _("Facilitation"),
    }
    shown = {"day": day_in_words, "facilitator": _name_of}
    for kind in Format.values:
        declare_versioned(Versioned(kind, labels, planned_now, without=frozenset({"summary"}), shown=shown))
        declare_erasure(Erasure(kind, "workshop", _erase, _("Phases and invitations")))
        declare_lasting(kind, _stays)
    hiding.declare()


def planned_now(entry: Entry) -> dict[str, Any]:
    """What is planned, as people read it."""
    workshop = Workshop.objects.filter(entry=entry).first()
    return planned(workshop) if workshop else {}


def planned(workshop: Workshop) -> dict[str, Any]:
    """What this workshop says of its plan, as people read it."""
    return {
        "question": workshop.question,
        "day": workshop.day.isoformat() if workshop.day else "",
        "begins": workshop.begins.strftime("%H:%M") if workshop.begins else "",
        "ends": workshop.ends.strftime("%H:%M") if workshop.ends else "",
        "place": workshop.place,
        "practical": workshop.practical,
        "facilitator": str(workshop.facilitator_id or ""),
    }


def _name_of(key: str) -> str:
    """A version keeps the key alone: a name that is erased is erased there too."""
    found = Person.objects.filter(pk=key).values_list("name", flat=True).first() if key.isdigit() else None
    return found or "–"


def _erase(entry: Entry) -> None:
    Invitation.objects.filter(workshop=entry.pk).delete()
    Phase.objects.filter(workshop=entry.pk).delete()
    Workshop.objects.filter(entry=entry).delete()


def _stays(entries: Sequence[Entry]) -> set[int]:
    """What is released, and what is lent out just now."""
    found = Workshop.objects.filter(entry__in=entries).filter(
        Q(state=Workshop.State.RELEASED) | Q(away_since__isnull=False)
    )
    return set(found.values_list("pk", flat=True))
