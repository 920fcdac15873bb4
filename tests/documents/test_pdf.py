import dataclasses
import io

import pikepdf
import pytest
from django.utils import translation

from netzwerkstatt.foundation.documents.blocks import (
    Block,
    Document,
    Figure,
    Heading,
    List,
    NumberedParagraph,
    Paragraph,
    Run,
    Step,
    Table,
    ThreadMark,
)
from netzwerkstatt.foundation.documents.pdf import BOX, FONTS, PdfError, breakable, printable, thread_carried, to_pdf
from netzwerkstatt.foundation.documents.text import to_text
from tests.documents import samples
from tests.documents.reading import joined, read_aloud, read_pages

pytestmark = pytest.mark.skipif(not FONTS.is_dir(), reason="the fonts for PDF are not built (make assets)")

SAMPLES = [samples.recommendation, samples.every_block, samples.course, samples.long_document]


def with_blocks(*blocks, **changes) -> Document:
    return dataclasses.replace(samples.recommendation(), blocks=blocks, **changes)


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def said(document: Document) -> list[str]:
    """What is read aloud, without the little numbers that tie a footnote to its place."""
    spoken = read_aloud(to_pdf(document))
    return [each.text for each in spoken if not {"Lbl", "Link"} <= set(each.tags)]


def elements(node):
    """All structure elements, in order."""
    kids = node.get("/K") if isinstance(node, pikepdf.Dictionary) else node
    if isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
    if isinstance(kids, pikepdf.Dictionary):
        yield from elements(kids)
    elif isinstance(kids, pikepdf.Array):
        for kid in kids:
            if isinstance(kid, pikepdf.Dictionary | pikepdf.Array):
                yield from elements(kid)


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_pdf_says_the_same_words_in_the_same_order_as_the_text(sample):
    document = sample()

    assert joined(said(document)) == joined(to_text(document))


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_pdf_keeps_what_pdf_ua_and_pdf_a_promise(sample):
    document = sample()
    with opened(to_pdf(document)) as pdf:
        root = pdf.Root
        assert root.MarkInfo.Marked is True
        assert str(root.Lang) == "de"
        assert root.ViewerPreferences.DisplayDocTitle is True
        assert str(pdf.docinfo.Title) == document.title
        metadata = root.Metadata.read_bytes().decode()
        assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
        assert "<pdfaid:part>2</pdfaid:part>" in metadata
        assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
        found = list(elements(root.StructTreeRoot))
        figures = [each for each in found if each.S == "/Figure"]
        assert all(str(each.get("/Alt", "")).strip() for each in figures)
        assert [str(each.S) for each in found].count("/H1") == 1
        assert all(page.get("/Tabs") == "/S" for page in pdf.pages)
        assert all(_is_embedded(font) for page in pdf.pages for font in page.Resources.Font.values())


def _is_embedded(font) -> bool:
    descriptor = font.DescendantFonts[0].FontDescriptor
    return "/FontFile2" in descriptor or "/FontFile3" in descriptor


def test_the_text_is_read_before_its_margin():
    spoken = "".join(said(samples.recommendation()))

    assert spoken.index("ohne Genehmigung im Einzelfall") < spoken.index("I-0412")
    assert spoken.index("Bedenken zu 3") < spoken.index("Stimmen liegen")


def test_a_table_has_a_header_for_every_column():
    tags = [spoken.tags for spoken in read_aloud(to_pdf(samples.recommendation()))]

    assert sum("TH" in each for each in tags) == 3
    assert sum("TD" in each and "TBody" in each for each in tags) >= 9


def test_same_content_same_bytes():
    assert to_pdf(samples.recommendation()) == to_pdf(samples.recommendation())
    assert to_pdf(samples.recommendation()) != to_pdf(samples.every_block())


def test_only_the_fonts_of_the_house_are_used():
    with opened(to_pdf(samples.recommendation())) as pdf:
        names = {str(font.BaseFont).split("+")[1] for page in pdf.pages for font in page.Resources.Font.values()}

    assert {name.split("-")[0] for name in names} == {"FiraSans"}


