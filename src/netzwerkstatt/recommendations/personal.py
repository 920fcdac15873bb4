"""What recommendations keep about people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.events.personal import Personal, declare_harmless, declare_personal


def declare() -> None:
    """At start."""
    declare_personal(
        Personal(
            model="recommendations.Release",
            label=_("Recommendations you released"),
            person_fields=("released_by",),
            keeps=_("Who released it. As long as the installation."),
            stays=_("The release stays, without your name: it is final, and the Länder answer it."),
        )
    )
    declare_harmless("recommendations.Answer", "text", because="the answer of a ministry, not of a person")
