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
from netzwerkstatt.foundation.search.models import Document, DocumentText, Rebuild, Shelf
from netzwerkstatt.foundation.search.words import keys

BATCH = 200
FACTS = ["shelf", "at"]
WORDS = ["title", "words", "plain"]
COMPARED = ["shelf_id", "at"]
Written = tuple[Document, DocumentText]


def refresh(ids: Iterable[int]) -> list[int]:
    """Read these entries anew and write what is found; deleted ones leave the index.

    Returns further entries whose compounds are split otherwise since new words came: they want to be refreshed too.
    """
    wanted = sorted(set(ids))
    texts = texts_of_entries(wanted)
    changed = terms.learn(word for text in texts.values() for word in text.words)
    _write(_documents(texts.values()))
    Document.objects.filter(entry__in=[pk for pk in wanted if pk not in texts]).delete()
    return [pk for pk in _entries_with(changed) if pk not in texts]


def refresh_places() -> None:
    """Read all cities and networks anew."""
    cities = list(City.objects.select_related("network__state").order_by("pk"))
    networks = list(CityNetwork.objects.select_related("state").order_by("pk"))
    texts = texts_of_places(cities, networks)
    terms.learn(word for text in texts for word in text.words)
    made = _documents(texts)
    _write(made)
    Document.objects.filter(entry__isnull=True).exclude(pk__in=[document.pk for document, _words in made]).delete()


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
            cursor.execute("ANALYZE search_document, search_shelf, search_documenttext, search_term, search_trigram")
        else:
            cursor.execute("INSERT INTO search_index (search_index) VALUES ('optimize')")


def _documents(texts: Iterable[Texts]) -> list[Written]:
    every = list(texts)
    words = {keys(word).word for text in every for word in text.words}
    parts = terms.parts_of(words)
    return [text.document(parts) for text in every]


def _write(made: Sequence[Written]) -> None:
    """Only what is new or another than before is written."""
    shelves = _shelves(document.shelf for document, _words in made)
    for document, _words in made:
        document.shelf = shelves[document.shelf.code]
    before = Document.objects.select_related("text").in_bulk([document.pk for document, _words in made])
    facts = [one for one, _words in made if not _same(before.get(one.pk), one, COMPARED)]
    Document.objects.bulk_create(
        facts, batch_size=BATCH, update_conflicts=True, unique_fields=["id"], update_fields=FACTS
    )
    words = [text for one, text in made if not _same(_text(before.get(one.pk)), text, WORDS)]
    DocumentText.objects.bulk_create(
        words, batch_size=BATCH, update_conflicts=True, unique_fields=["document"], update_fields=WORDS
    )


def _shelves(wanted: Iterable[Shelf]) -> dict[str, Shelf]:
    """These shelves by their code, as the database has them; new ones are put up. At most three queries."""
    every = {shelf.code: shelf for shelf in wanted}
    there = Shelf.objects.in_bulk(every, field_name="code")
    if new := [shelf for code, shelf in every.items() if code not in there]:
        Shelf.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)
        there = Shelf.objects.in_bulk(every, field_name="code")
    return there


def _text(document: Document | None) -> DocumentText | None:
    return getattr(document, "text", None) if document else None


def _same(before: Any, now: Any, fields: list[str]) -> bool:
    return before is not None and all(getattr(before, name) == getattr(now, name) for name in fields)


def _entries_with(words: set[str]) -> list[int]:
    """Entries in which one of these terms stands."""
    found: set[int] = set()
    every = sorted(words)
    for start in range(0, len(every), 50):
        group = Group(tuple(Token(f"w{word}") for word in every[start : start + 50]))
        rows = Document.objects.filter(Matches([group]), entry__isnull=False)
        found.update(rows.values_list("entry", flat=True))
    return sorted(found)
