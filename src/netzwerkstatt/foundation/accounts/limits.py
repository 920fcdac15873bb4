"""How often: a token bucket per account, guest token or – only for wrong guesses – address."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

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
    def refill(self) -> float:
        """Tokens that come back each second."""
        return self.burst / self.per.total_seconds()


def spend(limit: Limit, who: str) -> None:
    """Take one token from the bucket of `who`. Raises `TooMany` when it is empty; then nothing is taken."""
    now = clock.now()
    key = f"{limit.name}:{who}"
    with transaction.atomic():
        Allowance.objects.bulk_create([Allowance(key=key, tokens=limit.burst, at=now)], ignore_conflicts=True)
        bucket = Allowance.objects.select_for_update().get(key=key)
        tokens = _in(limit, bucket)
        Allowance.objects.filter(key=key).update(tokens=tokens - 1, at=now)


def check(limit: Limit, who: str) -> None:
    """Raises `TooMany` when the bucket of `who` is empty; takes nothing, so that only what fails later is counted."""
    if bucket := Allowance.objects.filter(key=f"{limit.name}:{who}").first():
        _in(limit, bucket)


def _in(limit: Limit, bucket: Allowance) -> float:
    """The tokens that are in the bucket now, at least one."""
    passed = max(0.0, (clock.now() - bucket.at).total_seconds())
    tokens = min(limit.burst, bucket.tokens + passed * limit.refill)
    if tokens < 1:
        raise TooMany(math.ceil((1 - tokens) / limit.refill))
    return tokens
