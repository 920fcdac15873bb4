"""What of a project has versions, and what goes when it is deleted."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.documents.redacting import forget_files
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.versions.erasing import Erasure, declare_erasure
from netzwerkstatt.foundation.versions.keeping import Versioned, day_in_words, declare_versioned, names_of
from netzwerkstatt.projects.kinds import PROJECT
from netzwerkstatt.projects.models import (
    Balance,
    BudgetLine,
    Expense,
    Funding,
    Hearing,
    Help,
    Indicator,
    Need,
    Partner,
    Profile,
    ProfileBlock,
    ProfileRelease,
    Project,
    Resolution,
    Step,
)
from netzwerkstatt.projects.profile.papers import PAPERS, file_id


def declare() -> None:
    """At start."""
    labels = {
        "title": _("Name of the project"),
        "aim": _("Aim"),
        "first_step": _("First step"),
        "first_step_by": _("Who does it"),
        "first_step_due": _("Until when"),
        "themes": _("Themes"),
    }
    shown = {"first_step_due": day_in_words}
    declare_versioned(Versioned(PROJECT.code, labels, _read, without=frozenset({"summary"}), shown=shown))
    declare_erasure(
        Erasure(
            PROJECT.code,
            "project",
            _erase,
            _("Who carries it, what each of them gives, its plan, its Steckbrief, and who offered help"),
        )
    )


def _read(entry: Entry) -> dict[str, Any]:
    project = Project.objects.filter(entry=entry).first()
    if project is None:
        return {}
    words = {name: getattr(project, name) for name in ("aim", "first_step", "first_step_by")}
    due = project.first_step_due.isoformat()
    return words | {"first_step_due": due, "themes": names_of(entry.themes.all())}


def _erase(entry: Entry) -> None:
    Help.objects.filter(need__project=entry.pk).delete()
    for name in (entry.public_id, *(file_id(entry.public_id, paper) for paper in PAPERS.values())):
        forget_files(name)
    for below in (
        Indicator,
        ProfileRelease,
        ProfileBlock,
        Profile,
        Need,
        Partner,
        Step,
        Expense,
        BudgetLine,
        Funding,
        Hearing,
        Resolution,
        Balance,
    ):
        below.objects.filter(project=entry.pk).delete()
    Project.objects.filter(entry=entry).delete()
