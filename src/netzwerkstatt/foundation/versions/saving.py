"""Saving on top of what others saved meanwhile: nobody overwrites unawares. Rooms call this inside their edit actions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from netzwerkstatt.engines.words.comparing import Piece, differences, merge
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events.errors import Invalid, Text
from netzwerkstatt.foundation.versions.keeping import fields_now, labels_of, shown
from netzwerkstatt.foundation.versions.models import Version


@dataclass(frozen=True)
class Met:
    """One field that two people changed, each in another way: what it became in the hands of the other one."""

    label: Text
    pieces: tuple[Piece, ...]


class Meanwhile(Invalid):
    """Somebody else changed the same words since the writer read them; nothing was saved.

    `number` is the version to save on after having seen `met`; `who` saved last, "" where the item names nobody.
    """

    def __init__(self, entry: Entry, number: int, who: str, met: Mapping[str, tuple[str, str]]) -> None:
        labels = labels_of(entry.kind)
        self.number, self.who = number, who
        self.met = [
            Met(labels[name], differences(shown(entry.kind, name, before), shown(entry.kind, name, after)))
            for name, (before, after) in met.items()
        ]
        super().__init__(dict.fromkeys(met, _("Somebody else changed this meanwhile. Please decide what shall stand.")))


def number_now(entry: Entry) -> int:
    """The number of the present version. One query."""
    last = Version.objects.filter(entry=entry).order_by("-number").values_list("number", flat=True).first() or 0
    return last + 1


def put_together(entry: Entry, base: int, mine: Mapping[str, str], *, whole: Collection[str] = ()) -> dict[str, str]:
    """What shall stand, field by field, where the writer read version `base` and wrote `mine`.

    Call it with the item's row locked. What only one side changed is taken; texts that both changed are put together
    word by word, except the fields named `whole` (a day, a list). Raises `Meanwhile` where the changes meet. A base that
    is not kept counts as one of which nothing is known.
    """
    number, now = number_now(entry), fields_now(entry)
    if base == number:
        return dict(mine)
    read = Version.objects.filter(entry=entry, number=base).first()
    together: dict[str, str] = {}
    met: dict[str, tuple[str, str]] = {}
    for name, wanted in mine.items():
        before = None if read is None else str(read.fields.get(name) or "")
        found = _one(before, now[name], wanted, is_whole=name in whole)
        if found is None:
            met[name] = (before or "", now[name])
        together[name] = wanted if found is None else found
    if met:
        raise Meanwhile(entry, number, _who_saved(entry, number), met)
    return together


def _one(before: str | None, theirs: str, mine: str, *, is_whole: bool) -> str | None:
    """The field put together, or None where a person has to decide."""
    if mine in (before, theirs):
        return theirs
    if before == theirs:
        return mine
    if before is None or is_whole:
        return None
    merged = merge(before, theirs, mine)
    return merged.text if merged.is_clean else None


def _who_saved(entry: Entry, number: int) -> str:
    last = Version.objects.filter(entry=entry, number=number - 1).select_related("by").first()
    names = entry.author_id is not None  # as in the history: who writes without a name, keeps none
    return last.by.name if names and last and last.by else ""
