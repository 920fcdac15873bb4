"""The phone of a guest: come in with a code, do one thing at a time. Works without JavaScript and without an account.

The only cookie is set by the post that comes in: a signed random token, for one workshop and one day.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

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
from netzwerkstatt.foundation.ballots import voting
from netzwerkstatt.foundation.entries.pages import find_alone, ids_sent, perform
from netzwerkstatt.foundation.events.errors import Invalid, TooMany
from netzwerkstatt.ideas.models import Idea
from netzwerkstatt.workshops import actions, queries
from netzwerkstatt.workshops.actions.taking_part import running_by
from netzwerkstatt.workshops.forms import ContributeForm, JoinForm, NamedContributeForm
from netzwerkstatt.workshops.models import Phase, PhaseKind, Workshop

# A town hall has one address, so an address alone stops nobody before hundreds of people have mistyped. Guessing from
# many addresses is slowed in total: then whoever has guessed wrong a few times waits, and everybody else still comes in.
WRONG_CODES = limits.Limit("wrong-code", 300, timedelta(minutes=1))
WRONG_CODES_IN_TOTAL = limits.Limit("wrong-codes", 1200, timedelta(minutes=1))
WRONG_CODES_THEN = limits.Limit("wrong-code-then", 5, timedelta(minutes=5))
A_DAY = 60 * 60 * 24
ON_ONE_PAGE = 60


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
    address = _nameless_address(request)
    _check_guesses(address)
    data = form.cleaned_data
    known = running_by(data["code"])
    if known and guest_of(request, known):
        return redirect("workshops:take-part", known.public_id)
    try:
        guest, token = actions.join(code=data["code"], network=data["network"], client_id=data["client_id"])
    except Invalid as invalid:
        _count_guess(address)
        form.add_error("code", str(invalid.fields["code"]))
        return None
    response = redirect("workshops:take-part", guest.place)
    response.set_signed_cookie(
        _cookie(guest.place), token, salt="workshops.guest", max_age=A_DAY, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


def _named_in_address(request: ViewerRequest, code: str) -> Workshop | None:
    """The workshop whose code came along with the address; a wrong one is a guess like any other."""
    address = _nameless_address(request)
    _check_guesses(address)
    found = running_by(code)
    if found is None:
        _count_guess(address)
    return found


def _check_guesses(address: str) -> None:
    """Raises `TooMany` for an address from which too many wrong codes came."""
    limits.check(WRONG_CODES, address)
    try:
        limits.check(WRONG_CODES_IN_TOTAL, "all")
    except TooMany:
        limits.check(WRONG_CODES_THEN, address)


def _count_guess(address: str) -> None:
    for limit, who in ((WRONG_CODES, address), (WRONG_CODES_IN_TOTAL, "all"), (WRONG_CODES_THEN, address)):
        with suppress(TooMany):
            limits.spend(limit, who)


def _nameless_address(request: ViewerRequest) -> str:
    """The visitor's address as a keyed hash: enough to count wrong guesses, not to know who guessed."""
    address = get_adapter(request).get_client_ip(request)
    return salted_hmac("workshops.address", str(address), algorithm="sha256").hexdigest()[:32]


def _cookie(public_id: str) -> str:
    return f"guest-{public_id}"


def guest_of(request: ViewerRequest, workshop: Workshop) -> Guest | None:
    """The guest whose token this browser keeps, if it is one of this workshop."""
    token = request.get_signed_cookie(_cookie(workshop.public_id), default="", salt="workshops.guest", max_age=A_DAY)
    return Guest.known_by(token, workshop.public_id) if token else None


@dataclass
class Seat:
    """Where somebody sits: workshop, guest, and – signed in – the person."""

    workshop: Workshop
    guest: Guest
    person: Any
    phases: list[Phase]

    @property
    def phase(self) -> Phase | None:
        return queries.open_phase_of(self.phases)

    @property
    def form(self) -> type[ContributeForm]:
        """What an idea is written on here."""
        return ContributeForm if self.person is None else NamedContributeForm

    @property
    def number(self) -> int:
        """How many phases are over."""
        return sum(phase.is_closed for phase in self.phases)


def _seat(request: ViewerRequest, public_id: str) -> Seat | HttpResponse:
    """The seat, or the way to get one."""
    found = find_alone(Workshop, public_id, request.viewer)
    if found.is_over:
        return render(request, "workshops/phone_over.html", {"workshop": found, "entry": found.entry})
    guest = guest_of(request, found)
    if guest is None:
        return redirect("workshops:join")
    return Seat(found, guest, request.viewer, queries.phases_of(found))


@access(everyone)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take_part(request: ViewerRequest, public_id: str) -> HttpResponse:
    """The one thing to do right now; a post is an idea."""
    seat = _seat(request, public_id)
    if isinstance(seat, HttpResponse):
        return seat
    if request.method == "POST":
        return _contribute(request, seat)
    phase = seat.phase
    if phase and phase.kind == PhaseKind.COLLECT:
        form = seat.form(initial={"phase": phase.number})
        return _collecting(request, seat, phase, form)
    if phase and phase.kind == PhaseKind.DOTS:
        return _voting(request, seat, phase)
    return render(request, "workshops/phone_wait.html", _phone(seat, phase))


