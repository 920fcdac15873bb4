"""What happens to a discussion when its item is deleted: nobody reads it any more."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.comments.models import Comment
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.versions.erasing import EVERY_KIND, Erasure, declare_erasure


def declare() -> None:
    """At start."""
    says = _("The comments on it, for everybody but those who wrote them")
    declare_erasure(Erasure(EVERY_KIND, "comments", _erase, says))


def _erase(entry: Entry) -> None:
    """They are others' words, and stay theirs: hidden, not erased."""
    Comment.objects.filter(entry=entry, hidden_at__isnull=True).update(hidden_at=clock.now())
