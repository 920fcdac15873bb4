"""What a Land answered, as a document: the same words in the same order as its page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.documents.blocks import (
    Block,
    Document,
    Heading,
    NumberedParagraph,
    Paragraph,
    Stage,
    sha256_of,
)
from netzwerkstatt.foundation.documents.marked import blocks_of, words_of
from netzwerkstatt.foundation.documents.redacting import redaction_blocks, version_of
from netzwerkstatt.foundation.ui.formatting import day
from netzwerkstatt.recommendations import content
from netzwerkstatt.recommendations.models import Answer, Release, Stance

FORMAT = "netzwerkstatt-answer/1"


def content_of_answer(answer: Answer) -> dict[str, Any]:
    """Everything the answer says, as plain data: what its checksum is made of."""
    return {
        "format": FORMAT,
        "public_id": answer.public_id,
        "title": answer.title,
        "land": answer.address.state.name,
        "released_on": localtime(answer.entry.created_at).date().isoformat(),
        "text": answer.text,
        "stances": answer.stances,
    }


def answer_document(answer: Answer) -> Document:
    """The answer, in the language of the recommendation. Three queries."""
    release = Release.objects.select_related("recommendation__entry").get(
        recommendation=answer.address.recommendation_id
    )
    said, entry = release.data, answer.entry
    address = f"{settings.BASE_URL}{reverse('recommendations:answer', args=[entry.public_id])}"
    with translation.override(content.language_of(release.recommendation)):
        asked = _("To “%(title)s”, %(code)s. An answer was asked for by %(day)s.")
        return Document(
            title=entry.title,
            kind_label=_("Answer of the Land"),
            number=entry.code,
            dated=localtime(entry.created_at).date(),
            language=(translation.get_language() or settings.LANGUAGE_CODE).split("-")[0],
            subtitle=asked % {"title": said["title"], "code": said["code"], "day": day(answer.address.due)},
            issuer=said["issuer"],
            stage=Stage.ANSWER,
            facts=((_("Land"), answer.address.state.name),),
            blocks=(
                Heading(_("To the whole")),
                *blocks_of(answer.text),
                Heading(_("Paragraph by paragraph")),
                *_paragraphs(said, answer),
                *redaction_blocks(entry.public_id, translation.get_language() or settings.LANGUAGE_CODE),
            ),
            version=str(version_of(entry.public_id)),
            dated_words=_("answered on"),
            checksum=sha256_of(content_of_answer(answer)),
            check_at=address,
            address=address,
        )


def _paragraphs(said: dict[str, Any], answer: Answer) -> list[Block]:
    """Each paragraph as it was released, with the Land's stance below."""
    texts = {paragraph["number"]: paragraph["text"] for paragraph in said["paragraphs"]}
    blocks: list[Block] = []
    for number, stance in answer.by_paragraph.items():
        blocks += [NumberedParagraph(str(number), words_of(texts.get(number, "")), (), _stance(stance))]
        if stance.words:
            blocks += [Paragraph(stance.words)]
    return blocks


def _stance(stance: Stance) -> str:
    return _("Answer: %(stance)s.") % {"stance": stance.label}
