"""What the facilitator does: start, phases, the choice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from netzwerkstatt.foundation.accounts.access import MemberRequest, access, signed_in
from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.pages import ids_sent, perform
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import unit_of_work
from netzwerkstatt.ideas.models import Idea
from netzwerkstatt.workshops import actions, queries
from netzwerkstatt.workshops.board import board_of
from netzwerkstatt.workshops.forms import AgreeForm, ClusterForm
from netzwerkstatt.workshops.live import CONSOLE, fingerprint, numbers_of
from netzwerkstatt.workshops.models import Card, CoFacilitator, Contribution, Note, Phase, Workshop
from netzwerkstatt.workshops.phases.groups import groups_of
from netzwerkstatt.workshops.timeline import ANOTHER_DAY, drift_drawn, expected_end, going
from netzwerkstatt.workshops.views.own import mine, or_said
from netzwerkstatt.workshops.views.pages import state_of
from netzwerkstatt.workshops.views.ways_in import qr, spoken_address
from netzwerkstatt.workshops.wall import wall_key

TO_CHOOSE = 200


@access(signed_in)
@require_POST
def start(request: MemberRequest, public_id: str) -> HttpResponse:
    """Open the door."""
    found = mine(request, public_id)
    if or_said(request, lambda: actions.start_workshop(actor=request.viewer, workshop=found)):
        return redirect("workshops:console", public_id)
    return redirect("workshops:plan", public_id)


@access(signed_in)
@require_safe
def print_page(request: MemberRequest, public_id: str) -> HttpResponse:
    """Code and QR code on one sheet for the door."""
    found = mine(request, public_id)
    if not found.is_running:
        return redirect(found)
    context = {"workshop": found, "entry": found.entry, "qr": qr(found.key), "address": spoken_address()}
    return render(request, "workshops/print.html", context)


@access(signed_in)
@require_safe
def console(request: MemberRequest, public_id: str) -> HttpResponse:
    """The one page from which a workshop is run."""
    found = mine(request, public_id)
    if not found.is_running:
        return redirect(found)
    return render(request, "workshops/console.html", console_page(request, found, ClusterForm()))


def console_page(request: MemberRequest, found: Workshop, form: ClusterForm, **more: Any) -> dict[str, Any]:
    """Everything on the console; `form` is what was sent from the board, with what did not hold."""
    state = state_of(found, request.viewer)
    running: Phase | None = state["open_phase"]
    hidden = [one for one in state["phases"] if one.is_hidden and not one.is_open]
    course = going(state["plan"])
    beside = cofacilitators_of(found)
    return {
        **state,
        "form": form,
        "marked": set(request.POST.getlist("ideas")),
        "board": board_of(found, request.viewer, state["clusters"], {}) if found.ideas else None,
        "board_from": "console",
        **(running.about.on_console(running, request.viewer) if running else {}),
        "entry": found.entry,
        "hidden_phases": hidden,
        "qr": qr(found.key),
        "address": spoken_address(),
        "minutes_left": _minutes_left(running),
        "wall_url": wall_address(found),
        "drift": _drift(found, state["phases"], state["ends"]),
        "course": course,
        "drift_line": "" if found.is_rehearsal else drift_drawn(course),
        "page": fingerprint(found, state["phases"], CONSOLE),
        "numbers": numbers_of(found, state["phases"]),
        "groups": groups_of(found, running),
        "cofacilitators": beside,
        "helpers": helpers_of(found, queries.possible_facilitators(), beside),
        "at_the_wall": _at_the_wall(found),
        "expected": expected_end(state["phases"]),
        "open_method": next((slot.method for slot in state["plan"] if slot.phase.is_open), None),
        "agree_form": AgreeForm(initial={"phase": running.number}) if running else None,
        **more,
    }


def wall_address(found: Workshop) -> str:
    """Where the wall hangs: it opens without an account, at any projector."""
    return f"{reverse('workshops:wall', args=[found.public_id])}?key={wall_key(found)}"


def _drift(found: Workshop, phases: list[Phase], planned: Any) -> int | None:
    """How many minutes later than planned it will probably be over, below nought where it is earlier; None where it is
    held on another day.
    """
    expected = expected_end(phases)
    if expected is None or planned is None or found.is_rehearsal:
        return None
    drift = (expected - planned).total_seconds()
    return round(drift / 60) if abs(drift) < ANOTHER_DAY else None


def cofacilitators_of(found: Workshop) -> list[CoFacilitator]:
    """Who runs it, too. One query."""
    return list(found.cofacilitators.select_related("person").order_by("person__name"))


def helpers_of(found: Workshop, people: Iterable[Person], beside: Iterable[CoFacilitator]) -> list[Person]:
    """Whom one can ask to run it too: these people but for those who do."""
    there = {found.facilitator_id, *(one.person_id for one in beside)}
    return [one for one in people if one.pk not in there][:200]


def _at_the_wall(found: Workshop) -> list[Card]:
    """What hangs at the wall on top: pinned first, then the newest; hidden ones with their reason. One query."""
    rows = Card.objects.filter(idea__home=found.entry, idea__entry__deleted_at=None)
    return list(rows.select_related("idea__entry", "idea__withdrawal").order_by("-pinned", "-idea")[:12])


def _minutes_left(phase: Phase | None) -> int | None:
    if phase is None or phase.ends_at is None:
        return None
    return round((phase.ends_at - clock.now()).total_seconds() / 60)


@access(signed_in)
@require_POST
def phase(request: MemberRequest, public_id: str) -> HttpResponse:
    """One button of the phase machine: open, close, reveal, skip, more time, the announced end, what came of it."""
    found = mine(request, public_id)
    numbers = {str(one.number): one for one in found.phases.select_related("workshop__entry", "ballot")}
    wanted = numbers.get(request.POST.get("phase", ""))
    do, _colon, value = request.POST.get("do", "").partition(":")
    act = _BUTTONS.get(do)
    if wanted and act:
        or_said(request, lambda: act(request, wanted, value))
    return redirect("workshops:console", public_id)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else None


def _go_on(request: MemberRequest, wanted: Phase, _value: str) -> Any:
    return actions.go_on_with(actor=request.viewer, phase=wanted, seen=_number(request.POST.get("seen", "")))


def _close(request: MemberRequest, wanted: Phase, _value: str) -> Any:
    return actions.close_phase(actor=request.viewer, phase=wanted)


def _reveal(request: MemberRequest, wanted: Phase, _value: str) -> Any:
    with unit_of_work():
        actions.close_phase(actor=request.viewer, phase=wanted)
        return actions.reveal(actor=request.viewer, phase=wanted)


def _skip(request: MemberRequest, wanted: Phase, _value: str) -> Any:
    return actions.skip_phase(actor=request.viewer, phase=wanted)


def _extend(request: MemberRequest, wanted: Phase, value: str) -> Any:
    seen = _number(request.POST.get("extended", ""))
    return actions.extend_phase(actor=request.viewer, phase=wanted, minutes=_number(value) or 0, seen=seen)


def _pause(request: MemberRequest, wanted: Phase, _value: str) -> Any:
    return actions.pause_phase(actor=request.viewer, phase=wanted)


def _resume(request: MemberRequest, wanted: Phase, _value: str) -> Any:
    return actions.resume_phase(actor=request.viewer, phase=wanted)


def _ending(request: MemberRequest, wanted: Phase, _value: str) -> Any:
    return actions.announce_end(actor=request.viewer, phase=wanted)


def _outcome(request: MemberRequest, wanted: Phase, _value: str) -> Any:
    return actions.note_outcome(actor=request.viewer, phase=wanted, words=request.POST.get("words", ""))


_BUTTONS: dict[str, Callable[[MemberRequest, Phase, str], Any]] = {
    "open": _go_on,
    "close": _close,
    "reveal": _reveal,
    "skip": _skip,
    "extend": _extend,
    "ending": _ending,
    "pause": _pause,
    "resume": _resume,
    "outcome": _outcome,
}


@access(signed_in)
@require_POST
def notes(request: MemberRequest, public_id: str) -> HttpResponse:
    """Questions and notes: shown, held back, pinned, answered, set aside, brought back."""
    found = mine(request, public_id)
    do, _colon, which = request.POST.get("do", "").partition(":")
    words = request.POST.get(f"words-{which}", "")
    if do in {"show", "hold"}:
        or_said(request, lambda: _out_of_queue(request, found, do, which, words))
    elif note := Note.objects.filter(public_id__in=ids_sent([which]), phase__workshop=found).first():
        or_said(request, lambda: _change_note(request, found, note, do, words))
    return redirect(f"{reverse('workshops:console', args=[public_id])}#questions")


def _out_of_queue(request: MemberRequest, found: Workshop, do: str, which: str, words: str) -> Any:
    try:
        key = UUID(which)
    except ValueError:
        return None
    rows = Contribution.objects.filter(pk=key, phase__workshop=found)
    one = rows.select_related("phase__workshop__entry", "phase__ballot").first()
    if one is None:
        return None
    who: Any = {"actor": request.viewer, "phase": one.phase, "contribution": one}
    return actions.show_question(**who) if do == "show" else actions.hold_question_back(**who, reason=words)


def _change_note(request: MemberRequest, found: Workshop, note: Note, do: str, words: str) -> Any:
    who: Any = {"actor": request.viewer, "workshop": found, "note": note}
    match do:
        case "pin" | "unpin":
            return actions.pin_note(**who, pinned=do == "pin")
        case "answer":
            return actions.answer_note(**who, answer=words)
        case "aside":
            return actions.set_note_aside(**who, reason=words)
        case "back":
            return actions.bring_note_back(**who)
    return None


@access(signed_in)
@require_POST
def agree(request: MemberRequest, public_id: str) -> HttpResponse:
    """Who takes an idea on, and until when."""
    found = mine(request, public_id)
    running = found.phases.select_related("workshop__entry", "ballot").filter(state=Phase.State.OPEN).first()
    form = AgreeForm(request.POST)
    ids = ids_sent([request.POST.get("idea", "")])
    idea = Idea.objects.filter(entry__public_id__in=ids, home=found.entry).select_related("entry").first()
    if running is None or not found.is_running:
        return redirect("workshops:console", public_id)
    if form.is_valid():
        data = form.cleaned_data
        if idea is None:
            form.add_error("idea", _("Please choose an idea."))
        elif perform(
            form,
            lambda: actions.take_on(
                actor=request.viewer, phase=running, idea=idea, what=data["what"], due=data["due"],
                person=data["person"], party=data["party"], client_id=data["client_id"],
            ),
        ):  # fmt: skip
            return redirect(f"{reverse('workshops:console', args=[public_id])}#agreed")
    return render(request, "workshops/console.html", console_page(request, found, ClusterForm(), agree_form=form))


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: MemberRequest, public_id: str) -> HttpResponse:
    """Which ideas go on. Choosing closes the workshop."""
    found = mine(request, public_id)
    if found.is_ahead or found.is_released:
        return redirect(found)
    error = ""
    if request.method == "POST":
        ids = ids_sent(request.POST.getlist("ideas"))
        wanted = list(Idea.objects.filter(entry__public_id__in=ids, home=found.entry).select_related("entry"))
        try:
            actions.choose_ideas(actor=request.viewer, workshop=found, ideas=wanted)
        except Invalid as invalid:
            error = " ".join(str(text) for text in invalid.fields.values())
        else:
            messages.success(request, _("The workshop is closed. Next step: look through the protocol and release it."))
            return redirect(found)
    rows = Idea.objects.filter(home=found.entry).select_related("entry", "cluster").order_by("-dots", "entry")
    marked = set(request.POST.getlist("ideas")) if request.method == "POST" else None
    context = {
        "workshop": found,
        "entry": found.entry,
        "error": error,
        "rows": [(idea, _is_marked(idea, marked)) for idea in rows[:TO_CHOOSE]],
        "most": TO_CHOOSE,
    }
    return render(request, "workshops/choose.html", context)


def _is_marked(idea: Idea, marked: set[str] | None) -> bool:
    return idea.standing == "chosen" if marked is None else idea.entry.public_id in marked
