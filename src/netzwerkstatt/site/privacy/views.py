"""Pages about personal data, and about what the worker does."""

from __future__ import annotations

import math
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from netzwerkstatt.foundation.accounts.access import MemberRequest, ViewerRequest, access, everyone, signed_in
from netzwerkstatt.foundation.entries.pages import perform
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Invalid, TooMany
from netzwerkstatt.foundation.events.watching import chores_now, consumers_now, failing_now
from netzwerkstatt.foundation.network.rules import is_operator
from netzwerkstatt.foundation.ui.templatetags.ui import Keyset
from netzwerkstatt.site.privacy import actions, confirming
from netzwerkstatt.site.privacy import audit as log
from netzwerkstatt.site.privacy.forms import FilterForm, LeavingForm, OpeningForm
from netzwerkstatt.site.privacy.my_data import archive_of, kept_about
from netzwerkstatt.site.privacy.retention import table
from netzwerkstatt.site.privacy.rules import is_data_protection


@access(everyone)
@require_safe
def retention(request: ViewerRequest) -> HttpResponse:
    """What is kept about people, why, how long, and what stays when an account goes."""
    return render(request, "privacy/retention.html", {"rooms": table()})


# ---------------------------------------------------------------- my data


@access(signed_in)
@require_safe
def my_data(request: MemberRequest) -> HttpResponse:
    """What is kept about the viewer."""
    return render(request, "privacy/my_data.html", {"kept": kept_about(request.viewer), "person": request.viewer})


@access(signed_in)
@require_safe
def download(request: MemberRequest) -> HttpResponse:
    """All of it as a ZIP, to read and for machines."""
    response = HttpResponse(archive_of(request.viewer), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="my-data-{clock.today().isoformat()}.zip"'
    response["Cache-Control"] = "private, no-store"
    return response


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: MemberRequest) -> HttpResponse:
    """What goes and what stays; then, with password or code, the account goes."""
    person = request.viewer
    by_code = confirming.code_is_under_way(request.session) or not person.has_usable_password()
    form = LeavingForm(request.POST or None, by_code=by_code)
    if request.method == "POST" and form.is_valid() and _is_it(request, form) and _has_left(request, form):
        return redirect("privacy:gone")
    kept = kept_about(person)
    context = {
        "form": form,
        "person": person,
        "goes": [one for one in kept if not one.personal.stays],
        "stays": [one for one in kept if one.personal.stays],
        "is_last": actions.is_last_administrator(person),
        "by_code": by_code,
        "code_sent": confirming.code_is_under_way(request.session),
    }
    return render(request, "privacy/leave.html", context)


def _is_it(request: MemberRequest, form: LeavingForm) -> bool:
    given = {name: form.cleaned_data.get(name, "") for name in ("password", "code")}
    try:
        if confirming.is_it(request.viewer, request.session, **given):
            return True
    except TooMany as too_many:
        form.add_error(NON_FIELD_ERRORS, _wait(too_many))
        return False
    wrong = {"password": _("This is not your password."), "code": _("This is not the code, or it is too old.")}
    name = "password" if "password" in form.fields else "code"
    form.add_error(name, wrong[name])
    return False


def _has_left(request: MemberRequest, form: LeavingForm) -> bool:
    person = request.viewer
    perform(form, lambda: actions.delete_account(actor=person, person=person))
    if form.errors:
        return False
    request.session.flush()
    request.user = AnonymousUser()
    return True


@access(signed_in)
@require_POST
def leave_code(request: MemberRequest) -> HttpResponse:
    """Mail a code to who has no password, or does not want to use it."""
    try:
        confirming.mail_code(request.viewer, request.session)
        messages.success(request, _("The code is on its way to %(email)s.") % {"email": request.viewer.email})
    except TooMany as too_many:
        messages.error(request, _wait(too_many))
    return redirect("privacy:leave")


def _wait(too_many: TooMany) -> str:
    minutes = math.ceil(too_many.seconds / 60)
    text = ngettext("Please wait %(minutes)s minute.", "Please wait %(minutes)s minutes.", minutes)
    return text % {"minutes": minutes}


@access(everyone)
@require_safe
def gone(request: ViewerRequest) -> HttpResponse:
    """The account is deleted."""
    return render(request, "privacy/gone.html")


# ---------------------------------------------------------------- the log


@access(is_data_protection)
@require_http_methods(["GET", "HEAD", "POST"])
def audit(request: MemberRequest) -> HttpResponse:
    """Closed: the question why. Open: all events, with filters, page by page."""
    opening = log.opening_of(request.viewer)
    form = OpeningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        perform(form, lambda: actions.open_audit(actor=request.viewer, reason=form.cleaned_data["reason"]))
        if form.is_valid():
            return redirect("privacy:audit")
    context: dict[str, Any] = {"opening": opening, "openings": log.openings(), "form": form}
    if opening is None or form.errors:
        return render(request, "privacy/audit_closed.html", context | {"opening": opening})
    return render(request, "privacy/audit.html", context | _page_of_log(request))


def _page_of_log(request: MemberRequest) -> dict[str, Any]:
    form = FilterForm(request.GET)
    form.is_valid()
    asked = {name: value for name in form.fields if (value := request.GET.get(name, ""))}
    turn = {name: _key(request.GET.get(name, "")) for name in ("before", "after")}
    shown = log.page(form.filters(), request.viewer, **turn)
    older = f"?{urlencode(asked | {'before': shown.older})}" if shown.older else ""
    newer = f"?{urlencode(asked | {'after': shown.newer})}" if shown.newer else ""
    return {
        "filters": form,
        "filtered": bool(asked),
        "rows": shown.rows,
        "keyset": Keyset(newer, older),
        "query": urlencode(asked),
    }


def _key(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


@access(is_data_protection)
@require_safe
def audit_csv(request: MemberRequest) -> HttpResponseBase:
    """What the filters show as a file; that it was taken is an event."""
    form = FilterForm(request.GET)
    form.is_valid()
    try:
        actions.take_audit_along(
            actor=request.viewer, filters={name: request.GET.get(name, "") for name in form.fields}
        )
    except Invalid as invalid:
        messages.error(request, str(invalid.fields[""]))
        return redirect("privacy:audit")
    lines = log.csv_lines(form.filters().events().iterator(chunk_size=1000))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="log-{clock.today().isoformat()}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


# ---------------------------------------------------------------- what the worker does


@access(is_operator)
@require_safe
def background(request: MemberRequest) -> HttpResponse:
    """How far the consumers of the log are, what failed and why, and what is done again and again."""
    context = {"consumers": consumers_now(), "failing": failing_now(), "chores": chores_now()}
    return render(request, "privacy/background.html", context)
