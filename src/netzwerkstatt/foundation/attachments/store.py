"""Where attached files lie, by their fingerprint, and the sweeping of those that nothing hangs on any more."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db.models import Q

from netzwerkstatt.foundation.attachments.models import Attachment
from netzwerkstatt.foundation.entries.files import DamagedError, Shelf

__all__ = ["DamagedError", "fetch", "keep", "path_of", "register_needed", "sweep", "throw_away"]

FOLDER: Final = "attachments"
SPARED: Final = timedelta(days=1)
_shelf = Shelf(FOLDER)
path_of, fetch = _shelf.path_of, _shelf.fetch


_others: list[Callable[[list[str]], set[str]]] = []


def register_needed(ask: Callable[[list[str]], set[str]]) -> None:
    """A room keeps files on this shelf too: of these fingerprints it says which it still has. At start."""
    _others.append(ask)


def keep(data: bytes) -> str:
    """Store a file and return its fingerprint. What was just kept is spared by the sweeping for a day."""
    sha256 = _shelf.keep(data)
    os.utime(path_of(sha256))
    return sha256


def throw_away(names: list[str]) -> None:
    """These files at once, without waiting for the sweeping, where nothing hangs on them any more."""
    needed = _needed(names)
    for name in set(names) - needed:
        _shelf.remove(name)


def sweep(*, spared: timedelta = SPARED) -> int:
    """Throw away files that no attachment has: removed ones, and those whose row was never written. How many.

    What is younger than a day stays: its row may be on the way. Whoever keeps a file anew makes it young again, and
    looks after its row is written whether it is there.
    """
    folder = Path(settings.DATA_DIR) / FOLDER
    before = time.time() - spared.total_seconds()
    old = [path for path in folder.glob("??/*") if path.is_file() and path.stat().st_mtime < before]
    swept = 0
    for start in range(0, len(old), 400):
        part = old[start : start + 400]
        needed = _needed([path.name for path in part])
        for path in part:
            if path.name not in needed and path.stat().st_mtime < before:
                path.unlink(missing_ok=True)
                swept += 1
    return swept


def _needed(names: list[str]) -> set[str]:
    rows = Attachment.objects.filter(Q(sha256__in=names) | Q(thumbnail__in=names)).values_list("sha256", "thumbnail")
    return {sha256 for row in rows for sha256 in row}.union(*(ask(names) for ask in _others))
