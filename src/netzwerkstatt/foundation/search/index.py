"""Keeping the index: writing documents anew, taking them out, building all of it again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection, transaction

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.network.models import City, CityNetwork
from netzwerkstatt.foundation.search import terms
from netzwerkstatt.foundation.search.documents import Texts, texts_of_entries, texts_of_places
from netzwerkstatt.foundation.search.matching import Group, Matches, Token
from netzwerkstatt.foundation.search.models import CITY, Document, Rebuild
from netzwerkstatt.foundation.search.words import keys

BATCH = 200
WRITTEN = ["kind", "city", "network", "themes", "at", "title", "words", "plain"]
COMPARED = ["kind", "city_id", "network_id", "themes", "at", "title", "words", "plain"]


def refresh(ids: Iterable[int]) -> list[int]:
    """Read these entries anew and write what is found; deleted ones leave the index.

    Returns further entries whose compounds are split otherwise since new words came: they want to be refreshed too.
    """
    wanted = sorted(set(ids))
    texts = texts_of_entries(wanted)
    changed = terms.learn(word for text in texts.values() for word in text.words)
    _write_entries(texts)
    Document.objects.filter(entry__in=[pk for pk in wanted if pk not in texts]).delete()
    return [pk for pk in _entries_with(changed) if pk not in texts]


def refresh_places() -> None:
    """Read all cities and networks anew."""
    cities = list(City.objects.select_related("network__state").order_by("pk"))
    networks = list(CityNetwork.objects.select_related("state").order_by("pk"))
    texts = texts_of_places(cities, networks)
    terms.learn(word for text in texts for word in text.words)
    known = {_place_key(row): row for row in Document.objects.filter(entry__isnull=True)}
    for made in _documents(texts):
        before = known.pop(_place_key(made), None)
        if before is None or not _same(before, made):
            made.pk = before.pk if before else None
            made.save()
    Document.objects.filter(pk__in=[row.pk for row in known.values()]).delete()


def rebuild(*, again: bool = False, tell: Callable[[str, int], None] = lambda _step, _last: None) -> None:
    """Read everything anew, some at a time, each in a transaction of its own; what is there stays findable meanwhile.

    Stopped on the way, the next call goes on from there; `again` begins at the beginning. `tell` hears how far it is.
    """
    if again:
        Rebuild.objects.all().delete()
    state, _new = Rebuild.objects.get_or_create(only=True)
    refresh_places()
    if state.step == Rebuild.Step.LEARN:
        _walk(state, _learn, tell)
        terms.split_all()
        Rebuild.objects.update(step=Rebuild.Step.WRITE, last=0)
        state.refresh_from_db()
    _walk(state, refresh, tell)
    gone = Document.objects.filter(entry__deleted_at__isnull=False)
    gone.delete()
    Rebuild.objects.all().delete()
    _settle()


def _walk(state: Rebuild, work: Callable[[Sequence[int]], Any], tell: Callable[[str, int], None]) -> None:
    while ids := list(Entry.objects.filter(pk__gt=state.last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            work(ids)
            state.last = ids[-1]
            state.save(update_fields=["last"])
        tell(state.step, state.last)


def _learn(ids: Sequence[int]) -> None:
    terms.collect(word for text in texts_of_entries(ids).values() for word in text.words)


def _settle() -> None:
    """After much was written: one piece instead of many, and numbers for the planner."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT gin_clean_pending_list('search_words'), gin_clean_pending_list('search_title')")
            cursor.execute("ANALYZE search_document, search_term, search_trigram")
        else:
            cursor.execute("INSERT INTO search_index (search_index) VALUES ('optimize')")


def _documents(texts: Iterable[Texts]) -> list[Document]:
    every = list(texts)
    words = {term for text in every for term in _folded(text)}
    parts = terms.parts_of(words)
    return [text.document(parts) for text in every]


def _folded(text: Texts) -> set[str]:
    return {keys(word).word for word in text.words}


def _write_entries(texts: dict[int, Texts]) -> None:
    """Only what is new or another than before is written."""
    known = {row.entry_id: row for row in Document.objects.filter(entry__in=list(texts))}
    made = [row for row in _documents(texts.values()) if not _same(known.get(row.entry_id), row)]
    Document.objects.bulk_create(
        made, batch_size=BATCH, update_conflicts=True, unique_fields=["entry"], update_fields=WRITTEN
    )


def _same(before: Document | None, now: Document) -> bool:
    return before is not None and all(getattr(before, name) == getattr(now, name) for name in COMPARED)


def _place_key(row: Document) -> tuple[str, int | None]:
    return (row.kind, row.city_id if row.kind == CITY else row.network_id)


def _entries_with(words: set[str]) -> list[int]:
    """Entries in which one of these terms stands."""
    found: set[int] = set()
    every = sorted(words)
    for start in range(0, len(every), 50):
        group = Group(tuple(Token(f"w{word}") for word in every[start : start + 50]))
        rows = Document.objects.filter(Matches([group]), entry__isnull=False)
        found.update(rows.values_list("entry", flat=True))
    return sorted(found)
