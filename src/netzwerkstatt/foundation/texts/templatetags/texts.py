"""Texts on pages: Markdown as safe HTML, and visible differences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.texts.markdown import to_html
from netzwerkstatt.foundation.texts.merge import Piece
from netzwerkstatt.foundation.texts.merge import differences as pieces_of

register = template.Library()


@register.filter
def marked(text: Any) -> SafeString:
    """What people typed, as safe HTML: `{{ project.aim|marked }}` inside `<div class="prose">`."""
    return to_html(str(text or ""))


@register.filter
def of_key(found: Mapping[Any, Any], key: Any) -> Any:
    """What a mapping holds for a key: `{{ writers|of_key:paragraph.pk }}`."""
    return found.get(key, "")


@register.simple_tag
def differences(pieces: Iterable[Piece]) -> SafeString:
    """What became of a text, word by word, readable without colour: struck through, underlined, and said aloud."""
    return format_html('<div class="differences">{}</div>', _all(pieces))


@register.simple_tag
def compared(old: str, new: str) -> SafeString:
    """Two texts as visible differences."""
    return differences(pieces_of(old, new))


@register.simple_tag
def only_old(pieces: Iterable[Piece]) -> SafeString:
    """The old side of a comparison: what stayed, and what is taken away."""
    return format_html('<div class="differences">{}</div>', _all(Piece(p.same, p.gone) for p in pieces))


@register.simple_tag
def only_new(pieces: Iterable[Piece]) -> SafeString:
    """The new side of a comparison: what stayed, and what is put in."""
    return format_html('<div class="differences">{}</div>', _all(Piece(p.same, new=p.new) for p in pieces))


def _all(pieces: Iterable[Piece]) -> SafeString:
    return format_html_join("", "{}{}{}", ((p.same, _gone(p.gone), _new(p.new)) for p in pieces))


def _gone(text: str) -> SafeString:
    return format_html('<del><span class="kern-sr-only">{} </span>{}</del>', _("taken out:"), _breaks(text)) if text else SafeString()  # fmt: skip


def _new(text: str) -> SafeString:
    return format_html('<ins><span class="kern-sr-only">{} </span>{}</ins>', _("put in:"), _breaks(text)) if text else SafeString()  # fmt: skip


def _breaks(text: str) -> str:
    """A line break that came or went would be seen by nobody."""
    return text.replace("\n", "¶\n")
