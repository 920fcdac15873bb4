"""How methods went: told, changed, taken back."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from netzwerkstatt.foundation.accounts.access import MemberRequest, access
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.entries.pages import ids_sent, perform
from netzwerkstatt.foundation.events.errors import NotAllowed
from netzwerkstatt.methods import actions, queries, rules
from netzwerkstatt.methods.forms import UseForm, as_initial
from netzwerkstatt.methods.models import MethodUse
from netzwerkstatt.methods.views.pages import visible


@access(rules.records_use)
@require_http_methods(["GET", "HEAD", "POST"])
def record_use(request: MemberRequest, public_id: str) -> HttpResponseBase:
    """Tell how a method went, perhaps in a workshop (`?in=` its public id, `?minutes=`, `?people=`)."""
    found = visible(public_id, request.viewer)
    sent = request.POST if request.method == "POST" else request.GET
    place = _place(request, sent.get("in", ""))
    initial = {name: sent.get(name) for name in ("minutes", "people") if sent.get(name, "").isdigit()}
    form = UseForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        act = partial(
            actions.record_use, actor=request.viewer, method=found, told=form.told(), entry=place,
            client_id=form.cleaned_data["client_id"],
        )  # fmt: skip
        if made := perform(form, act):
            messages.success(request, _("Thank you. The next ones plan better with it."))
            return redirect(made)
    context = {"method": found, "form": form, "place": place}
    return render(request, "methods/use.html", context, status=422 if request.method == "POST" else 200)


@access(rules.records_use)
@require_http_methods(["GET", "HEAD", "POST"])
def change_use(request: MemberRequest, public_id: str) -> HttpResponseBase:
    """Tell it anew."""
    use = _mine(request, public_id)
    found = visible(use.key, request.viewer)
    form = UseForm(request.POST if request.method == "POST" else None, initial=as_initial(use))
    if request.method == "POST" and form.is_valid():
        changed = perform(form, partial(actions.change_use, actor=request.viewer, use=use, told=form.told()))
        if changed:
            return redirect(changed)
    context = {"method": found, "form": form, "use": use}
    return render(request, "methods/use.html", context, status=422 if request.method == "POST" else 200)


@access(rules.records_use)
@require_POST
def take_back_use(request: MemberRequest, public_id: str) -> HttpResponse:
    """It goes, and counts no more."""
    use = _mine(request, public_id)
    key = use.key
    actions.take_back_use(actor=request.viewer, use=use)
    messages.success(request, _("Taken back. It counts no more."))
    return redirect("methods:method", key)


def _mine(request: MemberRequest, public_id: str) -> MethodUse:
    """An own use. Raises `Http404` where there is none, `NotAllowed` for those of others."""
    use = queries.find_use(public_id)
    if use is None:
        raise Http404
    if not rules.changes_use.test(request.viewer, use):
        raise NotAllowed(actions.NOT_YOUR_USE)
    return use


def _place(request: MemberRequest, public_id: str) -> Entry | None:
    """The item it was used in, as far as the viewer may see it."""
    given = ids_sent([public_id])
    entry: Entry | None = (
        Entry.objects.visible_to(request.viewer).filter(public_id__in=given).first() if given else None
    )
    return entry
