"""By which words a project is found."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.search.searchable import Parts, declare_searchable, declare_variant, joined
from netzwerkstatt.projects.kinds import PROJECT
from netzwerkstatt.projects.models import ProfileRelease

PRACTICE = "practice"


def declare() -> None:
    """Make projects known to the search, at start."""
    declare_searchable(PROJECT.code, words, read=read)
    declare_variant(PRACTICE, of=PROJECT.code, label=_("Good practice"), plural=_("Good practices"))


def read(entries: Any) -> Any:
    """Entries with their projects and partners."""
    return entries.select_related("project").prefetch_related(
        "project__partners__city",
        "project__partners__organisation",
        Prefetch("project__releases", ProfileRelease.objects.order_by("-number")),
    )


def words(entry: Entry) -> Parts:
    """The aim, the first step, what others can learn, who carries it and with what."""
    project = entry.project
    partners = sorted(project.partners.all(), key=lambda partner: partner.pk)
    carried = [joined(partner.city or partner.organisation, partner.contribution) for partner in partners]
    practice = _practice(project)
    text = joined(project.first_step, project.lesson, *carried, *practice)
    return Parts(summary=project.aim, text=text, variant=PRACTICE if practice else "")


def _practice(project: Any) -> list[str]:
    """A released Steckbrief, word by word; it is found as a good practice too."""
    releases = list(project.releases.all())
    if not releases:
        return []
    blocks = releases[0].data["blocks"]
    return [
        "Gute Praxis",
        "good practice",
        *(line for block in blocks for row in block["rows"] for line in row["lines"]),
    ]
