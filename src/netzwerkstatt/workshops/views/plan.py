"""The plan page: frame, phases one by one, plans to begin with, the run sheet."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from netzwerkstatt.foundation.accounts.access import MemberRequest, access, signed_in
from netzwerkstatt.foundation.entries.pages import perform
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.network.rules import is_partner, speaks_for_a_city
from netzwerkstatt.foundation.notifications.reach import lost_among
from netzwerkstatt.workshops import actions, people, pool, queries, timeline, toolbox
from netzwerkstatt.workshops.forms import (
    InviteForm,
    KeepPresetForm,
    MeetingForm,
    NewPhaseForm,
    PhaseForm,
    PlanForm,
    UsePresetForm,
)
from netzwerkstatt.workshops.models import Format, Invitation, Phase, PhaseKind, Preset, Sharing, Workshop
from netzwerkstatt.workshops.phases.kind import KINDS
from netzwerkstatt.workshops.plans import PhasePlan
from netzwerkstatt.workshops.presets import Beginning, of_kept
from netzwerkstatt.workshops.rules import keeps_preset
from netzwerkstatt.workshops.views.console import cofacilitators_of, helpers_of
from netzwerkstatt.workshops.views.own import mine


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: MemberRequest, public_id: str) -> HttpResponse:
    """A post is the frame; `?phase=3` opens a phase to be changed. While the workshop runs, what lies ahead can still
    be planned anew.
    """
    found = mine(request, public_id)
    if found.is_over or found.is_called_off:
        return redirect(found)
    form = PlanForm(request.POST or None, initial=frame_of(found))
    if request.method == "POST" and form.is_valid():
        data = {name: value for name, value in form.cleaned_data.items() if name != "client_id"}
        if form.save(lambda: actions.plan_workshop(actor=request.viewer, workshop=found, **data)):
            messages.success(request, _("The frame is saved. Everybody who runs this workshop sees it."))
            return redirect("workshops:plan", public_id)
    status = 409 if form.met else 200
    return render(request, "workshops/plan.html", plan_page(request, found, form=form), status=status)


@access(signed_in)
@require_POST
def phase(request: MemberRequest, public_id: str) -> HttpResponse:
    """One button of the plan: a phase added, changed, moved up or down, doubled, taken out."""
    found = mine(request, public_id)
    do, _colon, number = request.POST.get("do", "").partition(":")
    rows = {str(one.number): one for one in found.phases.select_related("workshop__entry")}
    wanted = rows.get(number)
    if do == "change" and wanted:
        return _change(request, found, wanted)
    try:
        shown = _BUTTONS[do](request, found, wanted) if do in _BUTTONS and (wanted or do == "add") else None
    except Invalid as invalid:
        messages.warning(request, " ".join(str(text) for text in invalid.fields.values()))
        shown = wanted.number if wanted else None
    return redirect(f"{reverse('workshops:plan', args=[public_id])}{_at(do, shown)}")


def _at(do: str, number: int | None) -> str:
    """Back to the phase; a new one is opened to be filled in."""
    if number is None:
        return "#course"
    return f"?phase={number}#phase-{number}" if do in {"add", "double", "suggested"} else f"#phase-{number}"


def _change(request: MemberRequest, found: Workshop, wanted: Phase) -> HttpResponse:
    form = PhaseForm.of(wanted, request.viewer, request.POST)
    if form.is_valid():
        plan = form.as_plan(PhasePlan.of(wanted))
        if perform(form, lambda: actions.change_phase(actor=request.viewer, phase=wanted, plan=plan)):
            is_other = plan.kind != wanted.kind or plan.method not in ("", wanted.method)
            query = f"?phase={wanted.number}" if is_other else ""
            return redirect(f"{reverse('workshops:plan', args=[found.public_id])}{query}#phase-{wanted.number}")
    return render(request, "workshops/plan.html", plan_page(request, found, editing=form, number=wanted.number))


def _add(request: MemberRequest, found: Workshop, _wanted: Phase | None) -> int:
    kind = request.POST.get("kind", "")
    label = str(PhaseKind(kind).label) if kind in KINDS else ""
    title = label[:1].upper() + label[1:]
    minutes = KINDS[kind].minutes if kind in KINDS else 15
    plan = PhasePlan(kind, title, "", minutes)
    return actions.add_phase(actor=request.viewer, workshop=found, plan=plan, client_id=_sent_id(request)).number


def _sent_id(request: MemberRequest) -> UUID | None:
    """The id of this post, so that a repeat adds nothing."""
    names = [name for name in request.POST if name == "client_id" or name.endswith("-client_id")]
    with suppress(ValueError, IndexError):
        return UUID(request.POST.get(names[0], ""))
    return None


def _double(request: MemberRequest, found: Workshop, wanted: Phase | None) -> int:
    if wanted is None:
        return 1
    at = wanted.number + 1
    return actions.add_phase(
        actor=request.viewer, workshop=found, plan=PhasePlan.of(wanted), at=at, client_id=_sent_id(request)
    ).number


def _up(request: MemberRequest, _found: Workshop, wanted: Phase | None) -> int:
    return actions.move_phase(actor=request.viewer, phase=wanted, to=wanted.number - 1) if wanted else 1


def _down(request: MemberRequest, _found: Workshop, wanted: Phase | None) -> int:
    return actions.move_phase(actor=request.viewer, phase=wanted, to=wanted.number + 1) if wanted else 1


def _suggested(request: MemberRequest, _found: Workshop, wanted: Phase | None) -> int:
    """The minutes that the toolbox suggests for the method of the phase."""
    if wanted is None:
        return 1
    method = toolbox.methods_of([wanted], request.viewer).get(wanted.method)
    if minutes := toolbox.suggested(wanted, method):
        plan = replace(PhasePlan.of(wanted), minutes=minutes)
        actions.change_phase(actor=request.viewer, phase=wanted, plan=plan)
    return wanted.number


def _remove(request: MemberRequest, _found: Workshop, wanted: Phase | None) -> None:
    if wanted:
        actions.remove_phase(actor=request.viewer, phase=wanted)


_BUTTONS: dict[str, Callable[[MemberRequest, Workshop, Phase | None], int | None]] = {
    "add": _add,
    "double": _double,
    "up": _up,
    "down": _down,
    "suggested": _suggested,
    "remove": _remove,
}


@access(signed_in)
@require_POST
def use_preset(request: MemberRequest, public_id: str) -> HttpResponse:
    """The plan anew, with the phases of a preset."""
    found = mine(request, public_id)
    wanted = _preset(request.POST.get("preset", ""))
    try:
        actions.use_preset(actor=request.viewer, workshop=found, preset=wanted)
    except Invalid as invalid:
        messages.warning(request, " ".join(str(text) for text in invalid.fields.values()))
    else:
        messages.success(request, _("The plan begins anew; everything in it can be changed."))
    return redirect(f"{reverse('workshops:plan', args=[public_id])}#course")


def _preset(code: str) -> Any:
    return Preset.objects.filter(public_id=code).first() or code


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: MemberRequest, public_id: str) -> HttpResponse:
    """Keep this plan under a name."""
    found = mine(request, public_id)
    form = KeepPresetForm(request.POST or None, initial={"title": found.title[:80], "sharing": Sharing.OWN})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if perform(form, lambda: actions.keep_preset(actor=request.viewer, workshop=found, **data)):
            messages.success(request, _("The plan is kept. It stands among the plans to begin with."))
            return redirect("workshops:presets")
    return render(request, "workshops/keep.html", {"workshop": found, "entry": found.entry, "form": form})


@access(signed_in)
@require_safe
def sheet(request: MemberRequest, public_id: str) -> HttpResponse:
    """The run sheet: the plan on paper, with what only the facilitation reads."""
    found = mine(request, public_id, wherever=True)
    rows = list(found.phases.all())
    plan = timeline.slots(found, rows, toolbox.methods_of(rows, request.viewer))
    context = {"workshop": found, "entry": found.entry, "plan": plan, "fits": timeline.fit(found, plan)}
    return render(request, "workshops/sheet.html", context)


# ---------------------------------------------------------------- presets


@access(is_partner)
@require_safe
def presets(request: MemberRequest) -> HttpResponse:
    """All plans to begin with: those of the house, then those that people keep and share."""
    kept = queries.presets_for(request.viewer)
    context = {
        "house": queries.house_presets(),
        "kept": [(one, of_kept(one), keeps_preset.test(request.viewer, one)) for one in kept],
        "may_plan": speaks_for_a_city.test(request.viewer, None),
    }
    return render(request, "workshops/presets.html", context)


@access(is_partner)
@require_http_methods(["GET", "HEAD", "POST"])
def preset(request: MemberRequest, public_id: str) -> HttpResponse:
    """One kept plan: another name, other people who can begin with it – or gone."""
    found = get_object_or_404(queries.presets_for(request.viewer), public_id=public_id)
    initial = {"title": found.title, "note": found.note, "sharing": found.sharing}
    may_change = keeps_preset.test(request.viewer, found)
    form = KeepPresetForm(request.POST or None, initial=initial) if may_change else None
    if request.method == "POST" and "drop" in request.POST:
        actions.drop_preset(actor=request.viewer, preset=found)
        messages.success(request, _("The plan is deleted. Workshops that began with it keep theirs."))
        return redirect("workshops:presets")
    if request.method == "POST" and form and form.is_valid():
        data = {name: value for name, value in form.cleaned_data.items() if name != "client_id"}
        if perform(form, lambda: actions.share_preset(actor=request.viewer, preset=found, **data)):
            return redirect("workshops:presets")
    begin = of_kept(found)
    return render(request, "workshops/preset.html", {"preset": found, "begin": begin, "form": form})


@access(speaks_for_a_city)
@require_http_methods(["GET", "HEAD", "POST"])
def meeting(request: MemberRequest) -> HttpResponse:
    """Plan a meeting with one of the plans; `?preset=` chooses it."""
    beginnings = _beginnings(request, Format.MEETING)
    form = MeetingForm(
        request.POST or None, person=request.viewer, beginnings=beginnings,
        initial={"preset": request.GET.get("preset") or "forum"},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = perform(
            form,
            lambda: actions.plan_meeting(
                actor=request.viewer, city=data["city"], title=data["title"], preset=_preset(data["preset"]),
                question=data["question"], client_id=data["client_id"],
            ),
        )  # fmt: skip
        if made:
            return redirect("workshops:plan", made.public_id)
    return render(request, "workshops/meeting.html", {"form": form})


def _beginnings(request: MemberRequest, format: str, *, confidential: bool = True) -> list[Beginning]:  # noqa: A002 – the word of the model
    found = [*queries.house_presets(), *(of_kept(one) for one in queries.presets_for(request.viewer))]
    return [one for one in found if format in one.formats and (confidential or not one.is_confidential)]


# ---------------------------------------------------------------- what the page needs


def frame_of(found: Workshop) -> dict[str, Any]:
    """The frame as it stands."""
    names = (
        "day", "begins", "ends", "place", "facilitator", "question", "practical", "takes_photos", "is_young",
    )  # fmt: skip
    return {**{name: getattr(found, name) for name in names}, "base": actions.plan_read(found)}


def plan_page(
    request: MemberRequest,
    found: Workshop,
    *,
    form: PlanForm | None = None,
    editing: PhaseForm | None = None,
    number: int | None = None,
    invite: dict[int, Any] | None = None,
) -> dict[str, Any]:
    """What the page shows: the frame, the phases – one of them open to be changed –, the drawing, the experts."""
    rows = list(found.phases.all())
    methods = toolbox.methods_of(rows, request.viewer)
    slots = timeline.slots(found, rows, methods)
    fits = timeline.fit(found, slots)
    people_suggested = pool.suggestions(found)
    begun = max((one.number for one in rows if one.is_open or one.is_closed), default=0)
    if editing is None:
        wanted = next((one for one in rows if str(one.number) == request.GET.get("phase", "")), None)
        if wanted is not None and wanted.number > begun:
            editing, number = PhaseForm.of(wanted, request.viewer), wanted.number
    choices = [
        (one.code, f"{one.title} – {one.duration}")
        for one in _beginnings(request, found.format, confidential=found.is_confidential)
    ]
    colleagues, beside = list(queries.possible_facilitators()), cofacilitators_of(found)
    form = form or PlanForm(initial=frame_of(found))
    form.offer(colleagues)
    return {
        "workshop": found,
        "entry": found.entry,
        "form": form,
        "plan": slots,
        "fits": fits,
        "begun": begun,
        "last": len(rows),
        "editing": editing,
        "editing_number": number,
        "suggested": next(
            (toolbox.suggested(one, methods.get(one.method)) for one in rows if one.number == number), None
        ),
        "new_phase": NewPhaseForm(initial={"kind": PhaseKind.TALK}, auto_id="id_new_%s"),
        "use_preset": UsePresetForm(choices=choices, auto_id="id_use_%s"),
        "drawing": timeline.drawn(slots, fits),
        "minutes": timeline.length(rows),
        "ends": fits.ends,
        "experts": [(one, (invite or {}).get(one.person.pk) or _invite_form(one)) for one in people_suggested],
        "invited": sum(one.invitation is not None for one in people_suggested),
        "coming": sum(
            one.invitation is not None and one.invitation.answer == Invitation.Answer.COMES for one in people_suggested
        ),
        "is_planned": found.state == Workshop.State.PLANNED,
        "lost": lost_among([one.person for one in people_suggested if one.invitation]),
        "left": people.facilitator_left(found, request.viewer),
        "cofacilitators": beside,
        "helpers": helpers_of(found, colleagues, beside),
    }


def _invite_form(one: pool.Suggestion) -> InviteForm:
    return InviteForm(prefix=f"e{one.person.pk}", initial={"why": one.why, "client_id": uuid4()})
