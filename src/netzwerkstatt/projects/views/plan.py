"""A project's plan, line by line, and how far the project is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, signed_in
from netzwerkstatt.foundation.entries.pages import find_visible, perform
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.projects import actions, queries, rules
from netzwerkstatt.projects.forms.helping import NeedForm
from netzwerkstatt.projects.forms.indicators import IndicatorForm
from netzwerkstatt.projects.forms.plan import (
    BalanceForm,
    BudgetForm,
    ExpenseForm,
    FundingForm,
    HearingForm,
    LineForm,
    ResolutionForm,
    StageForm,
    StepForm,
)
from netzwerkstatt.projects.models import (
    Balance,
    BudgetLine,
    Expense,
    Funding,
    Hearing,
    Indicator,
    Line,
    Need,
    Project,
    Resolution,
    Step,
)
from netzwerkstatt.projects.views.pages import who_is_there


@dataclass(frozen=True)
class Part:
    """A part of the plan: what its lines are, how they are typed, which action writes them."""

    model: type[Line]
    form: type[LineForm]
    write: Callable[..., Line]


PARTS: Final[dict[str, Part]] = {
    "steps": Part(Step, StepForm, actions.plan_step),
    "budget": Part(BudgetLine, BudgetForm, actions.write_budget),
    "spent": Part(Expense, ExpenseForm, actions.note_expense),
    "funding": Part(Funding, FundingForm, actions.name_funding),
    "heard": Part(Hearing, HearingForm, actions.note_hearing),
    "decided": Part(Resolution, ResolutionForm, actions.note_resolution),
    "needs": Part(Need, NeedForm, actions.name_need),
    "indicators": Part(Indicator, IndicatorForm, actions.set_indicator),
    "balance": Part(Balance, BalanceForm, actions.draw_balance),
}


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def add_line(request: ViewerRequest, public_id: str, part: str) -> HttpResponse:
    """One more line of a part."""
    return _line(request, _writable(request, public_id), part, None)


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def change_line(request: ViewerRequest, public_id: str, part: str, line: int) -> HttpResponse:
    """Word a line anew; where somebody else did so meanwhile, the page says what it says now."""
    project = _writable(request, public_id)
    return _line(request, project, part, _found(project, part, line))


@access(signed_in)
@require_POST
def remove_line(request: ViewerRequest, public_id: str, part: str, line: int) -> HttpResponse:
    """A line goes."""
    project = _writable(request, public_id)
    try:
        actions.remove_line(actor=who_is_there(request), project=project, line=_found(project, part, line))
    except Invalid as invalid:
        messages.warning(request, " ".join(str(text) for text in invalid.fields.values()))
    else:
        messages.success(request, _("Removed."))
    return redirect(f"{project.get_absolute_url()}#{part}")


@access(signed_in)
@require_POST
def finish_step(request: ViewerRequest, public_id: str, line: int) -> HttpResponse:
    """A measure is done, a milestone reached."""
    project = _writable(request, public_id)
    step: Any = _found(project, "steps", line)
    actions.finish_step(actor=who_is_there(request), project=project, step=step)
    messages.success(request, _("Noted."))
    return redirect(f"{project.get_absolute_url()}#steps")


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def stage(request: ViewerRequest, public_id: str) -> HttpResponse:
    """How far the project is; at its end, with what others can learn."""
    project = _writable(request, public_id)
    form = StageForm(request.POST if request.method == "POST" else None, project=project)
    if request.method == "POST" and form.is_valid():
        said = {"actor": who_is_there(request), "project": project, "stage": form.cleaned_data["stage"]}
        if form.closes:
            said["lesson"] = form.cleaned_data["lesson"]
        if perform(form, lambda: (actions.close_project if form.closes else actions.move_on)(**said)):
            return redirect(project)
    context = {"form": form, "project": project, "entry": project.entry}
    return render(request, "projects/stage.html", context, status=422 if form.errors else 200)


def _line(request: ViewerRequest, project: Project, part: str, line: Line | None) -> HttpResponse:
    if part not in PARTS:
        raise Http404
    about = PARTS[part]
    more = {"project": project} if about.form is ExpenseForm else {}
    form = about.form(request.POST if request.method == "POST" else None, line=line, **more)
    if request.method == "POST" and form.is_valid():
        words = form.words()
        if form.save(lambda: about.write(actor=who_is_there(request), project=project, line=line, **words)):
            return redirect(f"{project.get_absolute_url()}#{part}")
    context = {"form": form, "project": project, "entry": project.entry, "line": line, "part": part}
    return render(request, "projects/line.html", context, status=422 if form.errors else 200)


def _writable(request: ViewerRequest, public_id: str) -> Project:
    project = find_visible(Project, public_id, request.viewer)
    if not rules.may_write.test(request.viewer, project):
        raise NotAllowed(actions.SPEAKERS)
    return project


def _found(project: Project, part: str, line: int) -> Line:
    found = queries.line_of(project, PARTS[part].model, line) if part in PARTS else None
    if found is None:
        raise Http404
    return found
