"""The strip as HTML, written by hand: it stands on the page of every item, and a template costs four times as much."""

from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from netzwerkstatt.foundation.ui.icons import ICONS, LOOP
from netzwerkstatt.foundation.ui.markup import made_by_us

from .model import Knot, Strand
from .strip import Strip, StripKnot

_LOOP = f'<svg class="loop" viewBox="0 0 112 60"><path d="{LOOP}"/></svg>'


def strip_html(strip: Strip) -> SafeString:
    """The knots as an ordered list from left to right, and the way to the whole thread."""
    begins = "" if strip.has_before else " thread--begins"
    label = gettext("Golden thread")
    return made_by_us(
        f'<div class="thread-strip section--linen"><nav class="thread{begins}" '
        f'aria-label="{escape(label)}" data-thread="across"><div class="wrap">\n'
        f'<ol class="thread__knots">{"".join(_knot(one) for one in strip.knots)}\n</ol>{_whole(strip)}</div></nav></div>'
    )


def knot_html(knot: Knot) -> SafeString:
    """Kind, title and date of a knot; a gap says that it is one."""
    if knot.is_gap:
        what, hidden = gettext("Not public"), gettext("Something hangs here that not everyone may see.")
        return made_by_us(f'<span class="what">{escape(what)}</span><span class="when">{escape(hidden)}</span>')
    title = escape(knot.title)
    linked = knot.url and not knot.is_now
    what = (
        f'<a class="what" href="{escape(knot.url or "")}">{title}</a>'
        if linked
        else f'<span class="what">{title}</span>'
    )
    when = f'<span class="when">{escape(knot.when)}</span>' if knot.when else ""
    return made_by_us(f'<span class="kind">{escape(knot.kind_label)}</span>{what}{when}')


def knot_icon(name: str) -> SafeString:
    """The icon inside a knot; nothing for a stage that has none."""
    if name not in ICONS:
        return SafeString("")
    return made_by_us(f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{ICONS[name]}</svg>')


def _knot(one: StripKnot) -> str:
    now = ' aria-current="true"' if one.knot.is_now else ""
    strands = (
        f'<span class="strands">{"".join(_strand(strand) for strand in one.strands)}</span>' if one.strands else ""
    )
    return f'\n<li class="{escape(one.css)}"{now}>{_head(one.head)}{_mark(one.knot)}{knot_html(one.knot)}{strands}</li>'


def _head(head: str) -> str:
    if not head:
        return ""
    words = gettext("Where from") if head == "from" else gettext("What comes of it")
    return f'<span class="thread__head">{escape(words)}</span>'


def _mark(knot: Knot) -> str:
    if knot.is_now:
        return f'<span class="loop-box" aria-hidden="true">{_LOOP}{knot_icon(knot.css)}</span>'
    if knot.is_gap:
        return '<span class="knot knot--gap" aria-hidden="true"></span>'
    return f'<span class="knot" aria-hidden="true">{knot_icon("minus" if knot.is_stone else knot.css)}</span>'


def _strand(strand: Strand) -> str:
    label = escape(strand.label)
    return f'<a href="{escape(strand.url)}">{label}</a>' if strand.url else f"<span>{label}</span>"


def _whole(strip: Strip) -> str:
    if not strip.whole_url:
        return ""
    words = escape(gettext("The whole thread"))
    return f'<p class="thread__whole"><a class="more" href="{escape(strip.whole_url)}">{words}{knot_icon("arrow-right")}</a></p>'
