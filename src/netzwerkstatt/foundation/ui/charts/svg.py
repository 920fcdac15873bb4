"""The smallest SVG writer that cannot be talked into markup: every text and every attribute is escaped."""

import math
import re
from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import TypeAlias
from unicodedata import normalize

Attribute: TypeAlias = str | float | int | None

# What XML 1.0 does not allow even as a character reference: a stray one makes the whole drawing unreadable.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ADVANCES = (
    265, 241, 399, 518, 531, 826, 763, 219, 324, 324, 439, 499, 240, 403, 240, 520, 560, 560, 560, 560, 560, 560, 560,
    560, 560, 560, 240, 240, 500, 500, 500, 459, 1020, 573, 608, 560, 644, 535, 491, 631, 680, 295, 305, 589, 498, 796,
    683, 692, 581, 689, 605, 545, 517, 662, 556, 826, 540, 550, 522, 322, 520, 322, 540, 520, 300, 544, 594, 478, 598,
    550, 335, 520, 586, 282, 280, 512, 293, 857, 586, 584, 594, 593, 386, 467, 361, 582, 492, 717, 485, 492, 437, 322,
    403, 322, 488,
)  # fmt: skip
"""Widths of Fira Sans from space to tilde in thousandths of its size; figures are tabular."""
_ADVANCE = {chr(32 + place): width / 1000 for place, width in enumerate(_ADVANCES)} | {
    "\u202f": 0.17, "\u00a0": 0.27, "·": 0.24, "–": 0.52, "−": 0.5, "—": 0.79, "„": 0.41, "“": 0.41, "…": 0.8,
    "ß": 0.6, "ł": 0.32,
}  # fmt: skip


def clean(text: object) -> str:
    """Text as it may stand in XML, quotes included."""
    return escape(_FORBIDDEN.sub("", str(text)), quote=True)


def number(value: float) -> str:
    """A coordinate with at most two decimals and no superfluous zeros; never `-0`."""
    if isinstance(value, int):
        return f"{value:d}"
    if not math.isfinite(value):
        raise ValueError(value)
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


@lru_cache(maxsize=512)  # a drawing says the same few words of thousands of elements
def _said(name: str, words: str) -> str:
    return f' {"class" if name == "cls" else name.replace("_", "-")}="{clean(words)}"'


def tag(name: str, *children: str, **attributes: Attribute) -> str:
    """One element; children are markup already written by this module, attributes that are None are left out."""
    given = "".join([
        _said(key, value) if isinstance(value, str) else f' {key.replace("_", "-")}="{number(value)}"'
        for key, value in attributes.items()
        if value is not None
    ])  # fmt: skip
    return f"<{name}{given}>{''.join(children)}</{name}>" if children else f"<{name}{given}/>"


def path(way: str, cls: str) -> str:
    """A line along a way, which is letters and numbers only: it is not escaped."""
    return f'<path{_said("cls", cls)} d="{way}"/>'


def text(words: object, x: float, y: float, **attributes: Attribute) -> str:
    """A line of words at a point."""
    return tag("text", clean(words), x=x, y=y, **attributes)


def lines(words: Iterable[str], x: float, y: float, leading: float, **attributes: Attribute) -> str:
    """Several lines of words, one below the other."""
    return "".join(text(line, x, y + leading * step, **attributes) for step, line in enumerate(words))


def width_of(words: str, size: float) -> float:
    """How wide a line of Fira Sans will be, in its medium weight; unknown letters count as broad ones."""
    return sum(_ADVANCE.get(char) or _ADVANCE.get(normalize("NFD", char)[0], 0.7) for char in words) * size * 1.015


def wrap(words: str, room: float, size: float) -> list[str]:
    """Words broken into lines that fit; a word longer than the room keeps its line, so that nothing is cut off."""
    found: list[str] = []
    for word in words.split():
        longer = f"{found[-1]} {word}" if found else word
        if found and width_of(longer, size) <= room:
            found[-1] = longer
        else:
            found.append(word)
    return found or [""]


def picture(*children: str, width: float, height: float, title: str, alt: str, cls: str) -> str:
    """The whole drawing: an image with a name for everyone and its finding for those who do not see it."""
    return tag(
        "svg", tag("title", clean(title)), *children,
        xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {number(width)} {number(height)}",
        width=width, height=height, role="img", aria_label=alt, cls=cls,
    )  # fmt: skip
