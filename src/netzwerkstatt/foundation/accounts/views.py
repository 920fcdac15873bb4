"""Refusals that belong to no room, and the language of a person."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, everyone
from netzwerkstatt.foundation.ui import views as ui


def refused_origin(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from one of our pages, or from one that was open too long."""
    text = _("This form was open for too long, or came from another site. Go back, reload the page, and send it again.")
    return render(request, "403.html", {"reason": text}, status=403)


@access(everyone)
@require_POST
def language(request: ViewerRequest) -> HttpResponse:
    """The pages speak another language: on this browser, and for who is signed in on every device to come."""
    from netzwerkstatt.foundation.accounts.actions import choose_language

    chosen = request.POST.get("language", "")
    if request.viewer and chosen in dict(settings.LANGUAGES):
        choose_language(actor=request.viewer, language=chosen)
    return ui.language(request)
