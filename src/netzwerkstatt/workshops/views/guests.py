"""The phone of a guest: one thing at a time. Works without JavaScript and without an account; the phone's script posts the
same forms and asks for JSON.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, everyone
from netzwerkstatt.foundation.entries.pages import find_alone, ids_sent, perform
from netzwerkstatt.foundation.events.errors import Invalid, TooMany
from netzwerkstatt.foundation.network.rules import is_partner
from netzwerkstatt.ideas.models import Idea
from netzwerkstatt.workshops import actions, queries
from netzwerkstatt.workshops.forms import BoardNoteForm, ContributeForm, TakeOnForm, WhereFromForm
from netzwerkstatt.workshops.live import PHONE, fingerprint
from netzwerkstatt.workshops.models import GroupNote, Note, Participant, Phase, Workshop
from netzwerkstatt.workshops.phases.kind import Hand
from netzwerkstatt.workshops.seat import Seat
from netzwerkstatt.workshops.views.coming_in import guest_of, says_photos_on_the_page, token_of
from netzwerkstatt.workshops.views.ways_in import spoken_address

# A telephone that shows what others write asks for it when something came: all of a room together so often a second.
LOOKS_A_SECOND: Final = 20
LOOKS_AFTER: Final = 2


def _seat(request: ViewerRequest, public_id: str) -> Seat | HttpResponse:
    """The seat, or the way to get one. Whoever came in with the code has one, also where nobody else may look."""
    token, number = token_of(request, public_id), _number_sent(request)
    participant, phase = _came_in(token, public_id, number)
    if participant is None:
        found = queries.workshop_at(public_id) if token else None
        guest = guest_of(request, found) if found else None
        found = found if found and guest else find_alone(Workshop, public_id, request.viewer)
    else:
        found, guest = participant.workshop, participant.guest
    if found.is_over:
        return render(request, "workshops/phone/over.html", {"workshop": found, "entry": found.entry})
    if guest is None:
        return redirect("workshops:join")
    if hasattr(guest, "table_device"):
        return redirect("workshops:table", public_id)
    seat = Seat(found, guest, request.viewer, request.GET.get("at", ""), in_words=_wants_words(request))
    if participant is not None:
        seat.participant, seat.named = participant, phase
    elif number:
        seat.named = next((one for one in seat.phases if one.number == number), None)
    return seat


def _came_in(token: str, public_id: str, number: int) -> tuple[Participant | None, Phase | None]:
    """Whose token this is, and the phase of this number. One query, none without a token."""
    if not token:
        return None, None
    return queries.came_in_for(token, public_id, number) if number else (queries.came_in(token, public_id), None)


@access(everyone)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take_part(request: ViewerRequest, public_id: str) -> HttpResponse:
    """The one thing to do right now. What is posted says with `do` which hand it is: write, vote, support …"""
    seat = _seat(request, public_id)
    if isinstance(seat, HttpResponse):
        return _words(refused=_gone()) if _wants_words(request) else seat
    if request.method != "POST":
        return _shown(request, seat, seat.phase)
    phase, do = seat.named, request.POST.get("do") or "write"
    if once := _ALWAYS.get(do):
        return _as_words(once(request, seat)) if seat.in_words else once(request, seat)
    act = _HANDS.get(do)
    if phase is None or act is None or not (phase.is_open or phase.is_closed):
        if seat.in_words:
            return _words(
                refused=_("This phase takes nothing just now; your sentence was not sent. It still stands here.")
            )
        return redirect("workshops:take-part", public_id)
    answer = act(request, seat, phase)
    return _as_words(answer) if seat.in_words else answer


def _number_sent(request: ViewerRequest) -> int:
    """The number of the phase that a form speaks of, 0 for none."""
    number = request.POST.get("phase", "")
    return int(number) if _is_small(number) else 0


def _is_small(number: str) -> bool:
    """A whole number of at most three digits, as it stands in our forms."""
    return number.isascii() and number.isdigit() and len(number) < 4


def _wants_words(request: ViewerRequest) -> bool:
    """The phone's script asks for JSON; a form without a script gets a page."""
    return "application/json" in request.headers.get("Accept", "")


def _gone() -> str:
    return _("The workshop is over, or this device is not in it any more. This was not sent.")


