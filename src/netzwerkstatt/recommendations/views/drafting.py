"""Pages for editors: begin a draft, say what it rests on, address it, release it."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, signed_in
from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.entries.pages import find_visible, perform
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.network.models import State
from netzwerkstatt.foundation.texts.presence import writers_of
from netzwerkstatt.foundation.texts.queries import removed_paragraphs
from netzwerkstatt.recommendations import actions, queries, rules
from netzwerkstatt.recommendations.forms import AddressForm, DraftForm, SourceForm, TitleForm
from netzwerkstatt.recommendations.models import Recommendation
from netzwerkstatt.recommendations.shown import shown


@access(rules.may_draft)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ViewerRequest) -> HttpResponse:
    """Begin a draft from projects; the figures on their threads come with it."""
    projects = queries.projects_to_choose(request.viewer, request.GET.get("project", ""))
    beginning = projects[0] if request.GET.get("project") and projects else None
    evidence = queries.evidence_behind(beginning, request.viewer) if beginning else []
    initial = {
        "projects": [beginning.public_id] if beginning else [],
        "evidence": [entry.public_id for entry in evidence],
        "themes": list(beginning.themes.all()) if beginning else [],
    }
    form = DraftForm(
        request.POST if request.method == "POST" else None, projects=projects, evidence=evidence, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = perform(form, lambda: actions.draft_recommendation(
            actor=person_of(request), title=data["title"], projects=data["projects"],
            evidence=data.get("evidence", ()), themes=data["themes"], client_id=data["client_id"],
        ))  # fmt: skip
        if made is not None:
            return redirect("recommendations:edit", made.public_id)
    return render(request, "recommendations/new.html", {"form": form, "beginning": beginning, "projects": projects})


@access(signed_in)
@require_safe
def edit(request: ViewerRequest, public_id: str) -> HttpResponse:
    """The workplace of a draft: paragraphs, addressees, and what is still missing."""
    draft = draft_of(request, public_id)
    parts = queries.Parts(draft)
    context = {
        "entry": draft.entry,
        "paragraphs": parts.paragraphs,
        "waiting": parts.waiting,
        "writers": writers_of(draft.entry, request.viewer),
        "removed": removed_paragraphs(draft.entry),
        "saved": request.GET.get("saved", ""),
        "addresses": parts.addresses,
        "sources": parts.origins,
        "requirements": queries.requirements(parts),
        "may_release": rules.may_release.test(request.viewer),
    }
    return render(request, "recommendations/edit.html", context)


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def retitle(request: ViewerRequest, public_id: str) -> HttpResponse:
    """Another title."""
    draft = draft_of(request, public_id)
    form = TitleForm(
        request.POST if request.method == "POST" else None, initial={"title": draft.title, "base": draft.title}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = perform(form, lambda: actions.retitle(
            actor=person_of(request), recommendation=draft, title=data["title"], base=data["base"]
        ))  # fmt: skip
        if done is not None:
            return redirect("recommendations:edit", public_id)
        form = with_values(form, base=Entry.objects.get(pk=draft.pk).title)
    return _form(request, draft, form, _("Title"), _("Save the title"))


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def sources(request: ViewerRequest, public_id: str) -> HttpResponse:
    """One more project or figure for the draft to rest on, found by its words or number."""
    draft = draft_of(request, public_id)
    asked = request.GET.get("q", "").strip()
    found = queries.more_sources(draft, asked, again=request.method == "POST")
    form = SourceForm(request.POST if request.method == "POST" else None, found=found)
    if request.method == "POST" and form.is_valid():
        done = perform(form, lambda: actions.rest_on(
            actor=person_of(request), recommendation=draft, origin=form.cleaned_data["origin"]
        ))  # fmt: skip
        if done is not None:
            return redirect("recommendations:edit", public_id)
    return render(
        request, "recommendations/sources.html", {"entry": draft.entry, "form": form, "found": found, "asked": asked}
    )


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: ViewerRequest, public_id: str) -> HttpResponse:
    """Ask a Land for an answer by a day."""
    draft = draft_of(request, public_id)
    form = AddressForm(
        request.POST if request.method == "POST" else None,
        initial={"state": State.objects.filter(code=request.GET.get("land", "")).first()},
    )
    form.fields["due"].widget.attrs["min"] = queries.earliest_answer().isoformat()
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = perform(form, lambda: actions.address_to(
            actor=person_of(request), recommendation=draft, state=data["state"], due=data["due"]
        ))  # fmt: skip
        if done is not None:
            return redirect("recommendations:edit", public_id)
    return _form(request, draft, form, _("Whom we ask for an answer"), _("Address it to this Land"))


@access(signed_in)
@require_POST
def withdraw_address(request: ViewerRequest, public_id: str, land: str) -> HttpResponse:
    """No longer ask this Land."""
    draft = draft_of(request, public_id)
    actions.withdraw_address(actor=person_of(request), recommendation=draft, state=get_object_or_404(State, code=land))
    return redirect("recommendations:edit", public_id)


@access(rules.may_release)
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: ViewerRequest, public_id: str) -> HttpResponse:
    """Say once more what becomes final, then release it."""
    draft = find_visible(Recommendation, public_id, request.viewer)
    if draft.is_released:
        return redirect(draft)
    context: dict[str, Any] = {"entry": draft.entry, "refused": []}
    if request.method == "POST":
        try:
            made = actions.release(actor=person_of(request), recommendation=draft)
        except Invalid:
            context["refused"] = queries.lacking(draft)
        else:
            code = made.recommendation.entry.code
            messages.success(
                request, _("Released as %(code)s. From now on nobody changes a word of it.") % {"code": code}
            )
            return redirect(draft)
    parts = queries.Parts(draft)
    context |= {"requirements": queries.requirements(parts), "shown": shown(draft, parts)}
    context["complete"] = all(requirement.met for requirement in context["requirements"])
    return render(request, "recommendations/release.html", context, status=422 if context["refused"] else 200)


@access(signed_in)
@require_POST
def retry_pdf(request: ViewerRequest, public_id: str) -> HttpResponse:
    """Try once more to make the PDF."""
    found = find_visible(Recommendation, public_id, request.viewer)
    actions.ask_for_pdf_again(actor=person_of(request), recommendation=found)
    return redirect(found)


def draft_of(request: ViewerRequest, public_id: str) -> Recommendation:
    """The draft, for its editors. A released one is nobody's to change."""
    found = find_visible(Recommendation, public_id, request.viewer)
    if not rules.may_edit.test(request.viewer, found):
        raise NotAllowed(actions.EDITORS)
    if found.is_released:
        raise NotAllowed(actions.FINAL)
    return found


def with_values(form: Any, **values: Any) -> Any:
    """The same form with what was typed and its errors, and these hidden values instead."""
    form.data = form.data.copy()
    for name, value in values.items():
        form.data[name] = value
    return form


def _form(request: ViewerRequest, draft: Recommendation, form: Any, heading: str, save: str) -> HttpResponse:
    return render(
        request, "recommendations/form.html", {"entry": draft.entry, "form": form, "heading": heading, "save": save}
    )


def person_of(request: ViewerRequest) -> Person:
    """Who is signed in; the rule of the view has seen to that."""
    return cast("Person", request.viewer)
