"""What surrounds every answer of the API: who may ask, how often, from which page, and whether it is new."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.http import http_date
from django.views.decorators.http import conditional_page

from netzwerkstatt.foundation.accounts.access import access, everyone
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.site.api import limiting

METHODS = "GET, HEAD, OPTIONS"
SETTLED = timedelta(minutes=1)

View = Callable[..., HttpResponse]


def around(view: View) -> View:
    """The view as everybody may ask it, from any page, without cookies and without a session.

    `Access-Control-Allow-Origin: *` is safe here and only here: whoever asks is taken for a visitor without an account,
    so that a page elsewhere reads nothing in somebody's name.
    """
    checked = conditional_page(view)

    @access(everyone)
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in METHODS.split(", "):
            return _open(refusal(405, "Only reading is possible.", f"This address answers {METHODS}."))
        if request.method == "OPTIONS":
            return _preflight()
        if seconds := limiting.spend(request):
            refused = refusal(429, "Too many requests.", f"Please go on in {seconds} seconds.")
            refused["Retry-After"] = str(seconds)
            return _open(refused)
        wants_head, request.method = request.method == "HEAD", "GET"
        response = checked(request, *args, **kwargs)
        if wants_head:
            response["Content-Length"] = str(len(response.content))
            response.content = b""
        return _open(response)

    answer.csrf_exempt = False  # type: ignore[attr-defined]  # the library's views are; ours refuse posts as all others do
    return answer


def refusal(status: int, title: str, detail: str) -> JsonResponse:
    """An error as every address of the API words it."""
    return JsonResponse({"status": status, "title": title, "detail": detail}, status=status)


def dated(response: HttpResponse) -> HttpResponse:
    """With the moment of the alliance's last change: nothing it shows is younger.

    The youngest event is left alone for a minute: another that bears an earlier time may still be about to be written,
    and the header counts in whole seconds. One query.
    """
    latest = Event.objects.order_by("-at", "-id").values_list("at", flat=True).first()
    if latest is not None and latest < clock.now() - SETTLED:
        response["Last-Modified"] = http_date(latest.timestamp())
    return response


def _open(response: HttpResponse) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Last-Modified, Link, Retry-After"
    response.setdefault("Cache-Control", "public, no-cache")  # kept, and asked after: what is hidden is gone at once
    return response


def _preflight() -> HttpResponse:
    response = HttpResponse(status=204)
    response["Allow"] = response["Access-Control-Allow-Methods"] = METHODS
    response["Access-Control-Allow-Headers"] = "If-None-Match, If-Modified-Since"
    response["Access-Control-Max-Age"] = "86400"
    return _open(response)
