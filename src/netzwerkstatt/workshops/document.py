"""The released record as a document: what the protocol's page shows, for paper and for office programs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from netzwerkstatt.foundation.documents.blocks import Block, Document, Heading, List, Paragraph, Stage, Table
from netzwerkstatt.foundation.documents.redacting import redaction_blocks, version_of
from netzwerkstatt.foundation.network.queries import the_alliance
from netzwerkstatt.foundation.ui.formatting import day
from netzwerkstatt.workshops.models import Format, Protocol


def document_of(record: Protocol) -> Document:
    """The frozen content, in the language the workshop was planned in; its checksum is that of the record."""
    entry = record.workshop.entry
    known = dict(settings.LANGUAGES)
    with translation.override(entry.language if entry.language in known else settings.LANGUAGE_CODE):
        said = record.content
        address = f"{settings.BASE_URL}{reverse('workshops:protocol', args=[entry.public_id])}"
        return Document(
            title=said["title"],
            kind_label=_("Protocol"),
            number=said["number"],
            dated=datetime.fromisoformat(said["released_at"]).date(),
            language=(translation.get_language() or settings.LANGUAGE_CODE).split("-")[0],
            subtitle=said["question"],
            issuer=_issuer(),
            stage=Stage.WORKSHOP if record.workshop.format == Format.FLYING else Stage.IDEAS_WORKSHOP,
            facts=_facts(said),
            blocks=(
                *_course(said),
                *_people(said["people"], said["experts"]),
                *_ideas(said["clusters"]),
                *redaction_blocks(entry.public_id, translation.get_language() or settings.LANGUAGE_CODE),
            ),
            version=str(version_of(entry.public_id)),
            dated_words=_("released on"),
            checksum=record.sha256,
            check_at=address,
            address=address,
        )


def _issuer() -> str:
    alliance = the_alliance()
    return alliance.name if alliance else ""


def _facts(said: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    where = ", ".join(part for part in (said["place"], said["city"]) if part)
    facts = [
        (_("Day"), day(date.fromisoformat(said["day"])) if said["day"] else ""),
        (_("Place"), where),
        (_("Facilitation"), said["facilitator"]),
        (_("Released by"), said["released_by"]),
    ]
    return tuple((label, value) for label, value in facts if value)


def _course(said: dict[str, Any]) -> list[Block]:
    header = (_("Phase"), _("Question"), _("Planned at"), _("Minutes"))
    rows = tuple(
        (
            phase["title"] if phase["happened"] else f"{phase['title']} {_('– left out')}",
            phase["prompt"] or "–",
            phase["begins"] or "·",
            str(phase["minutes"]),
        )
        for phase in said["agenda"]
    )
    return [Heading(_("Course")), Table(_("Course"), header, rows, numeric=(2, 3))]


def _people(people: dict[str, Any], experts: list[dict[str, str]]) -> list[Block]:
    number = people["number"]
    said = ngettext("%(n)s person came in by code.", "%(n)s people came in by code.", number) % {"n": number}
    blocks: list[Block] = [
        Heading(_("Who was there")),
        Paragraph(said, _("Networks with fewer than five people are not told one by one.")),
    ]
    if people["networks"]:
        others = [(_("Others, or without a word about it"), people["others"])] if people["others"] else []
        named = [(one["name"], one["number"]) for one in people["networks"]]
        blocks.append(List(tuple(f"{name}: {number}" for name, number in [*named, *others])))
    if experts:
        names = tuple(", ".join(part for part in (one["name"], one["function"]) if part) for one in experts)
        blocks += [Heading(_("Experts"), level=2), List(names)]
    return blocks


def _ideas(clusters: list[dict[str, Any]]) -> list[Block]:
    blocks: list[Block] = [Heading(_("Ideas and dots"))]
    if not clusters:
        return [*blocks, Paragraph(_("No ideas were collected."))]
    for cluster in clusters:
        title = cluster["title"] or _("In no cluster")
        dots = f"{_dots(cluster['dots'])} {_voices(cluster['voters'])}" if cluster["dots"] else ""
        rows = tuple(
            (
                ", ".join(part for part in (idea["text"], idea["author"]) if part),
                number_format(idea["dots"]),
                _("goes on") if idea["chosen"] else "",
            )
            for idea in cluster["ideas"]
        )
        header = (_("Idea"), _("Dots"), _("What became of it"))
        blocks += [Heading(title, dots, level=2), Table("", header, rows, numeric=(1,))]
    return blocks


def _dots(number: int) -> str:
    return ngettext("%(n)s dot", "%(n)s dots", number) % {"n": number_format(number)}


def _voices(number: int) -> str:
    return ngettext("from %(n)s voice", "from %(n)s voices", number) % {"n": number_format(number)}
