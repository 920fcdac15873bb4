"""The words of a comment as HTML: paragraphs, line breaks and links; everything else is just letters."""

from __future__ import annotations

import re

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from netzwerkstatt.foundation.ui.markup import made_by_us

_ADDRESS = re.compile(r"https?://[^\s<>\"'“”„«»]+")
_AFTER = ".,;:!?…)]}*_"
_LONGEST_SHOWN = 60


def as_html(text: str) -> SafeString:
    """Paragraphs of a text that somebody typed. Every letter is escaped; addresses become links that lead out."""
    if "\n" not in text and "://" not in text:
        return format_html("<p>{}</p>", text)
    paragraphs = re.split(r"\n{2,}", text)
    return made_by_us("".join(f"<p>{_lines(paragraph)}</p>" for paragraph in paragraphs))


def _lines(paragraph: str) -> str:
    return _linked(paragraph).replace("\n", "<br>")


def _linked(text: str) -> str:
    parts, end = [], 0
    for found in _ADDRESS.finditer(text):
        address = _without_what_follows(found.group())
        parts += [escape(text[end : found.start()]), _link(address)]
        end = found.start() + len(address)
    return "".join([*parts, escape(text[end:])])


def _without_what_follows(address: str) -> str:
    """A full stop or a bracket behind an address belongs to the sentence, unless the bracket opened inside."""
    while address[-1] in _AFTER and not (address[-1] == ")" and address.count("(") >= address.count(")")):
        address = address[:-1]
    return address


def _link(address: str) -> str:
    shown = address.split("://", 1)[1]
    if not shown:
        return str(escape(address))
    short = shown if len(shown) <= _LONGEST_SHOWN else f"{shown[: _LONGEST_SHOWN - 1]}…"
    return str(format_html('<a href="{}" rel="nofollow ugc noopener">{}</a>', address, short))
