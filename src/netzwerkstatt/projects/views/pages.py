"""Pages of projects."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, everyone, signed_in
from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.entries.pages import find_visible, item_page, perform
from netzwerkstatt.foundation.events.errors import NotAllowed
from netzwerkstatt.foundation.network.models import City, State
from netzwerkstatt.foundation.network.queries import states
from netzwerkstatt.foundation.ui.thread.model import Steps
from netzwerkstatt.foundation.versions.saving import number_now
from netzwerkstatt.projects import actions, needs, queries, rules
from netzwerkstatt.projects.forms.founding import ChangeForm, FoundForm, PartnerForm
from netzwerkstatt.projects.models import Project

A_PAGE = 15


@access(everyone)
@require_safe
def projects(request: ViewerRequest) -> HttpResponse:
    """All projects, the latest first; of one Land, where asked."""
    land = State.objects.filter(code=request.GET.get("land", "")).first()
    practice = "practice" in request.GET
    found = queries.listed(request.viewer, land, practice=practice)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    may_found = rules.may_found_somewhere.test(request.viewer)
    context = {"page": page, "land": land, "lands": states(), "may_found": may_found, "practice": practice}
    return render(request, "projects/list.html", context)


@access(everyone)
@require_safe
def project(request: ViewerRequest, public_id: str) -> HttpResponse:
    """Aim, first step, partners, and where it comes from."""
    found = find_visible(Project, public_id, request.viewer)
    page = item_page(
        found,
        request.viewer,
        partners=(partners := queries.partners_of(found)),
        asked=queries.partnership_among(partners, request.viewer),
        may_write=rules.may_write.test(request.viewer, found),
        late=queries.is_late(found),
        plan=(plan := queries.plan_of(found, request.viewer)),
        needs=needs.shown(found, plan.needs, plan.offers, request.viewer),
        steps=Steps.of(*queries.way_of(found)),
        saved="saved" in request.GET,
        practice=plan.release,
    )
    return render(request, "projects/project.html", page)


@access(rules.may_found_somewhere)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ViewerRequest) -> HttpResponse:
    """Found a project from an Ideen-Werkstatt or an idea; without one, choose where it begins."""
    asked = request.GET.get("from")
    if not asked:
        return render(request, "projects/begin.html", {"beginnings": queries.beginnings(request.viewer)})
    visible = Entry.objects.visible_to(request.viewer).prefetch_related("themes")
    origin = get_object_or_404(visible.select_related("home"), public_id=asked, kind__in=queries.BEGINNINGS)
    ideas = queries.ideas_from(origin, request.viewer)
    initial = {"ideas": queries.preselected(ideas), "themes": queries.themes_from(origin)}
    form = FoundForm(
        request.POST if request.method == "POST" else None, person=request.viewer, ideas=ideas, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        made = perform(form, lambda: _found(request, form, origin))
        if made is not None:
            messages.success(request, _("Founded. The project hangs on the thread of its ideas."))
            return redirect(made)
    return render(request, "projects/new.html", {"form": form, "origin": origin, "ideas": ideas})


def _found(request: ViewerRequest, form: FoundForm, origin: Entry) -> Project:
    data = form.cleaned_data
    words = ("city", "title", "aim", "ideas", "first_step", "first_step_by", "first_step_due", "themes", "client_id")
    return actions.found_project(
        actor=who_is_there(request),
        workshop=None if origin.kind == queries.KIND_OF_IDEAS else origin,
        partner_cities=data["partner_cities"],
        partner_organisations=form.partners(),
        **{name: data[name] for name in words},
    )


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ViewerRequest, public_id: str) -> HttpResponse:
    """Word the project anew; where others did so meanwhile, both are shown."""
    found = find_visible(Project, public_id, request.viewer)
    if not rules.may_write.test(request.viewer, found):
        raise NotAllowed(actions.SPEAKERS)
    posted = request.POST if request.method == "POST" else None
    form = ChangeForm(posted, project=found, initial={"base": number_now(found.entry)})
    if posted is not None and form.is_valid():
        words = form.words(found)
        if form.save(lambda: actions.change_project(actor=who_is_there(request), project=found, **words)):
            return redirect(f"{found.get_absolute_url()}?saved")
    status = 409 if form.met else 422 if form.errors else 200
    return render(
        request, "projects/change.html", {"form": form, "project": found, "entry": found.entry}, status=status
    )


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def add_partner(request: ViewerRequest, public_id: str) -> HttpResponse:
    """One more partner."""
    found = find_visible(Project, public_id, request.viewer)
    if not rules.may_write.test(request.viewer, found):
        raise NotAllowed(actions.SPEAKERS)
    form = PartnerForm(request.POST if request.method == "POST" else None, owner=cast("City", found.entry.city))
    if request.method == "POST" and form.is_valid():
        made = perform(form, lambda: actions.add_partner(actor=who_is_there(request), project=found, **form.partner()))
        if made is not None:
            return redirect(found)
    return render(request, "projects/partner.html", {"form": form, "project": found, "entry": found.entry})


@access(signed_in)
@require_POST
def answer_partnership(request: ViewerRequest, public_id: str) -> HttpResponse:
    """The viewer's city carries the project, or does not."""
    found = find_visible(Project, public_id, request.viewer)
    partner = queries.partnership_to_answer(found, request.viewer, asked=False)
    if partner is None:
        raise NotAllowed(actions.WHO_ANSWERS)
    actions.answer_partnership(
        actor=who_is_there(request), partner=partner, carries=request.POST.get("carries") == "yes"
    )
    messages.success(request, _("Noted. The others see your answer."))
    return redirect(found)


@access(signed_in)
@require_POST
def finish_first_step(request: ViewerRequest, public_id: str) -> HttpResponse:
    """The first step is done."""
    found = find_visible(Project, public_id, request.viewer)
    actions.finish_first_step(actor=who_is_there(request), project=found)
    messages.success(request, _("Noted. The first step is done."))
    return redirect(found)


def who_is_there(request: ViewerRequest) -> Person:
    """Who is signed in; the rule of the view has seen to that."""
    return cast("Person", request.viewer)
