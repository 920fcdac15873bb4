"""The content as a document, in the active language: what the page shows and what the PDF prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.documents.blocks import (
    Block,
    Document,
    Figure,
    Heading,
    NumberedParagraph,
    Paragraph,
    Stage,
    Thread,
    ThreadMark,
)
from netzwerkstatt.foundation.documents.marked import words_of
from netzwerkstatt.foundation.documents.redacting import redaction_blocks
from netzwerkstatt.foundation.entries.kinds import KINDS
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.ui.charts import to_print_svg
from netzwerkstatt.foundation.ui.formatting import day
from netzwerkstatt.recommendations import queries
from netzwerkstatt.recommendations.models import Release


def document_of(release: Release) -> Document:
    """The released content in the language it was written in; its checksum is that of the release."""
    content = release.data
    with translation.override(content["language"]):
        drawn = queries.drawn([figure["public_id"] for figure in content["figures"]])
        pictures = {public_id: to_print_svg(card.drawing.chart) for public_id, card in drawn.items()}
        document = document_from(content, release.sha256, pictures)
        noted = redaction_blocks(content["public_id"], document.language)
        return replace(document, blocks=(*document.blocks, *noted)) if noted else document


def document_from(content: dict[str, Any], sha256: str = "", pictures: Mapping[str, str] | None = None) -> Document:
    """The content as a document in the active language; a figure whose picture is given is drawn."""
    released = date.fromisoformat(content["released_on"]) if content["released_on"] else None
    return Document(
        title=content["title"],
        kind_label=_("Recommendation for action"),
        number=content["code"],
        dated=released or clock.today(),
        language=(translation.get_language() or settings.LANGUAGE_CODE).split("-")[0],
        subtitle=subtitle(content),
        issuer=content["issuer"],
        stage=Stage.RECOMMENDATION,
        blocks=(*_what(content), *_behind_it(content, pictures or {}), *_to_whom(content)),
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


def amended(paragraph: Mapping[str, Any]) -> str:
    """One line below a paragraph: which amendments changed it, and for whom they were proposed."""
    lines = [
        _("Amendment %(number)d of %(by)s") % one if one["by"] else _("Amendment %(number)d") % one
        for one in paragraph.get("amendments", ())
    ]
    return _("Changed by: %(amendments)s.") % {"amendments": "; ".join(lines)} if lines else ""


def _what(content: dict[str, Any]) -> list[Block]:
    paragraphs = [
        NumberedParagraph(
            str(p["number"]), words_of(p["text"]), tuple(mark_of(origin) for origin in p["rests_on"]), amended(p)
        )
        for p in content["paragraphs"]
    ]
    return [Heading(_("What we recommend"), _("Where it comes from")), *paragraphs]


def _behind_it(content: dict[str, Any], pictures: Mapping[str, str]) -> list[Block]:
    blocks = [_figure(figure, pictures.get(figure["public_id"], "")) for figure in content["figures"]]
    return [Heading(_("The figures behind it")), *blocks] if blocks else []


def _figure(figure: dict[str, str], picture: str) -> Block:
    source = f"{figure['code']}. {figure['source']}"
    if picture:
        return Figure(picture, figure["figures"], figure["claim"], figure["counted"], source)
    return Paragraph(f"{figure['claim']} {figure['counted']} {figure['figures']}", source)


def _to_whom(content: dict[str, Any]) -> list[Block]:
    marks = tuple(
        ThreadMark("", "", addressee["name"], answer_by(addressee["answer_by"]), open=True)
        for addressee in content["addressees"]
    )
    return [Heading(_("Answers of the Länder")), Thread(marks)] if marks else []


def answer_by(due: str) -> str:
    """The day until which a Land is asked to answer, in words."""
    return _("Answer by %(day)s") % {"day": day(date.fromisoformat(due))}
