"""The kinds of files that can be attached: their name for people, their ending, and how they are handed out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.events.errors import Text


@dataclass(frozen=True)
class Format:
    """One kind of file. `is_picture`: shown on pages, made anew without metadata; the others are saved, never shown."""

    code: str
    label: Text
    ending: str
    content_type: str
    is_picture: bool = False


_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_OPEN: Final = "application/vnd.oasis.opendocument"
FORMATS: Final[dict[str, Format]] = {
    one.code: one
    for one in (
        Format("png", _("Picture (PNG)"), ".png", "image/png", is_picture=True),
        Format("jpeg", _("Picture (JPEG)"), ".jpg", "image/jpeg", is_picture=True),
        Format("webp", _("Picture (WebP)"), ".webp", "image/webp", is_picture=True),
        Format("pdf", "PDF", ".pdf", "application/pdf"),
        Format("docx", _("Word document"), ".docx", f"{_OFFICE}.wordprocessingml.document"),
        Format("xlsx", _("Excel table"), ".xlsx", f"{_OFFICE}.spreadsheetml.sheet"),
        Format("odt", _("OpenDocument text"), ".odt", f"{_OPEN}.text"),
        Format("ods", _("OpenDocument table"), ".ods", f"{_OPEN}.spreadsheet"),
        Format("csv", _("Table (CSV)"), ".csv", "text/csv; charset=utf-8"),
        Format("txt", _("Plain text"), ".txt", "text/plain; charset=utf-8"),
    )
}
SAME_ENDING: Final = {".jpeg": "jpeg", ".jpe": "jpeg", ".tsv": "csv", ".text": "txt", ".md": "txt"}


def format_of_ending(ending: str) -> str:
    """The format that the ending of a name promises; "" for one we do not know."""
    ending = ending.lower()
    return SAME_ENDING.get(ending) or next((one.code for one in FORMATS.values() if one.ending == ending), "")


def accepted() -> str:
    """The endings a browser may offer, for the file field."""
    return ",".join([*(one.ending for one in FORMATS.values()), *SAME_ENDING])
