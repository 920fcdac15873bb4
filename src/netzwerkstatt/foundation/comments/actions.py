"""Every change to a comment. Pages, API, commands and the demo call these and nothing else."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import F, Max
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.accounts.limits import Limit, spend
from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.comments import events, notices, rules
from netzwerkstatt.foundation.comments.closing import comments_closed
from netzwerkstatt.foundation.comments.models import EDIT_WINDOW, LONGEST, MOST_NOTES, Comment, Discussion
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.entries.plain import prose
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.foundation.notifications.notify import unsay

PACE = Limit("comment", burst=12, per=timedelta(minutes=10))
LONGEST_NOTE = 1000
SIGNED_IN = gettext_lazy("Whoever is signed in can comment.")
OWN = gettext_lazy("Only whoever wrote a comment can change it.")
NOT_FOR_YOU = gettext_lazy("This is not there, or not for you to see.")
GONE = gettext_lazy("This comment was deleted meanwhile; it can no longer be answered.")


@action(rule=rules.may_comment, refusal=SIGNED_IN)
def comment_on(*, actor: Person, entry: Entry, text: str, client_id: UUID | None = None) -> Comment:
    """Say something about an item.

    Records `comment.written`. Sent twice with the same client id, the first one's comment comes back. Raises
    `NotAllowed` for who may not see the item, `Invalid` (field "text") where the words do not hold or comments are
    closed, `TooMany` for more than a dozen in ten minutes.
    """
    if made := _already_made(actor, client_id):
        return made
    words = _checked(actor, entry, text)
    try:
        with transaction.atomic():
            number = _next_thread(entry)
            comment = Comment(entry=entry, number=number, author=actor, text=words, client_id=client_id)
            comment.thread_id, comment.language = comment.public_id, get_language() or ""
            comment.save(force_insert=True)
    except IntegrityError:
        return _made_meanwhile(actor, client_id)
    record(events.COMMENTED(entry, actor, comment=comment.public_id))
    notices.follow_what_one_discusses(comment)
    return comment


@action(rule=rules.may_comment, on="parent", refusal=SIGNED_IN)
def answer(*, actor: Person, parent: Comment, text: str, client_id: UUID | None = None) -> Comment:
    """Answer a comment; its author is told. Records `comment.answered`; raises what `comment_on` raises."""
    if made := _already_made(actor, client_id):
        return made
    words = _checked(actor, parent.entry, text)
    try:
        with transaction.atomic():
            comment = _append(actor, parent, words, client_id)
    except IntegrityError:
        return _made_meanwhile(actor, client_id)
    record(events.ANSWERED(parent.entry, actor, comment=comment.public_id, answers=parent.public_id))
    notices.tell_of_answer(parent, comment)
    notices.follow_what_one_discusses(comment)
    return comment


@action(rule=rules.is_author, refusal=OWN)
def edit_comment(*, actor: Person, comment: Comment, text: str) -> Comment:
    """Change the words of an own comment, within fifteen minutes.

    Records `comment.edited`; the same words again change nothing. Raises `NotAllowed` unless it is the actor's,
    `Invalid` (field "text") where the time is over or the words do not hold.
    """
    now = _locked(actor, comment)
    if not now.is_readable or clock.now() - now.created_at >= EDIT_WINDOW:
        raise Invalid({"text": _("The 15 minutes are over; the words stand now. You can still add a note.")})
    words = prose(text, "text", longest=LONGEST)
    if words != now.text:
        now.text, now.edited_at = words, clock.now()
        now.save(update_fields=["text", "edited_at"])
        record(events.EDITED(now.entry, actor, comment=now.public_id))
    return now


@action(rule=rules.is_author, refusal=OWN)
def add_note(*, actor: Person, comment: Comment, text: str) -> Comment:
    """Add something below an own comment, at any time; the words above stay as they are.

    Records `comment.noted`; the note that stands last is not added again. Raises `NotAllowed` unless it is the
    actor's, `Invalid` (field "text") for no words, too many, or more than five notes.
    """
    now = _locked(actor, comment)
    words = prose(text, "text", longest=LONGEST_NOTE)
    if now.notes and now.notes[-1]["text"] == words:
        return now
    if not now.is_readable:
        raise Invalid({"text": _("This comment is hidden; nothing can be added to it.")})
    if len(now.notes) >= MOST_NOTES:
        raise Invalid({"text": _("This comment has five notes already. Please write a new comment.")})
    now.notes = [*now.notes, {"text": words, "at": clock.now().isoformat()}]
    now.save(update_fields=["notes"])
    record(events.NOTED(now.entry, actor, comment=now.public_id))
    return now


@action(rule=rules.is_author, refusal=OWN)
def delete_comment(*, actor: Person, comment: Comment) -> None:
    """Take an own comment away. What was answered leaves a tombstone without words and name; the rest is gone.

    Records `comment.deleted`. Raises `NotAllowed` unless it is the actor's.
    """
    _discussion(comment.entry)
    now = Comment.objects.select_for_update().get(pk=comment.pk)
    record(events.DELETED(comment.entry, actor, comment=now.public_id))
    _count(now.entry_id, -int(now.is_readable))
    unsay(now.get_absolute_url(), but_to=now.author)
    if now.replies.exists():
        now.text, now.notes, now.author, now.deleted_at, now.edited_at = "", [], None, clock.now(), None
        now.save(update_fields=["text", "notes", "author", "deleted_at", "edited_at"])
    else:
        _remove(now)


def hide(comment: Comment, hidden: bool) -> None:  # noqa: FBT001 - moderation's face: one of two states
    """Hidden, the comment keeps its place and loses its words for all but its author; shown again, it is as before.

    What was told to others with its first words is gone for good. Moderation calls this inside its own decision and
    records that.
    """
    _discussion(comment.entry)
    now = Comment.objects.select_for_update().get(pk=comment.pk)
    before = now.is_readable
    now.hidden_at = (now.hidden_at or clock.now()) if hidden else None
    now.save(update_fields=["hidden_at"])
    _count(now.entry_id, int(now.is_readable) - int(before))
    if hidden:
        unsay(now.get_absolute_url(), but_to=now.author)


def _checked(actor: Person, entry: Entry, text: str) -> str:
    """The words, if this person may say something on this entry now."""
    if not Entry.objects.visible_to(actor).filter(pk=entry.pk).exists():
        raise NotAllowed(NOT_FOR_YOU)
    if closed := comments_closed(entry):
        raise Invalid({"text": closed})
    words = prose(text, "text", longest=LONGEST)
    spend(PACE, str(actor.pk))
    return words


def _already_made(actor: Person, client_id: UUID | None) -> Comment | None:
    return Comment.objects.filter(client_id=client_id, author=actor).first() if client_id else None


def _made_meanwhile(actor: Person, client_id: UUID | None) -> Comment:
    """Of two posts at the same moment one waits at the unique client id and then finds what the other made."""
    if made := _already_made(actor, client_id):
        return made
    raise Invalid({"text": _("This did not work. Please send it again.")})


def _next_thread(entry: Entry) -> int:
    """Count one comment and one thread more; the row is held to the end, so numbers follow each other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO comments_discussion (entry_id, comments, threads) VALUES (%s, 1, 1)"
            " ON CONFLICT (entry_id) DO UPDATE SET comments = comments_discussion.comments + 1,"
            " threads = comments_discussion.threads + 1 RETURNING threads",
            [entry.pk],
        )
        return int(cursor.fetchone()[0])


