"""What evidence keeps about people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.evidence.importing.arriving import end, over
from netzwerkstatt.foundation.events.personal import Personal, Until, declare_harmless, declare_personal


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
    declare_personal(
        Personal(
            model="evidence.StatisticsImport",
            label=_("Files of statistics you uploaded to be imported"),
            person_fields=("asked_by",),
            keeps=_("Who uploaded the file and waits for it. Thirty days after the last step."),
            stays=_("The files stay until then, without your name."),
            until=Until(_("thirty days after the last step"), over, end),
        )
    )
    declare_personal(
        Personal(
            model="evidence.Boundaries",
            label=_("Outlines for maps you brought in"),
            person_fields=("brought_by",),
            keeps=_("Who brought outlines in, so that one can ask. As long as the outlines are there."),
            stays=_("The outlines stay, without your name: maps are drawn on them."),
        )
    )
    declare_harmless(
        "evidence.Boundaries",
        "name",
        "file_name",
        "source",
        "licence",
        because="name and origin of outlines of territories",
    )
    declare_harmless("evidence.Outline", "name", because="name of a territory")
    declare_harmless("evidence.TerritoryChange", "source", because="law or list that says it")
    declare_harmless(
        "evidence.StatisticsImport",
        "name",
        "source_address",
        because="name and address of a file of statistics, which holds counts and no people",
    )
    declare_harmless(
        "evidence.Territory", "name", "gone_by", because="name of a territory, and the day from which it is gone"
    )
    declare_harmless("evidence.Projection", "name", because="name of a territory")
    declare_harmless(
        "evidence.OfficialFile", "name", "source_address", because="name and address of a file of a statistical office"
    )
