"""One click to sign in as somebody of the demo. There only where the alliance is the demo's."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, everyone
from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.site.demo.load import demo_is_on, demo_logins


@access(everyone)
@require_http_methods(["GET", "HEAD", "POST"])
def demo(request: ViewerRequest) -> HttpResponse:
    """Who can be tried out; a POST signs in as that person."""
    if not demo_is_on():
        raise Http404
    logins = demo_logins()
    if request.method == "POST":
        shown = {one.email for one in logins}
        person = get_object_or_404(Person, email__in=shown & {request.POST.get("email", "")})
        login(request, person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return redirect("site:desk")
    return render(request, "site/demo.html", {"logins": logins})
