"""What can be reported. Each room registers its own things in `AppConfig.ready`; every kind of entry is there already.

    declare_reportable(Reportable("comment", find=…, author=…, words=…, url=…, hide=…, may_see=…, label=_("Comment")))

and on the page: `{% load moderation %}{% report_link "comment" comment.public_id %}`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from netzwerkstatt.foundation.entries.kinds import KINDS
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Text
from netzwerkstatt.foundation.versions.keeping import fields_now, shown


def entry_of(thing: Any) -> Entry | None:
    """The entry that a thing is, or stands on: its city and network say who moderates."""
    found = thing if isinstance(thing, Entry) else getattr(thing, "entry", None)
    return found if isinstance(found, Entry) else None


@dataclass(frozen=True)
class Reportable:
    """One kind of thing that people can report and moderators can hide.

    kind: at most 24 letters, also in addresses. find: the thing by its public id, hidden ones too, or None. author: the
    person who wrote it, or None (a guest). words: what it says, as text. url: where it stands. hide: makes it hidden
    (True) or shown again (False) – only that, inside the transaction of the decision. may_see: may this viewer (a
    person or None) see it as it is now. label: what it is called. entry: the entry it stands on.
    """

    kind: str
    find: Callable[[str], Any | None]
    author: Callable[[Any], Any | None]
    words: Callable[[Any], str]
    url: Callable[[Any], str]
    hide: Callable[[Any, bool], None]
    may_see: Callable[[Any, Any], bool]
    label: Text = ""
    entry: Callable[[Any], Entry | None] = entry_of


_reportables: dict[str, Reportable] = {}


def declare_reportable(reportable: Reportable) -> None:
    """Make a kind of thing known, at start. Raises `ValueError` for a second one of the same kind."""
    if reportable.kind in _reportables or reportable.kind in KINDS:
        raise ValueError(f"{reportable.kind} is reportable already")
    _reportables[reportable.kind] = reportable


def reportable(kind: str) -> Reportable | None:
    """What is known about this kind of thing: what its room declared, else what holds for every kind of entry."""
    if kind in _reportables:
        return _reportables[kind]
    return _entries_of(kind) if kind in KINDS else None


def reportable_kinds() -> list[tuple[str, Text]]:
    """Every kind with its name, entries in the order of the cycle first."""
    kinds = sorted(KINDS.values(), key=lambda kind: kind.order)
    entries: list[tuple[str, Text]] = [(kind.code, kind.label) for kind in kinds]
    return entries + [(one.kind, one.label or one.kind) for one in _reportables.values()]


Words = Callable[[Entry], str]
_words: dict[str, Words] = {}


def declare_words(kind: str, words: Words) -> None:
    """What entries of this kind say, where title, summary and what has versions do not say all of it."""
    _words[kind] = words


@dataclass(frozen=True)
class Aside:
    """What a room takes out of its own lists and counts when an entry of this kind is hidden, and puts back.

    Where lists are read without asking who may see each line (the ideas of a workshop), hidden ones must not be among
    them. `take(entry)` says what is needed to put it back; `put_back(entry, taken)` gets that.
    """

    kind: str
    name: str
    take: Callable[[Entry], dict[str, Any]]
    put_back: Callable[[Entry, dict[str, Any]], None]


_asides: list[Aside] = []


def declare_aside(aside: Aside) -> None:
    """A room says what it does with a hidden entry."""
    _asides.append(aside)


def take_aside(entry: Entry) -> dict[str, Any]:
    """All rooms take a hidden entry out of their lists; what they need to put it back."""
    return {aside.name: aside.take(entry) for aside in _asides if aside.kind == entry.kind}


def put_back(entry: Entry, taken: dict[str, Any]) -> None:
    """All rooms that took an entry out of their lists put it back, in the order in which they took it."""
    for aside in _asides:
        if aside.kind == entry.kind and aside.name in taken:
            aside.put_back(entry, taken[aside.name])


def _says(entry: Entry) -> str:
    if entry.kind in _words:
        return _words[entry.kind](entry)
    said = (shown(entry.kind, name, words) for name, words in fields_now(entry).items())
    return "\n\n".join(dict.fromkeys(words for words in said if words))


def _entries_of(kind: str) -> Reportable:
    return Reportable(
        kind=kind,
        find=lambda public_id: _find_entry(kind, public_id),
        author=lambda entry: entry.author,
        words=_says,
        url=lambda entry: entry.get_absolute_url(),
        hide=_hide_entry,
        may_see=lambda viewer, entry: Entry.objects.visible_to(viewer).filter(pk=entry.pk).exists(),
        label=KINDS[kind].label,
    )


def _find_entry(kind: str, public_id: str) -> Entry | None:
    found = Entry.objects.filter(kind=kind, public_id=public_id, deleted_at__isnull=True)
    entry: Entry | None = found.select_related("author", "home", "city__network__state", "network__state").first()
    return entry


def _hide_entry(entry: Entry, hidden: bool) -> None:  # noqa: FBT001 - one of two states
    """Hidden or not – and where it is one of many that are shown as a number, they are one less or one more."""
    changed = Entry.objects.filter(pk=entry.pk, hidden_at__isnull=hidden)
    if changed.update(hidden_at=clock.now() if hidden else None):
        origins = list(entry.links_in.filter(folded=True).values_list("source", flat=True))
        number = F("folded_outcomes") + (-1 if hidden else 1)
        Entry.objects.filter(pk__in=origins).update(folded_outcomes=number)
