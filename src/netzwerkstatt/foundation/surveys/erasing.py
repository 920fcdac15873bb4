"""What goes when a survey is deleted: its questions, and every sheet somebody filled in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.surveys.kinds import SURVEY
from netzwerkstatt.foundation.surveys.models import Sheet, Survey
from netzwerkstatt.foundation.versions.erasing import Erasure, declare_erasure


def declare() -> None:
    """At start."""
    declare_erasure(Erasure(SURVEY.code, "survey", _erase, _("All questions, and every answer that was given")))


def _erase(entry: Entry) -> None:
    Sheet.objects.filter(survey=entry.pk).delete()
    Survey.objects.filter(entry=entry).delete()
