"""The canvas of a project: written in a workshop, read by the alliance, made a project by one click."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from netzwerkstatt.foundation.accounts.access import ViewerRequest, access
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.network.rules import is_partner
from netzwerkstatt.projects import actions, queries, rules, sketches
from netzwerkstatt.projects.forms.sketching import SketchForm
from netzwerkstatt.projects.models import Sketch
from netzwerkstatt.projects.views.pages import who_is_there


@access(is_partner)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ViewerRequest) -> HttpResponse:
    """`?from=` names the workshop or the idea, `&cluster=` one of its clusters."""
    return _write(request, _origin(request), None)


@access(is_partner)
@require_safe
def blank(request: ViewerRequest) -> HttpResponse:
    """The canvas without a word on it, to print for a table that writes by hand; `?from=` as for a new one."""
    return render(request, "projects/sketches/blank.html", {"origin": _origin(request)})


def _origin(request: ViewerRequest) -> Entry:
    visible = Entry.objects.visible_to(request.viewer).select_related("home", "city")
    return get_object_or_404(visible, public_id=request.GET.get("from", ""), kind__in=sketches.ORIGINS)


@access(is_partner)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ViewerRequest, public_id: str) -> HttpResponse:
    """The canvas again; where somebody else wrote meanwhile, the writer sees it before anything is overwritten."""
    sketch = _found(request, public_id)
    if sketch.is_founded:
        return redirect("projects:sketch", sketch.public_id)
    return _write(request, sketch.origin, sketch)


def _write(request: ViewerRequest, origin: Entry, sketch: Sketch | None) -> HttpResponse:
    ideas = queries.ideas_from(origin, request.viewer)
    clusters = sketches.clusters_of(origin)
    form = SketchForm(
        request.POST if request.method == "POST" else None,
        clusters=clusters, choices=ideas, figures=sketches.figures_for(origin, request.viewer), sketch=sketch,
        begin=sketches.begin_with(origin, ideas, clusters, request.GET.get("cluster", ""), request.viewer),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        said = form.said()
        made = form.save(
            lambda: actions.write_sketch(actor=who_is_there(request), origin=origin, sketch=sketch, **said)
        )
        if made is not None:
            return redirect("projects:sketch", made.public_id)
    context = {"form": form, "origin": origin, "sketch": sketch, "ideas": ideas}
    return render(request, "projects/sketches/write.html", context, status=422 if form.errors else 200)


@access(is_partner)
@require_safe
def sketch(request: ViewerRequest, public_id: str) -> HttpResponse:
    """The canvas as it stands, and what is still empty."""
    found = _found(request, public_id)
    context = {
        "sketch": found,
        "origin": found.origin,
        "cities": list(found.cities.select_related("network__state")),
        "ideas": list(found.ideas.select_related("entry").order_by("-dots", "entry")),
        "missing": actions.missing(found),
        "across": sketches.is_across(found),
        "may_found": rules.may_found_sketch.test(request.viewer, found),
    }
    return render(request, "projects/sketches/sketch.html", context)


@access(is_partner)
@require_POST
def found(request: ViewerRequest, public_id: str) -> HttpResponse:
    """One click: the sketch is a project."""
    sketch = _found(request, public_id)
    try:
        project = actions.found_from_sketch(actor=who_is_there(request), sketch=sketch)
    except Invalid as invalid:
        messages.warning(request, " ".join(str(text) for text in invalid.fields.values()))
        return redirect("projects:sketch", sketch.public_id)
    messages.success(request, _("Founded. The project hangs on the thread of its ideas."))
    return redirect(project)


def _found(request: ViewerRequest, public_id: str) -> Any:
    sketch = sketches.find(public_id, request.viewer)
    if sketch is None:
        raise Http404
    return sketch
