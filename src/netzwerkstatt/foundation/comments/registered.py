"""What comments say to moderation and to "my data"."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.comments import erasing
from netzwerkstatt.foundation.comments.actions import hide
from netzwerkstatt.foundation.comments.models import Comment
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events.personal import Personal, declare_personal
from netzwerkstatt.foundation.moderation.registry import Reportable, declare_reportable

KIND = "comment"


def register() -> None:
    """At start."""
    erasing.declare()
    declare_reportable(
        Reportable(
            kind=KIND,
            find=_find,
            author=lambda comment: comment.author,
            words=words_of,
            url=lambda comment: comment.get_absolute_url(),
            hide=hide,
            may_see=_may_see,
            label=_("Comment"),
        )
    )
    declare_personal(
        Personal(
            model="comments.Comment",
            label=_("Comments"),
            person_fields=("author",),
            keeps=_("As long as the item they were written on. You can delete each of them yourself."),
            stays=_("The words stay, without your name, because others answered them."),
            export=_export,
        )
    )


def words_of(comment: Comment) -> str:
    """What it says, with its notes, as text."""
    return "\n\n".join([comment.text, *(note["text"] for note in comment.notes)])


def _find(public_id: str) -> Comment | None:
    place = ("author", "entry__home", "entry__city__network__state", "entry__network__state")
    return Comment.objects.filter(public_id=public_id, deleted_at__isnull=True).select_related(*place).first()


def _may_see(viewer: Any, comment: Comment) -> bool:
    if not comment.is_readable and comment.author_id != getattr(viewer, "pk", None):
        return False
    return bool(Entry.objects.visible_to(viewer).filter(pk=comment.entry_id).exists())


def _export(person: Any) -> list[dict[str, Any]]:
    rows = Comment.objects.filter(author=person).select_related("entry").order_by("pk")
    return [
        {
            "item": comment.entry.title,
            "text": comment.text,
            "notes": comment.notes,
            "written": comment.created_at.isoformat(),
            "changed": comment.edited_at.isoformat() if comment.edited_at else None,
            "hidden": comment.hidden_at.isoformat() if comment.hidden_at else None,
        }
        for comment in rows
    ]
