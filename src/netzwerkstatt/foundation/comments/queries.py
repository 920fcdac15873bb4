"""Every read of comments; each a fixed number of queries, however many there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, Final

from django.db.models import F, Q, QuerySet
from django.urls import reverse

from netzwerkstatt.foundation.comments.models import EDIT_WINDOW, Comment, Discussion
from netzwerkstatt.foundation.comments.words import as_html
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.prepared import Prepared
from netzwerkstatt.foundation.ui import formatting

OLDEST: Final = "oldest"
NEWEST: Final = "newest"
ANSWERED: Final = "answered"
ORDERS: Final = (OLDEST, NEWEST, ANSWERED)
THREADS = 15
FIRST_ANSWERS = 3
A_THREAD = 50
BEYOND = 2**31
COLUMNS = (
    "public_id", "thread_id", "parent_id", "number", "position", "answers", "author_id", "author__name",
    "author__function", "text", "notes", "created_at", "edited_at", "deleted_at", "hidden_at", "pk",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Note:
    """What the author added later."""

    html: str
    at: datetime


@dataclass(slots=True)
class Said:
    """One comment as one viewer sees it. What may not be read is not in it.

    `to` is whom an answer to an answer answers; `more` how many further answers the thread has, at its last line.
    """

    public_id: str
    name: str
    function: str
    initials: str
    html: str
    at: datetime
    is_edited: bool
    is_deleted: bool
    is_hidden: bool
    is_own: bool
    is_editable: bool
    is_answer: bool
    notes: list[Note]
    to: Said | None = None
    more: int = 0

    @property
    def url(self) -> str:
        """Its permanent address."""
        return f"{_address()}{self.public_id}"

    @property
    def can_be_answered(self) -> bool:
        return not (self.is_deleted or self.is_hidden)


@dataclass(slots=True)
class Exchange:
    """A thread: its first comment, some answers in order, and how many more there are."""

    number: int
    count: int
    head: Said
    answers: list[Said] = field(default_factory=list)

    @property
    def lines(self) -> list[Said]:
        """First comment and answers as they stand below each other; the last line says how many more there are."""
        lines = [self.head, *self.answers]
        lines[-1].more = max(0, self.count - len(self.answers))
        return lines


@dataclass(frozen=True, slots=True)
class Conversation:
    """A page of threads, how many comments the item has, and the key after which the next threads come ("" at the end)."""

    threads: list[Exchange]
    count: int
    order: str
    after: str = ""

    @property
    def lines(self) -> list[Said]:
        """All that is shown, one below the other."""
        return [line for thread in self.threads for line in thread.lines]


@dataclass(frozen=True, slots=True)
class WholeThread:
    """One thread, a page of its answers, and the positions where the pages before and after begin (None: there is none)."""

    head: Said
    answers: list[Said]
    count: int
    before: int | None
    after: int | None

    @property
    def lines(self) -> list[Said]:
        """All that is shown, one below the other."""
        return [self.head, *self.answers]


@cache
def _address() -> str:
    """What stands before the id in every comment's address."""
    return reverse("comments:comment", args=["0"])[:-1]


def thread_of(entry: Entry, viewer: Any, order: str = OLDEST, after: str = "") -> Conversation:
    """A page of the discussion on an entry, as this viewer sees it: threads with their first answers. One query.

    `after` is the key that the page before gave; one that makes no sense begins at the beginning. The entry must be
    one the viewer may see.
    """
    order = order if order in ORDERS else OLDEST
    key = _key(order, after)
    rows: list[tuple[Any, ...]] = _PAGE((order,), entry.pk, *key)
    threads = _exchanges(rows, viewer, order)
    shown = threads[:THREADS]
    return Conversation(
        threads=shown,
        count=rows[0][-1] or 0 if rows else 0,
        order=order,
        after=_key_of(order, shown[-1]) if len(threads) > THREADS else "",
    )


def _page(order: str, entry: int, *key: int) -> QuerySet[Comment, Any]:
    """Heads of a page of threads after the key, one more than fits, each with its first answers."""
    heads = Comment.objects.filter(entry=entry, position=0)
    if order == OLDEST:
        heads = heads.filter(number__gt=key[0]).order_by("number")
    elif order == NEWEST:
        heads = heads.filter(number__lt=key[0]).order_by("-number")
    else:
        less = Q(answers__lt=key[0]) | Q(answers=key[1], number__lt=key[2])
        heads = heads.filter(less, answers__lte=key[3]).order_by("-answers", "-number")
    found = Comment.objects.filter(thread__in=heads.values("public_id")[: THREADS + 1], position__lte=FIRST_ANSWERS)
    return found.order_by().values_list(*COLUMNS, F("entry__discussion__comments"))


_PAGE = Prepared[Any](_page)


