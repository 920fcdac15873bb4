"""The smallest SVG writer that cannot be talked into markup: every text and every attribute is escaped."""

import math
import re
from collections.abc import Iterable
from html import escape
from typing import TypeAlias

Attribute: TypeAlias = str | float | int | None

# What XML 1.0 does not allow even as a character reference: a stray one makes the whole drawing unreadable.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NARROW = frozenset("iljtfrI.,:;'|!()[]/·\u202f\u00a0 ")
_BROAD = frozenset("mwMWÄÖ–—−%@&")


def clean(text: object) -> str:
    """Text as it may stand in XML, quotes included."""
    return escape(_FORBIDDEN.sub("", str(text)), quote=True)


def number(value: float) -> str:
    """A coordinate with at most two decimals and no superfluous zeros; never `-0`."""
    if not math.isfinite(value):
        raise ValueError(value)
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def _attribute(name: str, value: str | float) -> str:
    name = {"cls": "class"}.get(name, name.replace("_", "-"))
    shown = number(value) if isinstance(value, int | float) else clean(value)
    return f' {name}="{shown}"'


def tag(name: str, *children: str, **attributes: Attribute) -> str:
    """One element; children are markup already written by this module, attributes that are None are left out."""
    given = "".join(_attribute(key, value) for key, value in attributes.items() if value is not None)
    return f"<{name}{given}>{''.join(children)}</{name}>" if children else f"<{name}{given}/>"


def text(words: object, x: float, y: float, **attributes: Attribute) -> str:
    """A line of words at a point."""
    return tag("text", clean(words), x=x, y=y, **attributes)


def lines(words: Iterable[str], x: float, y: float, leading: float, **attributes: Attribute) -> str:
    """Several lines of words, one below the other."""
    return "".join(text(line, x, y + leading * step, **attributes) for step, line in enumerate(words))


def width_of(words: str, size: float) -> float:
    """How wide a line of Fira Sans will be, rather a little too wide than too narrow."""
    units = sum(0.34 if char in _NARROW else 0.9 if char in _BROAD else 0.585 for char in words)
    return units * size


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
