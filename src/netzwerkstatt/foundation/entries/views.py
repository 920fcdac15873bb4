"""Pages that every kind of entry has: its permanent address, its whole thread, PROV-JSON, and who may see it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from netzwerkstatt.foundation.accounts.access import MemberRequest, ViewerRequest, access, everyone, signed_in
from netzwerkstatt.foundation.entries import actions, queries, rules, thread
from netzwerkstatt.foundation.entries.forms import ShowForm, VisibilityForm
from netzwerkstatt.foundation.entries.models import Audience, Entry
from netzwerkstatt.foundation.entries.pages import perform
from netzwerkstatt.foundation.entries.prov import prov_json
from netzwerkstatt.foundation.entries.strip import thread_drawing
from netzwerkstatt.foundation.events.errors import NotAllowed
from netzwerkstatt.foundation.network.queries import states


@access(everyone)
@require_safe
def permanent(request: ViewerRequest, public_id: str) -> HttpResponse:
    """The address that stays: leads to the item's page."""
    return redirect(_visible(request, public_id).get_absolute_url())


@access(everyone)
@require_safe
def whole_thread(request: ViewerRequest, public_id: str) -> HttpResponse:
    """Where the item comes from and what came of it: drawn, and as a list that reads the same."""
    entry = _visible(request, public_id)
    walked = thread.walk(entry, request.viewer)
    unfolded = frozenset(request.GET.getlist("unfold"))
    graph = thread_drawing(walked, list(states()), unfolded)
    return render(request, "entries/thread.html", {"entry": entry, "thread": walked, "graph": graph})


@access(everyone)
@require_safe
def provenance(request: ViewerRequest, public_id: str) -> JsonResponse:
    """The thread as PROV-JSON."""
    walked = thread.walk(_visible(request, public_id), request.viewer)
    response = JsonResponse(prov_json(walked), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="{public_id}.prov.json"'
    return response


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def audience(request: MemberRequest, public_id: str) -> HttpResponse:
    """Which circle may see the item, and who besides, by name."""
    entry = _own(request, public_id)
    form = VisibilityForm(request.POST or None, entry=entry, initial={"visibility": entry.visibility})
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["visibility"]
        if perform(form, lambda: actions.open_to(actor=request.viewer, entry=entry, visibility=wanted)):
            messages.success(request, _("Saved. From now on this circle may see it."))
            still = Entry.objects.visible_to(request.viewer).filter(pk=entry.pk).exists()
            return redirect("entries:audience", public_id) if still else redirect("site:desk")
    return _audience_page(request, entry, form, ShowForm(entry=entry))


@access(signed_in)
@require_POST
def show(request: MemberRequest, public_id: str) -> HttpResponse:
    """One more name."""
    entry = _own(request, public_id)
    form = ShowForm(request.POST, entry=entry)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("person", "organisation", "until")}
        if perform(form, lambda: actions.show_to(actor=request.viewer, entry=entry, **given)):
            messages.success(request, _("Saved. The name is on the list."))
            return redirect("entries:audience", public_id)
    return _audience_page(request, entry, VisibilityForm(entry=entry, initial={"visibility": entry.visibility}), form)


@access(signed_in)
@require_POST
def stop_showing(request: MemberRequest, public_id: str, shown: int) -> HttpResponse:
    """A name is taken away."""
    entry = _own(request, public_id)
    if name := Audience.objects.filter(pk=shown, entry=entry).first():
        actions.stop_showing(actor=request.viewer, entry=entry, shown=name)
        messages.success(request, _("The name is off the list."))
    return redirect("entries:audience", public_id)


def _own(request: MemberRequest, public_id: str) -> Entry:
    """An entry about which this person decides. Raises `NotAllowed` for others."""
    entry = _visible(request, public_id)
    if not rules.shows_entry.test(request.viewer, entry):
        raise NotAllowed(actions.DECIDERS)
    return entry


def _audience_page(request: MemberRequest, entry: Entry, circle: VisibilityForm, show: ShowForm) -> HttpResponse:
    context = {"entry": entry, "circle": circle, "show": show, "names": queries.audience_of(entry)}
    return render(request, "entries/audience.html", context)


def _visible(request: ViewerRequest | MemberRequest, public_id: str) -> Entry:
    entries = Entry.objects.visible_to(request.viewer).select_related("city__network__state", "network__state", "home")
    return get_object_or_404(entries, public_id=public_id)
