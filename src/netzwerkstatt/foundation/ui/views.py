"""Language, appearance, and the page that shows every part in all its states."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from netzwerkstatt.foundation.ui import languages
from netzwerkstatt.foundation.ui.showcase import everything


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """Where the form stood: its `next`, else the page before, else the start; never another site."""
    for target in (request.POST.get("next"), request.headers.get("Referer")):
        if target and url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
            return HttpResponseRedirect(target)
    return HttpResponseRedirect("/")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """POST `language` and `next`: remember one of the installation's languages and go back."""
    response = _back(request)
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        languages.remember(response, name=settings.LANGUAGE_COOKIE_NAME, value=chosen, secure=request.is_secure())
    return response


@require_POST
def appearance(request: HttpRequest) -> HttpResponse:
    """POST `appearance` (auto, light, dark) and `next`: remember it and go back."""
    response = _back(request)
    chosen = request.POST.get("appearance", "")
    if chosen in languages.APPEARANCES:
        languages.remember(response, name=languages.APPEARANCE_COOKIE, value=chosen, secure=request.is_secure())
    return response


@require_GET
def components(request: HttpRequest) -> HttpResponse:
    """Every part in every state, light and dark on one page. For those who build; changes nothing."""
    return render(request, "ui/components.html", everything())