def _phone(seat: Seat, phase: Phase | None, **more: Any) -> dict[str, Any]:
    return {
        "workshop": seat.workshop,
        "entry": seat.workshop.entry,
        "phase": phase,
        "done": seat.number,
        "total": len(seat.phases),
        "next_phase": queries.next_phase_of(seat.phases),
        "hidden": [
            text
            for one in seat.phases
            if one.is_hidden and phase is None
            for text in queries.own_contributions(one, guest=seat.guest, person=seat.person)
        ],
        **more,
    }


def _contribute(request: ViewerRequest, seat: Seat) -> HttpResponse:
    form = seat.form(request.POST)
    is_whole = form.is_valid()
    data = form.cleaned_data
    phase = next((one for one in seat.phases if one.number == data.get("phase")), None)
    if phase is None or phase.kind != PhaseKind.COLLECT:
        return redirect("workshops:take-part", seat.workshop.public_id)
    if not is_whole:
        return _collecting(request, seat, phase, form)
    actor = seat.person if data.get("name") == "me" else seat.guest
    try:
        sent = perform(
            form,
            lambda: actions.contribute_idea(actor=actor, phase=phase, text=data["text"], client_id=data["client_id"]),
        )
    except TooMany as many:
        wait = ngettext("second", "seconds", many.seconds)
        text = _("That was very fast. Please send it again in %(number)d %(wait)s.")
        form.add_error("text", text % {"number": many.seconds, "wait": wait})
        return _collecting(request, seat, phase, form, status=429)
    if sent:
        return HttpResponseRedirect(f"{reverse('workshops:take-part', args=[seat.workshop.public_id])}?sent=1")
    return _collecting(request, seat, phase, form)


def _collecting(
    request: ViewerRequest, seat: Seat, phase: Phase, form: ContributeForm, status: int = 200
) -> HttpResponse:
    own = queries.own_contributions(phase, guest=seat.guest, person=seat.person)
    more = _phone(seat, phase, form=form, own=own, sent="sent" in request.GET and not form.is_bound)
    return render(request, "workshops/phone_collect.html", more, status=status)


@dataclass(frozen=True)
class Choice:
    """One idea to give dots to; `more` and `less` are what the buttons send, "" where nothing can be given."""

    idea: Idea
    dots: int
    more: str
    less: str


def _voting(request: ViewerRequest, seat: Seat, phase: Phase, error: str = "") -> HttpResponse:
    given = voting.dots_of(phase.ballot, seat.guest) if phase.ballot else {}
    spent = sum(given.values())
    budget = phase.dots or 0
    groups, before, after = _groups(seat.workshop, request.GET.get("at", ""))
    shown = [
        (title, [_choice(idea, given.get(idea.pk, 0), can_add=spent < budget) for idea in ideas])
        for title, ideas in groups
    ]
    more = _phone(
        seat, phase, groups=shown, left=budget - spent, budget=budget, error=error, before=before, after=after,
        pips=[number < budget - spent for number in range(min(budget, 10))], at=request.GET.get("at", ""),
    )  # fmt: skip
    return render(request, "workshops/phone_dots.html", more)


def _choice(idea: Idea, dots: int, *, can_add: bool) -> Choice:
    name = idea.entry.public_id
    return Choice(idea, dots, f"{name}:{dots + 1}" if can_add else "", f"{name}:{dots - 1}" if dots else "")


def _groups(workshop: Workshop, at: str) -> tuple[list[tuple[str, list[Idea]]], str, str]:
    """Ideas under the names of their clusters; more than sixty come fifteen at a time."""
    if workshop.ideas > ON_ONE_PAGE:
        page = queries.turn(queries.WITH_ENTRY, queries.Among.WORKSHOP, workshop.pk, at)
        before, after = (f"?{urlencode({'at': key})}" if key else "" for key in (page.before, page.after))
        return [("", page.rows)], before, after
    rows = list(Idea.objects.filter(home=workshop.entry).select_related("entry", "cluster").order_by("entry"))
    titles = {idea.cluster_id: idea.cluster.title for idea in rows if idea.cluster}
    groups = [(title, [idea for idea in rows if idea.cluster_id == pk]) for pk, title in titles.items()]
    alone = [idea for idea in rows if idea.cluster_id is None]
    return groups + ([("", alone)] if alone else []), "", ""


@access(everyone)
@never_cache
@require_POST
def dots(request: ViewerRequest, public_id: str) -> HttpResponse:
    """One tap on plus or minus: so many dots lie on this idea now. Tapped twice at once, it is still the same."""
    seat = _seat(request, public_id)
    if isinstance(seat, HttpResponse):
        return seat
    phase = seat.phase
    here = reverse("workshops:take-part", args=[public_id])
    if phase is None or phase.kind != PhaseKind.DOTS:
        return redirect(here)
    name, _colon, number = request.POST.get("set", "").partition(":")
    idea = (
        Idea.objects.filter(entry__public_id__in=ids_sent([name]), home=seat.workshop.entry)
        .select_related("entry")
        .first()
    )
    if idea is None or not (number.isascii() and number.isdigit() and len(number) < 4):
        return redirect(here)
    try:
        actions.lay_dots(actor=seat.guest, phase=phase, idea=idea, number=int(number))
    except Invalid as invalid:
        return _voting(request, seat, phase, error=" ".join(str(text) for text in invalid.fields.values()))
    at = request.GET.get("at", "")
    query = f"?{urlencode({'at': at})}" if at else ""
    return redirect(f"{here}{query}#i-{name}")