@pytest.mark.parametrize(
    "nasty",
    ['#panic("x")', "*a* _b_ `c` $x$", "#import sys: *", "<label> @ref", "\\u{41} // weg", "= kein Titel", '"],"x":["'],
)
def test_markup_in_content_prints_as_it_was_written(nasty):
    document = with_blocks(
        Heading(nasty, kicker=nasty),
        Paragraph((Run(nasty, strong=True),), note=nasty),
        NumberedParagraph(nasty, nasty, (ThreadMark(nasty, nasty, nasty, nasty, changed=nasty),), note=nasty),
        Table(nasty, (nasty, nasty), ((nasty, nasty),), numeric=(1,)),
        title=nasty,
        subtitle=nasty,
        issuer=nasty,
        number=nasty,
        facts=((nasty, nasty),),
    )

    assert joined(said(document)) == joined(to_text(document))


def test_what_no_font_can_show_becomes_a_box_and_a_line_says_so():
    document = with_blocks(Paragraph("Danke 🤝🏽 für 漢字 und \ue000 und Ä"), title="Zusammen 😀")

    read = "".join(said(document))

    assert f"Zusammen {BOX}" in read
    assert f"für {BOX}{BOX} und {BOX} und Ä" in read
    assert "□ steht für ein Zeichen" in read


def test_nothing_is_said_about_boxes_where_there_are_none():
    assert "□" not in "".join(said(samples.recommendation()))


def test_control_characters_and_line_ends_leave_one_line():
    assert printable("a\x00b\x07\r\n\tc\u2028d", set()) == "ab c d"


def test_a_combining_mark_joins_its_letter():
    assert printable("Go\u0308rlitz", set()) == "Görlitz"


def test_sorbian_polish_and_czech_need_no_box():
    document = with_blocks(Paragraph("Budyšin Zhorjelc źaba Zażółć gęślą jaźń Příliš žluťoučký kůň ● ○ ■ ▲ ▸ → −5,9"))

    assert BOX not in "".join(said(document))


def test_a_word_of_eighty_letters_stays_on_the_page():
    word = "Bevölkerungsentwicklungsprognosekommissionssitzungsprotokollführungsvertretungen"
    noise = "x" * 200
    document = with_blocks(
        Heading(word),
        NumberedParagraph("1", f"{word} {noise}", (ThreadMark("B-0001", "Beleg", word, noise),)),
        Table(word, (word, noise), ((noise, word),)),
        title=word,
    )

    assert joined(said(document)) == joined(to_text(document))


def test_addresses_break_after_their_marks_and_plain_words_never():
    assert (
        breakable("netzwerkstatt.example/empfehlungen/e-06", 24)
        == "netzwerkstatt.example/\u200bempfehlungen/\u200be-06"
    )
    assert breakable("Kreiswanderungsmatrizenrechnung", 24) == "Kreiswanderungsmatrizenrechnung"


def test_a_checksum_can_be_copied_whole():
    document = samples.recommendation()

    assert any(document.fingerprint in each for each in said(document))


@pytest.mark.parametrize("sources", [0, 1, 12, 40])
def test_a_paragraph_may_rest_on_any_number_of_sources(sources):
    document = samples.long_document(paragraphs=2, sources=sources)

    assert joined(said(document)) == joined(to_text(document))


def test_a_paragraph_longer_than_a_page_is_printed_whole():
    document = with_blocks(
        Heading("Lang"),
        NumberedParagraph("1", "Ein Satz über den Bus am Abend. " * 200, (ThreadMark("B-0001", "Beleg", "Bus"),)),
        NumberedParagraph("2", "Kurz."),
    )

    assert joined(said(document)) == joined(to_text(document))


def test_a_paragraph_and_its_sources_stand_on_one_page():
    pages = read_pages(to_pdf(samples.long_document()))

    assert len(pages) > 5
    for place in range(1, 31):
        (page,) = [page for page in pages if f"Absatz {place}: " in page]
        assert all(f"B-{place:02}{number:02}" in page for number in (1, 2, 3))
        assert "Görlitz" in page


