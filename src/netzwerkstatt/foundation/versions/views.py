"""An item's versions side by side, and deleting it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from netzwerkstatt.foundation.accounts.access import MemberRequest, ViewerRequest, access, everyone, signed_in
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.entries.pages import perform
from netzwerkstatt.foundation.events.errors import NotAllowed
from netzwerkstatt.foundation.versions import actions, queries, rules
from netzwerkstatt.foundation.versions.erasing import erasures_of
from netzwerkstatt.foundation.versions.forms import DeleteForm
from netzwerkstatt.foundation.versions.models import Tombstone
from netzwerkstatt.foundation.versions.queries import Said


@access(everyone)
@require_safe
def versions(request: ViewerRequest, public_id: str) -> HttpResponse:
    """What the item said before, and any two versions compared; without a choice, the last change."""
    entry = _visible(public_id, request.viewer)
    said = queries.history(entry)
    newer = _chosen(said, request.GET.get("new", ""), said[0])
    older = _chosen(said, request.GET.get("old", ""), _before(said, newer))
    if older.number > newer.number:
        older, newer = newer, older
    context = {
        "entry": entry,
        "said": [(one, _before(said, one)) for one in said],
        "older": older,
        "newer": newer,
        "changes": queries.compared(entry, older, newer),
        "oldest_is_gone": said[-1].number > 1,
        "fields": queries.says_now(entry, said[0]),
    }
    return render(request, "versions/versions.html", context)


@access(signed_in)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: MemberRequest, public_id: str) -> HttpResponseBase:
    """What stays and what goes, and the button. Where something rests on it, what that is."""
    entry = _visible(public_id, request.viewer)
    if not rules.may_delete.test(request.viewer, entry):
        raise NotAllowed(_("An item is deleted by who wrote it, or by whoever releases for its city."))
    form = DeleteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        act = partial(actions.delete_entry, actor=request.viewer, entry=entry, reason=reason)
        if perform(form, act):
            messages.success(request, _("Deleted. What stays is that it was there, and why it went."))
            return redirect("site:desk")
    resting = queries.what_rests_on(entry)
    context = {
        "entry": entry,
        "form": form,
        "hinders": resting.hinders,
        "released": queries.seen_by(request.viewer, resting.released),
        "within": queries.seen_by(request.viewer, resting.within),
        "goes": [erasure.says for erasure in erasures_of(entry.kind) if erasure.says],
    }
    return render(request, "versions/delete.html", context, status=422 if form.errors else 200)


def stone_page(request: HttpRequest, stone: Tombstone) -> HttpResponse:
    """What is left of a deleted item: gone (410), when, in which role, why."""
    return render(request, "versions/gone.html", {"stone": stone, "entry": stone.entry}, status=410)


def _visible(public_id: str, viewer: Any) -> Entry:
    found = Entry.objects.visible_to(viewer).select_related("author", "home", "city__network__state", "network__state")
    entry: Entry | None = found.filter(public_id=public_id).first()
    if entry is None:
        raise Http404
    return entry


def _chosen(said: list[Said], typed: str, default: Said) -> Said:
    return next((one for one in said if str(one.number) == typed), default)


def _before(said: list[Said], one: Said) -> Said:
    """The version before this one; the oldest has none before it but itself."""
    return next((other for other in said if other.number == one.number - 1), one)
