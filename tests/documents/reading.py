"""Reads a PDF the way a screen reader does: along its structure tree, with the text each element marks."""

import io
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf

_INVISIBLE = re.compile("[\\s\u00ad\u200b\u2060]+")


@dataclass(frozen=True)
class Spoken:
    """One stretch of text with the tags around it, outermost first."""

    tags: tuple[str, ...]
    text: str


def read_aloud(data: bytes) -> list[Spoken]:
    """Everything the structure tree holds, in its order; a figure speaks its alternative."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pages = {page.objgen: _marked_text(page) for page in pdf.pages}
        root = pdf.Root.StructTreeRoot
        return [spoken for spoken in _walk(root.get("/K"), None, (), pages) if spoken.text]


def read_pages(data: bytes) -> list[str]:
    """All marked text of each page, in the order it was drawn."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return ["".join(_marked_text(page).values()) for page in pdf.pages]


def joined(lines: list[str]) -> str:
    """Text without anything a line break could have changed, for comparing."""
    return _INVISIBLE.sub("", "".join(lines)).replace("\u2011", "-")


def _walk(node, page, tags, pages) -> Iterator[Spoken]:
    if node is None:
        return
    if isinstance(node, int):
        yield Spoken(tags, pages[page][node])
    elif isinstance(node, pikepdf.Array):
        for child in node:
            yield from _walk(child, page, tags, pages)
    elif node.get("/Type") == "/MCR":
        yield Spoken(tags, pages[node.get("/Pg").objgen if "/Pg" in node else page][int(node.MCID)])
    elif "/S" in node:
        page = node.Pg.objgen if "/Pg" in node else page
        inner = (*tags, str(node.S).lstrip("/"))
        if "/Alt" in node and inner[-1] == "Figure":
            yield Spoken(inner, str(node.Alt))
        else:
            yield from _walk(node.get("/K"), page, inner, pages)


def _marked_text(page) -> dict[int, str]:
    """Marked content of one page: number → text. Replacement texts count instead of what they replace."""
    texts: dict[int, str] = defaultdict(str)
    fonts = {name: _to_unicode(font) for name, font in page.Resources.get("/Font", {}).items()}
    properties = page.Resources.get("/Properties", {})
    open_marks: list[tuple[int | None, bool]] = []
    font: dict[int, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in {"BDC", "BMC"}:
            given = operands[1] if name == "BDC" else {}
            given = properties[given] if isinstance(given, pikepdf.Name) else given
            number, replaced = open_marks[-1] if open_marks else (None, False)
            number = int(given["/MCID"]) if "/MCID" in given else number
            if "/ActualText" in given and number is not None and not replaced:
                texts[number] += str(given["/ActualText"])
                replaced = True
            open_marks.append((number, replaced))
        elif name == "EMC":
            open_marks.pop()
        elif name == "Tf":
            font = fonts[operands[0]]
        elif name in {"Tj", "TJ"} and open_marks and open_marks[-1][0] is not None and not open_marks[-1][1]:
            pieces = operands[0] if name == "TJ" else [operands[0]]
            for piece in pieces:
                if isinstance(piece, pikepdf.String):
                    texts[open_marks[-1][0]] += _decoded(bytes(piece), font)
    return texts


def _decoded(raw: bytes, font: dict[int, str]) -> str:
    return "".join(font.get(int.from_bytes(raw[at : at + 2]), "\ufffd") for at in range(0, len(raw), 2))


def _to_unicode(font) -> dict[int, str]:
    cmap = font.ToUnicode.read_bytes().decode("latin-1")
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for low, high, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            first = int(text, 16)
            for offset in range(int(high, 16) - int(low, 16) + 1):
                found[int(low, 16) + offset] = chr(first + offset)
    return found
