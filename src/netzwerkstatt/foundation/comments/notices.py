"""Whom a comment is told: the one who was answered. Who follows the item hears of it from the log."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.comments import events
from netzwerkstatt.foundation.comments.models import Comment
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.notifications.notify import declare_notice, follow_by_itself, notify
from netzwerkstatt.foundation.notifications.telling import tells
from netzwerkstatt.foundation.notifications.whom import followers

ANSWER = "comment.answered"
BEGINNING = 140


def declare() -> None:
    """The kinds of notices of this room, at start."""
    declare_notice(ANSWER, _("An answer to your comment"))
    tells(events.COMMENTED, followers, _("%(who)s commented on it."))
    tells(events.ANSWERED, followers_but_the_one_answered, _("%(who)s answered a comment."))


def followers_but_the_one_answered(event: Event, entry: Entry) -> Iterable[Person]:
    """Who follows the item; the one whose comment was answered is told in words of her own (`tell_of_answer`)."""
    asked = (
        Comment.objects.filter(public_id=event.payload.get("answers") or "").values_list("author", flat=True).first()
    )
    return [person for person in followers(event, entry) if person.pk != asked]


def tell_of_answer(parent: Comment, comment: Comment) -> None:
    """The author of the parent is told, unless it is the same person or she may no longer see the item."""
    asked = parent.author
    if asked is None or asked.pk == comment.author_id:
        return
    if not Entry.objects.visible_to(asked).filter(pk=comment.entry_id).exists():
        return
    text = format_lazy(
        _("{name} answered your comment on “{title}”: {words}"),
        name=comment.author.name if comment.author else "",
        title=comment.entry.title,
        words=beginning(comment.text),
    )
    notify(asked, ANSWER, about=comment.entry, text=text, url=comment.get_absolute_url())


def follow_what_one_discusses(comment: Comment) -> None:
    """Whoever takes part in a discussion hears how it goes on, until she says otherwise."""
    if comment.author is not None:
        follow_by_itself(comment.author, comment.entry)


def beginning(text: str) -> str:
    """The first words on one line, cut between two of them."""
    line = " ".join(text.split())
    if len(line) <= BEGINNING:
        return line
    return f"{line[:BEGINNING].rsplit(' ', 1)[0].rstrip(' ,;:–-')} …"
