"""Released documents in which somebody's data had to go: which kinds there are, and blackening itself.

A released document is final. Where the law asks for it all the same, a redacted version is issued: the same content with
passages blackened, a checksum of its own, files of its own; the one before is erased, its checksum and the reason stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from netzwerkstatt.foundation.documents import store, words
from netzwerkstatt.foundation.documents.blocks import Block, Document, Heading, Paragraph
from netzwerkstatt.foundation.documents.models import Redaction, Rendering

BLACK = "▇▇▇▇▇"
"""What stands in the place of what is gone: always as long, so that nobody counts letters."""

STRUCTURE = frozenset(
    {
        "format",
        "public_id",
        "address",
        "language",
        "kind",
        "code",
        "number",
        "released_on",
        "released_at",
        "on",
        "day",
        "position",
        "begins",
        "ends",
        "due",
        "sha256",
    }
)
"""Keys of a content that hold no words of people."""


@dataclass(frozen=True)
class Released:
    """Documents of one kind of entry that a room releases for good.

    `every(public_id)` gives the one with this public id, or all of them, one by one; `put` replaces the content, blackens
    the same passages in what the document was made of, and gives the document to print. It runs in the transaction that
    redacts, after the redaction is noted.
    """

    kind: str
    every: Callable[[str], Iterable[Frozen]]
    put: Callable[[Redacted], Document]


@dataclass(frozen=True)
class Frozen:
    """What was released; `counted` is the key of the content under which it says its version, if it does."""

    public_id: str
    title: str
    content: dict[str, Any]
    sha256: str
    counted: str = "version"


@dataclass(frozen=True)
class Redacted:
    """What takes its place; `blacken` does the same to one text."""

    public_id: str
    content: dict[str, Any]
    sha256: str
    version: int
    blacken: Callable[[str], str]


_released: dict[str, Released] = {}


def declare_released(released: Released) -> None:
    """A room says that it releases documents of this kind. Raises `ValueError` for a second one."""
    if released.kind in _released:
        raise ValueError(f"released documents of {released.kind} are declared twice")
    _released[released.kind] = released


def released_kind(kind: str) -> Released | None:
    """How documents of this kind are read and replaced, if it has any."""
    return _released.get(kind)


def released_kinds() -> list[Released]:
    """All of them."""
    return list(_released.values())


def black_out(content: Any, passages: Sequence[str]) -> tuple[Any, int]:
    """The content with every passage blackened, upper or lower case, and how many places that were."""
    found = _pattern(passages)
    places = 0

    def walk(value: Any, key: str = "") -> Any:
        nonlocal places
        if isinstance(value, dict):
            return {name: walk(inner, name) for name, inner in value.items()}
        if isinstance(value, list):
            return [walk(inner, key) for inner in value]
        if isinstance(value, str) and key not in STRUCTURE:
            black, number = found.subn(BLACK, value)
            places += number
            return black
        return value

    return walk(content), places


def blackener(passages: Sequence[str]) -> Callable[[str], str]:
    """The same for one text."""
    found = _pattern(passages)
    return lambda text: found.sub(BLACK, text)


def _pattern(passages: Sequence[str]) -> re.Pattern[str]:
    """Longer passages first; whatever white space stands between two words is the same."""
    each_once = sorted({" ".join(passage.split()) for passage in passages if passage.strip()}, key=len, reverse=True)
    each = [r"\s+".join(re.escape(word) for word in passage.split()) for passage in each_once]
    return re.compile("|".join(each) or r"(?!)", re.IGNORECASE)


def forget_files(public_id: str) -> None:
    """Take away what was printed of an item: the frozen contents at once, the files when the transaction is through."""
    gone = Rendering.objects.filter(public_id=public_id)
    files = [(row.pdf_sha256, row.docx_sha256) for row in gone]
    gone.delete()

    def remove() -> None:
        for pdf, docx in files:
            if pdf and not Rendering.objects.filter(pdf_sha256=pdf).exists():
                store.pdf.remove(pdf)
            if docx and not Rendering.objects.filter(docx_sha256=docx).exists():
                store.docx.remove(docx)

    transaction.on_commit(remove)


def version_of(public_id: str) -> int:
    """The version that is released: the first, until a redacted one was issued."""
    latest = Redaction.objects.filter(public_id=public_id).order_by("-version").values_list("version", flat=True)
    return latest.first() or 1


def redactions_of(public_id: str) -> list[Redaction]:
    """The redacted versions of a document, the latest first. One query."""
    return list(Redaction.objects.filter(public_id=public_id).order_by("-version"))


def redaction_blocks(public_id: str, language: str) -> list[Block]:
    """What the document itself says of it, at its end: nothing where nothing was blackened. One query."""
    found = redactions_of(public_id)
    if not found:
        return []
    lines = [words.redaction_line(one.version, one.at, one.reason, one.before_sha256, language) for one in found]
    return [Heading(words.redacted_title(language)), *(Paragraph(line) for line in lines)]
