"""What each kind has to say to the search. Rooms declare it in `AppConfig.ready`; title and summary come by themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events.errors import Text
from netzwerkstatt.foundation.events.log import EventType
from netzwerkstatt.foundation.events.models import Event


@dataclass(frozen=True)
class Parts:
    """The words of an entry beside its title: a summary (else that of the entry) and the rest of its text.

    `variant` says that it is counted as one (`declare_variant`) of its kind, too.
    """

    text: str = ""
    summary: str = ""
    variant: str = ""


@dataclass(frozen=True)
class Variant:
    """Entries of a kind that people look for by a word of their own: a project that is a good practice."""

    code: str
    kind: str
    label: Text
    plural: Text


VARIANTS: dict[str, Variant] = {}


def declare_variant(code: str, *, of: str, label: Text, plural: Text) -> Variant:
    """Hits can be narrowed to these, beside their kind; a hit says the `label`. Raises `ValueError` for a second one."""
    if code in VARIANTS:
        raise ValueError(f"the variant {code} is declared twice")
    VARIANTS[code] = Variant(code, of, label, plural)
    return VARIANTS[code]


def kind_of(code: str) -> str:
    """The kind behind a variant; a kind is its own."""
    return VARIANTS[code].kind if code in VARIANTS else code


Words = Callable[[Entry], Parts]
Read = Callable[[Any], Any]
Spoken = Callable[[Sequence[int]], Mapping[int, str]]
Pointing = Callable[[Iterable[str]], Iterable[int]]
Touched = Callable[[Sequence[Event]], Iterable[int]]


@dataclass(frozen=True)
class Searchable:
    """How the words of one kind are read: `read` puts what `words` needs onto a queryset of entries."""

    words: Words
    read: Read


_kinds: dict[str, Searchable] = {}
_spoken: dict[str, tuple[Spoken, Pointing]] = {}
_touched: dict[str, Touched] = {}


def declare_searchable(kind: str, words: Words, *, read: Read = lambda entries: entries) -> None:
    """Entries of this kind are found by these words. Raises `ValueError` when it is declared twice.

    `words(entry)` should need no query of its own: `read(queryset)` adds the `select_related` and `prefetch_related`
    that it relies on. It must tell only what everybody may read who may see the entry.
    """
    if kind in _kinds:
        raise ValueError(f"the words of {kind} are declared twice")
    _kinds[kind] = Searchable(words, read)


def declare_spoken(name: str, words: Spoken, entries: Pointing) -> None:
    """What people say about entries of every kind, by entry id: comments. It counts least in the order of hits.

    `entries` finds those that things with these public ids stand on, as events name the thing that was said.
    """
    if _spoken.setdefault(name, (words, entries)) != (words, entries):
        raise ValueError(f"{name} is declared twice")


def declare_touched(*types: EventType, entries: Touched) -> None:
    """Events of these types change the words of more entries than the one they name: those that `entries` finds, given
    some events of one stream. Raises `ValueError` for a type that is declared twice.
    """
    for one in types:
        if _touched.setdefault(one.name, entries) is not entries:
            raise ValueError(f"what {one.name} touches is declared twice")


def entries_touched(events: Iterable[Event]) -> set[int]:
    """Entries that read otherwise since these events of one stream, beside those that they name."""
    by_room: dict[Touched, list[Event]] = {}
    for event in events:
        if event.type in _touched:
            by_room.setdefault(_touched[event.type], []).append(event)
    return {pk for entries, some in by_room.items() for pk in entries(some)}


def searchable(kind: str) -> Searchable:
    """What is declared for the kind; title and summary alone where nothing is."""
    return _kinds.get(kind, _BARE)


def spoken_about(entries: Sequence[int]) -> dict[int, str]:
    """Everything said about these entries; one call for each room that declared something."""
    said: dict[int, list[str]] = {}
    for words, _entries in _spoken.values():
        for entry, text in words(entries).items():
            said.setdefault(entry, []).append(text)
    return {entry: "\n".join(texts) for entry, texts in said.items()}


def entries_spoken_of(public_ids: Iterable[str]) -> set[int]:
    """Entries about which something with one of these public ids is said."""
    ids = list(public_ids)
    return {pk for _words, entries in _spoken.values() for pk in entries(ids)}


def joined(*texts: Any) -> str:
    """Texts one below the other, empty ones left out."""
    return "\n".join(str(text) for text in texts if text)


_BARE = Searchable(lambda _entry: Parts(), lambda entries: entries)
