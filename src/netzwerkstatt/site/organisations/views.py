"""Pages of organisations: the list, one of them, who speaks for it."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, everyone, signed_in
from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.offers import panels_on
from netzwerkstatt.foundation.entries.pages import perform
from netzwerkstatt.foundation.events.errors import NotAllowed
from netzwerkstatt.foundation.network import actions, rules, voices
from netzwerkstatt.foundation.network.models import Affiliation, Organisation
from netzwerkstatt.site.organisations import queries
from netzwerkstatt.site.organisations.actions import ask_to_speak
from netzwerkstatt.site.organisations.forms import OrganisationFilter, OrganisationForm, VoiceForm

A_PAGE = 30


@access(everyone)
@require_safe
def organisations(request: ViewerRequest) -> HttpResponse:
    """All organisations: by words, kind and Land."""
    form = OrganisationFilter(request.GET)
    form.is_valid()
    wanted = getattr(form, "cleaned_data", {})
    land = wanted.get("land")
    found = queries.listed(words=wanted.get("q") or "", kind=wanted.get("kind") or "", land=land.code if land else "")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "filtered": any(wanted.values()),
        "may_add": rules.is_partner.test(request.viewer),
    }
    return render(request, "site/organisations/list.html", context)


@access(everyone)
@require_safe
def organisation(request: ViewerRequest, pk: int) -> HttpResponse:
    """What it is, what it carries, and who speaks for it."""
    found = _found(pk)
    viewer = request.viewer
    held = queries.voices_of(found)
    speaking = [voice for voice in held if voice.confirmed_at]
    vouches = rules.vouches_for_organisation.test(viewer, found)
    mine = next((voice for voice in held if viewer and voice.person_id == viewer.pk), None)
    context = {
        "organisation": found,
        "speaking": speaking,
        "named": [voice for voice in held if not voice.confirmed_at] if vouches else [],
        "mine": mine,
        "sees_people": rules.is_partner.test(viewer) or (mine is not None and mine.confirmed_at is not None),
        "vouches": vouches,
        "main_panels": panels_on("organisation", "main", found, viewer),
        "side_panels": panels_on("organisation", "side", found, viewer),
    }
    return render(request, "site/organisations/organisation.html", context)


@access(rules.is_partner)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ViewerRequest) -> HttpResponse:
    """An organisation that the alliance does not know yet."""
    form = OrganisationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = perform(form, lambda: actions.add_organisation(actor=_person(request), **_given(form)))
        if made is not None:
            return redirect(made)
    return render(request, "site/organisations/new.html", {"form": form})


@access(rules.vouches_for_some_organisation)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ViewerRequest, pk: int) -> HttpResponse:
    """Name, kind and city as they are now."""
    found = _vouched(request, pk)
    form = OrganisationForm.of(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = perform(
            form, lambda: voices.change_organisation(actor=_person(request), organisation=found, **_given(form))
        )
        if made is not None:
            return redirect(made)
    return render(request, "site/organisations/change.html", {"form": form, "organisation": found})


@access(rules.vouches_for_some_organisation)
@require_http_methods(["GET", "HEAD", "POST"])
def name_voice(request: ViewerRequest, pk: int) -> HttpResponse:
    """Name somebody who speaks for it."""
    found = _vouched(request, pk)
    form = VoiceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("name", "email", "vouched")}
        voice = perform(form, lambda: ask_to_speak(actor=_person(request), organisation=found, **given))
        if voice is not None:
            said = (
                _("%(name)s is asked by mail.") if voice.confirmed_at is None else _("%(name)s speaks for it already.")
            )
            messages.success(request, said % {"name": voice.person.name})
            return redirect(found)
    return render(request, "site/organisations/voice.html", {"form": form, "organisation": found})


@access(signed_in)
@require_POST
def confirm_voice(request: ViewerRequest, pk: int) -> HttpResponse:
    """The person who was named says that it is so."""
    voice = _voice(pk)
    voices.confirm_voice(actor=_person(request), voice=voice)
    messages.success(request, _("Noted: you speak for %(organisation)s.") % {"organisation": voice.organisation})
    return redirect(voice.organisation)


@access(signed_in)
@require_POST
def end_voice(request: ViewerRequest, pk: int) -> HttpResponse:
    """Somebody does not speak for it any more, or never did."""
    voice = _voice(pk)
    voices.end_voice(actor=_person(request), voice=voice)
    names = {"name": voice.person.name, "organisation": voice.organisation}
    messages.success(request, _("Noted: %(name)s does not speak for %(organisation)s.") % names)
    return redirect(voice.organisation)


def _found(pk: int) -> Organisation:
    found = queries.organisation(pk)
    if found is None:
        raise Http404
    return found


def _vouched(request: ViewerRequest, pk: int) -> Organisation:
    found = _found(pk)
    if not rules.vouches_for_organisation.test(request.viewer, found):
        raise NotAllowed(voices.WHO_VOUCHES)
    return found


def _voice(pk: int) -> Affiliation:
    return get_object_or_404(Affiliation.objects.select_related("organisation__city", "person"), pk=pk)


def _given(form: OrganisationForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("name", "kind", "city")}


def _person(request: ViewerRequest) -> Person:
    """The rule of these views lets only people in."""
    return cast("Person", request.viewer)
