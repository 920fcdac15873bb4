"""A recommendation as its page shows it: the frozen content, and beside it what came of it since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from netzwerkstatt.evidence.queries import ShownCard
from netzwerkstatt.foundation.documents import words
from netzwerkstatt.foundation.documents.blocks import Document, ThreadMark
from netzwerkstatt.foundation.documents.closing import closing_lines
from netzwerkstatt.foundation.documents.files import ShownFiles, files_of
from netzwerkstatt.foundation.documents.models import Redaction
from netzwerkstatt.foundation.documents.redacting import redactions_of
from netzwerkstatt.foundation.entries.kinds import KINDS
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.models import State
from netzwerkstatt.recommendations import content, queries
from netzwerkstatt.recommendations.document import amended, answer_by, document_from, mark_of
from netzwerkstatt.recommendations.models import Address, Answer, Position, Recommendation, Release, Stance


@dataclass(frozen=True)
class ShownMark:
    """A thing that a paragraph rests on, with the way to it."""

    mark: ThreadMark
    stage: str
    url: str


@dataclass(frozen=True)
class ShownParagraph:
    """A numbered paragraph beside its thread."""

    number: int
    text: str
    marks: list[ShownMark]
    amended: str = ""
    amendments: tuple[str, ...] = ()
    key: int = 0
    waiting: int = 0


@dataclass(frozen=True)
class ShownFigure:
    """A figure in the words that were frozen; the drawing comes from its card, which never changes."""

    words: dict[str, str]
    card: ShownCard | None


@dataclass(frozen=True)
class Step:
    """What a Land says to one paragraph, on the line of steps."""

    number: int
    stance: Stance

    @property
    def reached(self) -> bool:
        return self.stance.position == Position.ACCEPTED


@dataclass(frozen=True)
class ShownAddress:
    """A Land that is asked: until when, and what it answered."""

    land: State
    asked: str
    due: date
    answer: Answer | None
    steps: list[Step]
    late: bool


@dataclass(frozen=True)
class Shown:
    """Everything the page of a recommendation needs."""

    document: Document
    released: date | None
    sha256: str
    paragraphs: list[ShownParagraph]
    figures: list[ShownFigure]
    addresses: list[ShownAddress]
    waiting: int
    files: ShownFiles | None
    closing: list[str]
    redactions: list[Redaction]


def shown(recommendation: Recommendation, parts: queries.Parts | None = None) -> Shown:
    """The released content, or the draft as it would be released. At most thirteen queries.

    `parts` are those of the draft that were read already.
    """
    parts = parts or queries.Parts(recommendation)
    release = Release.objects.filter(recommendation=recommendation).first()
    said = release.data if release else content.content_of(recommendation, parts=parts)
    document = document_from(said, release.sha256 if release else "")
    cards = (
        queries.drawn([figure["public_id"] for figure in said["figures"]])
        if release
        else {card.card.public_id: card for card in parts.figures}
    )
    keys = {} if release else {paragraph.number: paragraph.pk for paragraph in parts.paragraphs}
    waiting = {} if release else parts.waiting
    return Shown(
        document=document,
        released=date.fromisoformat(said["released_on"]) if release else None,
        sha256=release.sha256 if release else "",
        paragraphs=[_paragraph(paragraph, keys, waiting) for paragraph in said["paragraphs"]],
        figures=[ShownFigure(figure, cards.get(figure["public_id"])) for figure in said["figures"]],
        addresses=[_address(address) for address in parts.addresses],
        waiting=sum(waiting.values()),
        files=files_of(recommendation.public_id) if release else None,
        closing=[words.without_scheme(document.address), *closing_lines(document)] if release else [],
        redactions=redactions_of(recommendation.public_id) if release else [],
    )


def _paragraph(paragraph: dict[str, Any], keys: dict[int, int], waiting: dict[int, int]) -> ShownParagraph:
    marks = [
        ShownMark(
            mark_of(origin), KINDS[origin["kind"]].stage, reverse("entries:permanent", args=[origin["public_id"]])
        )
        for origin in paragraph["rests_on"]
    ]
    number = paragraph["number"]
    return ShownParagraph(
        number=number,
        text=paragraph["text"],
        marks=marks,
        amended=amended(paragraph),
        amendments=tuple(one["public_id"] for one in paragraph.get("amendments", ())),
        key=keys.get(number, 0),
        waiting=waiting.get(keys.get(number, 0), 0),
    )


def _address(address: Address) -> ShownAddress:
    answer = getattr(address, "answer", None)
    return ShownAddress(
        land=address.state,
        asked=answer_by(address.due.isoformat()),
        due=address.due,
        answer=answer,
        steps=steps_of(answer) if answer else [],
        late=answer is None and address.due < clock.today(),
    )


def steps_of(answer: Answer) -> list[Step]:
    """Paragraph by paragraph."""
    return [Step(number, stance) for number, stance in answer.by_paragraph.items()]
