"""Reads of this room: an item's versions, what rests on it, and its stone. Each a bounded number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from netzwerkstatt.foundation.entries.models import Entry, Link, Visibility, visible_q
from netzwerkstatt.foundation.events.errors import Text
from netzwerkstatt.foundation.versions.differences import Part, differences, has_changes
from netzwerkstatt.foundation.versions.erasing import lasting_among
from netzwerkstatt.foundation.versions.keeping import fields_now, labels_of
from netzwerkstatt.foundation.versions.models import Tombstone, Version

MOST_SHOWN = 10
FARTHEST = 400


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
    """One field of two versions, as one text of runs of words."""

    label: Text
    parts: list[Part]


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
    found = [
        Changed(label, differences(older.fields.get(name, ""), newer.fields.get(name, "")))
        for name, label in labels_of(entry.kind).items()
    ]
    return [changed for changed in found if has_changes(changed.parts)]


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

    Walks at most 400 items downwards, one query per step of the thread.
    """
    around = [entry, *([entry.home] if entry.home else []), *_came_of(entry)]
    lasting = lasting_among(around)
    released = [one for one in around if one.pk in lasting]
    within = Entry.objects.filter(home=entry, deleted_at__isnull=True).order_by("pk")
    return Resting(released[:MOST_SHOWN], list(within[:MOST_SHOWN]))


def _came_of(entry: Entry) -> list[Entry]:
    known, last = {entry.pk}, {entry.pk}
    while last and len(known) < FARTHEST:
        last = set(Link.objects.filter(source__in=last).values_list("target", flat=True)[:FARTHEST]) - known
        known |= last
    return list(Entry.objects.filter(pk__in=known - {entry.pk}, deleted_at__isnull=True).order_by("pk"))


def tombstone_of(public_id: str, viewer: Any) -> Tombstone | None:
    """The stone of a deleted item, for whom could have seen the item. Two queries."""
    stones = Tombstone.objects.filter(entry__public_id=public_id).select_related(
        "entry__city__network__state", "entry__network__state"
    )
    stone = stones.first()
    if stone is None or stone.entry.visibility == Visibility.PUBLIC:
        return stone
    return stone if Entry.objects.filter(_open_to(viewer), pk=stone.entry_id).exists() else None


def _open_to(viewer: Any) -> Q:
    """As `visible_q`, without its last word: that nobody sees what is deleted."""
    return Q(*[part for part in visible_q(viewer).children if part != ("deleted_at__isnull", True)])
