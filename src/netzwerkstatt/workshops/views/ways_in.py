"""The ways into a workshop: as an address that people type, and as a square that they photograph."""

from __future__ import annotations

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.ui.markup import made_by_us


def join_address(key: str = "") -> str:
    """The whole address for the QR code, or without the key as people type it."""
    path = reverse("workshops:join")
    return f"{settings.BASE_URL}{path}?key={key}" if key else f"{settings.BASE_URL}{path}"


def qr(key: str) -> SafeString:
    """The way in as a square to be photographed; it carries the long key, so that nobody types and nobody guesses."""
    drawing = segno.make(join_address(key), error="m", micro=False)
    return made_by_us(drawing.svg_inline(omitsize=True, border=0, title=_("QR code with the way in"), dark="#000"))


def spoken_address(name: str = "workshops:join") -> str:
    """A way in as people read it aloud."""
    return f"{settings.BASE_URL}{reverse(name)}".split("://", 1)[-1]
