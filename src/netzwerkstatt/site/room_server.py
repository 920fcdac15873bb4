"""On a room server only the borrowed workshop is changed: everything else would stay behind on the laptop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.accounts.middleware import SAFE_METHODS
from netzwerkstatt.workshops.models import Borrowed

ROOMS: Final = frozenset({"workshops", "ui"})
BESIDES: Final = frozenset({"account_logout"})


class RoomServerMiddleware:
    """Forms of other rooms are refused, and the start page is the way into the workshop."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.ROOM:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        name = match.view_name if match else ""
        if name == "site:start":
            return redirect(_way_in(request))
        if request.method in SAFE_METHODS or name in BESIDES or (match and match.app_name in ROOMS):
            return None
        reason = _(
            "This laptop runs one workshop; everything else is done at headquarters. To sign in, open the address that"
            " the laptop shows."
        )
        return render(request, "403.html", {"reason": reason, "title": _("Not on this laptop")}, status=403)


def _way_in(request: HttpRequest) -> Any:
    borrowed = Borrowed.objects.select_related("workshop__entry").first()
    return borrowed.workshop if borrowed and request.viewer else "workshops:join"  # type: ignore[attr-defined]
