"""HTTP in, HTTP out: a file comes in, goes out, gets another name, goes away."""

from __future__ import annotations

from functools import partial
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, everyone, signed_in
from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.attachments import actions, rules, store
from netzwerkstatt.foundation.attachments.forms import AttachForm, DescribeForm
from netzwerkstatt.foundation.attachments.models import Attachment
from netzwerkstatt.foundation.attachments.queries import find_attachment, size_in_words
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.entries.pages import perform
from netzwerkstatt.foundation.events.errors import NotAllowed

ALONE = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'; sandbox"
"""Whatever is in a file: opened in a browser it loads nothing, runs nothing and belongs to no site."""


@access(everyone)
@require_safe
def file(request: ViewerRequest, public_id: str) -> HttpResponse:
    """The file, for whoever may see its item: a picture is shown, everything else saved."""
    found = _attachment(request, public_id)
    if found.removed_at is not None:
        return render(request, "attachments/removed.html", {"entry": found.entry, "attachment": found}, status=410)
    return _sent(request, found, found.sha256, found.about.content_type, found.file_name)


@access(everyone)
@require_safe
def small(request: ViewerRequest, public_id: str) -> HttpResponse:
    """The small version of a picture, for lists."""
    found = _attachment(request, public_id)
    if not found.thumbnail:
        raise Http404
    return _sent(request, found, found.thumbnail, "image/webp", f"{found.name}.webp")


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: ViewerRequest, public_id: str) -> HttpResponse:
    """Attach a file to an item."""
    place = ("home", "city__network__state", "network__state")
    entry = get_object_or_404(Entry.objects.visible_to(request.viewer).select_related(*place), public_id=public_id)
    _check(request, entry)
    form = AttachForm(request.POST, request.FILES) if request.method == "POST" else AttachForm()
    made = perform(form, partial(_attach, request, entry, form.cleaned_data)) if form.is_valid() else None
    if made is not None:
        messages.success(request, _("Attached. The file stands on the page for all who may see it."))
        return redirect(f"{entry.get_absolute_url()}#attachments")
    form.ask_for_the_file_again()
    context = {"form": form, "entry": entry, "back": entry.get_absolute_url()}
    return render(request, "attachments/add.html", context, status=422 if form.errors else 200)


def _attach(request: ViewerRequest, entry: Entry, given: dict[str, Any]) -> Attachment:
    received = actions.look_into(actor=_person(request), name=given["file"].name, data=given["file"].read())
    words = {name: given[name] for name in ("name", "alt", "is_decoration", "client_id")}
    return actions.attach(actor=_person(request), entry=entry, file=received, **words)


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: ViewerRequest, public_id: str) -> HttpResponse:
    """Another name, other words."""
    found = _changeable(request, public_id)
    initial = {"name": found.name, "alt": found.alt, "is_decoration": found.is_decoration}
    form = DescribeForm(request.POST if request.method == "POST" else None, initial=initial, attachment=found)
    if form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("name", "alt", "is_decoration") if name in form.fields}
        changed = perform(form, partial(actions.describe, actor=_person(request), attachment=found, **words))
        if changed is not None:
            messages.success(request, _("Changed."))
            return redirect(f"{found.entry.get_absolute_url()}#attachments")
    context = {"form": form, "entry": found.entry, "attachment": found, "back": found.entry.get_absolute_url()}
    return render(request, "attachments/describe.html", context, status=422 if form.errors else 200)


@access(signed_in)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: ViewerRequest, public_id: str) -> HttpResponse:
    """Ask, then take an attachment away."""
    found = _changeable(request, public_id)
    if request.method == "POST":
        actions.remove(actor=_person(request), attachment=found)
        messages.success(request, _("Removed. The file is no longer there for anybody."))
        return redirect(f"{found.entry.get_absolute_url()}#attachments")
    context = {
        "entry": found.entry,
        "attachment": found,
        "size": size_in_words(found.size),
        "back": found.entry.get_absolute_url(),
    }
    return render(request, "attachments/remove.html", context)


def _sent(request: ViewerRequest, found: Attachment, sha256: str, content_type: str, name: str) -> HttpResponse:
    """The bytes; asked again with their fingerprint, only that they are still the same – after looking who asks."""
    tag = f'"{sha256}"'
    if request.headers.get("If-None-Match") == tag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        try:
            response = HttpResponse(store.fetch(sha256), content_type=content_type)
        except store.DamagedError:
            return render(request, "attachments/damaged.html", {"entry": found.entry}, status=500)
        response["Content-Disposition"] = content_disposition_header(not found.about.is_picture, name) or "attachment"
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    response["Content-Security-Policy"] = ALONE
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _attachment(request: ViewerRequest, public_id: str) -> Attachment:
    if (found := find_attachment(public_id, request.viewer)) is None:
        raise Http404
    return found


def _changeable(request: ViewerRequest, public_id: str) -> Attachment:
    found = _attachment(request, public_id)
    if found.removed_at is not None:
        raise Http404
    _check(request, found)
    return found


def _check(request: ViewerRequest, subject: Entry | Attachment) -> None:
    if not rules.may_attach.test(request.viewer, subject):
        raise NotAllowed(actions.EDITORS)


def _person(request: ViewerRequest) -> Person:
    """Who is signed in; the rule of the view has seen to that."""
    return cast("Person", request.viewer)
