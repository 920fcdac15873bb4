"""What this room keeps about people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.events.personal import Personal, declare_personal


def declare() -> None:
    """At start."""
    declare_personal(
        Personal(
            model="documents.Redaction",
            label=_("Redacted versions you issued"),
            keeps=_("For good, with the document: that passages were blackened, when, and why."),
            person_fields=("by",),
            words=("reason",),
            stays=_("The reason stays, without your name, because it explains the document."),
        )
    )
