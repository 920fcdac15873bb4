"""My desk: what waits for me, what I began, who I am here."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, signed_in
from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.pages import perform
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.actions import update_profile
from netzwerkstatt.foundation.ui.languages import remember
from netzwerkstatt.site import queries
from netzwerkstatt.site.desk import waiting_for
from netzwerkstatt.site.forms import ProfileForm
from netzwerkstatt.site.words import at_the_beginning, spelled


@access(signed_in)
@require_safe
def desk(request: ViewerRequest) -> HttpResponse:
    """Greeting with a number, what waits on a thread that ends dotted, what I began, my roles."""
    person = _person(request)
    tasks = waiting_for(person)
    context = {
        "greeting": greeting(clock.now(), person),
        "waiting": waiting_words(len(tasks)),
        "today": clock.today(),
        "tasks": tasks,
        "desk_count": len(tasks),
        "own": queries.own_items(person),
        "dates": queries.planned_workshops(),
        "roles": queries.roles_of(person),
        "glance": queries.glance(person),
    }
    return render(request, "site/desk.html", context)


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: ViewerRequest) -> HttpResponse:
    """Name, function, expertise and language of the viewer."""
    person = _person(request)
    initial = {name: getattr(person, name) for name in ("name", "function", "expertise", "language")}
    form = ProfileForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data: dict[str, Any] = {name: form.cleaned_data[name] for name in initial}
        if perform(form, lambda: update_profile(actor=person, **data)):
            messages.success(request, _("Saved. This is how the others see you."))
            return _in_language(redirect("site:desk"), data["language"])
    return render(request, "site/profile.html", {"form": form, "email": person.email})


def greeting(moment: datetime, person: Person) -> str:
    """Good morning, good day or good evening, by the clock of the installation."""
    hour = localtime(moment).hour
    if 4 <= hour < 11:
        return _("Good morning, %(name)s.") % {"name": person.name}
    if 11 <= hour < 18:
        return _("Good day, %(name)s.") % {"name": person.name}
    return _("Good evening, %(name)s.") % {"name": person.name}


def waiting_words(count: int) -> str:
    """How many things wait, in words."""
    if not count:
        return _("Nothing waits for you today.")
    text = ngettext("%(number)s thing waits for you.", "%(number)s things wait for you.", count)
    return at_the_beginning(text % {"number": spelled(count)})


def _in_language(response: HttpResponse, language: str) -> HttpResponse:
    if language:
        remember(response, name=settings.LANGUAGE_COOKIE_NAME, value=language, secure=settings.LANGUAGE_COOKIE_SECURE)
    return response


def _person(request: ViewerRequest) -> Person:
    if request.viewer is None:
        raise PermissionDenied
    return request.viewer
