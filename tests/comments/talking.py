"""Many comments at once, without the pace that people have to keep."""

from __future__ import annotations

from netzwerkstatt.foundation.comments.models import Comment, Discussion
from netzwerkstatt.foundation.entries.models import new_public_id


def talk(entry, author, threads, *, answers=lambda number: 0, text="Comment {number}.{position}"):
    """So many threads with so many answers each, written in bulk with the counters that the actions keep."""
    heads, below = [], []
    for number in range(1, threads + 1):
        key, count = new_public_id(), answers(number)
        words = {"entry": entry, "thread_id": key, "number": number, "author": author}
        heads.append(Comment(**words, public_id=key, answers=count, text=text.format(number=number, position=0)))
        below += [
            (key, Comment(**words, position=nth, text=text.format(number=number, position=nth)))
            for nth in range(1, count + 1)
        ]
    made = {head.public_id: head for head in Comment.objects.bulk_create(heads, batch_size=500)}
    for key, comment in below:
        comment.parent = made[key]
    Comment.objects.bulk_create([comment for _key, comment in below], batch_size=500)
    Discussion.objects.update_or_create(entry=entry, defaults={"comments": len(heads) + len(below), "threads": threads})
    return list(made.values())
