"""Eight writers tie the same items to and fro at once: whatever comes of it, nothing comes from itself."""

from __future__ import annotations

import random
import threading
from collections import defaultdict

import pytest
from django.db import connection

from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.kinds import KINDS, Kind
from netzwerkstatt.foundation.entries.models import Entry, Link
from netzwerkstatt.foundation.events.errors import Invalid

WRITERS, TIES, ITEMS = 8, 12, 7


@pytest.fixture(autouse=True)
def _a_kind(monkeypatch):
    monkeypatch.setitem(KINDS, "note", Kind("note", "problem", "Note", "Notes", page="entries:permanent"))


@pytest.mark.django_db(transaction=True)
def test_many_writers_never_close_a_circle_together():
    items = [Entry.objects.create(kind="note", title=f"Item {number}") for number in range(ITEMS)]
    begin, faults, refused = threading.Barrier(WRITERS), [], []

    def write(seed: int) -> None:
        chance = random.Random(seed)  # noqa: S311 - no secret hangs on it
        begin.wait()
        try:
            for _ in range(TIES):
                target, origin = chance.sample(items, 2)
                try:
                    thread.link(target, thread.DERIVED_FROM, origin)
                except Invalid:
                    refused.append(seed)
        except Exception as fault:  # noqa: BLE001 - told by the test
            faults.append(fault)
        finally:
            connection.close()

    writers = [threading.Thread(target=write, args=[seed]) for seed in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert not faults
    assert refused  # they did meet
    assert _comes_to_an_end(list(Link.objects.values_list("source", "target")))
    assert sum(Entry.objects.values_list("outcomes", flat=True)) == Link.objects.count()


def _comes_to_an_end(links: list[tuple[int, int]]) -> bool:
    """Taking away what nothing came of, again and again, leaves nothing."""
    left = defaultdict(set)
    for source, target in links:
        left[source].add(target)
    while left:
        ends = {target for targets in left.values() for target in targets} - set(left)
        if not ends:
            return False
        left = {source: kept for source, targets in left.items() if (kept := targets - ends)}
    return True
