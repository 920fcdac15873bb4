"""Coming in: six digits from the wall, the long key of the QR code, or the code of another device; and the cookie.

The only cookie is set by the post that comes in: a signed random token, for one workshop and one day. What the workshop
asks people to agree to is read before they come in and said elsewhere: an answer that was given while coming in would
tell which guest a person is.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from netzwerkstatt.foundation.accounts import limits
from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, everyone
from netzwerkstatt.foundation.accounts.models import Guest
from netzwerkstatt.foundation.events.errors import Invalid, TooMany
from netzwerkstatt.workshops import actions, consents, rules
from netzwerkstatt.workshops.actions.returning import is_resume_code
from netzwerkstatt.workshops.actions.taking_part import running_by, running_with
from netzwerkstatt.workshops.forms import JoinForm
from netzwerkstatt.workshops.models import Workshop

# A town hall has one address, so an address alone stops nobody before hundreds of people have mistyped. Guessing from
# many addresses is slowed in total: then whoever has guessed wrong a few times waits, and everybody else still comes in.
WRONG_CODES = limits.Limit("wrong-code", 300, timedelta(minutes=1))
WRONG_CODES_IN_TOTAL = limits.Limit("wrong-codes", 1200, timedelta(minutes=1))
# A browser keeps a random sign once it has mistyped, so that the one that guesses is slowed and its neighbours are not.
WRONG_CODES_OF_ONE = limits.Limit("wrong-code-one", 10, timedelta(minutes=5))
WRONG_CODES_THEN = limits.Limit("wrong-code-then", 5, timedelta(minutes=5))
MISTYPED = "mistyped"
A_DAY = 60 * 60 * 24


@access(everyone)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join_page(request: ViewerRequest) -> HttpResponse:
    """Six digits, or the long key that the QR code brings along."""
    code, key = request.GET.get("code", "")[:20], request.GET.get("key", "")[:40]
    if request.method != "POST":
        found = running_with(key) if key else _named_in_address(request, code) if code else None
        form = JoinForm(initial={"code": code, "key": key if found else ""}, workshop=found)
        lost = bool(key) and not found
        return render(request, "workshops/join.html", {"form": form, "lost": lost, **_asked(request, found)})
    form = JoinForm(request.POST)
    came_by_key = running_with(form.data.get("key", "")[:40])
    if form.is_valid() and (response := _come_in(request, form)):
        return response
    response = render(request, "workshops/join.html", {"form": form, **_asked(request, came_by_key)})
    if form.has_error("code") and not request.COOKIES.get(MISTYPED):
        response.set_signed_cookie(
            MISTYPED, uuid4().hex, salt=MISTYPED, max_age=600, httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
    return response


def _asked(request: ViewerRequest, workshop: Workshop | None) -> dict[str, Any]:
    """The workshop one is about to come into, and what it asks people to agree to. Two queries for each thing it asks."""
    if workshop is None:
        return {"workshop": None}
    viewer = request.viewer
    asked = [consents.words_now(kind) for kind in consents.asked(workshop)]
    may_say = workshop.takes_photos and rules.may_consent.test(viewer, workshop)
    own = consents.consent_of(workshop, viewer) if may_say else None
    says_inside = says_photos_on_the_page(workshop, viewer) and not may_say
    return {
        "workshop": workshop, "asked": asked, "may_say": may_say, "own_consent": own, "says_inside": says_inside,
    }  # fmt: skip


def says_photos_on_the_page(workshop: Workshop, viewer: Any) -> bool:
    """Who is signed in and in the room says on the page of the workshop whether she may be seen on photos."""
    return bool(viewer) and workshop.takes_photos and not workshop.is_confidential


def _come_in(request: ViewerRequest, form: JoinForm) -> HttpResponse | None:
    """The way to the phone page, with the cookie; or None, and the form says why. Wrong guesses are counted.

    Who typed the digits of a workshop that takes photos or welcomes children reads so first.
    """
    data = form.cleaned_data
    address, one = nameless_address(request), _mistyped(request)
    known = running_with(data["key"])
    if known is None:
        check_guesses(address, one)
        known = running_by(data["code"])
    if known and guest_of(request, known):
        return redirect("workshops:take-part", known.public_id)
    if known and known.asks_consent and not data["key"] and not data["has_read"]:
        return redirect(f"{reverse('workshops:join')}?{urlencode({'code': known.code})}")
    try:
        if known is None and is_resume_code(data["code"]):
            guest, token = actions.resume(code=data["code"])
        else:
            guest, token = actions.join(
                code=data["code"], key=data["key"] if known and known.key == data["key"] else "",
                network=data["network"], part=data["part"], client_id=data["client_id"],
            )  # fmt: skip
    except Invalid as invalid:
        count_guess(address, one)
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


def _mistyped(request: ViewerRequest) -> str:
    """The sign of a browser that mistyped before; empty for one that did not, or keeps nothing."""
    return str(request.get_signed_cookie(MISTYPED, default="", salt=MISTYPED, max_age=600) or "")


def check_guesses(address: str, one: str = "") -> None:
    """Raises `TooMany` for a browser, or an address, from which too many wrong codes came."""
    if one:
        limits.check(WRONG_CODES_OF_ONE, one)
    limits.check(WRONG_CODES, address)
    try:
        limits.check(WRONG_CODES_IN_TOTAL, "all")
    except TooMany:
        limits.check(WRONG_CODES_THEN, address)


def count_guess(address: str, one: str = "") -> None:
    own = [(WRONG_CODES_OF_ONE, one)] if one else []
    for limit, who in (*own, (WRONG_CODES, address), (WRONG_CODES_IN_TOTAL, "all"), (WRONG_CODES_THEN, address)):
        with suppress(TooMany):
            limits.spend(limit, who)


def nameless_address(request: ViewerRequest) -> str:
    """The visitor's address as a keyed hash: enough to count wrong guesses, not to know who guessed."""
    address = get_adapter(request).get_client_ip(request)
    return salted_hmac("workshops.address", str(address), algorithm="sha256").hexdigest()[:32]


def _cookie(public_id: str) -> str:
    return f"guest-{public_id}"


def token_of(request: HttpRequest, public_id: str) -> str:
    """The token that this browser keeps for this workshop, or none."""
    name = _cookie(public_id)
    return str(request.get_signed_cookie(name, default="", salt="workshops.guest", max_age=A_DAY) or "")


def guest_of(request: HttpRequest, workshop: Workshop) -> Guest | None:
    """The guest whose token this browser keeps, if it is one of this workshop."""
    token = token_of(request, workshop.public_id)
    return Guest.known_by(token, workshop.public_id) if token else None
