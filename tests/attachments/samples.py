"""Small real files of every kind, and pictures with everything in them that must not come out again."""

from __future__ import annotations

import io
import zipfile

import pikepdf
from PIL import Image, PngImagePlugin

OOXML = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"
SECRET = "Geheim: Kamera 4711"


def pdf(**saving):
    made = pikepdf.new()
    made.add_blank_page()
    sheet = io.BytesIO()
    made.save(sheet, **saving)
    return sheet.getvalue()


def package(parts):
    sheet = io.BytesIO()
    with zipfile.ZipFile(sheet, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return sheet.getvalue()


def office(kind, main, body=b"<a/>", **more):
    types = f'<Types><Override ContentType="{OOXML}.{kind}.main+xml"/></Types>'
    return package({"[Content_Types].xml": types, main: body, **more})


def docx(**more):
    return office("wordprocessingml.document", "word/document.xml", **more)


def xlsx(**more):
    return office("spreadsheetml.sheet", "xl/workbook.xml", **more)


def opendocument(kind, **more):
    return package({"mimetype": f"{OPEN}.{kind}", "content.xml": "<a/>", **more})


def picture(code="JPEG", *, size=(60, 30), mode="RGB", orientation=1, **saving):
    """Left half red, right half blue, with a place, a camera and a comment hidden in it."""
    drawn = Image.new(mode, size, "red" if mode != "1" else 0)
    drawn.paste("blue" if mode != "1" else 1, (size[0] // 2, 0, size[0], size[1]))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = SECRET
    exif.get_ifd(0x8825)[1] = "N"
    sheet = io.BytesIO()
    if code == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Comment", SECRET)
        saving = {"pnginfo": text, **saving}
    drawn.save(sheet, code, exif=exif, **saving)
    return sheet.getvalue()


def samples():
    """A good file of each format, by its code."""
    return {
        "png": ("Map.png", picture("PNG")),
        "jpeg": ("Hall.JPEG", picture("JPEG")),
        "webp": ("Bus.webp", picture("WEBP")),
        "pdf": ("Minutes.pdf", pdf()),
        "docx": ("Plan.docx", docx()),
        "xlsx": ("Costs.xlsx", xlsx()),
        "odt": ("Plan.odt", opendocument("text")),
        "ods": ("Costs.ods", opendocument("spreadsheet")),
        "csv": ("Trains.csv", b"Ort;Zeit\nHettstedt;20.04 Uhr\n"),
        "txt": ("Notes.txt", "Grüße aus Görlitz\n".encode("cp1252")),
    }
