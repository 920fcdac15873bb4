"""Searching: what somebody may see of what was asked for, counted by facet, in order, page by page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from netzwerkstatt.foundation.entries.models import kept_from
from netzwerkstatt.foundation.search import terms
from netzwerkstatt.foundation.search.facets import Cell, Places, chosen_q, fits, read_places
from netzwerkstatt.foundation.search.matching import Group, Matches, Token
from netzwerkstatt.foundation.search.models import Document, Shelf
from netzwerkstatt.foundation.search.question import Question, Wanted, understand
from netzwerkstatt.foundation.search.ranking import Candidate, ranked
from netzwerkstatt.foundation.search.words import Keys

MOST = 500
PAGE = 10
RELEVANCE, NEWEST = "relevance", "newest"
MOST_SUGGESTIONS = 3


@dataclass(frozen=True)
class Asked:
    """What the address of the library says: words, chosen values by facet, order, page."""

    text: str = ""
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = RELEVANCE
    page: int = 1


@dataclass(frozen=True)
class Suggestion:
    """Another word that finds something for this viewer, with how many by kind."""

    word: str
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class Found:
    """The answer to a question. `cells` count everything that matches the words, whatever facets are chosen."""

    asked: Asked
    question: Question
    cells: list[Cell]
    places: Places
    page: Page[int]
    documents: list[Document]
    total: int

    @property
    def unfiltered(self) -> int:
        """Hits without any facet."""
        return sum(cell.n for cell in self.cells)

    @property
    def is_cut(self) -> bool:
        """There are more hits than can be paged through."""
        return self.total > MOST


def seen_by(viewer: Any) -> Q:
    """The condition under which a document is about something that this viewer may see; places everybody may.

    It is always asked of the entries. Their ids are those of the documents: no other table is gone through for it than
    the short index of what is not for all. SQLite reads that once and keeps it beside, where PostgreSQL joins.
    """
    if connection.vendor == "sqlite":
        return ~Q(pk__in=kept_from(viewer).values("pk"))
    return Q(~Exists(kept_from(viewer).filter(pk=OuterRef("pk"))))


def matching(question: Question, *, title: str = "") -> QuerySet[Document]:
    """Documents that hold what is wanted – "all" or "any" of it in their `title` – and nothing that is avoided.

    Says nothing about who may see them.
    """
    found = Document.objects.all()
    if question.wanted and title != "all":  # whoever holds all of it in the title need not be asked for the rest
        found = found.filter(Matches(question.groups))
    if question.wanted and title:
        found = found.filter(Matches(question.groups, title=title))
    for one in question.avoided:
        found = found.exclude(Matches([one.avoided()]))
    return found


def entries_holding(text: str, viewer: Any) -> Any:
    """Ids of entries that this viewer may see and that hold these words, for lists of one kind; None asks for nothing.

    Where nothing does, words that are nearly the same count too. At most three queries beside the one that uses it.
    """
    question = understand(text)
    if not question.asks:
        return None
    if not visible(question, viewer).exists():
        question = widened(question)
    return visible(question, viewer).filter(entry__isnull=False).values("entry")


def visible(question: Question, viewer: Any, *, title: str = "") -> QuerySet[Document]:
    """What matches, as far as the viewer may see it: one condition, asked by the database in the same query."""
    return matching(question, title=title).filter(seen_by(viewer))


def search(asked: Asked, viewer: Any) -> Found:
    """Everything for the page of results. At most eleven queries on hundreds of shelves, however many hits there are.

    The order is ours (`ranking`), over at most 500 candidates: those with all words in the title, then with one
    there, then the others, the newest of each first. Where nothing is found, words that are nearly the same and
    compounds that hold it are looked for.
    """
    question = understand(asked.text)
    cells = counted(question, viewer)
    if not cells and question.wanted:
        wider = widened(question)
        if wider != question and (cells := counted(wider, viewer)):
            question = wider
    places = read_places()
    total = sum(cell.n for cell in cells if fits(cell, asked.chosen, places))
    ordered = _in_order(question, asked, viewer, places, total) if total else []
    page = Paginator(ordered, PAGE).get_page(asked.page)
    return Found(asked, question, cells, places, page, _documents(list(page.object_list)), total)


def counted(question: Question, viewer: Any) -> list[Cell]:
    """How many hits the viewer may see, by kind, place and themes: from this every facet is counted."""
    return _cells(visible(question, viewer))


def _cells(documents: QuerySet[Document]) -> list[Cell]:
    """How many of these stand on each shelf. Two queries, and one more for each further thousand of shelves.

    The shelves are read apart: joined, the database would sort by their texts.
    """
    numbers = dict(documents.order_by().values_list("shelf").annotate(n=Count("pk")))
    shelves = Shelf.objects.in_bulk(numbers)
    return [Cell(on.kind, on.city_id, on.network_id, on.themes, numbers[pk]) for pk, on in shelves.items()]


def widened(question: Question) -> Question:
    """The same question, with words one letter away and compounds that hold the word. Two queries for each word."""
    return question.with_similar([_similar(one) for one in question.wanted])


def suggestions(question: Question, viewer: Any) -> list[Suggestion]:
    """Words up to two letters away that find something this viewer may see; for several words, each by itself."""
    found: dict[str, Suggestion] = {}
    several = len(question.wanted) > 1
    for one in question.wanted[:4]:
        if one.is_phrase:
            continue
        names = [(one.itself, one.typed)] if several else []
        names += [(_keys_of(term), term.shown) for term in terms.near(one.itself.word, 2)[:6]]
        for word, shown in names:
            counts = _counts(word, viewer)
            if counts:
                found.setdefault(word.word, Suggestion(shown, counts))
    return sorted(found.values(), key=lambda one: (-one.total, one.word))[:MOST_SUGGESTIONS]


def _counts(word: Keys, viewer: Any) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for cell in _cells(Document.objects.filter(Matches([Group((Token(f"w{word.word}"),))]), seen_by(viewer))):
        counts[cell.kind] += cell.n
    return counts


def _similar(one: Wanted) -> tuple[tuple[Keys, ...], tuple[str, ...]]:
    if one.is_phrase:
        return (), ()
    word = one.itself
    others = [*terms.near(word.word, 1), *terms.holding(word.german)]
    return tuple(_keys_of(term) for term in others), tuple(term.shown for term in others[:3])


def _keys_of(term: Any) -> Keys:
    return Keys(term.word, term.stem, "")


# ---------------------------------------------------------------- order


def _in_order(question: Question, asked: Asked, viewer: Any, places: Places, total: int) -> list[int]:
    """Keys of the documents, the best or the newest first; at most 500."""
    chosen = Q(shelf__in=Shelf.objects.filter(chosen_q(asked.chosen, places))) if asked.chosen else Q()
    rows = visible(question, viewer).filter(chosen)
    if asked.sort == NEWEST or not question.wanted:
        return list(rows.order_by("-at", "-id").values_list("pk", flat=True)[:MOST])
    keys = None if total <= MOST else _candidates(question, viewer, chosen)
    texts = (rows if keys is None else Document.objects.filter(pk__in=keys)).order_by()
    found: Iterable[tuple[int, str, str, datetime]] = texts.values_list("pk", "text__title", "text__words", "at")
    return ranked(question, (Candidate(*row) for row in found))


def _candidates(question: Question, viewer: Any, chosen: Q) -> list[int]:
    """The 500 among which the order is made: in three steps, each asked only where the one before gave too few."""
    found: dict[int, None] = {}
    for step in ("all", "any", ""):
        if step == "any" and len(question.groups) == 1:
            continue
        newest = visible(question, viewer, title=step).filter(chosen).order_by("-id")
        found.update(dict.fromkeys(newest.values_list("pk", flat=True)[:MOST]))
        if len(found) >= MOST:
            break
    return list(found)[:MOST]


def _documents(keys: Sequence[int]) -> list[Document]:
    """The documents of one page with everything their rows show. Two queries."""
    rows = Document.objects.select_related(
        "text",
        "shelf__city__network__state",
        "shelf__network__state",
        "entry__city__network__state",
        "entry__network__state",
    ).prefetch_related("entry__themes")
    known = rows.defer("text__title", "text__words").in_bulk(list(keys))
    return [known[key] for key in keys]
