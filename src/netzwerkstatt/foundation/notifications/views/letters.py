"""The page behind a signed link: shows what can be chosen; only a post acts, and nobody needs to sign in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_http_methods

from netzwerkstatt.foundation.accounts import limits
from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, everyone
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.notifications.letter_use import (
    LinkOver,
    OpenLetter,
    language_of_letter,
    open_letter,
    use_letter,
)

WRONG_LINKS = limits.Limit("wrong-link", 30, timedelta(minutes=1))
ANSWERS = limits.Limit("letter", 20, timedelta(hours=1))


@access(everyone)
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: ViewerRequest, token: str) -> HttpResponse:
    """What the link is about, and its choices; after a post, what happened."""
    address = nameless_address(request)
    limits.check(WRONG_LINKS, address)
    try:
        found = open_letter(token)
    except LinkOver as over:
        if over.why == "unknown":
            limits.spend(WRONG_LINKS, address)
        return _private(render(request, "notifications/letter_over.html", {"why": over.why}, status=410))
    with translation.override(language_of_letter(found.holder)):
        return _shown_or_answered(request, token, found)


def _shown_or_answered(request: ViewerRequest, token: str, found: OpenLetter) -> HttpResponse:
    form = found.page.form(request.POST if request.method == "POST" else None) if found.page.form else None
    if request.method == "POST":
        limits.spend(ANSWERS, str(found.link.pk))
        if response := _answer(request, token, found, form):
            return response
    return _private(render(request, "notifications/letter.html", {"letter": found.page, "form": form}))


def _answer(request: ViewerRequest, token: str, found: OpenLetter, form: Any) -> HttpResponse | None:
    """The page that says what happened; None where the form has to be shown again."""
    if form is not None and not form.is_valid():
        return None
    try:
        said = use_letter(token, request.POST.get("choice", ""), form.cleaned_data if form else {})
    except LinkOver as over:
        return _private(render(request, "notifications/letter_over.html", {"why": over.why}, status=410))
    except NotAllowed:
        return _private(render(request, "notifications/letter_over.html", {"why": "over"}, status=410))
    except Invalid as invalid:
        if form is None:
            context = {"letter": found.page, "errors": [str(text) for text in invalid.fields.values()]}
            return _private(render(request, "notifications/letter.html", context, status=400))
        for name, text in invalid.fields.items():
            form.add_error(name if name in form.fields else None, str(text))
        return None
    return _private(render(request, "notifications/letter_done.html", {"letter": found.page, "said": said}))


def _private(response: HttpResponse) -> HttpResponse:
    """Not kept anywhere, and found by no search engine."""
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex"
    return response


def nameless_address(request: ViewerRequest) -> str:
    """The visitor's address as a keyed hash: enough to count wrong links, not to know who tried them."""
    address = get_adapter(request).get_client_ip(request)
    return salted_hmac("notifications.address", str(address), algorithm="sha256").hexdigest()[:32]
