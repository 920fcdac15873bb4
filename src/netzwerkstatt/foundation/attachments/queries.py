"""Every read of attachments; one query each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.attachments.formats import FORMATS
from netzwerkstatt.foundation.attachments.models import Attachment
from netzwerkstatt.foundation.attachments.pictures import THUMBNAIL
from netzwerkstatt.foundation.entries.models import Entry, visible_q
from netzwerkstatt.foundation.events.errors import Text
from netzwerkstatt.foundation.events.prepared import Prepared
from netzwerkstatt.foundation.ui import formatting

COLUMNS: Final = (
    "public_id", "format", "name", "alt", "is_decoration", "size", "width", "height", "uploader_id", "created_at",
    "hidden_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hanging:
    """One attachment as a list shows it."""

    public_id: str
    name: str
    ending: str
    label: Text
    size: str
    alt: str
    is_decoration: bool
    is_picture: bool
    is_hidden: bool
    width: int
    height: int
    at: datetime

    @property
    def file_name(self) -> str:
        return f"{self.name}{self.ending}"

    @property
    def url(self) -> str:
        """Where the file is."""
        return f"{_address()}{self.public_id}"


def attachments_of(entry: Entry, viewer: Any) -> list[Hanging]:
    """What hangs on an entry that the viewer may see, the oldest first; hidden ones for their uploader alone. One query."""
    person = getattr(viewer, "pk", None)
    rows: list[tuple[Any, ...]] = _OF_ENTRY((), entry.pk)
    return [_hanging(row) for row in rows if row[10] is None or (person is not None and row[8] == person)]


def _of_entry(entry: int) -> QuerySet[Attachment, Any]:
    return Attachment.objects.filter(entry=entry, removed_at__isnull=True).order_by("id").values_list(*COLUMNS)


_OF_ENTRY = Prepared[Any](_of_entry)


def _hanging(row: tuple[Any, ...]) -> Hanging:
    public_id, code, name, alt, decoration, size, width, height, _uploader, at, hidden = row
    kind = FORMATS[code]
    scale = min(1.0, THUMBNAIL[0] / (width or 1), THUMBNAIL[1] / (height or 1))
    return Hanging(
        public_id=public_id,
        name=name,
        ending=kind.ending,
        label=kind.label,
        size=size_in_words(size),
        alt=alt,
        is_decoration=decoration,
        is_picture=kind.is_picture,
        is_hidden=hidden is not None,
        width=max(1, round((width or 0) * scale)),
        height=max(1, round((height or 0) * scale)),
        at=at,
    )


@cache
def _address() -> str:
    return reverse("attachments:file", args=["0"])[:-1]


def find_attachment(public_id: str, viewer: Any) -> Attachment | None:
    """The attachment with this id, if the viewer may see its item; hidden ones for their uploader, tombstones too."""
    shown = Q(hidden_at__isnull=True)
    if getattr(viewer, "pk", None):
        shown |= Q(uploader=viewer)
    place = ("entry__home", "entry__city__network__state", "entry__network__state", "uploader")
    found = Attachment.objects.filter(shown, visible_q(viewer, "entry__"), public_id=public_id)
    return found.select_related(*place).first()


def size_in_words(size: int) -> str:
    """870 bytes, 240 kB, 1.2 MB."""
    if size < 1000:
        return _("%(size)s bytes") % {"size": size}
    if size < 1_000_000:
        return f"{formatting.number(round(size / 1000))} kB"
    return f"{formatting.number(size / 1_000_000, 1)} MB"
