"""Asking for a workshop, inviting experts, answering."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from netzwerkstatt.foundation.accounts.access import MemberRequest, access, signed_in
from netzwerkstatt.foundation.entries.pages import find_visible, perform
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.network.rules import speaks_for_a_city, speaks_for_city
from netzwerkstatt.ideas.models import Idea, Standing
from netzwerkstatt.problems.models import Problem
from netzwerkstatt.workshops import actions, pool
from netzwerkstatt.workshops.forms import IdeasWorkshopForm, InviteForm, RequestForm
from netzwerkstatt.workshops.models import Invitation, Workshop
from netzwerkstatt.workshops.views.own import mine
from netzwerkstatt.workshops.views.plan import plan_page


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def request_page(request: MemberRequest) -> HttpResponse:
    """`?problem=…`: the city of the problem asks for a flying workshop."""
    problem = find_visible(Problem, request.GET.get("problem", ""), request.viewer)
    if not speaks_for_city.test(request.viewer, problem):
        raise NotAllowed(_("Only the city that named the problem can ask for this."))
    form = RequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = perform(form, lambda: actions.request_workshop(actor=request.viewer, problem=problem, **data))
        if made:
            return redirect("workshops:plan", made.public_id)
    return render(request, "workshops/request.html", {"form": form, "problem": problem, "entry": problem.entry})


@access(speaks_for_a_city)
@require_http_methods(["GET", "HEAD", "POST"])
def from_ideas(request: MemberRequest) -> HttpResponse:
    """`?workshop=…` with its chosen ideas, or `?idea=…`: plan an ideas workshop."""
    ideas, origin = _ideas_to_take_up(request)
    form = IdeasWorkshopForm(
        request.POST or None,
        person=request.viewer,
        ideas=ideas,
        initial={"ideas": [idea.pk for idea in ideas]},
    )
    if request.method == "POST" and form.is_valid():
        data = {**form.cleaned_data, "ideas": list(form.cleaned_data["ideas"])}
        made = perform(form, lambda: actions.plan_ideas_workshop(actor=request.viewer, **data))
        if made:
            return redirect("workshops:plan", made.public_id)
    return render(request, "workshops/from_ideas.html", {"form": form, "origin": origin})


def _ideas_to_take_up(request: MemberRequest) -> tuple[Any, Any]:
    """The ideas to choose from, and the item they are found on."""
    if public_id := request.GET.get("workshop"):
        origin: Any = find_visible(Workshop, public_id, request.viewer)
        found = Idea.objects.filter(home=origin.entry, standing=Standing.CHOSEN)
    else:
        origin = find_visible(Idea, request.GET.get("idea", ""), request.viewer)
        found = Idea.objects.filter(pk=origin.pk).exclude(standing=Standing.OPEN)
    if not found.exists():
        raise Http404
    return found.select_related("entry").order_by("-dots", "entry"), origin


@access(signed_in)
@require_POST
def invite(request: MemberRequest, public_id: str) -> HttpResponse:
    """Invite one of the suggested experts."""
    found = mine(request, public_id)
    person = next((s.person for s in pool.suggestions(found) if str(s.person.pk) == request.POST.get("person")), None)
    if person is None:
        raise Http404
    form = InviteForm(request.POST, prefix=f"e{person.pk}")
    if form.is_valid():
        why = form.cleaned_data["why"]
        if perform(form, lambda: actions.invite_expert(actor=request.viewer, workshop=found, person=person, why=why)):
            text = _("%(name)s is invited. The invitation lies on the desk of the person.") % {"name": person.name}
            messages.success(request, text)
            return redirect(f"{reverse('workshops:plan', args=[found.public_id])}#experts")
    return render(request, "workshops/plan.html", plan_page(request, found, invite={person.pk: form}))


@access(signed_in)
@require_POST
def answer(request: MemberRequest, public_id: str) -> HttpResponse:
    """The invited person says whether she comes."""
    found = find_visible(Workshop, public_id, request.viewer)
    invitation = get_object_or_404(Invitation, workshop=found, person=request.viewer)
    comes = request.POST.get("comes") == "yes"
    said = {name: request.POST.get(name, "").replace("\x00", "") for name in ("word", "conflict", "needs")}
    try:
        actions.answer_invitation(actor=request.viewer, invitation=invitation, comes=comes, **said)
    except Invalid as invalid:
        messages.warning(request, next(iter(map(str, invalid.fields.values()))))
    else:
        text = _("You come. %(city)s knows.") if comes else _("You do not come. %(city)s knows.")
        messages.success(request, text % {"city": found.entry.city or ""})
    return redirect(found)
