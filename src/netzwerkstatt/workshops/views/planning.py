"""Asking for a workshop, planning it, inviting experts, answering."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import BaseFormSet, formset_factory
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from netzwerkstatt.foundation.accounts.access import MemberRequest, access, signed_in
from netzwerkstatt.foundation.entries.pages import find_visible, perform
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.log import unit_of_work
from netzwerkstatt.foundation.network.rules import speaks_for_a_city, speaks_for_city
from netzwerkstatt.ideas.models import Idea, Standing
from netzwerkstatt.problems.models import Problem
from netzwerkstatt.workshops import actions, queries, timeline
from netzwerkstatt.workshops.forms import IdeasWorkshopForm, InviteForm, PhaseForm, PlanForm, RequestForm
from netzwerkstatt.workshops.models import Invitation, Workshop
from netzwerkstatt.workshops.rules import runs_workshop

PhaseForms = formset_factory(PhaseForm, extra=0, max_num=12, absolute_max=20, validate_max=True)


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
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: MemberRequest, public_id: str) -> HttpResponse:
    """Frame, phases, experts. "Add a phase" gives one more empty phase and keeps what was typed."""
    found = mine(request, public_id)
    if not found.is_ahead:
        return redirect(found)
    form = PlanForm(request.POST or None, initial=_frame_of(found))
    phases = PhaseForms(_with_one_more(request.POST), initial=_phases_of(found), prefix="phase")
    is_sent = request.method == "POST" and "add" not in request.POST
    if is_sent and form.is_valid() and phases.is_valid() and _saved(request, found, form, phases):
        messages.success(request, _("The plan is saved. Everybody who runs this workshop sees it."))
        return redirect("workshops:plan", found.public_id)
    return render(request, "workshops/plan.html", _plan_page(request, found, form, phases))


def mine(request: MemberRequest, public_id: str) -> Workshop:
    """A workshop that the viewer runs. Raises `NotAllowed` for everybody else."""
    found = find_visible(Workshop, public_id, request.viewer)
    if not runs_workshop.test(request.viewer, found):
        city = str(found.entry.city or "")
        raise NotAllowed(_("Only %(city)s and the facilitator can do this.") % {"city": city})
    return found


def _frame_of(found: Workshop) -> dict[str, Any]:
    names = ("day", "begins", "place", "facilitator", "question", "practical")
    return {name: getattr(found, name) for name in names}


def _phases_of(found: Workshop) -> list[dict[str, Any]]:
    fields = ("kind", "title", "prompt", "minutes", "dots")
    return [
        {"position": phase.number, **{name: getattr(phase, name) for name in fields}} for phase in found.phases.all()
    ]


def _with_one_more(data: Any) -> Any:
    """The posted phases, and an empty one more where that was asked for."""
    if "add" not in data:
        return data or None
    more = data.copy()
    total = str(data.get("phase-TOTAL_FORMS", "0"))
    number = int(total) if total.isascii() and total.isdigit() and int(total) < 12 else 12
    if number < 12:
        more["phase-TOTAL_FORMS"] = str(number + 1)
        more[f"phase-{number}-position"] = str(number + 1)
        more[f"phase-{number}-minutes"] = "15"
    return more


def _saved(request: MemberRequest, found: Workshop, form: PlanForm, phases: BaseFormSet) -> bool:
    """Frame and phases together, or none of them; what does not hold is said in the form."""
    return bool(perform(form, lambda: _write_plan(request, found, form, phases)))


def _write_plan(request: MemberRequest, found: Workshop, form: PlanForm, phases: BaseFormSet) -> bool:
    kept = [each for each in phases.forms if not each.is_left_out()]
    kept.sort(key=lambda each: each.cleaned_data["position"])
    data = {name: value for name, value in form.cleaned_data.items() if name != "client_id"}
    with unit_of_work():
        actions.plan_workshop(actor=request.viewer, workshop=found, **data)
        actions.set_phases(actor=request.viewer, workshop=found, phases=[each.as_plan() for each in kept])
    return True


def _plan_page(
    request: MemberRequest, found: Workshop, form: PlanForm, phases: BaseFormSet, invite: dict[int, Any] | None = None
) -> dict[str, Any]:
    rows = list(found.phases.all())
    slots = timeline.slots(found, rows)
    people = queries.suggestions(found)
    return {
        "workshop": found,
        "entry": found.entry,
        "form": form,
        "phase_forms": phases,
        "plan": slots,
        "drawing": timeline.drawn(slots),
        "minutes": timeline.length(rows),
        "ends": slots[-1].ends if slots else None,
        "experts": [(one, (invite or {}).get(one.person.pk) or _invite_form(one)) for one in people],
        "invited": sum(one.invitation is not None for one in people),
        "coming": sum(
            one.invitation is not None and one.invitation.answer == Invitation.Answer.COMES for one in people
        ),
        "is_planned": found.state == Workshop.State.PLANNED,
    }


def _invite_form(one: queries.Suggestion) -> InviteForm:
    return InviteForm(prefix=f"e{one.person.pk}", initial={"why": one.why})


@access(signed_in)
@require_POST
def invite(request: MemberRequest, public_id: str) -> HttpResponse:
    """Invite one of the suggested experts."""
    found = mine(request, public_id)
    person = next(
        (s.person for s in queries.suggestions(found) if str(s.person.pk) == request.POST.get("person")), None
    )
    if person is None:
        raise Http404
    form = InviteForm(request.POST, prefix=f"e{person.pk}")
    if form.is_valid():
        why = form.cleaned_data["why"]
        if perform(form, lambda: actions.invite_expert(actor=request.viewer, workshop=found, person=person, why=why)):
            text = _("%(name)s is invited. The invitation lies on the desk of the person.") % {"name": person.name}
            messages.success(request, text)
            return redirect(f"{reverse('workshops:plan', args=[found.public_id])}#experts")
    forms = PlanForm(initial=_frame_of(found)), PhaseForms(initial=_phases_of(found), prefix="phase")
    return render(request, "workshops/plan.html", _plan_page(request, found, *forms, invite={person.pk: form}))


@access(signed_in)
@require_POST
def answer(request: MemberRequest, public_id: str) -> HttpResponse:
    """The invited person says whether she comes."""
    found = find_visible(Workshop, public_id, request.viewer)
    invitation = get_object_or_404(Invitation, workshop=found, person=request.viewer)
    comes = request.POST.get("comes") == "yes"
    try:
        actions.answer_invitation(actor=request.viewer, invitation=invitation, comes=comes)
    except Invalid as invalid:
        messages.warning(request, next(iter(map(str, invalid.fields.values()))))
    else:
        text = _("You come. %(city)s knows.") if comes else _("You do not come. %(city)s knows.")
        messages.success(request, text % {"city": found.entry.city or ""})
    return redirect(found)
