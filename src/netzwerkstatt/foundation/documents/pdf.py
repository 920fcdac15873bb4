"""The PDF writer: a document as tagged PDF, PDF/UA-1 and PDF/A-2a at once, the same bytes for the same content.

Typst sets the page (`typst/document.typ`) and its own validator refuses what breaks either standard. Content reaches
it as JSON data and is set as strings: a title `#panic("x")` prints as these eleven characters. Only the fonts of the
house and those built into Typst are used, never those of the machine.
"""

import datetime
import functools
import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import typst

from netzwerkstatt.foundation.documents import pictures, words
from netzwerkstatt.foundation.documents.blocks import (
    Block,
    Document,
    Heading,
    NumberedParagraph,
    Step,
    block_to_json,
    leading_in,
)
from netzwerkstatt.foundation.documents.closing import closing_blocks, closing_lines

STANDARDS: list[Any] = ["ua-1", "a-2a"]
TEMPLATE = Path(__file__).parent / "typst" / "document.typ"
FONTS = Path(__file__).parents[1] / "ui" / "static" / "ui" / "vendor" / "fonts-ttf"
BOX = "□"

# Typst names each cluster no font can show ("the text `"…"` could not …"); all of them come at once, a second round
# only finds what the first replacement uncovered.
_NOT_SHOWN = re.compile(r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed|the codepoint `"((?:[^"\\]|\\.)+)"`')
_RUST_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
_ROUNDS = 4

_NARROW, _WIDE = 24, 46  # letters that fit a line of the margin, and of the text
_PIECE = 15
_SAYABLE = re.compile(r"(?:[^\W\d_aeiouyäöü]{0,7}[aeiouyäöü])+[^\W\d_aeiouyäöü]{0,7}", re.IGNORECASE)


class PdfError(RuntimeError):
    """The document could not be set; the message is the reason Typst gives."""


def to_pdf(document: Document) -> bytes:
    """The document as PDF/UA-1 + PDF/A-2a.

    A character no font can show is printed as an empty box, and a line at the end says so. Raises `PdfError` when the
    document cannot be set at all, for instance because a drawing is broken.
    """
    missing: set[str] = set()
    for _round in range(_ROUNDS):
        content = json.dumps(printed(document, missing), ensure_ascii=False)
        try:
            return typst.compile(
                TEMPLATE.read_bytes(),
                format="pdf",
                font_paths=fonts(),
                sys_inputs={"document": content},
                pdf_standards=STANDARDS,
                timestamp=datetime.datetime.combine(document.dated, datetime.time(), datetime.UTC),
            )
        except typst.TypstError as error:
            found = set(_not_shown(error.diagnostic)) - missing
            if not found:
                raise PdfError(error.message) from error
            missing |= found
    message = "Too many characters cannot be printed."
    raise PdfError(message)


def printed(document: Document, missing: set[str]) -> dict[str, Any]:
    """What the template gets: every word of the page, ready to be set. `missing` clusters become boxes."""
    language, _, rest = document.language.partition("-")
    region = rest if len(rest) == 2 and rest.isalpha() else None
    blocks = [*document.blocks, *closing_blocks(document)]
    content: dict[str, Any] = _cleaned(
        {
            "title": document.title,
            "subtitle": document.subtitle,
            "issuer": document.issuer,
            "head": f"{document.kind_label} {document.number}".strip(),
            "kind-line": f"{document.kind_label} {document.number}".strip(),
            "loop-number": _loop_number(document.number),
            "keywords": [document.number] if document.number else [],
            "facts": document.facts,
            "foot": foot(document),
            "page-of": words.page_of(document.language),
            "closing": closing_lines(document, boxed=bool(missing)),
            "blocks": [_block(block, document) for block in blocks],
        },
        missing,
    )
    carried = thread_carried(document)
    kept = leading_in(blocks)
    for place, block in enumerate(content["blocks"]):
        block |= {name: place in places for name, places in (*carried.items(), ("kept", kept))}
    return content | {
        "lang": language,
        "region": region,
        "kind-colour": pictures.COLOURS[f"stage-{document.stage}"],
        "thread-ends": not carried["to"],
    }


def foot(document: Document) -> list[str]:
    """The two lines at the foot of every page."""
    return [
        words.version_line(
            number=document.number,
            version=document.version,
            dated_words=document.dated_words,
            date=document.dated,
            language=document.language,
        ),
        words.checksum_line(document.fingerprint, document.check_at, document.language),
    ]


def thread_carried(document: Document) -> dict[str, set[int]]:
    """Beside which blocks the thread runs: places `carried`, where a stretch begins (`from`) and where it ends (`to`).

    It drops out of the head and runs to the last numbered paragraph in a row. Paragraphs numbered later in the
    document get a stretch of their own, from their heading on.
    """
    if any(isinstance(block, Step) for block in document.blocks):
        return _thread_of_steps(document)
    carried: set[int] = set()
    begins: set[int] = set()
    ends: set[int] = set()
    start: int | None = 0
    last: int | None = None
    for place, block in enumerate(document.blocks):
        if isinstance(block, NumberedParagraph):
            start = place if start is None else start
            last = place
        elif isinstance(block, Heading):
            start = place if start is None else start
        elif last is not None:
            carried |= set(range(start or 0, last + 1))
            begins |= {start} if start else set()
            ends.add(last)
            start = last = None
        elif ends:
            start = None
    if last is not None:
        carried |= set(range(start or 0, last + 1))
        begins |= {start} if start else set()
        ends.add(last)
    return {"carried": carried, "from": begins, "to": ends}


def _thread_of_steps(document: Document) -> dict[str, set[int]]:
    """Out of the head, past every step, to the end of the section in which the last step stands."""
    last = max(place for place, block in enumerate(document.blocks) if isinstance(block, Step))
    while last + 1 < len(document.blocks):
        following = document.blocks[last + 1]
        if isinstance(following, Heading) and following.level == 1:
            break
        last += 1
    return {"carried": set(range(last + 1)), "from": set(), "to": {last}}


def printable(text: str, missing: set[str]) -> str:
    """Text a PDF/A can hold: one line, no control characters, no private ones, boxes for what no font shows.

    A line break that is a run of its own stays one.
    """
    return text if text == "\n" else " ".join(re.split(r"[\t\n\r ]+", _boxed(text, missing)))


def _boxed(text: str, missing: set[str]) -> str:
    kept = "".join(_kept(sign) for sign in unicodedata.normalize("NFC", text))
    for cluster in sorted(missing - _JOINERS, key=len, reverse=True):
        kept = kept.replace(cluster, BOX)
    kept = re.sub(f"{BOX}(?:[\u200d\ufe0f]+{BOX}?)+", BOX, kept)  # a family of three is one picture
    for joiner in missing & _JOINERS:
        kept = kept.replace(joiner, "")
    return kept


def breakable(text: str, fits: int) -> str:
    """Words that no language can divide get places to break: addresses after their marks, endless ones anywhere.

    What can be spoken is left to the hyphenation of its language; a break within an address adds no hyphen that would seem to belong to it.
    """
    return " ".join(_with_breaks(word) if len(word) > fits else word for word in text.split(" "))


def _with_breaks(word: str) -> str:
    marked = re.sub(r"(?<=[/_?&=])(?=[^/\s])", "\u200b", word)
    return re.sub(rf"[^\u200b\u00ad-]{{{_WIDE + 1},}}", _in_pieces, marked)


def _in_pieces(found: re.Match[str]) -> str:
    return (
        found[0]
        if _SAYABLE.fullmatch(found[0])
        else "\u200b".join(found[0][at : at + _PIECE] for at in range(0, len(found[0]), _PIECE))
    )


_JOINERS = {"\u200d", "\ufe0f"}
_REPLACED = {"\u2011": "-", "\u2010": "-", "\ufeff": "", "\u2028": " ", "\u2029": " "}


def _kept(sign: str) -> str:
    if sign in _REPLACED:
        return _REPLACED[sign]
    match unicodedata.category(sign):
        case "Cc":
            return " " if sign in "\t\n\r" else ""
        case "Cs" | "Co" | "Cn":
            return BOX
    return sign


def _not_shown(diagnostic: str) -> list[str]:
    def unescaped(found: re.Match[str]) -> str:
        return chr(int(found[1], 16)) if found[1] else found[2]

    return [_RUST_ESCAPE.sub(unescaped, first or second) for first, second in _NOT_SHOWN.findall(diagnostic)]


@functools.cache
def fonts() -> typst.Fonts:
    """The fonts of the house and those built into Typst, none of the machine. Raises `PdfError` where they are missing."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)])
    if "Fira Sans" not in fonts.families():
        message = "The fonts are missing: run “make assets”."
        raise PdfError(message)
    return fonts


_VERBATIM = frozenset({"type", "link", "address"})
_WHOLE = frozenset({"alt", "closing", "keywords"})
_IN_MARGIN = frozenset({"note", "source", "when", "kicker"})


def _cleaned(value: Any, missing: set[str], name: str = "") -> Any:
    """The same content fit to be printed; `name` says where it stands and so how much room it has."""
    if isinstance(value, Mapping):
        return {inner: each if inner in _VERBATIM else _cleaned(each, missing, inner) for inner, each in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(each, missing, name) for each in value]
    if not isinstance(value, str):
        return value
    if name == "svg":
        return _boxed(value, missing)
    clean = printable(value, missing)
    if name in _WHOLE:
        return clean
    return breakable(clean, _NARROW if name in _IN_MARGIN else _WIDE)


def _block(block: Block, document: Document) -> dict[str, Any]:
    return _with_drawings(block_to_json(block), document)


def _with_drawings(content: dict[str, Any], document: Document) -> dict[str, Any]:
    extra = _EXTRAS.get(content["type"])
    return content | extra(content, document) if extra else content


def _figure(content: Mapping[str, Any], _document: Document) -> dict[str, Any]:
    return {"svg": pictures.for_print(content["svg"])}


def _qr(content: Mapping[str, Any], _document: Document) -> dict[str, Any]:
    address = content["address"]
    return {
        "svg": pictures.code(address),
        "shown": words.without_scheme(address),
    }


def _thread(content: Mapping[str, Any], document: Document) -> dict[str, Any]:
    return {"beside": [_with_drawings(each, document) for each in content["beside"]]}


_Extra: TypeAlias = Callable[[Mapping[str, Any], Document], dict[str, Any]]
_EXTRAS: Mapping[str, _Extra] = {
    "figure": _figure,
    "thread": _thread,
    "qr": _qr,
}


def _loop_number(number: str) -> str:
    """W-0019 is too long for the loop: W-19."""
    letters, dash, digits = number.partition("-")
    return f"{letters}{dash}{digits.lstrip('0').rjust(2, '0')}" if digits.isdigit() else number
