"""What evidence keeps about people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.events.personal import Personal, declare_harmless, declare_personal


def declare() -> None:
    """At start."""
    declare_personal(
        Personal(
            model="evidence.OfficialFile",
            label=_("Official files you uploaded"),
            person_fields=("uploaded_by",),
            keeps=_("Who brought a file in, so that one can ask. As long as figures rest on it."),
            stays=_("The files stay, without your name: figures rest on them."),
        )
    )
    declare_personal(
        Personal(
            model="evidence.Dataset",
            label=_("Official statistics you imported"),
            person_fields=("imported_by",),
            keeps=_("Who imported figures, so that one can ask. As long as the figures are there."),
            stays=_("The figures stay, without your name: profiles, comparisons and cards rest on them."),
        )
    )
    declare_harmless(
        "evidence.OfficialFile", "name", "source_address", because="name and address of a file of a statistical office"
    )
