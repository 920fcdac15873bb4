"""Own methods: made, changed, archived."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from netzwerkstatt.foundation.accounts.access import MemberRequest, access
from netzwerkstatt.foundation.entries.pages import perform
from netzwerkstatt.foundation.events.errors import NotAllowed
from netzwerkstatt.foundation.network.queries import cities
from netzwerkstatt.foundation.network.rules import standing
from netzwerkstatt.methods import actions, queries, rules
from netzwerkstatt.methods.actions import MOST_STEPS
from netzwerkstatt.methods.forms import EditMethodForm, NewMethodForm, Steps, steps_of
from netzwerkstatt.methods.method import Method
from netzwerkstatt.methods.models import OwnMethod
from netzwerkstatt.methods.views.pages import visible

FEWEST_LINES = 4


@access(rules.makes_methods)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest) -> HttpResponseBase:
    """Add a method of one's own, perhaps from another one (`?from=` its key)."""
    key = (request.POST if request.method == "POST" else request.GET).get("from", "")[:40]
    origin = queries.find(key, request.viewer) if key else None
    own = cities().filter(pk__in=standing(request.viewer).cities).order_by("name")
    initial = _initial(origin) if origin else {}
    form = NewMethodForm(_posted(request), own_cities=own, initial=initial)
    lines = _lines(request, origin)
    if request.method == "POST" and form.is_valid() & lines.is_valid():
        given = form.cleaned_data
        act = partial(
            actions.make_method, actor=request.viewer, content=form.content(steps_of(lines)), city=given["city"],
            visibility=given["visibility"], based_on=origin.key if origin else "", client_id=given["client_id"],
        )  # fmt: skip
        if made := perform(form, act):
            return redirect(made)
    context = {"form": form, "lines": lines, "origin": origin}
    return render(request, "methods/write.html", context, status=422 if request.method == "POST" else 200)


@access(rules.makes_methods)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, public_id: str) -> HttpResponseBase:
    """Change an own method."""
    found = _own(request, public_id)
    own = _of(found)
    form = EditMethodForm(_posted(request), initial={**_initial(found), "base": own.revision})
    lines = _lines(request, found)
    if request.method == "POST" and form.is_valid() & lines.is_valid():
        act = partial(
            actions.rewrite_method, actor=request.viewer, method=own, content=form.content(steps_of(lines)),
            base=form.cleaned_data["base"],
        )  # fmt: skip
        if changed := perform(form, act):
            return redirect(changed)
    context = {"form": form, "lines": lines, "method": found}
    return render(request, "methods/write.html", context, status=422 if request.method == "POST" else 200)


@access(rules.makes_methods)
@require_POST
def archive(request: MemberRequest, public_id: str) -> HttpResponse:
    """Out of the toolbox."""
    found = _own(request, public_id)
    actions.archive_method(actor=request.viewer, method=_of(found))
    messages.success(request, _("In the archive. Plans that use the method still show it."))
    return redirect(found)


@access(rules.makes_methods)
@require_POST
def restore(request: MemberRequest, public_id: str) -> HttpResponse:
    """Back into the toolbox."""
    found = _own(request, public_id)
    actions.restore_method(actor=request.viewer, method=_of(found))
    messages.success(request, _("Back in the toolbox."))
    return redirect(found)


def _own(request: MemberRequest, public_id: str) -> Method:
    """An own method that this person may change. Raises `NotAllowed` for others, `Http404` for those of the software."""
    found = visible(public_id, request.viewer)
    if found.own is None:
        raise Http404
    if not rules.edits_method.test(request.viewer, found.own):
        raise NotAllowed(actions.NOT_YOURS)
    return found


def _of(found: Method) -> OwnMethod:
    if found.own is None:
        raise Http404
    return found.own


def _initial(method: Method) -> dict[str, Any]:
    """A method as the form shows it: an own one as it is, another one as a beginning."""
    same = (
        "title", "purpose", "fits", "people_from", "people_to", "stages", "goals", "groups", "kinds", "demands",
        "online", "conflict", "skill", "staff", "origin",
    )  # fmt: skip
    lists = {name: "\n".join(getattr(method, name)) for name in ("materials", "risks", "variants")}
    return {**{name: getattr(method, name) for name in same}, **lists, "longest": method.minutes_to}


def _lines(request: MemberRequest, method: Method | None) -> Any:
    """The steps: those of the method, and empty ones to go on."""
    if request.method == "POST":
        return Steps(request.POST, prefix="steps")
    known = [{"title": s.title, "minutes": s.minutes, "text": s.text} for s in (method.steps if method else ())]
    formset = Steps(initial=known[:MOST_STEPS], prefix="steps")
    formset.extra = min(max(FEWEST_LINES, len(known) + 2), MOST_STEPS)
    return formset


def _posted(request: MemberRequest) -> Any:
    return request.POST if request.method == "POST" else None
