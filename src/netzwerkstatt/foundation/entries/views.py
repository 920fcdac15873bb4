"""Pages that every kind of entry has: its permanent address, its whole thread, and the thread as PROV-JSON."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, everyone
from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.entries.prov import prov_json
from netzwerkstatt.foundation.entries.strip import thread_drawing
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


def _visible(request: ViewerRequest, public_id: str) -> Entry:
    entries = Entry.objects.visible_to(request.viewer).select_related("city__network__state", "network__state", "home")
    return get_object_or_404(entries, public_id=public_id)
