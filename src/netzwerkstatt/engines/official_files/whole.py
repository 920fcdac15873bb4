"""One door for whole files on disk, of any size and kind: unpack, look at the content, read it as columns."""

from __future__ import annotations

import gzip
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from netzwerkstatt.engines.official_files import columns, errors, flat, reader
from netzwerkstatt.engines.official_files.columns import Columns, SeriesWords, Told
from netzwerkstatt.engines.official_files.errors import Unreadable
from netzwerkstatt.engines.official_files.model import Level, Territory
from netzwerkstatt.engines.official_files.source import BOM, KINDS, WEB_PAGE, only_table, split
from netzwerkstatt.engines.official_files.streaming import read_flat_columns
from netzwerkstatt.engines.official_files.table import Column, Table

if TYPE_CHECKING:
    import polars as pl

PIECE: Final = 1 << 20
HEAD: Final = 1 << 16
MOST_OF_A_CLASSIC: Final = 256 * 1024 * 1024  # people click these together; they are read in memory
WORKBOOK: Final = "[Content_Types].xml"


def read_columns(path: Path, name: str, *, told: Told | None = None) -> Columns:
    """An official file on disk, unpacked (`unpacked`), as columns: what its content shows decides, not its name.

    `told` hears how many bytes of how many are done. Raises `Unreadable` with the reason and the place.
    """
    head = _head(path)
    if head.startswith(b"PK"):
        from netzwerkstatt.engines.official_files.directory import read_directory

        return read_directory(path, name)
    _refuse_other_kinds(head)
    first = head.removeprefix(BOM).partition(b"\n")[0].decode("utf-8", "replace").strip("\r")
    if flat.is_flat(first.replace('"', "")):
        return read_flat_columns(path, name, told=told)
    from netzwerkstatt.engines.official_files import inkar

    if inkar.is_inkar(first):
        return inkar.read_inkar(path, name)
    if path.stat().st_size > MOST_OF_A_CLASSIC:
        raise Unreadable(errors.TOO_LARGE, {"limit": MOST_OF_A_CLASSIC})
    return columns_of(reader.read(path.read_bytes(), name, limit=MOST_OF_A_CLASSIC))


# ---------------------------------------------------------------------- unpacking


@contextmanager
def unpacked(path: Path, name: str, *, limit: int) -> Iterator[tuple[Path, str]]:
    """The file itself, or what is packed in it, and its name. Raises `Unreadable` for more than `limit` bytes.

    A workbook stays as it is. Nothing is unpacked in memory, and never more than the limit, whatever an archive says
    about itself.
    """
    if path.stat().st_size > limit:
        raise Unreadable(errors.TOO_LARGE, {"limit": limit})
    head = _head(path)
    if not head.startswith((b"\x1f\x8b", b"PK\x03\x04")):
        yield path, name
        return
    with tempfile.TemporaryDirectory(prefix="netzwerkstatt-") as folder:
        target = Path(folder) / "table"
        if head.startswith(b"\x1f\x8b"):
            _pour(path, target, limit)
            yield target, name.removesuffix(".gz")
            return
        member = _member(path, target, limit)
        yield (target, member) if member else (path, name)


def _pour(path: Path, target: Path, limit: int) -> None:
    try:
        with gzip.open(path, "rb") as packed:
            _copy(packed, target, limit)
    except (OSError, EOFError, zlib.error):
        raise Unreadable(errors.DAMAGED_ARCHIVE) from None


def _member(path: Path, target: Path, limit: int) -> str:
    """Unpack the only table of an archive and give its name; nothing for a workbook."""
    try:
        with zipfile.ZipFile(path) as archive:
            if WORKBOOK in archive.namelist():
                return ""
            member = only_table(archive.namelist())
            with archive.open(member) as packed:
                _copy(packed, target, limit)
            return member.rpartition("/")[2]
    except Unreadable:
        raise
    except Exception:  # noqa: BLE001 - zipfile answers damaged archives with a dozen kinds of exception
        raise Unreadable(errors.DAMAGED_ARCHIVE) from None


def _copy(packed: IO[bytes] | gzip.GzipFile, target: Path, limit: int) -> None:
    written = 0
    with target.open("wb") as out:
        while piece := packed.read(PIECE):
            written += len(piece)
            if written > limit:
                raise Unreadable(errors.TOO_LARGE, {"limit": limit})
            out.write(piece)


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(HEAD)


def _refuse_other_kinds(head: bytes) -> None:
    if not head.removeprefix(BOM).strip():
        raise Unreadable(errors.EMPTY)
    for magic, kind in KINDS:
        if head.startswith(magic):
            raise Unreadable(errors.NOT_TEXT, {"kind": kind})
    if b"\0" in head:
        raise Unreadable(errors.NOT_TEXT, {"kind": "something with binary content"})
    if WEB_PAGE.match(head.removeprefix(BOM)):
        raise Unreadable(errors.WEB_PAGE)


