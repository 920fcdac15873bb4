"""Every file that cannot be vouched for is refused with a reason and a place."""

import gzip
import io
import zipfile

import pytest

from netzwerkstatt.engines.official_files import MESSAGES, Unreadable, errors, read
from tests.engines.official_files.samples import (
    CLASSIC,
    CLASSIC_NAME,
    FLAT,
    FLAT_HEAD,
    FLAT_NAME,
    FLAT_ROWS,
    classic,
    flat,
)


def refused(data: bytes, name: str = CLASSIC_NAME, limit: int = 1_000_000) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read(data, name, limit=limit)
    assert caught.value.message_key in MESSAGES
    assert "%(" not in str(caught.value)
    return caught.value


def packed(**members: str) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as writer:
        for name, content in members.items():
            writer.writestr(name, content)
    return archive.getvalue()


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b" \r\n \n", gzip.compress(b"", mtime=0)])
def test_an_empty_file(data):
    assert refused(data).message_key == errors.EMPTY


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (packed(**{"[Content_Types].xml": "", "xl/workbook.xml": ""}), "Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "Excel"),
        (CLASSIC.encode("utf-16"), "UTF-16"),
        (b"GENESIS-Tabelle: 12411-0018\n\x00\x01", "binary"),
    ],
)
def test_a_file_that_is_no_text(data, kind):
    assert kind in str(refused(data))


def test_a_web_page_that_was_saved_instead_of_the_table():
    assert refused(b"\n<!DOCTYPE html><html><body>Fehler</body></html>").message_key == errors.WEB_PAGE


def test_a_table_without_its_number():
    assert refused(CLASSIC.partition("\n")[2].encode()).message_key == errors.NO_TABLE_CODE


def test_columns_separated_by_something_else():
    assert refused(FLAT.replace(";", ",").encode(), FLAT_NAME).params["found"] == "commas"
    assert refused(FLAT.replace(";", "\t").encode(), FLAT_NAME).params["found"] == "tabs"
    assert refused(CLASSIC.replace(";", "\t").encode()).params["found"] == "tabs"


def test_a_header_without_figures():
    trouble = refused("".join(CLASSIC.splitlines(keepends=True)[:6]).encode() + b"__________\n")

    assert trouble.message_key == errors.NO_ROWS
    assert refused((FLAT_HEAD + "\n").encode(), FLAT_NAME).message_key == errors.NO_ROWS


def test_a_title_without_column_names():
    assert refused(b"Tabelle: 12411-0018\nTitel\n__________\n").message_key == errors.NO_HEADER


def test_a_line_with_too_few_or_too_many_columns():
    trouble = refused(CLASSIC.replace("2773;2688", "2773").encode())

    assert (trouble.message_key, trouble.line) == (errors.RAGGED_ROW, 8)
    assert (trouble.params["got"], trouble.params["expected"]) == (4, 5)
    assert refused(FLAT.replace("GESW;", "GESW;;").encode(), FLAT_NAME).line == 2


@pytest.mark.parametrize("raw", ["27a3", "1.036", "12 345", "2,7,3", "--", "…", "=1+1", "12-", "٣", "1e5"])
def test_a_number_that_is_none_is_shown_with_line_and_column(raw):
    trouble = refused(CLASSIC.replace("2688", raw).encode())

    assert (trouble.message_key, trouble.line, trouble.column) == (errors.NOT_A_NUMBER, 8, 5)
    assert trouble.params["raw"] == raw
    assert refused(FLAT.replace("124329", raw).encode(), FLAT_NAME).column == 14


def test_broken_umlauts_are_shown_with_their_place():
    data = CLASSIC.encode().replace("Görlitz, Kreis".encode(), b"G\xc3rlitz, Kreis")

    trouble = refused(data)

    assert trouble.message_key == errors.BROKEN_ENCODING
    assert trouble.params["offset"] == data.index(b"\xc3rl")
    assert trouble.line == 9
    assert refused(b"Tabelle: 12411-0018\n\x81\n").params["offset"] == 20


def test_the_same_figure_twice():
    twice = CLASSIC.replace("__________", "31.12.2019;14626;      Görlitz, Landkreis;1;1\n__________")

    trouble = refused(twice.encode())

    assert (trouble.message_key, trouble.params["first"], trouble.line) == (errors.DUPLICATE, 7, 10)
    assert refused((FLAT + FLAT_ROWS[0] + "\n").encode(), FLAT_NAME).params["first"] == 2


def test_two_columns_with_the_same_words():
    trouble = refused(CLASSIC.replace("männlich;weiblich", "männlich;männlich").replace("-;-", "5;5").encode())

    assert trouble.message_key in (errors.DUPLICATE_COLUMN, errors.NOT_A_NUMBER)


@pytest.mark.parametrize("end", ["__________", "Landkreis;2773", ";2688\n"])
def test_a_file_that_breaks_off(end):
    cut = CLASSIC[: CLASSIC.index(end) + (0 if end[0] == "_" else len(end))]

    assert refused(cut.encode()).message_key == errors.TRUNCATED


def test_a_flat_file_that_breaks_off():
    assert refused(FLAT[:-30].encode(), FLAT_NAME).message_key == errors.TRUNCATED
    assert refused(FLAT.removesuffix("nd;\n").encode() + b";", FLAT_NAME).message_key == errors.TRUNCATED
    assert len(flat(FLAT.removesuffix("\n"))) == 2