def _append(actor: Person, parent: Comment, words: str, client_id: UUID | None) -> Comment:
    """The answer at the end of its thread; whoever answers in the same discussion waits at its row."""
    _discussion(parent.entry)
    asked = Comment.objects.filter(pk=parent.pk).first()
    if asked is None or not asked.is_readable:
        raise Invalid({"text": GONE})
    thread = Comment.objects.filter(thread__public_id=asked.thread_id)
    last: int = thread.aggregate(last=Max("position"))["last"]
    comment = Comment.objects.create(
        entry_id=asked.entry_id, thread_id=asked.thread_id, parent=asked, number=asked.number, position=last + 1,
        author=actor, text=words, language=get_language() or "", client_id=client_id,
    )  # fmt: skip
    thread.filter(position=0).update(answers=F("answers") + 1)
    _count(asked.entry_id, 1)
    return comment


def _locked(actor: Person, comment: Comment) -> Comment:
    """The comment as it is now, held, if its author may still see where it stands."""
    if not Entry.objects.visible_to(actor).filter(pk=comment.entry_id).exists():
        raise NotAllowed(NOT_FOR_YOU)
    return Comment.objects.select_for_update(of=("self",)).select_related("entry__home").get(pk=comment.pk)


def _discussion(entry: Entry) -> Discussion:
    return Discussion.objects.select_for_update().get(entry=entry.pk)


def _count(entry: int, more: int) -> None:
    if more:
        Discussion.objects.filter(entry=entry).update(comments=F("comments") + more)


def _remove(comment: Comment) -> None:
    """Take out a comment that nobody answered, and tombstones above it that nothing stands below any more."""
    above = comment.parent
    if comment.position:
        Comment.objects.filter(thread__public_id=comment.thread_id, position=0).update(answers=F("answers") - 1)
    comment.delete()
    if above is not None and above.deleted_at is not None and not above.replies.exists():
        _remove(above)
