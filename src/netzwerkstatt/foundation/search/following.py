"""The search follows the log: what an event tells of is read anew, seconds after it happened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from django.db import transaction

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.network.models import OfTheAlliance
from netzwerkstatt.foundation.search import index
from netzwerkstatt.foundation.search.said import decided_on
from netzwerkstatt.foundation.search.searchable import entries_spoken_of, entries_touched

AT_ONCE = 200


def follow(events: Sequence[Event]) -> None:
    """Read the entries that these events of one stream tell of, and what came into them; leave many to the worker.

    An event names its entry. What moderation decided names only its case, whose entry it is that reads otherwise; some
    change the words of further entries, which their room finds (`declare_touched`). Those of a workshop also bring
    entries into it (its ideas, all at once when they are revealed), which the event does not name: whatever lies in it
    and has no document is new.
    """
    streams = {event.stream_id for event in events}
    if OfTheAlliance.stream in streams:
        index.refresh_places()
    named = streams | {event.entry for event in events if event.entry}
    ids = list(Entry.objects.filter(public_id__in=named).values_list("pk", flat=True))
    ids += sorted({*entries_spoken_of(named), *decided_on(streams), *entries_touched(events)} - set(ids))
    if not ids:
        return
    new = Entry.objects.filter(home__in=ids, search_document__isnull=True, deleted_at__isnull=True).order_by("pk")
    work = list(dict.fromkeys([*ids, *new.values_list("pk", flat=True)]))
    later = [*work[AT_ONCE:], *index.refresh(work[:AT_ONCE])]
    leave_to_the_worker(later)


def leave_to_the_worker(ids: Iterable[int]) -> None:
    """Ask the worker to read these entries anew, some at a time, when this transaction is through."""
    from netzwerkstatt.foundation.search.tasks import refresh_entries

    every = list(ids)
    for start in range(0, len(every), AT_ONCE):
        some = every[start : start + AT_ONCE]
        transaction.on_commit(partial(refresh_entries.enqueue, some))
