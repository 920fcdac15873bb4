"""Pages one reads: contact, handbook, accessibility, privacy, imprint."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, everyone
from netzwerkstatt.foundation.network.rules import is_partner
from netzwerkstatt.site import handbook as book
from netzwerkstatt.site import queries


@access(everyone)
@require_safe
def contact(request: ViewerRequest) -> HttpResponse:
    """Whom to turn to, network by network; addresses for partners only."""
    context = {"contacts": queries.contacts(), "sees_addresses": is_partner(request.viewer)}
    return render(request, "site/contact.html", context)


@access(everyone)
@require_safe
def handbook(request: ViewerRequest) -> HttpResponse:
    """The table of contents."""
    return render(request, "site/handbook.html", {"pages": book.pages()})


@access(everyone)
@require_safe
def handbook_page(request: ViewerRequest, page: str) -> HttpResponse:
    """One page of the handbook."""
    shown = next((one for one in book.pages() if one.slug == page), None)
    if shown is None:
        raise Http404
    return render(request, "site/handbook_page.html", {"page": shown, "pages": book.pages()})


@access(everyone)
@require_safe
def accessibility(request: ViewerRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "site/accessibility.html")


@access(everyone)
@require_safe
def privacy(request: ViewerRequest) -> HttpResponse:
    """Cookies, what anonymous means here, and what cannot be promised."""
    days = settings.SESSION_COOKIE_AGE // (24 * 60 * 60)
    return render(request, "site/privacy.html", {"session_days": days})


@access(everyone)
@require_safe
def imprint(request: ViewerRequest) -> HttpResponse:
    """Who runs this installation, as the operator wrote it."""
    return render(request, "site/imprint.html", {"imprint": settings.IMPRINT})
