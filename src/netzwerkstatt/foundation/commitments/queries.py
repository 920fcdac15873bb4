"""Reads of this room; each a fixed number of queries, however many commitments there are."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.commitments import rules
from netzwerkstatt.foundation.commitments.models import PENDING, Commitment, Reply, State, Step
from netzwerkstatt.foundation.entries.desk import Task, Waiting, each
from netzwerkstatt.foundation.entries.models import Entry, visible_q
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.queries import current_memberships
from netzwerkstatt.foundation.network.rules import PARTNER_ROLES, standing

A_PAGE = 25
ID_LENGTH = 12
MOST_WORDS = 8
LONGEST_WORDS = 100
SOON = timedelta(days=14)
ON_THE_DESK = 20
ON_AN_ITEM = 12
MINE, CITY, ALL = "mine", "city", "all"
PENDING_ONES, OVERDUE, HANDED_BACK, EVERY = "pending", "overdue", "handed-back", "every"


@dataclass(frozen=True)
class Wanted:
    """Which commitments: whose, in which state, with which words, until which last day, on which item (public id)."""

    whose: str = MINE
    state: str = PENDING_ONES
    text: str = ""
    until: date | None = None
    item: str = ""

    @property
    def is_past(self) -> bool:
        """What is over stands with the latest day on top; what is to come with the next one."""
        return self.state in {State.DONE, State.DROPPED}


@dataclass(frozen=True)
class CommitmentPage:
    """Some commitments, and the key after which the next ones come ("" at the end)."""

    rows: list[Commitment]
    after: str


def seen_q(viewer: Any) -> Q:
    """Commitments on items that the viewer may see; hidden ones for who wrote them down."""
    return visible_q(viewer, "entry__") & (Q(hidden_at__isnull=True) | Q(author=viewer))


def find_commitment(public_id: str, viewer: Any) -> Commitment | None:
    """The commitment with item and people, if the viewer works in the alliance and sees the item. One query."""
    if not rules.sees_commitments.test(viewer):
        return None
    found = Commitment.objects.filter(seen_q(viewer), public_id=public_id)
    return found.select_related(*_PLACE, "author", "proof_file", "proof_entry").first()


def people_to_name() -> QuerySet[Person, Any]:
    """Who can be named: active people who work in the alliance. Whether they see the item is asked of the one chosen."""
    partners = current_memberships().filter(role__in=PARTNER_ROLES).order_by().values("person")
    return Person.objects.filter(pk__in=partners, is_active=True).order_by("name", "pk")


def steps_of(commitment: Commitment) -> list[Step]:
    """What happened to it, the first on top. One query."""
    return list(commitment.steps.select_related("by").order_by("at", "pk"))


def entry_at(address: str, viewer: Any) -> Entry | None:
    """The item behind an address that people copy from their browser (or behind its id), if the viewer may see it.

    One query, none for words that hold no id.
    """
    ids = [word for word in re.split(r"[^0-9a-z]+", address.lower()) if len(word) == ID_LENGTH]
    return Entry.objects.visible_to(viewer).filter(public_id__in=ids[:5]).first() if ids else None


def found_with(text: str, viewer: Any) -> int:
    """How many commitments, in any state, hold all these words and may be seen. One query; none for other viewers."""
    if not text.strip() or not rules.sees_commitments.test(viewer):
        return 0
    return wanted_by(viewer, Wanted(whose=ALL, state=EVERY, text=text)).order_by().count()


def commitments_on(entry: Entry) -> tuple[list[Commitment], bool]:
    """The first commitments on an item, those still to be done on top; and whether there are more. One query."""
    rank = Case(When(state__in=PENDING, then=Value(0)), default=Value(1), output_field=models.IntegerField())
    found = Commitment.objects.filter(entry=entry, hidden_at__isnull=True).select_related("person")
    rows = list(found.order_by(rank, "due", "pk")[: ON_AN_ITEM + 1])
    return rows[:ON_AN_ITEM], len(rows) > ON_AN_ITEM


def wanted_by(viewer: Any, wanted: Wanted) -> QuerySet[Commitment]:
    """All that these filters leave and the viewer may see, in their order. One query."""
    found = Commitment.objects.filter(seen_q(viewer), _whose(viewer, wanted.whose), _in_state(wanted))
    for word in wanted.text.split()[:MOST_WORDS]:
        found = found.filter(_holds(word))
    if wanted.until:
        found = found.filter(due__lte=wanted.until)
    if wanted.item:
        found = found.filter(entry__public_id=wanted.item)
    order = ("-due", "-pk") if wanted.is_past else ("due", "pk")
    return found.select_related(*_PLACE).order_by(*order)


def a_page(viewer: Any, wanted: Wanted, after: str = "") -> CommitmentPage:
    """One page of them. One query."""
    found = wanted_by(viewer, wanted)
    if key := _key(after):
        day, pk = key
        way = "lt" if wanted.is_past else "gt"
        found = found.filter(Q(**{f"due__{way}": day}) | Q(due=day, **{f"pk__{way}": pk}))
    rows = list(found[: A_PAGE + 1])
    last = rows[A_PAGE - 1] if len(rows) > A_PAGE else None
    return CommitmentPage(rows[:A_PAGE], f"{last.due.isoformat()}~{last.pk}" if last else "")


def waiting_for(person: Person) -> list[Waiting]:
    """What somebody named her for and she has not answered, what is due within two weeks or late, and what was handed
    back to her.
    """
    if not rules.sees_commitments.test(person):
        return []
    soon = clock.today() + SOON
    hers = Q(person=person) & ~Q(reply=Reply.HANDED_BACK) & (Q(reply=Reply.WAITING) | Q(due__lte=soon))
    returned = Q(author=person, reply=Reply.HANDED_BACK)
    for_others = Q(author=person, person__isnull=True, due__lte=soon)
    found = Commitment.objects.filter(
        hers | returned | for_others, visible_q(person, "entry__"), state__in=PENDING, hidden_at__isnull=True
    )
    rows = found.select_related("entry", "person").order_by("due", "pk")[:ON_THE_DESK]
    return [Waiting(rows, each(lambda commitment: _task(commitment, person)))]


def csv_lines(rows: QuerySet[Commitment], base: str) -> Iterator[str]:
    """The list as a file for a spreadsheet, line by line; `base` stands before every address."""
    yield "\ufeff"
    yield _line(
        [
            pgettext("commitment", "What"), pgettext("commitment", "Who"), _("Until"), _("State"), _("Answer"),
            _("Done on"), _("Reason"), _("Proof"), _("Item"), _("Address"),
        ]
    )  # fmt: skip
    for one in rows.iterator(chunk_size=500):
        yield _line(
            [
                one.what, one.who, one.due.isoformat(), one.get_state_display(), one.get_reply_display(),
                one.done_on.isoformat() if one.done_on else "", one.reason, one.proof, one.entry.title,
                f"{base}{one.get_absolute_url()}",
            ]
        )  # fmt: skip


_PLACE = ("entry__home", "entry__city__network__state", "entry__network__state", "person")
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def _holds(word: str) -> Q:
    """The word stands in what is done, who does it, or the item. SQLite folds no umlauts, so their capitals are tried."""
    found = Q()
    for written in {word, word.lower(), word.capitalize()}:
        for field in ("what", "party", "person__name", "entry__title"):
            found |= Q(**{f"{field}__icontains": written})
    return found


def _whose(viewer: Any, whose: str) -> Q:
    if whose == MINE:
        return Q(person=viewer) | Q(author=viewer)
    return Q(entry__city__in=standing(viewer).cities) if whose == CITY else Q()


def _in_state(wanted: Wanted) -> Q:
    pending = Q(state__in=PENDING)
    named = {
        PENDING_ONES: pending,
        OVERDUE: pending & Q(due__lt=clock.today()),
        HANDED_BACK: pending & Q(reply=Reply.HANDED_BACK),
        EVERY: Q(),
    }
    return named.get(wanted.state, Q(state=wanted.state))


def _key(after: str) -> tuple[date, int] | None:
    day, _sign, pk = after.partition("~")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return None
    try:
        return date.fromisoformat(day), int(pk)
    except ValueError:
        return None


def _task(commitment: Commitment, person: Person) -> Task:
    meta = _("Commitment on “%(item)s”") % {"item": commitment.entry.title}
    verb = _("Open it")
    if commitment.is_handed_back:
        meta = _("Handed back; somebody else is needed. On “%(item)s”") % {"item": commitment.entry.title}
        verb = _("Name somebody else")
    elif commitment.person_id == person.pk and commitment.reply == Reply.WAITING:
        meta = _("You are named for it. On “%(item)s”") % {"item": commitment.entry.title}
        verb = _("Accept or hand back")
    elif commitment.party:
        meta = _("%(who)s, on “%(item)s”") % {"who": commitment.party, "item": commitment.entry.title}
    return Task(
        stage=commitment.entry.about.stage,
        title=commitment.what,
        meta=meta,
        verb=verb,
        url=commitment.get_absolute_url(),
        due=commitment.due,
    )


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerow(
        f"'{cell}" if str(cell).startswith(_DANGEROUS) else str(cell) for cell in cells
    )
    return out.getvalue()
