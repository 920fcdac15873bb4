"""The content of a Steckbrief as plain data: what a release freezes and its checksum is made of."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.documents.blocks import canonical, sha256_of
from netzwerkstatt.foundation.network.queries import the_alliance
from netzwerkstatt.foundation.ui.formatting import day
from netzwerkstatt.projects.models import Project
from netzwerkstatt.projects.profile.blocks import BLOCKS, LIVE, Block, Field
from netzwerkstatt.projects.profile.known import Known

FORMAT = "netzwerkstatt-steckbrief/1"


def content_of(known: Known) -> dict[str, Any]:
    """Everything the Steckbrief says, in the language it was written in; without number and day, which a release adds."""
    project, entry = known.project, known.project.entry
    with translation.override(language_of(project)):
        alliance = the_alliance()
        network = entry.city.network if entry.city else None
        return {
            "format": FORMAT,
            "language": language_of(project),
            "public_id": entry.public_id,
            "code": entry.code,
            "title": entry.title,
            "issuer": alliance.name if alliance else "",
            "city": str(entry.city or ""),
            "network": str(network or ""),
            "land": network.state.name if network else "",
            "stage": str(project.get_stage_display()),
            "themes": [str(theme) for theme in entry.theme_list],
            "address": f"{settings.BASE_URL}{entry.get_absolute_url()}/steckbrief",
            "blocks": [_block(block, known) for block in BLOCKS],
        }


def language_of(project: Project) -> str:
    """The language it was founded in, where the installation knows it."""
    given = project.entry.language
    return given if given in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def fingerprint(content: dict[str, Any]) -> str:
    """What a reader has seen: a release is of this content and of no other."""
    return sha256_of(content)


def canonical_text(content: dict[str, Any]) -> str:
    """The one form of a content that is kept."""
    return canonical(content).decode()


def missing(known: Known) -> dict[str, list[Any]]:
    """What each block lacks before it can be released, by the labels of the fields."""
    lacks: dict[str, list[Any]] = {}
    for block in BLOCKS:
        said = known.said(block.code)
        found = [field.label for field in block.fields if field.needed and not said.get(field.name)]
        if block.code == "head" and known.wants_theme and not known.project.entry.theme_list:
            found.append(_("a theme: choose it where the project is worded"))
        if block.code == "why" and not known.cards:
            found.append(_("a figure: tie an evidence card to the project or to its problem"))
        if found:
            lacks[block.code] = found
    return lacks


def mandatory(known: Known) -> int:
    """How much every Steckbrief has to say, with its theme – where the alliance has themes – and its figure."""
    fields = sum(field.needed for block in BLOCKS for field in block.fields)
    return fields + 1 + known.wants_theme


def _block(block: Block, known: Known) -> dict[str, Any]:
    said = known.said(block.code)
    rows = [
        {"label": str(field.label), "lines": lines}
        for field in block.fields
        if field.name not in LIVE and (lines := lines_of(field, said.get(field.name)))
    ]
    rows += [{"label": label, "lines": lines} for label, lines in _from_the_project(block.code, known) if lines]
    return {"code": block.code, "title": str(block.title), "rows": rows}


def lines_of(field: Field, value: Any) -> list[str]:
    """What was written in a field, line by line, as people read it."""
    if not value:
        return []
    if field.kind == "yes":
        return [_("yes")]
    if field.kind == "day":
        return [day(date.fromisoformat(value))]
    if field.kind == "choice" and field.choices is not None:
        return [str(field.choices(value).label)] if value in field.choices.values else []
    return [line.strip() for line in str(value).split("\n") if line.strip()]


def _from_the_project(block: str, known: Known) -> list[tuple[str, list[str]]]:
    if block == "why":
        return [(_("Figures"), known.figure_lines())]
    if block == "what":
        return [(_("Partners"), known.partner_lines())]
    if block == "effect":
        return [(_("Indicators"), known.indicator_lines())]
    if block == "means":
        costs = [(label, text.split("\n")) for label, text in known.means_lines()]
        return [*costs, (_("Decided"), known.decided_lines())]
    return []
