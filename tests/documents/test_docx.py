"""The office file: the same words in the same order, real headings, lists, tables and pictures."""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile

import docx
import pytest
from docx.document import Document as File
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.table import Table
from docx.text.paragraph import Paragraph as Line

from netzwerkstatt.foundation.documents.blocks import BLOCKS, QR, Document, Heading, List, Paragraph, Run
from netzwerkstatt.foundation.documents.blocks import Table as Tabled
from netzwerkstatt.foundation.documents.docx import to_docx
from netzwerkstatt.foundation.documents.pdf import FONTS
from netzwerkstatt.foundation.documents.text import to_text
from tests.documents import samples
from tests.documents.reading import joined

pytestmark = pytest.mark.skipif(not FONTS.is_dir(), reason="the fonts for drawings are not built (make assets)")

SAMPLES = [samples.recommendation, samples.every_block, samples.course, samples.long_document]


def opened(document: Document) -> File:
    return docx.Document(io.BytesIO(to_docx(document)))


def said(file: File) -> list[str]:
    """What stands in the body from top to bottom; a picture speaks its alternative, a list its numbers."""
    lines: list[str] = []
    number = 0
    for part in file.iter_inner_content():
        if isinstance(part, Table):
            lines += [cell.text for row in part.rows for cell in row.cells]
            continue
        assert isinstance(part, Line)
        number = number + 1 if part.style.name == "List Number" else 0
        before = {"List Number": f"{number}. ", "List Bullet": "– "}.get(part.style.name, "")
        alts = [shape.get("descr") for shape in part._p.iter(qn("wp:docPr"))]
        lines += [before + part.text, *alts]
    return lines


def with_blocks(*blocks: object) -> Document:
    return dataclasses.replace(samples.recommendation(), blocks=blocks)


@pytest.mark.parametrize("sample", SAMPLES)
def test_it_says_the_same_words_in_the_same_order_as_the_text(sample):
    document = sample()
    assert joined(said(opened(document))) == joined(to_text(document))


def test_every_kind_of_block_is_tried():
    tried = {block.type for sample in SAMPLES for block in sample().blocks} | {"qr"}  # closes every document
    assert tried == set(BLOCKS)


def test_the_same_content_gives_the_same_bytes():
    assert to_docx(samples.every_block()) == to_docx(samples.every_block())


def test_the_file_tells_what_it_is():
    document = samples.recommendation()
    about = opened(document).core_properties
    assert about.title == document.title
    assert about.language == document.language
    assert about.created.date() == document.dated


def test_headings_lists_and_head_rows_are_real_ones():
    file = opened(samples.every_block())
    styles = {line.style.name for line in file.paragraphs}
    assert {"Title", "Heading 1", "List Bullet", "Caption"} <= styles
    assert all(
        table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
        for table in file.tables
        if table.style.name == "Table Grid"
    )


def test_no_page_ends_between_a_heading_the_words_that_lead_to_a_table_and_the_table():
    lead, alone = Paragraph("What is counted.", note="Since 2020."), Paragraph("Said by itself.")
    table = Tabled("", ("City", "Number"), (("Görlitz", "1"), ("Hettstedt", "2")))
    file = opened(with_blocks(Heading("Cities", kicker="of three"), lead, table, alone))
    kept = {line.text for line in file.paragraphs if line.paragraph_format.keep_with_next}
    assert kept >= {"Cities", "of three", "What is counted.", "Since 2020."}
    assert "Said by itself." not in kept
    head, *rows = next(one for one in file.tables if one.style.name == "Table Grid").rows
    assert all(cell.paragraphs[0].paragraph_format.keep_with_next for cell in head.cells)
    assert not any(cell.paragraphs[0].paragraph_format.keep_with_next for row in rows for cell in row.cells)


def test_columns_are_as_wide_as_what_they_say_and_a_picture_stays_with_what_is_written_above_it():
    rows = (("65 and older for each 100 people of 20 to 64 years", "1", "2"),)
    figure = samples.balance_figure()
    file = opened(with_blocks(Tabled("", ("Figure", "Deutschland", "hier"), rows, (1, 2)), figure))
    widths = [column.width for column in next(one for one in file.tables if one.style.name == "Table Grid").columns]
    assert widths[0] > widths[1] > widths[2]
    assert Cm(15.9) < sum(widths) < Cm(16.05)
    assert widths[1] > Cm(0.22) * len("Deutschland"), "no word is broken in two"
    line = next(one for one in file.paragraphs if one._p.xpath(".//w:drawing"))
    assert line.paragraph_format.keep_together
    assert line.text.strip() == figure.subtitle
    assert max(shape.height for shape in file.inline_shapes) <= Cm(8.2)


def test_every_drawing_has_its_text_and_every_code_its_address():
    file = opened(samples.every_block())
    alts = [shape.get("descr") for shape in file.element.body.iter(qn("wp:docPr"))]
    assert samples.balance_figure().alt in alts
    targets = {link.target_ref for link in file.part.rels.values() if link.is_external}
    assert any(address.startswith("https://") for address in targets)


def test_a_second_list_counts_from_one_again():
    file = opened(with_blocks(List(("a", "b"), ordered=True), Paragraph("between"), List(("c",), ordered=True)))
    numbers = [line._p.pPr.numPr.numId.val for line in file.paragraphs if line.style.name == "List Number"]
    assert numbers[0] == numbers[1] != numbers[2]


def test_emphasis_and_links_stay_within_the_sentence():
    words = (
        Run("Das ist "),
        Run("wichtig", strong=True),
        Run(" und steht "),
        Run("dort", link="https://example.org/a"),
        Run("."),
    )
    line = next(line for line in opened(with_blocks(Paragraph(words))).paragraphs if "wichtig" in line.text)
    assert line.text == "Das ist wichtig und steht dort."
    assert [run.text for run in line.runs if run.bold] == ["wichtig"]
    assert [link.address for link in line.hyperlinks] == ["https://example.org/a"]


@pytest.mark.parametrize("nasty", ["\x01\x0b", "<w:p>&amp;</w:p>", "=1+1", "a\u202eb", "Zeile\nZeile"])
def test_words_are_words_whatever_they_hold(nasty):
    document = with_blocks(Paragraph(f"vor {nasty} nach"), QR("https://example.org/x"))
    text = "\n".join(said(opened(document)))
    assert re.search(r"vor\s.*nach", text, re.DOTALL)


def test_nothing_is_fetched_from_elsewhere():
    with zipfile.ZipFile(io.BytesIO(to_docx(samples.every_block()))) as parts:
        for name in parts.namelist():
            if name.endswith(".rels"):
                for tag in re.findall(rb"<Relationship [^>]*External[^>]*>", parts.read(name)):
                    assert b"/hyperlink" in tag
