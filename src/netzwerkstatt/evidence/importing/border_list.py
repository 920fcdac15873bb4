"""Changes of borders come into the catalogue: from the yearly official list, or one by one with their source.

What is noted is history. Figures are never joined over it; who reads them is told.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from netzwerkstatt.engines.official_files import Unreadable
from netzwerkstatt.engines.official_files.border_changes import (
    DISSOLVED,
    PART,
    REKEYED,
    BorderChange,
    BorderChanges,
    read_border_changes,
)
from netzwerkstatt.engines.official_files.words import folded
from netzwerkstatt.evidence import events, rules, store
from netzwerkstatt.evidence.actions import check_origin, safe_name
from netzwerkstatt.evidence.models import OfficialFile, Territory, TerritoryChange
from netzwerkstatt.evidence.reading import said
from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record

Kind = TerritoryChange.Kind
LARGEST: Final = 8 * 1024 * 1024
FORMAT: Final = "borders"
TITLE: Final = "Namens-, Grenz- und Schlüsseländerungen"
OFFICE: Final = "Statistisches Bundesamt (Destatis)"
BATCH: Final = 400
LEVELS: Final = {2: Territory.Level.STATE, 5: Territory.Level.DISTRICT, 8: Territory.Level.MUNICIPALITY}


@dataclass(frozen=True, slots=True)
class Noted:
    """What came of a list: changes that are new, that were known, lines with only a new name, lines about associations."""

    new: int
    known: int
    renamed: int
    others: int


@action(rule=rules.imports_statistics, on="name")
def note_border_list(*, actor: Any, name: str, path: Path, retrieved_on: date, source_address: str = "") -> Noted:
    """All changes of an official list are noted, with the list as their source; the same list again changes nothing.

    Records `evidence.borders_noted` where one is new. Raises `Invalid` (field "file") with row and cell for what is no such
    list; then nothing is kept.
    """
    check_origin(retrieved_on, source_address)
    size = path.stat().st_size
    if not size:
        raise Invalid({"file": _("The file is empty.")})
    if size > LARGEST:
        raise Invalid({"file": _("The file is larger than %(most)d MB.") % {"most": LARGEST // 2**20}})
    try:
        found = read_border_changes(path)
    except Unreadable as objection:
        raise Invalid({"file": said(objection)}) from objection
    by = actor if isinstance(actor, Person) else None
    file, _new = OfficialFile.objects.get_or_create(
        sha256=store.keep_file(path),
        defaults={
            "name": safe_name(name), "size": size, "format": FORMAT, "encoding": "", "title": TITLE, "institution": OFFICE,
            "statistic": "Gemeindeverzeichnis-Informationssystem", "statistic_code": "GV-ISys", "portal": "GV-ISys",
            "licence": "reproduction-with-source", "retrieved_on": retrieved_on,
            "source_address": source_address.strip(), "uploaded_by": by,
        },
    )  # fmt: skip
    new = _enter(found, file)
    if new:
        about = {"changes": new, "renamed": found.renamed, "others": found.others}
        record(events.BORDERS_NOTED(file, actor, file=file.sha256, **about))
    return Noted(new, len(found.changes) - new, found.renamed, found.others)


@action(rule=rules.imports_statistics, on="before")
def note_border_change(
    *, actor: Any, before: str, before_name: str, after: str, after_name: str, on: date, kind: str, source: str
) -> TerritoryChange:
    """One change is noted with its source, such as a law; noted twice, the same one comes back.

    Keys have 2, 5 or 8 digits, both alike. Records `evidence.borders_noted`. Raises `Invalid` with the fields that do not hold.
    """
    names = {"before_name": before_name, "after_name": after_name, "source": source}
    wrong = _wrong_keys(before, after) | _wrong_words(names)
    if kind not in Kind.values:
        wrong["kind"] = _("Please choose one of the answers.")
    if not date(1900, 1, 1) <= on <= date(clock.today().year + 2, 12, 31):
        wrong["on"] = _("Please check the year.")
    if wrong:
        raise Invalid(wrong)
    places = _territories({before: before_name.strip(), after: after_name.strip()})
    made, new = TerritoryChange.objects.get_or_create(
        before=places[before], after=places[after], on=on, defaults={"kind": kind, "source": source.strip()}
    )
    if new:
        if kind != Kind.SPLIT:
            _gone({before: on})
        record(events.BORDERS_NOTED(_Subject(before), actor, file="", changes=1, renamed=0, others=0))
    return made


def _wrong_keys(before: str, after: str) -> dict[str, str]:
    wrong = {
        field: _("Please give the official key with 8 digits, or 5 for a district.")
        for field, key in (("before", before), ("after", after))
        if len(key) not in LEVELS or not key.isascii() or not key.isdecimal()
    }
    if not wrong and before == after:
        return {"after": _("This is the same key twice.")}
    if not wrong and len(before) != len(after):
        return {"after": _("Both keys must be of the same kind.")}
    return wrong


def _wrong_words(given: dict[str, str]) -> dict[str, str]:
    wrong = {}
    for field, text in given.items():
        most = 300 if field == "source" else 200
        if not text.strip():
            wrong[field] = _("Please fill this in.")
        elif len(text.strip()) > most:
            wrong[field] = _("At most %(most)d characters, please.") % {"most": most}
    return wrong


class _Subject:
    """A territory as the subject of an event."""

    public_id = ""

    def __init__(self, key: str) -> None:
        self.stream = f"place-{key}"


def border_changes(words: str) -> QuerySet[TerritoryChange]:
    """What is noted, the newest first; by name or key of one of the two."""
    found = TerritoryChange.objects.select_related("before", "after", "file").order_by("-on", "before__key", "pk")
    plain = folded(words)
    if plain:
        names = Q(before__folded__contains=plain) | Q(after__folded__contains=plain)
        found = found.filter(names | Q(before__key__startswith=plain) | Q(after__key__startswith=plain))
    return found


def _enter(found: BorderChanges, file: OfficialFile) -> int:
    """The changes that are new; how many."""
    names: dict[str, str] = {}
    for one in found.changes:
        names.setdefault(one.after, one.after_name)
        names.setdefault(one.before, one.before_name)
    places = _territories(names)
    joined = Counter((one.after, one.on) for one in found.changes if one.kind == DISSOLVED)
    rows = [
        TerritoryChange(
            before=places[one.before], after=places[one.after], on=one.on, kind=_kind(one, joined, places[one.after]),
            source=_source(file, one), file=file,
        )
        for one in found.changes
    ]  # fmt: skip
    before = TerritoryChange.objects.count()
    TerritoryChange.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    _gone({one.before: one.on for one in found.changes if one.kind in {DISSOLVED, REKEYED}})
    return TerritoryChange.objects.count() - before


def _kind(one: BorderChange, joined: Counter[tuple[str, date]], after: Territory) -> str:
    """Where several dissolved ones went into a key that was not there before, they merged; else one took the other in."""
    if one.kind == PART:
        return Kind.SPLIT
    if one.kind == REKEYED:
        return Kind.REKEYED
    was_there = after.first_seen is not None and after.first_seen < one.on
    return Kind.MERGED if joined[one.after, one.on] > 1 and not was_there else Kind.INCORPORATED


def _source(file: OfficialFile, one: BorderChange) -> str:
    return f"{file.institution}, {file.title}, {file.name}, {one.number}"[:300]


def _territories(names: dict[str, str]) -> dict[str, Territory]:
    """Territories under these keys; those that the catalogue does not know come in."""
    Territory.objects.bulk_create(
        (
            Territory(key=key, name=name, folded=folded(name), level=LEVELS[len(key)])
            for key, name in sorted(names.items())
        ),
        batch_size=BATCH,
        ignore_conflicts=True,
    )
    keys = list(names)
    found: dict[str, Territory] = {}
    for start in range(0, len(keys), BATCH):
        part = Territory.objects.filter(key__in=keys[start : start + BATCH])
        found.update({one.key: one for one in part})
    return found


def _gone(days: dict[str, date]) -> None:
    """These no longer exist from the day on, unless figures say that they do."""
    by_day: dict[date, list[str]] = {}
    for key, day in days.items():
        by_day.setdefault(day, []).append(key)
    for day, keys in by_day.items():
        unseen = Q(last_seen__isnull=True) | Q(last_seen__lt=day)
        Territory.objects.filter(unseen, key__in=keys, gone_by__isnull=True).update(gone_by=day)
