"""Lending to a room server at headquarters, and on the laptop signing in and giving back."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from netzwerkstatt.foundation.accounts.access import MemberRequest, ViewerRequest, access, everyone, signed_in
from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.pages import perform
from netzwerkstatt.workshops import actions
from netzwerkstatt.workshops.lending import homeward, outward, package
from netzwerkstatt.workshops.lending.laptop import sign_in_key
from netzwerkstatt.workshops.lending_forms import LendForm, TakeInForm
from netzwerkstatt.workshops.models import Borrowed, Loan, Workshop
from netzwerkstatt.workshops.views.own import mine, or_said


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def lend(request: MemberRequest, public_id: str) -> HttpResponse:
    """Lend out, take in what comes back, call back: what can be done depends on where the workshop is. `do` says which
    form was sent.
    """
    found = mine(request, public_id, wherever=True)
    loan = _last_loan(found)
    if settings.ROOM:
        return redirect("workshops:give-back", public_id)
    if loan is None and found.state != Workshop.State.PLANNED:
        return redirect(found)
    do = request.POST.get("do", "")
    forms = {
        "lend": LendForm(request.POST if do == "lend" else None),
        "take-in": TakeInForm(*((request.POST, request.FILES) if do == "take-in" else ())),
    }
    if request.method == "POST" and _done(request, found, do, forms.get(do)):
        return redirect(found if do == "take-in" else "workshops:lend", *(() if do == "take-in" else (public_id,)))
    context = {
        "workshop": found,
        "entry": found.entry,
        "loan": loan,
        "lend_form": forms["lend"],
        "take_in_form": forms["take-in"],
        "fingerprint": package.fingerprint(package.public_half(package.key_of(""))),
        "file_name": _file_name(found, "lent"),
    }
    return render(request, "workshops/lend.html", context)


def _done(request: MemberRequest, found: Workshop, do: str, form: Any) -> bool:
    if do == "call-back":
        done = or_said(request, lambda: actions.call_loan_back(actor=request.viewer, workshop=found))
        if done:
            messages.success(request, _("Called back. The workshop goes on here, as it was when it was lent out."))
        return done
    if form is None or not form.is_valid():
        return False
    if do == "lend":
        laptop = form.cleaned_data["laptop"]
        return bool(perform(form, lambda: actions.lend_out(actor=request.viewer, workshop=found, laptop=laptop)))
    data = form.cleaned_data["file"].read()
    new = perform(form, lambda: actions.take_in(actor=request.viewer, workshop=found, data=data))
    if new is None:
        return False
    text = _("Taken in. The workshop goes on here: look through the protocol and release it.")
    messages.success(request, text if new else _("This package was taken in before. Nothing was changed."))
    return True


@access(signed_in)
@never_cache
@require_safe
def lent_package(request: MemberRequest, public_id: str) -> HttpResponse:
    """The file for the laptop, as often as it is wanted while the workshop is lent out."""
    found = mine(request, public_id, wherever=True)
    loan = _last_loan(found)
    if loan is None or not loan.is_open:
        return redirect("workshops:lend", public_id)
    return _as_file(outward.lent_package(loan), _file_name(found, "lent"))


def _last_loan(found: Workshop) -> Loan | None:
    rows = Loan.objects.filter(workshop=found).select_related("workshop__entry", "lent_by")
    return rows.order_by("-lent_at", "-id").first()


# ---------------------------------------------------------------- on the laptop


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request: MemberRequest, public_id: str) -> HttpResponse:
    """What happens when the workshop is given back; then the file for headquarters."""
    found = mine(request, public_id, wherever=True)
    borrowed = _borrowed(found)
    if request.method == "POST":
        or_said(request, lambda: actions.give_back(actor=request.viewer, workshop=found))
        return redirect("workshops:give-back", public_id)
    context = {
        "workshop": found,
        "entry": found.entry,
        "borrowed": borrowed,
        "file_name": _file_name(found, "given-back"),
    }
    return render(request, "workshops/give_back.html", context)


@access(signed_in)
@never_cache
@require_safe
def given_back_package(request: MemberRequest, public_id: str) -> HttpResponse:
    """The file for headquarters, once the workshop is given back."""
    found = mine(request, public_id, wherever=True)
    borrowed = _borrowed(found)
    if found.away_since is None:
        return redirect("workshops:give-back", public_id)
    return _as_file(homeward.given_back_package(borrowed), _file_name(found, "given-back"))


def _borrowed(found: Workshop) -> Borrowed:
    borrowed = Borrowed.objects.select_related("workshop__entry").filter(workshop=found).first()
    if borrowed is None:
        raise Http404
    return borrowed


@access(everyone)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def room_sign_in(request: ViewerRequest, key: str) -> HttpResponse:
    """The address that the laptop shows in its own window: whoever reads it there runs the workshop."""
    borrowed = Borrowed.objects.select_related("workshop__entry").first() if settings.ROOM else None
    if borrowed is None or not constant_time_compare(key, sign_in_key(borrowed)):
        raise Http404
    people = list(Person.objects.filter(pk__in=borrowed.runs, is_active=True).order_by("name"))
    chosen = next((one for one in people if str(one.pk) == request.POST.get("person")), None)
    if chosen is not None:
        login(request, chosen, backend="allauth.account.auth_backends.AuthenticationBackend")
        return redirect(borrowed.workshop)
    context = {"workshop": borrowed.workshop, "entry": borrowed.workshop.entry, "people": people}
    return render(request, "workshops/room_sign_in.html", context)


def _file_name(found: Workshop, what: str) -> str:
    return f"{found.entry.code or found.public_id}-{what}.zip"


def _as_file(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
