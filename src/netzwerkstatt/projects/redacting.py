"""Blackening in a released Steckbrief."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Exists, Model, OuterRef

from netzwerkstatt.foundation.documents.blocks import Document
from netzwerkstatt.foundation.documents.redacting import (
    Frozen,
    Redacted,
    Released,
    declare_released,
    forget_files,
)
from netzwerkstatt.foundation.versions.redacting import blacken_item
from netzwerkstatt.projects.kinds import PROJECT
from netzwerkstatt.projects.models import (
    Balance,
    BudgetLine,
    Expense,
    Funding,
    Hearing,
    Indicator,
    Partner,
    Profile,
    ProfileBlock,
    ProfileRelease,
    Project,
    Resolution,
    Sketch,
    Step,
)
from netzwerkstatt.projects.profile.content import canonical_text
from netzwerkstatt.projects.profile.document import document_of
from netzwerkstatt.projects.profile.papers import PAPERS, file_id

WORDS: dict[type[Model], tuple[str, ...]] = {
    Project: ("aim", "first_step", "first_step_by", "lesson"),
    Profile: ("reach",),
    Partner: ("contribution",),
    Step: ("what", "who"),
    BudgetLine: ("purpose",),
    Expense: ("purpose",),
    Funding: ("source",),
    Hearing: ("groups", "format", "came_of"),
    Resolution: ("body", "what", "number"),
    Balance: ("reached", "barriers", "favoured"),
    Indicator: ("what",),
    Sketch: ("title", "first_step", "first_step_by", *Sketch.BOXES),
}
"""What a Steckbrief is made of, beside its own blocks."""


def declare() -> None:
    """At start."""
    declare_released(Released(PROJECT.code, every_steckbrief, put))


def every_steckbrief(public_id: str = "") -> Iterator[Frozen]:
    """The releases that hold now. One query."""
    later = ProfileRelease.objects.filter(project=OuterRef("project"), number__gt=OuterRef("number"))
    found = ProfileRelease.objects.filter(~Exists(later)).select_related("project__entry").order_by("pk")
    if public_id:
        found = found.filter(project__entry__public_id=public_id)
    for release in found.iterator(chunk_size=20):
        yield Frozen(release.project.public_id, release.project.title, release.data, release.sha256, counted="number")


def put(redacted: Redacted) -> Document:
    """The Steckbrief under its next number, and all that it and the papers of the project were made of.

    Releases before this one are gone with it, and so are the printed papers: both are made again from what is left.
    """
    project = Project.objects.select_related("entry").get(entry__public_id=redacted.public_id)
    now = ProfileRelease.objects.filter(project=project).order_by("-number")[0]
    ProfileRelease.objects.filter(pk=now.pk).update(
        content=canonical_text(redacted.content), sha256=redacted.sha256, number=redacted.version
    )
    ProfileRelease.objects.filter(project=project).exclude(pk=now.pk).delete()
    blacken_item(project.entry, redacted.blacken)
    for model, fields in WORDS.items():
        _blacken(model, fields, project, redacted.blacken)
    for block in ProfileBlock.objects.filter(project=project):
        data = {name: _walk(value, redacted.blacken) for name, value in block.data.items()}
        ProfileBlock.objects.filter(pk=block.pk).update(data=data)
    for paper in PAPERS.values():
        forget_files(file_id(project.public_id, paper))
    return document_of(ProfileRelease.objects.select_related("project__entry").get(pk=now.pk))


def _blacken(model: Any, fields: tuple[str, ...], project: Project, blacken: Callable[[str], str]) -> None:
    mine = {"pk": project.pk} if model is Project else {"project": project}
    for row in model.objects.filter(**mine):
        changed = {}
        for name in fields:
            before = getattr(row, name)
            after = blacken(before)[: model._meta.get_field(name).max_length]  # noqa: SLF001 - Django's own way
            if after != before:
                changed[name] = after
        if changed:
            model.objects.filter(pk=row.pk).update(**changed)


def _walk(value: Any, blacken: Callable[[str], str]) -> Any:
    if isinstance(value, list):
        return [_walk(inner, blacken) for inner in value]
    return blacken(value) if isinstance(value, str) else value
