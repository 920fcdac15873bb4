"""What of an own method has versions, and what goes when it is deleted."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.versions.erasing import Erasure, declare_erasure
from netzwerkstatt.foundation.versions.keeping import Versioned, declare_versioned
from netzwerkstatt.methods.kinds import METHOD
from netzwerkstatt.methods.models import OwnMethod, OwnStep


def declare() -> None:
    """At start."""
    labels = {
        "title": _("Name"),
        "summary": _("What the method is for"),
        "fits": _("Good when"),
        "steps": _("Course"),
        "materials": _("What it needs"),
        "risks": _("What to watch for"),
        "variants": _("Other ways of doing it"),
        "origin": _("Where the method comes from"),
    }
    declare_versioned(Versioned(METHOD.code, labels, _read))
    declare_erasure(Erasure(METHOD.code, "method", _erase, says=_("What was told of its uses")))


def _read(entry: Entry) -> dict[str, Any]:
    found = OwnMethod.objects.filter(entry=entry).values("fits", "materials", "risks", "variants", "origin").first()
    if found is None:
        return {}
    steps = OwnStep.objects.filter(method=entry.pk).values_list("minutes", "title", "text")
    return {
        **found,
        "steps": "\n".join(f"{minutes} min · {title}: {text}".rstrip(": ") for minutes, title, text in steps),
    }


def _erase(entry: Entry) -> None:
    OwnMethod.objects.filter(entry=entry).delete()