def _words(*, kept: str = "", refused: str = "", wait: int = 0) -> JsonResponse:
    """What became of something that the phone sent: kept ("1", "late" …), refused with a reason, or to be sent again."""
    status = 429 if wait else 422 if refused else 200
    said = {"kept": kept, "refused": refused, "wait": wait}
    return JsonResponse({name: value for name, value in said.items() if value}, status=status)


def _as_words(answer: HttpResponse) -> HttpResponse:
    """The answer of a hand as the phone's script reads it."""
    if isinstance(answer, JsonResponse):
        return answer
    if isinstance(answer, HttpResponseRedirect):
        return _words(kept="1")
    refused = getattr(answer, "refused", "") or _("That did not arrive. Please send it again.")
    if answer.status_code == 429:
        return _words(refused=refused, wait=getattr(answer, "wait", 5))
    return _words(refused=refused)


def _shown(request: ViewerRequest, seat: Seat, phase: Phase | None, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page of this phase, or – with none – of what comes between two. `more` replaces what the kind prepared."""
    context: dict[str, Any] = {
        "workshop": seat.workshop,
        "entry": seat.workshop.entry,
        "phase": phase,
        "done": seat.number,
        "total": len(seat.phases),
        "sent": "" if request.method == "POST" else request.GET.get("sent", ""),
        "error": "",
        "viewer_is_partner": is_partner.test(seat.person, None),
        "page": fingerprint(seat.workshop, seat.phases, PHONE),
        "spread": max(LOOKS_AFTER, seat.workshop.people // LOOKS_A_SECOND),
        "where_form": _where_form(seat),
        "says_photos": says_photos_on_the_page(seat.workshop, seat.person),
        "is_ready": bool(phase and seat.participant and seat.participant.ready == phase.number),
    }
    if phase is None:
        waiting = [one for phase in seat.phases if phase.waiting for one in seat.own_in(phase)]
        context |= {"next_phase": queries.next_phase_of(seat.phases), "own": waiting}
        template = "workshops/phone/wait.html"
    else:
        context |= phase.about.on_phone(phase, seat) | _chosen(request, seat, phase)
        template = phase.about.phone
    response = render(request, template, context | more, status=status)
    form = more.get("form") or more.get("sheet")
    if form is not None and form.errors:
        response.refused = " ".join(str(one) for texts in form.errors.values() for one in texts)  # type: ignore[attr-defined]
    elif more.get("error"):
        response.refused = str(more["error"])  # type: ignore[attr-defined]
    return response


def _where_form(seat: Seat) -> WhereFromForm | None:
    """Asked once of everybody, where the facilitation wants to know."""
    asked = seat.participant is None or seat.participant.asked
    return WhereFromForm() if seat.workshop.asks_who and not asked else None


def _chosen(request: ViewerRequest, seat: Seat, phase: Phase) -> dict[str, Any]:
    """The idea that is written about or taken on, where the address names one."""
    idea = _idea(seat, request.GET.get("idea", ""))
    if idea is None:
        return {"idea": None}
    found: dict[str, Any] = {"idea": idea}
    if Hand.WRITE in phase.about.hands and phase.about.is_about_ideas:
        found["form"] = ContributeForm.of(phase, seat.person)
    if Hand.TAKE_ON in phase.about.hands and is_partner.test(seat.person, None):
        found["form"] = TakeOnForm(initial={"phase": phase.number, "idea": idea.public_id})
    return found


def _idea(seat: Seat, name: str) -> Idea | None:
    if not name:
        return None
    return next((queries.idea_in(seat.workshop, one) for one in ids_sent([name])), None)


def _here(seat: Seat, sent: str = "", fragment: str = "") -> HttpResponse:
    """Back to the page, so that a reload sends nothing twice; the phone's script stays where it is."""
    if seat.in_words:
        return _words(kept=sent or "1")
    query = {name: value for name, value in (("sent", sent), ("at", seat.at)) if value}
    address = f"{_place()}{seat.workshop.public_id}"
    return HttpResponseRedirect(f"{address}{'?' if query else ''}{urlencode(query)}{fragment}")


@cache
def _place() -> str:
    """Where telephones are, without the name of the workshop."""
    return reverse("workshops:take-part", args=["x"])[:-1]


def _write(request: ViewerRequest, seat: Seat, phase: Phase) -> HttpResponse:
    if Hand.WRITE not in phase.about.hands:
        return _here(seat)
    form = ContributeForm.of(phase, seat.person, request.POST)
    idea = _idea(seat, request.POST.get("idea", ""))
    again: dict[str, Any] = {"form": form, "idea": idea}
    if not form.is_valid():
        return _shown(request, seat, phase, **again)
    data = form.cleaned_data
    actor = seat.person if data.get("name") == "me" else seat.guest
    try:
        made = perform(
            form,
            lambda: (
                actions.contribute(
                    actor=actor, phase=phase, text=data["text"], client_id=data["client_id"],
                    signed=data.get("signed", ""), idea=idea,
                ),
            ),
        )  # fmt: skip
    except TooMany as many:
        wait = ngettext("second", "seconds", many.seconds)
        text = _("That was very fast. Please send it again in %(number)d %(wait)s.")
        said = text % {"number": many.seconds, "wait": wait}
        if seat.in_words:  # who sends ten thousand gets no page for each
            return _words(refused=said, wait=many.seconds)
        form.add_error("text", said)
        response = _shown(request, seat, phase, status=429, **again)
        response.wait = many.seconds  # type: ignore[attr-defined]
        return response
    if made is None:
        return _shown(request, seat, phase, **again)
    is_late = made[0].late if made[0] else phase.is_closed
    return _here(seat, "late" if is_late else "1")


def _vote(request: ViewerRequest, seat: Seat, phase: Phase) -> HttpResponse:
    """A sheet: sent, or one item moved up or down on it. Nothing is cast before it is sent."""
    sheet = phase.about.sheet(phase, seat, request.POST)
    if sheet is None:
        return _here(seat)
    if move := request.POST.get("move", ""):
        return _shown(request, seat, phase, sheet=sheet.moved(move))
    if not sheet.is_valid():
        return _shown(request, seat, phase, sheet=sheet)
    if perform(sheet, lambda: (actions.vote(actor=seat.guest, phase=phase, said=sheet.said),)) is None:
        return _shown(request, seat, phase, sheet=sheet)
    return _here(seat, "vote")


def _support(request: ViewerRequest, seat: Seat, phase: Phase) -> HttpResponse:
    """One tap on a question: I want this answered, or no longer."""
    name, _colon, wanted = request.POST.get("note", "").partition(":")
    note = Note.objects.filter(public_id__in=ids_sent([name]), phase=phase).first()
    if note is None:
        return _here(seat)
    try:
        actions.support(actor=seat.guest, phase=phase, note=note, wanted=wanted == "1")
    except Invalid as invalid:
        return _shown(request, seat, phase, error=_said(invalid))
    return _here(seat, fragment=f"#q-{note.public_id}")


def _take_back(request: ViewerRequest, seat: Seat, phase: Phase) -> HttpResponse:
    """What waits and was written from here is withdrawn."""
    with suppress(ValueError):
        key = UUID(request.POST.get("which", ""))
        for actor in filter(None, (seat.guest, seat.person)):
            actions.take_back(actor=actor, phase=phase, client_id=key)
    return _here(seat, "back")


def _take_on(request: ViewerRequest, seat: Seat, phase: Phase) -> HttpResponse:
    """Who is signed in takes an idea on."""
    idea = _idea(seat, request.POST.get("idea", ""))
    if idea is None or not is_partner.test(seat.person, None):
        return _here(seat)
    form = TakeOnForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        made = perform(
            form,
            lambda: actions.take_on(
                actor=seat.person, phase=phase, idea=idea, what=data["what"], due=data["due"], person=seat.person,
                client_id=data["client_id"],
            ),
        )  # fmt: skip
        if made is not None:
            return _here(seat, "taken")
    return _shown(request, seat, phase, form=form, idea=idea)


def _said(invalid: Invalid) -> str:
    return " ".join(str(text) for text in invalid.fields.values())


def _on_board(request: ViewerRequest, seat: Seat, phase: Phase) -> HttpResponse:
    """A note on the board of the own group."""
    form = BoardNoteForm(request.POST)
    if not form.is_valid():
        return _shown(request, seat, phase, form=form)
    data = form.cleaned_data
    try:
        made = perform(
            form,
            lambda: actions.write_on_board(
                actor=seat.guest, phase=phase, text=data["text"], client_id=data["client_id"]
            ),
        )
    except TooMany as many:
        form.add_error("text", _("That was very fast. Please send it again in a moment."))
        response = _shown(request, seat, phase, status=429, form=form)
        response.wait = many.seconds  # type: ignore[attr-defined]
        return response
    return _here(seat, "board") if made else _shown(request, seat, phase, form=form)


def _hand_over(request: ViewerRequest, seat: Seat, phase: Phase) -> HttpResponse:
    """One tap: the group gives this to the plenum, or keeps it."""
    name, _colon, wanted = request.POST.get("note", "").partition(":")
    try:
        note = GroupNote.objects.filter(pk=UUID(name), phase=phase).first()
    except ValueError:
        note = None
    if note is None:
        return _here(seat)
    try:
        actions.give_to_plenum(actor=seat.guest, phase=phase, note=note, handed=wanted == "1")
    except Invalid as invalid:
        return _shown(request, seat, phase, error=_said(invalid))
    return _here(seat, fragment=f"#n-{note.pk}")


def _go_to_group(request: ViewerRequest, seat: Seat, phase: Phase) -> HttpResponse:
    number = request.POST.get("group", "")
    try:
        actions.go_to_group(
            actor=seat.guest,
            workshop=seat.workshop,
            number=int(number) if _is_small(number) else 0,
        )
    except Invalid as invalid:
        return _shown(request, seat, phase, error=_said(invalid))
    return _here(seat)


def _ready(request: ViewerRequest, seat: Seat, phase: Phase) -> HttpResponse:
    """Done with this phase, or not yet."""
    actions.say_ready(actor=seat.guest, phase=phase, ready=request.POST.get("ready") != "0")
    return _here(seat)


def _where(request: ViewerRequest, seat: Seat) -> HttpResponse:
    """From where and as what, or passed over."""
    form = WhereFromForm(request.POST)
    data = form.cleaned_data if form.is_valid() and request.POST.get("pass") != "1" else {}
    actions.say_where_from(
        actor=seat.guest, workshop=seat.workshop, network=data.get("network"), part=data.get("part", "")
    )
    return _here(seat)


def _more_devices(request: ViewerRequest, seat: Seat) -> HttpResponse:
    """A code for another device, shown once."""
    token = token_of(request, seat.workshop.public_id)
    code = actions.give_resume_code(actor=seat.guest, workshop=seat.workshop, token=token)
    context = {
        "workshop": seat.workshop, "entry": seat.workshop.entry, "done": seat.number, "total": len(seat.phases),
        "code": f"{code[:4]} {code[4:]}", "address": spoken_address(),
    }  # fmt: skip
    return render(request, "workshops/phone/resume.html", context)


_ALWAYS: dict[str, Callable[[ViewerRequest, Seat], HttpResponse]] = {"where": _where, "devices": _more_devices}
_HANDS: dict[str, Callable[[ViewerRequest, Seat, Phase], HttpResponse]] = {
    "write": _write,
    "vote": _vote,
    "support": _support,
    "take-back": _take_back,
    "take-on": _take_on,
    "board": _on_board,
    "hand-over": _hand_over,
    "group": _go_to_group,
    "ready": _ready,
}


@access(everyone)
@never_cache
@require_POST
def dots(request: ViewerRequest, public_id: str) -> HttpResponse:
    """One tap on plus or minus: so many dots lie on this idea now. Tapped twice at once, it is still the same."""
    seat = _seat(request, public_id)
    if isinstance(seat, HttpResponse):
        return _words(refused=_gone()) if _wants_words(request) else seat
    phase = queries.open_phase_in(seat.workshop)
    name, _colon, number = request.POST.get("set", "").partition(":")
    idea = _idea(seat, name)
    answer = _dots(request, seat, phase, idea, number)
    return _as_words(answer) if seat.in_words else answer


def _dots(request: ViewerRequest, seat: Seat, phase: Phase | None, idea: Idea | None, number: str) -> HttpResponse:
    if phase is None or Hand.DOTS not in phase.about.hands:
        if seat.in_words:
            return _words(refused=_("Dots are not given right now."))
        return _here(seat)
    if idea is None or not _is_small(number):
        return _here(seat)
    try:
        actions.lay_dots(actor=seat.guest, phase=phase, idea=idea, number=int(number))
    except Invalid as invalid:
        return _shown(request, seat, phase, error=_said(invalid))
    return _here(seat, fragment=f"#i-{idea.public_id}")
