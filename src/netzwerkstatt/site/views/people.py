"""People of the alliance for each other: the list, one person, and my own profile."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from netzwerkstatt.foundation.accounts.access import MemberRequest, access, signed_in
from netzwerkstatt.foundation.accounts.languages import SPOKEN, names_of
from netzwerkstatt.foundation.accounts.models import Availability, Person
from netzwerkstatt.foundation.entries.pages import perform
from netzwerkstatt.foundation.network.directory import partner, partners
from netzwerkstatt.foundation.network.people import Known, Reach, update_profile
from netzwerkstatt.foundation.network.rules import is_partner
from netzwerkstatt.foundation.ui.languages import remember
from netzwerkstatt.site.forms import PeopleFilter, ProfileForm

A_PAGE = 30


@access(is_partner)
@require_safe
def people(request: MemberRequest) -> HttpResponse:
    """Who works in the alliance: by words, theme, Land and language."""
    form = PeopleFilter(request.GET)
    form.is_valid()
    wanted = getattr(form, "cleaned_data", {})
    land, theme = wanted.get("land"), wanted.get("theme")
    found = partners(
        words=wanted.get("q") or "",
        theme=theme.slug if theme else "",
        land=land.code if land else "",
        language=wanted.get("speaks") or "",
    ).prefetch_related("spoken_languages")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    shown: list[Any] = list(page.object_list)
    page.object_list = shown
    for one in shown:
        one.spoken = names_of([row.code for row in one.spoken_languages.all()])
    context = {"form": form, "page": page, "chips": _chips(wanted), "filtered": any(wanted.values())}
    return render(request, "site/people.html", context)


def _chips(wanted: dict[str, Any]) -> list[tuple[str, str]]:
    """Each filter that is set, with the address of the list without it."""
    given = {
        "q": (wanted.get("q"), wanted.get("q")),
        "land": (wanted.get("land"), getattr(wanted.get("land"), "pk", "")),
        "theme": (wanted.get("theme"), getattr(wanted.get("theme"), "pk", "")),
        "speaks": (SPOKEN.get(wanted.get("speaks") or ""), wanted.get("speaks")),
    }
    there = {name: value for name, (shown, value) in given.items() if shown}
    return [
        (str(given[name][0]), f"?{urlencode({other: value for other, value in there.items() if other != name})}")
        for name in there
    ]


@access(is_partner)
@require_safe
def person(request: MemberRequest, pk: int) -> HttpResponse:
    """One of them: roles, what to ask about, in which languages, and whether a call is welcome."""
    found = partner(pk)
    if found is None:
        raise Http404
    spoken = names_of([row.code for row in found.spoken_languages.all()])
    return render(request, "site/person.html", {"person": found, "spoken": spoken, "is_me": found == request.viewer})


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: MemberRequest) -> HttpResponse:
    """How the others see me, whether they may call, and the language of my pages."""
    me = request.viewer
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=_filled_in(me))
    saved = None
    if request.method == "POST" and form.is_valid():
        saved = perform(form, lambda: _saved(me, form.cleaned_data))
    if saved:
        messages.success(request, _("Saved. This is how the others see you."))
        response = redirect("site:person", me.pk) if is_partner.test(me) else redirect("site:desk")
        return _in_language(response, form.cleaned_data["language"])
    return render(request, "site/profile.html", {"form": form, "email": me.email, "is_partner": is_partner.test(me)})


PLAIN = (
    "name", "function", "expertise", "language", "phone", "call_hours", "calls_welcome", "availability", "available_from",
)  # fmt: skip


def _filled_in(me: Person) -> dict[str, Any]:
    return {
        **{name: getattr(me, name) for name in PLAIN},
        "themes": list(me.competences.values_list("theme", flat=True)),
        "speaks": list(me.spoken_languages.values_list("code", flat=True)),
    }


def _saved(me: Person, given: dict[str, Any]) -> Person:
    return update_profile(
        actor=me,
        name=given["name"],
        function=given["function"],
        expertise=given["expertise"],
        language=given["language"],
        reach=Reach(
            phone=given["phone"],
            call_hours=given["call_hours"],
            calls_welcome=given["calls_welcome"],
            availability=given["availability"] or Availability.OPEN,
            available_from=given["available_from"],
        ),
        known=Known(themes=given["themes"], languages=given["speaks"]),
    )


def _in_language(response: HttpResponse, language: str) -> HttpResponse:
    if language:
        remember(response, name=settings.LANGUAGE_COOKIE_NAME, value=language, secure=settings.LANGUAGE_COOKIE_SECURE)
    return response
