"""Pictures of the room in the record: chosen from what hangs on the workshop; in print no larger than paper shows."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable
from typing import Any

from django.utils.html import escape
from PIL import Image

from netzwerkstatt.foundation.attachments import store
from netzwerkstatt.foundation.attachments.models import Attachment
from netzwerkstatt.foundation.documents.blocks import Figure
from netzwerkstatt.workshops.models import Workshop

MOST = 12
_ON_PAPER = (1400, 1400)


def hanging(workshop: Workshop) -> list[Attachment]:
    """Pictures that hang on the workshop and could stand in its record, the oldest first. One query."""
    rows = Attachment.objects.filter(entry=workshop.entry, removed_at=None, hidden_at=None, is_decoration=False)
    return list(rows.filter(format__in=["png", "jpeg", "webp"]).order_by("id"))


def as_data(workshop: Workshop, chosen: Iterable[str]) -> list[dict[str, Any]]:
    """What the record keeps of the chosen pictures; one that was removed meanwhile is left out. One query."""
    wanted = set(chosen)
    return [
        {"public_id": one.public_id, "alt": one.alt, "sha256": one.sha256, "width": one.width, "height": one.height}
        for one in hanging(workshop)
        if one.public_id in wanted
    ][:MOST]


def still_there(photos: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those that can still be shown: whoever is in a picture may have had it removed. One query, or none."""
    wanted = [one["public_id"] for one in photos]
    there = Attachment.objects.filter(public_id__in=wanted, removed_at=None, hidden_at=None) if wanted else []
    known = {one.public_id for one in there}
    return [one for one in photos if one["public_id"] in known]


def figure_of(photo: dict[str, Any]) -> Figure | None:
    """The picture for paper, its words as its title; None where the file is not there any more."""
    try:
        data = store.fetch(photo["sha256"])
    except store.DamagedError:
        return None
    with Image.open(io.BytesIO(data)) as picture:
        small = picture.convert("RGB")
        small.thumbnail(_ON_PAPER, Image.Resampling.LANCZOS)
        out = io.BytesIO()
        small.save(out, "JPEG", quality=80)
    width, height = small.size
    inside = base64.b64encode(out.getvalue()).decode()
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" style="font-family:none">'
        f"<title>{escape(photo['alt'])}</title>"
        f'<image width="{width}" height="{height}" href="data:image/jpeg;base64,{inside}"/></svg>'
    )
    return Figure(svg, photo["alt"], photo["alt"])
