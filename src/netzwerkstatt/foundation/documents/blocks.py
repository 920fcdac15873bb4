"""The block tree: what a document says, in the order it is read, with no word about how it looks.

Rooms build a `Document` from the same queries as their pages. Every writer takes the same tree, so that page, PDF and
any later format say the same. Blocks are values: frozen, compared by content, and they survive the way to JSON and
back unchanged. What cannot be printed for everybody (a picture without a text for those who do not see it, an address
a reader must not follow) is refused when it is built, not when it is printed.
"""

import datetime
import hashlib
import itertools
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, ClassVar, TypeAlias

_FOLLOWABLE = re.compile(r"(https?://|mailto:)\S+", re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_NESTED = re.compile(r"<!DOCTYPE|<!ENTITY", re.IGNORECASE)
DEEPEST_HEADING = 3
_LONGEST_LEAD = 400  # letters: what is longer stands by itself


class InvalidDocumentError(ValueError):
    """The content cannot become a document; the message says which part and why."""


class Stage(StrEnum):
    """The kind of thing a document is about; it gives the line above the title its colour."""

    EVIDENCE = "evidence"
    PROBLEM = "problem"
    WORKSHOP = "workshop"
    IDEA = "idea"
    IDEAS_WORKSHOP = "ideas-workshop"
    PARTICIPATION = "participation"
    PROJECT = "project"
    TRANSFER = "transfer"
    RECOMMENDATION = "recommendation"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text within a paragraph: strong, emphasised, or a link that may be followed."""

    text: str
    strong: bool = False
    emphasis: bool = False
    link: str = ""

    def __post_init__(self) -> None:
        if self.link:
            _require_followable(self.link)


Words: TypeAlias = str | tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class ThreadMark:
    """A knot of the golden thread: short number ("B-0142"), kind ("Beleg"), title and when or where it was.

    `open` is what has not happened yet: drawn hollow and dotted, never gold. `changed` tells in one sentence what
    became of a figure after the document was released; it is printed as a footnote.
    """

    number: str
    kind: str
    title: str
    when: str = ""
    open: bool = False
    changed: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A section (level 1) or what lies within one (2, 3). `kicker` stands small in the margin beside a section."""

    type: ClassVar[str] = "heading"
    text: str
    kicker: str = ""
    level: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.level <= DEEPEST_HEADING:
            raise InvalidDocumentError(f"A heading has level 1 to {DEEPEST_HEADING}, not {self.level}.")


@dataclass(frozen=True, slots=True)
class Step:
    """The heading of one step of a course, within a section. Its number hangs on the thread in the margin, beside it
    when it began and how long it took ("13.45", "25 min"). The thread runs on to the end of the section.
    """

    type: ClassVar[str] = "step"
    number: str
    text: str
    when: str = ""
    span: str = ""

    @property
    def margin(self) -> str:
        """What stands in the margin, as it is read."""
        return " ".join(part for part in (self.number, self.when, self.span) if part)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `note` is its source or remark, small in the margin at the same height."""

    type: ClassVar[str] = "paragraph"
    text: Words
    note: str = ""


@dataclass(frozen=True, slots=True)
class NumberedParagraph:
    """A paragraph that is quoted by its number, with the knots it rests on; kept together with them on one page.

    `note` is one line below the text, such as the amendment that changed it.
    """

    type: ClassVar[str] = "numbered"
    number: str
    text: Words
    sources: tuple[ThreadMark, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under one header. `numeric` names the columns of figures, counted from 0: they stand right-aligned."""

    type: ClassVar[str] = "table"
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        if not self.header:
            raise InvalidDocumentError(f"The table “{self.caption}” has no header.")
        for place, row in enumerate(self.rows, start=1):
            if len(row) != len(self.header):
                raise InvalidDocumentError(
                    f"The table “{self.caption}” has {len(self.header)} columns, its row {place} has {len(row)}."
                )


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing with the finding as its title. `alt` says in words what the drawing shows and is never empty."""

    type: ClassVar[str] = "figure"
    svg: str
    alt: str
    title: str
    subtitle: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        if not self.alt.strip():
            raise InvalidDocumentError(f"The figure “{self.title}” has no text for those who do not see it.")
        if "<svg" not in self.svg:
            raise InvalidDocumentError(f"The figure “{self.title}” is not a drawing (SVG).")
        if _NESTED.search(self.svg):
            raise InvalidDocumentError(f"The figure “{self.title}” has a document type: that is where entities hide.")


@dataclass(frozen=True, slots=True)
class List:
    """Points of a list, counted when `ordered`."""

    type: ClassVar[str] = "list"
    items: tuple[Words, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class QR:
    """An address as a code to scan and written out; `text` tells what one finds there."""

    type: ClassVar[str] = "qr"
    address: str
    text: str = ""

    def __post_init__(self) -> None:
        _require_followable(self.address)


@dataclass(frozen=True, slots=True)
class Thread:
    """A stretch of the thread. With `beside`, its knots stand in the margin of these blocks; else line by line."""

    type: ClassVar[str] = "thread"
    marks: tuple[ThreadMark, ...]
    beside: tuple[Paragraph | QR, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """Somebody who released the document: name, in which function, when."""

    name: str
    role: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """Those who released the document."""

    type: ClassVar[str] = "signatures"
    people: tuple[Signature, ...]


Block: TypeAlias = Heading | Step | Paragraph | NumberedParagraph | Table | Figure | List | Thread | Signatures | QR
BLOCKS: Mapping[str, type[Block]] = {
    kind.type: kind
    for kind in (Heading, Step, Paragraph, NumberedParagraph, Table, Figure, List, Thread, Signatures, QR)
}


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that is printed: head, blocks in reading order, foot.

    `facts` are label and value pairs below the title. `dated` is the day of decision or release; with `dated_words`
    ("beschlossen am") it stands in the foot and it is the only clock a document knows, so that the same content gives
    the same file. `checksum` is the fingerprint the reader can check; left empty, it is that of this content.
    `check_at` says where it can be checked.
    """

    title: str
    kind_label: str
    number: str
    dated: datetime.date
    language: str = "de"
    subtitle: str = ""
    issuer: str = ""
    stage: Stage = Stage.RECOMMENDATION
    facts: tuple[tuple[str, str], ...] = ()
    blocks: tuple[Block, ...] = field(default=())
    version: str = ""
    dated_words: str = ""
    checksum: str = ""
    check_at: str = ""
    address: str = ""

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise InvalidDocumentError("A document has a title.")
        if not _LANGUAGE.fullmatch(self.language):
            raise InvalidDocumentError(f"“{self.language}” is not a language tag.")
        if self.address:
            _require_followable(self.address)

    @property
    def fingerprint(self) -> str:
        """What stands as checksum in the foot: the one given, else the SHA-256 of the content."""
        return self.checksum or sha256_of(self.to_json())

    def to_json(self) -> dict[str, Any]:
        """The content as plain data; `from_json` gives back an equal document."""
        plain: dict[str, Any] = _plain(self)
        return plain

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> "Document":
        """The document of stored content. Raises `InvalidDocumentError` if the content is none."""
        try:
            return cls(
                **{
                    **content,
                    "dated": datetime.date.fromisoformat(content["dated"]),
                    "stage": Stage(content["stage"]),
                    "facts": tuple((label, value) for label, value in content["facts"]),
                    "blocks": tuple(_block(block) for block in content["blocks"]),
                }
            )
        except InvalidDocumentError:
            raise
        except (KeyError, TypeError, ValueError) as error:
            raise InvalidDocumentError(f"The stored content is not a document: {error!r}") from error


def block_to_json(block: Block) -> dict[str, Any]:
    """One block as plain data, with its `type`."""
    plain: dict[str, Any] = _plain(block)
    return plain


def canonical(content: Mapping[str, Any]) -> bytes:
    """The one byte form of a content, fit for hashing: sorted keys, no spaces, UTF-8.

    Raises `InvalidDocumentError` for text that is no Unicode text (half a pair, a null character).
    """
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    if "\\u0000" in text.replace("\\\\", ""):
        raise InvalidDocumentError("A document holds no null character.")
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise InvalidDocumentError("A document holds only whole characters.") from error


def sha256_of(content: Mapping[str, Any]) -> str:
    """The fingerprint of a content, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(content)).hexdigest()


def plain_text(words: Words) -> str:
    """Words without their emphasis."""
    return words if isinstance(words, str) else "".join(run.text for run in words)


def leading_in(blocks: Sequence[Block]) -> set[int]:
    """Places of the short paragraphs that say what the table, list or figure behind them is: they stay with it."""
    return {
        place
        for place, (block, behind) in enumerate(itertools.pairwise(blocks))
        if isinstance(block, Paragraph)
        and isinstance(behind, Table | List | Figure)
        and len(plain_text(block.text)) <= _LONGEST_LEAD
    }


def _require_followable(address: str) -> None:
    if not _FOLLOWABLE.fullmatch(address):
        raise InvalidDocumentError(f"“{address}” is not an address that can be printed: it begins with https:// …")


def _plain(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if hasattr(value, "__dataclass_fields__"):
        named = {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
        return {"type": value.type, **named} if hasattr(value, "type") else named
    return value


def _block(content: Mapping[str, Any]) -> Block:
    values = dict(content)
    kind = BLOCKS[values.pop("type")]
    for name, read in _READERS.get(kind.type, {}).items():
        values[name] = read(values[name])
    return kind(**values)


def _words(content: str | Sequence[Mapping[str, Any]]) -> Words:
    return content if isinstance(content, str) else tuple(Run(**run) for run in content)


def _marks(content: Sequence[Mapping[str, Any]]) -> tuple[ThreadMark, ...]:
    return tuple(ThreadMark(**mark) for mark in content)


_READERS: Mapping[str, Mapping[str, Any]] = {
    "paragraph": {"text": _words},
    "numbered": {"text": _words, "sources": _marks},
    "table": {
        "header": tuple,
        "rows": lambda rows: tuple(tuple(row) for row in rows),
        "numeric": tuple,
    },
    "list": {"items": lambda items: tuple(_words(item) for item in items)},
    "thread": {"marks": _marks, "beside": lambda blocks: tuple(_block(block) for block in blocks)},
    "signatures": {"people": lambda people: tuple(Signature(**person) for person in people)},
}
