"""The product's addresses, and `/bare`: the least a post can be that keeps one row."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from netzwerkstatt.foundation.accounts.access import access, everyone
from netzwerkstatt.foundation.accounts.models import Allowance
from netzwerkstatt.foundation.events import clock


@access(everyone)
def bare(request: HttpRequest) -> HttpResponse:
    """One row with what was sent, by the same server behind the same middleware; no form, no rule, no event."""
    Allowance.objects.bulk_create([Allowance(key=request.POST["client_id"], full_at=1, at=clock.now())])
    return HttpResponse(status=204)


urlpatterns = [path("bare", bare), path("", include("netzwerkstatt.config.urls"))]
