"""The quiet way to report something, for any page."""

from __future__ import annotations

from functools import cache
from html import escape

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext

from netzwerkstatt.foundation.ui.markup import made_by_us
from netzwerkstatt.foundation.ui.templatetags.ui import icon

register = template.Library()


@register.simple_tag
def report_link(kind: str, public_id: str, what: str = "") -> SafeString:
    """A quiet link to the page where anybody who sees a thing can report it: `{% report_link "comment" id %}`.

    `what` is read aloud after the word, where one page has many of them ("comment by Jana").
    """
    before, after = _around(kind, get_language() or "")
    spoken = f'<span class="kern-sr-only"> {escape(str(what))}</span>' if what else ""
    return made_by_us(f"{before}{escape(str(public_id))}{after}{spoken}</span></a>")


@cache
def _around(kind: str, _language: str) -> tuple[str, str]:
    """The link before and after the id; a page of comments has dozens of them."""
    address, _id, rest = reverse("moderation:report", kwargs={"kind": kind, "public_id": "0id0"}).partition("0id0")
    before = f'<a class="quiet meta row row--tight report-link" href="{escape(address)}'
    word = escape(pgettext("moderation", "Report"))
    return before, f'{escape(rest)}" rel="nofollow">{icon("flag")}<span>{word}'