# ---------------------------------------------------------------------- from a table that was read


def columns_of(table: Table) -> Columns:
    """A classic table as columns: every column of figures becomes rows, with the words of its header."""
    import polars as pl

    rows, body = table.body.rows, table.body
    width = 1 + max(max(column.field, column.quality or 0) for column in body.columns)
    lines = _lines(table, width)
    mark = "." if table.language == "en" else ","
    row_keys = {f"a{at}": pl.Series(list(axis), dtype=pl.Int32) for at, axis in enumerate(rows.categories)}
    if rows.moment is not None:
        row_keys["moment"] = pl.Series(list(rows.moment), dtype=pl.Int32)
    if rows.territory is not None:
        row_keys["place"] = pl.Series(list(rows.territory), dtype=pl.Int32)
    if rows.measure is not None:
        row_keys["measure"] = pl.Series(list(rows.measure), dtype=pl.Int32)
    lines = lines.with_columns(line=pl.Series(list(rows.numbers), dtype=pl.UInt32), **row_keys)
    pieces = [_piece(lines, at, column, mark, list(row_keys)) for at, column in enumerate(body.columns)]
    frame = pl.concat(pieces)
    keys = [
        "header",
        *(f"a{at}" for at in range(len(rows.categories))),
        *(["measure"] if "measure" in row_keys else []),
    ]
    distinct = frame.select(keys).unique().sort(keys)
    series, numbers = _series(table, distinct)
    numbered = distinct.with_columns(pl.Series("series", numbers, dtype=pl.Int32))
    frame = frame.join(numbered, on=keys, how="left", maintain_order="left")
    frame = frame.select("series", "place", "moment", "value", "sign", "quality", "line", "column")
    places = body.territories or (Territory("", "", Level.OTHER),)
    frame, absent = columns.finished(frame)
    return Columns(str(table.format), table.encoding, table.head, series, places, body.moments, frame, absent)


def _lines(table: Table, width: int) -> pl.DataFrame:
    """The lines with figures, cut into cells."""
    import polars as pl

    data, found = table.data, []
    for start, number in zip(table.body.rows.starts, table.body.rows.numbers, strict=True):
        end = data.find(b"\n", start)
        line = data[start : len(data) if end < 0 else end].removesuffix(b"\r")
        if b'"' in line:
            line = b";".join(part.replace(b";", b"\x1f") for part in split(line, number))
        found.append(line)
    text = b"\n".join(found)
    if table.encoding == "cp1252":
        text = text.decode("cp1252").encode()
    return pl.read_csv(
        text,
        has_header=False,
        separator=";",
        quote_char=None,
        empty_string_is_null=False,
        schema={f"c{at}": pl.String for at in range(found[0].count(b";") + 1)},
        columns=list(range(width)),
    )


def _piece(lines: pl.DataFrame, at: int, column: Column, mark: str, keys: list[str]) -> pl.DataFrame:
    import polars as pl

    raw = pl.col(f"c{column.field}")
    value, sign, bracketed = columns.values(raw, mark)
    named = None if column.quality is None else pl.col(f"c{column.quality}")
    of_header = {"moment": column.moment, "place": column.territory}
    constant = [pl.lit(index or 0, dtype=pl.Int32).alias(name) for name, index in of_header.items() if name not in keys]
    return lines.select(
        value.alias("value"), sign.alias("sign"), columns.quality(named, bracketed).alias("quality"), "line",
        pl.lit(column.field + 1, dtype=pl.UInt16).alias("column"), pl.lit(at, dtype=pl.Int32).alias("header"),
        *keys, *constant,
    ).select(  # one order of columns for all pieces
        "value", "sign", "quality", "line", "column", "header", "moment", "place",
        *(key for key in keys if key not in of_header),
    )  # fmt: skip


def _series(table: Table, distinct: pl.DataFrame) -> tuple[tuple[SeriesWords, ...], list[int]]:
    """The series of the table and the number of each combination; several headers (years) may be one series."""
    body = table.body
    known: dict[SeriesWords, int] = {}
    axes = len(body.axes)
    numbers = []
    for row in distinct.iter_rows():
        column = body.columns[row[0]]
        mine = tuple(axis[index] for axis, index in zip(body.axes, row[1 : 1 + axes], strict=True))
        measure = column.measure if column.measure is not None else row[1 + axes] if len(row) > 1 + axes else 0
        words = SeriesWords(body.measures[measure], (*mine, *column.categories))
        numbers.append(known.setdefault(words, len(known)))
    return tuple(known), numbers
