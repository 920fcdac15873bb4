"""How often: a token bucket per account, guest token or – only for wrong guesses – address."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection

from netzwerkstatt.foundation.accounts.models import Allowance
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import TooMany


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
    """Take one token from the bucket of `who`. Raises `TooMany` when it is empty; then nothing is taken.

    One statement, so that of many at the same moment no more pass than there are tokens. A bucket is kept as the
    moment when it is full again, which every token taken out moves on by `pace` (generic cell rate algorithm, ITU-T
    I.371, annex A).
    """
    moment = clock.now()
    now, key = moment.timestamp(), f"{limit.name}:{who}"
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_allowance (key, full_at, at) VALUES (%s, %s, %s)"
            " ON CONFLICT (key) DO UPDATE SET at = excluded.at, full_at = %s"
            " + CASE WHEN accounts_allowance.full_at > %s THEN accounts_allowance.full_at ELSE %s END"
            " WHERE accounts_allowance.full_at <= %s RETURNING key",
            [
                *(key, now + limit.pace, connection.ops.adapt_datetimefield_value(moment)),
                *(limit.pace, now, now, _latest(limit, now)),
            ],
        )
        if cursor.fetchone():
            return
    raise TooMany(max(1, math.ceil(_wait(limit, who))))


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
