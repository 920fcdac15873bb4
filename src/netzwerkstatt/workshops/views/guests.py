"""The phone of a guest: come in with a code, do one thing at a time. Works without JavaScript and without an account.

The only cookie is set by the post that comes in: a signed random token, for one workshop and one day.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from netzwerkstatt.foundation.accounts import limits
from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, everyone
from netzwerkstatt.foundation.accounts.models import Guest
from netzwerkstatt.foundation.entries.pages import find_alone, ids_sent, perform
from netzwerkstatt.foundation.events.errors import Invalid, TooMany
from netzwerkstatt.foundation.network.rules import is_partner
from netzwerkstatt.ideas.models import Idea
from netzwerkstatt.workshops import actions, queries
from netzwerkstatt.workshops.actions.taking_part import running_by
from netzwerkstatt.workshops.forms import ContributeForm, JoinForm, TakeOnForm
from netzwerkstatt.workshops.models import Note, Phase, Workshop
from netzwerkstatt.workshops.phases.kind import Hand
from netzwerkstatt.workshops.seat import Seat

# A town hall has one address, so an address alone stops nobody before hundreds of people have mistyped. Guessing from
# many addresses is slowed in total: then whoever has guessed wrong a few times waits, and everybody else still comes in.
WRONG_CODES = limits.Limit("wrong-code", 300, timedelta(minutes=1))
WRONG_CODES_IN_TOTAL = limits.Limit("wrong-codes", 1200, timedelta(minutes=1))
WRONG_CODES_THEN = limits.Limit("wrong-code-then", 5, timedelta(minutes=5))
A_DAY = 60 * 60 * 24


@access(everyone)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join_page(request: ViewerRequest) -> HttpResponse:
    """Six digits, typed or brought along by the QR code."""
    code = request.GET.get("code", "")[:20]
    if request.method != "POST":
        found = _named_in_address(request, code) if code else None
        return render(request, "workshops/join.html", {"form": JoinForm(initial={"code": code}), "workshop": found})
    form = JoinForm(request.POST)
    if form.is_valid() and (response := _come_in(request, form)):
        return response
    return render(request, "workshops/join.html", {"form": form, "workshop": None})


def _come_in(request: ViewerRequest, form: JoinForm) -> HttpResponse | None:
    """The way to the phone page, with the cookie; or None, and the form says why. Wrong guesses are counted."""
    address = nameless_address(request)
    check_guesses(address)
    data = form.cleaned_data
    known = running_by(data["code"])
    if known and guest_of(request, known):
        return redirect("workshops:take-part", known.public_id)
    try:
        guest, token = actions.join(
            code=data["code"], network=data["network"], part=data["part"], client_id=data["client_id"]
        )
    except Invalid as invalid:
        count_guess(address)
        form.add_error("code", str(invalid.fields["code"]))
        return None
    return with_token(redirect("workshops:take-part", guest.place), guest, token)


def with_token(response: HttpResponse, guest: Guest, token: str) -> HttpResponse:
    """The answer with the cookie that the guest keeps for a day."""
    response.set_signed_cookie(
        _cookie(guest.place), token, salt="workshops.guest", max_age=A_DAY, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


def _named_in_address(request: ViewerRequest, code: str) -> Workshop | None:
    """The workshop whose code came along with the address; a wrong one is a guess like any other."""
    address = nameless_address(request)
    check_guesses(address)
    found = running_by(code)
    if found is None:
        count_guess(address)
    return found


def check_guesses(address: str) -> None:
    """Raises `TooMany` for an address from which too many wrong codes came."""
    limits.check(WRONG_CODES, address)
    try:
        limits.check(WRONG_CODES_IN_TOTAL, "all")
    except TooMany:
        limits.check(WRONG_CODES_THEN, address)


def count_guess(address: str) -> None:
    for limit, who in ((WRONG_CODES, address), (WRONG_CODES_IN_TOTAL, "all"), (WRONG_CODES_THEN, address)):
        with suppress(TooMany):
            limits.spend(limit, who)


def nameless_address(request: ViewerRequest) -> str:
    """The visitor's address as a keyed hash: enough to count wrong guesses, not to know who guessed."""
    address = get_adapter(request).get_client_ip(request)
    return salted_hmac("workshops.address", str(address), algorithm="sha256").hexdigest()[:32]


def _cookie(public_id: str) -> str:
    return f"guest-{public_id}"


def guest_of(request: ViewerRequest, workshop: Workshop) -> Guest | None:
    """The guest whose token this browser keeps, if it is one of this workshop."""
    token = request.get_signed_cookie(_cookie(workshop.public_id), default="", salt="workshops.guest", max_age=A_DAY)
    return Guest.known_by(token, workshop.public_id) if token else None


