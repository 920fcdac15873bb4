"""The text writer: a document as the lines a person hears, in reading order.

It is the measure of every other writer: page, PDF and whatever comes later say these lines and no others, in this
order. The margin is read after the text it stands beside; head and foot of the page are not read.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from netzwerkstatt.foundation.documents import words
from netzwerkstatt.foundation.documents.blocks import (
    QR,
    Block,
    Document,
    Figure,
    Heading,
    List,
    NumberedParagraph,
    Paragraph,
    Signatures,
    Step,
    Table,
    Thread,
    ThreadMark,
    plain_text,
)
from netzwerkstatt.foundation.documents.closing import closing_blocks, closing_lines


def to_text(document: Document) -> list[str]:
    """The lines of a document, without empty ones."""
    lines = [f"{document.kind_label} {document.number}", document.title, document.subtitle]
    for label, value in document.facts:
        lines += [label, value]
    for block in (*document.blocks, *closing_blocks(document)):
        lines += block_text(block)
    lines += closing_lines(document)
    return [line for line in (" ".join(line.split()) for line in lines) if line]


def block_text(block: Block) -> Iterator[str]:
    """The lines of one block; some may be empty."""
    return _WRITERS[block.type](block)


def mark_text(mark: ThreadMark) -> Iterator[str]:
    """A knot in words: number and kind, title, when – and what became of its figure since."""
    yield f"{mark.number} {mark.kind}"
    yield mark.title
    yield mark.changed
    yield mark.when


def _heading(block: Heading) -> Iterator[str]:
    yield block.text
    yield block.kicker


def _step(block: Step) -> Iterator[str]:
    yield block.text
    yield block.margin


def _paragraph(block: Paragraph) -> Iterator[str]:
    yield plain_text(block.text)
    yield block.note


def _numbered(block: NumberedParagraph) -> Iterator[str]:
    yield f"{block.number} {plain_text(block.text)}"
    yield block.note
    for mark in block.sources:
        yield from mark_text(mark)


def _table(block: Table) -> Iterator[str]:
    yield block.caption
    for row in (block.header, *block.rows):
        yield from row
    yield block.note


def _figure(block: Figure) -> Iterator[str]:
    yield block.title
    yield block.subtitle
    yield block.alt
    yield block.source


def _list(block: List) -> Iterator[str]:
    for place, item in enumerate(block.items, start=1):
        yield f"{place}. {plain_text(item)}" if block.ordered else f"– {plain_text(item)}"


def _thread(block: Thread) -> Iterator[str]:
    for part in block.beside:
        yield from block_text(part)
    for mark in block.marks:
        yield from mark_text(mark)


def _signatures(block: Signatures) -> Iterator[str]:
    for person in block.people:
        yield from (person.name, person.role, person.when)


def _qr(block: QR) -> Iterator[str]:
    yield block.text
    yield words.without_scheme(block.address)


_WRITERS: Mapping[str, Callable[[Any], Iterator[str]]] = {
    "heading": _heading,
    "step": _step,
    "paragraph": _paragraph,
    "numbered": _numbered,
    "table": _table,
    "figure": _figure,
    "list": _list,
    "thread": _thread,
    "signatures": _signatures,
    "qr": _qr,
}
