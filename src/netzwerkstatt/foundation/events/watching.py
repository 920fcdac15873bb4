"""What an operator sees of the worker: how far each consumer is, what failed, which chores are due."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, F, Q

from netzwerkstatt.foundation.events import chores, consumers
from netzwerkstatt.foundation.events.models import Chore, Consumed, Stream

FAILURES_SHOWN = 50


@dataclass(frozen=True)
class ConsumerNow:
    """One consumer: in how many streams something waits for it, and in how many it fails."""

    name: str
    waiting: int
    failing: int


def consumers_now() -> list[ConsumerNow]:
    """Every consumer that is registered; two queries."""
    streams = Stream.objects.filter(head__gt=0).count()
    rows = {
        row["consumer"]: row
        for row in Consumed.objects.values("consumer").annotate(
            begun=Count("pk"),
            behind=Count("pk", filter=Q(stream__head__gt=F("number"))),
            failing=Count("pk", filter=Q(tries__gt=0)),
        )
    }
    none = {"begun": 0, "behind": 0, "failing": 0}
    found = ((name, rows.get(name, none)) for name in consumers.names())
    return [ConsumerNow(name, streams - row["begun"] + row["behind"], row["failing"]) for name, row in found]


def failing_now() -> list[Consumed]:
    """Where a handler fails: which, how often, why, and when it is tried again. Those tried most first."""
    return list(Consumed.objects.filter(tries__gt=0).order_by("-tries", "again_at", "pk")[:FAILURES_SHOWN])


def chores_now() -> list[Chore]:
    """Every chore that is declared: done when, due when, and how it went."""
    known = {chore.name: chore for chore in Chore.objects.filter(name__in=chores.names())}
    return [known.get(name) or Chore(name=name) for name in chores.names()]