def _seat(request: ViewerRequest, public_id: str) -> Seat | HttpResponse:
    """The seat, or the way to get one. Whoever came in with the code has one, also where nobody else may look."""
    found = queries.workshop_at(public_id)
    guest = guest_of(request, found) if found else None
    if found is None or guest is None:
        found = find_alone(Workshop, public_id, request.viewer)
    if found.is_over:
        return render(request, "workshops/phone/over.html", {"workshop": found, "entry": found.entry})
    if guest is None:
        return redirect("workshops:join")
    if hasattr(guest, "table_device"):
        return redirect("workshops:table", public_id)
    return Seat(found, guest, request.viewer, queries.phases_of(found), request.GET.get("at", ""))


@access(everyone)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take_part(request: ViewerRequest, public_id: str) -> HttpResponse:
    """The one thing to do right now. What is posted says with `do` which hand it is: write, vote, support …"""
    seat = _seat(request, public_id)
    if isinstance(seat, HttpResponse):
        return seat
    if request.method != "POST":
        return _shown(request, seat, seat.phase)
    number = request.POST.get("phase", "")
    phase = next((one for one in seat.phases if str(one.number) == number), None)
    act = _HANDS.get(request.POST.get("do") or "write")
    if phase is None or act is None or not (phase.is_open or phase.is_closed):
        return redirect("workshops:take-part", public_id)
    return act(request, seat, phase)


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
    }
    if phase is None:
        waiting = [one for phase in seat.phases if phase.waiting for one in seat.own_in(phase)]
        context |= {"next_phase": queries.next_phase_of(seat.phases), "own": waiting}
        template = "workshops/phone/wait.html"
    else:
        context |= phase.about.on_phone(phase, seat) | _chosen(request, seat, phase)
        template = phase.about.phone
    return render(request, template, context | more, status=status)


def _chosen(request: ViewerRequest, seat: Seat, phase: Phase) -> dict[str, Any]:
    """The idea that is written about or taken on, where the address names one."""
    idea = _idea(seat, request.GET.get("idea", ""))
    if idea is None:
        return {"idea": None}
    found: dict[str, Any] = {"idea": idea}
    if Hand.WRITE in phase.about.hands and phase.about.is_about_ideas:
        found["form"] = ContributeForm(phase=phase, person=seat.person, initial={"idea": idea.public_id})
    if Hand.TAKE_ON in phase.about.hands and is_partner.test(seat.person, None):
        found["form"] = TakeOnForm(initial={"phase": phase.number, "idea": idea.public_id})
    return found


def _idea(seat: Seat, name: str) -> Idea | None:
    if not name:
        return None
    return (
        Idea.objects.filter(entry__public_id__in=ids_sent([name]), home=seat.workshop.entry)
        .select_related("entry")
        .first()
    )


def _here(seat: Seat, sent: str = "", fragment: str = "") -> HttpResponse:
    """Back to the page, so that a reload sends nothing twice."""
    query = {name: value for name, value in (("sent", sent), ("at", seat.at)) if value}
    address = reverse("workshops:take-part", args=[seat.workshop.public_id])
    return HttpResponseRedirect(f"{address}{'?' if query else ''}{urlencode(query)}{fragment}")


def _write(request: ViewerRequest, seat: Seat, phase: Phase) -> HttpResponse:
    if Hand.WRITE not in phase.about.hands:
        return _here(seat)
    form = ContributeForm(request.POST, phase=phase, person=seat.person)
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
        form.add_error("text", text % {"number": many.seconds, "wait": wait})
        return _shown(request, seat, phase, status=429, **again)
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


_HANDS: dict[str, Callable[[ViewerRequest, Seat, Phase], HttpResponse]] = {
    "write": _write,
    "vote": _vote,
    "support": _support,
    "take-back": _take_back,
    "take-on": _take_on,
}


@access(everyone)
@never_cache
@require_POST
def dots(request: ViewerRequest, public_id: str) -> HttpResponse:
    """One tap on plus or minus: so many dots lie on this idea now. Tapped twice at once, it is still the same."""
    seat = _seat(request, public_id)
    if isinstance(seat, HttpResponse):
        return seat
    phase = seat.phase
    name, _colon, number = request.POST.get("set", "").partition(":")
    idea = _idea(seat, name)
    if phase is None or Hand.DOTS not in phase.about.hands:
        return _here(seat)
    if idea is None or not (number.isascii() and number.isdigit() and len(number) < 4):
        return _here(seat)
    try:
        actions.lay_dots(actor=seat.guest, phase=phase, idea=idea, number=int(number))
    except Invalid as invalid:
        return _shown(request, seat, phase, error=_said(invalid))
    return _here(seat, fragment=f"#i-{name}")
