"""Comments, and the counters of the discussion they make."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries.models import Entry, new_public_id
from netzwerkstatt.foundation.events import clock

LONGEST = 4000
EDIT_WINDOW = timedelta(minutes=15)
MOST_NOTES = 5


class Discussion(models.Model):
    """All comments on one entry, as numbers: lists read them with the entry (`entry__discussion`) and count nothing.

    `comments` are those that can be read now; `threads` is the last number given to a thread.
    """

    entry = models.OneToOneField(Entry, primary_key=True, on_delete=models.PROTECT, related_name="discussion")
    comments = models.PositiveIntegerField(default=0)
    threads = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.entry}: {self.comments}"


class Comment(models.Model):
    """What one person says about an entry, or answers to another comment of it.

    A thread is a comment (position 0) and everything below it: `thread` names its first comment, `number` is its place
    among the threads of the entry, `position` the place within it. So one index gives any page of threads with their
    first answers. `parent` is what this one answers, at any depth; `answers` counts, at the head of a thread, what is
    below. Notes are what the author added later, as [{"text": …, "at": …}].

    A comment that was answered and then deleted stays as a tombstone, without words and without its author.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="comments", db_index=False)
    thread = models.ForeignKey(
        "self", to_field="public_id", on_delete=models.DO_NOTHING, related_name="in_thread", db_index=False
    )
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replies")
    number = models.PositiveIntegerField()
    position = models.PositiveIntegerField(default=0)
    answers = models.PositiveIntegerField(default=0)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="comments"
    )
    text = models.TextField(_("comment"), max_length=LONGEST, blank=True)
    notes = models.JSONField(default=list, blank=True)
    language = models.CharField(max_length=10, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    client_id = models.UUIDField(null=True, blank=True, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "position"], name="comments_place_in_thread_once"),
            models.UniqueConstraint(
                fields=["entry", "number"], condition=Q(position=0), name="comments_thread_number_once"
            ),
            models.CheckConstraint(
                condition=Q(position=0, parent__isnull=True, thread=F("public_id"))
                | Q(position__gt=0, parent__isnull=False),
                name="comments_head_or_answer",
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="comments_not_to_itself"),
            models.CheckConstraint(
                condition=Q(deleted_at__isnull=True) & ~Q(text="")
                | Q(deleted_at__isnull=False, text="", author__isnull=True),
                name="comments_words_or_tombstone",
            ),
        ]
        indexes = [
            models.Index(
                fields=["entry", "-answers", "-number"], condition=Q(position=0), name="comments_most_answered"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def stream(self) -> str:
        """Its events belong to the item it stands on."""
        return self.entry.stream

    @property
    def is_readable(self) -> bool:
        """It is neither deleted nor hidden."""
        return self.deleted_at is None and self.hidden_at is None

    def is_editable(self) -> bool:
        """The words can still be changed; later they stand, and only a note can be added."""
        return self.is_readable and clock.now() - self.created_at < EDIT_WINDOW

    def get_absolute_url(self) -> str:
        """Its permanent address: the thread it stands in, at its place."""
        return address_of(self.public_id)

    @classmethod
    def is_by(cls, person: Any) -> Q:
        """The condition for comments of this person; nobody's for a visitor."""
        return Q(author=person) if getattr(person, "pk", None) else Q(pk__in=[])


def address_of(public_id: str) -> str:
    """The permanent address of the comment with this id."""
    from django.urls import reverse

    return f"{reverse('comments:comment', args=[public_id])}#c-{public_id}"