def _key(order: str, after: str) -> tuple[int, ...]:
    """Where a page begins, as the numbers that its query compares with."""
    parts = [int(part) for part in after.split(".") if part.isascii() and part.isdigit() and len(part) < 10]
    if order == ANSWERED:
        answers, number = parts if len(parts) == 2 else (BEYOND - 1, BEYOND - 1)
        return answers, answers, number, answers
    first = 0 if order == OLDEST else BEYOND - 1
    return (parts[0] if len(parts) == 1 else first,)


def _key_of(order: str, last: Exchange) -> str:
    return f"{last.count}.{last.number}" if order == ANSWERED else str(last.number)


def _exchanges(rows: Iterable[tuple[Any, ...]], viewer: Any, order: str) -> list[Exchange]:
    """Rows in any order as threads in theirs; an answer to an answer knows whom it answers."""
    person, now = getattr(viewer, "pk", None), clock.now()
    threads: dict[str, Exchange] = {}
    by_pk: dict[int, Said] = {}
    for row in sorted(rows, key=lambda row: row[4]):
        said = by_pk[row[15]] = _said(row, person, now)
        if row[4] == 0:
            threads[row[1]] = Exchange(number=row[3], count=row[5], head=said)
            continue
        thread = threads[row[1]]
        thread.answers.append(said)
        parent = by_pk.get(row[2])
        said.to = parent if parent is not thread.head else None
    if order == OLDEST:
        return sorted(threads.values(), key=lambda one: one.number)
    if order == NEWEST:
        return sorted(threads.values(), key=lambda one: -one.number)
    return sorted(threads.values(), key=lambda one: (-one.count, -one.number))


def _said(row: tuple[Any, ...], person: int | None, now: datetime) -> Said:
    """One row for this person: hidden words go to their author alone."""
    (public_id, _, parent, _, _, _, author, name, function, text, notes, at, edited, deleted, hidden, *_) = row
    own = author is not None and author == person
    shown = deleted is None and (hidden is None or own)
    name = (name if shown else "") or ""
    return Said(
        public_id=public_id,
        name=name,
        function=(function if shown else "") or "",
        initials=formatting.initials(name) if name else "",
        html=as_html(text) if shown else "",
        at=at,
        is_edited=edited is not None,
        is_deleted=deleted is not None,
        is_hidden=hidden is not None,
        is_own=own and deleted is None,
        is_editable=own and deleted is None and hidden is None and now - at < EDIT_WINDOW,
        is_answer=parent is not None,
        notes=[Note(as_html(n["text"]), datetime.fromisoformat(n["at"])) for n in notes] if shown and notes else [],
    )


def whole_thread(comment: Comment, viewer: Any, *, at: int = 0) -> WholeThread:
    """The thread a comment stands in, with the page of answers that begins at this position. At most two queries.

    Without `at` it is the page on which the comment stands.
    """
    start = max(1, at) if at else (max(0, comment.position - 1) // A_THREAD) * A_THREAD + 1
    found = Comment.objects.filter(thread__public_id=comment.thread_id)
    window = found.filter(Q(position=0) | Q(position__gte=start)).order_by("position").values_list(*COLUMNS)
    rows = list(window[: A_THREAD + 2])
    person, now = getattr(viewer, "pk", None), clock.now()
    head, answers = _said(rows[0], person, now), rows[1 : A_THREAD + 1]
    by_pk = {row[15]: _said(row, person, now) for row in answers}
    above = _above({row[2] for row in answers} - set(by_pk) - {rows[0][15]}, person, now)
    for row in answers:
        by_pk[row[15]].to = by_pk.get(row[2]) or above.get(row[2])
    return WholeThread(
        head=head,
        answers=list(by_pk.values()),
        count=rows[0][5],
        before=max(1, start - A_THREAD) if start > 1 else None,
        after=rows[-1][4] if len(rows) > A_THREAD + 1 else None,
    )


def _above(missing: set[int], person: int | None, now: datetime) -> dict[int, Said]:
    """Comments on earlier pages that are answered on this one."""
    if not missing:
        return {}
    rows = Comment.objects.filter(pk__in=missing).values_list(*COLUMNS)
    return {row[15]: _said(row, person, now) for row in rows}


def find_comment(public_id: str, viewer: Any) -> Comment | None:
    """The comment with this id, if the viewer may see its item; also hidden ones and tombstones. One query."""
    seen = Entry.objects.visible_to(viewer).filter(pk__in=Comment.objects.filter(public_id=public_id).values("entry"))
    place = ("author", "parent__author", "entry__home", "entry__city__network__state", "entry__network__state")
    return Comment.objects.filter(public_id=public_id, entry__in=seen).select_related(*place).first()


def counts(entries: Sequence[Entry]) -> dict[int, int]:
    """How many comments each of these entries has. One query; lists that read `entry__discussion` need none."""
    found = Discussion.objects.filter(entry__in=entries).values_list("entry", "comments")
    return dict(found)
