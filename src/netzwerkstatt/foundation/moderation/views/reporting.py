"""Reporting something, and reading as its author why it is hidden."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from netzwerkstatt.foundation.accounts.access import MemberRequest, ViewerRequest, access, everyone, signed_in
from netzwerkstatt.foundation.entries.pages import perform
from netzwerkstatt.foundation.moderation import actions, queries, rules
from netzwerkstatt.foundation.moderation.forms import ObjectionForm, ReportForm
from netzwerkstatt.foundation.moderation.models import Case, State
from netzwerkstatt.foundation.moderation.registry import Reportable, reportable

COOKIE = "reports"
A_MONTH = 60 * 60 * 24 * 30


@access(everyone)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: ViewerRequest, kind: str, public_id: str) -> HttpResponse:
    """Say what is wrong with something one sees; afterwards the page says what happens now."""
    about, thing = _seen(request, kind, public_id)
    form = ReportForm(request.POST if request.method == "POST" else None, visitor=request.viewer is None)
    context = {"form": form, "what": queries.kind_label(kind), "words": about.words(thing), "url": about.url(thing)}
    if request.method != "POST" or not form.is_valid():
        return render(request, "moderation/report.html", context, status=422 if form.errors else 200)
    data = form.cleaned_data
    token = _token(request, data["client_id"])
    made = perform(
        form,
        partial(
            actions.report_thing,
            actor=request.viewer,
            kind=kind,
            public_id=public_id,
            category=data["category"],
            words=data["words"],
            visitor="" if request.viewer else _hash(token),
        ),
    )
    if made is None:
        return render(request, "moderation/report.html", context, status=422)
    response = render(request, "moderation/reported.html", context)
    if request.viewer is None:
        _remember(response, token)
    return response


@access(signed_in)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: MemberRequest, kind: str, public_id: str) -> HttpResponse:
    """The author reads why the own words are hidden, objects once, and reads the answer."""
    case = queries.case_of(kind, public_id)
    if case is None or not rules.is_author.test(request.viewer, case) or case.state in {State.OPEN, State.LEFT}:
        raise Http404
    form = ObjectionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        act = partial(actions.object_to_hiding, actor=request.viewer, case=case, words=form.cleaned_data["words"])
        case = perform(form, act) or case
    about = reportable(kind)
    thing = about.find(public_id) if about else None
    there = about is not None and thing is not None
    context = {
        "case": case,
        "form": form,
        "what": queries.kind_label(kind),
        "words": about.words(thing) if about is not None and there else "",
        "url": about.url(thing) if about is not None and there else "",
        "may_object": _may_object(case),
        "steps": queries.shown(case).steps,
    }
    return render(request, "moderation/own.html", context, status=422 if form.errors else 200)


def _may_object(case: Case) -> bool:
    return case.state == State.HIDDEN and not case.is_final


def _seen(request: ViewerRequest, kind: str, public_id: str) -> tuple[Reportable, Any]:
    about = reportable(kind)
    thing = about.find(public_id) if about else None
    if about is None or thing is None or not about.may_see(request.viewer, thing):
        raise Http404
    return about, thing


def _token(request: ViewerRequest, client_id: UUID) -> str:
    """What this browser is known by among those who reported; at first by its form, so that a double click is one."""
    given = request.get_signed_cookie(COOKIE, default="", salt=COOKIE, max_age=A_MONTH)
    return given or client_id.hex


def _hash(token: str) -> str:
    return salted_hmac("moderation.visitor", token, algorithm="sha256").hexdigest()


def _remember(response: HttpResponse, token: str) -> None:
    """So that the same browser reports the same thing once. Set by the own post alone, sent to no other page."""
    response.set_signed_cookie(
        COOKIE, token, salt=COOKIE, max_age=A_MONTH, path="/report/", httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
