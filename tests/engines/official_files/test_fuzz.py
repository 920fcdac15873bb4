"""Whatever happens to a file on its way: the reader gives a table whose law holds, or says why not."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netzwerkstatt.engines.official_files import Table, Unreadable, read
from tests.engines.official_files.samples import CLASSIC, FLAT

DEMO = Path(__file__).resolve().parents[3] / "src" / "netzwerkstatt" / "site" / "demo"
ORIGINALS = (
    CLASSIC.encode(),
    CLASSIC.encode("cp1252"),
    FLAT.encode(),
    (DEMO / "12411-0018_auszug.csv").read_bytes(),
    (DEMO / "12411-01-01-4_auszug_de_flat.csv").read_bytes(),
)
PIECES = (
    b";",
    b'"',
    b"\n",
    b"\r",
    b"\xff",
    b"\x00",
    b"__________\n",
    b"-",
    b"31.12.2020",
    b"14626",
    b"",
    b"\xc3",
    b"x;",
    b"Anzahl",
    b" ",
)
GENTLE = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def law_holds(table: Table) -> bool:
    """Walks every cell of a small table, the first hundreds of a large one."""
    assert table.title is not None
    for at, cell in enumerate(table):
        assert table.data[cell.offset : cell.offset + cell.length].decode(table.encoding) == cell.raw
        assert table.at(cell.ref) == cell
        assert cell.definition
        if at > 300:
            break
    for place in table.territories()[:5]:
        assert table.grid(place)
    return True


def read_or_refused(data: bytes) -> None:
    try:
        table = read(data, "12411-0018.csv", limit=3_000_000)
    except Unreadable:
        return
    assert law_holds(table)


@st.composite
def mutated(draw: st.DrawFn, originals: tuple[bytes, ...] = ORIGINALS) -> bytes:
    """A real file, with pieces cut out, put in, doubled or moved."""
    data = draw(st.sampled_from(originals))
    for _ in range(draw(st.integers(1, 4))):
        at, length = draw(st.integers(0, len(data))), draw(st.integers(0, 60))
        kind = draw(st.sampled_from(("cut", "put", "double", "end", "lines")))
        if kind == "cut":
            data = data[:at] + data[at + length :]
        elif kind == "put":
            data = data[:at] + draw(st.sampled_from(PIECES) | st.binary(max_size=6)) + data[at:]
        elif kind == "double":
            data = data[:at] + data[at : at + length] * 2 + data[at + length :]
        elif kind == "end":
            data = data[:at]
        else:
            lines = data.splitlines(keepends=True)
            data = b"".join(draw(st.permutations(lines[:12])) + lines[12:])
    return data


@GENTLE
@given(mutated())
def test_a_mutated_file_is_read_or_refused(data):
    read_or_refused(data)


@GENTLE
@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_anything_at_all_is_read_or_refused(data):
    read_or_refused(data)


@GENTLE
@given(st.text(st.sampled_from(';"\nA1-.x 2015'), max_size=200))
def test_anything_behind_a_table_number_is_read_or_refused(text):
    read_or_refused(b"Tabelle: 12411-0018\n" + text.encode() + b"\n__________\n")


@pytest.mark.parametrize(
    "name", ["destatis/12621-0001_sterbetafel_2016-2018.csv", "ffcsv_samples/2000S-2003_de_flat.csv"]
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_mutated_official_file_is_read_or_refused(shared_data, name, data):
    original = (shared_data / "demography" / name).read_bytes()

    read_or_refused(data.draw(mutated((original,))))


@GENTLE
@given(st.integers(-(10**12), 10**12))
def test_any_whole_number_comes_back_as_it_was_written(number):
    table = read(re.sub(rb"2688", str(number).encode(), CLASSIC.encode()), "12411-0018.csv")

    cell = table.at("8:5")
    assert (cell.raw, cell.value) == (str(number), number)
