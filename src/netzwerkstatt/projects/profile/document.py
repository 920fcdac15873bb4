"""A released Steckbrief as a document."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.documents.blocks import Block, Document, Heading, List, Paragraph, Run, Stage
from netzwerkstatt.foundation.documents.redacting import redaction_blocks
from netzwerkstatt.foundation.ui.formatting import day
from netzwerkstatt.projects.models import ProfileRelease


def document_of(release: ProfileRelease) -> Document:
    """The frozen content, in its own language; its checksum is that of the release."""
    content = release.data
    with translation.override(content["language"]):
        released = date.fromisoformat(content["released_on"])
        place = ", ".join(part for part in (content["city"], content["network"], content["land"]) if part)
        return Document(
            title=content["title"],
            kind_label=_("Good practice"),
            number=content["code"],
            dated=released,
            language=content["language"].split("-")[0],
            subtitle=_("Released by %(city)s on %(day)s.") % {"city": content["city"], "day": day(released)},
            issuer=content["issuer"],
            stage=Stage.PROJECT,
            facts=(
                (_("Where"), place),
                (_("How far it is"), content["stage"]),
                *(((_("Themes"), ", ".join(content["themes"])),) if content["themes"] else ()),
            ),
            blocks=(
                *rows_of(content),
                Paragraph(_("Who answers questions stands on the page of the project.")),
                *redaction_blocks(content["public_id"], content["language"]),
            ),
            version=str(release.number),
            dated_words=_("released on"),
            checksum=release.sha256,
            check_at=content["address"],
            address=content["address"],
        )


def rows_of(content: dict[str, Any]) -> list[Block]:
    """The blocks that say something, each field with its label."""
    blocks: list[Block] = []
    for block in content["blocks"]:
        if block["rows"]:
            blocks.append(Heading(block["title"]))
        for row in block["rows"]:
            blocks += _row(row)
    return blocks


def _row(row: dict[str, Any]) -> list[Block]:
    label = Run(f"{row['label']}: ", strong=True)
    if len(row["lines"]) == 1:
        return [Paragraph((label, Run(row["lines"][0])))]
    return [Paragraph((label,)), List(tuple(row["lines"]))]
