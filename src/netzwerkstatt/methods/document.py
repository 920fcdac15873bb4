"""A run sheet as a document, for paper and for office programs: what its page shows."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time

from django.conf import settings
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.documents.actions import request_rendering
from netzwerkstatt.foundation.documents.blocks import Block, Document, Heading, List, Paragraph, Stage, Table, canonical
from netzwerkstatt.foundation.documents.models import Rendering
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.queries import the_alliance
from netzwerkstatt.foundation.ui.formatting import day
from netzwerkstatt.methods.method import Method, length
from netzwerkstatt.methods.sheet import Part


def shelf_of(method: Method) -> str:
    """Under which name the documents of a method are kept."""
    return f"m-{hashlib.sha256(method.key.encode()).hexdigest()[:12]}"


def document_of(method: Method, course: Sequence[Part], *, on: date | None, begins: time | None) -> Document:
    """The run sheet in the active language; the same content is the same version, whenever it is asked for."""
    alliance = the_alliance()
    return Document(
        title=method.title,
        kind_label=_("Run sheet"),
        number=method.own.entry.code if method.own else "",
        dated=on or clock.today(),
        language=(get_language() or settings.LANGUAGE_CODE).split("-")[0],
        subtitle=method.purpose,
        issuer=alliance.name if alliance else "",
        stage=Stage.WORKSHOP,
        facts=_facts(method, course, on, begins),
        blocks=tuple(_blocks(method, course)),
        address=f"{settings.BASE_URL}{method.get_absolute_url()}",
        dated_words=pgettext("a run sheet for a day", "for") if on else _("as of"),
    )


def version_of(document: Document) -> str:
    """The name of exactly this content."""
    return hashlib.sha256(canonical(document.to_json())).hexdigest()[:20]


def have_made(method: Method, document: Document) -> Rendering:
    """Ask the worker for the files of this run sheet; asked again, the same ones come back."""
    return request_rendering(public_id=shelf_of(method), document=replace(document, version=version_of(document)))


def _facts(method: Method, course: Sequence[Part], on: date | None, begins: time | None) -> tuple[tuple[str, str], ...]:
    until = course[0].until if begins and len(course) == 1 else ""
    facts = [
        (_("Day"), day(on) if on else ""),
        (_("Until"), until),
        (_("People"), method.people),
        (_("Length"), length(sum(part.minutes for part in course))),
        (_("Facilitation"), f"{method.staff_words}, {method.skill_words}"),
    ]
    return tuple((label, value) for label, value in facts if value)


def _blocks(method: Method, course: Sequence[Part]) -> list[Block]:
    blocks: list[Block] = [Paragraph(method.fits)] if method.fits else []
    header = (_("Clock"), _("Step"), _("How"), _("Minutes"))
    for part in course:
        title = part.name or _("Course")
        rows = tuple((s.when, s.step.title, s.step.text or "–", str(s.step.minutes)) for s in part.slots)
        blocks += [Heading(title, part.length), Table("", header, rows, numeric=(3,))]
    for title, lines in (
        (_("What it needs"), method.materials),
        (_("What to watch for"), method.risks),
        (_("Other ways of doing it"), method.variants),
    ):
        if lines:
            blocks += [Heading(title), List(lines)]
    if method.origin:
        blocks += [Heading(_("Where the method comes from")), Paragraph(method.origin)]
    return blocks
