"""What is asked, who asks, from where, and may they: five small layers around every page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render

from netzwerkstatt.foundation.accounts.sessions import note_use
from netzwerkstatt.foundation.accounts.views import refused_origin
from netzwerkstatt.foundation.events.errors import NotAllowed, TooMany

Next = Callable[[HttpRequest], HttpResponseBase]
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


class PlainAddressMiddleware:
    """An address with a zero byte in it leads nowhere; PostgreSQL would refuse it in the middle of a page."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest
        return self.get_response(request)


class QuietSessionMiddleware(SessionMiddleware):
    """A visitor who only reads gets no session and no cookie, whatever a library touches."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.method in SAFE_METHODS and settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return response
        return super().process_response(request, response)


class SameOriginMiddleware(CsrfViewMiddleware):
    """Writes come from our own pages: a token for who is signed in, the browser's own word for everyone else.

    Anonymous pages carry no token (it would need a cookie on a GET). Browsers since 2020 send `Sec-Fetch-Site`,
    older ones `Origin`; a request with neither is not a browser's form and is refused.
    """

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:  # type: ignore[override]
        exempt = getattr(view, "csrf_exempt", False) or getattr(request, "_dont_enforce_csrf_checks", False)
        if request.method in SAFE_METHODS or exempt:
            return super().process_view(request, view, args, kwargs)
        if not comes_from_here(request):
            return refused_origin(request)
        if not request.user.is_authenticated:
            return None
        return super().process_view(request, view, args, kwargs)


def comes_from_here(request: HttpRequest) -> bool:
    """The browser says that the form stood on one of our own pages."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc == request.get_host()


class ViewerMiddleware:
    """`request.viewer`: the signed-in person, or None – without a query where there is no session."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        request.viewer = request.user if has_session and request.user.is_authenticated else None  # type: ignore[attr-defined]
        if request.viewer:  # type: ignore[attr-defined]
            note_use(request)
        return self.get_response(request)


class DenyFirstMiddleware:
    """A view without a rule is closed; a view whose rule says no asks a visitor to sign in and refuses a person."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        rule = getattr(view, "access", None)
        viewer = request.viewer  # type: ignore[attr-defined]
        if rule is not None and rule.test(viewer, None):
            return None
        if rule is None or viewer is not None:
            raise PermissionDenied
        return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """An action's refusal becomes a page that says who may, or when again."""
        if isinstance(exception, NotAllowed):
            return render(request, "403.html", {"reason": str(exception.reason), "title": exception.title}, status=403)
        if isinstance(exception, TooMany):
            response = render(request, "429.html", {"seconds": exception.seconds}, status=429)
            response["Retry-After"] = str(exception.seconds)
            return response
        return None
