"""What texts keep about people."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.events.personal import Personal, Until, declare_personal
from netzwerkstatt.foundation.texts.models import Writing
from netzwerkstatt.foundation.texts.presence import LEASE


def declare() -> None:
    """Versions, amendments, and the hint that somebody writes."""
    declare_personal(
        Personal(
            model="texts.Version",
            label=_("Versions of paragraphs"),
            person_fields=("by",),
            keeps=_("As long as the text, so that everybody sees how it came about."),
            stays=_("The wording stays, without your name: others went on writing on it."),
        )
    )
    declare_personal(
        Personal(
            model="texts.Amendment",
            label=_("Amendments and the answers to them"),
            person_fields=("decided_by",),
            keeps=_("As long as the text they belong to, so that everybody sees why it says what it says."),
            stays=_("Proposal, reason and answer stay, without your name."),
        )
    )
    declare_personal(
        Personal(
            model="texts.Writing",
            label=_("The hint that somebody is writing"),
            person_fields=("person",),
            keeps=_("For less than a minute; then nobody knows of it any more."),
            until=Until(says=_("50 seconds"), over=_over),
        )
    )


def _over(now: datetime) -> QuerySet[Any]:
    return Writing.objects.filter(at__lt=now - LEASE)