def test_a_file_that_is_too_large_also_when_it_is_packed():
    bomb = gzip.compress(b"0" * 5_000_000)

    assert len(bomb) < 10_000
    assert refused(bomb).message_key == errors.TOO_LARGE
    assert refused(packed(**{"a.csv": "0" * 5_000_000})).message_key == errors.TOO_LARGE
    assert refused(CLASSIC.encode(), limit=100).params["limit"] == 100


def test_damaged_and_ambiguous_archives():
    whole = gzip.compress(CLASSIC.encode())

    assert refused(whole[:-20]).message_key == errors.DAMAGED_ARCHIVE
    assert refused(b"PK\x03\x04 and then nothing").message_key == errors.DAMAGED_ARCHIVE
    assert refused(packed(**{"a.csv": CLASSIC, "b.csv": CLASSIC})).params["count"] == 2


def test_the_old_flat_file_is_named():
    old = "Statistik_Code;Statistik_Label;Zeit_Code;Zeit_Label;Zeit\n12411;x;STAG;Stichtag;31.12.2022\n"

    assert refused(old.encode("cp1252")).message_key == errors.OLD_FLAT


def test_a_flat_file_without_values():
    assert refused(FLAT.replace(";value;", ";wert;", 1).encode(), FLAT_NAME).params["name"] == "value"


def test_an_open_quotation_mark():
    assert refused(CLASSIC.replace("      Görlitz, Kreis", '"Görlitz, Kreis').encode()).message_key == errors.OPEN_QUOTE


def test_a_line_that_is_neither_heading_nor_figures():
    stray = CLASSIC.replace("31.12.2020;14626", "1) vorläufig;;;;\n31.12.2020;14626")

    trouble = refused(stray.encode())

    assert (trouble.message_key, trouble.line) == (errors.UNCLEAR_SECTION, 8)


# ---------------------------------------------------------------------- and what is valid stays readable


def test_line_breaks_of_windows_padding_and_blank_lines_are_fine():
    text = CLASSIC.replace("__________\n", "\n__________;;;;\n").replace("\n", "\r\n")

    table = classic(text)

    cell = table.at("8:5")
    assert cell.raw == "2688"
    assert table.data[cell.offset : cell.offset + cell.length] == b"2688"


def test_quoted_cells_are_read_and_keep_their_place():
    table = classic(CLASSIC.replace("      Görlitz, Landkreis;2773;2688", '"Görlitz; ""Neiße""";"2773";2688'))

    cells = table.select("14626", "31.12.2020")

    assert [cell.raw for cell in cells] == ["2773", "2688"]
    assert cells[0].territory.name == 'Görlitz; "Neiße"'
    assert table.data[cells[0].offset : cells[0].offset + cells[0].length] == b"2773"


def test_a_byte_order_mark_counts_in_the_offsets():
    table = read(b"\xef\xbb\xbf" + CLASSIC.encode(), CLASSIC_NAME)

    cell = table.at("7:4")

    assert table.data[cell.offset : cell.offset + cell.length] == b"2892"


@pytest.mark.parametrize(
    ("raw", "value", "sign"),
    [
        ("-", None, "-"),
        (".", None, "."),
        ("...", None, "..."),
        ("/", None, "/"),
        ("x", None, "x"),
        ("0", 0, "0"),
        ("", None, ""),
        ("-5", -5, None),
    ],
)
def test_signs_are_understood_and_never_taken_for_numbers(raw, value, sign):
    cell = classic(CLASSIC.replace("2688", raw)).at("8:5")

    assert (cell.raw, cell.value, cell.sign) == (raw, value, sign)


def test_a_figure_in_brackets_is_uncertain():
    cell = classic(CLASSIC.replace("2688", "(2688)")).at("8:5")

    assert (cell.raw, cell.value, cell.quality) == ("(2688)", 2688, "()")


def test_an_archive_with_one_flat_file_is_the_table_it_holds():
    table = read(packed(**{FLAT_NAME: FLAT}), "download.zip")

    assert table.code == "12411-01-01-4"
    assert table.select("14626", where={"GES": "weiblich"})[0].quality == "e"


def test_a_flat_file_with_a_name_that_says_nothing_asks_for_the_table_number():
    table = flat(name="download (3).csv")

    assert table.code == "12411"
    assert "Add the table number" in str(table.warnings[0])


def test_headings_between_the_lines_hold_for_what_follows():
    text = CLASSIC.replace("31.12.2019;14626", "31.12.2019;;;;\n14626").replace(
        "31.12.2020;14626", "31.12.2020;;;;\n14626"
    )
    text = (
        text.replace("31.12.2020;14263", "14263")
        .replace(";;;männ", ";;männ")
        .replace(";;;unter", ";;unter")
        .replace(";;;;\n14", ";;;\n14")
    )

    table = classic(text)

    assert [cell.raw for cell in table.select("14626", "31.12.2020")] == ["2773", "2688"]
    assert table.select("14263", "31.12.2020")[0].raw == "-"


def test_what_is_unknown_fits_nothing():
    table = classic()

    assert table.select("99999") == []
    assert table.select("14626", "31.12.1999") == []
    assert table.select("14626", where={"colour": "blue"}) == []
    assert table.grid("99999") is None
    assert table.at("1:1") is None
    assert table.at("8") is None
    assert table.at("²:³") is None
    assert table.find({"territory": "14626"}) is None
