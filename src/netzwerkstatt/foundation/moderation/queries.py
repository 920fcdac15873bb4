"""Reads of this room; each a fixed number of queries, however much was reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from netzwerkstatt.foundation.entries.desk import Task, Waiting, each
from netzwerkstatt.foundation.entries.kinds import KINDS
from netzwerkstatt.foundation.entries.models import Entry, Visibility
from netzwerkstatt.foundation.events.log import EVENT_TYPES
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.moderation import rules, telling
from netzwerkstatt.foundation.moderation.models import ABSENT, WAITING, Case, Report, State
from netzwerkstatt.foundation.moderation.registry import Reportable, reportable

A_PAGE = 25
MOST_COUNTED = 500


@dataclass(frozen=True)
class Wanted:
    """Which part of the queue: open or decided, one kind, network, category ("" or None for all)."""

    decided: bool = False
    kind: str = ""
    network: Any = None
    category: str = ""


@dataclass(frozen=True)
class QueuePage:
    """Some cases, and the key after which the next ones come ("" at the end)."""

    cases: Sequence[Case]
    after: str


@dataclass(frozen=True)
class Step:
    """One step of a case, as the log tells it: without names."""

    text: str
    at: datetime


@dataclass(frozen=True)
class Shown:
    """A case with the thing itself, as it is now (None where it is gone)."""

    case: Case
    about: Reportable | None
    thing: Any
    words: str
    url: str
    reports: list[Report]
    steps: list[Step]


@dataclass(frozen=True)
class Notice:
    """What an item's page says of its being hidden, to whom it may be said."""

    case: Case
    url: str
    is_own: bool


def kind_label(kind: str) -> str:
    """What people call this kind of thing."""
    about = reportable(kind)
    return str(about.label or kind) if about else kind


def queue(person: Any, wanted: Wanted, after: str = "") -> QueuePage:
    """Cases that this person decides: those that wait, the longest waiting first; or decided ones, the latest first.

    Two queries: cases with their place, and their reports.
    """
    found = Case.objects.filter(rules.cases_q(person))
    found = found.exclude(state__in=WAITING) if wanted.decided else found.filter(state__in=WAITING)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.network:
        found = found.filter(network=wanted.network)
    if wanted.category:
        found = found.filter(pk__in=Report.objects.filter(category=wanted.category).values("case"))
    if key := _key(after):
        when, pk = key
        same = {"opened_at": when, "pk__lt" if wanted.decided else "pk__gt": pk}
        found = found.filter(Q(**{"opened_at__lt" if wanted.decided else "opened_at__gt": when}) | Q(**same))
    order = ("-opened_at", "-pk") if wanted.decided else ("opened_at", "pk")
    reports = Prefetch("reports", Report.objects.order_by("at", "pk"), to_attr="said")
    placed = found.select_related("author", "city__network__state", "network__state").prefetch_related(reports)
    rows = list(placed.order_by(*order)[: A_PAGE + 1])
    last = rows[A_PAGE - 1] if len(rows) > A_PAGE else None
    return QueuePage(rows[:A_PAGE], f"{last.opened_at.isoformat()}~{last.pk}" if last else "")


def _key(after: str) -> tuple[datetime, int] | None:
    when, _sign, pk = after.partition("~")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return None
    try:
        moment = parse_datetime(when)
    except ValueError:
        return None
    return (moment, int(pk)) if moment and moment.tzinfo else None


def case_of(kind: str, public_id: str) -> Case | None:
    """The case of this thing with author and place. One query."""
    found = Case.objects.filter(kind=kind, thing=public_id)
    return found.select_related("author", "hidden_by", "entry", "city__network__state", "network__state").first()


def chosen(person: Any, keys: list[str]) -> list[Case]:
    """Those of the ticked cases (by id) that this person moderates, at most one page of them. One query."""
    ids = [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 19][: 2 * A_PAGE]
    return list(Case.objects.filter(rules.cases_q(person), pk__in=ids).order_by("opened_at", "pk"))


def shown(case: Case) -> Shown:
    """A case with the thing, its reports and what happened so far; four queries."""
    about = reportable(case.kind)
    thing = about.find(case.thing) if about else None
    there = about is not None and thing is not None
    return Shown(
        case=case,
        about=about,
        thing=thing,
        words=about.words(thing) if about is not None and there else "",
        url=about.url(thing) if about is not None and there else "",
        reports=list(case.reports.order_by("at", "pk")),
        steps=_steps(case),
    )


def _steps(case: Case) -> list[Step]:
    events = Event.objects.filter(stream=case.stream).order_by("number").values_list("type", "at")
    return [Step(str(EVENT_TYPES[kind].text), at) for kind, at in events[:200]]


def notice_on(subject: Any, viewer: Any) -> Notice | None:
    """What the page of a hidden entry says on top; nothing, and no query, where nothing is hidden."""
    entry: Entry = getattr(subject, "entry", subject)
    if entry.hidden_at is None:
        return None
    case = Case.objects.filter(kind=entry.kind, thing=entry.public_id).first()
    if case is None:
        return None
    is_own = rules.is_author.test(viewer, case)
    return Notice(case, telling.own_url(case) if is_own else telling.case_url(case), is_own)


def hidden_without_author(public_id: str) -> Case | None:
    """The case of a hidden public entry that somebody wrote without an account. One query, only where a page is not there."""
    hidden = Case.objects.filter(thing=public_id, state__in=ABSENT, author__isnull=True, entry__public_id=public_id)
    return (
        hidden.filter(entry__visibility=Visibility.PUBLIC, entry__author__isnull=True).select_related("entry").first()
    )


def waiting_for(person: Any) -> list[Waiting]:
    """For authors: what of theirs is hidden and can still be objected to. For moderators: what waits."""
    own = Case.objects.filter(author=person, state__in=ABSENT, is_final=False).order_by("-decided_at")
    hidden = Waiting(own[:10], each(_own_hidden))
    if not rules.moderates_somewhere.test(person):
        return [hidden]
    reported = Case.objects.filter(rules.cases_q(person), state__in=WAITING)
    to_decide = reported.exclude(author=person).exclude(state=State.OBJECTED, hidden_by=person)
    return [hidden, Waiting(to_decide.order_by("pk").values_list("pk", flat=True)[:MOST_COUNTED], _to_decide)]


def _own_hidden(case: Case) -> Task:
    return Task(
        stage=_stage(case.kind),
        title=_("Hidden, because: %(reason)s") % {"reason": case.reason},
        meta=f"{kind_label(case.kind)}: {_beginning(case.words)}",
        verb=_("Read and object") if case.state == State.HIDDEN else _("Read"),
        url=telling.own_url(case),
    )


def _to_decide(cases: list[int]) -> list[Task]:
    number = len(cases)
    if not number:
        return []
    title = ngettext("%(number)d report waits for a decision", "%(number)d reports wait for a decision", number)
    return [
        Task(
            stage="answer",
            title=title % {"number": number},
            meta=_("Somebody finds something wrong with a contribution."),
            verb=_("Look at them"),
            url=reverse("moderation:queue"),
        )
    ]


def _stage(kind: str) -> str:
    return KINDS[kind].stage if kind in KINDS else "participation"


def _beginning(words: str, longest: int = 90) -> str:
    line = " ".join(words.split())
    return line if len(line) <= longest else f"{line[:longest].rsplit(' ', 1)[0]} …"
