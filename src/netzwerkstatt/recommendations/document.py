"""The content as a document, in the active language: what the page shows and what the PDF prints."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.documents.blocks import (
    Block,
    Document,
    Heading,
    NumberedParagraph,
    Stage,
    Thread,
    ThreadMark,
)
from netzwerkstatt.foundation.entries.kinds import KINDS
from netzwerkstatt.foundation.ui.formatting import day
from netzwerkstatt.recommendations.models import Release


def document_of(release: Release) -> Document:
    """The released content in the language it was written in; its checksum is that of the release."""
    content = release.data
    known = content["language"] in dict(settings.LANGUAGES)
    with translation.override(content["language"] if known else settings.LANGUAGE_CODE):
        return document_from(content, release.sha256)


def document_from(content: dict[str, Any], sha256: str = "") -> Document:
    """The content as a document in the active language."""
    released = date.fromisoformat(content["released_on"]) if content["released_on"] else None
    return Document(
        title=content["title"],
        kind_label=_("Recommendation for action"),
        number=content["code"],
        dated=released or timezone.localdate(),
        language=(translation.get_language() or settings.LANGUAGE_CODE).split("-")[0],
        subtitle=subtitle(content),
        issuer=content["issuer"],
        stage=Stage.RECOMMENDATION,
        blocks=(*_what(content), *_to_whom(content)),
        version=str(content["version"]),
        dated_words=_("released on"),
        checksum=sha256,
        check_at=content["address"],
        address=content["address"],
    )


def subtitle(content: dict[str, Any]) -> str:
    """To whom, and since when it holds."""
    lands = get_text_list([addressee["name"] for addressee in content["addressees"]], _("and"))
    to = _("To %(lands)s.") % {"lands": lands} if lands else ""
    on = content["released_on"]
    released = _("Released on %(day)s.") % {"day": day(date.fromisoformat(on))} if on else ""
    return f"{to} {released}".strip()


def mark_of(origin: dict[str, str]) -> ThreadMark:
    """What a paragraph rests on, as a knot."""
    when = ", ".join(part for part in (origin["place"], day(date.fromisoformat(origin["on"]))) if part)
    return ThreadMark(origin["code"], str(KINDS[origin["kind"]].label), origin["title"], when)


def _what(content: dict[str, Any]) -> list[Block]:
    paragraphs = [
        NumberedParagraph(str(p["number"]), p["text"], tuple(mark_of(origin) for origin in p["rests_on"]))
        for p in content["paragraphs"]
    ]
    return [Heading(_("What we recommend"), _("Where it comes from")), *paragraphs]


def _to_whom(content: dict[str, Any]) -> list[Block]:
    marks = tuple(
        ThreadMark("", "", addressee["name"], answer_by(addressee["answer_by"]), open=True)
        for addressee in content["addressees"]
    )
    return [Heading(_("Whom we ask for an answer"), _("What comes of it")), Thread(marks)] if marks else []


def answer_by(due: str) -> str:
    """The day until which a Land is asked to answer, in words."""
    return _("Answer by %(day)s") % {"day": day(date.fromisoformat(due))}
