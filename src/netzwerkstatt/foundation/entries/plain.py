"""Plain words from outside, made fit to be kept: no control characters, no endless length, no empty must."""

from __future__ import annotations

import unicodedata

from django.utils.translation import gettext as _

from netzwerkstatt.foundation.events.errors import Invalid


def one_line(text: str, field: str, *, longest: int, needed: bool = True) -> str:
    """The text on one line. Raises `Invalid` at `field` where it is too long, or missing although needed."""
    return _checked(" ".join(_printable(text).split()), field, longest, needed=needed)


def prose(text: str, field: str, *, longest: int, needed: bool = True) -> str:
    """The text with its line breaks. Raises `Invalid` at `field` where it is too long, or missing although needed."""
    lines = _printable(text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return _checked("\n".join(line.rstrip() for line in lines).strip(), field, longest, needed=needed)


def _printable(text: str) -> str:
    """Without what cannot be seen, kept or put on paper: control characters, half surrogates, turned directions."""
    return "".join(
        c for c in text if c in "\n\t" or (unicodedata.category(c) not in {"Cc", "Cs"} and c not in _TURNING)
    )


_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _checked(text: str, field: str, longest: int, *, needed: bool) -> str:
    if needed and not text:
        raise Invalid({field: _("Please write something here.")})
    if len(text) > longest:
        raise Invalid(
            {
                field: _("At most %(longest)d characters, please; these are %(number)d.")
                % {"longest": longest, "number": len(text)}
            }
        )
    return text
