"""The room in the facilitator's hands: the message to all, groups, who helps, what hangs on top, and the rehearsal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from netzwerkstatt.foundation.accounts.access import MemberRequest, access, signed_in
from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.pages import ids_sent
from netzwerkstatt.ideas.models import Idea
from netzwerkstatt.workshops import actions, queries
from netzwerkstatt.workshops.models import Workshop
from netzwerkstatt.workshops.views.own import mine, or_said


@access(signed_in)
@require_POST
def room(request: MemberRequest, public_id: str) -> HttpResponse:
    """One thing for the whole room: a message, whether people are asked where from, groups, who helps."""
    found = mine(request, public_id)
    do, _colon, value = request.POST.get("do", "").partition(":")
    act = _ROOM.get(do)
    if act is not None:
        or_said(request, lambda: act(request, found, value))
    if not found.is_running:
        return redirect(f"{reverse('workshops:plan', args=[public_id])}#together")
    return redirect(f"{reverse('workshops:console', args=[public_id])}#room")


def _tell(request: MemberRequest, found: Workshop, value: str) -> None:
    text = "" if value == "down" else request.POST.get("message", "")
    actions.tell_all(actor=request.viewer, workshop=found, text=text)


def _ask(request: MemberRequest, found: Workshop, value: str) -> None:
    actions.ask_where_from(actor=request.viewer, workshop=found, wanted=value == "yes")


def _groups(request: MemberRequest, found: Workshop, value: str) -> None:
    number = request.POST.get("number", "")
    way = actions.Way.CHOICE if value == "choice" else actions.Way.MIXED
    wanted = int(number) if number.isascii() and number.isdigit() and len(number) < 4 else 0
    made = actions.make_groups(actor=request.viewer, workshop=found, number=wanted, way=way)
    messages.success(request, _("%(n)d groups are ready.") % {"n": len(made)})


def _call(request: MemberRequest, found: Workshop, value: str) -> None:
    if person := _person(request.POST.get("person", "")):
        actions.call_cofacilitator(actor=request.viewer, workshop=found, person=person)
        messages.success(request, _("%(name)s runs the workshop with you.") % {"name": person.name})


def _let_go(request: MemberRequest, found: Workshop, value: str) -> None:
    if person := _person(value):
        actions.let_cofacilitator_go(actor=request.viewer, workshop=found, person=person)


def _person(key: str) -> Person | None:
    """Somebody of the alliance by the key that the form offered."""
    try:
        found: Person | None = forms.ModelChoiceField(queries.possible_facilitators()).clean(key)
    except forms.ValidationError:
        return None
    return found


_ROOM: dict[str, Callable[[MemberRequest, Workshop, str], None]] = {
    "tell": _tell,
    "ask": _ask,
    "groups": _groups,
    "call": _call,
    "let-go": _let_go,
}


@access(signed_in)
@require_POST
def ideas(request: MemberRequest, public_id: str) -> HttpResponse:
    """An idea put on top of the wall, taken down, hidden with a reason, or shown again."""
    found = mine(request, public_id)
    do, _colon, which = request.POST.get("do", "").partition(":")
    idea = Idea.objects.filter(entry__public_id__in=ids_sent([which]), home=found.entry).select_related("entry").first()
    if idea is not None:
        or_said(request, lambda: _change(request, found, idea, do))
    return redirect(f"{reverse('workshops:console', args=[public_id])}#at-the-wall")


def _change(request: MemberRequest, found: Workshop, idea: Idea, do: str) -> Any:
    who: Any = {"actor": request.viewer, "workshop": found, "idea": idea}
    match do:
        case "pin" | "unpin":
            return actions.pin_idea(**who, pinned=do == "pin")
        case "hide":
            return actions.withdraw_idea(**who, reason=request.POST.get(f"words-{idea.public_id}", ""))
        case "show":
            return actions.bring_idea_back(**who)
    return None


@access(signed_in)
@require_POST
def rehearsal(request: MemberRequest, public_id: str) -> HttpResponse:
    """Begin a rehearsal of what is planned; in it, let simulated people come and act; end it."""
    found = mine(request, public_id)
    do, _colon, value = request.POST.get("do", "").partition(":")
    went: list[Workshop] = []

    def act() -> None:
        match do:
            case "begin":
                went.append(actions.begin_rehearsal(actor=request.viewer, workshop=found))
            case "people":
                number = int(value) if value.isascii() and value.isdigit() and len(value) < 4 else 0
                actions.let_people_in(actor=request.viewer, workshop=found, number=number)
            case "act":
                number = actions.let_people_act(actor=request.viewer, workshop=found)
                messages.success(
                    request, ngettext("%(n)d person has acted.", "%(n)d people have acted.", number) % {"n": number}
                )
            case "end":
                went.append(actions.end_rehearsal(actor=request.viewer, workshop=found))

    if not or_said(request, act):
        return redirect("workshops:console" if found.is_running else "workshops:plan", public_id)
    if do == "begin" and went:
        return redirect("workshops:console", went[0].public_id)
    if do == "end" and went:
        messages.success(request, _("The rehearsal is over; nothing of it is kept."))
        return redirect("workshops:plan", went[0].public_id)
    return redirect("workshops:console", public_id)
