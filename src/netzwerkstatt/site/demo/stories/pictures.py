"""Pictures for the demo, drawn and not photographed: nobody is in them who could be asked."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from PIL import Image, ImageDraw, ImageFont

from netzwerkstatt.foundation.documents.pdf import FONTS

_WALL, _PAPER, _INK = "#e7e2d8", ("#fff3c4", "#d9ecf7", "#f9dcdc", "#dff0dd"), "#1b2233"


def wall(clusters: Mapping[str, Sequence[str]]) -> bytes:
    """The wall at the end of a workshop: every cluster a column of cards under its name."""
    picture = Image.new("RGB", (1600, 1000), _WALL)
    draw = ImageDraw.Draw(picture)
    head, small = _font("FiraSans-SemiBold", 34), _font("FiraSans-Regular", 19)
    for column, (title, cards) in enumerate(clusters.items()):
        left = 50 + column * 385
        draw.text((left, 40), title, fill=_INK, font=head)
        draw.line([(left, 92), (left + 330, 92)], fill=_INK, width=3)
        for row, text in enumerate(cards):
            top, tilt = 120 + row * 140, (row * 7 + column * 5) % 9 - 4
            box = (left + tilt, top, left + 330 + tilt, top + 118)
            draw.rectangle(box, fill=_PAPER[column % len(_PAPER)], outline="#c9c2b3")
            draw.multiline_text((left + 14 + tilt, top + 12), _wrapped(text, 34), fill=_INK, font=small, spacing=4)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _font(name: str, size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    file = FONTS / f"{name}.ttf"
    return ImageFont.truetype(str(file), size) if file.exists() else ImageFont.load_default(size)


def _wrapped(text: str, width: int) -> str:
    lines, line = [], ""
    for word in text.split():
        if len(line) + len(word) + 1 > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "\n".join([*lines, line][:4])
