"""How often: a token bucket per account, guest token or – only for wrong guesses – address."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from django.db import connection

from netzwerkstatt.foundation.accounts.models import Allowance
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import TooMany
from netzwerkstatt.foundation.events.steps import IF, Step, take


@dataclass(frozen=True)
class Limit:
    """`burst` times at once, refilled evenly over `per`."""

    name: str
    burst: int
    per: timedelta

    @property
    def pace(self) -> float:
        """Seconds after which one token is back."""
        return self.per.total_seconds() / self.burst


def spend(limit: Limit, who: str) -> None:
    """Take one token from the bucket of `who`. Raises `TooMany` when it is empty; then nothing is taken."""
    spend_each((limit,), who)


def spend_each(limits: Sequence[Limit], who: str) -> None:
    """Take one token from each of these buckets of `who`. Raises `TooMany` when one is empty; then the transaction of
    the caller has to fail with it, which gives back what was taken from the others.
    """
    (taken,) = take(spending(limits, who))
    check_spent(taken, limits, who)


def spending(limits: Sequence[Limit], who: str) -> Step:
    """`spend_each` as a step among others; `check_spent` reads what it returned.

    One statement, so that of many at the same moment no more pass than there are tokens. A bucket is kept as the
    moment when it is full again, which every token taken out moves on by `pace` (generic cell rate algorithm, ITU-T
    I.371, annex A).
    """
    moment = clock.now()
    now, at = moment.timestamp(), connection.ops.adapt_datetimefield_value(moment)
    rows: list[Any] = []
    latest: list[Any] = []
    for limit in limits:
        key = f"{limit.name}:{who}"
        rows += [key, now + limit.pace, at]
        latest += [key, _latest(limit, now)]
    return Step(_taken(len(limits)), [*rows, now, now, now, *latest], least=len(limits))


def check_spent(taken: Sequence[Any], limits: Sequence[Limit], who: str) -> None:
    """Raises `TooMany` where not every bucket had a token."""
    if len(taken) < len(limits):
        raise TooMany(max(1, math.ceil(max(_wait(limit, who) for limit in limits))))


@cache
def _taken(number: int) -> str:
    """The statement for so many buckets: `excluded.full_at` is now and a token's pace."""
    values = ", ".join(["(%s, %s, %s)"] * number)
    return (
        f"INSERT INTO accounts_allowance (key, full_at, at) SELECT * FROM (VALUES {values}) AS buckets WHERE {IF}"  # noqa: S608 - own words
        " ON CONFLICT (key) DO UPDATE SET at = excluded.at, full_at = excluded.full_at - %s"
        " + CASE WHEN accounts_allowance.full_at > %s THEN accounts_allowance.full_at ELSE %s END"
        f" WHERE accounts_allowance.full_at <= CASE excluded.key {'WHEN %s THEN %s ' * number}END RETURNING key"
    )


def check(limit: Limit, who: str) -> None:
    """Raises `TooMany` when the bucket of `who` is empty; takes nothing, so that only what fails later is counted."""
    if (wait := _wait(limit, who)) > 0:
        raise TooMany(math.ceil(wait))


def _wait(limit: Limit, who: str) -> float:
    """Seconds until a token is in the bucket."""
    full_at = Allowance.objects.filter(key=f"{limit.name}:{who}").values_list("full_at", flat=True).first() or 0
    return full_at - _latest(limit, clock.now().timestamp())


def _latest(limit: Limit, now: float) -> float:
    """A bucket that is full later than this has no whole token in it. A thousandth of a second is forgiven."""
    return now + limit.per.total_seconds() - limit.pace + 0.001
