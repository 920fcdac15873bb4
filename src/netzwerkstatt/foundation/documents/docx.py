"""The DOCX writer: the same document for whoever goes on working with it in an office program.

Headings, lists, tables and pictures are real ones, so that outline, navigation and screen readers work; drawings come
as pictures with their text. The same content gives the same bytes: the only clock is the document's own date.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import docx
import typst
from docx.document import Document as File
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor
from docx.table import Table as FileTable
from docx.text.paragraph import Paragraph as Line

from netzwerkstatt.foundation.documents import pictures, words
from netzwerkstatt.foundation.documents.blocks import (
    QR,
    Document,
    Figure,
    Heading,
    List,
    NumberedParagraph,
    Paragraph,
    Run,
    Signatures,
    Step,
    Table,
    Thread,
    ThreadMark,
    Words,
    leading_in,
)
from netzwerkstatt.foundation.documents.closing import closing_blocks, closing_lines
from netzwerkstatt.foundation.documents.pdf import fonts, foot, printable

_FONT = "Fira Sans"
_TEXT_WIDTH, _CODE_WIDTH = Cm(16), Cm(3)
_TALLEST = Cm(8.2)
"""A picture that is higher gets narrower, so that two of them, their words and a table find room on two pages."""
_LETTER, _AROUND = Cm(0.23), Cm(0.45)
"""How much room a letter of a table takes at most, and what stands free around the words of a cell."""
_SHARP = 220.0
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_PICTURE = b"#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), width: 16cm)\n"


def to_docx(document: Document) -> bytes:
    """The document as an Office Open XML file (ISO/IEC 29500), in the order of every other writer.

    Raises `typst.TypstError` where a drawing is broken.
    """
    file = docx.Document()
    _prepare(file, document)
    _head(file, document)
    blocks = (*document.blocks, *closing_blocks(document))
    kept = leading_in(blocks)
    for place, block in enumerate(blocks):
        begins = len(file.element.body) - 1  # the last one holds the page
        _WRITERS[block.type](file, block, document)
        if place in kept or isinstance(block, Heading | Step):
            _keep_with_next(Line(line, file) for line in file.element.body[begins:-1])
    for line in closing_lines(document):
        file.add_paragraph(_clean(line), style="Note")
    return _packed(file)


# ---------------------------------------------------------------- page, styles, head


def _prepare(file: File, document: Document) -> None:
    about, moment = file.core_properties, datetime.datetime.combine(document.dated, datetime.time())
    about.title, about.author, about.language = _clean(document.title), _clean(document.issuer), document.language
    about.subject, about.keywords = _clean(f"{document.kind_label} {document.number}".strip()), document.number
    about.created = about.modified = moment
    about.last_modified_by, about.comments = "", ""
    page = file.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.5)
    page.top_margin = page.bottom_margin = Cm(2)
    page.header_distance = page.footer_distance = Cm(1)
    page.header.paragraphs[0].text = _clean(" · ".join(part for part in (document.issuer, document.number) if part))
    _foot(page.footer.paragraphs[0], document)
    _style(file, document.language)


def _foot(line: Line, document: Document) -> None:
    line.text = _clean("\n".join(foot(document))) + "\n"
    before, between, after = words.page_of(document.language).replace("{pages}", "{page}").split("{page}")
    for text, field in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
        line.add_run(text)
        if field:
            _field(line, field)


def _field(line: Line, name: str) -> None:
    """A number that the office program counts."""
    for kind in ("begin", "separate", "end"):
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        line.add_run()._r.append(mark)  # noqa: SLF001 - the library has no word for fields
        if kind == "begin":
            code = OxmlElement("w:instrText")
            code.text = name
            line.add_run()._r.append(code)  # noqa: SLF001


def _style(file: File, language: str) -> None:
    normal = file.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(10.5)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), language if "-" in language else {"de": "de-DE", "en": "en-GB"}.get(language, language))
    normal.element.get_or_add_rPr().append(spoken)
    for name in ("Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "Caption"):
        style = file.styles[name]
        style.font.name, style.font.color.rgb = _FONT, _colour("ink")
        fonts_of = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts_of.attrib.pop(qn(f"w:{theme}"), None)
    for border in file.styles["Title"].element.iter(qn("w:bottom")):
        border.set(qn("w:color"), pictures.COLOURS["thread"][1:])
    lead = file.styles["Subtitle"]
    lead.font.italic, lead.font.size = False, Pt(13)
    for spacing in list(lead.element.iter(qn("w:spacing"))):
        spacing.getparent().remove(spacing)
    note = file.styles.add_style("Note", WD_STYLE_TYPE.PARAGRAPH)
    note.base_style, note.font.size, note.font.color.rgb = normal, Pt(8.5), _colour("ink-soft")
    note.paragraph_format.space_before, note.paragraph_format.space_after = Pt(3), Pt(4)
    file.styles["Heading 1"].paragraph_format.space_before = Pt(16)
    caption = file.styles["Caption"]
    caption.font.size, caption.paragraph_format.space_before, caption.paragraph_format.space_after = (
        Pt(10.5),
        Pt(12),
        Pt(3),
    )
    cell = file.styles.add_style("Cell", WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style, cell.font.size = normal, Pt(9.5)
    cell.paragraph_format.space_before = cell.paragraph_format.space_after = Pt(2)
    cell.paragraph_format.line_spacing = 1.0
    for name in ("Header", "Footer"):
        file.styles[name].font.size, file.styles[name].font.color.rgb = Pt(8), _colour("ink-soft")


def _colour(name: str) -> RGBColor:
    return RGBColor.from_string(pictures.COLOURS[name][1:].upper())


def _head(file: File, document: Document) -> None:
    file.add_paragraph(_clean(f"{document.kind_label} {document.number}"), style="Note")
    file.add_paragraph(_clean(document.title), style="Title")
    if document.subtitle:
        file.add_paragraph(_clean(document.subtitle), style="Subtitle")
    if document.facts:
        table = file.add_table(0, 2)
        _fill(table, document.facts, _clean)
        _set_widths(table, document.facts)


# ---------------------------------------------------------------- blocks


def _heading(file: File, block: Heading, _document: Document) -> None:
    file.add_heading(_clean(block.text), block.level)
    _note(file, block.kicker)


def _step(file: File, block: Step, _document: Document) -> None:
    file.add_heading(_clean(block.text), 2)
    _note(file, block.margin)


def _paragraph(file: File, block: Paragraph, _document: Document) -> None:
    _say(file.add_paragraph(), block.text)
    _note(file, block.note)


def _numbered(file: File, block: NumberedParagraph, _document: Document) -> None:
    line = file.add_paragraph()
    line.add_run(f"{_clean(block.number)} ").bold = True
    _say(line, block.text)
    _note(file, block.note)
    for mark in block.sources:
        _mark(file, mark)


def _table(file: File, block: Table, _document: Document) -> None:
    if block.caption:
        _keep_with_next([file.add_paragraph(_clean(block.caption), style="Caption")])
    table = file.add_table(0, len(block.header), style="Table Grid")
    _fill(table, (block.header, *block.rows), _clean)
    _set_widths(table, (block.header, *block.rows))
    _set_rules(table)
    head = table.rows[0]
    repeated = OxmlElement("w:tblHeader")
    head._tr.get_or_add_trPr().append(repeated)  # noqa: SLF001 - the library has no word for header rows
    _keep_with_next(cell.paragraphs[0] for cell in head.cells)
    for cell in head.cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True
    for row in table.rows:
        for place in block.numeric:
            row.cells[place].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _note(file, block.note)


def _fill(table: FileTable, rows: Iterable[tuple[str, ...]], clean: Callable[[str], str]) -> None:
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):  # type: ignore[no-untyped-call] # the library's own lack
            cell.paragraphs[0].style = "Cell"
            cell.paragraphs[0].add_run(clean(text))


def _set_widths(table: FileTable, rows: Sequence[tuple[str, ...]]) -> None:
    """Each column gets what its longest word needs, and the rest goes to those with more to say: office programs would make all
    columns equal and break words in two.
    """
    columns = list(zip(*rows, strict=True))
    words = [max((len(word) for cell in column for word in cell.split()), default=1) for column in columns]
    texts = [max(len(cell) for cell in column) for column in columns]
    least = [int(_AROUND + _LETTER * length) for length in words]
    wanted = [max(0, int(_AROUND + _LETTER * length) - low) for length, low in zip(texts, least, strict=True)]
    room = max(0, int(_TEXT_WIDTH) - sum(least))
    share = min(1.0, room / sum(wanted)) if sum(wanted) else 0.0
    widths = [low + int(more * share) for low, more in zip(least, wanted, strict=True)]
    widths[0] += max(0, int(_TEXT_WIDTH) - sum(widths))  # figures stand at the right edge, beside each other
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        for part in (column, *column.cells):
            part.width = Emu(width * int(_TEXT_WIDTH) // max(sum(widths), int(_TEXT_WIDTH)))


def _set_rules(table: FileTable) -> None:
    """A line in ink above, hairlines between the rows, nothing at the sides: as on the page."""
    borders = OxmlElement("w:tblBorders")
    for side, size, colour in (
        ("top", "12", "ink"), ("left", "0", ""), ("bottom", "4", "rule"), ("right", "0", ""), ("insideH", "4", "rule"),
        ("insideV", "0", ""),
    ):  # fmt: skip
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "single" if colour else "nil")
        if colour:
            for name, value in (("sz", size), ("space", "0"), ("color", pictures.COLOURS[colour][1:])):
                line.set(qn(f"w:{name}"), value)
        borders.append(line)
    about = table._tbl.tblPr  # noqa: SLF001 - the library has no word for borders
    about.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook", "w:tblCaption")


def _figure(file: File, block: Figure, _document: Document) -> None:
    _keep_with_next([file.add_paragraph(_clean(block.title), style="Caption")])
    line = file.add_paragraph(_clean(block.subtitle), style="Note")
    line.paragraph_format.keep_together = (
        True  # LibreOffice parts a picture from the line before it, whatever that line says
    )
    if block.subtitle:
        line.add_run().add_break()
    _picture(line, pictures.for_print(block.svg), block.alt, _TEXT_WIDTH)
    _note(file, block.source)


def _list(file: File, block: List, _document: Document) -> None:
    number = _new_numbering(file) if block.ordered else 0
    for item in block.items:
        line = file.add_paragraph(style="List Number" if block.ordered else "List Bullet")
        if number:
            line._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = number  # noqa: SLF001
        _say(line, item)


def _new_numbering(file: File) -> int:
    """A list that begins at 1 again; office programs would go on counting."""
    numbering = file.part.numbering_part.element
    style = file.styles["List Number"].element
    known = style.pPr.numPr.numId.val
    number = numbering.add_num(numbering.num_having_numId(known).abstractNumId.val)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(number.numId)


def _thread(file: File, block: Thread, document: Document) -> None:
    for part in block.beside:
        _WRITERS[part.type](file, part, document)
    for mark in block.marks:
        _mark(file, mark)


def _mark(file: File, mark: ThreadMark) -> None:
    """A knot in words, set off by a golden line at its left."""
    line = file.add_paragraph(style="Note")
    line.paragraph_format.left_indent = Cm(0.6)
    _gold(line, open_end=mark.open)
    line.add_run(_clean(f"{mark.number} {mark.kind}")).bold = True
    for text in (mark.title, mark.changed, mark.when):
        if text:
            line.add_run("\n" + _clean(text))


def _gold(line: Line, *, open_end: bool) -> None:
    borders, left = OxmlElement("w:pBdr"), OxmlElement("w:left")
    colour = pictures.COLOURS["thread-open" if open_end else "thread"]
    for name, value in (
        ("val", "dotted" if open_end else "single"),
        ("sz", "18"),
        ("space", "6"),
        ("color", colour[1:]),
    ):
        left.set(qn(f"w:{name}"), value)
    borders.append(left)
    line._p.get_or_add_pPr().insert_element_before(  # noqa: SLF001 - the library has no word for borders
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _signatures(file: File, block: Signatures, _document: Document) -> None:
    for person in block.people:
        line = file.add_paragraph()
        line.add_run(_clean(person.name)).bold = True
        for text in (person.role, person.when):
            if text:
                line.add_run("\n" + _clean(text))


def _qr(file: File, block: QR, _document: Document) -> None:
    shown = words.without_scheme(block.address)
    if block.text:
        file.add_paragraph(_clean(block.text))
    _picture(file.add_paragraph(), pictures.code(block.address), "", _CODE_WIDTH)
    _link(file.add_paragraph(), shown, block.address)


_WRITERS: Mapping[str, Callable[[File, Any, Document], None]] = {
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


def _keep_with_next(lines: Iterable[Line]) -> None:
    """No page ends between these and what follows."""
    for line in lines:
        line.paragraph_format.keep_with_next = True


# ---------------------------------------------------------------- words and pictures


def _say(line: Line, said: Words) -> None:
    for run in (Run(said),) if isinstance(said, str) else said:
        if run.link:
            _link(line, run.text, run.link)
            continue
        for place, part in enumerate(run.text.split("\n")):
            piece = line.add_run(_spaced(part))
            piece.bold, piece.italic = run.strong or None, run.emphasis or None
            if place < run.text.count("\n"):
                piece.add_break()


def _link(line: Line, text: str, address: str) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), line.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = line.add_run(_spaced(text))
    run.font.underline = True
    run.font.color.rgb = _colour("accent")
    link.append(run._r)  # noqa: SLF001 - the library has no word for links
    line._p.append(link)  # noqa: SLF001


def _note(file: File, text: str) -> None:
    if text:
        file.add_paragraph(_clean(text), style="Note")


def _picture(line: Line, svg: str, alt: str, width: Any) -> None:
    """A drawing as a picture; one without a text of its own is an ornament and marked as one."""
    drawn = typst.compile(_PICTURE, format="png", ppi=_SHARP, sys_inputs={"svg": svg}, font_paths=fonts())
    shape = line.add_run().add_picture(io.BytesIO(drawn), width=width)
    if shape.height > _TALLEST:
        shape.width, shape.height = Emu(shape.width * _TALLEST // shape.height), _TALLEST
    shape._inline.docPr.set("descr", _clean(alt))  # noqa: SLF001 - the library has no word for the alternative text


def _clean(text: str) -> str:
    """What an XML file can hold, on one line; line breaks we put in ourselves stay."""
    return "\n".join(printable(line, set()) for line in text.split("\n"))


def _spaced(text: str) -> str:
    """As `_clean`, with the spaces at both ends: the next word stands in another run."""
    clean = printable(text, set()).strip()
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{' ' if before else ''}{clean}{' ' if after and clean else ''}"


def _packed(file: File) -> bytes:
    """The file with the same date on every part."""
    written, packed = io.BytesIO(), io.BytesIO()
    file.save(written)
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as fixed:
        for name in sorted(parts.namelist(), key=lambda part: (part != "[Content_Types].xml", part)):
            fixed.writestr(zipfile.ZipInfo(name, _EARLIEST), parts.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
