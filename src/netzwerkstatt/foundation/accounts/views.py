"""Refusals that belong to no room."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def refused_origin(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from one of our pages, or from one that was open too long."""
    text = _("This form was open for too long, or came from another site. Go back, reload the page, and send it again.")
    return render(request, "403.html", {"reason": text}, status=403)
