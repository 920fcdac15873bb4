"""Keeping what an item said before somebody changes it. Rooms call this inside their own edit actions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Text
from netzwerkstatt.foundation.network.models import Named
from netzwerkstatt.foundation.ui.formatting import day
from netzwerkstatt.foundation.versions.models import Version

MOST: Final = 200
COMMON: Final[dict[str, Text]] = {"title": _("Title"), "summary": _("In short")}


@dataclass(frozen=True)
class Versioned:
    """Which fields of a kind have versions besides title and summary: `labels` in the order of the page.

    `read(entry)` gives them as they are now, as text without a language: a day as 2026-05-12, an answer as its code.
    `shown` says for such fields how people read them.
    """

    kind: str
    labels: Mapping[str, Text] = field(default_factory=dict)
    read: Callable[[Entry], Mapping[str, Any]] = lambda _entry: {}
    without: frozenset[str] = frozenset()
    shown: Mapping[str, Callable[[str], str]] = field(default_factory=dict)


_versioned: dict[str, Versioned] = {}


def declare_versioned(versioned: Versioned) -> None:
    """Make the fields of a kind known, at start. Raises `ValueError` for a second time."""
    if versioned.kind in _versioned:
        raise ValueError(f"versions of {versioned.kind} are declared twice")
    _versioned[versioned.kind] = versioned


def has_versions(kind: str) -> bool:
    """Items of this kind can change, and what they said before is kept."""
    return kind in _versioned


def labels_of(kind: str) -> dict[str, Text]:
    """What each field of this kind is called, in order. `without` names what repeats another field."""
    known = _versioned.get(kind, Versioned(kind))
    return {name: label for name, label in {**COMMON, **known.labels}.items() if name not in known.without}


def fields_now(entry: Entry) -> dict[str, str]:
    """What the item says now: title, summary and the fields of its kind."""
    known = _versioned.get(entry.kind, Versioned(entry.kind))
    found = {"title": entry.title, "summary": entry.summary, **known.read(entry)}
    return {name: str(found.get(name) or "") for name in labels_of(entry.kind)}


def shown(kind: str, name: str, value: str) -> str:
    """What a field of a version says, as people read it."""
    show = _versioned[kind].shown.get(name) if kind in _versioned else None
    return show(value) if show and value else value


def names_of(things: Iterable[Named]) -> str:
    """Themes or places as a version keeps them: by their first names, in the order of the alphabet."""
    return ", ".join(sorted(thing.name for thing in things))


def day_in_words(value: str) -> str:
    """A kept day (2026-05-12) in the language of the page; what is no such day stays as it is."""
    try:
        return day(date.fromisoformat(value))
    except ValueError:
        return value


def keep_version(entry: Entry, fields: Mapping[str, Any], actor: Any) -> Version:
    """Keep what the item said before `actor` changes it. Call it inside the edit action, only where something changes.

    `fields` is what was there before the change; what it does not name is read as it is now. The item's row is locked,
    so that two writers get two numbers. Of more than `MOST` versions the oldest go.
    """
    kept: Entry = Entry.objects.select_for_update().get(pk=entry.pk)
    former = fields_now(kept) | {name: str(value or "") for name, value in fields.items()}
    last = Version.objects.filter(entry=kept).order_by("-number").values_list("number", flat=True).first() or 0
    person = actor if getattr(actor, "is_authenticated", False) else None
    made = Version.objects.create(entry=kept, number=last + 1, fields=former, by=person, at=clock.now())
    Version.objects.filter(entry=kept, number__lte=made.number - MOST).delete()
    return made
