"""A file from outside, looked into before anybody else sees it: what it really is, whole or not, and fit to be kept.

The name is only believed where the content agrees. Pictures are drawn anew, so that nothing of the original but what one
sees is kept: no place, no camera, no hidden text. Everything that cannot be is refused with a sentence for the person.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final
from xml.parsers import expat

from django.conf import settings
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.attachments.formats import FORMATS, format_of_ending
from netzwerkstatt.foundation.attachments.models import LONGEST_NAME
from netzwerkstatt.foundation.attachments.pictures import redraw
from netzwerkstatt.foundation.entries.plain import one_line
from netzwerkstatt.foundation.events.errors import Invalid, Text

UNPACKED_MOST: Final = 200 * 1024 * 1024
PARTS_MOST: Final = 5000
_PICTURES: Final = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}
_OOXML: Final = {
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": ("docx", "word/document.xml"),
    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": ("xlsx", "xl/workbook.xml"),
}
_OPEN_DOCUMENT: Final = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_MARKUP: Final = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"<head", b"<body")


@dataclass(frozen=True)
class Received:
    """A file that may be kept: its bytes as they will be handed out, and for a picture its size and small version."""

    format: str
    name: str
    data: bytes
    width: int | None = None
    height: int | None = None
    thumbnail: bytes = b""


def receive(name: str, data: bytes) -> Received:
    """Look into a file. Raises `Invalid` at "file" with what is wrong and what to do.

    Costs processor time, a second for a large picture: call it before a transaction begins.
    """
    most = settings.MAX_ATTACHMENT_BYTES
    if not data:
        raise _refused(_("The file is empty."))
    if len(data) > most:
        raise _refused(_("The file is larger than %(most)d MB.") % {"most": most // (1024 * 1024)})
    path = PurePath(name.replace("\\", "/"))
    found = _look(data, path.suffix.lower())
    promised = format_of_ending(path.suffix)
    if promised and promised != found and {promised, found} != {"csv", "txt"}:
        raise _refused(
            _("The name says “%(ending)s”, but the content is something else: %(format)s. Please check the file.")
            % {"ending": path.suffix.lower(), "format": FORMATS[found].label}
        )
    words = _name(path, known_ending=bool(promised))
    if FORMATS[found].is_picture:
        drawn = redraw(data, found)
        return Received(found, words, drawn.data, drawn.width, drawn.height, drawn.thumbnail)
    return Received(found, words, data)


def _name(path: PurePath, *, known_ending: bool) -> str:
    """The name as it is shown: one line, without the ending that follows from the format."""
    stem = path.stem if known_ending else path.name
    words = one_line(stem.replace("_", " "), "file", longest=10_000, needed=False)[:LONGEST_NAME].strip(" .")
    return words or str(_("File"))


def _look(data: bytes, ending: str) -> str:
    """The format by the content, after opening it for real."""
    for beginning, code in _PICTURES.items():
        if data.startswith(beginning):
            return code
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return _open_pdf(data)
    if data.startswith(b"PK\x03\x04"):
        return _open_package(data)
    return _read_text(data, ending)


def _open_pdf(data: bytes) -> str:
    """A PDF whose pages can be counted, without a password and without attempts to mend it."""
    import pikepdf  # large, and needed for this alone

    try:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=False) as pdf:
            pages = len(pdf.pages)
    except pikepdf.PasswordError:
        raise _refused(_("This PDF is locked with a password. Please attach it without one.")) from None
    except Exception:  # noqa: BLE001 - a broken PDF fails in many ways; each means the same to the person
        raise _refused(_broken()) from None
    if not pages:
        raise _refused(_broken())
    return "pdf"


def _open_package(data: bytes) -> str:
    """A document of Word, Excel or OpenDocument: a ZIP whose parts are whole and whose main part is XML."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = {part.filename: part for part in package.infolist()}
            if len(parts) > PARTS_MOST or sum(part.file_size for part in parts.values()) > UNPACKED_MOST:
                raise _refused(_("Unpacked, this file would be far too large."))
            code, main = _kind_of_package(package, set(parts))
            if package.testzip() is not None:
                raise _refused(_broken())
            _check_xml(package.read(main))
    except Invalid:
        raise
    except Exception:  # noqa: BLE001 - a broken package fails in many ways; each means the same to the person
        raise _refused(_broken()) from None
    return code


def _kind_of_package(package: zipfile.ZipFile, parts: set[str]) -> tuple[str, str]:
    if any(part.lower().endswith("vbaproject.bin") or part.startswith("Basic/") for part in parts):
        raise _refused(_("This document holds macros. Please save it without them, as .docx, .xlsx, .odt or .ods."))
    if "[Content_Types].xml" in parts:
        types = package.read("[Content_Types].xml")
        for mark, (code, main) in _OOXML.items():
            if mark in types and main in parts:
                return code, main
    if "mimetype" in parts and (known := _OPEN_DOCUMENT.get(package.read("mimetype").strip())):
        return known, "content.xml"
    raise _refused(_unknown())


def _check_xml(text: bytes) -> None:
    """Well-formed, and without definitions of its own that could swell. Raises `ExpatError`."""

    def refuse(*_args: object) -> None:
        raise expat.ExpatError("a document defines nothing of its own")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(text, True)


def _read_text(data: bytes, ending: str) -> str:
    """Plain text or a table of it; pages and drawings that could run scripts are refused with the reason."""
    if data.lstrip()[:200].lower().startswith(_MARKUP) or ending in {".svg", ".html", ".htm", ".xhtml", ".xml"}:
        raise _refused(
            _("SVG drawings and web pages can hold programs and are not taken. Please attach a PNG or a PDF of it.")
        )
    text = _decoded(data)
    if text is None or any(sign < " " and sign not in "\t\n\r\f" for sign in text):
        raise _refused(_unknown())
    return "csv" if format_of_ending(ending) == "csv" else "txt"


def _decoded(data: bytes) -> str | None:
    encodings = ["utf-16"] if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _broken() -> str:
    return _(
        "The file is damaged or not complete. Does it open on your computer? Then please save it anew and try again."
    )


def _unknown() -> str:
    return _("This kind of file is not taken. Possible are %(formats)s.") % {
        "formats": "PNG, JPEG, WebP, PDF, DOCX, XLSX, ODT, ODS, CSV, TXT"
    }


def _refused(reason: Text) -> Invalid:
    return Invalid({"file": reason})
