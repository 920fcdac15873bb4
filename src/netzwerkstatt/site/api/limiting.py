"""How much one address may ask: counted in this process's memory, so that reading writes nothing."""

from __future__ import annotations

import ipaddress
import math
import threading
import time

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

BURST, PER_SECOND = 600, 10.0
MOST_ADDRESSES = 20_000

_lock = threading.Lock()
_full_at: dict[str, float] = {}


def spend(request: HttpRequest) -> int:
    """Take one request from the bucket of this address: 0, or after how many seconds there is one again.

    Each process counts for itself; what is kept is forgotten as soon as the bucket is full again, and never written.
    """
    who, now = _network_of(request), time.monotonic()
    with _lock:
        if len(_full_at) >= MOST_ADDRESSES:
            _forget(now)
        full_at = max(_full_at.get(who, now), now) + 1 / PER_SECOND
        wait = full_at - now - BURST / PER_SECOND
        if wait > 0.001:
            return math.ceil(wait)
        _full_at[who] = full_at
        return 0


def forget_all() -> None:
    """Every bucket is full again."""
    with _lock:
        _full_at.clear()


def _forget(now: float) -> None:
    """Drop the buckets that are full again; should an attack fill all of them, drop all."""
    for who in [who for who, full_at in _full_at.items() if full_at <= now]:
        del _full_at[who]
    if len(_full_at) >= MOST_ADDRESSES:
        _full_at.clear()


def _network_of(request: HttpRequest) -> str:
    """An IPv4 address, or the /64 of an IPv6 address, which is what one line is given."""
    given = str(get_adapter(request).get_client_ip(request))
    try:
        address = ipaddress.ip_address(given.partition("%")[0])
    except ValueError:
        return given
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
