"""What people say about an entry is found with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from netzwerkstatt.foundation.comments.models import Comment
from netzwerkstatt.foundation.moderation.models import Case


def comments_on(entries: Sequence[int]) -> dict[int, str]:
    """Comments that everybody reads who sees the entry, with what their authors added. One query."""
    found: dict[int, list[str]] = {}
    rows = Comment.objects.filter(entry__in=entries, deleted_at__isnull=True, hidden_at__isnull=True)
    for entry, text, notes in rows.order_by("pk").values_list("entry", "text", "notes"):
        found.setdefault(entry, []).extend([text, *(str(note.get("text", "")) for note in notes)])
    return {entry: "\n".join(texts) for entry, texts in found.items()}


def commented(public_ids: Iterable[str]) -> list[int]:
    """The entries that these comments stand on. One query."""
    return list(Comment.objects.filter(public_id__in=list(public_ids)).values_list("entry", flat=True))


def decided_on(streams: Iterable[str]) -> list[int]:
    """The entries on which something stands that these cases of moderation are about: it was hidden or shown. One query."""
    keys = [key for stream in streams if (key := stream.removeprefix(Case.stream_prefix)) != stream and key.isdigit()]
    return list(Case.objects.filter(pk__in=keys, entry__isnull=False).values_list("entry", flat=True)) if keys else []
