"""Reads of this room: an item's versions, what rests on it, and its stone. Each a bounded number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from netzwerkstatt.engines.words.comparing import Piece, differences
from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.models import Entry, Visibility, open_q
from netzwerkstatt.foundation.events.errors import Text
from netzwerkstatt.foundation.versions.erasing import lasting_among
from netzwerkstatt.foundation.versions.keeping import fields_now, labels_of, shown
from netzwerkstatt.foundation.versions.models import Tombstone, Version

MOST_SHOWN = 10


@dataclass(frozen=True)
class Said:
    """What an item said from `at` on (None: not kept any more), written by `who` ("" where the item names nobody)."""

    number: int
    at: datetime | None
    who: str
    fields: dict[str, str]
    is_now: bool = False


@dataclass(frozen=True)
class Changed:
    """One field of two versions, as one text."""

    label: Text
    pieces: tuple[Piece, ...]


def history(entry: Entry) -> list[Said]:
    """All versions that are kept, the present one first. One query beside the fields as they are now."""
    kept = list(Version.objects.filter(entry=entry).select_related("by").order_by("number"))
    names = entry.author_id is not None  # who writes without a name, keeps none in the versions either
    at: datetime | None = entry.created_at
    who = entry.author.name if entry.author else ""
    if kept and kept[0].number > 1:
        at, who = None, ""
    said = []
    for version in kept:
        said.append(Said(version.number, at, who, version.fields))
        at, who = version.at, version.by.name if names and version.by else ""
    number = kept[-1].number + 1 if kept else 1
    return [Said(number, at, who, fields_now(entry), is_now=True), *reversed(said)]


def compared(entry: Entry, older: Said, newer: Said) -> list[Changed]:
    """The fields that differ, word by word, in the order of the kind."""
    found = []
    for name, label in labels_of(entry.kind).items():
        old, new = (shown(entry.kind, name, said.fields.get(name, "")) for said in (older, newer))
        if old != new:
            found.append(Changed(label, differences(old, new)))
    return found


def says_now(entry: Entry, said: Said) -> list[tuple[Text, str]]:
    """What a version says, field by field, as people read it."""
    return [
        (label, shown(entry.kind, name, said.fields.get(name, ""))) for name, label in labels_of(entry.kind).items()
    ]


@dataclass(frozen=True)
class Resting:
    """What stands in the way of deleting an item: released items that rest on it, and what others wrote in it."""

    released: list[Entry]
    within: list[Entry]

    @property
    def hinders(self) -> bool:
        return bool(self.released or self.within)


def seen_by(viewer: Any, entries: list[Entry]) -> list[Entry]:
    """Those of a few entries that this viewer may see. One query, none for none."""
    if not entries:
        return []
    seen = set(Entry.objects.visible_to(viewer).filter(pk__in=[one.pk for one in entries]).values_list("pk", flat=True))
    return [one for one in entries if one.pk in seen]


def what_rests_on(entry: Entry) -> Resting:
    """Released items that came of it, its home if that is released, itself, and what stands in it; the first ten each.

    Three queries, and at most one for each kind of lasting items.
    """
    later = Entry.objects.filter(pk__in=thread.ids_that_came_of(entry.pk), deleted_at__isnull=True).order_by("pk")
    around = [entry, *([entry.home] if entry.home else []), *later]
    lasting = lasting_among(around)
    released = [one for one in around if one.pk in lasting]
    within = Entry.objects.filter(home=entry, deleted_at__isnull=True).order_by("pk")
    return Resting(released[:MOST_SHOWN], list(within[:MOST_SHOWN]))


def tombstone_of(public_id: str, viewer: Any) -> Tombstone | None:
    """The stone of a deleted item, for whom could have seen the item. Two queries."""
    stones = Tombstone.objects.filter(entry__public_id=public_id).select_related(
        "entry__city__network__state", "entry__network__state"
    )
    stone = stones.first()
    if stone is None or stone.entry.visibility == Visibility.PUBLIC:
        return stone
    return stone if Entry.objects.filter(open_q(viewer), pk=stone.entry_id).exists() else None
