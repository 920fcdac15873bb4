"""From bytes to lines: unpack, refuse what is no text, find the encoding. Offsets count from the first byte."""

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from netzwerkstatt.engines.official_files import errors
from netzwerkstatt.engines.official_files.errors import Unreadable

BOM = b"\xef\xbb\xbf"
KINDS = (
    (b"%PDF", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\xff\xfe", "a text in UTF-16"),
    (b"\xfe\xff", "a text in UTF-16"),
)
WEB_PAGE = re.compile(rb"\s*<(?:!doctype|html|head|body|\?xml)", re.IGNORECASE)
UTF8_UMLAUT = re.compile(rb"\xc3[\x80-\xbf]")


@dataclass(frozen=True, slots=True)
class Source:
    """An unpacked text file. `encoding` decodes every slice; a byte order mark is skipped by `start`."""

    data: bytes
    name: str
    encoding: str
    start: int

    def text(self, piece: bytes) -> str:
        return piece.decode(self.encoding)

    def lines(self, start: int | None = None, number: int = 1) -> Iterator[tuple[int, int, bytes]]:
        """Number, offset and bytes of each line without its line break."""
        position = self.start if start is None else start
        data, end = self.data, len(self.data)
        while position < end:
            stop = data.find(b"\n", position)
            if stop < 0:
                stop = end
            line = data[position:stop]
            yield number, position, line[:-1] if line.endswith(b"\r") else line
            position, number = stop + 1, number + 1


def open_source(data: bytes, name: str, limit: int) -> Source:
    data, name = _unpack(data, name, limit)
    if len(data) > limit:
        raise Unreadable(errors.TOO_LARGE, {"limit": limit})
    _refuse_other_kinds(data)
    start = len(BOM) if data.startswith(BOM) else 0
    if not data[start:].strip():
        raise Unreadable(errors.EMPTY)
    return Source(data=data, name=name, encoding=_encoding(data, start), start=start)


def fields(line: bytes, number: int) -> list[tuple[int, int]]:
    """Offset and length of each field of a line, without the quotation marks around it."""
    if b'"' not in line:
        found, position = [], 0
        for part in line.split(b";"):
            found.append((position, len(part)))
            position += len(part) + 1
        return found
    return _quoted_fields(line, number)


def split(line: bytes, number: int) -> list[bytes]:
    if b'"' not in line:
        return line.split(b";")
    return [line[at : at + length].replace(b'""', b'"') for at, length in _quoted_fields(line, number)]


def _quoted_fields(line: bytes, number: int) -> list[tuple[int, int]]:
    found, position = [], 0
    while True:
        if line[position : position + 1] == b'"':
            end = _closing_quote(line, position + 1, number)
            found.append((position + 1, end - position - 1))
            position = end + 1
            if line[position : position + 1] not in (b"", b";"):
                raise Unreadable(errors.OPEN_QUOTE, line=number)
        else:
            end = line.find(b";", position)
            end = len(line) if end < 0 else end
            found.append((position, end - position))
            position = end
        if position >= len(line):
            return found
        position += 1


def _closing_quote(line: bytes, position: int, number: int) -> int:
    while True:
        end = line.find(b'"', position)
        if end < 0:
            raise Unreadable(errors.OPEN_QUOTE, line=number)
        if line[end + 1 : end + 2] != b'"':
            return end
        position = end + 2


def _unpack(data: bytes, name: str, limit: int) -> tuple[bytes, str]:
    if data.startswith(b"\x1f\x8b"):
        return _gunzip(data, limit), name.removesuffix(".gz")
    if data.startswith(b"PK\x03\x04"):
        return _unzip(data, limit)
    return data, name


def _gunzip(data: bytes, limit: int) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            return packed.read(limit + 1)
    except (OSError, EOFError, zlib.error):
        raise Unreadable(errors.DAMAGED_ARCHIVE) from None


def _unzip(data: bytes, limit: int) -> tuple[bytes, str]:
    """The portals' programming interface hands out flat files as an archive with one member."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            member = only_table(archive.namelist())
            with archive.open(member) as packed:
                return packed.read(limit + 1), member.rpartition("/")[2]
    except Unreadable:
        raise
    except Exception:  # noqa: BLE001 - zipfile answers damaged archives with a dozen kinds of exception
        raise Unreadable(errors.DAMAGED_ARCHIVE) from None


def only_table(names: list[str]) -> str:
    if "[Content_Types].xml" in names:
        raise Unreadable(errors.NOT_TEXT, {"kind": "an Excel or Word document"})
    tables = [name for name in names if name.lower().endswith(".csv")]
    if len(tables) != 1:
        raise Unreadable(errors.ARCHIVE_CONTENT, {"count": len(tables)})
    return tables[0]


def _refuse_other_kinds(data: bytes) -> None:
    for magic, kind in KINDS:
        if data.startswith(magic):
            raise Unreadable(errors.NOT_TEXT, {"kind": kind})
    nul = data.find(b"\0")
    if nul >= 0:
        raise Unreadable(errors.NOT_TEXT, {"kind": "something with binary content"}, line=data.count(b"\n", 0, nul) + 1)
    if WEB_PAGE.match(data.removeprefix(BOM)):
        raise Unreadable(errors.WEB_PAGE)


def _encoding(data: bytes, start: int) -> str:
    """UTF-8 if it is whole; else Windows-1252, unless the file shows that it was meant to be UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as trouble:
        if start or UTF8_UMLAUT.search(data):
            raise _broken(data, trouble.start) from None
    else:
        return "utf-8"
    try:
        data.decode("cp1252")
    except UnicodeDecodeError as trouble:
        raise _broken(data, trouble.start) from None
    return "cp1252"


def _broken(data: bytes, offset: int) -> Unreadable:
    return Unreadable(errors.BROKEN_ENCODING, {"offset": offset}, line=data.count(b"\n", 0, offset) + 1)
