"""What a page of a room answers to its script: the view with its number, and a ticket to follow from there."""

from __future__ import annotations

import hashlib
import time
from typing import Any, Final

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from netzwerkstatt.foundation.live import reading
from netzwerkstatt.foundation.live.endpoint import PATH
from netzwerkstatt.foundation.live.registry import Eyes
from netzwerkstatt.foundation.live.tickets import LIFE, ticket_for

KNOWN_FOR: Final = 2
POLL_EVERY: Final = 5


def live_answer(
    request: HttpRequest, kind: str, stream: str, audience: str, *, own: dict[str, Any] | None = None
) -> HttpResponse:
    """The answer of a view that has checked who asks: number, view, ticket and address of the stream, as JSON.

    `own` is what only this person sees; it is part of the answer, never of the stream. Asked again with the ETag of an
    answer that still holds, it is a 304 that costs one query: so pages go on where streams do not come through.
    """
    eyes = Eyes(audience, get_language() or "")
    number = reading.head_of(stream)
    mine = reading.as_json(own or {})
    said = b" ".join([str(number).encode(), audience.encode(), eyes.language.encode(), mine])
    etag = f'"{hashlib.sha256(said).hexdigest()[:24]}"'
    if etag in request.headers.get("If-None-Match", ""):
        return _kept_by_nobody(HttpResponse(status=304), etag)
    number, view = _view(kind, stream, eyes, number)
    head = reading.as_json(
        {
            "number": number,
            "stream": f"{PATH}{stream}",
            "ticket": ticket_for(kind, stream, *eyes),
            "life": LIFE,
            "poll": POLL_EVERY,
            "now": round(time.time(), 1),
        }
    )
    body = b'%s,"own":%s,"view":%s}' % (head[:-1], mine, view)
    return _kept_by_nobody(HttpResponse(body, content_type="application/json"), etag)


def _view(kind: str, stream: str, eyes: Eyes, number: int) -> tuple[int, bytes]:
    """The view as JSON, put together once for all who ask within two seconds and share the number and the eyes."""
    known = caches["of-this-process"]
    key = f"live:{kind}:{stream}:{number}:{eyes.audience}:{eyes.language}"
    found: tuple[int, bytes] | None = known.get(key)
    if found is None:
        at, view = reading.view_of(kind, stream, eyes)
        found = (at, reading.as_json(view))
        if at == number:
            known.set(key, found, KNOWN_FOR)
    return found


def _kept_by_nobody(response: HttpResponse, etag: str) -> HttpResponse:
    """The browser alone may keep it, and asks before it uses it again."""
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response
