"""Comments as a list, drawn by hand: the page of an item has many of them, and a template costs four times as much."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.comments.queries import Said
from netzwerkstatt.foundation.moderation.templatetags.moderation import report_link
from netzwerkstatt.foundation.ui.formatting import daytime, iso
from netzwerkstatt.foundation.ui.markup import made_by_us
from netzwerkstatt.foundation.ui.templatetags.ui import icon, state_mark


@dataclass(frozen=True)
class _Words:
    """What stands in every list, in one language."""

    deleted: str
    hidden: str
    only_you: str
    why: str
    left: str
    changed: str
    answers_above: str
    answer: str
    change: str
    note: str
    delete: str


@cache
def _words(_language: str) -> _Words:
    return _Words(
        deleted=_("A comment stood here; its author deleted it."),
        hidden=_("A comment stood here; moderation hid it."),
        only_you=_("Hidden by moderation; only you still see it."),
        why=_("Why?"),
        left=_("Somebody who has left"),
        changed=pgettext("comment", "changed"),
        answers_above=_("answers a comment above"),
        answer=pgettext("verb", "Answer"),
        change=_("Change"),
        note=_("Add a note"),
        delete=_("Delete"),
    )


@cache
def _addresses(verb: str) -> tuple[str, str]:
    """What stands before and after the id in the address of something one can do with a comment."""
    before, after = reverse(f"comments:{verb}", args=["0id0"]).split("0id0")
    return before, after


def list_of(lines: Iterable[Said], viewer: Any, *, closed: bool) -> SafeString:
    """The lines of a discussion as an ordered list; what the viewer can do with each stands at its foot."""
    words = _words(get_language() or "")
    return made_by_us(f'<ol class="comments">{"".join(_line(one, words, viewer, closed=closed) for one in lines)}</ol>')


def _line(one: Said, words: _Words, viewer: Any, *, closed: bool) -> str:
    if one.is_deleted:
        inside = f'<p class="meta">{escape(words.deleted)}</p>'
    elif one.is_hidden and not one.is_own:
        inside = f'<p class="meta">{escape(words.hidden)}</p>'
    else:
        inside = f"{_head(one, words)}{_why_hidden(one, words)}{_text(one)}{_foot(one, words, viewer, closed=closed)}"
    kind = " comment--answer" if one.is_answer else ""
    return f'<li class="comment{kind}" id="c-{escape(one.public_id)}">{inside}{_more(one)}</li>'


def _head(one: Said, words: _Words) -> str:
    function = f' <span class="meta">{escape(one.function)}</span>' if one.function else ""
    return (
        f'<div class="comment__head"><span class="avatar" aria-hidden="true">{escape(one.initials)}</span>'
        f"<div><p><b>{escape(one.name or words.left)}</b>{function}</p>"
        f'<p class="meta"><a class="quiet" href="{escape(one.url)}#c-{escape(one.public_id)}">'
        f'<time datetime="{iso(one.at)}">{escape(daytime(one.at))}</time></a>'
        f"{f', {escape(words.changed)}' if one.is_edited else ''}{_whom(one, words)}</p></div></div>"
    )


def _whom(one: Said, words: _Words) -> str:
    if one.to is None:
        return ""
    said = _("answers %(name)s") % {"name": one.to.name} if one.to.name else words.answers_above
    return f', <a href="#c-{escape(one.to.public_id)}">{escape(said)}</a>'


def _why_hidden(one: Said, words: _Words) -> str:
    if not one.is_hidden:
        return ""
    address = reverse("moderation:own", args=["comment", one.public_id])
    return (
        f'<p class="comment__hidden">{state_mark("warn", words.only_you)} '
        f'<a href="{escape(address)}">{escape(words.why)}</a></p>'
    )


def _text(one: Said) -> str:
    said_on = _("Note of %(day)s")
    notes = "".join(
        f'<div class="comment__note"><p class="meta">{escape(said_on % {"day": daytime(note.at)})}</p>{note.html}</div>'
        for note in one.notes
    )
    return f'<div class="comment__text">{one.html}{notes}</div>'


def _foot(one: Said, words: _Words, viewer: Any, *, closed: bool) -> str:
    parts = _deeds(one, words, closed=closed) if viewer else []
    if not one.is_own and not one.is_hidden:
        parts.append(report_link("comment", one.public_id, one.name))
    return f'<div class="comment__foot">{"".join(parts)}</div>'


def _deeds(one: Said, words: _Words, *, closed: bool) -> list[str]:
    deeds = []
    if one.can_be_answered and not closed:
        spoken = _("Your answer to %(name)s") % {"name": one.name}
        aloud = f'<span class="kern-sr-only"> {escape(one.name)}</span>'
        deeds.append(_deed(one, "answer", words.answer, f' data-answer="{escape(spoken)}"', aloud))
    if one.is_own:
        if one.is_editable:
            deeds.append(_deed(one, "edit", words.change))
        elif not one.is_hidden:
            deeds.append(_deed(one, "note", words.note))
        deeds.append(_deed(one, "delete", words.delete))
    return deeds


def _deed(one: Said, verb: str, label: str, attributes: str = "", aloud: str = "") -> str:
    before, after = _addresses(verb)
    return f'<a href="{before}{escape(one.public_id)}{after}"{attributes}>{escape(label)}{aloud}</a>'


def _more(one: Said) -> str:
    if not one.more:
        return ""
    label = ngettext("%(n)s more answer", "%(n)s more answers", one.more) % {"n": one.more}
    return f'<p class="comment__more"><a class="more" href="{escape(one.url)}">{escape(label)} {icon("arrow-right")}</a></p>'
