"""What later rooms add to the drawing of a whole thread: what is still owed, and in which Land something stands.

A room registers both for its kinds in `AppConfig.ready`. Each is read once for all items of the kind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events.errors import Text
from netzwerkstatt.foundation.network.models import State


@dataclass(frozen=True)
class Owed:
    """Something that has to come of an item, drawn dotted until it is there. `key` is its own within the thread."""

    key: str
    stage: str
    label: Text
    title: Text
    when: str
    land: State


ReadOwed = Callable[[Sequence[Entry]], Mapping[int, Sequence[Owed]]]
ReadLands = Callable[[Sequence[Entry]], Mapping[int, State]]

_owed: dict[str, ReadOwed] = {}
_lands: dict[str, ReadLands] = {}


def register_owed(kind: str, read: ReadOwed) -> None:
    """`read(entries)` gives what each entry of this kind (by id) still waits for. One query, please."""
    _owed[kind] = read


def register_lands(kind: str, read: ReadLands) -> None:
    """`read(entries)` gives the Land of each entry of a kind that has neither city nor network. One query, please."""
    _lands[kind] = read


def owed_by(entries: Sequence[Entry]) -> list[tuple[Entry, Owed]]:
    """Each entry with each thing it waits for; a query per kind that is there and registered."""
    found = []
    for kind, read in _owed.items():
        some = [entry for entry in entries if entry.kind == kind]
        waiting = read(some) if some else {}
        found += [(entry, owed) for entry in some for owed in waiting.get(entry.pk, ())]
    return found


def lands_of(entries: Sequence[Entry]) -> dict[int, State]:
    """The Land of entries that say it otherwise than by city or network."""
    found: dict[int, State] = {}
    for kind, read in _lands.items():
        if some := [entry for entry in entries if entry.kind == kind]:
            found.update(read(some))
    return found
