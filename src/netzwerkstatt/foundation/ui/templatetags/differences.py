"""Visible differences between two texts, for any page: readable without colour, and by ear."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from netzwerkstatt.engines.words.comparing import Piece
from netzwerkstatt.engines.words.comparing import differences as pieces_of

register = template.Library()


@register.simple_tag
def differences(pieces: Iterable[Piece]) -> SafeString:
    """What became of a text, word by word: struck through, underlined, and said aloud."""
    return format_html('<div class="differences">{}</div>', _all(pieces))


@register.simple_tag
def compared(old: str, new: str) -> SafeString:
    """Two texts as visible differences."""
    return differences(pieces_of(old, new))


def _all(pieces: Iterable[Piece]) -> SafeString:
    return format_html_join("", "{}{}{}", ((p.same, _gone(p.gone), _new(p.new)) for p in pieces))


def _gone(text: str) -> SafeString:
    return _marked("del", _("[removed:"), text, _("end of what was removed]"))


def _new(text: str) -> SafeString:
    return _marked("ins", _("[added:"), text, _("end of what was added]"))


def _marked(tag: str, before: str, text: str, after: str) -> SafeString:
    if not text:
        return SafeString()
    aloud = '<span class="kern-sr-only">{}</span>'
    inside = format_html("{}{}{}", format_html(aloud, f"{before} "), _breaks(text), format_html(aloud, f" {after}"))
    return format_html("<{0}>{1}</{0}>", tag, inside)


def _breaks(text: str) -> str:
    """A line break that came or went would be seen by nobody."""
    return text.replace("\n", "¶\n")