def test_a_table_longer_than_a_page_repeats_its_header_and_loses_no_row():
    rows = tuple((f"Stadt {place}", str(place)) for place in range(120))
    document = with_blocks(Table("Alle Städte", ("Stadt", "Zahl"), rows, numeric=(1,), note="Am Rand."))

    spoken = said(document)

    assert [each for each in spoken if each.startswith("Stadt ")] == [row[0] for row in rows]


def test_a_table_or_list_never_stands_apart_from_its_heading_and_the_words_that_lead_to_it():
    """As long as a table is a quarter of a page, so that every place of a page is where one of them would begin."""
    blocks: list[Block] = []
    for place in range(40):
        rows = tuple((f"R{place:02}.{number:02}", "ein Wort") for number in range(1 + place * 7 % 13))
        many = tuple(f"L{place:02}.{number:02}" for number in range(1 + place % 4))
        blocks += [Heading(f"H{place:02}"), Paragraph(f"P{place:02}", note="Am Rand."), Table("", ("Was", "Wie"), rows)]
        blocks += [Heading(f"K{place:02}", level=2), Paragraph(f"Q{place:02}"), List(many)]
    pages = read_pages(to_pdf(with_blocks(*blocks)))

    assert len(pages) > 8
    for place in range(40):
        for first, lead, heading in ((f"R{place:02}.00", "P", "H"), (f"L{place:02}.00", "Q", "K")):
            (page,) = [page for page in pages if first in page]
            assert f"{lead}{place:02}" in page, first
            assert f"{heading}{place:02}" in page, first


def test_a_broken_drawing_is_a_reason_not_a_crash():
    with pytest.raises(PdfError, match="SVG"):
        to_pdf(with_blocks(Figure("<svg><g></svg>", "kaputt", "Kaputt")))


def test_a_drawing_may_say_what_no_font_can_show():
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text>😀 &#128512; &lt;</text></svg>'

    assert "ein Lachen" in "".join(said(with_blocks(Figure(drawing, "ein Lachen", "Laune"))))


def test_a_document_without_blocks_is_a_page_with_its_title():
    document = with_blocks(address="", subtitle="", issuer="", check_at="")

    assert joined(said(document)) == joined(to_text(document))


@pytest.mark.parametrize(
    ("language", "date", "checksum"),
    [
        ("de", "6. November 2026", "Prüfsumme"),
        ("en", "6 November 2026", "Checksum"),
        ("en-GB", "6 November", "Checksum"),
    ],
)
def test_own_words_are_in_the_language_of_the_document_whoever_asks(language, date, checksum):
    document = dataclasses.replace(samples.recommendation(), language=language)
    with translation.override("en" if language == "de" else "de"):
        data = to_pdf(document)
        lines = to_text(document)

    assert any(date in line for line in lines[-2:])
    assert any(checksum in line for line in lines[-2:])
    with opened(data) as pdf:
        assert str(pdf.Root.Lang) == language


def test_the_thread_ends_with_the_last_numbered_paragraph_in_a_row():
    one = NumberedParagraph("1", "a")
    document = with_blocks(Heading("x"), one, one, Heading("y"), Paragraph("b"), Heading("z"), one, Paragraph("c"))

    assert thread_carried(document) == {"carried": {0, 1, 2, 5, 6}, "from": {5}, "to": {2, 6}}


def test_the_thread_of_steps_runs_to_the_end_of_their_section():
    step, words = Step("1", "a", "13.00", "20 min"), Paragraph("b")
    document = with_blocks(Heading("x"), words, Heading("y"), step, words, step, words, Heading("z"), words)

    assert thread_carried(document) == {"carried": {0, 1, 2, 3, 4, 5, 6}, "from": set(), "to": {6}}


def test_without_numbered_paragraphs_the_thread_ends_below_the_title():
    assert thread_carried(with_blocks(Heading("x"), Paragraph("y"))) == {"carried": set(), "from": set(), "to": set()}
